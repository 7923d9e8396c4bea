package engine

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/access"
	"latchkey/sync/kssim"
)

// fuse ends the engine's context at the n-th event: a write to the file or a
// call of KS, before it happens. What was done until then stays done; nothing
// after it is. That is what a crash looks like from outside, and as nothing
// lasting happens between two events, also one after the event before.
type fuse struct {
	events int
	at     int // 0: never
	blow   context.CancelFunc
	blown  bool
}

func (f *fuse) event() {
	f.events++
	if f.at == f.events && f.blow != nil {
		f.blown = true
		f.blow()
	}
}

// crashWorld is a world whose engine dies once, and in which KS may be late.
type crashWorld struct {
	*world
	fuse *fuse
}

func newCrashWorld(t *testing.T, at int, late time.Duration) *crashWorld {
	w := &crashWorld{world: newWorld(t), fuse: &fuse{}}
	require.NoError(t, w.sim.SetReadings(kssim.Readings{Late: kssim.Duration(late), LateLists: true}))
	w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
		if w.fuse.event(); w.fuse.blown && r.API {
			return kssim.Fault{Drop: kssim.DropBefore} // what has died asks for nothing
		}
		return kssim.Fault{}
	})
	w.restart()
	w.fuse.at = at
	return w
}

// restart opens the file anew, with a new engine.
func (w *crashWorld) restart() {
	require.NoError(w.t, w.store.Close())
	s, err := store.Open(w.t.Context(), store.Options{Path: w.path, Now: func() time.Time {
		if w.fuse.blow != nil { // the engine writes
			w.fuse.event()
		}
		return w.clock.Now()
	}})
	require.NoError(w.t, err)
	w.store = s
	w.eng = New(Config{Store: s, Space: w.space.ID, Remote: w.eng.cfg.Remote, Now: w.clock.Now, Settle: 30 * time.Second})
}

// settleOrDie makes passes as settle does, and tells whether it came to the
// end. A dead engine is replaced.
func (w *crashWorld) settleOrDie() bool {
	w.t.Helper()
	ctx, cancel := context.WithCancel(w.t.Context())
	defer cancel()
	w.fuse.blow = cancel
	defer func() { w.fuse.blow = nil }()
	for range 200 {
		r := w.eng.Pass(ctx)
		if w.fuse.blown {
			w.fuse.blow, w.fuse.blown = nil, false
			w.restart()
			return false
		}
		if r.Err == nil && r.Waiting == 0 {
			return true
		}
		w.clock.Advance(5 * time.Second)
	}
	require.Fail(w.t, "does not settle", "%+v", w.left())
	return true
}

// A booking moves to another room and another time. Wherever the program dies in
// that, the new doors never open at the old time, nor the old ones at the new.
func TestACrashWhileABookingMovesOpensNothingElse(t *testing.T) {
	for at := 1; ; at += stride(1) {
		w := newCrashWorld(t, 0, 0)
		mia := w.member("mia", "Basic")
		id := w.book(mia, "2026-11-28T12:00", "2026-11-28T14:00") // a Saturday: the plan gives nothing
		w.settle()
		other := store.Room{Space: w.space.ID, Name: "Elsewhere", Doors: []store.KSRef{doorRef(w.sim.Snapshot().Sites[0], "Workshop")}}
		w.desk(func(tx *store.Tx) error { return tx.SaveRoom(&other) })
		b, err := w.store.Booking(t.Context(), id)
		require.NoError(t, err)
		b.Room, b.Start, b.End = other.ID, "2026-11-28T17:00", "2026-11-28T19:00"
		w.desk(func(tx *store.Tx) error { return tx.SaveBooking(&b) })
		w.fuse.events, w.fuse.at = 0, at
		can := func(door string, hour int) bool {
			return w.sim.Can("mia@example.org", door, time.Date(2026, 11, 28, hour, 0, 0, 0, w.space.Location())).Open
		}
		w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
			require.False(t, can("Workshop", 13), "the new door at the old time, after a crash at event %d", at)
			require.False(t, can("Studio A", 18), "the old door at the new time, after a crash at event %d", at)
			if w.fuse.event(); w.fuse.blown && r.API {
				return kssim.Fault{Drop: kssim.DropBefore}
			}
			return kssim.Fault{}
		})
		whole := w.settleOrDie()
		for !whole && !w.settleOrDie() {
			continue
		}
		require.True(t, can("Workshop", 18))
		require.False(t, can("Workshop", 13) || can("Studio A", 18) || can("Studio A", 13))
		if whole {
			return
		}
	}
}

// check compares every door with what the rules say, and looks for doubles.
func (w *world) check(label string) {
	w.t.Helper()
	now := w.clock.Now()
	snap, err := w.store.Snapshot(w.t.Context(), w.space.ID, now.Add(-margin), now.AddDate(0, 0, 14))
	require.NoError(w.t, err)
	ledger, err := w.store.Ledger(w.t.Context(), w.space.ID)
	require.NoError(w.t, err)
	for _, p := range snap.People {
		for _, d := range snap.Mirror.Doors {
			for hour := range 16 {
				at := now.Add(time.Duration(hour) * 131 * time.Minute)
				want := access.Explain(snap, access.Known{Ledger: ledger}, p.ID, d.ID, at)
				got := w.sim.Can(cmp.Or(p.Email, p.Name()), d.ID, at)
				require.Equal(w.t, want.Open, got.Open, "%s: %s at %s, %s: %v; %s", label, p.Name(), d.Name, at, want.Why, got.Why)
			}
		}
	}
	seen := map[string]bool{}
	for _, s := range w.sim.Snapshot().Sites {
		for _, u := range s.Users {
			require.False(w.t, u.Alias != "" && seen[u.Alias], "%s: two users %s", label, u.Alias)
			seen[u.Alias] = true
		}
		for _, g := range s.Groups {
			require.False(w.t, seen[g.Name], "%s: two groups %s", label, g.Name)
			require.False(w.t, strings.HasPrefix(g.Name, "Latchkey ") && len(g.Schedules) > 1, "%s: %s has %v", label, g.Name, g.Schedules)
			seen[g.Name] = true
		}
	}
	require.NoError(w.t, w.store.VerifyLog(w.t.Context()))
	w.writes()
	r := w.eng.Pass(w.t.Context())
	require.NoError(w.t, r.Err)
	require.Zero(w.t, r.Parked, "%s: %+v", label, w.left())
	require.Zero(w.t, w.writes(), "%s: a further pass writes", label)
}

// scene is a morning at the desk.
func (w *crashWorld) scene() []func() {
	var mia, ana, tom store.PersonID
	var b, visit store.BookingID
	move := func(id store.BookingID, from, until store.LocalTime) {
		booking, err := w.store.Booking(w.t.Context(), id)
		require.NoError(w.t, err)
		booking.Start, booking.End = from, until
		w.desk(func(tx *store.Tx) error { return tx.SaveBooking(&booking) })
	}
	return []func(){
		func() {
			mia = w.member("mia", "Full time")
			p := store.Person{FirstName: "Ana", LastName: "Test", Email: "ana@example.org", Main: mia, Connect: store.ConnectPhoneOnly}
			w.desk(func(tx *store.Tx) error { return tx.SavePerson(&p) })
			ana = p.ID
		},
		func() {
			p := store.Person{FirstName: "Tom", LastName: "Test", Email: "tom@example.org"}
			w.desk(func(tx *store.Tx) error { return tx.SavePerson(&p) })
			tom = p.ID
			b = w.book(mia, "2026-11-23T14:00", "2026-11-23T15:00")
			visit = w.book(tom, "2026-11-24T10:00", "2026-11-24T13:00")
		},
		func() { move(b, "2026-11-23T18:00", "2026-11-23T21:00") },
		func() { w.edit(mia, func(p *store.Person) { p.Plan = w.plans["Team"] }) },
		func() { w.edit(mia, func(p *store.Person) { p.Plan, p.LastName = w.plans["Full time"], "Berg" }) },
		func() { w.desk(func(tx *store.Tx) error { return tx.DeleteBooking(visit) }) },
		func() {
			w.edit(mia, func(p *store.Person) { p.EndsOn = "2026-11-22" })
			visit = w.book(tom, "2026-11-24T10:00", "2026-11-24T13:00")
		},
		func() { w.edit(mia, func(p *store.Person) { p.EndsOn = "" }) },
		func() { w.desk(func(tx *store.Tx) error { return tx.DeletePerson(ana) }) },
		func() { w.desk(func(tx *store.Tx) error { return tx.DeleteBooking(b) }) },
	}
}

// play plays the scene with a crash at an event, and returns how many there
// were. The desk goes on before the new engine has found its feet.
func play(t *testing.T, at int, late time.Duration) int {
	w := newCrashWorld(t, at, late)
	for i, edit := range w.scene() {
		edit()
		if w.settleOrDie() && at == 0 {
			w.check(fmt.Sprintf("after edit %d", i))
		}
	}
	for !w.settleOrDie() {
	}
	w.check(fmt.Sprintf("crash at %d, in the end", at))
	return w.fuse.events
}

// stride is the distance between the moments that a sweep tries: LATCHKEY_SWEEP,
// 1 for every moment, or else as many as there is time for in every run.
func stride(usual int) int {
	if n, err := strconv.Atoi(os.Getenv("LATCHKEY_SWEEP")); err == nil && n > 0 {
		return n
	}
	return usual * rarer
}

// A crash at any moment ends as if there had been none, also when the desk goes
// on at once.
func TestACrashAtAnyMomentChangesNothing(t *testing.T) {
	for _, late := range []time.Duration{0, 20 * time.Second} {
		t.Run(late.String(), func(t *testing.T) {
			t.Parallel()
			for at, total := 1, play(t, 0, late); at <= total; at += stride(97) {
				play(t, at, late)
			}
		})
	}
}

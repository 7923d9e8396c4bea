package engine

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"latchkey/store"
	"latchkey/sync/ks"
	"latchkey/sync/kssim"
)

// answers has every request to the API answered with a status.
func (w *world) answers(status int, header http.Header) {
	w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
		if !r.API {
			return kssim.Fault{}
		}
		return kssim.Fault{Status: status, Header: header, Body: `{"ErrorCode":"2203","Message":"no"}`}
	})
	w.sim.ResetRequests()
}

func TestNoRequestBeforeRetryAfter(t *testing.T) {
	w := newWorld(t)
	w.pass()
	w.answers(http.StatusTooManyRequests, http.Header{"Retry-After": {"600"}})
	w.member("mia", "Full time")
	r := w.eng.Pass(t.Context())
	require.Error(t, r.Err)
	require.Len(t, w.sim.Requests(), 1)
	require.Equal(t, w.clock.Now().Add(10*time.Minute).Unix(), r.Next.Unix())
	w.clock.Advance(9 * time.Minute)
	w.eng.SyncNow() // not even when the desk asks
	w.eng.Pass(t.Context())
	require.Error(t, w.eng.Look(t.Context()))
	require.Len(t, w.sim.Requests(), 1)
	w.sim.SetOnRequest(nil)
	w.clock.Advance(time.Minute)
	w.settle()
	require.True(t, w.opens("mia", "Front door"))
}

// Whatever KS answers, an hour of passes makes few requests, and says why.
func TestASiteThatRefusesIsNotHammered(t *testing.T) {
	for status, state := range map[int]State{
		http.StatusForbidden: NeedsYou, http.StatusUnauthorized: NeedsYou, http.StatusBadRequest: NeedsYou,
		http.StatusInternalServerError: Offline, http.StatusBadGateway: Offline,
	} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			w := newWorld(t)
			w.member("mia", "Full time")
			if status == http.StatusInternalServerError || status == http.StatusBadGateway {
				w.pass() // known before, so that there are writes to fail
				w.member("ana", "Full time")
			}
			w.answers(status, nil)
			passes := 0
			for end := w.clock.Now().Add(time.Hour); w.clock.Now().Before(end); passes++ {
				r := w.eng.Pass(t.Context())
				require.Greater(t, r.Next, w.clock.Now(), "a pass that finds nothing to do comes no sooner than after a while")
				w.clock.Set(r.Next)
			}
			require.Less(t, passes, 60)
			require.Less(t, len(w.sim.Requests()), 120)
			require.Equal(t, state, w.eng.Status().State)
			require.NotEmpty(t, w.eng.Status().Trouble.Text)
			w.sim.SetOnRequest(nil)
			w.eng.SyncNow() // the desk need not wait for the pause to be over
			require.NoError(t, w.eng.Pass(t.Context()).Err)
		})
	}
}

func TestADayOfflineFillsNoLog(t *testing.T) {
	w := newWorld(t)
	w.pass()
	w.sim.SetNetwork(kssim.Network{Offline: true})
	w.member("mia", "Full time")
	w.passes(3)
	before, err := w.store.LogLines(t.Context(), store.LogFilter{})
	require.NoError(t, err)
	for range 100 {
		w.eng.Pass(t.Context())
		w.clock.Advance(10 * time.Minute)
	}
	after, err := w.store.LogLines(t.Context(), store.LogFilter{})
	require.NoError(t, err)
	require.Len(t, after, len(before))
}

func TestARevocationWaitsForNoFailingGrant(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.pass()
	for _, name := range []string{"ana", "ben", "cleo", "dora"} {
		w.member(name, "Full time")
	}
	w.edit(mia, func(p *store.Person) { p.EndsOn = "2026-11-22" })
	w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
		if r.Method == http.MethodPost {
			return kssim.Fault{Status: http.StatusInternalServerError}
		}
		return kssim.Fault{}
	})
	w.eng.Pass(t.Context())
	require.False(t, w.opens("mia", "Front door"))
}

// An edit that comes while many steps for one group are under way is seen to
// before the next of them.
func TestABlockDoesNotWaitForTheRestOfABatch(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.pass()
	for i := range 20 {
		w.member("m"+string(rune('a'+i)), "Full time")
	}
	adds := 0
	w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
		if r.Method == http.MethodPost && strings.Contains(r.Path, "/access_groups/") {
			if adds++; adds == 1 {
				w.edit(mia, func(p *store.Person) { p.EndsOn = "2026-11-22" })
				w.eng.Wake()
			}
			if adds == 3 {
				require.False(t, w.opens("mia", "Front door"))
			}
		}
		return kssim.Fault{}
	})
	w.eng.Pass(t.Context())
	require.Greater(t, adds, 3)
	require.False(t, w.opens("mia", "Front door"))
	require.Empty(t, w.left(), "one pass does it all, and a wake is not lost in it")
}

func TestAWindowThatFailsHoldsBackTheDoor(t *testing.T) {
	w := newWorld(t)
	other := store.Room{Space: w.space.ID, Name: "Meeting", Doors: []store.KSRef{{Name: "Meeting room"}}}
	w.desk(func(tx *store.Tx) error { return tx.SaveRoom(&other) })
	mia := w.member("mia", "Full time")
	id := w.book(mia, "2026-11-23T12:00", "2026-11-23T13:00")
	w.pass()
	b, err := w.store.Booking(t.Context(), id)
	require.NoError(t, err)
	b.Room, b.Start, b.End = other.ID, "2026-11-23T15:00", "2026-11-23T16:00"
	w.desk(func(tx *store.Tx) error { return tx.SaveBooking(&b) })
	w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
		if strings.Contains(r.Path, "/time_schedules/") {
			return kssim.Fault{Status: http.StatusBadRequest, Body: `{"ErrorCode":"1101","Message":"no"}`}
		}
		return kssim.Fault{}
	})
	w.passes(5)
	w.at("2026-11-23T12:30")
	require.False(t, w.opens("mia", "Meeting room"), "the new door in the old window is in neither booking")
	require.False(t, w.opens("mia", "Studio A"))
	w.sim.SetOnRequest(nil)
	require.NoError(t, w.eng.Retry(t.Context(), ""))
	w.settle()
	w.at("2026-11-23T15:30")
	require.True(t, w.opens("mia", "Meeting room"))
}

func TestABookingUnderWayIsNotWrittenAgain(t *testing.T) {
	w := newWorld(t)
	w.book(w.member("ana", "Full time"), "2026-11-23T09:00", "2026-11-23T10:00")
	w.book(w.member("mia", "Full time"), "2026-11-23T10:00", "2026-11-23T16:00")
	w.pass()
	for at := range 6 { // until ana's booking, which trims mia's, is long forgotten
		w.at(store.LocalTime("2026-11-23T1" + string(rune('0'+at)) + ":30"))
		w.pass()
		if at > 0 { // her group is tidied away at the first
			require.Zero(t, w.writes())
		}
		w.writes()
	}
}

func TestASeatThatBecomesFreeIsTaken(t *testing.T) {
	w := newWorld(t)
	first := w.member("first", "Full time")
	for i := range 59 {
		w.member("m"+string(rune('a'+i/26))+string(rune('a'+i%26)), "Full time")
	}
	w.eng.Pass(t.Context())
	w.agree()
	r := w.passes(20)
	require.Equal(t, 1, r.Parked, "sixty seats, of which the account has one")
	w.edit(first, func(p *store.Person) { p.EndsOn = "2026-11-22" })
	w.quietly(time.Hour)
	require.Empty(t, w.left())
}

func TestAnAdoptedGroupIsReadBeforeItIsTouched(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	b := w.book(mia, "2026-11-23T12:00", "2026-11-23T13:00")
	w.pass()
	// The file forgets the group, as a restored copy would.
	_, err := w.store.Do(t.Context(), store.ActorSync, func(tx *store.Tx) error { return tx.DropGroup(w.space.ID, "booking:1") })
	require.NoError(t, err)
	booking, err := w.store.Booking(t.Context(), b)
	require.NoError(t, err)
	booking.Start, booking.End = "2026-11-23T15:00", "2026-11-23T16:00"
	w.desk(func(tx *store.Tx) error { return tx.SaveBooking(&booking) })
	fails := 2
	group := w.ksGroup("Latchkey ").ID
	w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
		if strings.Contains(r.Path, group) && r.Method == http.MethodGet && fails > 0 {
			fails--
			return kssim.Fault{Status: http.StatusServiceUnavailable}
		}
		return kssim.Fault{}
	})
	w.eng.SyncNow()
	w.settle()
	require.Zero(t, fails)
	w.at("2026-11-23T12:30")
	require.False(t, w.opens("mia", "Studio A"), "a second window beside the old one would leave it open")
	w.at("2026-11-23T15:30")
	require.True(t, w.opens("mia", "Studio A"))
}

func TestDrainEnds(t *testing.T) {
	w := newWorld(t)
	w.clock.Real()
	w.member("mia", "Full time")
	r, err := w.eng.Drain(t.Context(), time.Second)
	require.NoError(t, err)
	require.Zero(t, r.Waiting)
	w.answers(http.StatusInternalServerError, nil)
	w.member("ana", "Full time")
	r, err = w.eng.Drain(t.Context(), 10*time.Millisecond)
	require.NotZero(t, r.Waiting)
	if err != nil {
		require.NotEmpty(t, ks.KindOf(err))
	}
}

func TestRunStopsInTheMiddleAndLeavesNothingRunning(t *testing.T) {
	w := newWorld(t)
	leak := goleak.IgnoreCurrent()
	for i := range 10 {
		w.member("m"+string(rune('a'+i)), "Full time")
	}
	ctx, cancel := context.WithCancel(t.Context())
	posts := 0
	w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
		if r.Method == http.MethodPost {
			if posts++; posts == 3 {
				cancel()
			}
		}
		return kssim.Fault{}
	})
	w.eng.Run(ctx) // returns, or the test does not
	require.LessOrEqual(t, posts, 3)
	goleak.VerifyNone(t, leak)
	w.sim.SetOnRequest(nil)
	w.settle()
	require.True(t, w.opens("mj", "Front door"))
	require.Equal(t, 1, usersNamed(w.sim, "mc@example.org"))
}

// Run sleeps until there is something to do, and sees to an edit at once.
func TestSleepEndsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := New(Config{Now: time.Now})
		start := time.Now()
		require.True(t, e.sleep(t.Context(), start.Add(10*time.Minute)))
		require.Equal(t, 10*time.Minute, time.Since(start))

		start = time.Now()
		require.True(t, e.sleep(t.Context(), start.Add(-time.Hour)), "a boundary that is past")
		require.Equal(t, minPause, time.Since(start))

		start = time.Now()
		time.AfterFunc(time.Second, e.Wake)
		require.True(t, e.sleep(t.Context(), start.Add(time.Hour)))
		require.Equal(t, time.Second+DefaultDebounce, time.Since(start))
	})
	synctest.Test(t, func(t *testing.T) { // a computer that slept: its clock went on, the timers did not
		var jump atomic.Int64
		e := New(Config{Now: func() time.Time { return time.Now().Add(time.Duration(jump.Load())) }})
		start := time.Now()
		time.AfterFunc(time.Minute, func() { jump.Store(int64(8 * time.Hour)) })
		require.True(t, e.sleep(t.Context(), start.Add(4*time.Hour)))
		require.LessOrEqual(t, time.Since(start), time.Minute+longestNap)
	})
}

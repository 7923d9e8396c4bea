package engine

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/kssim"
)

// witness is what a computer remembers, in memory.
type witness map[string]int64

func (w witness) Newest(lineage string) int64      { return w[lineage] }
func (w witness) Saw(lineage string, serial int64) { w[lineage] = serial }

// forgetSite makes the world one whose site nothing was ever sent to.
func (w *world) forgetSite() {
	w.desk(func(tx *store.Tx) error { return tx.PutGuard(w.space.ID, store.Guard{}) })
}

// held makes a pass and expects everything to wait for an answer.
func (w *world) held() *store.Question {
	w.t.Helper()
	r := w.eng.Pass(w.t.Context())
	require.NoError(w.t, r.Err)
	require.NotZero(w.t, r.Held)
	require.Zero(w.t, w.writes())
	require.Equal(w.t, NeedsYou, w.eng.Status().State)
	g, err := w.store.Guard(w.t.Context(), w.space.ID)
	require.NoError(w.t, err)
	require.NotNil(w.t, g.Question)
	return g.Question
}

func TestNothingIsSentToANewSiteBeforeTheDeskAgrees(t *testing.T) {
	w := newWorld(t)
	w.forgetSite()
	w.member("mia", "Full time")
	q := w.held()
	require.Contains(t, q.Why[0].Text, "Nothing was sent to this site")
	w.clock.Advance(time.Hour)
	require.Equal(t, q.AskedAt, w.held().AskedAt, "it is the same question")

	w.agree()
	w.pass()
	require.True(t, w.opens("mia", "Front door"))
	w.member("ana", "Full time")
	w.pass()
	require.True(t, w.opens("ana", "Front door"), "asked once")
}

// What is to be done is not known while the clock is wrong.
func TestAWrongClockAgreesToNothing(t *testing.T) {
	w := newWorld(t)
	w.forgetSite()
	mia := w.member("mia", "")
	w.book(mia, "2026-11-24T10:00", "2026-11-24T12:00")
	w.sim.SetOnRequest(func(kssim.Request) kssim.Fault { return kssim.Fault{Skew: -30 * 24 * time.Hour} })
	w.clock.Advance(30 * 24 * time.Hour) // by this clock the booking is over
	w.eng.Pass(t.Context())
	w.eng.SyncNow()
	w.eng.Pass(t.Context())
	w.sim.SetOnRequest(nil)
	w.clock.Advance(-30 * 24 * time.Hour)
	w.writes()
	w.eng.SyncNow()
	w.eng.Pass(t.Context())
	require.Contains(t, w.held().Why[0].Text, "Nothing was sent to this site")
}

func TestASiteWithNothingToSendNeedsNoAnswer(t *testing.T) {
	w := newWorld(t)
	w.forgetSite()
	w.pass()
	w.member("mia", "Full time")
	w.pass()
	require.True(t, w.opens("mia", "Front door"))
}

func TestWhatIsAgreedToIsWhatWasLookedAt(t *testing.T) {
	w := newWorld(t)
	w.forgetSite()
	w.member("mia", "Full time")
	w.held()
	p, err := Plan(t.Context(), w.store, w.space.ID, w.clock.Now())
	require.NoError(t, err)
	w.member("ana", "Full time")
	err = w.eng.Agree(t.Context(), p.View)
	require.Equal(t, store.CodeConflict, store.CodeOf(err))
	w.held()
	require.False(t, w.opens("mia", "Front door"))
}

// team adds members who are all in KS.
func (w *world) team(n int) []store.PersonID {
	w.t.Helper()
	ids := make([]store.PersonID, n)
	for i := range ids {
		ids[i] = w.member(fmt.Sprintf("m%02d", i), "Full time")
	}
	w.settle()
	return ids
}

func TestAMassOfCancellationsIsAskedAboutAlsoWhenTheyDrip(t *testing.T) {
	w := newWorld(t)
	ids := w.team(20)
	for i := range 5 {
		w.edit(ids[i], func(p *store.Person) { p.EndsOn = "2026-11-22" })
		w.settle()
		w.clock.Advance(time.Hour)
	}
	w.writes()
	w.edit(ids[5], func(p *store.Person) { p.EndsOn = "2026-11-22" })
	q := w.held()
	require.Contains(t, q.Why[0].String(), "6 people would lose access")
	require.Equal(t, 1, q.Lose, "one of them is still to lose it")
	require.True(t, w.opens("m05", "Front door"))

	w.clock.Advance(24 * time.Hour)
	w.settle()
	require.False(t, w.opens("m05", "Front door"), "a day later it is one in a day")
}

func TestWhoIsBlockedGoesFirstAndPastTheGuard(t *testing.T) {
	w := newWorld(t)
	ids := w.team(8)
	for _, id := range ids[:6] {
		w.edit(id, func(p *store.Person) { p.EndsOn = "2026-11-22" })
	}
	w.writes()
	w.held()
	w.edit(ids[7], func(p *store.Person) { p.BlockedAt = w.clock.Now() })
	w.eng.Pass(t.Context())
	require.False(t, w.opens("m07", "Front door"))
	require.True(t, w.opens("m00", "Front door"), "the others wait for the answer")
	first := w.sim.Requests()[0]
	require.True(t, first.IsWrite(), "%s %s", first.Method, first.Path)

	w.edit(ids[7], func(p *store.Person) { p.BlockedAt = time.Time{} })
	w.agree()
	w.settle()
	require.True(t, w.opens("m07", "Front door"))
	require.False(t, w.opens("m00", "Front door"))
}

// A block does not wait for the first look at a large site either.
func TestWhoIsBlockedGoesBeforeTheFirstLook(t *testing.T) {
	w := newWorldOf(t, kssim.Readings{PageSize: 1}, kssim.MaisonNord())
	mia := w.member("mia", "Full time")
	w.member("ana", "Full time")
	w.settle()
	w.start(w.eng.cfg.Remote)
	w.writes()
	w.edit(mia, func(p *store.Person) { p.BlockedAt = w.clock.Now() })
	w.eng.Pass(t.Context())
	require.False(t, w.opens("mia", "Front door"))
	require.True(t, w.sim.Requests()[0].IsWrite())
}

// An edit does not wait for the end of a long list, and the list is whole all
// the same: nobody is taken for removed. Nor do edits without end keep a list
// from being read.
func TestAnEditGoesBetweenThePagesOfALongList(t *testing.T) {
	for name, edits := range map[string]int{"one": 1, "one after each page": 40} {
		t.Run(name, func(t *testing.T) {
			w := newWorldOf(t, kssim.Readings{PageSize: 1}, kssim.MaisonNord())
			w.team(5)
			w.settle()
			made, waited, waits := 0, 0, false
			w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
				list := strings.HasSuffix(r.Path, "/users") && !strings.Contains(r.Path, "access_groups")
				switch {
				case r.IsWrite():
					waited, waits = 0, false
				case list && made < edits && strings.Contains(r.Query, "skip=2"):
					made++
					waits = made == 1
					w.member(fmt.Sprint("late", made), "Full time")
					w.eng.Wake()
				case list && waits:
					waited++
				}
				require.Zero(t, waited, "pages that were read before the edit had its turn")
				return kssim.Fault{}
			})
			w.eng.SyncNow()
			w.settle()
			w.sim.SetOnRequest(nil)
			require.NotZero(t, made)
			w.eng.SyncNow()
			w.settle()
			require.Empty(t, w.asked())
			require.True(t, w.opens(fmt.Sprint("late", made), "Front door"))
			require.True(t, w.opens("m04", "Front door"))
		})
	}
}

// What was planned before an edit that went between is not gone on with.
func TestAPlanThatAnEditHasOvertakenIsNotGoneOnWith(t *testing.T) {
	w := newWorldOf(t, kssim.Readings{PageSize: 1}, kssim.MaisonNord())
	w.team(3)
	w.settle()
	w.member("ana", "Full time")
	zoe := w.member("zoe", "Team")
	edited := false
	first, second := groupRef(w.sim.Snapshot().Sites[0], "Full time").ID, groupRef(w.sim.Snapshot().Sites[0], "Team").ID
	w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
		add := r.IsWrite() && strings.HasSuffix(r.Path, "/users")
		switch {
		case add && edited:
			require.NotContains(t, r.Path, second, "zoe is cancelled")
		case add && strings.Contains(r.Path, second):
			t.Fatal("the groups are written to in another order")
		case !edited && strings.Contains(r.Path, first+"/users") && strings.Contains(r.Query, "skip=1"):
			if w.sim.Can("ana@example.org", "Front door", w.clock.Now()).Open {
				edited = true
				w.edit(zoe, func(p *store.Person) { p.EndsOn = "2026-11-22" })
				w.eng.Wake()
			}
		}
		return kssim.Fault{}
	})
	w.settle()
	w.sim.SetOnRequest(nil)
	require.True(t, edited)
	require.False(t, w.opens("zoe", "Front door"))
	require.True(t, w.opens("ana", "Front door"))
}

func TestABackupThatWasPutBackIsAskedAbout(t *testing.T) {
	w := newWorld(t)
	seen := witness{}
	w.eng.cfg.Witness, w.eng.cfg.Computer = seen, "here"
	w.team(3)
	meta, err := w.store.Meta(t.Context())
	require.NoError(t, err)
	require.NotZero(t, seen[meta.Lineage])

	w.writes()
	w.start(w.eng.cfg.Remote)
	seen[meta.Lineage] = meta.Serial + 1 // a newer file was here, and the desk is quick
	w.eng.cfg.Witness, w.eng.cfg.Computer = seen, "here"
	require.NoError(t, NoticeOld(t.Context(), w.store, seen)) // when the file is opened
	w.member("ana", "Full time")
	require.Contains(t, w.held().Why[0].Text, "a backup was put back")
	w.start(w.eng.cfg.Remote) // also after a restart
	w.eng.cfg.Witness, w.eng.cfg.Computer = seen, "here"
	require.Contains(t, w.held().Why[0].Text, "a backup was put back")
	w.agree()
	w.settle()
	require.True(t, w.opens("ana", "Front door"))
}

func TestAFileFromAnotherComputerIsAskedAbout(t *testing.T) {
	w := newWorld(t)
	w.eng.cfg.Computer = "here"
	w.team(1)
	w.start(w.eng.cfg.Remote)
	w.eng.cfg.Computer = "there"
	w.writes()
	w.member("ana", "Full time")
	require.Contains(t, w.held().Why[0].Text, "another computer")
	w.agree()
	w.settle()
	require.True(t, w.opens("ana", "Front door"))
}

// What was agreed to on one computer is not sent from another.
func TestAnAgreementDoesNotMoveWithTheFile(t *testing.T) {
	for name, where := range map[string]struct {
		computer string
		ahead    int64
	}{"another computer": {"there", 0}, "a backup was put back": {"here", 40}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.eng.cfg.Computer = "here"
			w.team(1)
			w.askFirst()
			w.member("ana", "Full time")
			w.writes()
			w.held()
			w.agree()
			meta, err := w.store.Meta(t.Context())
			require.NoError(t, err)
			w.start(w.eng.cfg.Remote)
			w.eng.cfg.Computer, w.eng.cfg.Witness = where.computer, witness{meta.Lineage: meta.Serial + where.ahead}
			require.Contains(t, w.held().Why[0].Text, name)
			w.agree()
			w.settle()
			require.True(t, w.opens("ana", "Front door"))
		})
	}
}

// askFirst makes the space one that is asked before anything is sent.
func (w *world) askFirst() {
	w.desk(func(tx *store.Tx) error {
		s, err := tx.Space(w.space.ID)
		if err != nil {
			return err
		}
		s.AskFirst = true
		return tx.SaveSpace(&s)
	})
}

func TestASpaceThatWantsToBeAskedIs(t *testing.T) {
	w := newWorld(t)
	w.pass()
	w.askFirst()
	w.member("mia", "Full time")
	w.writes()
	require.Contains(t, w.held().Why[0].Text, "wants to be asked")
	w.agree()
	w.settle()
	require.True(t, w.opens("mia", "Front door"))
}

// A lost tag waits for no answer, and for no other change of the same person.
func TestALostTagIsTakenWhateverIsAsked(t *testing.T) {
	w := newWorld(t)
	tom := w.tagged("Tom", "Full time", "02300001")
	w.settle()
	w.askFirst()
	w.edit(tom, func(p *store.Person) { p.LastName = "Married" })
	w.loseTag("02300001")
	w.writes()
	require.NoError(t, w.eng.Pass(t.Context()).Err)
	require.Equal(t, 1, w.writes())
	require.Contains(t, w.held().Why[0].Text, "wants to be asked")
	require.False(t, w.sim.Can("02300001", "Front door", w.clock.Now()).Open)
	require.Zero(t, usersNamed(w.sim, "Tom Married"))
}

func TestAWrongClockHoldsBackWhatItDecides(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.settle()
	w.edit(mia, func(p *store.Person) { p.EndsOn = "2026-11-23" })
	w.book(mia, "2026-11-23T09:00", "2026-11-23T12:00")
	w.settle()
	require.True(t, w.opens("mia", "Studio A"))
	// This computer believes it is tomorrow; KS does not.
	w.sim.SetOnRequest(func(kssim.Request) kssim.Fault { return kssim.Fault{Skew: -24 * time.Hour} })
	w.eng.SyncNow()
	w.eng.Pass(t.Context())
	w.clock.Advance(24 * time.Hour)
	w.quietly(10 * time.Minute)
	require.True(t, w.opens("mia", "Front door"), "her last day is today")
	require.True(t, w.sim.Can("mia@example.org", "Studio A", w.clock.Now().Add(-24*time.Hour)).Open, "her booking goes on")
	ana := w.member("ana", "Full time")
	w.eng.Pass(t.Context())
	require.True(t, w.opens("ana", "Front door"), "what the desk wants goes on")
	w.edit(ana, func(p *store.Person) { p.EndsOn = "2026-11-22" })
	w.eng.Pass(t.Context())
	require.False(t, w.opens("ana", "Front door"))
}

// What a clock that ran ahead has noted for times to come stops nothing once it
// is put back.
func TestAClockThatIsPutBackStopsNothing(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.settle()
	w.clock.Advance(26 * time.Hour)
	w.book(mia, "2026-11-28T12:00", "2026-11-28T13:00")
	w.settle()
	w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
		if r.IsWrite() {
			return kssim.Fault{Drop: kssim.DropBefore}
		}
		return kssim.Fault{}
	})
	w.edit(mia, func(p *store.Person) { p.Plan = w.plans["Team"] })
	for range 6 {
		w.eng.Pass(t.Context())
	}
	w.sim.SetOnRequest(nil)
	w.clock.Advance(-26 * time.Hour)
	w.settle()
	w.eng.SyncNow()
	for range 10 {
		w.eng.Pass(t.Context())
	}
	require.True(t, w.eng.sweepFrom.IsZero(), "everything that the desk wanted read has been read")
	require.True(t, w.opens("mia", "Front door"))
	w.admin(kssim.Act{Do: "block", Who: "mia@example.org"})
	require.Len(t, w.found(), 1, "the look around goes on")
}

// What builds on a step that waits for an answer waits with it.
func TestWhatBuildsOnAHeldStepIsHeldWithIt(t *testing.T) {
	w := newWorld(t)
	w.forgetSite()
	mia := w.member("mia", "Full time")
	w.book(mia, "2026-11-23T12:00", "2026-11-23T13:00")
	w.held()
	r := w.eng.Pass(t.Context())
	require.Zero(t, r.Waiting, "%+v", w.left())
}

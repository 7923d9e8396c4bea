package engine

import (
	"context"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/ks"
	"latchkey/sync/kssim"
)

// hand is somebody who works in SALTO KS itself, past Latchkey.
func (w *world) hand() *ks.Client { return signedIn(w.t, w.sim, w.clock) }

func (w *world) ksUser(email string) ks.User {
	w.t.Helper()
	users, err := w.hand().UserByEmail(w.t.Context(), w.space.SiteID, email)
	require.NoError(w.t, err)
	require.Len(w.t, users, 1)
	return users[0]
}

func (w *world) ksGroup(prefix string) ks.Group {
	w.t.Helper()
	groups, err := w.hand().Groups(w.t.Context(), w.space.SiteID)
	require.NoError(w.t, err)
	for _, g := range groups {
		if strings.HasPrefix(g.Name, prefix) {
			return g
		}
	}
	require.Fail(w.t, "no group "+prefix)
	return ks.Group{}
}

// passes lets time pass over many passes, whatever they leave.
func (w *world) passes(n int) Result {
	var r Result
	for range n {
		r = w.eng.Pass(context.Background())
		w.clock.Advance(10 * time.Second)
	}
	return r
}

func TestATagTakenAwayInKSIsNotGivenAgain(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.desk(func(tx *store.Tx) error {
		return tx.SaveTag(&store.Tag{Number: "02300001", State: store.TagHeld, Holder: mia})
	})
	w.edit(mia, func(p *store.Person) { p.Connect = store.ConnectTagOnly })
	w.pass()
	require.True(t, w.sim.Can("02300001", "Front door", w.clock.Now()).Open)

	users, err := w.hand().Users(t.Context(), w.space.SiteID)
	require.NoError(t, err)
	none := ""
	for _, u := range users {
		if u.TagNumber == "02300001" {
			_, err = w.hand().UpdateUser(t.Context(), w.space.SiteID, u.ID, ks.UserPatch{TagID: &none})
			require.NoError(t, err)
		}
	}
	w.edit(mia, func(p *store.Person) { p.LastName = "Berg" })
	w.passes(6)
	require.False(t, w.sim.Can("02300001", "Front door", w.clock.Now()).Open)
}

func TestAPersonRemovedInKSComesBackWholeWhenTheDeskSaysSo(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.book(mia, "2026-11-23T12:00", "2026-11-23T21:00")
	w.pass()
	w.clock.Advance(2 * time.Minute)
	require.NoError(t, w.hand().DeleteUser(t.Context(), w.space.SiteID, w.ksUser("mia@example.org").ID))
	w.edit(mia, func(p *store.Person) { p.LastName = "Berg" })
	r := w.passes(40)
	require.Len(t, w.asked(), 1, "%+v", w.left())
	require.Zero(t, usersNamed(w.sim, "mia@example.org"), "not without an answer from the desk")
	require.GreaterOrEqual(t, r.Next.Sub(w.clock.Now()), 10*time.Second, "what waits for the desk keeps nobody busy")

	w.answer(Restore)
	w.settle()
	require.True(t, w.opens("mia", "Front door"))
	w.at("2026-11-23T13:00")
	require.True(t, w.opens("mia", "Studio A"), "her booking is hers again")
}

func TestAStepThatLacksItsUserKeepsNobodyBusy(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.pass()
	w.clock.Advance(2 * time.Minute)
	require.NoError(t, w.hand().DeleteUser(t.Context(), w.space.SiteID, w.ksUser("mia@example.org").ID))
	w.edit(mia, func(p *store.Person) { p.Plan = w.plans["Team"] })
	w.passes(30)
	r := w.eng.Pass(t.Context())
	require.Len(t, w.asked(), 1, "%+v", w.left())
	require.GreaterOrEqual(t, r.Next.Sub(w.clock.Now()), 50*time.Second)
}

func TestWhoWasRemovedInKSAndIsCancelledIsDoneWith(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.pass()
	w.clock.Advance(2 * time.Minute)
	require.NoError(t, w.hand().DeleteUser(t.Context(), w.space.SiteID, w.ksUser("mia@example.org").ID))
	w.edit(mia, func(p *store.Person) { p.EndsOn = "2026-11-22" })
	w.settle()
	w.pass()
}

func TestAGroupDeletedInKSIsMadeAgainOnlyWhenAsked(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	b := w.book(mia, "2026-11-23T12:00", "2026-11-23T13:00")
	w.pass()
	w.clock.Advance(2 * time.Minute)
	require.NoError(t, w.hand().DeleteGroup(t.Context(), w.space.SiteID, w.ksGroup("Latchkey ").ID))
	booking, err := w.store.Booking(t.Context(), b)
	require.NoError(t, err)
	booking.End = "2026-11-23T14:00"
	w.desk(func(tx *store.Tx) error { return tx.SaveBooking(&booking) })
	w.passes(30)
	require.Empty(t, managedGroups(w.sim))
	w.answer(Restore)
	w.settle()
	w.at("2026-11-23T13:30")
	require.True(t, w.opens("mia", "Studio A"))
}

func TestWhoWasTakenOutOfAGroupInKSStaysOut(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.pass()
	u, g := w.ksUser("mia@example.org"), w.ksGroup("Full time")
	require.NoError(t, w.hand().RemoveGroupMember(t.Context(), w.space.SiteID, g.ID, u.PlatformID))
	w.member("ana", "Full time")
	w.edit(mia, func(p *store.Person) { p.LastName = "Berg" })
	w.eng.SyncNow()
	w.passes(5)
	require.True(t, w.opens("ana", "Front door"))
	require.False(t, w.opens("mia", "Front door"))
}

// The answer to a write is lost, and before KS was asked, the desk wants the
// opposite: there is no step left that would be about it.
func TestALostAnswerAndAChangeOfMind(t *testing.T) {
	t.Run("added, then not", func(t *testing.T) {
		w := newWorld(t)
		mia := w.member("mia", "Basic")
		w.pass()
		w.edit(mia, func(p *store.Person) { p.Plan = w.plans["Full time"] })
		w.sim.SetOnRequest(cutAfter(w, http.MethodPost, "/users"))
		w.eng.Pass(t.Context())
		w.edit(mia, func(p *store.Person) { p.Plan = w.plans["Basic"] })
		w.sim.SetNetwork(kssim.Network{})
		w.sim.SetOnRequest(nil)
		w.clock.Advance(2 * time.Minute)
		w.settle()
		require.False(t, w.opens("mia", "Storage"))
	})
	t.Run("removed, then not", func(t *testing.T) {
		w := newWorld(t)
		mia := w.member("mia", "Full time")
		w.pass()
		w.edit(mia, func(p *store.Person) { p.Plan = w.plans["Basic"] })
		w.sim.SetOnRequest(cutAfter(w, http.MethodDelete, "/users/"))
		w.eng.Pass(t.Context())
		w.edit(mia, func(p *store.Person) { p.Plan = w.plans["Full time"] })
		w.sim.SetNetwork(kssim.Network{})
		w.sim.SetOnRequest(nil)
		w.clock.Advance(2 * time.Minute)
		w.settle()
		require.True(t, w.opens("mia", "Storage"))
	})
	t.Run("group deleted, then not", func(t *testing.T) {
		w := newWorld(t)
		b := w.book(w.member("mia", "Full time"), "2026-11-23T12:00", "2026-11-23T13:00")
		w.pass()
		change := w.desk(func(tx *store.Tx) error { return tx.DeleteBooking(b) })
		w.sim.SetOnRequest(cutAfter(w, http.MethodDelete, "/access_groups/"))
		w.eng.Pass(t.Context())
		_, err := w.store.Undo(t.Context(), change.Undo)
		require.NoError(t, err)
		w.sim.SetNetwork(kssim.Network{})
		w.sim.SetOnRequest(nil)
		w.clock.Advance(2 * time.Minute)
		w.settle()
		w.pass()
		w.at("2026-11-23T12:30")
		require.True(t, w.opens("mia", "Studio A"))
	})
	t.Run("user deleted, then not", func(t *testing.T) {
		w := newWorld(t)
		w.space.Leaving = store.LeavingDelete
		w.desk(func(tx *store.Tx) error { return tx.SaveSpace(&w.space) })
		mia := w.member("mia", "Full time")
		w.pass()
		w.edit(mia, func(p *store.Person) { p.EndsOn = "2026-11-22" })
		cut := cutAfter(w, http.MethodDelete, "/users/")
		w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
			if strings.Contains(r.Path, "/access_groups/") {
				return kssim.Fault{}
			}
			return cut(r)
		})
		w.eng.Pass(t.Context())
		require.Zero(t, usersNamed(w.sim, "mia@example.org"))
		w.edit(mia, func(p *store.Person) { p.EndsOn = "" })
		w.sim.SetNetwork(kssim.Network{})
		w.sim.SetOnRequest(nil)
		w.clock.Advance(2 * time.Minute)
		w.settle()
		w.pass()
		require.True(t, w.opens("mia", "Front door"))
	})
	t.Run("user made, then another address", func(t *testing.T) {
		w := newWorld(t)
		mia := w.member("mia", "Full time")
		w.sim.SetOnRequest(cutAfter(w, http.MethodPost, "/users"))
		w.eng.Pass(t.Context())
		require.Equal(t, 1, usersNamed(w.sim, "mia@example.org"))
		w.edit(mia, func(p *store.Person) { p.Email = "mia2@example.org" })
		w.sim.SetNetwork(kssim.Network{})
		w.sim.SetOnRequest(nil)
		w.clock.Advance(2 * time.Minute)
		w.settle()
		require.Zero(t, usersNamed(w.sim, "mia@example.org"))
		require.Equal(t, 1, usersNamed(w.sim, "mia2@example.org"))
		require.True(t, w.opens("mia2", "Front door"))
	})
}

// cutAfter loses the answer to the first such write, and the network with it.
func cutAfter(w *world, method, part string) func(kssim.Request) kssim.Fault {
	return func(r kssim.Request) kssim.Fault {
		if r.Method != method || !strings.Contains(r.Path, part) {
			return kssim.Fault{}
		}
		w.sim.SetNetwork(kssim.Network{Offline: true})
		return kssim.Fault{Drop: kssim.DropAfter}
	}
}

func TestAKSThatForgetsTheSiteIsNotTakenForEverybodyRemoved(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.pass()
	w.clock.Advance(2 * time.Minute)
	w.edit(mia, func(p *store.Person) { p.LastName = "Berg" })
	w.sim.SetOnRequest(func(kssim.Request) kssim.Fault {
		return kssim.Fault{Status: http.StatusNotFound, Body: `{"ErrorCode":"2202","Message":"Site not found"}`}
	})
	w.passes(10)
	ledger, err := w.store.Ledger(t.Context(), w.space.ID)
	require.NoError(t, err)
	require.Contains(t, maps.Collect(ledger.Users.All()), mia)
}

package engine

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/kssim"
)

// found has everything read, as the desk does who suspects that somebody did
// something in KS.
func (w *world) found() []store.Drift {
	w.t.Helper()
	w.clock.Advance(2 * time.Minute) // what was read sooner after our own change proves nothing
	w.eng.SyncNow()
	for range 10 {
		w.eng.Pass(w.t.Context())
	}
	return w.asked()
}

func TestWhatSomebodyTookAwayWaitsForAnAnswer(t *testing.T) {
	nothingToRaceWith(t)
	for kind, act := range map[string]kssim.Act{
		"user blocked": {Do: "block", Who: "mia@example.org"},
		"seat taken":   {Do: "suspend", Who: "mia@example.org"},
		"user gone":    {Do: "delete-user", Who: "mia@example.org"},
		"member out":   {Do: "remove-member", Who: "mia@example.org", Group: "Full time"},
	} {
		t.Run(kind, func(t *testing.T) {
			w := newWorld(t)
			w.member("mia", "Full time")
			w.member("ana", "Full time")
			w.settle()
			w.clock.Advance(2 * time.Minute)
			w.admin(act)
			asked := w.found()
			require.Len(t, asked, 1)
			require.Equal(t, kind, asked[0].Kind)
			require.Equal(t, store.Narrower, asked[0].Way)
			require.Contains(t, asked[0].What.String(), "mia Test")
			require.Equal(t, NeedsYou, w.eng.Status().State)
			require.False(t, w.opens("mia", "Front door"))
			require.True(t, w.opens("ana", "Front door"))

			w.answer(KeepIt)
			require.Empty(t, w.found())
			require.False(t, w.opens("mia", "Front door"), "kept")
			require.Equal(t, UpToDate, w.eng.Status().State, "%+v", w.asked())

			require.NoError(t, w.eng.Answer(t.Context(), asked[0].Key, Restore))
			w.settle()
			require.True(t, w.opens("mia", "Front door"), "%+v", w.left())
			require.Empty(t, w.found())
			require.True(t, w.opens("mia", "Front door"))
		})
	}
}

func TestWhatSomebodyIgnoredIsAskedAgainWhenItChanges(t *testing.T) {
	w := newWorld(t)
	w.member("mia", "Full time")
	w.settle()
	w.clock.Advance(2 * time.Minute)
	w.admin(kssim.Act{Do: "rename-user", Who: "mia@example.org", Name: "Maria Test"})
	require.Contains(t, w.found()[0].What.String(), "Maria")
	w.answer(IgnoreIt)
	require.Empty(t, w.found())
	w.admin(kssim.Act{Do: "rename-user", Who: "mia@example.org", Name: "Marie Test"})
	require.Contains(t, w.found()[0].What.String(), "Marie")
	w.answer(Restore)
	w.settle()
	require.Equal(t, "mia", w.ksUser("mia@example.org").FirstName)
}

func TestWhatSomebodyWidenedIsPutBackAndSaid(t *testing.T) {
	nothingToRaceWith(t)
	w := newWorld(t)
	mia := w.member("mia", "Basic")
	w.member("ana", "Basic")
	w.book(mia, "2026-11-24T12:00", "2026-11-24T13:00")
	w.settle()
	w.clock.Advance(2 * time.Minute)
	group := w.ksGroup("Latchkey ").Name
	w.admin(kssim.Act{Do: "add-member", Who: "ana@example.org", Group: group})
	w.admin(kssim.Act{Do: "add-door", Door: "Storage", Group: group})
	w.quietly(5 * time.Hour)
	w.at("2026-11-24T12:30")
	require.True(t, w.opens("mia", "Studio A"))
	require.False(t, w.opens("ana", "Studio A"))
	require.False(t, w.opens("mia", "Storage"))
	asked := w.asked()
	require.Len(t, asked, 2)
	for _, d := range asked {
		require.Equal(t, store.Wider, d.Way)
		require.False(t, d.OverAt.IsZero())
	}
	w.answer(IgnoreIt)
	require.Empty(t, w.found())
}

func TestAMembershipByHandIsNeverTakenWithoutAnAnswer(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Basic")
	w.settle()
	w.clock.Advance(2 * time.Minute)
	w.admin(kssim.Act{Do: "add-member", Who: "mia@example.org", Group: "Full time"})
	asked := w.found()
	require.Len(t, asked, 1)
	require.Equal(t, "by hand", asked[0].Kind)
	w.edit(mia, func(p *store.Person) { p.Plan = w.plans["Full time"] }) // now it is hers
	w.settle()
	require.Empty(t, w.asked())
	w.edit(mia, func(p *store.Person) { p.Plan = w.plans["Basic"] })
	w.settle()
	require.True(t, w.opens("mia", "Storage"), "Latchkey did not give it")
	require.Len(t, w.found(), 1)
	w.answer(Restore)
	w.settle()
	require.False(t, w.opens("mia", "Storage"))
}

func TestAUserWhoMayMoreIsAskedAbout(t *testing.T) {
	w := newWorld(t)
	w.admin(kssim.Act{Do: "add-user", Name: "Mia Berg", Email: "mia@example.org", Role: "site_admin"})
	w.member("mia", "Full time")
	w.member("ana", "Full time")
	w.settle()
	require.True(t, w.opens("ana", "Front door"))
	require.False(t, w.opens("mia", "Front door"))
	require.Equal(t, "same person", w.asked()[0].Kind)
	w.answer(Restore)
	w.settle()
	require.True(t, w.opens("mia", "Front door"))
	require.Equal(t, 1, usersNamed(w.sim, "mia@example.org"))
}

// A standing group is its admin's to change; the log says what that means.
func TestAChangeOfAStandingGroupIsInTheLog(t *testing.T) {
	nothingToRaceWith(t)
	w := newWorld(t)
	w.member("mia", "Basic")
	w.settle()
	w.admin(kssim.Act{Do: "add-door", Door: "Storage", Group: "Basic"})
	w.quietly(3 * time.Hour)
	lines, err := w.store.LogLines(t.Context(), store.LogFilter{Kind: "found"})
	require.NoError(t, err)
	require.Len(t, lines, 1)
	require.Contains(t, lines[0].What.String(), "“Basic”")
	require.Contains(t, lines[0].What.String(), "Storage")
	require.Empty(t, w.asked())
}

// Quiet time costs the same, whatever the number of members.
func TestAQuietDayCostsTheSameForFewAndMany(t *testing.T) {
	nothingToRaceWith(t)
	hours := func(members int) int {
		site := kssim.MaisonNord()
		site.Tags = site.Tags[:members]
		w := newWorldOf(t, kssim.Readings{PageSize: 10}, site)
		for i := range members {
			start := store.LocalTime(fmt.Sprintf("2026-12-03T%02d:%02d", 8+i/2, i%2*30))
			w.book(w.member(fmt.Sprintf("m%02d", i), "Full time"), string(start), string(start.Date())+fmt.Sprintf("T%02d:%02d", 8+i/2, i%2*30+20))
		}
		w.settle()
		w.quietly(time.Hour)
		before := w.eng.requests()
		w.quietly(6 * time.Hour)
		return w.eng.requests() - before
	}
	few, many := hours(2), hours(20)
	require.InDelta(t, few, many, 3, "a list of several pages is paid for afterwards")
	require.InDelta(t, 6*2*60, few, 3, "one for what was changed, one for the doors")
}

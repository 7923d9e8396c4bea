package engine

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/kssim"
)

func TestAMemberComesAndGoes(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.pass()
	require.True(t, w.opens("mia", "Front door"))
	require.True(t, w.opens("mia", "Storage"))
	require.False(t, w.opens("mia", "Studio A"))

	w.edit(mia, func(p *store.Person) { p.Plan = w.plans["Basic"] })
	w.pass()
	require.True(t, w.opens("mia", "Front door"))
	require.False(t, w.opens("mia", "Storage"))

	w.edit(mia, func(p *store.Person) { p.PausedFrom = monday })
	w.pass()
	require.False(t, w.opens("mia", "Front door"))

	w.edit(mia, func(p *store.Person) { p.PausedFrom = "" })
	w.pass()
	require.True(t, w.opens("mia", "Front door"))

	w.edit(mia, func(p *store.Person) { p.EndsOn = "2026-11-22" })
	w.pass()
	require.False(t, w.opens("mia", "Front door"))
	require.Equal(t, UpToDate, w.eng.Status().State)
}

func TestNothingToDoWritesNothing(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.book(mia, "2026-11-24T10:00", "2026-11-24T11:00")
	w.pass()
	require.NotZero(t, w.writes())
	w.pass()
	w.eng.SyncNow()
	w.pass()
	require.Zero(t, w.writes())
}

func TestABookingOpensAndClosesByItself(t *testing.T) {
	w := newWorld(t)
	tom := store.Person{FirstName: "Tom", Email: "tom@example.org"}
	w.desk(func(tx *store.Tx) error { return tx.SavePerson(&tom) })
	b := w.book(tom.ID, "2026-11-23T14:00", "2026-11-23T15:00")
	w.pass()
	// No pass from here on: the window lives in KS.
	for at, open := range map[store.LocalTime]bool{"2026-11-23T13:54": false, "2026-11-23T13:55": true, "2026-11-23T15:04": true, "2026-11-23T15:05": false} {
		w.at(at)
		require.Equal(t, open, w.opens("tom", "Studio A"), at)
		require.Equal(t, open, w.opens("tom", "Front door"), at)
	}
	w.at("2026-11-23T13:00")
	moved, err := w.store.Booking(t.Context(), b)
	require.NoError(t, err)
	moved.Start, moved.End = "2026-11-23T16:00", "2026-11-23T17:00"
	w.desk(func(tx *store.Tx) error { return tx.SaveBooking(&moved) })
	w.pass()
	w.at("2026-11-23T14:30")
	require.False(t, w.opens("tom", "Studio A"))
	w.at("2026-11-23T16:30")
	require.True(t, w.opens("tom", "Studio A"))
	w.at("2026-11-23T18:00")
	w.pass()
	require.Empty(t, managedGroups(w.sim), "a booking that is over is tidied away")
	require.False(t, user(t, w.sim, "tom@example.org").Subscribed, "and the visitor's seat is free")
}

func TestOfflineEditsGoOutWhenTheNetworkIsBack(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.pass()
	w.sim.SetNetwork(kssim.Network{Offline: true})
	w.edit(mia, func(p *store.Person) { p.EndsOn = "2026-11-22" })
	w.member("ana", "Full time")
	r := w.eng.Pass(context.Background())
	require.Error(t, r.Err)
	require.NotZero(t, r.Waiting)
	require.Equal(t, Offline, w.eng.Status().State)
	require.NotEmpty(t, w.eng.Status().Trouble.Text)
	w.sim.SetNetwork(kssim.Network{})
	w.settle()
	require.False(t, w.opens("mia", "Front door"))
	require.True(t, w.opens("ana", "Front door"))
}

func TestAWebPageInPlaceOfKSLosesNothing(t *testing.T) {
	w := newWorld(t)
	w.sim.SetNetwork(kssim.Network{HTML: true})
	w.member("mia", "Full time")
	r := w.eng.Pass(context.Background())
	require.Error(t, r.Err)
	require.NotContains(t, w.eng.Status().Trouble.Text, "<html")
	w.sim.SetNetwork(kssim.Network{})
	w.settle()
	require.True(t, w.opens("mia", "Front door"))
}

func TestEveryRequestMayFail(t *testing.T) {
	faults := map[string]kssim.Fault{
		"lost before":  {Drop: kssim.DropBefore},
		"lost after":   {Drop: kssim.DropAfter},
		"server error": {Status: http.StatusServiceUnavailable},
		"slow down":    {Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"7"}}},
		"not yet":      {Status: http.StatusForbidden, Body: `{"ErrorCode":"2203","Message":"Operation not allowed"}`},
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			total, every := sweep(t, fault, -1), stride(6)
			for n := len(name) % every; n < total; n += every {
				sweep(t, fault, n)
			}
		})
	}
}

// sweep plays one scene in which the n-th request to the API fails, and
// returns how many there were.
func sweep(t *testing.T, fault kssim.Fault, n int) int {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.book(mia, "2026-11-23T14:00", "2026-11-23T15:00")
	count := 0
	w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
		if !strings.Contains(r.Path, "/sites") {
			return kssim.Fault{}
		}
		count++
		if count-1 == n {
			return fault
		}
		return kssim.Fault{}
	})
	w.settle()
	w.sim.SetOnRequest(nil)
	require.True(t, w.opens("mia", "Front door"), "request %d", n)
	w.at("2026-11-23T14:30")
	require.True(t, w.opens("mia", "Studio A"), "request %d", n)
	require.Len(t, managedGroups(w.sim), 1, "request %d", n)
	require.Equal(t, 1, usersNamed(w.sim, "mia@example.org"), "request %d", n)
	require.NoError(t, w.store.VerifyLog(t.Context()))
	return count
}

func TestASecondUserOrGroupIsNeverMadeAfterALostAnswer(t *testing.T) {
	w := newWorld(t)
	w.sim.SetOnRequest(func(r kssim.Request) kssim.Fault {
		if r.Method == http.MethodPost {
			return kssim.Fault{Drop: kssim.DropAfter}
		}
		return kssim.Fault{}
	})
	mia := w.member("mia", "Full time")
	w.book(mia, "2026-11-23T14:00", "2026-11-23T15:00")
	w.settle()
	require.Equal(t, 1, usersNamed(w.sim, "mia@example.org"))
	require.Len(t, managedGroups(w.sim), 1)
}

func TestAPersonBlockedInKSIsNotLetInAgain(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.pass()
	client := signedIn(t, w.sim, w.clock)
	u, err := client.UserByEmail(t.Context(), w.space.SiteID, "mia@example.org")
	require.NoError(t, err)
	require.NoError(t, client.SetSubscribed(t.Context(), w.space.SiteID, u[0].ID, false))
	w.writes()
	w.edit(mia, func(p *store.Person) { p.LastName = "Changed" })
	w.eng.Pass(context.Background())
	require.False(t, w.opens("mia", "Front door"))
}

func TestOfSomebodyElseNothingIsTouched(t *testing.T) {
	w := newWorld(t)
	client := signedIn(t, w.sim, w.clock)
	site := w.space.SiteID
	groups, err := client.GroupsByName(t.Context(), site, "Full time")
	require.NoError(t, err)
	roles, err := client.Roles(t.Context(), site)
	require.NoError(t, err)
	theirs, err := client.CreateUser(t.Context(), site, newUser(roles, "boss@example.org"))
	require.NoError(t, err)
	require.NoError(t, client.AddGroupMember(t.Context(), site, groups[0].ID, theirs.PlatformID))

	mia := w.member("mia", "Full time")
	w.pass()
	w.edit(mia, func(p *store.Person) { p.EndsOn = "2026-11-22" })
	w.pass()
	require.True(t, w.opens("boss", "Front door"))
}

// Architecture: a person is matched by KS id, then by address, then asked.
func TestAnAddressThatIsTakenIsTheSamePerson(t *testing.T) {
	w := newWorld(t)
	client := signedIn(t, w.sim, w.clock)
	roles, err := client.Roles(t.Context(), w.space.SiteID)
	require.NoError(t, err)
	_, err = client.CreateUser(t.Context(), w.space.SiteID, newUser(roles, "mia@example.org"))
	require.NoError(t, err)
	mia := w.member("mia", "Full time")
	w.member("ana", "Full time")
	w.pass()
	require.True(t, w.opens("ana", "Front door"))
	require.True(t, w.opens("mia", "Front door"))
	require.Equal(t, 1, usersNamed(w.sim, "mia@example.org"))

	w.edit(mia, func(p *store.Person) { p.EndsOn = "2026-11-22" })
	w.pass()
	require.False(t, w.opens("mia", "Front door"))
	require.True(t, w.ksUser("mia@example.org").Subscribed, "who was there before keeps what Latchkey did not give")
}

func TestNoSeatIsSaid(t *testing.T) {
	w := newWorld(t)
	for i := range 61 {
		w.member("m"+string(rune('a'+i/26))+string(rune('a'+i%26)), "Full time")
	}
	w.eng.Pass(context.Background())
	w.agree()
	for range 40 {
		w.eng.Pass(context.Background())
		w.clock.Advance(10 * time.Second)
	}
	left := w.left()
	require.NotEmpty(t, left)
	for _, l := range left {
		require.Equal(t, store.PhaseParked, l.Phase, "%+v", l)
	}
}

func TestRunFollowsEditsAndStops(t *testing.T) {
	w := newWorld(t)
	w.clock.Real()
	ctx, cancel := context.WithCancel(t.Context())
	w.eng.cfg.Debounce = 10 * time.Millisecond
	done := make(chan struct{})
	go func() { defer close(done); w.eng.Run(ctx) }()
	w.member("mia", "Full time")
	require.Eventually(t, func() bool { return w.opens("mia", "Front door") }, 10*time.Second, 20*time.Millisecond)
	cancel()
	<-done
}

// How many seats are used is looked at next, and costs no request of its own.
func TestSeatsAreCountedSoonAfterAPush(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.pass()
	used := func() int {
		w.quietly(2 * DefaultLookEvery)
		mirror, err := w.store.Mirror(t.Context(), w.space.ID)
		require.NoError(t, err)
		return mirror.Site.SeatsUsed
	}
	require.Equal(t, 2, used(), "the account's own, and hers")
	w.edit(mia, func(p *store.Person) { p.EndsOn = "2026-11-22" })
	w.pass()
	require.Equal(t, 1, used())
}

// Counting seats says nothing of groups: one that is gone stays gone.
func TestCountingSeatsBringsNoGroupBack(t *testing.T) {
	w := newWorld(t)
	w.member("mia", "Full time")
	w.pass()
	w.admin(kssim.Act{Do: "delete-group", Group: "Basic"})
	w.eng.SyncNow()
	w.pass()
	w.member("ana", "Full time")
	w.pass()
	w.quietly(2 * DefaultLookEvery)
	mirror, err := w.store.Mirror(t.Context(), w.space.ID)
	require.NoError(t, err)
	require.Equal(t, 3, mirror.Site.SeatsUsed)
	for _, g := range mirror.Groups {
		require.Equal(t, g.Name == "Basic", g.Gone, g.Name)
	}
}

// Somebody who is blocked does not wait for the quiet that other edits wait for.
func TestABlockDoesNotWaitForMoreEdits(t *testing.T) {
	w := newWorld(t)
	mia := w.member("mia", "Full time")
	w.settle()
	w.eng.cfg.Debounce = time.Hour
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); w.eng.Run(ctx) }()
	defer func() { cancel(); <-done }()
	time.Sleep(200 * time.Millisecond) // Run has made its first pass
	w.edit(mia, func(p *store.Person) { p.BlockedAt = w.clock.Now() })
	require.Eventually(t, func() bool { return !w.opens("mia", "Front door") }, 10*time.Second, 20*time.Millisecond)
}

// Nor does a tag that is lost.
func TestALostTagDoesNotWaitForMoreEdits(t *testing.T) {
	w := newWorld(t)
	w.tagged("Tom", "Full time", "02300001")
	w.settle()
	w.eng.cfg.Debounce = time.Hour
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); w.eng.Run(ctx) }()
	defer func() { cancel(); <-done }()
	time.Sleep(200 * time.Millisecond) // Run has made its first pass
	require.True(t, w.sim.Can("02300001", "Front door", w.clock.Now()).Open)
	w.loseTag("02300001")
	require.Eventually(t, func() bool { return !w.sim.Can("02300001", "Front door", w.clock.Now()).Open }, 10*time.Second, 20*time.Millisecond)
}

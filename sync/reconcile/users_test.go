package reconcile

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/access"
)

func TestANewPersonBecomesAUserByMailOrByTagOnly(t *testing.T) {
	for name, email := range map[string]string{"by mail": "mia@example.org", "by tag": ""} {
		w := newWorld(t)
		w.wants(mia)
		u := w.in.Target.Users.Of(mia)
		u.Email = email
		w.in.Target.Users.Put(mia, u)
		set := w.plan()
		require.Equal(t, []Op{CreateUser}, ops(set.Steps), name)
		s := set.Steps[0]
		require.Equal(t, []any{"user:1", Grant, u, w.in.Now}, []any{s.Key, s.Class, s.User, s.Due}, name)
	}
}

// The user of somebody who only booked is due with the booking.
func TestAUserIsDueWithTheFirstRightThatNeedsIt(t *testing.T) {
	opens := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	for name, row := range map[string]struct {
		rights func(w *world)
		due    time.Time
	}{
		"a booking":             {func(w *world) { w.books(7, mia, "10:00", "12:00", "a") }, opens.Add(-lead)},
		"two bookings":          {func(w *world) { w.books(8, mia, "14:00", "15:00", "a"); w.books(7, mia, "10:00", "12:00", "a") }, opens.Add(-lead)},
		"two, the other way":    {func(w *world) { w.books(7, mia, "14:00", "15:00", "a"); w.books(8, mia, "10:00", "12:00", "a") }, opens.Add(-lead)},
		"a booking and a group": {func(w *world) { w.books(7, mia, "10:00", "12:00", "a"); w.wants(mia, "full") }, now.Add(settle)},
		"extra doors":           {func(w *world) { w.books(7, mia, "10:00", "12:00", "a"); w.extra(mia, "c") }, now.Add(settle)},
		"no right at all":       {func(*world) {}, now.Add(settle)},
	} {
		w := newWorld(t)
		w.wants(mia)
		row.rights(w)
		for _, s := range w.plan().Steps {
			if s.Op == CreateUser {
				require.Equal(t, row.due, s.Due, name)
			}
		}
	}
}

func TestWhatChangesOfAProfileIsSent(t *testing.T) {
	for name, row := range map[string]struct {
		change  func(u *store.UserState)
		changes bool
		class   Class
	}{
		"nothing":                   {func(*store.UserState) {}, false, 0},
		"first name":                {func(u *store.UserState) { u.FirstName = "Maria" }, true, Grant},
		"last name":                 {func(u *store.UserState) { u.LastName = "Lind" }, true, Grant},
		"address":                   {func(u *store.UserState) { u.Email = "m@example.org" }, true, Grant},
		"case of the address":       {func(u *store.UserState) { u.Email = "Mia@Example.org" }, false, 0},
		"another tag":               {func(u *store.UserState) { u.TagID = "t2" }, true, Revoke},
		"the tag is taken back":     {func(u *store.UserState) { u.TagID = "" }, true, Revoke},
		"a name while it has a tag": {func(u *store.UserState) { u.FirstName, u.TagID = "Maria", "t1" }, true, Grant},
	} {
		w := lived(t)
		u := w.in.Target.Users.Of(mia)
		row.change(&u)
		w.in.Target.Users.Put(mia, u)
		steps := w.plan().Steps
		if !row.changes {
			require.Empty(t, steps, name)
			continue
		}
		require.Equal(t, []Op{UpdateUser}, ops(steps), name)
		require.Equal(t, []any{"user:1/profile", row.class, u}, []any{steps[0].Key, steps[0].Class, steps[0].User}, name)
		w.quiet()
		require.Equal(t, u, w.in.Ledger.Users.Of(mia).State, name)
	}
	w := lived(t)
	w.tag(ana, "t2")
	require.Equal(t, Grant, w.plan().Steps[0].Class, "a first tag takes nothing")
}

// Who finished the profile in the app owns the name; a tag is the site's.
func TestWhoOwnsTheirProfileKeepsIt(t *testing.T) {
	w := lived(t)
	w.ks.user(w.ksUser(mia), func(u *store.KSUser) { u.HasProfile, u.FirstName, u.Email = true, "Mimi", "mimi@example.org" })
	w.look()
	set := w.plan()
	require.True(t, w.in.Ledger.Users.Of(mia).HasProfile)
	require.Empty(t, set.Drifts)
	u := w.in.Target.Users.Of(mia)
	u.FirstName, u.Email = "Maria", "maria@example.org"
	w.in.Target.Users.Put(mia, u)
	require.Empty(t, w.plan().Steps)
	w.tag(mia, "t2")
	w.quiet()
	require.Equal(t, "0232", w.ks.users[w.ksUser(mia)].TagNumber)
	require.Equal(t, "Mimi", w.ks.users[w.ksUser(mia)].FirstName)
	w.ks.user(w.ksUser(mia), func(u *store.KSUser) { u.TagNumber = "" })
	w.look()
	w.plan()
	require.Equal(t, []string{"user:1/tag"}, w.asks())
}

// KS may make a user and give no seat; what is asked for again is the seat.
func TestAUserWithoutASeatIsGivenOne(t *testing.T) {
	w := lived(t)
	u := w.in.Ledger.Users.Of(mia)
	u.State.Subscribed, u.NoSeat = false, true
	w.in.Ledger.Users.Put(mia, u)
	w.ks.user(u.SiteUserID, func(u *store.KSUser) { u.Subscribed = false })
	w.look()
	set := w.plan()
	require.Equal(t, []Op{Subscribe}, ops(set.Steps))
	w.ks.user(u.SiteUserID, func(u *store.KSUser) { u.Subscribed = true })
	w.look()
	require.Empty(t, w.plan().Steps, "somebody gave it")
	require.True(t, w.in.Ledger.Users.Of(mia).State.Subscribed)
	require.False(t, w.in.Ledger.Users.Of(mia).NoSeat)
	require.Empty(t, w.in.Drifts)
}

func TestABlockThatTheDeskWantsUndoneIsUndoneOnce(t *testing.T) {
	w := lived(t)
	block := func(blocked bool) { w.ks.user(w.ksUser(mia), func(u *store.KSUser) { u.Blocked = blocked }); w.look() }
	block(true)
	w.plan()
	w.restore("user:1/block")
	set := w.plan()
	require.Equal(t, []Op{Unblock}, ops(set.Steps))
	require.Equal(t, []any{"user:1/block", Grant, mia}, []any{set.Steps[0].Key, set.Steps[0].Class, set.Steps[0].Person})
	w.quiet()
	require.False(t, w.ks.users[w.ksUser(mia)].Blocked)
	block(true)
	require.Empty(t, w.plan().Steps, "blocked again is asked about again")
	require.Equal(t, []string{"user:1/block"}, w.asks())

	w.restore("user:1/block")
	block(false)
	require.Empty(t, w.plan().Steps, "somebody undid it")
	block(true)
	require.Empty(t, w.plan().Steps)
	require.Equal(t, []string{"user:1/block"}, w.asks())
}

// That somebody was to be unblocked is over with the right.
func TestABlockThatWasToBeUndoneIsNotUndoneAfterTheRightHasEnded(t *testing.T) {
	w := lived(t)
	w.ks.user(w.ksUser(mia), func(u *store.KSUser) { u.Blocked = true })
	w.look()
	w.plan()
	w.restore("user:1/block")
	w.leaves(mia)
	w.quiet()
	w.wants(mia, "full")
	w.did = nil
	w.quiet()
	require.True(t, w.ks.users[w.ksUser(mia)].Blocked)
	require.Equal(t, []string{"user:1/block"}, w.asks())
}

func TestLeavingFollowsThePolicy(t *testing.T) {
	for name, row := range map[string]struct {
		leaving store.Leaving
		keep    bool
		want    Op
	}{
		"suspend":                        {store.LeavingSuspend, false, Suspend},
		"delete":                         {store.LeavingDelete, false, DeleteUser},
		"delete, but the person returns": {store.LeavingDelete, true, Suspend},
	} {
		w := lived(t)
		w.in.Snap.Space.Leaving = row.leaving
		w.in.Target.Keep[ana] = row.keep
		w.leaves(ana)
		set := w.plan()
		require.Equal(t, []Op{RemoveMember, RemoveMember, row.want}, ops(set.Steps), name)
		last := set.Steps[2]
		require.Equal(t, []any{Tidy, ana, w.in.Now}, []any{last.Class, last.Person, last.Due}, name)
		w.quiet()
		require.Equal(t, row.want == Suspend, w.in.Ledger.Users.Of(ana).SiteUserID != "", name)
	}
}

// What somebody has given by hand goes with the seat: that is no tidying up.
func TestASeatThatTakesWhatWasGivenByHandIsARevocation(t *testing.T) {
	w := lived(t)
	w.wants(3)
	w.quiet()
	w.ks.into("basic", w.platform(3))
	w.look()
	w.leaves(3)
	steps := w.plan().Steps
	require.Equal(t, []Op{Suspend}, ops(steps))
	require.Equal(t, Revoke, steps[0].Class)
	require.Equal(t, store.ExpenseTakes, steps[0].Expense().Way)
	w.ks.out("basic", w.platform(3))
	w.look()
	require.Equal(t, Tidy, w.plan().Steps[0].Class)

	w.ks.into("basic", w.platform(3))
	w.look()
	w.wants(3, "basic")
	w.plan() // what was by hand is theirs by right, too
	w.leaves(3)
	require.Equal(t, Revoke, w.plan().Steps[0].Class)

	w = lived(t)
	w.leaves(mia)
	steps = w.plan().Steps
	require.Equal(t, []Op{DeleteGroup, DeleteGroup, RemoveMember, Suspend}, ops(steps))
	require.Equal(t, Tidy, steps[3].Class, "what was given here is taken by steps of its own")
}

func TestWhoseSeatIsGoneAlreadyIsNotedAndNothingMore(t *testing.T) {
	w := lived(t)
	w.leaves(ana)
	w.ks.user(w.ksUser(ana), func(u *store.KSUser) { u.Subscribed = false })
	w.look()
	require.Equal(t, []Op{RemoveMember, RemoveMember}, ops(w.plan().Steps))
	require.False(t, w.in.Ledger.Users.Of(ana).State.Subscribed)
	require.Empty(t, w.in.Drifts)
}

// A block at the desk takes everything, the seat first and before anything else
// that is to be done, and is never the end of a user.
func TestWhoIsBlockedAtTheDeskLosesEverythingFirst(t *testing.T) {
	w := lived(t)
	w.in.Snap.Space.Leaving = store.LeavingDelete
	w.leaves(mia)
	w.in.Target.Blocked[mia], w.in.Target.Keep[mia] = true, true
	w.in.Target.Memberships.Drop(store.MembershipKey{Group: "basic", Person: ana})
	w.wants(3, "full")
	steps := w.plan().Steps
	require.Equal(t, []Op{Suspend, DeleteGroup, DeleteGroup, RemoveMember, RemoveMember, CreateUser, AddMember}, ops(steps))
	for i, s := range steps {
		require.Equal(t, i < 4, s.Class == Urgent, "%s", s.Key)
		require.Equal(t, i < 4, s.Person == mia, "%s", s.Key)
	}
}

func TestWhatIsOverOfWhoIsBlockedIsOnlyTidiedAway(t *testing.T) {
	w := lived(t)
	w.leaves(mia)
	w.in.Target.Blocked[mia], w.in.Target.Keep[mia] = true, true
	w.in.Now = w.in.Now.AddDate(0, 0, 2)
	for _, s := range w.plan().Steps {
		require.Equal(t, s.Object != GroupObject(booking), s.Class == Urgent, "%s", s.Key)
	}
}

// A user that was made and removed before KS ever showed it is a difference like
// any other, once the request is settled.
func TestAUserThatKSNeverShowedIsAskedAbout(t *testing.T) {
	w := newWorld(t)
	w.wants(mia, "full")
	step := w.plan().Steps[0]
	require.True(t, w.ks.carryOut(step, install, w.in.Ledger))
	w.ks.removeUser(w.ksUser(mia))
	w.in.Open[step.Object] = true
	w.look()
	w.read(step.Object)
	require.Empty(t, w.plan().Drifts, "while it is open KS may be late")
	w.in.Open = nil
	set := w.plan()
	require.Empty(t, set.Steps)
	require.Equal(t, []string{"user:1"}, w.asks())
	w.restore("user:1")
	w.quiet()
	require.Equal(t, []Op{CreateUser, AddMember}, ops(w.did))
}

func TestAnAddressInOtherCaseIsTheSame(t *testing.T) {
	w := lived(t)
	w.ks.user(w.ksUser(mia), func(u *store.KSUser) { u.Email = "MIA@example.org" })
	w.look()
	require.Empty(t, w.plan().Drifts)
}

// When everything of a person's is to be forgotten, nobody else's is.
func TestToForgetAPersonLeavesTheOthers(t *testing.T) {
	l := store.Ledger{
		Users:       store.NewByPerson([]store.One[store.LedgerUser]{{Person: 1, Has: store.LedgerUser{Person: 1}}, {Person: 2, Has: store.LedgerUser{Person: 2}}}),
		Memberships: store.NewByGroup([]store.InGroup[store.LedgerMembership]{{MembershipKey: store.MembershipKey{Group: "full", Person: 1}}, {MembershipKey: store.MembershipKey{Group: "basic", Person: 1}}, {MembershipKey: store.MembershipKey{Group: "full", Person: 2}}}),
		Groups: map[string]store.LedgerGroup{
			"a": {Key: "a", State: store.GroupState{People: []store.PersonID{1, 2}}}, "b": {Key: "b", State: store.GroupState{People: []store.PersonID{2}}},
			"c": {Key: "c", State: store.GroupState{People: []store.PersonID{1}}},
		},
	}
	for _, n := range forget(l, 1) {
		require.NoError(t, n.Write(InMemory(l)))
	}
	require.Equal(t, 1, l.Users.Len())
	require.Contains(t, maps.Collect(l.Users.All()), ana)
	require.Equal(t, map[store.MembershipKey]store.LedgerMembership{{Group: "full", Person: 2}: {}}, maps.Collect(l.Memberships.All()))
	require.Equal(t, []store.PersonID{2}, l.Groups["a"].State.People)
	require.Equal(t, []store.PersonID{2}, l.Groups["b"].State.People)
	require.Empty(t, l.Groups["c"].State.People)
}

func TestDiffLeavesTheLedgerThatItWasGiven(t *testing.T) {
	w := lived(t)
	w.ks.user(w.ksUser(mia), func(u *store.KSUser) { u.HasProfile = true })
	w.ks.into("basic", w.platform(mia))
	w.wants(mia, "full", "basic")
	delete(w.in.Ledger.Groups, booking)
	w.look()
	users, groups := w.in.Ledger.Users.Len(), len(w.in.Ledger.Groups)
	set := Diff(w.in)
	require.Len(t, set.Notes, 4)
	require.False(t, w.in.Ledger.Users.Of(mia).HasProfile)
	require.Equal(t, []int{users, groups, 3}, []int{w.in.Ledger.Users.Len(), len(w.in.Ledger.Groups), len(maps.Collect(w.in.Ledger.Memberships.All()))})
	require.Contains(t, set.Ledger.Groups, booking)
	require.Contains(t, maps.Collect(set.Ledger.Memberships.All()), store.MembershipKey{Group: "basic", Person: mia})
}

func TestTheObjectOfAKey(t *testing.T) {
	for o, want := range map[Object][2]string{
		UserObject(7): {"user", "7"}, MembersObject("a:b"): {"members", "a:b"}, GroupObject(access.BookingKey(7)): {"group", "booking:7"},
	} {
		kind, id := o.Split()
		require.Equal(t, want, [2]string{kind, id})
	}
}

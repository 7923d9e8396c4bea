package reconcile

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/access"
)

func TestAUserWithOurMarkIsTakenBack(t *testing.T) {
	w := lived(t)
	before := w.ks.shape(install)
	w.in.Ledger.Users.Drop(mia)
	w.look()
	set := w.plan()
	require.Len(t, set.Notes, 1)
	u := w.in.Ledger.Users.Of(mia)
	require.False(t, u.Adopted)
	require.Equal(t, "psu002", u.PlatformID)
	require.Equal(t, store.UserState{FirstName: "Mia", LastName: "Berg", Email: "mia@example.org", TagID: "t1", Subscribed: true}, u.State)
	require.Equal(t, w.in.Now, u.ConfirmedAt)
	w.quiet()
	require.Empty(t, w.did, "nobody is made twice")
	require.Equal(t, before, w.ks.shape(install))
}

// One whom nothing wants any more, or who is not in the file, opens nothing.
func TestAUserWithOurMarkWithoutARightIsSuspended(t *testing.T) {
	later := store.Person{ID: mia, CreatedAt: now}
	for name, row := range map[string]struct {
		alias   string
		removed map[store.PersonID]time.Time
		is      store.PersonID
	}{
		"nobody wants it":                        {aliasOf(ana), nil, ana},
		"removed here":                           {aliasOf(77), map[store.PersonID]time.Time{77: {}}, 77},
		"never in this copy":                     {aliasOf(77), nil, 90},
		"the number is somebody else’s":          {Alias(install, later), nil, 90},
		"the number was another one’s, who left": {Alias(install, store.Person{ID: 77, CreatedAt: now}), map[store.PersonID]time.Time{77: {}}, 90},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.in.Snap.Removed = row.removed
			w.wants(mia)
			id := w.ks.addUser(store.KSUser{FirstName: "Lost", Alias: row.alias, Subscribed: true})
			w.look()
			set := w.plan()
			require.Equal(t, id, set.Ledger.Users.Of(row.is).SiteUserID)
			require.False(t, set.Ledger.Users.Of(row.is).Adopted)
			if row.is == 90 {
				require.Equal(t, "Lost", set.Notes[0].Lost.FirstName)
				require.Equal(t, row.is, set.Notes[0].Lost.ID)
			}
			w.quiet()
			require.ElementsMatch(t, []Op{CreateUser, Suspend}, ops(w.did))
			require.False(t, w.ks.users[id].Subscribed)
			require.NotEqual(t, id, w.ksUser(mia))
		})
	}
}

// Whoever an old copy does not know may be in any group: its lists are as old.
func TestWhomAnOldCopyDoesNotKnowLosesWhatTheyMayHave(t *testing.T) {
	w := newWorld(t)
	lists := w.in.Seen
	id := w.ks.addUser(store.KSUser{FirstName: "Tom", Alias: aliasOf(77), Subscribed: true})
	w.ks.into("full", w.ks.users[id].PlatformID)
	w.in.Now = w.in.Now.Add(time.Hour)
	w.look()
	w.in.Seen.Groups = lists.Groups // only the users were read since
	set := w.plan()
	require.Equal(t, []Op{Suspend}, ops(set.Steps))
	require.Equal(t, Revoke, set.Steps[0].Class)
}

func TestTwoWhomAnOldCopyDoesNotKnowAreTwo(t *testing.T) {
	w := newWorld(t)
	w.ks.addUser(store.KSUser{Alias: aliasOf(77), Subscribed: true})
	w.ks.addUser(store.KSUser{FirstName: "Zoe", Alias: aliasOf(78), Subscribed: true})
	w.look()
	set := w.plan()
	require.ElementsMatch(t, []store.PersonID{90, 91}, slices.Collect(maps.Keys(maps.Collect(set.Ledger.Users.All()))))
	require.Equal(t, []Op{Suspend, Suspend}, ops(set.Steps))
	require.Contains(t, []string{set.Steps[0].What.Args["Name"], set.Steps[1].What.Args["Name"]}, aliasOf(77), "who has no name is called by the mark")
}

// Somebody who comes back is the user that they were.
func TestWhoComesBackTakesOverTheirUserWithAllThatIsStillInIt(t *testing.T) {
	w := newWorld(t)
	w.wants(mia, "full")
	w.extra(mia, "c")
	w.wants(ana, "basic")
	w.look()
	w.quiet()
	was := w.ksUser(mia)
	back := w.in.Snap.People[mia-1]
	back.ID = 5
	w.in.Snap.People = append(w.in.Snap.People[1:], back) // Mia was removed, and put in anew
	w.in.Target = emptyTarget()
	w.in.Target.Users.Put(5, store.UserState{FirstName: "Mia", LastName: "Berg", Email: "mia@example.org", Subscribed: true})
	w.in.Target.Memberships.Put(store.MembershipKey{Group: "full", Person: 5}, access.Reason{Kind: access.ByPlan, Plan: 1})
	w.in.Target.Users.Put(ana, store.UserState{FirstName: "Ana", LastName: "Lind", Email: "ana@example.org", Subscribed: true})
	w.in.Target.Memberships.Put(store.MembershipKey{Group: "basic", Person: ana}, access.Reason{Kind: access.ByPlan, Plan: 1})
	w.look()

	busy := w.in
	for _, o := range []Object{UserObject(mia), MembersObject("full"), GroupObject(access.DoorsKey(mia))} {
		busy.Open = map[Object]bool{o: true}
		set := Diff(busy)
		require.NotContains(t, maps.Collect(set.Ledger.Users.All()), store.PersonID(5), "%s is open", o)
		require.NotContains(t, ops(set.Steps), CreateUser, "%s is open", o)
	}

	w.did = nil
	w.quiet()
	require.Equal(t, was, w.ksUser(5))
	require.NotContains(t, maps.Collect(w.in.Ledger.Users.All()), mia)
	require.Equal(t, []Op{DeleteGroup}, ops(w.did), "the extra door is not theirs any more, and all else is as it was")
	require.Contains(t, maps.Collect(w.in.Ledger.Memberships.All()), store.MembershipKey{Group: "full", Person: 5})
	require.False(t, w.in.Ledger.Users.Of(5).Adopted)
}

func TestWhoIsPutInAnewAfterAnOldCopyWasIsTheUserThatTheyWere(t *testing.T) {
	w := newWorld(t)
	id := w.ks.addUser(store.KSUser{FirstName: "Mia", LastName: "Berg", Email: "mia@example.org", Alias: aliasOf(77), Subscribed: true})
	w.wants(mia)
	w.look()
	w.quiet()
	require.Empty(t, w.did)
	require.Equal(t, id, w.ksUser(mia))
	require.False(t, w.in.Ledger.Users.Of(mia).Adopted)
	require.Equal(t, 1, w.in.Ledger.Users.Len())
}

func TestWhoseMarkIsNotTaken(t *testing.T) {
	for name, u := range map[string]store.KSUser{
		"another file’s":     {FirstName: "Mia", Alias: "latchkey-0000-1"},
		"a mark of nobody":   {FirstName: "Mia", Alias: aliasOf(0)},
		"a mark of no digit": {FirstName: "Mia", Alias: "latchkey-3fa9-x"},
		"no mark":            {FirstName: "Mia", Alias: "mia"},
		"a second user":      {FirstName: "Zoe", Alias: aliasOf(ana)},
	} {
		t.Run(name, func(t *testing.T) {
			w := lived(t)
			u.Subscribed = true
			id := w.ks.addUser(u)
			was := w.ks.users[id]
			w.look()
			w.quiet()
			require.Empty(t, w.did)
			require.Equal(t, was, w.ks.users[id])
			require.NotEqual(t, id, w.ksUser(ana))
		})
	}
}

func TestAMarkIsNotTakenWhileItsUserIsOpenOrGone(t *testing.T) {
	w := newWorld(t)
	w.wants(mia)
	u := w.ks.addUser(store.KSUser{FirstName: "Mia", LastName: "Berg", Email: "mia@example.org", Alias: aliasOf(mia), Subscribed: true})
	w.look()
	w.in.Open[UserObject(mia)] = true
	require.Empty(t, w.plan().Notes, "its read-back tells")
	require.Zero(t, w.in.Ledger.Users.Len())
	w.in.Open = nil
	gone := w.in.Seen.Users[u]
	gone.Gone = true
	w.in.Seen.Users[u] = gone
	require.Empty(t, w.plan().Notes)
	require.Equal(t, []Op{CreateUser}, ops(w.plan().Steps))
}

func TestAUserWithTheAddressIsThePerson(t *testing.T) {
	w := newWorld(t)
	id := w.ks.addUser(store.KSUser{FirstName: "Mimi", LastName: "B", Email: "MIA@example.org", TagNumber: "0777", HasProfile: true})
	w.ks.addUser(store.KSUser{FirstName: "Ana", Email: "other@example.org"})
	w.wants(mia, "full")
	w.look()
	set := w.plan()
	require.Empty(t, set.Drifts)
	u := w.in.Ledger.Users.Of(mia)
	require.Equal(t, store.LedgerUser{
		Person: mia, SiteUserID: id, PlatformID: "p" + id, HasProfile: true, Adopted: true, ConfirmedAt: w.in.Now,
		State: store.UserState{FirstName: "Mia", LastName: "Berg", Email: "mia@example.org"},
	}, u)
	w.quiet()
	require.Equal(t, []Op{Subscribe, AddMember}, ops(w.did), "no second one is made")
	require.Empty(t, w.asks())
	is := w.ks.users[id]
	require.Equal(t, []string{"Mimi", "B", "MIA@example.org", "0777"}, []string{is.FirstName, is.LastName, is.Email, is.TagNumber}, "what the user had before stays")
}

func TestAnAdoptedUserKeepsItsNameAndGetsTheTagThatTheDeskGives(t *testing.T) {
	for name, row := range map[string]struct {
		before, want, after string
		did                 []Op
	}{
		"none wanted":         {"0777", "", "0777", []Op{}},
		"none before":         {"", "t1", "0231", []Op{UpdateUser}},
		"the one that it has": {"0231", "t1", "0231", []Op{}},
		"another one":         {"0232", "t1", "0231", []Op{UpdateUser}},
		"one of nobody":       {"0777", "t1", "0231", []Op{UpdateUser}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			id := w.ks.addUser(store.KSUser{FirstName: "Mimi", LastName: "B", Email: "mia@example.org", TagNumber: row.before, Subscribed: true})
			w.wants(mia)
			w.tag(mia, row.want)
			w.look()
			w.quiet()
			require.Equal(t, row.did, ops(w.did))
			require.Equal(t, row.after, w.ks.users[id].TagNumber)
			require.Equal(t, "Mimi", w.ks.users[id].FirstName)
			require.Empty(t, w.asks())
		})
	}
}

func TestWhatIsChangedOnAnAdoptedUserIsAskedAboutOnlyWhereItIsOurs(t *testing.T) {
	w := newWorld(t)
	id := w.ks.addUser(store.KSUser{FirstName: "Mimi", Email: "mia@example.org", Subscribed: true})
	w.wants(mia)
	w.look()
	w.quiet()
	w.ks.user(id, func(u *store.KSUser) { u.FirstName, u.Email, u.TagNumber = "Moni", "m@example.org", "0777" })
	w.look()
	require.Empty(t, w.plan().Drifts)
	w.tag(mia, "t1")
	w.quiet()
	w.ks.user(id, func(u *store.KSUser) { u.TagNumber = "" })
	w.look()
	w.plan()
	require.Equal(t, []string{"user:1/tag"}, w.asks(), "the tag was given here")
}

// An adopted user was there before and stays when the person leaves, as does one
// who may do more in KS than open doors. Only a block at the desk takes the seat.
func TestWhoIsNeverSuspendedOrDeletedWhenTheyLeave(t *testing.T) {
	adopted := func(w *world) {
		w.ks.addUser(store.KSUser{FirstName: "Mia", LastName: "Berg", Email: "mia@example.org", Subscribed: true})
	}
	staff := func(w *world) { w.ks.user(w.ksUser(mia), func(u *store.KSUser) { u.Staff = true }) }
	for name, row := range map[string]struct{ before, since func(w *world) }{
		"adopted": {adopted, func(*world) {}},
		"staff":   {func(*world) {}, staff},
	} {
		for _, leaving := range []store.Leaving{store.LeavingSuspend, store.LeavingDelete} {
			t.Run(name+", "+string(leaving), func(t *testing.T) {
				w := newWorld(t)
				w.in.Snap.Space.Leaving = leaving
				row.before(w)
				w.wants(mia, "full")
				w.look()
				w.quiet()
				row.since(w)
				w.look()
				w.leaves(mia)
				w.did = nil
				w.quiet()
				require.Equal(t, []Op{RemoveMember}, ops(w.did), "what we gave goes")
				require.Empty(t, w.asks())
				require.True(t, w.ks.users[w.ksUser(mia)].Subscribed)

				w.in.Target.Blocked[mia], w.in.Target.Keep[mia] = true, true
				w.did = nil
				set := w.plan()
				require.Equal(t, []Op{Suspend}, ops(set.Steps))
				require.Equal(t, Urgent, set.Steps[0].Class)
				w.quiet()
				require.False(t, w.ks.users[w.ksUser(mia)].Subscribed)
				require.Contains(t, maps.Collect(w.in.Ledger.Users.All()), mia)
			})
		}
	}
}

func TestAnAdoptedUserIsNeverDeleted(t *testing.T) {
	w := newWorld(t)
	w.in.Snap.Space.Leaving = store.LeavingDelete
	w.ks.addUser(store.KSUser{FirstName: "Mia", Email: "mia@example.org", Subscribed: true})
	w.wants(mia)
	w.look()
	w.quiet()
	w.leaves(mia)
	w.in.Target.Blocked[mia] = true // and not to be kept
	require.Equal(t, []Op{Suspend}, ops(w.plan().Steps))
}

func TestStaffIsNeverTakenForThePersonWithoutAnAnswer(t *testing.T) {
	w := newWorld(t)
	id := w.ks.addUser(store.KSUser{FirstName: "Mia", LastName: "Boss", Email: "mia@example.org", Staff: true, Subscribed: true})
	w.wants(mia, "full")
	w.look()
	set := w.plan()
	require.Len(t, set.Drifts, 1)
	d := set.Drifts[0]
	require.Equal(t, []any{"user:1/same", SamePerson, store.Other, mia}, []any{d.Key, d.Kind, d.Way, d.Person})
	require.Equal(t, "SALTO KS has a user with the address of Mia Berg who may do more there than open doors: Mia Boss. Is it the same person?", d.What.String())
	w.quiet()
	require.Empty(t, w.did, "until then none is made")
	require.Equal(t, []string{"user:1/same"}, w.asks())

	w.restore(d.Key)
	w.quiet()
	require.Equal(t, []Op{AddMember}, ops(w.did))
	require.Equal(t, id, w.ksUser(mia))
	require.True(t, w.in.Ledger.Users.Of(mia).Adopted)
	require.Empty(t, w.asks())
}

func TestTwoUsersWithOneAddressAreAskedAbout(t *testing.T) {
	w := newWorld(t)
	first := w.ks.addUser(store.KSUser{FirstName: "Mia", LastName: "One", Email: "mia@example.org"})
	w.ks.addUser(store.KSUser{FirstName: "Mia", LastName: "Two", Email: "Mia@example.org"})
	w.wants(mia)
	w.look()
	set := w.plan()
	require.Empty(t, set.Steps)
	require.Len(t, set.Drifts, 1)
	require.Equal(t, "SALTO KS has more than one user with the address of Mia Berg. Is Mia One the same person?", set.Drifts[0].What.String())
	w.restore("user:1/same")
	w.quiet()
	require.Equal(t, first, w.ksUser(mia))
}

// Without an address only the name tells, and that is not enough.
func TestAUserOfTheSameNameWithoutAnAddressIsAskedAbout(t *testing.T) {
	const per = store.PersonID(4)
	for name, row := range map[string]struct {
		u    store.KSUser
		asks bool
	}{
		"the same name":              {store.KSUser{FirstName: "Per", LastName: "Ek"}, true},
		"upper and lower case":       {store.KSUser{FirstName: "PER", LastName: "ek"}, true},
		"the alias of one without":   {store.KSUser{Alias: "Per Ek"}, true},
		"another name":               {store.KSUser{FirstName: "Per", LastName: "Ekk"}, false},
		"the same name, with e-mail": {store.KSUser{FirstName: "Per", LastName: "Ek", Email: "p@example.org"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			id := w.ks.addUser(row.u)
			w.wants(per)
			w.look()
			w.quiet()
			if !row.asks {
				require.Equal(t, []Op{CreateUser}, ops(w.did))
				return
			}
			require.Empty(t, w.did)
			require.Equal(t, []string{"user:4/same"}, w.asks())
			d, _ := w.drift("user:4/same")
			require.Equal(t, "SALTO KS has a user called "+row.u.Name()+", without an e-mail address. Is it Per Ek?", d.What.String())
			w.restore("user:4/same")
			w.quiet()
			require.Equal(t, id, w.ksUser(per))
		})
	}
}

func TestAPersonWithAnAddressIsNotLookedForByName(t *testing.T) {
	w := newWorld(t)
	w.ks.addUser(store.KSUser{FirstName: "Mia", LastName: "Berg"})
	w.wants(mia)
	w.look()
	w.quiet()
	require.Equal(t, []Op{CreateUser}, ops(w.did))
	require.Empty(t, w.asks())
}

func TestOneWhoIsNotThePersonIsLeftAlone(t *testing.T) {
	for _, answer := range []store.Answer{store.Keep, store.Ignore} {
		w := newWorld(t)
		id := w.ks.addUser(store.KSUser{FirstName: "Per", LastName: "Ek"})
		was := w.ks.users[id]
		w.wants(4)
		w.look()
		w.plan()
		w.answer("user:4/same", answer)
		w.quiet()
		require.Equal(t, []Op{CreateUser}, ops(w.did))
		require.NotEqual(t, id, w.ksUser(4))
		require.Equal(t, was, w.ks.users[id])
		require.Empty(t, w.asks())
	}
}

// Two people may share an address; one user is never two people's.
func TestOfTwoPeopleWithOneAddressOneHasTheUser(t *testing.T) {
	w := newWorld(t)
	w.in.Snap.People[1].Email = "mia@example.org"
	id := w.ks.addUser(store.KSUser{FirstName: "Mia", LastName: "Berg", Email: "mia@example.org", Subscribed: true})
	w.wants(mia)
	w.wants(ana)
	w.look()
	set := w.plan()
	require.Equal(t, id, w.ksUser(mia))
	require.Empty(t, w.ksUser(ana))
	require.Equal(t, []Op{CreateUser}, ops(set.Steps))
	require.Equal(t, ana, set.Steps[0].Person)
}

func TestAUserOfSomebodyElseInTheFileIsNotAdopted(t *testing.T) {
	w := lived(t)
	w.in.Snap.People[2].Email = "mia@example.org"
	w.wants(3)
	w.look()
	require.Equal(t, []Op{CreateUser}, ops(w.plan().Steps))
	require.Empty(t, w.asks())
}

func TestNobodyIsAdoptedWhileTheirOwnUserIsOpenOrWithoutARight(t *testing.T) {
	w := newWorld(t)
	w.ks.addUser(store.KSUser{FirstName: "Mia", LastName: "Berg", Email: "mia@example.org"})
	w.look()
	require.Empty(t, w.plan().Notes, "nobody wants one")
	w.wants(mia)
	w.in.Open[UserObject(mia)] = true
	require.Empty(t, w.plan().Notes)
}

func TestAManagedGroupIsTakenBack(t *testing.T) {
	w := lived(t)
	before := w.ks.shape(install)
	w.in.Ledger.Groups = map[string]store.LedgerGroup{}
	w.in.Seen = store.Seen{Users: w.in.Seen.Users, UsersAt: w.in.Now, GroupsAt: w.in.Now, Groups: map[string]store.SeenGroup{
		"full": w.in.Seen.Groups["full"], "basic": w.in.Seen.Groups["basic"],
	}}
	for id, g := range w.ks.groups {
		if g.managed(install) {
			w.in.Seen.Groups[id] = store.SeenGroup{ID: id, Name: g.name, At: w.in.Now}
		}
	}
	set := w.plan()
	require.ElementsMatch(t, []Object{GroupObject(booking), GroupObject(extras)}, set.Unread, "what is in it is to be read first")
	require.Empty(t, set.Steps)
	w.quiet()
	require.Empty(t, w.did)
	require.Equal(t, before, w.ks.shape(install))
	g := w.in.Ledger.Groups[booking]
	require.Equal(t, store.GroupState{Name: "Latchkey 3fa9-7", Doors: []string{"a", "b"}, Start: at("10:00"), End: at("12:00"), People: []store.PersonID{mia}}, g.State)
	require.NotEmpty(t, g.ScheduleID)
}

// Whatever somebody did to a group that was lost and found again: wider is put
// back, and of what is missing nobody can tell any more who took it.
func TestWhatIsWrongInAGroupThatWasFoundAgainIsPutRight(t *testing.T) {
	w := lived(t)
	id := w.ksGroup(booking)
	w.ks.into(id, w.stranger().PlatformID)
	w.ks.into(id, w.platform(ana))
	w.ks.addDoor(id, "c")
	w.ks.addSchedule(id, window("", "", ""))
	w.in.Ledger.Groups = map[string]store.LedgerGroup{}
	w.look()
	w.quiet()
	got := w.ks.groups[id]
	require.Equal(t, []string{w.platform(mia)}, got.people)
	require.Equal(t, []string{"a", "b"}, got.doors)
	require.Equal(t, []string{"10:00 to 12:00"}, w.hoursOf())
}

func TestAGroupThatIsReadInPartIsReadWhole(t *testing.T) {
	for name, forget := range map[string]func(g *store.SeenGroup){
		"no people":    func(g *store.SeenGroup) { g.PeopleAt = time.Time{} },
		"no doors":     func(g *store.SeenGroup) { g.DoorsAt = time.Time{} },
		"no schedules": func(g *store.SeenGroup) { g.SchedulesAt = time.Time{} },
	} {
		w := lived(t)
		id := w.ksGroup(booking)
		delete(w.in.Ledger.Groups, booking)
		g := w.in.Seen.Groups[id]
		forget(&g)
		w.in.Seen.Groups[id] = g
		set := w.plan()
		require.Equal(t, []Object{GroupObject(booking)}, set.Unread, name)
		require.Empty(t, set.Steps, name)
	}
}

func TestAGroupThatNothingWantsOrThatThereIsTwiceIsDeleted(t *testing.T) {
	w := lived(t)
	second := w.ks.addGroup("Latchkey 3fa9-7")
	over := w.ks.addGroup("Latchkey 3fa9-99")
	foreign := w.ks.addGroup("Latchkey 0000-7")
	w.look()
	set := w.plan()
	require.Equal(t, []Op{DeleteGroup, DeleteGroup}, ops(set.Steps))
	require.Equal(t, []Object{GroupObject(access.BookingKey(99)), GroupObject("orphan:" + second)}, []Object{set.Steps[0].Object, set.Steps[1].Object})
	w.quiet()
	require.NotContains(t, w.ks.groups, second)
	require.NotContains(t, w.ks.groups, over)
	require.Contains(t, w.ks.groups, foreign)
	require.Contains(t, w.ks.groups, w.ksGroup(booking))
	require.Len(t, w.in.Ledger.Groups, 2)
}

func TestAGroupWithANameThatNoLatchkeyGivesIsNotOurs(t *testing.T) {
	for _, name := range []string{"Latchkey 3fa9-", "Latchkey 3fa9-7 old", "Latchkey 3fa9-m", "Latchkey 3fa9-+7", "Latchkey 3fa9-07", "Latchkey 3fa9-cleaners"} {
		w := lived(t)
		id := w.ks.addGroup(name)
		w.look()
		w.quiet()
		require.Contains(t, w.ks.groups, id, name)
		require.Empty(t, w.did, name)
	}
}

func TestAGroupIsNotTakenBackWhileItsOwnIsOpenOrGone(t *testing.T) {
	w := newWorld(t)
	w.wants(mia)
	w.books(7, mia, "10:00", "12:00", "a")
	id := w.ks.addGroup("Latchkey 3fa9-7")
	w.look()
	w.in.Open[GroupObject(booking)] = true
	require.Empty(t, w.plan().Notes, "its read-back tells which it is")
	w.in.Open = nil
	gone := w.in.Seen.Groups[id]
	gone.Gone = true
	w.in.Seen.Groups[id] = gone
	require.Empty(t, w.plan().Notes)
}

func TestTheMarkAndTheNameAreFound(t *testing.T) {
	in := Input{Snap: store.Snapshot{Install: install, People: []store.Person{{ID: 1}, {ID: 2}, {ID: 3}}}, Seen: store.Seen{
		Users: map[string]store.KSUser{
			"su0": {ID: "su0", Alias: aliasOf(1)}, "su1": {ID: "su1", Alias: aliasOf(1)}, "su2": {ID: "su2", Alias: aliasOf(2), Gone: true}, "su3": {ID: "su3", Alias: "latchkey-0000-3"},
		},
		Groups: map[string]store.SeenGroup{
			"g1": {ID: "g1", Name: "Latchkey 3fa9-1", At: now}, "g2": {ID: "g2", Name: "Latchkey 3fa9-2", At: now, Gone: true},
			"g3": {ID: "g3", Name: "Latchkey 3fa9-3"}, "g4": {ID: "g4", At: now},
		},
	}, Ledger: store.Ledger{Users: store.NewByPerson([]store.One[store.LedgerUser]{{Person: 9, Has: store.LedgerUser{SiteUserID: "su0"}}})}}
	u, found := in.Marked(1)
	require.True(t, found)
	require.Equal(t, "su1", u.ID)
	g, found := in.Named(access.BookingKey(1))
	require.True(t, found)
	require.Equal(t, "g1", g.ID)
	for _, id := range []store.PersonID{2, 3, 0} {
		_, found = in.Marked(id)
		require.False(t, found)
	}
	for _, key := range []string{access.BookingKey(2), access.BookingKey(3), access.BookingKey(4), "orphan:g4", ""} {
		_, found = in.Named(key)
		require.False(t, found, key)
	}
}

func TestOnlyANumberIsAPerson(t *testing.T) {
	require.EqualValues(t, 190, personOf("190"))
	for _, s := range []string{"", "0", "x", "1x", "-1", "+1", "1 ", "1/2", "1:2", "99999999999999999999999999"} {
		require.Zero(t, personOf(s), s)
	}
}

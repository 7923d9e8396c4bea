package reconcile

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/store"
	"latchkey/sync/access"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func emptyLedger() store.Ledger {
	return store.Ledger{
		Users: map[store.PersonID]store.LedgerUser{}, Memberships: map[store.MembershipKey]store.LedgerMembership{}, Groups: map[string]store.LedgerGroup{},
	}
}

// carryOut does to a ledger what a step does to KS.
func carryOut(l store.Ledger, s Step) {
	_, key := s.Object.Split()
	u, g := l.Users[s.Person], l.Groups[key]
	switch s.Op {
	case CreateUser:
		l.Users[s.Person] = store.LedgerUser{Person: s.Person, SiteUserID: "su", PlatformID: "u", State: s.User, ConfirmedAt: now}
	case UpdateUser:
		subscribed := u.State.Subscribed
		u.State, u.State.Subscribed = s.User, subscribed
		l.Users[s.Person] = u
	case Subscribe, Suspend:
		u.State.Subscribed = s.Op == Subscribe
		l.Users[s.Person] = u
	case DeleteUser:
		delete(l.Users, s.Person)
	case AddMember:
		k := store.MembershipKey{Group: s.Group, Person: s.Person}
		l.Memberships[k] = store.LedgerMembership{MembershipKey: k}
	case RemoveMember:
		delete(l.Memberships, store.MembershipKey{Group: s.Group, Person: s.Person})
	case CreateGroup:
		l.Groups[key] = store.LedgerGroup{Key: key, RemoteID: "g", State: store.GroupState{Name: s.Name}, ConfirmedAt: now}
	case DeleteGroup:
		delete(l.Groups, key)
	default:
		switch s.Op {
		case AddDoor:
			g.State.Doors = append(slices.Clone(g.State.Doors), s.Door)
		case RemoveDoor:
			g.State.Doors = slices.DeleteFunc(slices.Clone(g.State.Doors), func(d string) bool { return d == s.Door })
		case SetWindow:
			g.ScheduleID, g.State.Start, g.State.End = "s", s.Start, s.End
		case AddPerson:
			g.State.People = append(slices.Clone(g.State.People), s.Person)
		case RemovePerson:
			g.State.People = slices.DeleteFunc(slices.Clone(g.State.People), func(p store.PersonID) bool { return p == s.Person })
		}
		slices.Sort(g.State.Doors)
		slices.Sort(g.State.People)
		l.Groups[key] = g
	}
}

// drawTarget makes a target of a handful of people, groups and bookings.
func drawTarget(t *rapid.T, label string) access.Target {
	target := access.Target{
		Users: map[store.PersonID]store.UserState{}, Memberships: map[store.MembershipKey]access.Reason{},
		Groups: map[string]access.Group{}, Keep: map[store.PersonID]bool{},
	}
	for id := store.PersonID(1); id <= 4; id++ {
		if !rapid.Bool().Draw(t, fmt.Sprintf("%s user %d", label, id)) {
			continue
		}
		target.Users[id] = store.UserState{
			FirstName: "P", Email: rapid.SampledFrom([]string{"", "p@example.org"}).Draw(t, "email"),
			TagID: rapid.SampledFrom([]string{"", "t1"}).Draw(t, "tag"), Subscribed: true,
		}
		for _, g := range []string{"full", "basic"} {
			if rapid.Bool().Draw(t, "in "+g) {
				target.Memberships[store.MembershipKey{Group: g, Person: id}] = access.Reason{Kind: access.ByPlan}
			}
		}
		for b := range 2 {
			if !rapid.Bool().Draw(t, "booking") {
				continue
			}
			start := now.Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "hour")) * time.Hour)
			target.Groups[access.BookingKey(store.BookingID(b+1))] = access.Group{
				Window: access.Window{From: start, To: start.Add(time.Hour)}, Reason: access.Reason{Kind: access.ByBooking},
				State: store.GroupState{
					Name: fmt.Sprintf("Latchkey 3fa9-%d", b+1), Start: start.Format("2006-01-02T15:04:05"), End: start.Add(time.Hour).Format("2006-01-02T15:04:05"),
					Doors: rapid.SampledFrom([][]string{{"a"}, {"a", "b"}, {"b", "c"}}).Draw(t, "doors"), People: []store.PersonID{id},
				},
			}
		}
	}
	return target
}

// From any state that Latchkey made to any other: after the steps nothing is
// left, every step is then done, none comes before what it builds on, and at
// no moment does a managed group open what neither state opens.
func TestStepsLeadToTheTarget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		snap := store.Snapshot{Space: store.Space{Zone: "UTC", Leaving: rapid.SampledFrom([]store.Leaving{store.LeavingSuspend, store.LeavingDelete}).Draw(t, "leaving")}}
		ledger := emptyLedger()
		first, second := drawTarget(t, "first"), drawTarget(t, "second")
		for _, target := range []access.Target{first, second} {
			before := maps.Clone(ledger.Groups)
			changes := Diff(snap, target, ledger, now)
			keys := map[string]bool{}
			for _, s := range changes.Steps {
				if keys[s.Key] {
					t.Fatalf("two steps with the key %s", s.Key)
				}
				keys[s.Key] = true
				if !Ready(s, ledger) {
					t.Fatalf("%s (%s) comes before what it builds on", s.Key, s.Op)
				}
				if Done(s, ledger) {
					t.Fatalf("%s (%s) is done already", s.Key, s.Op)
				}
				carryOut(ledger, s)
				if !Done(s, ledger) {
					t.Fatalf("%s (%s) is not seen to be done", s.Key, s.Op)
				}
				for key, g := range ledger.Groups {
					if opened := opensMore(g.State, before[key].State, target.Groups[key].State); opened != "" {
						t.Fatalf("after %s, %s opens %s, as neither before nor afterwards", s.Key, key, opened)
					}
				}
			}
			if left := Diff(snap, target, ledger, now); len(left.Steps) > 0 {
				t.Fatalf("left: %+v", left.Steps)
			}
		}
	})
}

// opensMore names a door that a group opens for somebody, at a time, although
// neither the old nor the new state of the group does.
func opensMore(have, old, want store.GroupState) string {
	for _, p := range have.People {
		for _, d := range have.Doors {
			if have.Start == "" || covers(old, p, d, have) || covers(want, p, d, have) {
				continue
			}
			return d
		}
	}
	return ""
}

func covers(g store.GroupState, p store.PersonID, door string, w store.GroupState) bool {
	return slices.Contains(g.People, p) && slices.Contains(g.Doors, door) && g.Start <= w.Start && w.End <= g.End
}

func TestRevocationsGoFirst(t *testing.T) {
	ledger := emptyLedger()
	for id := store.PersonID(1); id <= 2; id++ {
		ledger.Users[id] = store.LedgerUser{Person: id, SiteUserID: "su", PlatformID: "u", State: store.UserState{Subscribed: true}}
		k := store.MembershipKey{Group: "full", Person: id}
		ledger.Memberships[k] = store.LedgerMembership{MembershipKey: k}
	}
	target := access.Target{
		Users:       map[store.PersonID]store.UserState{1: {Subscribed: true}, 3: {FirstName: "New", Subscribed: true}},
		Memberships: map[store.MembershipKey]access.Reason{{Group: "basic", Person: 1}: {}, {Group: "full", Person: 3}: {}},
		Groups: map[string]access.Group{"booking:9": {
			Window: access.Window{From: now.Add(10 * time.Minute), To: now.Add(time.Hour)}, Reason: access.Reason{Kind: access.ByBooking},
			State: store.GroupState{Name: "Latchkey 3fa9-9", Doors: []string{"a"}, Start: "2026-11-23T09:10:00", End: "2026-11-23T10:00:00", People: []store.PersonID{1}},
		}},
	}
	var order []string
	for _, s := range Diff(store.Snapshot{Space: store.Space{Zone: "UTC"}}, target, ledger, now).Steps {
		order = append(order, fmt.Sprintf("%s %d", s.Op, s.Person))
	}
	require.Equal(t, []string{
		"remove member 2", // leaves
		"add member 1",    // moves: joins the new group before leaving the old
		"remove member 1", //
		"create group 1",  // starts within half an hour
		"set window 1", "add door 1", "add person 1",
		"create user 3", "add member 3",
		"suspend user 2",
	}, order)
}

func TestLeavingFollowsThePolicy(t *testing.T) {
	for name, row := range map[string]struct {
		leaving store.Leaving
		keep    bool
		want    []Op
	}{
		"suspend":                        {store.LeavingSuspend, false, []Op{Suspend}},
		"delete":                         {store.LeavingDelete, false, []Op{DeleteUser}},
		"delete, but the person returns": {store.LeavingDelete, true, []Op{Suspend}},
	} {
		ledger := emptyLedger()
		ledger.Users[1] = store.LedgerUser{Person: 1, SiteUserID: "su", State: store.UserState{Subscribed: true}}
		var got []Op
		for _, s := range Diff(store.Snapshot{Space: store.Space{Zone: "UTC", Leaving: row.leaving}}, access.Target{Keep: map[store.PersonID]bool{1: row.keep}}, ledger, now).Steps {
			got = append(got, s.Op)
		}
		require.Equal(t, row.want, got, name)
	}
}

func TestWhoOwnsTheirProfileKeepsIt(t *testing.T) {
	ledger := emptyLedger()
	ledger.Users[1] = store.LedgerUser{Person: 1, SiteUserID: "su", HasProfile: true, State: store.UserState{FirstName: "Old", Subscribed: true}}
	target := access.Target{Users: map[store.PersonID]store.UserState{1: {FirstName: "New", Subscribed: true}}}
	snap := store.Snapshot{Space: store.Space{Zone: "UTC"}}
	require.Empty(t, Diff(snap, target, ledger, now).Steps)
	target.Users[1] = store.UserState{FirstName: "New", TagID: "t", Subscribed: true}
	require.Len(t, Diff(snap, target, ledger, now).Steps, 1, "a tag is the site's in any case")
}

func TestWishChangesWithWhatIsWanted(t *testing.T) {
	s := Step{Op: CreateUser, User: store.UserState{Email: "a@example.org"}}
	other := s
	other.User.Email = "b@example.org"
	require.NotEqual(t, s.Wish(), other.Wish())
	other = s
	other.Due = now
	require.Equal(t, s.Wish(), other.Wish(), "when it is due is no part of what is wanted")
}

func TestAnAddressInOtherCaseIsTheSame(t *testing.T) {
	ledger := emptyLedger()
	ledger.Users[1] = store.LedgerUser{Person: 1, SiteUserID: "su", State: store.UserState{FirstName: "Mia", Email: "mia@example.org", Subscribed: true}}
	want := store.UserState{FirstName: "Mia", Email: "Mia@Example.org", Subscribed: true}
	target := access.Target{Users: map[store.PersonID]store.UserState{1: want}}
	require.Empty(t, Diff(store.Snapshot{Space: store.Space{Zone: "UTC"}}, target, ledger, now).Steps)
	require.True(t, Done(Step{Object: UserObject(1), Op: UpdateUser, Person: 1, User: want}, ledger))
}

// A lock in another zone than the space closes by its own clock.
func TestAGroupThatIsStillOpenIsRevokedAndNotTidied(t *testing.T) {
	ledger := emptyLedger()
	ledger.Groups["booking:1"] = store.LedgerGroup{Key: "booking:1", RemoteID: "g", ScheduleID: "s", State: store.GroupState{Start: "2026-11-23T08:00:00", End: "2026-11-23T09:30:00"}}
	snap := store.Snapshot{Space: store.Space{Zone: "Europe/Paris"}, Mirror: store.Mirror{Site: store.KSSite{Zone: "UTC"}}}
	steps := Diff(snap, access.Target{}, ledger, now).Steps
	require.Len(t, steps, 1)
	require.Equal(t, Revoke, steps[0].Class)
}

func TestOnlyTheEndOfAWindowThatHasOpenedMatters(t *testing.T) {
	have := store.GroupState{Name: "n", Doors: []string{"a"}, People: []store.PersonID{1}, Start: "2026-11-23T08:00:00", End: "2026-11-23T11:00:00"}
	ledger := emptyLedger()
	ledger.Groups["booking:1"] = store.LedgerGroup{Key: "booking:1", RemoteID: "g", ScheduleID: "s", State: have}
	for name, row := range map[string]struct {
		start, end string
		steps      int
	}{
		"began a little earlier": {"2026-11-23T07:55:00", "2026-11-23T11:00:00", 0},
		"ends later":             {"2026-11-23T07:55:00", "2026-11-23T11:30:00", 1},
		"begins only later":      {"2026-11-23T09:30:00", "2026-11-23T11:00:00", 1},
	} {
		want := have
		want.Start, want.End = row.start, row.end
		target := access.Target{Groups: map[string]access.Group{"booking:1": {State: want, Reason: access.Reason{Kind: access.ByBooking}}}}
		steps := Diff(store.Snapshot{Space: store.Space{Zone: "UTC"}}, target, ledger, now).Steps
		require.Len(t, steps, row.steps, name)
		for _, s := range steps {
			require.Equal(t, row.end, s.End, name)
		}
	}
}

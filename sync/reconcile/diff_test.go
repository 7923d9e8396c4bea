package reconcile

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/store"
	"latchkey/sync/access"
)

func TestRevocationsGoFirst(t *testing.T) {
	w := newWorld(t)
	w.wants(1, "full")
	w.wants(2, "full")
	w.quiet()
	w.leaves(2)
	w.in.Target.Memberships = store.NewByGroup([]store.InGroup[access.Reason]{{MembershipKey: store.MembershipKey{Group: "basic", Person: 1}}})
	w.wants(3, "full")
	w.books(9, 1, "10:00", "11:00", "a")
	w.in.Now = time.Date(2026, 11, 24, 9, 50, 0, 0, time.UTC)
	var order []string
	for _, s := range w.plan().Steps {
		order = append(order, fmt.Sprintf("%s %d", s.Op, s.Person))
	}
	require.Equal(t, []string{
		"remove member 2", // leaves
		"add member 1",    // moves: joins the new group before leaving the old
		"remove member 1", //
		"create group 1",  // starts within half an hour
		"set window 1", "add person 1", "add door 1",
		"create user 3", "add member 3",
		"suspend user 2",
	}, order)
}

// Who changes groups joins before leaving; who only joins or leaves does not
// wait for anybody who does both.
func TestWhoMovesJoinsBeforeLeaving(t *testing.T) {
	w := newWorld(t)
	for id := store.PersonID(1); id <= 3; id++ {
		w.wants(id, "basic")
	}
	w.quiet()
	w.in.Target.Memberships = store.NewByGroup([]store.InGroup[access.Reason]{{MembershipKey: store.MembershipKey{Group: "full", Person: 1}}, {MembershipKey: store.MembershipKey{Group: "basic", Person: 3}}, {MembershipKey: store.MembershipKey{Group: "full", Person: 3}}})
	steps := w.plan().Steps
	require.Equal(t, []Op{RemoveMember, AddMember, RemoveMember, AddMember}, ops(steps))
	require.Equal(t, []store.PersonID{2, 1, 1, 3}, []store.PersonID{steps[0].Person, steps[1].Person, steps[2].Person, steps[3].Person})
	require.Equal(t, []Class{Revoke, Revoke, Revoke, Grant}, []Class{steps[0].Class, steps[1].Class, steps[2].Class, steps[3].Class})
}

func TestStepsAreInTheOrderOfTheirClassTheirTimeAndWhatTheyBuildOn(t *testing.T) {
	early, late := now, now.Add(time.Hour)
	want := []Step{
		{Class: Urgent, Due: late, Op: DeleteGroup, Object: "group:z"},
		{Class: Revoke, Due: early, Op: Suspend, Object: "user:9"},
		{Class: Revoke, Due: early, Op: RemoveMember, Object: "members:a"},
		{Class: Revoke, Due: early, Op: RemoveMember, Object: "members:b"},
		{Class: Revoke, Due: late, Op: RemoveMember, Object: "members:a"},
		{Class: Grant, Due: early, Op: CreateUser, Object: "user:8"},
		{Class: Grant, Due: early, Op: Subscribe, Object: "user:9"},
		{Class: Grant, Due: early, Op: CreateGroup, Object: "group:a"},
		{Class: Grant, Due: early, Op: SetWindow, Object: "group:a"},
		{Class: Grant, Due: early, Op: AddPerson, Object: "group:a"},
		{Class: Grant, Due: early, Op: AddDoor, Object: "group:a"},
		{Class: Grant, Due: early, Op: UpdateUser, Object: "user:1"},
		{Class: Grant, Due: late, Op: CreateUser, Object: "user:1"},
		{Class: Tidy, Due: early, Op: Suspend, Object: "user:1"},
	}
	for i := range want {
		want[i].Key = fmt.Sprint(i)
	}
	for i := range len(want) - 1 { // each pair, found in the wrong order
		if want[i].Object == "group:a" && (want[i].Op == CreateGroup || want[i].Op == AddPerson) {
			continue // stays as it was found
		}
		pair := []Step{want[i+1], want[i]}
		order(pair)
		require.Equal(t, []Step{want[i], want[i+1]}, pair)
	}
	got := slices.Clone(want)
	order(got)
	require.Equal(t, want, got)
}

func TestWishChangesWithWhatIsWanted(t *testing.T) {
	s := Step{Op: CreateUser, User: store.UserState{Email: "a@example.org"}}
	other := s
	other.User.Email = "b@example.org"
	require.NotEqual(t, s.Wish(), other.Wish())
	other = s
	other.Due, other.Class, other.What, other.New = now, Tidy, say("Otherwise said."), true
	require.Equal(t, s.Wish(), other.Wish(), "when it is due and how it is said is no part of what is wanted")
}

func TestAChangeSetNamesTheFileThatItIsFrom(t *testing.T) {
	set := Diff(Input{Snap: store.Snapshot{Lineage: "l", Serial: 7}})
	require.Equal(t, []any{"l", int64(7)}, []any{set.Lineage, set.Serial})
}

// drawTarget makes a target of a handful of people, groups and bookings.
func drawTarget(t *rapid.T, w *world, label string) {
	w.in.Target = emptyTarget()
	for id := store.PersonID(1); id <= 4; id++ {
		switch rapid.SampledFrom([]string{"user", "user", "user", "nothing", "later", "blocked"}).Draw(t, fmt.Sprintf("%s: person %d", label, id)) {
		case "user":
			drawRights(t, w, id)
		case "later":
			w.in.Target.Keep[id] = true
		case "blocked":
			w.in.Target.Keep[id], w.in.Target.Blocked[id] = true, true
		}
	}
}

func drawRights(t *rapid.T, w *world, id store.PersonID) {
	some := func(of ...string) []string {
		return slices.DeleteFunc(of, func(x string) bool { return !rapid.Bool().Draw(t, fmt.Sprintf("%d: %s", id, x)) })
	}
	hour := func(from, to int) int { return rapid.IntRange(from, to).Draw(t, "hour") }
	w.wants(id, some("full", "basic")...)
	w.tag(id, rapid.SampledFrom([]string{"", "t1", "t2"}).Draw(t, "tag"))
	w.user(id, func(u *store.UserState) {
		u.LastName = rapid.SampledFrom([]string{u.LastName, "Other"}).Draw(t, "name")
	})
	if doors := some("a", "b", "c"); len(doors) > 0 {
		w.extra(id, doors...)
	}
	for _, b := range []store.BookingID{7, 8} {
		doors := some("a", "b", "c")
		if len(doors) == 0 {
			continue
		}
		from := hour(9, 14)
		w.books(b, id, fmt.Sprintf("%02d:00", from), fmt.Sprintf("%02d:00", hour(from+1, 15)), doors...)
	}
}

// A site that was brought from nothing to a first target.
func drawWorld(t *rapid.T) *world {
	w := newWorld(t)
	w.in.Snap.Space.Leaving = rapid.SampledFrom([]store.Leaving{store.LeavingSuspend, store.LeavingDelete}).Draw(t, "leaving")
	drawTarget(t, w, "first")
	w.quiet()
	return w
}

// differsFrom says what of KS is not as the target has it; "" when all is.
func (w *world) differsFrom(target access.Target) string {
	for id, want := range target.Users.All() {
		have := w.in.Ledger.Users.Of(id)
		u, there := w.ks.users[have.SiteUserID]
		own := u.HasProfile || have.Adopted
		switch {
		case !there || !u.Subscribed || u.Blocked:
			return fmt.Sprintf("person %d opens nothing", id)
		case u.TagNumber != w.ks.tags[want.TagID] && (!have.Adopted || want.TagID != ""):
			return fmt.Sprintf("person %d has the tag %s", id, u.TagNumber)
		case !own && (u.FirstName != want.FirstName || u.LastName != want.LastName || u.Email != want.Email):
			return fmt.Sprintf("person %d is %s, %s", id, u.Name(), u.Email)
		}
	}
	for id, have := range w.in.Ledger.Users.All() {
		if _, wanted := target.Users.Get(id); !wanted && w.ks.users[have.SiteUserID].Subscribed && (!have.Adopted || target.Blocked[id]) {
			return fmt.Sprintf("person %d has a seat", id)
		}
		for _, group := range []string{"full", "basic"} {
			_, want := target.Memberships.Get(store.MembershipKey{Group: group, Person: id})
			if slices.Contains(w.ks.groups[group].people, have.PlatformID) != want {
				return fmt.Sprintf("person %d in %s: not %t", id, group, want)
			}
		}
	}
	return w.groupsDiffer(target)
}

func (w *world) groupsDiffer(target access.Target) string {
	managed := 0
	for _, g := range w.ks.groups {
		if g.managed(install) {
			managed++
		}
	}
	if managed != len(target.Groups) {
		return fmt.Sprintf("%d managed groups instead of %d", managed, len(target.Groups))
	}
	for key, want := range target.Groups {
		g := w.ks.groups[w.ksGroup(key)]
		people := []string{w.platform(want.State.People[0])}
		right := len(g.schedules) == 1 && opensLike(g.schedules[0], want.State.Start, want.State.End)
		if g.name != want.State.Name || !slices.Equal(g.doors, want.State.Doors) || !slices.Equal(g.people, people) || !right {
			return fmt.Sprintf("%s is %+v", key, g)
		}
	}
	return ""
}

// From any state that Latchkey made to any other: after the steps, in order,
// nothing is left, each is done then and not before, none comes before what it
// builds on, and at no moment does a managed group open what neither state
// opens.
func TestStepsLeadToTheTarget(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		require.Empty(t, w.differsFrom(w.in.Target))
		first := w.in.Target
		drawTarget(t, w, "second")
		before := w.in.Ledger
		done := make(map[string]bool)
		set := w.plan()
		require.Empty(t, set.Drifts)
		require.Empty(t, set.Unread)
		for _, s := range set.Steps {
			require.Truef(t, w.canRun(s, set, done), "%s comes before what it builds on", s.Key)
			require.Falsef(t, w.in.Done(s), "%s is done already", s.Key)
			w.do(s)
			done[s.Key] = true
			require.Emptyf(t, w.opensMore(before, w.in.Target), "after %s", s.Key)
		}
		require.Empty(t, w.plan().Steps, "left")
		w.look()
		set = w.plan()
		require.Empty(t, set.Steps, "left, when all has settled")
		require.Empty(t, set.Drifts)
		require.Empty(t, set.Notes)
		require.Empty(t, set.Unsure)
		require.Empty(t, w.differsFrom(w.in.Target))
		if w.in.Snap.Space.Leaving == store.LeavingSuspend {
			w.in.Target = first
			w.quiet()
			require.Empty(t, w.differsFrom(first), "and back")
		}
	})
}

// opensMore names what a managed group opens for somebody, at a time, although
// neither an older state of it nor the target does.
func (w *world) opensMore(before store.Ledger, target access.Target) string {
	covers := func(g store.GroupState, p store.PersonID, door string, s store.Schedule) bool {
		return slices.Contains(g.People, p) && slices.Contains(g.Doors, door) && within(s, g.Start, g.End)
	}
	for key, have := range w.in.Ledger.Groups {
		g := w.ks.groups[have.RemoteID]
		for _, platform := range g.people {
			for id, u := range w.in.Ledger.Users.All() {
				for _, door := range g.doors {
					for _, s := range g.schedules {
						if u.PlatformID == platform && !covers(before.Groups[key].State, id, door, s) && !covers(target.Groups[key].State, id, door, s) {
							return fmt.Sprintf("%s opens %s for %d", key, door, id)
						}
					}
				}
			}
		}
	}
	return ""
}

// In whatever order rows and lists come, the result is the same.
func TestTheOrderOfRowsChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		for range rapid.IntRange(0, 4).Draw(t, "acts") {
			w.meddle(t)
		}
		w.look()
		w.plan()
		drawTarget(t, w, "second")
		one := Diff(w.in)
		shuffled := w.in
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		shuffle(random, &shuffled.Snap.People)
		shuffle(random, &shuffled.Snap.Tags)
		shuffle(random, &shuffled.Snap.Bookings)
		shuffle(random, &shuffled.Snap.Mirror.Doors)
		shuffle(random, &shuffled.Snap.Mirror.Groups)
		shuffle(random, &shuffled.Drifts)
		require.Equal(t, one, Diff(shuffled))
	})
}

// In whatever order the desk decides about people, with or without KS being
// brought in line in between, it comes to the same KS.
func TestTheOrderOfEditsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := newWorld(t)
		drawTarget(t, want, "wanted")
		ends := make([]shape, 2)
		for i := range ends {
			w := newWorld(t)
			for _, id := range rapid.Permutation([]store.PersonID{1, 2, 3, 4}).Draw(t, "order") {
				w.takes(want.in.Target, id)
				if rapid.Bool().Draw(t, "brought in line") {
					w.quiet()
				}
			}
			w.quiet()
			ends[i] = w.ks.shape(install)
		}
		require.Equal(t, ends[0], ends[1])
	})
}

// takes takes over what a target has for one person.
func (w *world) takes(from access.Target, id store.PersonID) {
	to := w.in.Target
	if u, wanted := from.Users.Get(id); wanted {
		to.Users.Put(id, u)
	}
	for k, reason := range from.Memberships.All() {
		if k.Person == id {
			to.Memberships.Put(k, reason)
		}
	}
	for key, g := range from.Groups {
		if g.State.People[0] == id {
			to.Groups[key] = g
		}
	}
	to.Keep[id], to.Blocked[id] = from.Keep[id], from.Blocked[id]
}

func shuffle[T any](r *rand.Rand, list *[]T) {
	*list = slices.Clone(*list)
	r.Shuffle(len(*list), func(i, j int) { (*list)[i], (*list)[j] = (*list)[j], (*list)[i] })
}

// Stopped after any step, with or without its answer, and whatever the desk
// wants by then: what comes after leads to the same end, and makes nothing
// twice.
func TestFromEveryPointAtWhichItIsStoppedItComesToTheSameEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		drawTarget(t, w, "second")
		steps := w.plan().Steps
		stop := rapid.IntRange(0, len(steps)).Draw(t, "stop")
		for _, s := range steps[:stop] {
			w.do(s)
		}
		if stop < len(steps) {
			w.loses(t, steps[stop])
		}
		w.quiet()
		require.Empty(t, w.differsFrom(w.in.Target))
		require.Empty(t, w.asks())
		for _, m := range w.in.Ledger.Memberships.All() {
			require.False(t, m.ByHand, "what we did is ours")
		}
		names := make(map[string]bool)
		for _, g := range w.ks.groups {
			require.Falsef(t, names[g.name], "there are two of %s", g.name)
			names[g.name] = true
		}
		for _, u := range w.ks.users {
			require.Falsef(t, names[u.Alias], "there are two of %s", u.Alias)
			names[u.Alias] = true
		}
	})
}

// loses sends a step whose answer is lost, perhaps with a change of mind before
// it is asked about.
func (w *world) loses(t *rapid.T, s Step) {
	if rapid.Bool().Draw(t, "carried out") {
		lost := Diff(w.in).Ledger // takes the ids that nobody gets to know
		w.ks.carryOut(s, install, lost)
	}
	w.in.Open = map[Object]bool{s.Object: true}
	w.in.Now = w.in.Now.Add(time.Second)
	if rapid.Bool().Draw(t, "read in between") {
		w.in.Seen = w.ks.readAll(w.in.Now)
	}
	if rapid.Bool().Draw(t, "another wish") {
		drawTarget(t, w, "third")
	}
	for _, d := range w.plan().Drifts {
		require.NotEqual(t, s.Object, d.Object, "of what is open nothing is found")
	}
	w.in.Now = w.in.Now.Add(settle)
	w.read(s.Object)
	w.in.Open = map[Object]bool{}
	if w.in.Done(s) {
		w.write(w.in.Book(s))
	}
}

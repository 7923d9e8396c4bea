package reconcile

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/access"
)

func TestWhoIsInAGroupAlreadyIsNotedAsByHand(t *testing.T) {
	w := lived(t)
	w.ks.into("basic", w.platform(mia))
	w.look()
	w.wants(mia, "full", "basic")
	set := w.plan()
	require.Empty(t, set.Steps)
	require.Empty(t, set.Drifts)
	m := w.in.Ledger.Memberships.Of(store.MembershipKey{Group: "basic", Person: mia})
	require.True(t, m.ByHand)
	require.Equal(t, w.in.Now, m.ConfirmedAt)
}

// A membership that somebody else added is never taken away by itself: when the
// right to it ends, the desk is asked.
func TestAMembershipByHandStaysUntilTheDeskAnswers(t *testing.T) {
	w := lived(t)
	w.ks.into("basic", w.platform(mia))
	w.look()
	w.wants(mia, "full", "basic")
	w.plan()
	w.in.Target.Memberships.Drop(store.MembershipKey{Group: "basic", Person: mia})
	set := w.plan()
	require.Empty(t, set.Steps)
	require.Equal(t, []string{"members:basic/1"}, w.asks())
	require.Equal(t, MemberByHand, set.Drifts[0].Kind)
	w.quiet()
	require.Contains(t, w.ks.groups["basic"].people, w.platform(mia))
	w.answer("members:basic/1", store.Keep)
	w.quiet()
	require.Contains(t, w.ks.groups["basic"].people, w.platform(mia))
	w.restore("members:basic/1")
	w.quiet()
	require.Equal(t, []Op{RemoveMember}, ops(w.did))
	require.NotContains(t, w.ks.groups["basic"].people, w.platform(mia))
}

func TestWhoIsTakenOutByHandOfWhatWasByHandIsAskedAbout(t *testing.T) {
	w := lived(t)
	w.ks.into("basic", w.platform(mia))
	w.look()
	w.wants(mia, "full", "basic")
	w.plan()
	w.ks.out("basic", w.platform(mia))
	w.look()
	require.Empty(t, w.plan().Steps)
	require.Equal(t, []string{"members:basic/1"}, w.asks())
}

// A list of many pages may leave somebody out: who is to go is taken out also
// when nobody sees them there.
func TestWhoIsToGoIsTakenOutAlsoWhenNotSeen(t *testing.T) {
	w := lived(t)
	w.ks.out("basic", w.platform(ana))
	w.look()
	w.in.Target.Memberships.Drop(store.MembershipKey{Group: "basic", Person: ana})
	set := w.plan()
	require.Equal(t, []Op{RemoveMember}, ops(set.Steps))
	require.Empty(t, set.Drifts)
	w.quiet()
	require.NotContains(t, maps.Collect(w.in.Ledger.Memberships.All()), store.MembershipKey{Group: "basic", Person: ana})
}

func TestAStandingGroupIsReadBeforeAnybodyIsPutIntoIt(t *testing.T) {
	w := newWorld(t)
	w.wants(mia, "full")
	w.wants(ana, "full")
	delete(w.in.Seen.Groups, "full")
	set := w.plan()
	require.Equal(t, []Object{MembersObject("full")}, set.Unread, "once")
	require.True(t, set.Unsure[MembersObject("full")])
	require.Equal(t, []Op{CreateUser, CreateUser}, ops(set.Steps))
	w.in.Open[MembersObject("full")] = true
	set = w.plan()
	require.Empty(t, set.Unread, "it is being read")
	require.Equal(t, []Op{CreateUser, CreateUser, AddMember, AddMember}, ops(set.Steps))
}

// A group of the site of which nothing is known but that it is there.
func TestOfAGroupThatWasNeverReadNothingIsKnown(t *testing.T) {
	w := lived(t)
	w.in.Seen.Groups["other"] = store.SeenGroup{ID: "other", Name: "Other", At: w.in.Now, People: []string{w.platform(mia)}}
	set := w.plan()
	require.Empty(t, set.Drifts)
	require.Equal(t, map[Object]bool{MembersObject("other"): true}, set.Unsure)
}

func TestWhereNobodyIsByHand(t *testing.T) {
	for name, change := range map[string]func(w *world, g *store.SeenGroup){
		"a group that is gone":   func(_ *world, g *store.SeenGroup) { g.Gone = true },
		"one that is in no list": func(_ *world, g *store.SeenGroup) { g.At = time.Time{} },
		"one that the mirror has lost": func(w *world, _ *store.SeenGroup) {
			w.in.Snap.Mirror.Groups = append(w.in.Snap.Mirror.Groups, store.KSGroup{ID: "other", Gone: true})
		},
		"a managed one":                  func(_ *world, g *store.SeenGroup) { g.Name = "Latchkey 3fa9-99 old" },
		"one with nobody of the file":    func(w *world, g *store.SeenGroup) { g.People = []string{w.stranger().PlatformID} },
		"one of the ledger, renamed":     func(w *world, _ *store.SeenGroup) { w.renamed("other") },
		"one in which a right puts them": func(w *world, _ *store.SeenGroup) { w.wants(mia, "full", "other") },
	} {
		t.Run(name, func(t *testing.T) {
			w := lived(t)
			w.ks.groups["other"] = tinyGroup{name: "Other"}
			g := store.SeenGroup{ID: "other", Name: "Other", At: w.in.Now, People: []string{w.platform(mia)}, PeopleAt: w.in.Now}
			w.in.Seen.Groups["other"] = g
			require.Len(t, Diff(w.in).Drifts, 1)
			change(w, &g)
			w.in.Seen.Groups["other"] = g
			for _, d := range Diff(w.in).Drifts {
				require.NotEqual(t, MemberByHand, d.Kind)
			}
		})
	}
}

// renamed makes a group one of ours that somebody has given another name.
func (w *world) renamed(id string) {
	g := w.in.Ledger.Groups[booking]
	delete(w.in.Ledger.Groups, booking)
	delete(w.in.Seen.Groups, g.RemoteID)
	g.RemoteID = id
	w.in.Ledger.Groups[booking] = g
}

// Who waits for a user, perhaps for long, leaves the group as well known as it is.
func TestWhoHasNoUserYetMakesNobodyElseUnsure(t *testing.T) {
	w := lived(t)
	w.wants(3, "full")
	require.NotContains(t, w.plan().Unsure, MembersObject("full"))
}

func TestADeletedStandingGroupIsForgottenAndHoldsUpNothing(t *testing.T) {
	w := lived(t)
	delete(w.ks.groups, "full")
	for i, g := range w.in.Snap.Mirror.Groups {
		w.in.Snap.Mirror.Groups[i].Gone = g.ID == "full"
	}
	delete(w.in.Target.Memberships, "full") // as the rules of access have it
	w.look()
	w.wants(3, "basic")
	w.books(8, ana, "10:00", "11:00", "a")
	set := w.plan()
	require.Empty(t, set.Drifts)
	require.NotContains(t, ops(set.Steps), RemoveMember)
	w.quiet()
	for k := range w.in.Ledger.Memberships.All() {
		require.NotEqual(t, "full", k.Group)
	}
	require.Contains(t, w.ks.groups["basic"].people, w.platform(3))
	require.Equal(t, []string{w.platform(ana)}, w.ks.groups[w.ksGroup(access.BookingKey(8))].people)
}

// The membership of somebody whose user the ledger has lost cannot be taken.
func TestAMembershipWithoutAUserIsForgotten(t *testing.T) {
	w := lived(t)
	k := store.MembershipKey{Group: "basic", Person: 3}
	w.in.Ledger.Memberships.Put(k, store.LedgerMembership{MembershipKey: k})
	require.Empty(t, w.plan().Steps)
	require.NotContains(t, maps.Collect(w.in.Ledger.Memberships.All()), k)
}

func TestAMembershipIsAStepOfItsGroup(t *testing.T) {
	w := lived(t)
	w.wants(3, "full")
	steps := w.plan().Steps
	require.Equal(t, []Op{CreateUser, AddMember}, ops(steps))
	require.Equal(t, Step{
		Key: "members:full/3", Object: MembersObject("full"), Op: AddMember, Class: Grant, Due: w.in.Now, Person: 3, Group: "full", What: steps[1].What,
	}, steps[1])
}

func TestAGroupThatIsOnlySeenHasTheNameThatKSGivesIt(t *testing.T) {
	w := lived(t)
	w.ks.group("basic", func(g *tinyGroup) { g.name = "Renamed" })
	w.ks.into("basic", w.platform(mia))
	w.look()
	require.Contains(t, w.plan().Drifts[0].What.String(), "“Basic”", "the name that the desk knows")
}

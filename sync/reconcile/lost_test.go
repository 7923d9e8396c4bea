package reconcile

import (
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// losesTag marks a tag of the file as lost, with nobody to have it.
func (w *world) losesTag(number string) {
	w.in.Snap.Tags = append([]store.Tag(nil), w.in.Snap.Tags...)
	for i, t := range w.in.Snap.Tags {
		if t.Number == number {
			w.in.Snap.Tags[i].State = store.TagLost
			return
		}
	}
	w.in.Snap.Tags = append(w.in.Snap.Tags, store.Tag{Number: number, State: store.TagLost})
}

// holding is a world in which Mia has tag 0231.
func holding(t *testing.T) *world {
	w := newWorld(t)
	w.wants(mia, "full")
	w.tag(mia, "t1")
	w.quiet()
	require.Equal(t, "0231", w.ks.users[w.ksUser(mia)].TagNumber)
	w.did = nil
	return w
}

func TestALostTagIsTakenAtOnceAndAlone(t *testing.T) {
	w := holding(t)
	w.losesTag("0231")
	w.tag(mia, "")
	u := w.in.Target.Users.Of(mia)
	u.LastName = "Lind"
	w.in.Target.Users.Put(mia, u)
	set := w.plan()
	require.Equal(t, []string{"user:1/lost", "user:1/profile"}, []string{set.Steps[0].Key, set.Steps[1].Key})
	require.Equal(t, []any{Urgent, OnlyTag, true}, []any{set.Steps[0].Class, set.Steps[0].Part, set.Steps[0].Takes()})
	require.Equal(t, []any{Grant, AllButTag, false}, []any{set.Steps[1].Class, set.Steps[1].Part, set.Steps[1].Takes()}, "a new name is in no hurry")
	v := Judge(set, Rails{Guard: store.Guard{SiteID: "s"}, SiteID: "s", AskFirst: true, Now: w.in.Now})
	require.True(t, v.May(set.Steps[0]))
	require.False(t, v.May(set.Steps[1]))
	w.quiet()
	is := w.ks.users[w.ksUser(mia)]
	require.Equal(t, []string{"", "Lind"}, []string{is.TagNumber, is.LastName})
	require.Empty(t, w.asks())
}

// Whichever of the two is confirmed last, the ledger has what both have done.
func TestTheStepsOfAUserWhoLostATagDoNotUndoEachOther(t *testing.T) {
	for _, order := range [][]int{{0, 1}, {1, 0}} {
		w := holding(t)
		w.losesTag("0231")
		w.tag(mia, "")
		u := w.in.Target.Users.Of(mia)
		u.LastName = "Lind"
		w.in.Target.Users.Put(mia, u)
		set := w.plan()
		for _, i := range order {
			w.do(set.Steps[i])
		}
		w.look()
		for _, i := range order {
			require.True(t, w.in.Done(set.Steps[i]))
			w.write(w.in.Book(set.Steps[i]))
		}
		have := w.in.Ledger.Users.Of(mia).State
		require.Equal(t, []string{"", "Lind"}, []string{have.TagID, have.LastName})
	}
}

func TestALostTagIsReplacedByTheNextOneAtOnce(t *testing.T) {
	w := holding(t)
	w.losesTag("0231")
	w.tag(mia, "t2")
	set := w.plan()
	require.Equal(t, []Op{UpdateUser}, ops(set.Steps), "one request")
	require.Equal(t, Urgent, set.Steps[0].Class)
	w.quiet()
	require.Equal(t, "0232", w.ks.users[w.ksUser(mia)].TagNumber)
}

func TestATagThatIsNotLostIsTakenLikeAnythingElse(t *testing.T) {
	w := holding(t)
	w.losesTag("0232")
	w.tag(mia, "")
	set := w.plan()
	require.Equal(t, []string{"user:1/profile"}, []string{set.Steps[0].Key})
	require.Equal(t, Revoke, set.Steps[0].Class)
}

// A lost tag that a user had before, that somebody gave by hand, or that the user
// of somebody who left still has, opens doors all the same.
func TestALostTagIsTakenFromWhoeverHasIt(t *testing.T) {
	adopted := func(w *world) {
		w.ks.addUser(store.KSUser{FirstName: "Mimi", Email: "mia@example.org", TagNumber: "0777", Subscribed: true})
		w.wants(mia, "full")
		w.look()
		w.quiet()
	}
	for name, row := range map[string]struct {
		number string
		before func(w *world)
	}{
		"adopted":                    {"0777", adopted},
		"adopted, and left":          {"0777", func(w *world) { adopted(w); w.leaves(mia) }},
		"staff, and left":            {"0231", func(w *world) { w.hasTag("t1"); w.ksStaff(); w.leaves(mia) }},
		"given by hand":              {"0232", func(w *world) { w.hasTag(""); w.ksTag("0232") }},
		"given by hand, and unknown": {"0777", func(w *world) { w.hasTag(""); w.ksTag("0777") }},
		"another given by hand":      {"0232", func(w *world) { w.hasTag("t1"); w.ksTag("0232") }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			row.before(w)
			w.losesTag(row.number)
			w.look()
			set := w.plan()
			require.NotEmpty(t, set.Steps)
			require.Equal(t, []any{"user:1/lost", Urgent}, []any{set.Steps[0].Key, set.Steps[0].Class})
			w.quiet()
			require.NotEqual(t, row.number, w.ks.users[w.ksUser(mia)].TagNumber)
			require.Equal(t, w.in.Target.Users.Of(mia).TagID, map[string]string{"": "", "0231": "t1"}[w.ks.users[w.ksUser(mia)].TagNumber])
			require.Empty(t, w.asks())
		})
	}
}

// What cannot be taken by a request can be by hand: then there is nothing left.
func TestALostTagThatSomebodyTookByHandIsGone(t *testing.T) {
	w := holding(t)
	w.losesTag("0231")
	w.tag(mia, "")
	w.ksTag("")
	require.Empty(t, w.plan().Steps)
	require.Empty(t, w.asks())
	require.Empty(t, w.in.Ledger.Users.Of(mia).State.TagID)
}

// hasTag has Mia get a tag from the desk.
func (w *world) hasTag(id string) {
	w.wants(mia, "full")
	w.tag(mia, id)
	w.quiet()
}

// ksTag has somebody change Mia's tag by hand.
func (w *world) ksTag(number string) {
	w.ks.user(w.ksUser(mia), func(u *store.KSUser) { u.TagNumber = number })
	w.look()
}

func (w *world) ksStaff() {
	w.ks.user(w.ksUser(mia), func(u *store.KSUser) { u.Staff = true })
	w.look()
}

package doors

import (
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/reconcile"
)

// op is a step of a person that makes one write.
func op(person store.PersonID, o reconcile.Op) store.Work {
	w := step(string(o), person, gets("Mia Berg", "Front door"), store.PhaseWaiting)
	w.Op, w.Wish = string(o), "wish"
	return w
}

func holding(q *store.Question, work ...store.Work) hold {
	return newHold(asks{Space: connectedSpace(), Guard: store.Guard{SiteID: "s1", Question: q, Agreed: []string{"add member=wish"}}},
		facts{Work: work, Blocked: map[store.PersonID]bool{9: true}})
}

func TestTheQuestionHoldsUpWhatWaits(t *testing.T) {
	h := holding(loud())
	require.True(t, h.held(op(1, reconcile.CreateUser)))
	require.True(t, h.held(op(1, reconcile.RemoveMember)))
	sent := op(1, reconcile.CreateUser)
	sent.Phase = store.PhaseSent
	require.False(t, h.held(sent), "it is under way already")
	require.False(t, h.held(op(1, reconcile.AddMember)), "the desk has agreed to this one")
	require.False(t, h.held(op(9, reconcile.Suspend)), "who is blocked at once goes first")
	require.False(t, holding(nil).held(op(1, reconcile.CreateUser)))
}

// Judge holds up nothing but what gives, where only that is too much: the
// sentence of package reconcile is the one that is looked for here.
func TestTooManyGainsHoldUpNoRevocation(t *testing.T) {
	var set reconcile.ChangeSet
	for i := range 30 {
		set.Steps = append(set.Steps, reconcile.Step{Key: string(rune('a' + i)), Op: reconcile.AddMember, Class: reconcile.Grant, Person: store.PersonID(i + 1)})
	}
	leaves := reconcile.Step{Key: "leaves", Op: reconcile.RemoveMember, Class: reconcile.Revoke, Person: 77}
	set.Steps = append(set.Steps, leaves)
	verdict := reconcile.Judge(set, reconcile.Rails{Guard: store.Guard{SiteID: "s1"}, SiteID: "s1", People: 100, Objects: 1000, Now: moment})
	require.NotNil(t, verdict.Question)
	require.True(t, verdict.May(leaves))

	h := holding(verdict.Question, op(1, reconcile.CreateUser), op(2, reconcile.RemoveMember))
	require.True(t, h.held(op(1, reconcile.CreateUser)))
	require.False(t, h.held(op(2, reconcile.RemoveMember)))
	require.True(t, h.held(op(1, reconcile.RemoveMember)), "who moves on leaves only when the new right may be given")
}

func TestWhoShouldBeOut(t *testing.T) {
	h := holding(nil)
	for o, out := range map[reconcile.Op]bool{
		reconcile.RemoveMember: true, reconcile.RemovePerson: true, reconcile.RemoveDoor: true, reconcile.DropSchedule: true, reconcile.DeleteGroup: true,
		reconcile.AddMember: false, reconcile.CreateUser: false, reconcile.SetWindow: false, reconcile.Suspend: false, reconcile.DeleteUser: false,
	} {
		require.Equal(t, out, h.out(op(1, o)), o)
	}
	require.True(t, h.out(op(9, reconcile.Suspend)), "a block takes the seat")
	over := op(1, reconcile.DeleteGroup)
	over.What = store.Sentence{Text: "The group “{{.Group}}” of a booking that is over is tidied away.", Args: map[string]string{"Group": "Latchkey 3fa9-1"}}
	require.False(t, h.out(over), "it opens nothing any more")
}

func TestWhoShouldBeOutStandsFirst(t *testing.T) {
	parked := step("a", 1, gets("Ada", "Front door"), store.PhaseParked)
	leaving := op(2, reconcile.RemoveMember)
	leaving.What = gets("Tom", "Studio A")
	groups := grouped([]store.Work{parked, op(3, reconcile.CreateUser), leaving}, holding(nil), moment)
	require.Equal(t, "Tom", groups[0].Name)
	require.True(t, groups[0].Lines[0].Out)
	require.Equal(t, "Ada", groups[1].Name)
	require.Equal(t, 1, stillIn(groups))
}

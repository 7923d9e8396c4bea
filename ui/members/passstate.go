package members

import (
	"strconv"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/passes"
	"latchkey/ui/widgets"
)

// passState is what somebody is by their passes, where their plan opens doors
// only with a valid one.
type passState int

const (
	passFine passState = iota // or none is asked for
	passLast                  // the last one is in use, or the last but one: the desk is warned
	passNone
)

// The states by passes as the list filters by them; no state of the store is
// called so.
const (
	stateNoPass   store.State = "no pass"
	stateLastPass store.State = "last pass"
)

// passStateOf finds the state of somebody by their passes.
func (r *roster) passStateOf(p store.Person) passState {
	held := r.passes[p.ID]
	switch {
	case !r.needsPass(p):
		return passFine
	case !held.In:
		return passNone
	case held.Left <= 1:
		return passLast
	}
	return passFine
}

// needsPass tells whether all that the plan asks of somebody today is there, and
// it asks for a pass as well.
func (r *roster) needsPass(p store.Person) bool {
	return r.limited[r.planOf(p)] && passes.Enters(p, r.mainOf(p), r.today())
}

// passWords says what is worth saying of somebody's passes, "" for nothing.
func passWords(r *roster, p store.Person) (widgets.Kind, string) {
	switch r.passStateOf(p) {
	case passNone:
		return widgets.Bad, lang.L("no valid pass")
	case passLast:
		if r.passes[p.ID].Left == 0 {
			return widgets.Warn, lang.L("last pass in use")
		}
		return widgets.Warn, lang.L("1 pass left")
	}
	return widgets.Good, ""
}

// needPasses tells whether somebody has passes, or needs some.
func (r *roster) needPasses() bool {
	if len(r.passes) > 0 || len(r.limited) == 0 {
		return len(r.passes) > 0
	}
	for _, p := range r.People.All() {
		if r.needsPass(p) {
			return true
		}
	}
	return false
}

// passesLeft is how many passes somebody could still use; "" where they have
// none and need none.
func passesLeft(r *roster, p store.Person) string {
	held, some := r.passes[p.ID]
	if !some && !r.needsPass(p) {
		return ""
	}
	return strconv.Itoa(held.Left)
}

package plans

import (
	"latchkey/store"
	"latchkey/ui/words"
)

// holder is somebody who has a plan today: a member, also a paused one, or a
// co-member of one.
type holder struct {
	Person store.PersonID
	Name   string
	State  string
	Opens  bool // the plan opens its doors for them now
}

// holdersOf returns who has which plan, in the order of people. Whoever was
// cancelled has none any more.
func holdersOf(people []store.Person, today store.Date) map[store.PlanID][]holder {
	byID := make(map[store.PersonID]store.Person, len(people))
	for _, p := range people {
		byID[p.ID] = p
	}
	out := make(map[store.PlanID][]holder)
	for _, p := range people {
		main := p
		if p.Main != 0 {
			main = byID[p.Main]
		}
		plan := main.PlanOn(today)
		own, theirs := p.State(today), main.State(today)
		if plan == 0 || own == store.StateCancelled || theirs == store.StateCancelled {
			continue
		}
		shown := p
		if own == store.StateActive && theirs != store.StateActive {
			shown = main // a pause of the main member is a pause of theirs
		}
		out[plan] = append(out[plan], holder{
			Person: p.ID, Name: p.Name(), State: words.State(shown, today),
			Opens: own == store.StateActive && theirs == store.StateActive && isConnected(p),
		})
	}
	return out
}

// isConnected tells whether a member or co-member has a KS user at all.
func isConnected(p store.Person) bool {
	return p.Connect != store.ConnectNone && p.Connect != ""
}

// openers counts those for whom a plan opens doors now.
func openers(holders []holder) int {
	n := 0
	for _, h := range holders {
		if h.Opens {
			n++
		}
	}
	return n
}

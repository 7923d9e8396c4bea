package plans

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/passes"
	"latchkey/ui/words"
)

// holder is somebody who has a plan today: a member, also a paused one, or a
// co-member of one.
type holder struct {
	Person store.PersonID
	Name   string
	State  string
	Active bool // all that the plan asks for is there, but perhaps a pass
	Pass   bool // a pass lets them in now
	Opens  bool // the plan opens its doors for them now
}

// holdersOf returns who has which plan now, in the order of people. Whoever
// was cancelled has none any more.
func holdersOf(snap store.Snapshot, now time.Time) map[store.PlanID][]holder {
	today := store.DateOf(now, snap.Space.Location())
	held, limited := passes.HeldAt(snap.Passes, now), limitedPlans(snap.Plans)
	byID := make(map[store.PersonID]store.Person, len(snap.People))
	for _, p := range snap.People {
		byID[p.ID] = p
	}
	out := make(map[store.PlanID][]holder)
	for _, p := range snap.People {
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
		h := holder{
			Person: p.ID, Name: p.Name(), State: words.State(shown, today), Pass: held[p.ID].In,
			Active: passes.Enters(p, main, today),
		}
		h.Opens = h.Active && (h.Pass || !limited[plan])
		switch {
		case !p.BlockedAt.IsZero():
			h.State = lang.L("blocked")
		case h.Active && !h.Opens:
			h.State = lang.L("no valid pass")
		}
		out[plan] = append(out[plan], h)
	}
	return out
}

func limitedPlans(plans []store.Plan) map[store.PlanID]bool {
	out := make(map[store.PlanID]bool)
	for _, p := range plans {
		out[p.ID] = p.PassLimited
	}
	return out
}

// withoutPass returns those who open the plan's doors only as long as no pass
// is asked for.
func withoutPass(holders []holder) []holder {
	var out []holder
	for _, h := range holders {
		if h.Active && !h.Pass {
			out = append(out, h)
		}
	}
	return out
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

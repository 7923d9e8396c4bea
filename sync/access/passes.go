package access

import (
	"latchkey/store"
	"latchkey/store/mistake"
)

// passesOf returns when a pass lets each holder in, as windows apart from each
// other.
func passesOf(times []store.PassTime) map[store.PersonID][]Window {
	passes := make(map[store.PersonID][]Window)
	for _, t := range times {
		passes[t.Person] = append(passes[t.Person], Window{From: t.From, To: t.To})
	}
	for p, windows := range passes {
		passes[p] = Union(windows)
	}
	return passes
}

// letIn returns when a right of a plan holds: all the time, or, where the plan
// is limited to passes, while one of the person's own lets them in.
func (r *rules) letIn(p *store.Person, plan store.PlanID, windows []Window) []Window {
	if !r.plans[plan].PassLimited || mistake.On(mistake.PassIgnored) {
		return windows
	}
	return Both(windows, r.passes[p.ID])
}

// asIfPassed returns when a right of a plan would hold if everybody had a pass.
func asIfPassed(_ *store.Person, _ store.PlanID, windows []Window) []Window { return windows }

// needsPass tells whether a person's plan on a day is limited to passes: who
// has none has no right then, and has it back as soon as one is given.
func (r *rules) needsPass(p *store.Person, day store.Date) bool {
	return r.plans[r.payer(p).PlanOn(day)].PassLimited
}

// passNow says until when a pass lets in, for a grant of a plan that is limited
// to passes.
func (r *rules) passNow(p *store.Person, g Grant) (Fact, bool) {
	if !r.plans[g.Reason.Plan].PassLimited {
		return Fact{}, false
	}
	for _, w := range r.passes[p.ID] {
		switch {
		case w.And(g.Window).Empty():
		case w.To.IsZero():
			return Fact{Note, sentence("A pass lets {{.Name}} in.", "Name", p.Name())}, true
		default:
			return Fact{Note, sentence("A pass lets {{.Name}} in until {{.Until}}.", "Name", p.Name(), "Until", string(store.LocalOf(w.To, r.loc)))}, true
		}
	}
	return Fact{}, false
}

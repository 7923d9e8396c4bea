package plans

import "latchkey/store"

// What is typed into the forms of a plan and of a kind of pass is kept by these
// names.
const (
	draftPlan     = "plan"
	draftPassKind = "pass-kind"
)

// Resume returns what opens the form again whose draft is gone on with; nil: the
// draft is none of its own.
func (p *Page) Resume(kind string, id int64) func() {
	switch kind {
	case draftPlan:
		return func() { p.whenLoaded(func() { p.resumePlan(store.PlanID(id)) }) }
	case draftPassKind:
		return func() { p.whenLoaded(func() { p.resumeKind(store.PassTypeID(id)) }) }
	}
	return nil
}

func (p *Page) resumePlan(id store.PlanID) {
	if id == 0 {
		p.create()
		return
	}
	if p.Select(id); p.sheet.Plan.ID == id {
		p.edit()
	}
}

func (p *Page) resumeKind(id store.PassTypeID) {
	p.strip.Choose(showsKinds)
	if id == 0 {
		p.kinds.create()
		return
	}
	if p.kinds.table.Select(kindKey(id)) && p.kinds.shown.ID == id {
		p.kinds.edit()
	}
}

package plans

import (
	"slices"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/mapping"
	"latchkey/ui/widgets"
)

// archive archives the plan shown, or offers it again.
func (p *Page) archive() {
	plan := p.sheet.Plan
	if plan.ID == 0 {
		return
	}
	text := lang.L("Plan “{{.Plan}}” archived.", map[string]any{"Plan": plan.Name})
	if plan.Archived {
		text = lang.L("Plan “{{.Plan}}” is offered again.", map[string]any{"Plan": plan.Name})
	}
	p.table.Focus()
	p.deps.Desk.Save(text, changePlan(plan.ID, func(now store.Plan) store.Plan {
		now.Archived = !plan.Archived
		return now
	}))
}

// canAdd tells whether there are groups to choose from.
func (p *Page) canAdd() bool { return p.model.Site.Stage() == mapping.Ready }

// pickGroup lets the person choose one more group for the plan shown.
func (p *Page) pickGroup() {
	s := p.sheet
	if s.Plan.ID == 0 || !p.canAdd() {
		return
	}
	options := p.model.Site.GroupOptions(p.model.refs(s.Plan), p.deps.GroupWords)
	mapping.Pick(p.deps.Desk, lang.L("Find a group of SALTO KS"), options,
		func(o mapping.Option) { p.addGroup(o.Line) })
}

// addGroup adds a group to the plan shown, once the person has agreed to what
// it changes at the doors.
func (p *Page) addGroup(l mapping.Line) {
	s := p.sheet
	save := func() {
		p.deps.Desk.Save(lang.L("Group “{{.Group}}” added to the plan “{{.Plan}}”.", said(s, l)),
			changePlan(s.Plan.ID, func(now store.Plan) store.Plan { return withGroup(now, p.model.Site.Space.ID, l.Ref) }))
	}
	p.table.Focus()
	if text := effect(s, l, append(slices.Clone(s.Lines), l)); text != "" {
		widgets.Ask(p.deps.Desk.Win, lang.L("Use the group “{{.Group}}”?", said(s, l)), text, lang.L("Use this group"), save)
		return
	}
	save()
}

// removeGroup takes a group out of the plan shown, once the person has agreed
// to what it changes at the doors.
func (p *Page) removeGroup(l mapping.Line) {
	s := p.sheet
	save := func() {
		p.deps.Desk.Save(lang.L("Group “{{.Group}}” taken out of the plan “{{.Plan}}”.", said(s, l)),
			changePlan(s.Plan.ID, func(now store.Plan) store.Plan { return withoutGroup(now, p.model.Site.Space.ID, l.Ref) }))
	}
	p.table.Focus()
	if text := effect(s, l, mapping.Without(s.Lines, l)); text != "" {
		widgets.Confirm(p.deps.Desk.Win, lang.L("Take out the group “{{.Group}}”?", said(s, l)), text, lang.L("Take out"), save)
		return
	}
	save()
}

func said(s sheet, l mapping.Line) map[string]any {
	return map[string]any{"Group": l.Name, "Plan": s.Plan.Name}
}

package plans

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/mapping"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// form are the fields of a plan.
type form struct {
	plan    store.Plan // as it was when the form was opened
	space   store.SpaceID
	holders []holder // of the plan
	options []mapping.Option
	name    *widgets.TextField
	note    *widgets.TextField
	group   *widgets.ComboField // nil: there is nothing to choose from
	limited *widgets.CheckField
	monthly *monthlyField
	effect  *widgets.Paragraph // what it does to people; hidden while there is nothing to say
}

// effectWidth is how wide the sentence below the fields is at least, in any
// language.
const effectWidth = 370

func (p *Page) newForm(plan store.Plan) *form {
	f := &form{
		plan: plan, space: p.model.Site.Space.ID, holders: p.openHolders(plan),
		name: widgets.NewTextField(""), note: widgets.NewMultiLine("", 2),
		limited: widgets.NewCheckField(lang.L("Only with a valid pass")),
		monthly: newMonthlyField(p.model.Kinds, plan.Allowances),
		effect:  widgets.NewParagraph("", theme.ColorWarn),
	}
	f.effect.Resize(fyne.NewSize(effectWidth, 0)) // breaks into lines before it is measured
	f.effect.Hide()
	f.name.SetValue(plan.Name)
	f.limited.SetValue(plan.PassLimited)
	f.note.SetValue(plan.Note)
	return f
}

// openHolders are those for whom a change of the plan can mean other doors.
func (p *Page) openHolders(plan store.Plan) []holder {
	if len(plan.Mappings) == 0 {
		return nil
	}
	return p.model.holders[plan.ID]
}

func (f *form) fields() []widgets.FormField {
	out := []widgets.FormField{{Name: "name", Label: lang.L("Name"), Field: f.name}}
	if f.group != nil {
		out = append(out, widgets.FormField{
			Name: "mappings", Label: lang.L("Group in SALTO KS"), Field: f.group,
			Hint: lang.L("Opens its doors for everybody who has the plan. May stay empty; more can be added afterwards."),
		})
	}
	return append(out,
		widgets.FormField{Name: "allowances", Label: lang.L("Each month"), Field: f.monthly,
			Hint: lang.L("So many passes everybody who has the plan gets anew on the first of each month. Empty: none.")},
		widgets.FormField{Name: "pass_limited", Label: lang.L("Passes"), Field: f.limited,
			Hint: lang.L("Who has no valid pass opens none of the plan's doors, and has them back as soon as a pass is bought or given. Bookings and extra doors stay.")},
		widgets.FormField{Name: "note", Label: lang.L("Note"), Field: f.note})
}

// value returns the plan as entered.
func (f *form) value() store.Plan {
	plan := f.plan
	plan.Name, plan.Note, plan.PassLimited = f.name.Value(), f.note.Value(), f.limited.Value()
	plan.Allowances = f.monthly.Value()
	if f.group != nil {
		if o, ok := mapping.Chosen(f.options, f.group.Value()); ok {
			plan = withGroup(plan, f.space, o.Ref)
		}
	}
	return plan
}

// create asks for a new plan.
func (p *Page) create() {
	p.whenLoaded(func() {
		f := p.newForm(store.Plan{})
		if f.options = p.model.Site.GroupOptions(nil, p.deps.GroupWords); len(f.options) > 0 {
			f.group = widgets.NewComboField(lang.L("No group"), mapping.Choices(f.options)...)
		}
		p.ask(lang.L("New plan"), f, lang.L("Plan added."))
	})
}

// edit asks for other details of the plan shown.
func (p *Page) edit() {
	if p.sheet.Plan.ID != 0 {
		p.ask(lang.L("Edit plan"), p.newForm(p.sheet.Plan), lang.L("Plan changed."))
	}
}

func (p *Page) ask(title string, f *form, done string) {
	d := p.deps.Desk
	var saved store.Plan
	open := widgets.ShowForm(d.Win, widgets.FormSpec{
		Title: title, Fields: f.fields(), Extra: f.effect, Dispatcher: d.Dispatch, Draft: d.Drafts.Draft(draftPlan, int64(f.plan.ID), title),
		OnSave: func(ctx context.Context) error {
			saved = f.value()
			return d.Commit(ctx, done, func(tx *store.Tx) error { return tx.SavePlan(&saved) })
		},
		OnSaved: func() { p.Select(saved.ID) },
	})
	weigh := func() {
		f.weigh()
		open.Refit()
	}
	f.limited.OnChanged = func(bool) { weigh() }
	f.monthly.Watch(weigh, nil)
	weigh() // a draft that is gone on with has something to say
}

// weigh says what it does to people to ask for a pass, or not any more.
func (f *form) weigh() {
	text, limited := "", f.limited.Value()
	if limited != f.plan.PassLimited {
		text = passEffect(limited, f.holders)
	}
	if text != "" && limited && len(f.plan.Allowances) == 0 && len(f.monthly.Value()) > 0 {
		text += " " + lang.L("The plan gives them the passes of this month at once.")
	}
	f.effect.SetText(text)
	f.effect.Hidden = text == ""
}

package members

import (
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// pause asks from when to when a membership rests.
func (d *dialogs) pause(p store.Person) {
	r := d.roster()
	from, until := newDateField(r, false), newDateField(r, true)
	from.SetValue(string(max(r.today(), p.StartsOn)))
	d.open(change{
		title: lang.L("Pause {{.Name}}", named(p)), ok: lang.L("Pause"),
		person: p,
		fields: []widgets.FormField{
			{Name: "paused_from", Label: lang.L("First paused day"), Field: from},
			{Name: "paused_until", Label: lang.L("Last paused day"), Field: until,
				Hint: lang.L("Empty: until you reactivate the membership.")},
		},
		after: func() (store.Person, store.Date) {
			day := store.Date(from.Value())
			return pausedFrom(p, day, store.Date(until.Value())), day
		},
		done:  func(store.Person) string { return lang.L("{{.Name}} paused.", named(p)) },
		extra: func(store.Person) string { return coMembersLose(r, p) },
		watch: func(_ *widgets.Form, ask func()) {
			from.OnChanged = func(string) { ask() }
			until.OnChanged = func(string) { ask() }
		},
	})
}

// coMembersLose says that a member's co-members lose their doors too.
func coMembersLose(r *roster, p store.Person) string {
	if n := r.coMembers[p.ID]; n > 0 {
		return lang.N("{{.Count}} co-members lose the doors of the plan too.", n, map[string]any{"Count": n})
	}
	return ""
}

// The ways to end a membership.
const (
	endNow   = "now"
	endToday = "today"
	endOn    = "date"
)

// cancel asks when a membership ends, and says what is lost.
func (d *dialogs) cancel(p store.Person) {
	r := d.roster()
	today := r.today()
	how := newOptions(
		widgets.Choice{ID: endNow, Text: lang.L("Take away the doors now"),
			Detail: lang.L("The last day was yesterday. The doors close within seconds when SALTO KS can be reached.")},
		widgets.Choice{ID: endToday, Text: lang.L("End today"),
			Detail: lang.L("Today, {{.Day}}, is the last day: the doors close at midnight.", map[string]any{"Day": words.ShortDay(today)})},
		widgets.Choice{ID: endOn, Text: lang.L("End at a date"), Detail: lang.L("The last day is included.")},
	)
	date := newDateField(r, false)
	date.SetValue(string(max(today, p.EndsOn)))
	last := func() store.Date {
		switch how.Value() {
		case endNow:
			return today.AddDays(-1)
		case endToday:
			return today
		}
		return store.Date(date.Value())
	}
	d.open(change{
		title: lang.L("Cancel the membership of {{.Name}}", named(p)), ok: lang.L("End membership"),
		person: p,
		fields: []widgets.FormField{
			{Name: "how", Label: lang.L("When"), Field: how},
			{Name: "ends_on", Label: lang.L("Last day"), Field: date},
		},
		after: func() (store.Person, store.Date) {
			return endedOn(p, last(), today), max(today, last().AddDays(1))
		},
		done:  func(after store.Person) string { return endedWords(after, today) },
		extra: func(store.Person) string { return coMembersLose(r, p) },
		watch: func(form *widgets.Form, ask func()) {
			form.ShowField("ends_on", false)
			how.OnChanged = func(id string) { form.ShowField("ends_on", id == endOn); ask() }
			date.OnChanged = func(string) { ask() }
		},
	})
}

func endedWords(p store.Person, today store.Date) string {
	if p.EndsOn < today {
		return lang.L("Membership of {{.Name}} cancelled.", named(p))
	}
	return lang.L("Membership of {{.Name}} ends after {{.Day}}.",
		map[string]any{"Name": p.Name(), "Day": words.Day(p.EndsOn)})
}

// reactivate takes back an end or a pause.
func (d *dialogs) reactivate(p store.Person) {
	today := d.roster().today()
	d.open(change{
		title: lang.L("Reactivate {{.Name}}", named(p)), ok: lang.L("Reactivate"),
		person: p,
		after:  func() (store.Person, store.Date) { return reactivated(p), max(today, p.StartsOn) },
		done:   func(store.Person) string { return lang.L("{{.Name}} reactivated.", named(p)) },
		watch:  func(*widgets.Form, func()) {},
	})
}

// changePlan asks for another plan, at once or from a day on.
func (d *dialogs) changePlan(p store.Person) {
	r := d.roster()
	today := r.today()
	now := started(p, today)
	plan := newPlanField(r, now.Plan)
	plan.SetValue(planID(now.Plan))
	from := newDateField(r, false)
	from.SetValue(string(today))
	if now.NextPlan != 0 {
		plan.SetValue(planID(now.NextPlan))
		from.SetValue(string(now.NextPlanOn))
	}
	d.open(change{
		title: lang.L("Change the plan of {{.Name}}", named(p)), ok: lang.L("Change plan"),
		person: p,
		fields: []widgets.FormField{
			{Name: "next_plan", Label: lang.L("Plan"), Field: plan},
			{Name: "next_plan_on", Label: lang.L("First day"), Field: from, Hint: lang.L("Today changes the plan at once.")},
		},
		after: func() (store.Person, store.Date) {
			day := store.Date(from.Value())
			return changedPlan(p, planOf(plan), day, today), max(day, today)
		},
		check: func() error { return planChosen(plan, "next_plan") },
		done: func(store.Person) string {
			return lang.L("{{.Name}} has the plan {{.Plan}} from {{.Day}}.", map[string]any{
				"Name": p.Name(), "Plan": r.planName(planOf(plan)), "Day": words.Day(store.Date(from.Value()))})
		},
		extra: func(store.Person) string { return coMembersChange(r, p) },
		watch: func(_ *widgets.Form, ask func()) {
			plan.OnChanged = func(string) { ask() }
			from.OnChanged = func(string) { ask() }
		},
	})
}

func planChosen(f *widgets.ComboField, field string) error {
	if f.Value() != "" {
		return nil
	}
	return &store.Problem{Code: store.CodeInvalid, Field: field, Text: "Choose the plan that the member pays for."}
}

func coMembersChange(r *roster, p store.Person) string {
	if n := r.coMembers[p.ID]; n > 0 {
		return lang.N("The same for {{.Count}} co-members.", n, map[string]any{"Count": n})
	}
	return ""
}

// remove asks before somebody is deleted.
func (d *dialogs) remove(p store.Person) {
	sentence := lang.L("{{.Name}} loses every door at once. Bookings that are not over go too, and the tag is free again. The log keeps what happened.", named(p))
	widgets.Confirm(d.deps.Desk.Win, lang.L("Delete {{.Name}}?", named(p)), sentence, lang.L("Delete"), func() {
		d.deps.Desk.Save(lang.L("{{.Name}} deleted.", named(p)), func(tx *store.Tx) error { return tx.DeletePerson(p.ID) })
	})
}

package members

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/tap"
	"latchkey/ui/widgets"
)

// The kinds of people that the form asks for.
const (
	kindPlan     = "plan"
	kindCoMember = "co-member"
	kindVisitor  = "visitor"
)

// memberForm is the form of a new or an existing person.
type memberForm struct {
	dialogs *dialogs
	roster  *roster
	before  store.Person // ID 0: a new one
	tag     store.Tag    // held before; ID 0: none
	tapped  newTag       // what the reader saw, where the file does not have it
	doubt   tap.Doubt    // whether what is tapped can be known again
	release func()       // gives the reader back
	saved   store.PersonID
	form    *widgets.Form
	preview *preview

	first, last, email, phone, company, note *widgets.TextField
	kind                                     *widgets.SelectField
	plan, main, tagField                     *widgets.ComboField
	starts                                   *widgets.DateField
	connect                                  *widgets.SelectField
	doors                                    *widgets.CheckGroup
}

// add asks for a new member, or for a co-member of main.
func (d *dialogs) add(main store.PersonID) {
	r := d.roster()
	f := newMemberForm(d, r, store.Person{Main: main, StartsOn: r.today(), Connect: defaultConnect(r.Space)})
	f.kind.SetValue(kindPlan)
	f.plan.SetValue(planID(r.usualPlan()))
	if main != 0 {
		f.kind.SetValue(kindCoMember)
	}
	f.open(lang.L("New member"), lang.L("Add member"))
}

// edit asks for the details of somebody who is there.
func (d *dialogs) edit(id store.PersonID) {
	r := d.roster()
	p, ok := r.person(id)
	if !ok {
		return
	}
	f := newMemberForm(d, r, started(p, r.today()))
	f.open(lang.L("Edit {{.Name}}", named(p)), "")
}

func newMemberForm(d *dialogs, r *roster, p store.Person) *memberForm {
	f := &memberForm{
		dialogs: d, roster: r, before: p, tag: r.tags[p.ID],
		preview: newPreview(d.deps, r),
		first:   widgets.NewTextField(""), last: widgets.NewTextField(""),
		email: widgets.NewTextField(""), phone: widgets.NewTextField(""),
		company: widgets.NewTextField(""), note: widgets.NewMultiLine("", 2),
		kind: widgets.NewSelectField("",
			widgets.Choice{ID: kindPlan, Text: lang.L("With a plan of their own")},
			widgets.Choice{ID: kindCoMember, Text: lang.L("Co-member of somebody")},
			widgets.Choice{ID: kindVisitor, Text: lang.L("Visitor, with bookings only")}),
		plan:     newPlanField(r, p.Plan),
		main:     newMainField(r, p.ID),
		starts:   newDateField(r, true),
		connect:  newConnectField(),
		tagField: newTagField(r, p.ID),
		doors:    newDoorsField(r, p),
	}
	f.tagField.SetTypist(d.deps.Typist)
	f.fill(p)
	return f
}

func (f *memberForm) fill(p store.Person) {
	f.first.SetValue(p.FirstName)
	f.last.SetValue(p.LastName)
	f.email.SetValue(p.Email)
	f.phone.SetValue(p.Phone)
	f.company.SetValue(p.Company)
	f.note.SetValue(p.Note)
	switch {
	case p.Main != 0:
		f.kind.SetValue(kindCoMember)
	case p.Plan != 0:
		f.kind.SetValue(kindPlan)
	default:
		f.kind.SetValue(kindVisitor)
	}
	f.plan.SetValue(planID(p.Plan))
	f.main.SetValue(personKey(p.Main))
	f.starts.SetValue(string(p.StartsOn))
	f.connect.SetValue(string(p.Connect))
	if f.tag.ID != 0 {
		f.tagField.SetValue(tagID(f.tag.ID))
	}
	f.doors.SetValue(doorKeys(f.roster, p))
}

// open shows the form. The names of the rows are those of the store's
// problems.
func (f *memberForm) open(title, ok string) {
	f.form = widgets.ShowForm(f.dialogs.deps.Desk.Win, widgets.FormSpec{
		Title: title, OK: ok,
		Fields: []widgets.FormField{
			{Name: "first_name", Label: lang.L("First name"), Field: f.first},
			{Name: "last_name", Label: lang.L("Last name"), Field: f.last},
			{Name: "email", Label: lang.L("E-mail"), Field: f.email},
			{Name: "kind", Label: lang.L("Membership"), Field: f.kind},
			{Name: "plan", Label: lang.L("Plan"), Field: f.plan},
			{Name: "main", Label: lang.L("Co-member of"), Field: f.main},
			{Name: "starts_on", Label: lang.L("First day"), Field: f.starts, Hint: lang.L("Empty: has always been a member.")},
			{Label: lang.L("Doors"), Field: f.preview},
			{Name: "connect", Label: lang.L("Opens with"), Field: f.connect,
				Hint: lang.L("With the phone, SALTO KS sends an invitation to the e-mail address.")},
			{Name: "tag", Label: lang.L("Tag number"), Field: f.tagField},
			{Name: "extra_doors", Label: lang.L("Extra doors"), Field: f.doors, Hint: f.doorsHint()},
			{Name: "phone", Label: lang.L("Telephone"), Field: f.phone},
			{Name: "company", Label: lang.L("Company"), Field: f.company},
			{Name: "note", Label: lang.L("Note"), Field: f.note},
		},
		OnSave:     f.save,
		OnSaved:    func() { f.closed(); f.dialogs.saved(f.saved); f.pairNew() },
		OnCancel:   f.closed,
		Dispatcher: f.dialogs.deps.Desk.Dispatch,
		Draft:      f.dialogs.deps.Desk.Drafts.Draft(draftKind, int64(f.before.ID), title),
	})
	f.preview.form = f.form
	f.listen()
	f.preview.extra = notConnected
	f.arrange()
	f.kind.OnChanged = func(string) { f.arrange(); f.look() }
	f.plan.OnChanged = func(string) { f.look() }
	f.main.OnChanged = func(string) { f.look() }
	f.starts.OnChanged = func(string) { f.look() }
	f.connect.OnChanged = func(string) { f.look() }
	f.doors.OnChanged = func([]string) { f.look() }
	f.look()
}

// closed ends what goes on while the form is open.
func (f *memberForm) closed() {
	f.preview.form = nil
	f.release()
}

// arrange shows the rows that the kind of person has.
func (f *memberForm) arrange() {
	kind := f.kind.Value()
	f.form.ShowField("plan", kind == kindPlan)
	f.form.ShowField("main", kind == kindCoMember)
	for _, name := range []string{"starts_on", "connect", "extra_doors"} {
		f.form.ShowField(name, kind != kindVisitor)
	}
}

func (f *memberForm) doorsHint() string {
	if len(f.roster.Doors) == 0 {
		return lang.L("No doors are known yet: connect the space to SALTO KS in Settings.")
	}
	return lang.L("Open whatever the plan says, while the membership is active.")
}

// look asks which doors are gained and lost.
func (f *memberForm) look() {
	var before store.Person
	if f.before.ID != 0 {
		before = f.before
	}
	after := f.person()
	f.preview.ask(before, after, max(f.roster.today(), after.StartsOn))
}

// notConnected warns that a right opens nothing before KS knows the person.
func notConnected(p store.Person) string {
	if isVisitor(p) || p.Connect != store.ConnectNone {
		return ""
	}
	return lang.L("Not connected to SALTO KS: no door opens before that.")
}

// person is what the fields say.
func (f *memberForm) person() store.Person {
	p := f.before
	p.FirstName, p.LastName = f.first.Value(), f.last.Value()
	p.Email, p.Phone, p.Company, p.Note = f.email.Value(), f.phone.Value(), f.company.Value(), f.note.Value()
	p.Plan, p.Main = 0, 0
	switch f.kind.Value() {
	case kindPlan:
		p.Plan = planOf(f.plan)
	case kindCoMember:
		p.Main = personOf(f.main)
	}
	if p.Plan == 0 {
		p.NextPlan, p.NextPlanOn = 0, ""
	}
	if f.kind.Value() == kindVisitor {
		p.StartsOn, p.EndsOn, p.PausedFrom, p.PausedUntil = "", "", "", ""
		p.Connect, p.ExtraDoors = store.ConnectNone, nil
		return p
	}
	p.StartsOn = store.Date(f.starts.Value())
	p.Connect = store.Connect(f.connect.Value())
	p.ExtraDoors = chosenDoors(f.roster, f.before, f.doors.Value())
	return p
}

// save puts the person and the tag into the file, both or neither. It runs
// away from the UI thread.
func (f *memberForm) save(ctx context.Context) error {
	if err := f.complete(); err != nil {
		return err
	}
	p := f.person()
	text := lang.L("{{.Name}} saved.", named(p))
	if p.ID == 0 {
		text = lang.L("{{.Name}} added.", named(p))
	}
	err := f.dialogs.deps.Desk.Commit(ctx, text, func(tx *store.Tx) error {
		if err := tx.SavePerson(&p); err != nil {
			return err
		}
		return f.saveTag(tx, p.ID)
	})
	if err == nil {
		f.saved = p.ID
	}
	return err
}

// complete refuses what the file would take for a visitor.
func (f *memberForm) complete() error {
	switch {
	case f.kind.Value() == kindPlan:
		return planChosen(f.plan, "plan")
	case f.kind.Value() == kindCoMember && f.main.Value() == "":
		return &store.Problem{Code: store.CodeInvalid, Field: "main", Text: "Choose the member whose plan is shared."}
	}
	return nil
}

func planID(id store.PlanID) string { return strconv.FormatInt(int64(id), 10) }

func tagID(id store.TagID) string { return strconv.FormatInt(int64(id), 10) }

func planOf(f *widgets.ComboField) store.PlanID {
	id, err := strconv.ParseInt(f.Value(), 10, 64)
	if err != nil {
		return 0
	}
	return store.PlanID(id)
}

func personOf(f *widgets.ComboField) store.PersonID {
	id, err := strconv.ParseInt(f.Value(), 10, 64)
	if err != nil {
		return 0
	}
	return store.PersonID(id)
}

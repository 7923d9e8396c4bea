package members

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/passes"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// mostPasses is how many passes are given at once at most.
const mostPasses = 100

// giveForm are the fields of passes that are given.
type giveForm struct {
	dialogs *dialogs
	roster  *roster
	person  store.Person
	kinds   []store.PassType
	kind    *widgets.SelectField
	count   *widgets.NumberField
	how     *widgets.SelectField
	from    *widgets.DateField
	until   *widgets.DateField
	note    *widgets.TextField
	price   *widgets.Paragraph
}

// givePasses asks which passes somebody is given.
func (d *dialogs) givePasses(p store.Person) {
	desk.Load(d.deps.Desk, func(ctx context.Context) (passBook, error) { return readPasses(ctx, d.deps.Desk.Store, p.ID) },
		func(b passBook) { d.askPasses(p, b) })
}

func (d *dialogs) askPasses(p store.Person, b passBook) {
	kinds := offered(b.kinds)
	if len(kinds) == 0 {
		widgets.ShowProblem(d.deps.Desk.Win, &store.Problem{Code: store.CodeMissing,
			Text: "There are no kinds of passes yet. Say in Plans, under “Kinds of passes”, how long one lasts and what it costs."})
		return
	}
	f := newGiveForm(d, p, kinds)
	f.kind.SetValue(kindID(usualKind(b, kinds)))
	f.open(b.sharers(p.ID))
}

// usualKind is the kind that was bought or given last, else the first.
func usualKind(b passBook, kinds []store.PassType) store.PassTypeID {
	usual := kinds[0].ID
	for _, u := range b.uses { // the oldest first
		there := slices.ContainsFunc(kinds, func(k store.PassType) bool { return k.ID == u.Type })
		if there && u.Source != store.Allowed {
			usual = u.Type
		}
	}
	return usual
}

func kindID(id store.PassTypeID) string { return strconv.FormatInt(int64(id), 10) }

func newGiveForm(d *dialogs, p store.Person, kinds []store.PassType) *giveForm {
	r := d.roster()
	f := &giveForm{
		dialogs: d, roster: r, person: p, kinds: kinds,
		count: widgets.NewNumberField(widgets.NumberSpec{Min: 1, Max: mostPasses}),
		how: widgets.NewSelectField("",
			widgets.Choice{ID: string(store.Bought), Text: lang.L("Bought")},
			widgets.Choice{ID: string(store.Given), Text: lang.L("Given for nothing")}),
		from: newDateField(r, true), until: newDateField(r, true), note: widgets.NewTextField(""),
		price: widgets.NewParagraph("", theme.ColorText),
	}
	var choices []widgets.Choice
	for _, k := range kinds {
		choices = append(choices, widgets.Choice{ID: kindID(k.ID), Text: k.Name,
			Detail: joined(passes.Length(k.Minutes), words.Money(k.Price, k.Currency))})
	}
	f.kind = widgets.NewSelectField("", choices...)
	f.count.SetValue(1)
	f.how.SetValue(string(store.Bought))
	f.price.Resize(extraSize)
	return f
}

func (f *giveForm) open(sharers string) {
	hint := ""
	if sharers != "" {
		hint = lang.L("Shared with {{.Names}}.", map[string]any{"Names": sharers})
	}
	form := widgets.ShowForm(f.dialogs.deps.Desk.Win, widgets.FormSpec{
		Title: lang.L("Give passes to {{.Name}}", named(f.person)), OK: lang.L("Give passes"),
		Fields: []widgets.FormField{
			{Name: "type", Label: lang.L("Kind"), Field: f.kind, Hint: hint},
			{Name: "count", Label: lang.L("How many"), Field: f.count},
			{Name: "source", Label: lang.L("Bought or given"), Field: f.how},
			{Name: "granted_at", Label: lang.L("Good from"), Field: f.from, Hint: lang.L("Empty: from now on.")},
			{Name: "expires_on", Label: lang.L("Last day"), Field: f.until, Hint: lang.L("Empty: they never expire.")},
			{Name: "note", Label: lang.L("Note"), Field: f.note},
		},
		Extra: f.price, OnSave: f.save, Dispatcher: f.dialogs.deps.Desk.Dispatch,
	})
	weigh := func() {
		f.price.SetText(f.priceWords())
		form.Refit()
	}
	f.kind.OnChanged = func(string) { weigh() }
	f.count.OnChanged = func(int64) { weigh() }
	f.how.OnChanged = func(string) { weigh() }
	weigh()
}

func (f *giveForm) chosen() store.PassType {
	i := slices.IndexFunc(f.kinds, func(k store.PassType) bool { return kindID(k.ID) == f.kind.Value() })
	if i < 0 {
		return store.PassType{}
	}
	return f.kinds[i]
}

// priceWords says what one costs, and all of them.
func (f *giveForm) priceWords() string {
	kind, n := f.chosen(), f.count.Value()
	args := map[string]any{"Price": words.Money(kind.Price, kind.Currency), "Sum": words.Money(kind.Price*n, kind.Currency), "Count": n}
	switch {
	case n < 1 || n > mostPasses:
		return ""
	case f.how.Value() == string(store.Given):
		return lang.L("Nothing to pay. Bought, they would cost {{.Sum}}.", args)
	case n == 1:
		return lang.L("To pay: {{.Sum}}.", args)
	}
	return lang.L("To pay: {{.Count}} × {{.Price}} = {{.Sum}}.", args)
}

// pass is one of those that the fields describe.
func (f *giveForm) pass() store.Pass {
	p := store.Pass{
		Person: f.person.ID, Type: f.chosen().ID, Source: store.Source(f.how.Value()),
		ExpiresOn: store.Date(f.until.Value()), Note: f.note.Value(),
	}
	if from := store.Date(f.from.Value()); from != "" && from != f.roster.today() {
		p.GrantedAt = from.Start(f.roster.zone)
	}
	return p
}

// save gives the passes. It runs away from the UI thread.
func (f *giveForm) save(ctx context.Context) error {
	p, n := f.pass(), int(f.count.Value())
	first := f.roster.today()
	if from := store.Date(f.from.Value()); from != "" {
		first = from
	}
	if p.ExpiresOn != "" && p.ExpiresOn < first {
		return &store.Problem{Code: store.CodeInvalid, Field: "expires_on", Text: "The last day is before the first. Choose a later one, or leave it empty."}
	}
	said := lang.N("{{.Count}} passes given to {{.Name}}: {{.Kind}}.", n, map[string]any{"Count": n, "Name": f.person.Name(), "Kind": f.chosen().Name})
	return f.dialogs.deps.Desk.Commit(ctx, said, func(tx *store.Tx) error {
		_, err := tx.GivePasses(p, n)
		return err
	})
}

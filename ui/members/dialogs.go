package members

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// dialogs are the questions and forms that change people.
type dialogs struct {
	deps   Deps
	roster func() *roster
	saved  func(store.PersonID) // shows somebody who was added or changed
}

// newDateField returns a field for a day in the space's zone.
func newDateField(r *roster, optional bool) *widgets.DateField {
	return widgets.NewDateField(widgets.DateSpec{
		Today: func() string { return string(r.today()) }, Optional: optional,
	})
}

// change is a dialog about the membership of one person: what is entered
// makes another version of the person, which takes effect on a day.
type change struct {
	title, ok string
	fields    []widgets.FormField
	person    store.Person
	after     func() (p store.Person, day store.Date)
	check     func() error                         // what the fields cannot tell by themselves; may be nil
	done      func(after store.Person) string      // what the undo bar says
	extra     func(after store.Person) string      // a further sentence in the preview; may be nil
	watch     func(form *widgets.Form, ask func()) // asks for a new preview when something is entered
}

// open shows the dialog with the doors that are gained and lost.
func (d *dialogs) open(c change) {
	p := newPreview(d.deps, d.roster())
	p.extra = c.extra
	ask := func() {
		after, day := c.after()
		p.ask(c.person, after, day)
	}
	form := widgets.ShowForm(d.deps.Desk.Win, widgets.FormSpec{
		Title: c.title, OK: c.ok,
		Fields: append(c.fields, widgets.FormField{Label: lang.L("Doors"), Field: p}),
		OnSave: func(ctx context.Context) error {
			if c.check != nil {
				if err := c.check(); err != nil {
					return err
				}
			}
			after, _ := c.after()
			return d.deps.Desk.Commit(ctx, c.done(after), func(tx *store.Tx) error { return tx.SavePerson(&after) })
		},
		OnSaved:    func() { p.form = nil; d.saved(c.person.ID) },
		OnCancel:   func() { p.form = nil },
		Dispatcher: d.deps.Desk.Dispatch,
	})
	p.form = form
	c.watch(form, ask)
	ask()
}

// named fills a person's name into a sentence.
func named(p store.Person) map[string]any { return map[string]any{"Name": p.Name()} }

package tags

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/widgets"
)

// numbers are the tags of the space's site, to choose from and to look up.
type numbers struct{ free, all []store.SiteTag }

func (d *Dialogs) numbers(ctx context.Context) (n numbers, err error) {
	s, space := d.deps.Desk.Store, d.deps.Desk.Space()
	if n.free, err = s.FreeSiteTags(ctx, space); err != nil {
		return n, fmt.Errorf("free tags of the site: %w", err)
	}
	if n.all, err = s.SiteTags(ctx, space); err != nil {
		return n, fmt.Errorf("tags of the site: %w", err)
	}
	return n, nil
}

// id returns what a number is called in KS, "" where the site was not seen to
// have it.
func (n numbers) id(number string) string {
	i := slices.IndexFunc(n.all, func(t store.SiteTag) bool { return t.Number == number && number != "" && !t.Gone })
	if i < 0 {
		return ""
	}
	return n.all[i].ID
}

// numbered leaves out tags that the site shows no number of: nobody could tell
// which one that is.
func numbered(list []store.SiteTag) []store.SiteTag {
	return slices.DeleteFunc(slices.Clone(list), func(t store.SiteTag) bool { return t.Number == "" })
}

// New asks for a tag that the file does not have, by its number.
func (d *Dialogs) New() {
	desk.Load(d.deps.Desk, d.numbers, d.askNew)
}

func (d *Dialogs) askNew(n numbers) {
	number, printed := newNumberField(n.free), widgets.NewTextField("")
	number.SetTypist(d.deps.Typist)
	hint := lang.L("As it is printed on the tag, or as SALTO KS shows it under Tags.")
	if len(n.free) > 0 {
		hint = lang.L("Choose among those that SALTO KS has and nobody uses, or type another.")
	}
	var t store.Tag
	title := lang.L("New tag")
	widgets.ShowForm(d.deps.Desk.Win, widgets.FormSpec{
		Title: title, Draft: d.deps.Desk.Drafts.Draft(draftKind, 0, title),
		Fields: []widgets.FormField{
			{Name: "number", Label: lang.L("Number"), Field: number, Hint: hint},
			{Name: "printed", Label: lang.L("Printed on it"), Field: printed, Hint: lang.L("Only if it is something other than the number.")},
		},
		Dispatcher: d.deps.Desk.Dispatch,
		OnSave: func(ctx context.Context) error {
			t = store.Tag{Number: chosenNumber(number), Printed: printed.Value()}
			t.KSID = n.id(t.Number)
			return d.deps.Desk.Commit(ctx, lang.L("Tag {{.Number}} added.", named(t, store.Person{})), func(tx *store.Tx) error { return tx.SaveTag(&t) })
		},
		OnSaved: func() {
			if d.Added != nil {
				d.Added(t.ID)
			}
		},
	})
}

// newNumberField offers numbers of SALTO KS, and takes any other.
func newNumberField(free []store.SiteTag) *widgets.ComboField {
	var choices []widgets.Choice
	for _, t := range numbered(free) {
		choices = append(choices, widgets.Choice{ID: t.Number, Text: t.Number, Detail: lang.L("in SALTO KS")})
	}
	f := widgets.NewComboField("", choices...)
	f.Create = func(typed string) string { return lang.L("Tag number {{.Number}}", map[string]any{"Number": typed}) }
	return f
}

func chosenNumber(f *widgets.ComboField) string {
	if typed, ok := f.Created(); ok {
		return strings.TrimSpace(typed)
	}
	return f.Value()
}

// Edit asks for another number or print of the tag.
func (d *Dialogs) Edit(t store.Tag) {
	desk.Load(d.deps.Desk, d.numbers, func(n numbers) { d.askEdit(t, n) })
}

func (d *Dialogs) askEdit(t store.Tag, n numbers) {
	number, printed := widgets.NewTextField(""), widgets.NewTextField("")
	number.SetTypist(d.deps.Typist)
	number.SetValue(t.Number)
	printed.SetValue(t.Printed)
	title := lang.L("Edit tag")
	widgets.ShowForm(d.deps.Desk.Win, widgets.FormSpec{
		Title: title, Draft: d.deps.Desk.Drafts.Draft(draftKind, int64(t.ID), title),
		Fields: []widgets.FormField{
			{Name: "number", Label: lang.L("Number"), Field: number, Hint: lang.L("As SALTO KS shows it under Tags, with every zero.")},
			{Name: "printed", Label: lang.L("Printed on it"), Field: printed},
		},
		Dispatcher: d.deps.Desk.Dispatch,
		OnSave: func(ctx context.Context) error {
			now := t
			now.Number, now.Printed = strings.TrimSpace(number.Value()), printed.Value()
			if now.Number != t.Number { // then it is another tag in KS
				now.KSID = n.id(now.Number)
			}
			return d.deps.Desk.Commit(ctx, lang.L("Tag {{.Number}} changed.", named(now, store.Person{})), func(tx *store.Tx) error { return tx.SaveTag(&now) })
		},
	})
}

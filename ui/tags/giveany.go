package tags

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// GiveAny asks for a tag, and then whom to give it to.
func (d *Dialogs) GiveAny() {
	widgets.ShowPicker(d.deps.Desk.Win, widgets.PickerSpec{
		Placeholder: lang.L("Give a tag: its number, or what is printed on it"),
		Dispatcher:  d.deps.Desk.Dispatch,
		Search:      d.givable,
	})
}

// givable finds tags: free ones, those that SALTO KS has and nobody uses, then
// those that somebody has, and those that are lost or broken. A number that is
// none of them is offered as a new tag.
func (d *Dialogs) givable(ctx context.Context, query string) []widgets.Result {
	s := d.deps.Desk.Store
	have, err := s.Tags(ctx)
	if err != nil {
		return nil // the list stays empty; the next letter asks again
	}
	site, err := s.FreeSiteTags(ctx, d.deps.Desk.Space())
	if err != nil {
		return nil
	}
	query = strings.TrimSpace(query)
	found := ranked(have, site, query)
	var out []widgets.Result
	for _, t := range found[:min(mostFound, len(found))] {
		out = append(out, d.result(t, t.Title(), d.tagWords(ctx, t)))
	}
	if query != "" && !slices.ContainsFunc(found, func(t store.Tag) bool { return t.Number == query }) {
		out = append(out, d.result(store.Tag{Number: query}, lang.L("New tag {{.Number}}", map[string]any{"Number": query}), ""))
	}
	return out
}

// ranked returns the tags that fit a query: the one of that very number, then
// those that can be given without a question.
func ranked(have []store.Tag, site []store.SiteTag, query string) []store.Tag {
	var out []store.Tag
	add := func(t store.Tag) {
		if words.Fits(t.Title()+" "+t.Printed, query) {
			out = append(out, t)
		}
	}
	of := func(wanted ...store.TagState) {
		for _, t := range have {
			if slices.Contains(wanted, t.State) {
				add(t)
			}
		}
	}
	of(store.TagFree)
	for _, t := range numbered(site) {
		add(store.Tag{Number: t.Number, KSID: t.ID})
	}
	of(store.TagHeld)
	of(store.TagLost, store.TagBroken)
	if i := slices.IndexFunc(out, func(t store.Tag) bool { return t.Number == query }); i > 0 {
		that := out[i]
		out = slices.Insert(slices.Delete(out, i, i+1), 0, that)
	}
	return out
}

func (d *Dialogs) result(t store.Tag, text, detail string) widgets.Result {
	return widgets.Result{Text: text, Detail: detail, Icon: theme.NewIcon(theme.IconTags), Action: func() { d.Give(t) }}
}

// tagWords says beside a tag what it is.
func (d *Dialogs) tagWords(ctx context.Context, t store.Tag) string {
	switch {
	case t.ID == 0:
		return lang.L("new, from SALTO KS")
	case t.State == store.TagHeld:
		p, err := d.deps.Desk.Store.Person(ctx, t.Holder)
		if err != nil {
			return "" // removed just now; the question will tell
		}
		return joined(lang.L("with {{.Name}}", named(t, p)), t.Printed)
	}
	_, state := stateWords(t.State)
	return joined(state, t.Printed)
}

package tags

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// mostFound is how many results are offered: what is not among them is found
// by typing.
const mostFound = 20

// Give asks whom to give the tag to. One without ID is added first; one that is
// lost or broken has to be found, or repaired.
func (d *Dialogs) Give(t store.Tag) {
	if t.State == store.TagLost || t.State == store.TagBroken {
		d.askFound(t)
		return
	}
	d.withHolder(t, func(holder store.Person) {
		read := func(ctx context.Context) (facts, error) {
			return loadSpace(ctx, d.deps.Desk.Store, d.deps.Desk.Space())
		}
		desk.Load(d.deps.Desk, read, func(f facts) {
			s, _ := f.standingOf(t)
			d.pickTaker(offer{t, holder, s})
		})
	})
}

// offer is a tag that is to be given: who has it now, if anybody, and whether
// SALTO KS knows it.
type offer struct {
	tag      store.Tag
	holder   store.Person
	standing standing
}

func (d *Dialogs) pickTaker(o offer) {
	widgets.ShowPicker(d.deps.Desk.Win, widgets.PickerSpec{
		Placeholder: lang.L("Give tag {{.Number}} to: name or e-mail address", named(o.tag, o.holder)),
		Dispatcher:  d.deps.Desk.Dispatch,
		Search:      func(ctx context.Context, query string) []widgets.Result { return d.takers(ctx, o, query) },
	})
}

// askFound asks whether a tag that is to be given is there again.
func (d *Dialogs) askFound(t store.Tag) {
	args := named(t, store.Person{})
	title, text, yes := lang.L("Tag {{.Number}} is marked as lost", args), lang.L("If you have it, choose “Found”. It is free then, and can be given."), lang.L("Found")
	if t.State == store.TagBroken {
		title, text, yes = lang.L("Tag {{.Number}} is marked as broken", args), lang.L("If it works again, choose “Repaired”. It is free then, and can be given."), lang.L("Repaired")
	}
	widgets.Ask(d.deps.Desk.Win, title, text, yes, func() { d.Found(t) })
}

// takers finds people who can be given a tag. Before anything is typed those
// who came last and have none are first.
func (d *Dialogs) takers(ctx context.Context, o offer, query string) []widgets.Result {
	s := d.deps.Desk.Store
	people, err := s.People(ctx, store.PeopleFilter{Query: query})
	if err != nil {
		return nil // the list stays empty; the next letter asks again
	}
	have, err := s.Tags(ctx)
	if err != nil {
		return nil
	}
	of := tagsOf(have)
	if strings.TrimSpace(query) == "" {
		slices.SortStableFunc(people, func(a, b store.Person) int {
			return cmp.Or(cmp.Compare(min(1, len(of[a.ID])), min(1, len(of[b.ID]))), b.CreatedAt.Compare(a.CreatedAt))
		})
	}
	var out []widgets.Result
	for _, p := range people {
		if p.ID == o.holder.ID {
			continue
		}
		out = append(out, widgets.Result{
			Text: p.Name(), Detail: joined(p.Email, p.Company, hasWords(of[p.ID])), Icon: theme.NewIcon(theme.IconMembers),
			Action: func() { d.give(o, p, of[p.ID]) },
		})
		if len(out) == mostFound {
			break
		}
	}
	return out
}

// tagsOf returns the tags of each person who has some.
func tagsOf(tags []store.Tag) map[store.PersonID][]store.Tag {
	out := make(map[store.PersonID][]store.Tag)
	for _, t := range tags {
		if t.Holder != 0 {
			out[t.Holder] = append(out[t.Holder], t)
		}
	}
	return out
}

func hasWords(tags []store.Tag) string {
	if len(tags) == 0 {
		return ""
	}
	return lang.L("has tag {{.Number}}", map[string]any{"Number": titles(tags)})
}

func titles(tags []store.Tag) string {
	var out []string
	for _, t := range tags {
		out = append(out, t.Title())
	}
	return strings.Join(out, ", ")
}

// give gives a tag to somebody, after a question where that is not all.
func (d *Dialogs) give(o offer, taker store.Person, has []store.Tag) {
	args := named(o.tag, taker)
	save := func() { d.deps.Desk.Save(lang.L("Tag {{.Number}} given to {{.Name}}.", args), giving(o.tag, taker.ID)) }
	if text := giveWords(o, taker, has); text != "" {
		widgets.Ask(d.deps.Desk.Win, lang.L("Give tag {{.Number}} to {{.Name}}?", args), text, lang.L("Give tag"), save)
		return
	}
	save()
}

// giveWords says what else changes when somebody is given a tag, and why it may
// open no door; "": nothing.
func giveWords(o offer, taker store.Person, has []store.Tag) string {
	var out []string
	if o.holder.ID != 0 {
		out = append(out, lang.L("Tag {{.Number}} is with {{.Name}}, who has none then.", named(o.tag, o.holder)))
	}
	if len(has) > 0 {
		out = append(out, lang.L("{{.Name}} has tag {{.Number}}, which becomes free: SALTO KS knows one tag for each person.",
			map[string]any{"Name": taker.Name(), "Number": titles(has)}))
	}
	switch o.standing {
	case unusable:
		out = append(out, unusableWords())
	case unregistered:
		out = append(out, lang.L("SALTO KS does not know this tag yet: it opens no door before it is registered at a lock. Tags tells how."))
	case unread, registered, elsewhere:
	}
	return strings.Join(out, " ")
}

// giving is the change of the file that gives a tag, which is added first if
// it is a new one.
func giving(t store.Tag, person store.PersonID) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		if t.ID != 0 {
			if err := unchanged(tx, t); err != nil {
				return err
			}
			return tx.GiveTag(t.ID, person)
		}
		added := t
		if err := tx.SaveTag(&added); err != nil {
			return err
		}
		return tx.GiveTag(added.ID, person)
	}
}

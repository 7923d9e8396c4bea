package attendance

import (
	"cmp"
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// refusedTab shows who was refused at a door, and why.
type refusedTab struct {
	page   *Page
	loader listdetail.Loader[refusedFacts]
	facts  refusedFacts

	count  *widgets.Text
	search *widgets.TextField
	who    *widgets.Button
	table  *widgets.Table[refusal]
	empty  *widgets.Paragraph
	outer  fyne.CanvasObject
}

func newRefusedTab(p *Page) *refusedTab {
	t := &refusedTab{page: p}
	d := p.deps.Desk
	t.loader = listdetail.Loader[refusedFacts]{Desk: d, Read: func(ctx context.Context, id store.SpaceID) (refusedFacts, error) {
		return loadRefused(ctx, d.Store, id)
	}, Show: t.show}
	t.count = widgets.NewText("", widgets.TextStyle{Size: theme.SizeCardTitle, Bold: true, Ellipsis: true})
	t.search = widgets.NewTextField(lang.L("Find a person, tag or door"))
	t.search.OnChanged = func(string) { t.fill() }
	t.who = widgets.NewButton(lang.L("Who is this tag?"), t.ofTag)
	t.table = t.newTable()
	find := container.NewGridWrap(fyne.NewSize(220, t.search.MinSize().Height), t.search)
	head := widgets.Padded(container.NewBorder(nil, nil, nil, container.NewHBox(find, t.who), t.count))
	t.outer = widgets.FlushCard("", container.NewBorder(head, nil, nil, nil, t.table))
	return t
}

func (t *refusedTab) newTable() *widgets.Table[refusal] {
	text := func(of func(refusal) string) func(a, b refusal) int {
		return func(a, b refusal) int {
			return cmp.Or(strings.Compare(words.Fold(of(a)), words.Fold(of(b))), newestFirst(a, b))
		}
	}
	who, door := func(r refusal) string { return r.Who }, func(r refusal) string { return r.DoorName }
	number, why := func(r refusal) string { return r.Tag }, func(r refusal) string { return r.Why }
	table := widgets.NewTable([]widgets.Column[refusal]{
		{Title: lang.L("Time"), Min: 130, Muted: true, Compare: newestFirst, Falls: true,
			Text: func(r refusal) string { return words.Instant(r.At, t.facts.Now, t.facts.Space.Location()) }},
		{Title: lang.L("Who"), Min: 140, Weight: 1.5, Strong: true, Text: who, Compare: text(who)},
		{Title: lang.L("Door"), Min: 110, Weight: 1, Text: door, Compare: text(door)},
		{Title: lang.L("Why"), Min: 150, Weight: 0.5, Compare: text(why), Pill: func(r refusal) (widgets.Kind, string) { return widgets.Warn, r.Why }},
		{Title: lang.L("Tag"), Min: 90, Weight: 0.3, Muted: true, Optional: true, Text: number, Compare: text(number)},
	}, func(r refusal) string { return r.ID })
	table.OnSelected = func(refusal) { t.enable() }
	table.OnUnselected = t.enable
	table.OnActivate = t.look
	table.Menu = t.menu
	t.empty = widgets.NewParagraph("", theme.ColorMuted)
	t.empty.SetAlign(fyne.TextAlignCenter)
	table.SetEmpty(widgets.Padded(t.empty))
	t.who.Disable()
	return table
}

func newestFirst(a, b refusal) int { return cmp.Or(b.At.Compare(a.At), strings.Compare(a.ID, b.ID)) }

func (t *refusedTab) content() fyne.CanvasObject { return t.outer }

func (t *refusedTab) concerns() store.Kind {
	return store.KindSpace | store.KindEntry | store.KindPerson
}

func (t *refusedTab) focus() { t.table.Focus() }

func (t *refusedTab) ask() { t.loader.Ask() }

func (t *refusedTab) show(f refusedFacts) {
	t.facts = f
	t.fill()
}

func (t *refusedTab) fill() {
	list := t.facts.refusals(t.search.Value())
	t.empty.SetText(lang.L("Nobody was refused at a door, as far as the doors know."))
	if len(t.facts.Entries) > 0 {
		t.empty.SetText(lang.L("No refused attempt fits what you typed."))
	}
	t.table.SetRows(list)
	t.count.SetText(lang.N("{{.Count}} refused attempts", len(list), map[string]any{"Count": words.Number(len(list))}))
	t.enable()
}

// enable lets a tag be asked about where the chosen attempt has one.
func (t *refusedTab) enable() {
	if r, ok := t.table.Selected(); ok && r.Tag != "" {
		t.who.Enable()
		return
	}
	t.who.Disable()
}

// look shows more of an attempt: whose the tag is, or else the person.
func (t *refusedTab) look(r refusal) {
	switch {
	case r.Tag != "":
		t.whose(r.Tag)
	case r.Open:
		t.page.deps.ShowPerson(r.Person)
	}
}

func (t *refusedTab) menu(r refusal) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	if r.Tag != "" {
		items = append(items, fyne.NewMenuItem(lang.L("Who is this tag?"), func() { t.whose(r.Tag) }))
	}
	if r.Open {
		items = append(items, fyne.NewMenuItem(lang.L("Open in Members"), func() { t.page.deps.ShowPerson(r.Person) }))
	}
	return items
}

func (t *refusedTab) ofTag() {
	if r, ok := t.table.Selected(); ok && r.Tag != "" {
		t.whose(r.Tag)
	}
}

// whose says who has a tag, and what can be done where nobody has.
func (t *refusedTab) whose(number string) {
	d := t.page.deps.Desk
	id := d.Space()
	desk.Load(d, func(ctx context.Context) (owner, error) { return loadOwner(ctx, d.Store, id, number) }, func(o owner) {
		var shut func()
		var actions []fyne.CanvasObject
		if o.Holder.ID != 0 && !o.Holder.Deleted {
			actions = append(actions, widgets.NewButton(lang.L("Open in Members"), func() {
				shut()
				t.page.deps.ShowPerson(o.Holder.ID)
			}))
		}
		shut = widgets.ShowContent(d.Win, lang.L("Tag {{.Number}}", map[string]any{"Number": number}),
			atWidth(widgets.NewParagraph(o.words(), "")), actions...)
	})
}

package attendance

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// person is the card of the one who is chosen: their stays, what the doors know,
// and what the desk said.
func (t *dayTab) person(v visit) fyne.CanvasObject {
	body := listdetail.Stack(12)
	var buttons []fyne.CanvasObject
	if t.canLeave(v) {
		buttons = append(buttons, widgets.NewButton(lang.L("Left at…"), t.leave))
	}
	if p := t.facts.People[v.Person]; p.ID != 0 && !p.Deleted {
		buttons = append(buttons, widgets.NewButton(lang.L("Open in Members"), func() { t.open(v) }))
	}
	if len(buttons) > 0 {
		body.Add(container.NewHBox(buttons...))
	}
	if t.facts.closed() {
		body.Add(widgets.NewParagraph(lang.L("This day is closed: nothing changes on it before it is opened again."), theme.ColorMuted))
	}
	for _, c := range v.Stays {
		body.Add(t.stay(c))
	}
	if rows := t.passages(v); len(rows) > 0 {
		body.Add(listdetail.Section(lang.L("At the doors"), rows))
	}
	if rows := t.corrections(v); len(rows) > 0 {
		body.Add(listdetail.Section(lang.L("What the desk said"), rows))
	}
	return widgets.Card(v.Name, body)
}

func (t *dayTab) stay(c store.CheckIn) fyne.CanvasObject {
	day, zone := t.facts.Day, t.zone()
	last := lang.L("Last")
	if c.Out {
		last = lang.L("Left")
	}
	pairs := []widgets.Pair{
		widgets.PairText(lang.L("First"), clockOn(c.First, day, zone)), widgets.PairText(last, clockOn(c.Last, day, zone)),
	}
	if c.Pass != 0 {
		pairs = append(pairs, widgets.PairText(t.facts.Passes[c.Pass], lang.L("until {{.Time}}", map[string]any{"Time": clockOn(c.Until, day, zone)})))
	}
	if n := len(c.GaveBack); n > 0 {
		pairs = append(pairs, widgets.PairText(lang.L("Given back"), lang.N("{{.Count}} shorter passes", n, map[string]any{"Count": n})))
	}
	return widgets.KeyValues(pairs...)
}

func (t *dayTab) passages(v visit) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, e := range v.Entries {
		where := e.DoorName
		if w := way(e.Entry); w != "" {
			where += " · " + w
		}
		rows = append(rows, widgets.TwoLines(clockOn(e.At, t.facts.Day, t.zone()), where, t.ofPassage(v, e)))
	}
	return rows
}

// late tells whether an entry came late for a closed day, and does not count.
func late(e store.Entry) bool {
	return e.State == store.EntryLate || e.State == store.EntryLeftOut
}

// ofPassage is what can be said of an entry, or what is to be known of it.
func (t *dayTab) ofPassage(v visit, e passage) fyne.CanvasObject {
	kind, text := e.remark()
	switch {
	case late(e.Entry) && t.page.deps.Arrives(e.Entry, t.facts.Space):
		return widgets.NewLinkButton(lang.L("Counts"), func() { t.answer(e.Entry, true) })
	case e.State == store.EntryCounted && !e.Not && t.facts.closed():
		return widgets.NewLinkButton(lang.L("Leave out"), func() { t.answer(e.Entry, false) })
	case e.Counts && !t.facts.closed():
		return widgets.NewLinkButton(lang.L("Was not them"), func() { t.notThem(v, e.Entry) })
	case text == "":
		return nil
	}
	return widgets.NewPill(kind, text)
}

func (t *dayTab) corrections(v visit) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, c := range v.Corrections {
		text := said(c, t.facts.Day, t.zone())
		var back fyne.CanvasObject = container.NewWithoutLayout()
		if !t.facts.closed() {
			back = widgets.NewLinkButton(lang.L("Take back"), func() { t.takeBack(c) })
		}
		if c.Note == "" {
			rows = append(rows, listdetail.Row(text, back))
			continue
		}
		rows = append(rows, widgets.TwoLines(text, c.Note, back))
	}
	return rows
}

const (
	mostLate  = 6 // late entries that are shown at once
	mostNames = 8 // people of a list
)

// attention is the card of what needs the desk.
func (t *dayTab) attention(a attention) fyne.CanvasObject {
	body := listdetail.Stack(12)
	if len(a.Late) > 0 {
		body.Add(t.late(a))
	}
	if len(a.One) > 0 {
		body.Add(t.people(lang.L("One pass left"), "", a.One))
	}
	if len(a.None) > 0 {
		body.Add(t.people(lang.L("No pass left"), lang.L("Without a pass in force, the doors of their plan stay shut for them."), a.None))
	}
	return widgets.Card(lang.L("Needs attention"), body)
}

func (t *dayTab) late(a attention) fyne.CanvasObject {
	box := listdetail.Stack(6, widgets.Strong(lang.L("Came late for a closed day")))
	for _, e := range a.Late[:min(mostLate, len(a.Late))] {
		when := words.Moment(store.LocalOf(e.At, a.Space.Location())) + " · " + e.DoorName
		box.Add(widgets.Tight(widgets.TwoLines(e.Name, when, nil), container.NewHBox(
			widgets.NewButton(lang.L("Counts"), func() { t.answer(e.Entry, true) }),
			widgets.NewButton(lang.L("Leave out"), func() { t.answer(e.Entry, false) }))))
	}
	if more := len(a.Late) - mostLate; more > 0 {
		box.Add(widgets.NewParagraph(lang.N("and {{.Count}} more", more, map[string]any{"Count": more}), theme.ColorMuted))
	}
	return box
}

// people lists people, each of whom opens in Members.
func (t *dayTab) people(title, text string, list []store.Person) fyne.CanvasObject {
	box := listdetail.Stack(0, widgets.Strong(title))
	if text != "" {
		box.Add(widgets.NewParagraph(text, theme.ColorMuted))
	}
	for _, p := range list[:min(mostNames, len(list))] {
		box.Add(widgets.ListedLink(widgets.NewLinkButton(p.Name(), func() { t.page.deps.ShowPerson(p.ID) })))
	}
	if more := len(list) - mostNames; more > 0 {
		box.Add(widgets.NewParagraph(lang.N("and {{.Count}} more", more, map[string]any{"Count": more}), theme.ColorMuted))
	}
	return box
}

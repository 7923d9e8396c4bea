package tags

import (
	"cmp"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"latchkey/store"
	"latchkey/ui/encoder"
	"latchkey/ui/listdetail"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// sheet is what the detail shows of one tag.
type sheet struct {
	Tag      store.Tag
	Title    string
	Kind     widgets.Kind
	State    string
	Who      string // has it, since when and from whom
	Holder   store.PersonID
	Standing standing
	KS       string
	NoSite   bool
	Seen     string
	Refused  bool      // when it was seen last
	Looks    time.Time // until when the site is read often for this tag; zero: it is not
	Idle     string    // why SALTO KS does not get the tag of who has it; "": it does
	Told     bool      // the story was read
	History  []past
}

func (p *Page) sheetOf(r *row) sheet {
	f, t := p.facts, r.Tag
	s := sheet{
		Tag: t, Title: r.Title, Kind: r.Kind, State: r.State, Holder: t.Holder,
		Standing: r.standing, KS: r.KS, NoSite: f.Space.SiteID == "", Seen: f.moment(r.Seen), Told: p.story.Tag == t.ID,
	}
	if p.looking.tag == t.ID {
		s.Looks = p.looking.until
	}
	if t.Holder != 0 {
		s.Idle = idleWords(f.Holders[t.Holder])
	}
	s.Who = f.whoWords(t, p.story)
	if s.Told {
		s.History = f.history(p.story)
		if e := p.story.Last; e.ID != "" {
			s.Seen, s.Refused = joined(f.moment(e.At), e.DoorName), e.Category == store.EntryRejected
		}
	}
	return s
}

// idleWords says why the doors do not get the tag of somebody who has one. A
// visitor is connected by a booking.
func idleWords(p store.Person) string {
	name := map[string]any{"Name": p.Name()}
	switch {
	case p.Connect == store.ConnectPhoneOnly:
		return lang.L("{{.Name}} opens doors by phone only, so SALTO KS does not get this tag. Change that in Members.", name)
	case p.Connect == store.ConnectNone && (p.Plan != 0 || p.Main != 0):
		return lang.L("{{.Name}} is not connected to SALTO KS, so this tag opens no door. Connect them in Members.", name)
	}
	return ""
}

// head is what stays in sight of a tag.
func (p *Page) head(s sheet) []fyne.CanvasObject {
	row := container.New(&widgets.FlowRow{Gap: 8})
	for _, a := range p.actionsOf(s.Tag) {
		row.Add(widgets.NewStyledButton(a.style, a.label, nil, func() {
			p.list.table.Focus() // this button is about to go
			a.do()
		}))
	}
	return []fyne.CanvasObject{
		listdetail.Title(s.Title, widgets.NewPill(s.Kind, s.State)),
		p.withPerson(s.Holder, widgets.NewParagraph(s.Who, "")),
		row,
	}
}

// withPerson puts a link to somebody at the right of what is said of them.
func (p *Page) withPerson(id store.PersonID, words fyne.CanvasObject) fyne.CanvasObject {
	if id == 0 || p.deps.ShowPerson == nil {
		return words
	}
	link := widgets.NewLinkButton(lang.L("Show"), func() { p.deps.ShowPerson(id) })
	return container.NewBorder(nil, nil, nil, container.NewCenter(link),
		container.NewVBox(layout.NewSpacer(), words, layout.NewSpacer()))
}

// parts are the sections below the head.
func (p *Page) parts(s sheet) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if n := p.standingNotice(s); n != nil {
		out = append(out, n)
	}
	if s.Idle != "" {
		out = append(out, listdetail.Notice(widgets.Warn, s.Idle))
	}
	out = append(out, names(s))
	if s.Told {
		out = append(out, p.historySection(s))
	}
	return out
}

// standingNotice says what has to be done before SALTO KS can use a tag; nil:
// nothing.
func (p *Page) standingNotice(s sheet) fyne.CanvasObject {
	switch {
	case s.Standing == unusable:
		return listdetail.Notice(widgets.Bad, unusableWords())
	case s.Standing == unregistered && s.Tag.Number == "":
		return listdetail.Notice(widgets.Warn, lang.L("SALTO KS knows tags by their number, and this one has none here yet. Type the number that SALTO KS shows for it."),
			widgets.NewButton(lang.L("Type the number…"), func() { p.dialogs.Edit(s.Tag) }))
	case s.Standing == unregistered:
		return listdetail.Notice(widgets.Warn, stepsWords(s.Looks, p.facts.Space.Location()), p.lookButton()...)
	case s.NoSite && p.deps.Connect != nil:
		return listdetail.Notice(widgets.Neutral, lang.L("Whether SALTO KS knows this tag is shown once this space is connected to SALTO KS. Who has it is kept as it is."),
			widgets.NewButton(lang.L("Connect to SALTO KS…"), p.deps.Connect))
	}
	return nil
}

func unusableWords() string {
	return lang.L("This tag talks at 125 kHz. The locks of SALTO KS hear tags of 13.56 MHz only, so it opens no door. Give another.")
}

// stepsWords says how a tag is registered at a lock, and until when the site is
// read often, if it is.
func stepsWords(until time.Time, loc *time.Location) string {
	steps := lang.L("SALTO KS does not know this tag yet, so it opens no door. Register it at a lock: in SALTO KS open Tags, choose Add tags, pick a lock, and hold the tag to it within two minutes. Or set a lock as tag reader there, and hold the tag to it. Latchkey notices by itself.")
	if until.IsZero() {
		return steps
	}
	return steps + " " + lang.L("It looks every few seconds until {{.Time}}.", map[string]any{"Time": words.Clock(store.LocalOf(until, loc))})
}

func (p *Page) lookButton() []fyne.CanvasObject {
	if p.deps.LookForTags == nil {
		return nil
	}
	return []fyne.CanvasObject{widgets.NewButton(lang.L("Look for it now"), p.startLooking)}
}

// names are what a tag is known by, and where it was last.
func names(s sheet) fyne.CanvasObject {
	value := func(name, text string) fyne.CanvasObject {
		return listdetail.Row(name, widgets.NewText(cmp.Or(text, "–"), widgets.TextStyle{Ellipsis: true, Align: fyne.TextAlignTrailing}))
	}
	return listdetail.Section(lang.L("Names"), []fyne.CanvasObject{
		value(lang.L("Number in SALTO KS"), s.Tag.Number),
		value(lang.L("SALTO KS"), s.KS),
		value(lang.L("On the tag reader"), encoder.UID(s.Tag.UID).String()),
		value(lang.L("Printed on it"), s.Tag.Printed),
		value(lang.L("Frequency"), string(s.Tag.Tech)),
		value(lastWords(s.Refused), s.Seen),
	})
}

func lastWords(refused bool) string {
	if refused {
		return lang.L("Last refused at a door")
	}
	return lang.L("Last at a door")
}

// action is something that can be done with a tag.
type action struct {
	label string
	style widgets.ButtonStyle
	do    func()
}

// actionsOf are what makes sense for a tag as it is, the most likely first.
func (p *Page) actionsOf(t store.Tag) []action {
	d := p.dialogs
	lost := action{lang.L("Lost…"), widgets.QuietDanger, func() { d.Lose(t) }}
	broken := action{lang.L("Broken"), widgets.Plain, func() { d.Broken(t) }}
	var out []action
	switch t.State {
	case store.TagHeld:
		out = []action{
			{lang.L("Take back"), widgets.Plain, func() { d.TakeBack(t) }},
			{lang.L("Give to somebody else…"), widgets.Plain, func() { d.Give(t) }},
			lost, broken,
		}
	case store.TagLost:
		out = []action{{lang.L("Found"), widgets.Plain, func() { d.Found(t) }}}
	case store.TagBroken:
		out = []action{{lang.L("Repaired"), widgets.Plain, func() { d.Found(t) }}}
	case store.TagFree:
		out = []action{{lang.L("Give to…"), widgets.Plain, func() { d.Give(t) }}, lost, broken}
	}
	return append(out,
		action{lang.L("Edit…"), widgets.Plain, func() { d.Edit(t) }},
		action{lang.L("Remove…"), widgets.QuietDanger, func() { d.Remove(t) }})
}

// menu is the same for the right button in the table.
func (p *Page) menu(t store.Tag) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, a := range p.actionsOf(t) {
		items = append(items, fyne.NewMenuItem(a.label, a.do))
	}
	return items
}

// activate does what Enter means for a tag: a free one is given.
func (p *Page) activate(t store.Tag) {
	if t.State == store.TagFree {
		p.dialogs.Give(t)
		return
	}
	p.dialogs.Edit(t)
}

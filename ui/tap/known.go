package tap

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/listdetail"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

const sheetWidth = 420

// known brings up a tag of the file: its holder, or what to do with it.
func (f *Flow) known(a facts) {
	t := a.Sure
	switch t.State {
	case store.TagHeld:
		f.held(a)
	case store.TagLost, store.TagBroken:
		label := lang.L("It was found")
		if t.State == store.TagBroken {
			label = lang.L("It works again")
		}
		f.open(widgets.SheetSpec{
			Title: lang.L("Tag {{.Number}}", map[string]any{"Number": t.Title()}), Content: lines(a.sentence(), lang.L("It opens no door.")),
			Buttons: []*widgets.Button{f.showTag(t), f.then(widgets.NewPrimaryButton, label, func() { f.deps.Tags.Found(t) })},
		})
	default:
		f.open(widgets.SheetSpec{
			Title: lang.L("Tag {{.Number}}", map[string]any{"Number": t.Title()}), Content: lines(a.sentence(), a.ksWords()),
			Buttons: append(f.number(a), f.showTag(t), f.then(widgets.NewPrimaryButton, lang.L("Give to…"), func() { f.deps.Tags.Give(t) })),
		})
	}
}

// held shows who has the tag.
func (f *Flow) held(a facts) {
	t, p := a.Sure, a.Holder
	about := []string{words.State(p, a.today())}
	for _, more := range []string{a.Plan, p.Company} {
		if more != "" {
			about = append(about, more)
		}
	}
	since := ""
	if h, is := a.last(); is {
		since = lang.L("Has tag {{.Number}} since {{.When}}.", map[string]any{"Number": t.Title(), "When": words.Instant(h.From, a.Now, a.Space.Location())})
	}
	f.open(widgets.SheetSpec{
		Title: p.Name(), Content: lines(strings.Join(about, " · "), since, a.ksWords()),
		Buttons: append(f.number(a),
			f.then(widgets.NewButton, lang.L("Lost…"), func() { f.deps.Tags.Lose(t) }),
			f.then(widgets.NewButton, lang.L("Take back"), func() { f.deps.Tags.TakeBack(t) }),
			f.then(widgets.NewPrimaryButton, lang.L("Open in Members"), func() { f.deps.ShowPerson(p.ID) })),
	})
}

// ksWords says what a tag that SALTO KS does not know needs.
func (a facts) ksWords() string {
	switch {
	case a.Sure.Tech == store.TechLow:
		return lang.L("It is a 125 kHz tag, which SALTO KS cannot read.")
	case a.Space.SiteID == "" || a.Sure.KSID != "":
		return ""
	}
	return lang.L("SALTO KS does not know it yet, so that it opens no door. In Tags it says what to do.")
}

// number is the button for the number in SALTO KS, where a tag lacks one.
func (f *Flow) number(a facts) []*widgets.Button {
	if a.Sure.Number != "" || a.Tag.UID == nil || a.Sure.Tech == store.TechLow {
		return nil
	}
	return []*widgets.Button{f.then(widgets.NewButton, lang.L("Its number…"), func() { f.Pair(a.Tag) })}
}

func (f *Flow) showTag(t store.Tag) *widgets.Button {
	return f.then(widgets.NewButton, lang.L("Open in Tags"), func() { f.deps.ShowTag(t.ID) })
}

// choose asks which of several tags it is, of which the reader shows a part.
func (f *Flow) choose(a facts) {
	var rows []fyne.CanvasObject
	for _, t := range a.Perhaps {
		holder := lang.L("Nobody has it")
		if t.Holder != 0 {
			holder = a.Names[t.Holder]
		}
		rows = append(rows, widgets.TwoLines(lang.L("Tag {{.Number}}", map[string]any{"Number": t.Title()}), holder,
			widgets.NewLinkButton(lang.L("It is this one"), func() { f.pick(a, t) })))
	}
	none := f.then(widgets.NewButton, lang.L("None of these"), func() { f.unknown(a) })
	content := append([]fyne.CanvasObject{paragraph(lang.L("The reader shows only a part of the number, which fits more than one way. Look at what is printed on the tag."))}, rows...)
	f.open(widgets.SheetSpec{Title: lang.L("Which tag is this?"), Content: stacked(content...), Buttons: []*widgets.Button{none}})
}

// pick goes on with the one that a person said it is.
func (f *Flow) pick(a facts, t store.Tag) {
	f.close()
	f.bring(t.ID)
}

// lines are paragraphs below each other; empty ones are left out.
func lines(texts ...string) fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, t := range texts {
		if t != "" {
			out = append(out, paragraph(t))
		}
	}
	return stacked(out...)
}

func stacked(parts ...fyne.CanvasObject) fyne.CanvasObject { return listdetail.Stack(8, parts...) }

func paragraph(text string) fyne.CanvasObject {
	p := widgets.NewParagraph(text, "")
	p.Resize(fyne.NewSize(sheetWidth, p.MinSize().Height))
	return p
}

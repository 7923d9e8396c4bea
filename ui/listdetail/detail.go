package listdetail

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// Detail is the card at the right: a head that stays in sight and a body that
// scrolls, or an explanation when no row is chosen.
type Detail struct {
	key    string
	none   fyne.CanvasObject
	full   *fyne.Container
	head   *fyne.Container
	body   *fyne.Container
	scroll scrolled
	outer  fyne.CanvasObject
}

// Room between the parts of the detail.
const (
	partGap = 16
	lineGap = 8
)

// NewDetail returns a card that shows nothing but the explanation.
func NewDetail(title, explanation string) *Detail {
	d := &Detail{none: widgets.Empty(title, explanation, "", nil), head: Stack(lineGap), body: Stack(partGap)}
	d.scroll = scrolled{container.NewVScroll(container.New(inset{right: scrollBar}, d.body))}
	d.full = container.New(headAndBody{}, d.head, container.New(d.scroll, d.scroll.scroll))
	d.full.Hide()
	d.outer = widgets.Card("", container.NewStack(d.none, d.full))
	return d
}

// Content is the card.
func (d *Detail) Content() fyne.CanvasObject { return d.outer }

// Show shows a row's head and parts. Another key than before begins at the
// top again.
func (d *Detail) Show(key string, head, parts []fyne.CanvasObject) {
	d.head.Objects, d.body.Objects = head, parts
	d.none.Hide()
	d.full.Show()
	d.full.Refresh()
	d.scroll.fit()
	if key != d.key {
		d.key = key
		d.scroll.scroll.ScrollToTop()
	}
}

// Clear shows the explanation again.
func (d *Detail) Clear() {
	d.key = ""
	d.head.Objects, d.body.Objects = nil, nil
	d.full.Hide()
	d.none.Show()
}

// Title is the name of what is shown with its state beside it.
func Title(name string, pill *widgets.Pill) fyne.CanvasObject {
	text := widgets.NewText(name, widgets.TextStyle{Size: theme.SizeTitle, Bold: true, Ellipsis: true})
	return container.New(titleLine{}, text, pill)
}

// titleLine gives the name what it needs, the pill its room in any case.
type titleLine struct{}

func (titleLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	name, pill := objects[0], objects[1]
	want := pill.MinSize()
	room := max(0, size.Width-want.Width-12)
	width := min(room, widgets.Measure(name.(*widgets.Text).Text(), theme.SizeTitle, true).Width+1)
	name.Move(fyne.Position{})
	name.Resize(fyne.NewSize(width, size.Height))
	pill.Move(fyne.NewPos(width+12, (size.Height-want.Height)/2))
	pill.Resize(want)
}

func (titleLine) MinSize(objects []fyne.CanvasObject) fyne.Size {
	name, pill := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(name.Width+12+pill.Width, max(name.Height, pill.Height))
}

// Section is a part of the detail: a title with actions at its right, and
// rows with hairlines between them.
func Section(title string, rows []fyne.CanvasObject, actions ...fyne.CanvasObject) fyne.CanvasObject {
	head := container.NewBorder(nil, nil, nil, container.NewHBox(actions...), widgets.CardTitle(title))
	box := Stack(0, container.New(inset{below: 6}, head))
	for i, row := range rows {
		if i > 0 {
			box.Add(widgets.Line())
		}
		box.Add(row)
	}
	return box
}

// Row is a name with something at the right of it.
func Row(name string, right fyne.CanvasObject) fyne.CanvasObject {
	text := widgets.NewText(name, widgets.TextStyle{Ellipsis: true})
	return container.New(rowLayout{}, text, right)
}

// rowLayout gives what is at the right the room that it wants, and the name at
// least a third.
type rowLayout struct{}

func (rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	name, right := objects[0], objects[1]
	want := widthOf(right)
	width := max(0, min(want, size.Width*2/3))
	name.Move(fyne.Position{})
	name.Resize(fyne.NewSize(max(0, size.Width-width-12), size.Height))
	right.Move(fyne.NewPos(size.Width-width, 0))
	right.Resize(fyne.NewSize(width, size.Height))
}

// widthOf is the width that an object wants; a text that may be cut wants the
// whole of itself.
func widthOf(o fyne.CanvasObject) float32 {
	if t, ok := o.(*widgets.Text); ok {
		return widgets.Measure(t.Text(), theme.SizeText, false).Width + 1
	}
	return o.MinSize().Width
}

func (rowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	name, right := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(name.Width+12+right.Width, max(name.Height, right.Height, fynetheme.Size(theme.SizeRow)))
}

// Notice is a sentence on the colour of its kind, with actions below it.
func Notice(kind widgets.Kind, text string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	look := notices[kind]
	words := Stack(lineGap, widgets.NewParagraph(text, theme.ColorText))
	if len(actions) > 0 {
		words.Add(container.NewHBox(actions...))
	}
	mark := container.NewVBox(container.NewGridWrap(fyne.NewSquareSize(20), widget.NewIcon(theme.NewColoredIcon(look.icon, look.color))))
	return container.NewStack(widgets.NewPanel(look.back, "", fynetheme.Size(fynetheme.SizeNameInputRadius)),
		container.New(noticeLayout{}, mark, words))
}

var notices = map[widgets.Kind]struct {
	back, color fyne.ThemeColorName
	icon        theme.IconName
}{
	widgets.Bad:     {theme.ColorBadBack, theme.ColorBad, theme.IconBad},
	widgets.Warn:    {theme.ColorWarnBack, theme.ColorWarn, theme.IconWarn},
	widgets.Good:    {theme.ColorGoodBack, theme.ColorGood, theme.IconGood},
	widgets.Accent:  {theme.ColorAccentBack, theme.ColorAccent, theme.IconKey},
	widgets.Neutral: {theme.ColorBackground, theme.ColorMuted, theme.IconNeutral},
}

// noticeLayout puts the mark at the left and the words beside it.
type noticeLayout struct{}

const (
	noticePad  = 12
	noticeMark = 20 + 10
)

func (noticeLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	mark, words := objects[0], objects[1]
	mark.Move(fyne.NewPos(noticePad, noticePad))
	mark.Resize(fyne.NewSquareSize(20))
	words.Move(fyne.NewPos(noticePad+noticeMark, noticePad))
	words.Resize(fyne.NewSize(max(0, size.Width-2*noticePad-noticeMark), max(0, size.Height-2*noticePad)))
}

func (noticeLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	words := objects[1].MinSize()
	return fyne.NewSize(words.Width+2*noticePad+noticeMark, max(words.Height, 20)+2*noticePad)
}

// headAndBody gives the body all the height that the head leaves.
type headAndBody struct{}

func (headAndBody) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, body := objects[0], objects[1]
	head.Resize(fyne.NewSize(size.Width, head.MinSize().Height))
	height := head.MinSize().Height // now that its lines are broken
	head.Resize(fyne.NewSize(size.Width, height))
	body.Move(fyne.NewPos(0, height+partGap))
	body.Resize(fyne.NewSize(size.Width, max(0, size.Height-height-partGap)))
}

func (headAndBody) MinSize(objects []fyne.CanvasObject) fyne.Size {
	head, body := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(head.Width, body.Width), head.Height+partGap+body.Height)
}

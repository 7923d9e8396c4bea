package doors

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/flow"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// found is a list in a dialog of a fixed size. A long one can be searched as
// one types.
type found struct {
	head    *fyne.Container // what stands above the list
	search  *widgets.TextField
	body    *flow.Scroll
	content *fyne.Container

	all  []entry
	most int // entries in sight; the rest is behind a button
}

// entry is one thing of the list: what is searched, and what is shown.
type entry struct {
	Text string
	Show func() fyne.CanvasObject
}

const (
	searchAbove = 15 // entries from which on a list can be searched
	foundPage   = 50 // entries that are shown at once
)

// newFound returns an empty list for a window, with what stands above it.
func newFound(win fyne.Window, placeholder string, head ...fyne.CanvasObject) *found {
	f := &found{head: listdetail.Stack(8, head...), search: widgets.NewTextField(placeholder), body: flow.NewScroll(0)}
	f.search.OnChanged = func(string) { f.most = foundPage; f.show() }
	f.search.Hide()
	f.head.Add(f.search)
	f.content = container.New(dialogSize{win}, container.New(headed{}, f.head, f.body.Content()))
	return f
}

// set shows other entries, the first of them.
func (f *found) set(entries []entry) {
	f.all, f.most = entries, foundPage
	f.search.Hidden = len(entries) <= searchAbove && f.search.Value() == ""
	f.show()
	f.content.Refresh()
}

func (f *found) show() {
	var rows []fyne.CanvasObject
	left := 0
	for _, e := range f.all {
		switch {
		case !words.Fits(e.Text, f.search.Value()):
		case len(rows) < 2*f.most:
			rows = append(rows, e.Show(), widgets.Line())
		default:
			left++
		}
	}
	switch {
	case left > 0:
		rows = append(rows, container.NewHBox(widgets.NewLinkButton(
			lang.N("Show {{.Count}} more", left, map[string]any{"Count": left}), f.showMore)))
	case len(rows) > 0:
		rows = rows[:len(rows)-1]
	case f.search.Value() != "":
		rows = append(rows, widgets.NewParagraph(lang.L("Nobody fits what you typed."), theme.ColorMuted))
	}
	f.body.Set(rows...)
}

func (f *found) showMore() {
	f.most += 10 * foundPage
	f.show()
}

// keepEnter leaves Enter in the search to the search: in the dialog it would
// press a button.
func (f *found) keepEnter(win fyne.Window) {
	c := win.Canvas()
	inDialog := c.OnTypedKey()
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		enter := ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter
		if !enter || c.Focused() != f.search.FocusTarget() {
			inDialog(ev)
		}
	})
}

// dialogSize is a layout of one size for the window, whatever it holds.
type dialogSize struct{ win fyne.Window }

const (
	dialogWidth  = 640
	dialogHeight = 480
	dialogChrome = 190 // the title, the buttons and the room around the dialog
)

func (d dialogSize) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(size)
}

func (d dialogSize) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(dialogWidth, max(200, min(dialogHeight, d.win.Canvas().Size().Height-dialogChrome)))
}

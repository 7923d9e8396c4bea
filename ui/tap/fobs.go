package tap

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/encoder"
	"latchkey/ui/listdetail"
	"latchkey/ui/widgets"
)

// Fob is a tag of the sample space, to tap without a reader.
type Fob struct {
	Title, Detail string
	UID           encoder.UID
}

// FobBox is a small window of fobs beside the program's, for the sample space: a
// press on one lays it on the simulated reader for a moment. It is used on the UI
// thread.
type FobBox struct {
	win  fyne.Window
	tap  func(Fob)
	rows *fyne.Container
	open bool
}

// NewFobBox returns a box that is not shown yet.
func NewFobBox(app fyne.App, tap func(Fob)) *FobBox {
	b := &FobBox{win: app.NewWindow(lang.L("Fobs of the sample space")), tap: tap, rows: listdetail.Stack(6)}
	b.win.SetContent(container.NewVScroll(container.NewPadded(b.rows)))
	b.win.Resize(fyne.NewSize(360, 560))
	b.win.SetCloseIntercept(b.Close)
	return b
}

// Show shows the box with its fobs, in front of other windows.
func (b *FobBox) Show(fobs []Fob) {
	b.Fill(fobs)
	b.open = true
	b.win.Show()
	b.win.RequestFocus()
}

// Close puts the box away.
func (b *FobBox) Close() {
	b.open = false
	b.win.Hide()
}

// Open tells whether the box is in sight.
func (b *FobBox) Open() bool { return b.open }

// Fill shows other fobs.
func (b *FobBox) Fill(fobs []Fob) {
	b.rows.Objects = []fyne.CanvasObject{widgets.MutedParagraph(lang.L("Press a fob to tap it on the simulated reader. Real ones need no such window."))}
	for _, f := range fobs {
		b.rows.Add(widgets.TwoLines(f.Title, f.Detail, widgets.NewButton(lang.L("Tap"), func() { b.tap(f) })))
	}
	b.rows.Refresh()
}

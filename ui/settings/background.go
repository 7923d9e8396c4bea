package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/listdetail"
	"latchkey/ui/widgets"
)

// Background is what becomes of the program when its window is closed.
type Background struct {
	Keep    bool // it keeps syncing
	SetKeep func(bool)
	Tray    bool // there is a place for the icon that brings the window back

	// Start has the program started with the computer. Nil: that cannot be
	// chosen here.
	Start   func(on bool) error
	Starts  bool // it is
	Problem func(error)
}

// backgroundCard chooses it.
type backgroundCard struct {
	keep    *widgets.CheckField
	start   *widgets.CheckField
	says    *widgets.Paragraph
	none    *widgets.Paragraph
	resized func()
	content fyne.CanvasObject
}

func newBackgroundCard(b *Background, resized func()) *backgroundCard {
	c := &backgroundCard{resized: resized, keep: widgets.NewCheckField(lang.L("Keep syncing when the window is closed"))}
	c.says = widgets.MutedParagraph(lang.L("Its icon beside the clock then shows how the doors are, brings the window back, and quits. Otherwise Latchkey ends with its window, and what waits goes out at the next start."))
	c.none = widgets.MutedParagraph(lang.L("This computer shows no icons beside the clock: Latchkey ends with its window, and what waits goes out at the next start."))
	c.start = widgets.NewCheckField(lang.L("Start with the computer, without the window"))
	c.start.Hidden = b.Start == nil
	c.content = widgets.Card(lang.L("When the window is closed"), listdetail.Stack(8, c.keep, c.says, c.none, c.start))
	c.keep.SetValue(b.Keep)
	c.start.SetValue(b.Starts)
	c.start.OnChanged = func(on bool) {
		if err := b.Start(on); err != nil {
			b.Problem(err)
		}
	}
	c.keep.OnChanged = b.SetKeep
	c.setTray(b.Tray)
	return c
}

func (c *backgroundCard) setTray(there bool) {
	c.says.Hidden, c.none.Hidden = !there, there
	for _, f := range []*widgets.CheckField{c.keep, c.start} {
		if there {
			f.Enable()
		} else {
			f.Disable()
		}
	}
	c.resized()
}

// SetTray takes it that the tray came or went.
func (p *Page) SetTray(there bool) {
	if p.back != nil {
		p.back.setTray(there)
	}
}

// SetKeep shows what was chosen elsewhere.
func (p *Page) SetKeep(keep bool) {
	if p.back != nil {
		p.back.keep.SetValue(keep)
	}
}

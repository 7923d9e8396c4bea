package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// curtain lies over the window, dims it, and holds a dialog in its middle. Fyne's
// own modal pop-up does the same with a blurred shadow and a second back, which
// take longer to paint than the dialog where the processor paints.
type curtain struct {
	widget.BaseWidget
	dialog fyne.CanvasObject
}

func newCurtain(dialog fyne.CanvasObject) *curtain {
	c := &curtain{dialog: dialog}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer is called by Fyne.
func (c *curtain) CreateRenderer() fyne.WidgetRenderer {
	return &curtainRenderer{owner: c, dim: NewPanel(theme.ColorNameShadow, "", 0)}
}

type curtainRenderer struct {
	owner *curtain
	dim   *Panel
}

// Layout gives the dialog the room that it needs, as far as the window has it. A
// text that wraps knows its height only in its width: hence twice.
func (r *curtainRenderer) Layout(window fyne.Size) {
	r.dim.Resize(window)
	dialog := r.owner.dialog
	for range 2 {
		dialog.Resize(dialog.MinSize().Min(window))
	}
	room := window.Subtract(dialog.Size())
	dialog.Move(fyne.NewPos(room.Width/2, room.Height/2))
}

func (r *curtainRenderer) MinSize() fyne.Size { return r.owner.dialog.MinSize() }

func (r *curtainRenderer) Refresh() {
	r.Layout(r.owner.Size())
	r.dim.Refresh()
	r.owner.dialog.Refresh()
}

func (r *curtainRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.dim, r.owner.dialog}
}

func (r *curtainRenderer) Destroy() {}

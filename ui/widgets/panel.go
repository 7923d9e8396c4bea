package widgets

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// Panel is a filled rectangle that follows the theme, to lie behind things.
type Panel struct {
	widget.BaseWidget
	fill   fyne.ThemeColorName
	border fyne.ThemeColorName // "" for none
	radius float32
}

// NewPanel returns a panel. border may be empty.
func NewPanel(fill, border fyne.ThemeColorName, radius float32) *Panel {
	p := &Panel{fill: fill, border: border, radius: radius}
	p.ExtendBaseWidget(p)
	return p
}

// SetFill changes the colours.
func (p *Panel) SetFill(fill, border fyne.ThemeColorName) {
	if p.fill == fill && p.border == border {
		return
	}
	p.fill, p.border = fill, border
	p.Refresh()
}

// CreateRenderer is called by Fyne.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	r := &panelRenderer{owner: p, slab: NewSlab()}
	r.apply()
	return r
}

type panelRenderer struct {
	owner *Panel
	slab  *Slab
}

func (r *panelRenderer) apply() {
	look := SlabLook{Radius: r.owner.radius}
	if r.owner.fill != "" {
		look.Fill = fynetheme.Color(r.owner.fill)
	}
	if r.owner.border != "" {
		look.Border = fynetheme.Color(r.owner.border)
	}
	r.slab.Set(look)
}

func (r *panelRenderer) Layout(size fyne.Size) { r.slab.Place(fyne.Position{}, size) }

func (r *panelRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *panelRenderer) Refresh() {
	r.apply()
	r.slab.Refresh()
}

func (r *panelRenderer) Objects() []fyne.CanvasObject { return r.slab.Objects() }
func (r *panelRenderer) Destroy()                     {}

// Line is a hairline in the colour of borders. It takes the direction of the
// room that it is given.
func Line() fyne.CanvasObject {
	l := &line{Panel{fill: theme.ColorBorder}}
	l.ExtendBaseWidget(l)
	return l
}

// line is a panel that wants one pixel each way.
type line struct{ Panel }

// MinSize is one pixel.
func (l *line) MinSize() fyne.Size { return fyne.NewSquareSize(1) }

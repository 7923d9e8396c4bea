package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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
	r := &panelRenderer{owner: p, rect: canvas.NewRectangle(nil)}
	r.apply()
	return r
}

type panelRenderer struct {
	owner *Panel
	rect  *canvas.Rectangle
}

func (r *panelRenderer) apply() {
	r.rect.FillColor = fynetheme.Color(r.owner.fill)
	r.rect.CornerRadius = r.owner.radius
	r.rect.StrokeWidth = 0
	if r.owner.border != "" {
		r.rect.StrokeWidth = 1
		r.rect.StrokeColor = fynetheme.Color(r.owner.border)
	}
}

func (r *panelRenderer) Layout(size fyne.Size)        { r.rect.Resize(size) }
func (r *panelRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *panelRenderer) Refresh()                     { r.apply(); r.rect.Refresh() }
func (r *panelRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rect} }
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

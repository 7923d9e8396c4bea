package widgets

import (
	"image"
	"image/color"

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
	r := &panelRenderer{owner: p}
	for i := range r.parts {
		r.parts[i] = canvas.NewRectangle(nil)
	}
	r.body = canvas.NewRaster(func(int, int) image.Image { return r.pixel })
	r.body.ScaleMode = canvas.ImageScalePixels
	r.objects = []fyne.CanvasObject{r.parts[panelHead], r.parts[panelFoot], r.body}
	for _, edge := range r.parts[panelLeft:] {
		r.objects = append(r.objects, edge)
	}
	r.apply()
	return r
}

// The parts of a panel. A small one is its head alone.
const (
	panelHead = iota
	panelFoot
	panelLeft
	panelTop
	panelRight
	panelBottom
	panelParts
)

// panelRenderer paints a large panel in parts: what rounds a corner or draws a border
// is reckoned for each pixel of the whole rectangle, and where the processor paints
// (no graphics card, a remote desktop) two cards would take longer than all the rest
// of the screen. Its body is one pixel, made large: a third of the work.
type panelRenderer struct {
	owner   *Panel
	parts   [panelParts]*canvas.Rectangle
	body    *canvas.Raster
	pixel   *image.RGBA // of the body
	objects []fyne.CanvasObject
}

// strip is the height of the parts with round corners.
func (r *panelRenderer) strip() float32 { return r.owner.radius + 2 }

// whole tells whether the head is all that is painted.
func (r *panelRenderer) whole() bool {
	size := r.owner.Size()
	return min(size.Width, size.Height) < 8*r.strip()
}

func (r *panelRenderer) apply() {
	fill, border, width := fynetheme.Color(r.owner.fill), color.Color(nil), float32(0)
	if r.owner.border != "" {
		border, width = fynetheme.Color(r.owner.border), 1
	}
	for _, part := range r.parts {
		part.FillColor = fill
	}
	r.pixel = image.NewRGBA(image.Rect(0, 0, 1, 1))
	r.pixel.Set(0, 0, fill)
	whole, round := r.whole(), r.owner.radius != 0
	r.parts[panelHead].Hidden = !whole && !round
	r.parts[panelFoot].Hidden = whole || !round
	r.body.Hidden = whole
	for _, i := range []int{panelHead, panelFoot} {
		r.parts[i].StrokeColor, r.parts[i].StrokeWidth = border, width
	}
	for _, edge := range r.parts[panelLeft:] {
		edge.FillColor = border
		edge.Hidden = whole || border == nil
	}
	head, foot, radius := r.parts[panelHead], r.parts[panelFoot], r.owner.radius
	head.CornerRadius = 0
	head.TopLeftCornerRadius, head.TopRightCornerRadius = radius, radius
	foot.BottomLeftCornerRadius, foot.BottomRightCornerRadius = radius, radius
	if whole {
		head.CornerRadius, head.TopLeftCornerRadius, head.TopRightCornerRadius = radius, 0, 0
	}
}

func (r *panelRenderer) Layout(size fyne.Size) {
	r.apply()
	put := func(i int, x, y, width, height float32) {
		r.parts[i].Move(fyne.NewPos(x, y))
		r.parts[i].Resize(fyne.NewSize(width, height))
	}
	if r.whole() {
		put(panelHead, 0, 0, size.Width, size.Height)
		return
	}
	strip, inner := r.strip(), r.owner.radius // which the straight edges leave to the corners
	put(panelHead, 0, 0, size.Width, strip)
	put(panelFoot, 0, size.Height-strip, size.Width, strip)
	r.body.Move(fyne.NewPos(0, inner))
	r.body.Resize(fyne.NewSize(size.Width, size.Height-2*inner)) // over the borders of both strips
	put(panelLeft, 0, inner, 1, size.Height-2*inner)
	put(panelTop, inner, 0, size.Width-2*inner, 1)
	put(panelRight, size.Width-1, inner, 1, size.Height-2*inner)
	put(panelBottom, inner, size.Height-1, size.Width-2*inner, 1)
}

func (r *panelRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *panelRenderer) Refresh() {
	r.apply()
	for _, part := range r.objects {
		part.Refresh()
	}
}

func (r *panelRenderer) Objects() []fyne.CanvasObject { return r.objects }
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

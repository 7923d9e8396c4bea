package calendar

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// blockView draws one booking: its buffers as an edge, a bar in the colour of
// the room, and the lines that fit.
type blockView struct {
	widget.BaseWidget
	block  block
	picked bool
}

func newBlockView(b block) *blockView {
	v := &blockView{block: b}
	v.ExtendBaseWidget(v)
	return v
}

// setPicked draws the ring of what is picked, or takes it away.
func (v *blockView) setPicked(picked bool) {
	if v.picked != picked {
		v.picked = picked
		v.Refresh()
	}
}

// top and height are where the view lies, its buffers included.
func (v *blockView) top() float32 { return yOf(v.block.From - v.block.Before) }

func (v *blockView) height() float32 {
	b := v.block
	return yOf(b.Until+b.After) - yOf(b.From-b.Before)
}

const (
	blockBar    = 4  // width of the bar at the left
	blockInset  = 10 // from the left edge to the text
	lineHeight  = 18
	blockRadius = 5
	blockGap    = 1  // to the next block below
	repeatSize  = 13 // of the mark of a series
)

func (v *blockView) CreateRenderer() fyne.WidgetRenderer {
	r := &blockRenderer{
		view: v,
		edge: widgets.NewSlab(), back: widgets.NewSlab(),
		bar: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil),
	}
	if v.block.Booking.Series != 0 {
		r.repeats = widget.NewIcon(fynetheme.ViewRefreshIcon())
	}
	r.ring.CornerRadius = blockRadius
	r.fill()
	r.paint()
	return r
}

type blockRenderer struct {
	view       *blockView
	edge, back *widgets.Slab
	bar, ring  *canvas.Rectangle
	texts      []*widgets.Text
	repeats    *widget.Icon // nil: the booking stands alone
}

// fill makes the lines for the height that the booking has.
func (r *blockRenderer) fill() {
	b := r.view.block
	n := int((yOf(b.Until) - yOf(b.From) - 4) / lineHeight)
	for _, l := range b.lines(n) {
		r.texts = append(r.texts, widgets.NewText(l.Text, widgets.TextStyle{
			Color: lineColor(l), Size: theme.SizeMuted, Bold: l.Strong, Ellipsis: true,
		}))
	}
}

func lineColor(l line) fyne.ThemeColorName {
	switch l.Kind {
	case widgets.Bad:
		return theme.ColorBad
	case widgets.Warn:
		return theme.ColorWarn
	case widgets.Good, widgets.Accent, widgets.Neutral:
	}
	return theme.ColorText
}

func (r *blockRenderer) paint() {
	t := tintOf(r.view.block.Booking.Room, darkTheme())
	r.edge.Set(widgets.SlabLook{Fill: t.Edge, Radius: blockRadius})
	r.back.Set(widgets.SlabLook{Fill: t.Back, Radius: blockRadius})
	r.bar.FillColor = t.Ink
	r.ring.StrokeColor = fynetheme.Color(theme.ColorAccent)
	r.ring.StrokeWidth = 2
	r.ring.Hidden = !r.view.picked
}

func (r *blockRenderer) Layout(size fyne.Size) {
	b := r.view.block
	top := yOf(b.From) - yOf(b.From-b.Before)
	height := yOf(b.Until) - yOf(b.From) - blockGap
	r.edge.Place(fyne.Position{}, size.SubtractWidthHeight(0, blockGap))
	r.back.Place(fyne.NewPos(0, top), fyne.NewSize(size.Width, height))
	r.bar.Move(fyne.NewPos(0, top))
	r.bar.Resize(fyne.NewSize(blockBar, height))
	r.ring.Move(fyne.NewPos(0, top))
	r.ring.Resize(fyne.NewSize(size.Width, height))

	y := top + firstLine(height)
	room := max(0, size.Width-blockInset-6)
	if r.repeats != nil {
		r.repeats.Resize(fyne.NewSquareSize(repeatSize))
		r.repeats.Move(fyne.NewPos(size.Width-repeatSize-6, y+(lineHeight-repeatSize)/2))
	}
	for i, t := range r.texts {
		width := room
		if i == 0 && r.repeats != nil {
			width = max(0, room-repeatSize-4)
		}
		t.Move(fyne.NewPos(blockInset, y))
		t.Resize(fyne.NewSize(width, lineHeight))
		y += lineHeight
	}
}

// firstLine is where the first line begins in a block of a height: near its
// top, or in the middle of one that is hardly higher than a line.
func firstLine(height float32) float32 { return min(4, (height-lineHeight)/2) }

func (r *blockRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *blockRenderer) Refresh() {
	r.paint()
	canvas.Refresh(r.view)
}

func (r *blockRenderer) Objects() []fyne.CanvasObject {
	objects := append(slices.Clone(r.edge.Objects()), r.back.Objects()...)
	objects = append(objects, r.bar)
	for _, t := range r.texts {
		objects = append(objects, t)
	}
	if r.repeats != nil {
		objects = append(objects, r.repeats)
	}
	return append(objects, r.ring)
}

func (r *blockRenderer) Destroy() {}

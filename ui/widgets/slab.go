package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Slab is a filled rectangle for renderers. A large one with round corners it
// paints in parts: what rounds a corner is reckoned for each pixel of the whole
// rectangle, and where the processor paints (no graphics card, a remote desktop)
// two cards would take longer than all the rest of the screen.
type Slab struct {
	look       SlabLook
	size       fyne.Size
	body       *flatFill
	head, foot *canvas.Rectangle
	edges      [4]*canvas.Rectangle // left, top, right, bottom
	objects    []fyne.CanvasObject
}

// SlabLook is how a slab looks. A nil colour is none.
type SlabLook struct {
	Fill, Border color.Color // the border is one pixel wide
	Radius       float32
}

// NewSlab returns a slab without colours.
func NewSlab() *Slab {
	s := &Slab{body: newFlatFill(), head: canvas.NewRectangle(nil), foot: canvas.NewRectangle(nil)}
	s.objects = []fyne.CanvasObject{s.head, s.foot, s.body.object} // the body over the borders of the others
	for i := range s.edges {
		s.edges[i] = canvas.NewRectangle(nil)
		s.objects = append(s.objects, s.edges[i])
	}
	return s
}

// Objects are what is painted.
func (s *Slab) Objects() []fyne.CanvasObject { return s.objects }

// Set changes how it looks, from the next Refresh on.
func (s *Slab) Set(look SlabLook) {
	s.look = look
	s.apply()
}

// Place puts it somewhere.
func (s *Slab) Place(at fyne.Position, size fyne.Size) {
	s.size = size
	s.apply()
	put := func(o fyne.CanvasObject, x, y, width, height float32) {
		o.Move(at.AddXY(x, y))
		o.Resize(fyne.NewSize(width, height))
	}
	if s.whole() {
		put(s.head, 0, 0, size.Width, size.Height)
		return
	}
	strip, inner := s.strip(), s.look.Radius // which the straight edges leave to the corners
	put(s.head, 0, 0, size.Width, strip)
	put(s.foot, 0, size.Height-strip, size.Width, strip)
	put(s.body.object, 0, inner, size.Width, size.Height-2*inner)
	put(s.edges[0], 0, inner, 1, size.Height-2*inner)
	put(s.edges[1], inner, 0, size.Width-2*inner, 1)
	put(s.edges[2], size.Width-1, inner, 1, size.Height-2*inner)
	put(s.edges[3], inner, size.Height-1, size.Width-2*inner, 1)
}

// Refresh paints it anew.
func (s *Slab) Refresh() {
	for _, o := range s.objects {
		o.Refresh()
	}
}

// strip is the height of the parts with round corners.
func (s *Slab) strip() float32 { return s.look.Radius + 2 }

// whole tells whether the head is all that is painted.
func (s *Slab) whole() bool {
	return s.look.Radius > 0 && s.size.Height < 8*s.strip()
}

func (s *Slab) apply() {
	whole, round := s.whole(), s.look.Radius > 0
	s.body.set(s.look.Fill)
	if whole {
		s.body.set(nil)
	}
	s.head.Hidden, s.foot.Hidden = !round, !round || whole
	for _, end := range []*canvas.Rectangle{s.head, s.foot} {
		end.FillColor, end.StrokeColor, end.StrokeWidth = s.look.Fill, s.look.Border, 0
		if s.look.Border != nil {
			end.StrokeWidth = 1
		}
	}
	for _, edge := range s.edges {
		edge.FillColor = s.look.Border
		edge.Hidden = whole || s.look.Border == nil
	}
	radius := s.look.Radius
	s.head.CornerRadius, s.head.TopLeftCornerRadius, s.head.TopRightCornerRadius = 0, radius, radius
	s.foot.BottomLeftCornerRadius, s.foot.BottomRightCornerRadius = radius, radius
	if whole {
		s.head.CornerRadius, s.head.TopLeftCornerRadius, s.head.TopRightCornerRadius = radius, 0, 0
	}
}

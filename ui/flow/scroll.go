// Package flow shows columns of things whose height depends on their width,
// such as sentences that break into lines, in a height that may be too small.
package flow

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"latchkey/ui/listdetail"
)

// Scroll is a column that scrolls up and down. It breaks its lines anew when
// its width changes, which Fyne's scroller does not.
type Scroll struct {
	column *fyne.Container
	inner  *fyne.Container // the column and the room around it
	scroll *container.Scroll
	outer  *fyne.Container
}

// The scroller is larger than its place by these, into the margin that every
// page and card has: so the bar hides nothing, and the lines around cards are
// not cut.
const (
	bar  = 12 // at the right
	edge = 4  // at the other sides
)

// NewScroll returns a column with a gap between the objects.
func NewScroll(gap float32, objects ...fyne.CanvasObject) *Scroll {
	s := &Scroll{column: listdetail.Stack(gap, objects...)}
	s.inner = container.New(margin{}, s.column)
	s.scroll = container.NewVScroll(s.inner)
	s.outer = container.New(fitting{s}, s.scroll)
	return s
}

// Content is what to put on the screen.
func (s *Scroll) Content() fyne.CanvasObject { return s.outer }

// Set shows other objects and stays where it was scrolled to.
func (s *Scroll) Set(objects ...fyne.CanvasObject) {
	s.column.Objects = objects
	s.column.Refresh()
	s.Refit()
}

// Refit measures anew after an object has changed its height.
func (s *Scroll) Refit() { s.fit(s.scroll.Size().Width) }

// Height returns the height that shows everything at a width. Lay the column
// out afterwards: its lines are broken for that width now.
func (s *Scroll) Height(width float32) float32 {
	s.breakLines(width + edge + bar)
	return s.inner.MinSize().Height - 2*edge
}

func (s *Scroll) fit(width float32) {
	if width <= 0 {
		return
	}
	s.breakLines(width)
	s.scroll.Refresh()
}

// breakLines lays out twice: the first pass gives the texts their width, the
// second one the heights that follow from it.
func (s *Scroll) breakLines(width float32) {
	for range 2 {
		s.inner.Resize(fyne.NewSize(width, max(s.inner.MinSize().Height, s.scroll.Size().Height)))
	}
}

// fitting gives the scroller all the room, and the margin.
type fitting struct{ owner *Scroll }

func (f fitting) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(-edge, -edge))
	objects[0].Resize(size.AddWidthHeight(edge+bar, 2*edge))
	f.owner.Refit()
}

func (f fitting) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(f.owner.column.MinSize().Width, 0)
}

// margin keeps the column where it would be without the margin.
type margin struct{}

func (margin) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(edge, edge))
	objects[0].Resize(size.SubtractWidthHeight(edge+bar, 2*edge))
}

// MinSize has no width: what is wider than its place is cut by its own means,
// and not pushed out of sight.
func (margin) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[0].MinSize().Height+2*edge)
}

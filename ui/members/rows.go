package members

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"latchkey/ui/widgets"
)

// scrollRows is a list of objects of different heights with hairlines between
// them, for some dozens of them.
type scrollRows struct {
	box    *fyne.Container
	scroll *container.Scroll
	outer  *fyne.Container
}

// scrollRoom keeps the rows clear of the edge and of the scroll bar.
const scrollRoom = 8

func newScrollRows() *scrollRows {
	s := &scrollRows{box: container.New(wrapRows{})}
	s.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, scrollRoom), s.box))
	s.outer = container.New(wrapScroll{s}, s.scroll)
	return s
}

// set replaces the rows and begins at the top again.
func (s *scrollRows) set(rows []fyne.CanvasObject) {
	s.box.Objects = nil
	for i, row := range rows {
		if i > 0 {
			s.box.Objects = append(s.box.Objects, widgets.Line())
		}
		s.box.Objects = append(s.box.Objects, row)
	}
	s.fit()
}

// fit measures the rows again: how high a text is depends on its width.
func (s *scrollRows) fit() {
	s.box.Refresh()
	s.scroll.Refresh()
}

// spaced puts room above and below an object.
func spaced(above, below float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(above, below, 0, 0), o)
}

// wrapScroll fits the rows whenever the room changes.
type wrapScroll struct{ rows *scrollRows }

func (w wrapScroll) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	w.rows.fit()
}

func (w wrapScroll) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 60) }

// wrapRows stacks objects whose height depends on their width.
type wrapRows struct{}

func (wrapRows) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var y float32
	for _, o := range objects {
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		height := o.MinSize().Height // now that its lines are broken
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
		y += height
	}
}

func (wrapRows) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var height float32
	for _, o := range objects {
		height += o.MinSize().Height
	}
	return fyne.NewSize(0, height)
}

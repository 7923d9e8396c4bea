package members

import (
	"slices"

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

// flowRow puts objects beside each other. Where the width ends it goes on in a
// line below, on which the last one does not stand alone. How high it is
// depends on the width that it had last.
type flowRow struct{ gap, width float32 }

func (f *flowRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	f.place(objects, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	})
}

func (f *flowRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, f.place(objects, func(fyne.CanvasObject, fyne.Position, fyne.Size) {}))
}

// place tells where each object stands, and returns the height of the lines.
func (f *flowRow) place(objects []fyne.CanvasObject, put func(fyne.CanvasObject, fyne.Position, fyne.Size)) float32 {
	objects = slices.DeleteFunc(slices.Clone(objects), func(o fyne.CanvasObject) bool { return !o.Visible() })
	gap := f.gap
	if !f.fits(objects, gap) && f.fits(objects, widgets.FitGap) {
		gap = widgets.FitGap // closer together rather than in two lines
	}
	var x, y, line float32
	for i, o := range objects {
		size := o.MinSize()
		need := size.Width
		if i == len(objects)-2 {
			need += gap + objects[i+1].MinSize().Width
		}
		if x > 0 && x+need > f.width {
			x, y, line = 0, y+line+widgets.FitGap, 0
		}
		put(o, fyne.NewPos(x, y), fyne.NewSize(min(size.Width, f.width), size.Height))
		x += size.Width + gap
		line = max(line, size.Height)
	}
	return y + line
}

// fits tells whether the objects have room in one line.
func (f *flowRow) fits(objects []fyne.CanvasObject, gap float32) bool {
	width := -gap
	for _, o := range objects {
		width += o.MinSize().Width + gap
	}
	return width <= f.width
}

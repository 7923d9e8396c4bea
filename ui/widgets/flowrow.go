package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
)

// FlowRow puts objects beside each other. Where the width ends it goes on in a
// line below, on which the last one does not stand alone. How high it is
// depends on the width that it had last, so each container needs its own.
type FlowRow struct {
	Gap   float32
	width float32
}

// Layout is called by Fyne.
func (f *FlowRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	f.place(objects, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	})
}

// MinSize is called by Fyne.
func (f *FlowRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, f.place(objects, func(fyne.CanvasObject, fyne.Position, fyne.Size) {}))
}

// place tells where each object stands, and returns the height of the lines.
func (f *FlowRow) place(objects []fyne.CanvasObject, put func(fyne.CanvasObject, fyne.Position, fyne.Size)) float32 {
	objects = slices.DeleteFunc(slices.Clone(objects), func(o fyne.CanvasObject) bool { return !o.Visible() })
	gap := f.Gap
	if !f.fits(objects, gap) && f.fits(objects, FitGap) {
		gap = FitGap // closer together rather than in two lines
	}
	var x, y, line float32
	for i, o := range objects {
		size := o.MinSize()
		need := size.Width
		if i == len(objects)-2 {
			need += gap + objects[i+1].MinSize().Width
		}
		if x > 0 && x+need > f.width {
			x, y, line = 0, y+line+FitGap, 0
		}
		put(o, fyne.NewPos(x, y), fyne.NewSize(min(size.Width, f.width), size.Height))
		x += size.Width + gap
		line = max(line, size.Height)
	}
	return y + line
}

// fits tells whether the objects have room in one line.
func (f *FlowRow) fits(objects []fyne.CanvasObject, gap float32) bool {
	width := -gap
	for _, o := range objects {
		width += o.MinSize().Width + gap
	}
	return width <= f.width
}

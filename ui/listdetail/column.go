package listdetail

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// column stacks objects whose height depends on their width, such as texts
// that break into lines.
type column struct{ gap float32 }

func (c column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var y float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		height := o.MinSize().Height // now that its lines are broken
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
		y += height + c.gap
	}
}

func (c column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if size.Height > 0 {
			size.Height += c.gap
		}
		m := o.MinSize()
		size = fyne.NewSize(max(size.Width, m.Width), size.Height+m.Height)
	}
	return size
}

// Stack puts objects below each other, with a gap between them.
func Stack(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(column{gap}, objects...)
}

// scrolled shows a column in the height that there is and lays it out anew
// when the width changes.
type scrolled struct{ scroll *container.Scroll }

const scrollBar = 10 // room at the right, so that the bar hides nothing

func (s scrolled) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	s.scroll.Resize(size)
	s.fit()
}

// fit gives the column the height that it needs at the present width.
func (s scrolled) fit() {
	width := s.scroll.Size().Width
	if width <= 0 {
		return
	}
	body := s.scroll.Content
	body.Resize(fyne.NewSize(width, body.MinSize().Height))
	body.Resize(fyne.NewSize(width, body.MinSize().Height))
	s.scroll.Refresh()
}

func (s scrolled) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 120) }

// inset keeps room at the right of an object, for the scroll bar, or below it.
type inset struct{ right, below float32 }

func (i inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(size.SubtractWidthHeight(i.right, i.below))
	}
}

func (i inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size.AddWidthHeight(i.right, i.below)
}

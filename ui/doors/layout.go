package doors

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// pageLayout puts the question of the guard above everything, what waits and
// what was changed above the log at the left, and health at the right. What
// waits takes the height that it needs, up to a little more than half, or two
// thirds while the desk owes an answer and a line of the log stays in sight,
// and the log the rest. Without health the left has all the width.
type pageLayout struct{ page *Page }

const (
	sideShare = 0.29
	sideLeast = 270
	sideMost  = 360

	presentShare = 0.56
	askingShare  = 0.66
	logLeast     = 190
)

func (l pageLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	guard, present, log, side := objects[0], objects[1], objects[2], objects[3]
	gap := fynetheme.Size(theme.SizeCardPadding)
	top := float32(0)
	if guard.Visible() {
		top = fitHeight(guard, size.Width) + gap
	}
	left, height := size.Width, max(0, size.Height-top)
	if side.Visible() {
		width := min(sideMost, max(sideLeast, size.Width*sideShare))
		left = size.Width - width - gap
		side.Move(fyne.NewPos(left+gap, top))
		side.Resize(fyne.NewSize(width, height))
	}
	most := (height - gap) * presentShare
	if l.page.asks.count() > 0 {
		most = max(most, min((height-gap)*askingShare, height-gap-logLeast))
	}
	upper := min(l.page.present.Height(left), most)
	present.Move(fyne.NewPos(0, top))
	present.Resize(fyne.NewSize(left, upper))
	log.Move(fyne.NewPos(0, top+upper+gap))
	log.Resize(fyne.NewSize(left, max(0, height-upper-gap)))
}

// fitHeight lays an object out at a width and returns the height that it needs
// there. The first pass gives its texts their width, the second one the
// heights that follow from it.
func fitHeight(o fyne.CanvasObject, width float32) float32 {
	o.Move(fyne.Position{})
	for range 2 {
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
	}
	return o.MinSize().Height
}

func (l pageLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(600, 400) }

// stepLayout puts a person at the left, what happens in the middle and the
// state at the right. The height is that of the middle at its width.
type stepLayout struct{ name float32 }

const (
	stepGap  = 12
	stepSide = 9 // above and below
)

func (l stepLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	name, what, state := objects[0], objects[1], objects[2]
	line := max(name.MinSize().Height, state.MinSize().Height)
	name.Move(fyne.NewPos(0, stepSide))
	name.Resize(fyne.NewSize(l.name, line))
	want := state.MinSize()
	state.Move(fyne.NewPos(size.Width-want.Width, stepSide))
	state.Resize(want)
	left := float32(0)
	if l.name > 0 {
		left = l.name + stepGap
	}
	what.Move(fyne.NewPos(left, stepSide+(line-textLine())/2))
	what.Resize(fyne.NewSize(max(40, size.Width-left-want.Width-stepGap), what.MinSize().Height))
}

func (l stepLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	name, what, state := objects[0].MinSize(), objects[1].MinSize(), objects[2].MinSize()
	line := max(name.Height, state.Height)
	return fyne.NewSize(l.name+stepGap+120+stepGap+state.Width, 2*stepSide+max(line, (line-textLine())/2+what.Height))
}

// textLine is the height of a line of text.
func textLine() float32 {
	return widgets.Measure("M", theme.SizeText, false).Height
}

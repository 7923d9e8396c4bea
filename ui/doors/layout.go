package doors

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/ui/theme"
)

// pageLayout puts what waits above the log at the left, and health at the
// right. What waits takes the height that it needs, up to a little more than
// half, and the log the rest. Without health the left has all the width.
type pageLayout struct{ page *Page }

const (
	sideShare = 0.29
	sideLeast = 270
	sideMost  = 360
)

func (l pageLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	waiting, log, side := objects[0], objects[1], objects[2]
	gap := fynetheme.Size(theme.SizeCardPadding)
	left := size.Width
	if side.Visible() {
		width := min(sideMost, max(sideLeast, size.Width*sideShare))
		left = size.Width - width - gap
		side.Move(fyne.NewPos(left+gap, 0))
		side.Resize(fyne.NewSize(width, size.Height))
	}
	height := min(l.page.waiting.height(left), (size.Height-gap)*0.56)
	waiting.Move(fyne.Position{})
	waiting.Resize(fyne.NewSize(left, height))
	log.Move(fyne.NewPos(0, height+gap))
	log.Resize(fyne.NewSize(left, max(0, size.Height-height-gap)))
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
	return fyne.MeasureText("M", fynetheme.Size(theme.SizeText), fyne.TextStyle{}).Height
}

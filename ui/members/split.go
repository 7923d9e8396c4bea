package members

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// splitLayout puts the list and the detail side by side. Where there is
// little room the list folds to its most important columns.
type splitLayout struct{ list *list }

const (
	foldBelow   = 1000 // width under which the list folds
	splitGap    = 16
	detailShare = 0.36
	detailLeast = 352
	detailMost  = 480
)

func newSplit(l *list, detail fyne.CanvasObject) *fyne.Container {
	return container.New(splitLayout{l}, l.content, detail)
}

// Layout implements fyne.Layout.
func (s splitLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	right := min(max(size.Width*detailShare, detailLeast), detailMost)
	left := max(0, size.Width-right-splitGap)
	s.list.fold(size.Width < foldBelow)
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(left, size.Height))
	objects[1].Move(fyne.NewPos(left+splitGap, 0))
	objects[1].Resize(fyne.NewSize(right, size.Height))
}

// MinSize implements fyne.Layout.
func (s splitLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(420+splitGap+detailLeast, 320)
}

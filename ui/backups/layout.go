package backups

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/ui/theme"
)

// gridRow puts a name and what it is in the copy and now beside each other.
func gridRow(cells []fyne.CanvasObject) *fyne.Container { return container.New(figureRow{}, cells...) }

// figureRow gives the name a third, and the rest to the values in equal parts.
type figureRow struct{}

func (figureRow) Layout(cells []fyne.CanvasObject, size fyne.Size) {
	name := size.Width * 3 / 10
	cells[0].Move(fyne.Position{})
	cells[0].Resize(fyne.NewSize(name-8, size.Height))
	width := (size.Width - name) / float32(len(cells)-1)
	for i, o := range cells[1:] {
		o.Move(fyne.NewPos(name+width*float32(i), 0))
		o.Resize(fyne.NewSize(width-8, size.Height))
	}
}

func (figureRow) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, fynetheme.Size(theme.SizeRow)*7/8)
}

// sideBySide gives the list its width and the preview the rest.
type sideBySide struct{}

const sideGap = 20

func (sideBySide) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(listWidth, size.Height))
	objects[1].Move(fyne.NewPos(listWidth+sideGap, 0))
	objects[1].Resize(fyne.NewSize(size.Width-listWidth-sideGap, size.Height))
}

func (sideBySide) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// inset keeps the border around an object in sight.
type inset float32

func (i inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(float32(i), float32(i)))
	objects[0].Resize(size.SubtractWidthHeight(2*float32(i), 2*float32(i)))
}

func (i inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(2*float32(i), 2*float32(i))
}

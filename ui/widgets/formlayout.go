package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	ltheme "latchkey/ui/theme"
)

// formGap is the room between labels and fields.
const formGap = 16

// formRowLayout puts the label at the left, the field beside it and the
// message below the field. Its objects are these three.
type formRowLayout struct{ labels, width float32 }

func (l formRowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	label, field, message := objects[0], objects[1], objects[2]
	line := theme.Size(ltheme.SizeControl)
	label.Move(fyne.Position{})
	label.Resize(fyne.NewSize(l.labels, line))

	left := l.labels + formGap
	width := size.Width - left
	height := max(field.MinSize().Height, line)
	field.Move(fyne.NewPos(left, 0))
	field.Resize(fyne.NewSize(width, height))
	if message.Visible() {
		message.Move(fyne.NewPos(left, height+4))
		message.Resize(fyne.NewSize(width, message.MinSize().Height))
	}
}

func (l formRowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	field, message := objects[1].MinSize(), objects[2]
	size := fyne.NewSize(l.labels+formGap+max(l.width, field.Width), max(field.Height, theme.Size(ltheme.SizeControl)))
	if message.Visible() {
		size.Height += 4 + message.MinSize().Height
	}
	return size
}

// formColumn stacks the rows of a form. The scroll bar gets room of its own.
type formColumn struct{}

const formScrollBar = 8

func (formColumn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		height := o.MinSize().Height
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width-formScrollBar, height))
		y += height + theme.Padding() + 2
	}
}

func (formColumn) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if size.Height > 0 {
			size.Height += theme.Padding() + 2
		}
		m := o.MinSize()
		size = fyne.NewSize(max(size.Width, m.Width+formScrollBar), size.Height+m.Height)
	}
	return size
}

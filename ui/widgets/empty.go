package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"latchkey/ui/theme"
)

// Empty is what a screen shows when it has nothing yet: what will be here, and
// the button for the first step. action may be nil. Its words break into more
// lines where there is little room.
func Empty(title, text, actionLabel string, action func()) fyne.CanvasObject {
	head := newHeadline(title)
	words := NewParagraph(text, theme.ColorMuted)
	words.SetAlign(fyne.TextAlignCenter)
	parts := container.New(emptyLayout{}, head, words)
	if action != nil {
		parts.Add(container.NewCenter(NewPrimaryButton(actionLabel, action)))
	}
	return parts
}

// emptyLayout stacks texts and a button in the middle of the room.
type emptyLayout struct{}

const (
	emptyWidth = 380 // of the texts, where there is room
	emptySide  = 16
)

func (l emptyLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := max(0, min(emptyWidth, size.Width-2*emptySide))
	var total float32
	for i, o := range objects {
		o.Resize(fyne.NewSize(width, o.MinSize().Height)) // lines break at this width
		total += o.MinSize().Height + l.gap(i)
	}
	y := max(0, (size.Height-total)/2)
	for i, o := range objects {
		y += l.gap(i)
		height := o.MinSize().Height
		o.Move(fyne.NewPos((size.Width-width)/2, y))
		o.Resize(fyne.NewSize(width, height))
		y += height
	}
}

// gap is the room above the part at an index.
func (emptyLayout) gap(i int) float32 {
	return [...]float32{0, 6, 16}[i]
}

func (l emptyLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i, o := range objects {
		size.Height += o.MinSize().Height + l.gap(i)
	}
	if len(objects) > 2 { // the button cannot break
		size.Width = objects[2].MinSize().Width
	}
	return size
}

package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/ui/theme"
)

// Columns puts a list and its detail side by side with the room of cards
// between them; ratio is the share of the first, from 0 to 1.
func Columns(ratio float32, left, right fyne.CanvasObject) *fyne.Container {
	return container.New(columnsLayout(ratio), left, right)
}

// Rows stacks cards with the room of cards between them; the last takes all
// the height that is left.
func Rows(cards ...fyne.CanvasObject) *fyne.Container {
	return container.New(rowsLayout{}, cards...)
}

// Tight stacks objects with no gap, for a name and the words below it.
func Tight(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(column{}, objects...)
}

// Padded puts the room of a card around an object.
func Padded(object fyne.CanvasObject) *fyne.Container {
	pad := fynetheme.Size(theme.SizeCardPadding)
	return container.New(insets{pad, pad}, object)
}

// TwoLines is a name with muted words below it, as the rows of a card have it.
// right may be nil.
func TwoLines(name, detail string, right fyne.CanvasObject) *fyne.Container {
	text := Tight(NewText(name, TextStyle{Bold: true, Ellipsis: true}), MutedParagraph(detail))
	if right == nil {
		return container.New(insets{0, 6}, text)
	}
	return container.New(insets{0, 6}, container.NewBorder(nil, nil, nil, container.NewCenter(right), text))
}

// ListedLink puts a link into a list of them: its word begins where the words
// above and below do, and is cut where there is no room for all of it.
func ListedLink(link *Button) *fyne.Container { return container.New(listedLink{}, link) }

type listedLink struct{}

func (listedLink) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	link := objects[0]
	link.Move(fyne.NewPos(-linkSide, 0))
	link.Resize(fyne.NewSize(min(link.MinSize().Width, size.Width+2*linkSide), size.Height))
}

func (listedLink) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[0].MinSize().Height)
}

type columnsLayout float32

func (c columnsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap := fynetheme.Size(theme.SizeCardPadding)
	left, right := objects[0], objects[1]
	room := max(0, size.Width-gap)
	width := min(max(room*float32(c), left.MinSize().Width), max(0, room-right.MinSize().Width))
	left.Move(fyne.Position{})
	left.Resize(fyne.NewSize(width, size.Height))
	right.Move(fyne.NewPos(width+gap, 0))
	right.Resize(fyne.NewSize(room-width, size.Height))
}

func (c columnsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	left, right := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(left.Width+fynetheme.Size(theme.SizeCardPadding)+right.Width, max(left.Height, right.Height))
}

type rowsLayout struct{}

func (rowsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap := fynetheme.Size(theme.SizeCardPadding)
	y := float32(0)
	for i, o := range objects {
		height := o.MinSize().Height
		if i == len(objects)-1 {
			height = max(height, size.Height-y)
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
		y += height + gap
	}
}

func (rowsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	gap := fynetheme.Size(theme.SizeCardPadding)
	var size fyne.Size
	for i, o := range objects {
		m := o.MinSize()
		size = fyne.NewSize(max(size.Width, m.Width), size.Height+m.Height)
		if i > 0 {
			size.Height += gap
		}
	}
	return size
}

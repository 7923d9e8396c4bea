package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/ui/theme"
)

// Pair is one row of KeyValues. Value is any object; PairText makes a text.
type Pair struct {
	Key   string
	Value fyne.CanvasObject
}

// PairText is a row with a text as its value.
func PairText(key, value string) Pair {
	return Pair{key, NewText(value, TextStyle{Ellipsis: true, Align: fyne.TextAlignTrailing})}
}

// KeyValues is a list of names at the left with their values at the right and
// hairlines between them.
func KeyValues(rows ...Pair) *fyne.Container {
	box := container.New(column{})
	for i, row := range rows {
		if i > 0 {
			box.Add(Line())
		}
		key := NewText(row.Key, TextStyle{Color: theme.ColorMuted})
		box.Add(container.New(keyValueRow{}, key, row.Value))
	}
	return box
}

// keyValueRow puts a name at the left and a value, as wide as it wants and as
// there is room, at the right.
type keyValueRow struct{}

func (keyValueRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	key, value := objects[0], objects[1]
	left := key.MinSize().Width + 16
	key.Resize(fyne.NewSize(left, size.Height))
	key.Move(fyne.Position{})

	want := value.MinSize()
	width := max(0, size.Width-left)
	if _, text := value.(*Text); !text {
		width = min(width, want.Width)
	}
	height := min(want.Height, size.Height)
	value.Resize(fyne.NewSize(width, height))
	value.Move(fyne.NewPos(size.Width-width, (size.Height-height)/2))
}

func (keyValueRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	key, value := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(key.Width+16+value.Width,
		max(key.Height, value.Height, fynetheme.Size(theme.SizeRow)))
}

// column stacks objects with no gap.
type column struct{}

func (column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var y float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		height := o.MinSize().Height
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
		y += height
	}
}

func (column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		size = fyne.NewSize(max(size.Width, m.Width), size.Height+m.Height)
	}
	return size
}

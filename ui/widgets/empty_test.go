package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/stretchr/testify/require"
)

func TestEmptyFitsWhereverThereIsRoomForItsButton(t *testing.T) {
	for _, width := range []float32{180, 270, 900} {
		win := window(t, nil)
		empty := Empty("No rooms with a door of their own yet", "Rooms can be booked. A booking opens the doors of its room.", "Add a room", func() {})
		win.SetContent(container.NewWithoutLayout(empty))
		empty.Resize(fyne.NewSize(width, 400))
		bottom := float32(0)
		for _, part := range empty.(*fyne.Container).Objects {
			require.GreaterOrEqual(t, part.Position().X, float32(0), "width %v", width)
			require.LessOrEqual(t, part.Position().X+part.Size().Width, width, "width %v", width)
			require.GreaterOrEqual(t, part.Position().Y, bottom, "width %v: below the part before", width)
			require.GreaterOrEqual(t, part.Size().Height, part.MinSize().Height, "width %v: no line is cut", width)
			bottom = part.Position().Y + part.Size().Height
		}
		require.LessOrEqual(t, bottom, float32(400))
	}
}

func TestTableLaysOutWhatItShowsForNoRows(t *testing.T) {
	table := NewTable([]Column[string]{{Title: "Name", Min: 80, Text: func(s string) string { return s }}}, func(s string) string { return s })
	window(t, table)
	content := NewParagraph("Nothing yet", "")
	table.SetEmpty(content) // after the table was laid out
	require.NotZero(t, content.Size().Width)
	require.NotZero(t, content.Size().Height)
}

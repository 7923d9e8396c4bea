package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/stretchr/testify/require"
)

func TestButtonsGoOnInALineBelow(t *testing.T) {
	wide := func(width float32) fyne.CanvasObject {
		o := canvas.NewRectangle(nil)
		o.SetMinSize(fyne.NewSize(width, 30))
		return o
	}
	hidden := wide(500)
	hidden.Hide()
	objects := []fyne.CanvasObject{wide(100), hidden, wide(60), wide(80), wide(40)}
	row := &FlowRow{Gap: 10}
	for _, c := range []struct {
		name   string
		room   float32
		at     []fyne.Position // of those that are not hidden
		height float32
	}{
		{"room", 310, []fyne.Position{{X: 0}, {X: 110}, {X: 180}, {X: 270}}, 30},
		{"closer together", 298, []fyne.Position{{X: 0}, {X: 106}, {X: 172}, {X: 258}}, 30},
		{"the last is not left alone", 290, []fyne.Position{{X: 0}, {X: 110}, {Y: 36}, {X: 90, Y: 36}}, 66},
		{"three lines", 135, []fyne.Position{{X: 0}, {Y: 36}, {Y: 72}, {X: 90, Y: 72}}, 102},
	} {
		row.Layout(objects, fyne.NewSize(c.room, 0))
		for i, o := range []fyne.CanvasObject{objects[0], objects[2], objects[3], objects[4]} {
			require.Equal(t, c.at[i], o.Position(), "%s: %d", c.name, i)
		}
		require.Equal(t, c.height, row.MinSize(objects).Height, c.name)
	}
	row.Layout(objects, fyne.NewSize(50, 0))
	require.Equal(t, float32(50), objects[0].Size().Width, "never wider than the room")
}

package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
)

func TestARowGivesWayWhereThereIsNoRoom(t *testing.T) {
	test.NewTempApp(t)
	wide := func(width float32) fyne.CanvasObject {
		o := canvas.NewRectangle(nil)
		o.SetMinSize(fyne.NewSize(width, 10))
		return o
	}
	hidden := wide(500)
	hidden.Hide()
	objects := []fyne.CanvasObject{wide(100), hidden, wide(60), wide(40)}
	for _, c := range []struct{ room, last, width float32 }{
		{400, 100 + 18 + 60 + 18, 40},
		{220, 100 + 10 + 60 + 10, 40}, // together
		{112, 92, 20},                 // and then narrower
	} {
		FitRow{Gap: 18}.Layout(objects, fyne.NewSize(c.room, 10))
		require.InDelta(t, c.width, objects[3].Size().Width, 0.01)
		require.InDelta(t, c.last, objects[3].Position().X, 0.01)
	}
}

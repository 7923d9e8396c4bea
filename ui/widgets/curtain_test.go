package widgets

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
)

// centre is the middle of what an object covers of its window.
func centre(o fyne.CanvasObject) fyne.Position {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return at.AddXY(o.Size().Width/2, o.Size().Height/2)
}

func TestADialogStaysInTheMiddleOfItsWindow(t *testing.T) {
	win := window(t, nil)
	f, _, _ := nameForm(win, nil)
	for _, size := range []fyne.Size{fyne.NewSize(1024, 700), fyne.NewSize(1440, 900)} {
		win.Resize(size)
		at := centre(f.modal.curtain.dialog)
		require.InDelta(t, size.Width/2, at.X, 0.5)
		require.InDelta(t, size.Height/2, at.Y, 0.5)
		require.Equal(t, size, f.modal.curtain.Size())
	}
}

// A dialog grows with what it says, and never beyond its window.
func TestADialogHasTheRoomThatItNeeds(t *testing.T) {
	win := window(t, nil)
	win.Resize(fyne.NewSize(1024, 700))
	f, _, _ := nameForm(win, nil)
	dialog := f.modal.curtain.dialog
	before := dialog.Size().Height
	f.ShowError(errors.New("disk on fire"))
	require.Equal(t, dialog.MinSize(), dialog.Size())
	require.Greater(t, dialog.Size().Height, before)
	win.Resize(fyne.NewSize(1024, 120))
	require.LessOrEqual(t, dialog.Size().Height, win.Canvas().Size().Height)
}

// What lies below a dialog cannot be pressed, and a press beside it closes nothing.
func TestADialogCoversTheWindow(t *testing.T) {
	pressed := 0
	win := window(t, NewButton("Below", func() { pressed++ }))
	win.Resize(fyne.NewSize(1024, 700))
	test.TapCanvas(win.Canvas(), fyne.NewPos(20, 20))
	require.Equal(t, 1, pressed)
	nameForm(win, nil)
	test.TapCanvas(win.Canvas(), fyne.NewPos(20, 20))
	require.Equal(t, 1, pressed)
	require.True(t, dialogOpen(win))
}

// watched is a field that tells of the keyboard.
type watched struct {
	Button
	focused bool
}

func (w *watched) FocusGained() { w.focused = true }
func (w *watched) FocusLost()   { w.focused = false }

// A field that keeps the keyboard keeps its cursor blinking, and has the window
// painted again and again, also when nobody sees it any more.
func TestAClosedDialogTakesTheKeyboardFromItsFields(t *testing.T) {
	win := window(t, nil)
	field := &watched{}
	field.ExtendBaseWidget(field)
	m := showModal(win, field, nil)
	win.Canvas().Focus(field)
	require.True(t, field.focused)
	m.close()
	require.False(t, field.focused)
}

package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"
)

func TestProgressSaysHowFarItIs(t *testing.T) {
	win := window(t, nil)
	p := ShowProgress(win, "Writing")
	p.Set(1000, 4000)
	require.Contains(t, dialogTexts(win), "1000 of 4000")
	require.InDelta(t, 0.25, p.bar.Value/p.bar.Max, 0.001)
	p.Set(0, 0) // there is nothing to do
	p.Close()
	require.False(t, dialogOpen(win))
}

func TestProgressIsCancelledOnce(t *testing.T) {
	win := window(t, nil)
	stopped := 0
	p := ShowProgress(win, "Writing")
	p.OnCancel(func() { stopped++ })
	press(win, fyne.KeySpace) // Cancel has the keyboard
	press(win, fyne.KeyEscape)
	require.Equal(t, 1, stopped)
	require.True(t, p.cancel.Disabled())
	require.True(t, dialogOpen(win), "until the work has ended")
	p.Close()
}

func TestWorkThatIsNotStartedYetIsCancelledAllTheSame(t *testing.T) {
	win := window(t, nil)
	stopped := false
	p := ShowProgress(win, "Writing")
	press(win, fyne.KeyEscape)
	p.OnCancel(func() { stopped = true })
	require.True(t, stopped)
	p.Close()
}

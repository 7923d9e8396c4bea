package support

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/ui/listdetail/hand"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

func window(t *testing.T) hand.Hand {
	t.Helper()
	t.Setenv("HOME", t.TempDir())
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.Light))
	win := test.NewTempWindow(t, nil)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(1024, 700))
	return hand.Hand{T: t, Win: win}
}

func TestTheLogShowsProblemsByThemselvesAndCopiesWhatIsInSight(t *testing.T) {
	h := window(t)
	var copied string
	var lines int
	newLogSheet(LogDeps{
		Win: h.Win, Dispatch: widgets.Sync{}, Copy: func(s string) { copied = s }, Copied: func(n int) { lines = n },
	}, []Line{{Text: "begins"}, {Text: "SALTO KS call failed", Bad: true}, {Text: "goes on"}}).open()
	h.Tap("Copy")
	require.Equal(t, "begins\nSALTO KS call failed\ngoes on\n", copied)
	require.Equal(t, 3, lines)
	h.Press(fyne.KeyRight) // the tabs have the keyboard
	h.Tap("Copy")
	require.Equal(t, "SALTO KS call failed\n", copied)
	h.Press(fyne.KeyEscape) // in the tabs
	require.Nil(t, h.Win.Canvas().Overlays().Top())
	s := newLogSheet(LogDeps{Win: h.Win, Dispatch: widgets.Sync{}}, Lines(strings.Repeat("a line\n", 1000)))
	s.open()
	h.Win.Canvas().Focus(s.list.list)
	h.Press(fyne.KeyDown, fyne.KeyPageDown)
	require.Greater(t, s.list.list.GetScrollOffset(), s.list.list.Size().Height)
	h.Press(fyne.KeyHome)
	require.Zero(t, s.list.list.GetScrollOffset())
	size := h.Win.Canvas().Overlays().Top().MinSize()
	require.LessOrEqual(t, size.Width, float32(1024))
	require.LessOrEqual(t, size.Height, float32(700))
	h.Press(fyne.KeyEscape) // in the lines
	require.Nil(t, h.Win.Canvas().Overlays().Top())
}

func TestAFileIsSeenBeforeItIsSaved(t *testing.T) {
	h := window(t)
	home, err := os.UserHomeDir()
	require.NoError(t, err)
	saved, dropped := "", false
	fails := errors.New("the disk is full")
	show := func() {
		ShowFile(FileSpec{
			Win: h.Win, Dispatch: widgets.Sync{}, Title: "A report", Intro: []string{"What it is."}, Text: "one\ntwo\n", Name: "report", Ending: ".txt",
			Save:  func(_ context.Context, path string) error { saved = path; return fails },
			Saved: func(string) {}, Drop: func() { dropped = true },
		})
	}
	show()
	require.Contains(t, h.Texts(), "What it is.")
	h.Tap("Save…")
	h.Tap("Save")
	require.Equal(t, filepath.Join(home, "report.txt"), saved)
	h.Tap("OK") // of the failure: the sheet is still there
	fails = nil
	h.Tap("Save…")
	h.Tap("Save")
	require.Nil(t, h.Win.Canvas().Overlays().Top())
	show()
	h.Press(fyne.KeyEscape)
	require.False(t, dropped, "Esc answers nothing")
	show()
	h.Tap("Don’t keep")
	require.True(t, dropped)
}

func TestLongLinesGoOnBelow(t *testing.T) {
	require.Equal(t, []string{"short"}, broken("short", 20))
	require.Equal(t, []string{"aaaa bbbb cccc dddd", further + "eeee"}, broken("aaaa bbbb cccc dddd eeee", 20))
	require.Equal(t, []string{strings.Repeat("x", 20), further + strings.Repeat("x", 16), further + "x"}, broken(strings.Repeat("x", 37), 20))
	require.Equal(t, []string{"    a b"}, broken("\ta\x07b", 20))
}

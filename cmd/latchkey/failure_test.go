package main

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/theme"
)

func TestAFileThatDoesNotOpenIsToldInAWindow(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.Light))
	o := options{data: t.TempDir()}
	s, err := store.Open(t.Context(), store.Options{Path: o.file()})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	_, _, _, err = openForWindow(t.Context(), o, windowOptions{})
	require.Error(t, err, "the file is open already")

	win := a.NewWindow("Latchkey")
	fillFailure(win, problemText(err))
	closed := false
	win.SetOnClosed(func() { closed = true })
	need := win.Content().MinSize()
	win.Resize(need)
	require.Less(t, need.Width, float32(600))
	require.Greater(t, need.Height, float32(100), "the lines of the sentence have room")
	win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	require.True(t, closed)
}

package flow

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

func TestLinesAreBrokenAnewWhenTheWidthChanges(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light))
	words := widgets.NewParagraph(strings.Repeat("a few words ", 40), "")
	below := widgets.NewParagraph("below", "")
	s := NewScroll(4, words, below)
	w := test.NewTempWindow(t, s.Content())
	w.SetPadded(false)

	w.Resize(fyne.NewSize(600, 100))
	wide := below.Position().Y
	w.Resize(fyne.NewSize(200, 100))
	narrow := below.Position().Y
	require.Greater(t, narrow, 2*wide, "more lines")
	require.GreaterOrEqual(t, narrow, words.MinSize().Height, "nothing lies over another")
	require.InDelta(t, narrow+below.MinSize().Height, s.Height(200), 1)
	require.Less(t, s.Height(600), s.Height(200))

	s.Set(below)
	require.Zero(t, below.Position().Y)
}

func TestNothingIsPushedOutOfSight(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light))
	wide := widgets.Strong(strings.Repeat("wide", 50))
	s := NewScroll(0, wide)
	w := test.NewTempWindow(t, s.Content())
	w.SetPadded(false)
	s.Content().Resize(fyne.NewSize(200, 100))
	require.EqualValues(t, 200, wide.Size().Width)
}

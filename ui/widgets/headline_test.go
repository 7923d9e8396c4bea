package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"
)

func TestAHeadlineBreaksBetweenWords(t *testing.T) {
	short := func(line string) bool { return len(line) <= 9 }
	require.Equal(t, []string{"Nobody", "was here", "yet"}, brokenAt([]string{"Nobody", "was", "here", "yet"}, short))
	require.Equal(t, []string{"Attendances", "of all"}, brokenAt([]string{"Attendances", "of", "all"}, short), "a long word has a line of its own")
	require.Equal(t, []string{""}, brokenAt(nil, short))
}

// What stands below it follows: it is as high as its lines.
func TestAHeadlineIsAsHighAsItsLines(t *testing.T) {
	h := newHeadline("Nobody fits the search")
	one := h.MinSize().Height
	h.Resize(fyne.NewSize(80, one))
	require.Greater(t, h.MinSize().Height, one)
	h.Resize(fyne.NewSize(800, one))
	require.InDelta(t, one, h.MinSize().Height, 0.01)
}

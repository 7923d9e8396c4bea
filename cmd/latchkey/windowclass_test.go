package main

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
)

// titles is a window that remembers under which titles it was shown.
type titles struct {
	fyne.Window
	shownAs []string
}

func (w *titles) Show() { w.shownAs = append(w.shownAs, w.Title()) }

func TestTheWindowIsShownFirstUnderTheNameOfTheProgram(t *testing.T) {
	w := &titles{Window: test.NewTempWindow(t, nil)}
	w.SetTitle("Latchkey")
	c := &classed{Window: w, wanted: "Latchkey"}

	c.SetTitle("Maison Nord · Latchkey")
	require.Equal(t, "Maison Nord · Latchkey", c.Title())
	c.Show()
	require.Equal(t, []string{"Latchkey"}, w.shownAs, "the class of its window")
	require.Equal(t, "Maison Nord · Latchkey", w.Title())

	c.SetTitle("Maison Sud · Latchkey")
	require.Equal(t, "Maison Sud · Latchkey", w.Title())
	c.Show()
	require.Equal(t, []string{"Latchkey", "Maison Sud · Latchkey"}, w.shownAs)
}

package widgets

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"
)

// timer is an After that a test fires.
type timer struct {
	wait    time.Duration
	fire    func()
	stopped int
}

func (c *timer) after(d time.Duration, f func()) func() {
	c.wait, c.fire = d, f
	return func() { c.stopped++ }
}

func TestUndoBarOffersForTwelveSeconds(t *testing.T) {
	clock := &timer{}
	bar := NewUndoBar(clock.after)
	window(t, bar)
	require.False(t, bar.Visible())
	undone := 0
	bar.ShowUndo("Booking deleted.", func() { undone++ })
	require.True(t, bar.Visible())
	require.Equal(t, 12*time.Second, clock.wait)
	require.Contains(t, texts(bar), "Booking deleted.")
	clock.fire()
	require.False(t, bar.Visible())
	require.False(t, bar.Undo(), "too late")
	require.Zero(t, undone)

	bar.ShowUndo("Booking moved.", func() { undone++ })
	require.True(t, bar.Undo())
	require.False(t, bar.Undo(), "once only")
	require.Equal(t, 1, undone)
}

func TestUndoBarKeepsTheNewestOffer(t *testing.T) {
	clock := &timer{}
	bar := NewUndoBar(clock.after)
	window(t, bar)
	done := ""
	bar.ShowUndo("One.", func() { done += "1" })
	bar.ShowUndo("Two.", func() { done += "2" })
	require.Equal(t, 1, clock.stopped, "the clock of the first is stopped")
	bar.Undo()
	require.Equal(t, "2", done)
}

func TestUndoStaysInSightBehindALongSentence(t *testing.T) {
	bar := NewUndoBar((&timer{}).after)
	win := window(t, bar)
	for _, text := range []string{"Mia Berg added.", strings.Repeat("Wilhelmina Alexandrina ", 20) + "added."} {
		bar.ShowUndo(text, func() {})
		win.Resize(fyne.NewSize(900, 44))
		link := bar.undoBox.Objects[1]
		right := fyne.CurrentApp().Driver().AbsolutePositionForObject(link).X + link.Size().Width
		require.LessOrEqual(t, right, float32(900))
		require.Greater(t, bar.done.Size().Width, float32(80), "the sentence has the room that is left")
	}
}

func TestUndoBarShowsProgress(t *testing.T) {
	bar := NewUndoBar((&timer{}).after)
	window(t, bar)
	cancelled := false
	bar.ShowProgress(Progress{Text: "Importing", Done: 12, Total: 40, Cancel: func() { cancelled = true }})
	require.Contains(t, texts(bar), "12 of 40")
	bar.cancel.Tapped(nil)
	require.True(t, cancelled)
	bar.ShowUndo("Deleted.", func() {})
	bar.HideProgress()
	require.True(t, bar.Visible(), "the undo is still offered")
	require.NotContains(t, texts(bar), "12 of 40")
}

func TestPickerFindsAndPicks(t *testing.T) {
	win := window(t, nil)
	picked := ""
	ShowPicker(win, PickerSpec{Search: func(_ context.Context, query string) []Result {
		var all []Result
		for _, n := range []string{"Mia", "Max", "Ada"} {
			if matches(fold(n), []string{fold(query)}) {
				all = append(all, Result{Text: n, Action: func() { picked = n }})
			}
		}
		return all
	}})
	require.Subset(t, dialogTexts(win), []string{"Mia", "Max", "Ada"})
	write(win, "m")
	require.NotContains(t, dialogTexts(win), "Ada")
	press(win, fyne.KeyDown, fyne.KeyReturn)
	require.Equal(t, "Max", picked)
	require.False(t, dialogOpen(win))
}

func TestPickerDropsTheAnswerToAnOlderQuery(t *testing.T) {
	win := window(t, nil)
	h := &held{}
	p := ShowPicker(win, PickerSpec{Dispatcher: h, Search: func(_ context.Context, q string) []Result { return []Result{{Text: "for " + q}} }})
	write(win, "a")
	write(win, "b")
	h.run(2)
	h.run(1)
	require.Equal(t, "for ab", p.results[0].Text)
	p.Close()
	h.run(0)
	require.Equal(t, "for ab", p.results[0].Text)
}

func TestPickerEnterWaitsForTheAnswerToWhatWasTyped(t *testing.T) {
	win := window(t, nil)
	h := &held{}
	picked := ""
	ShowPicker(win, PickerSpec{Dispatcher: h, Search: func(_ context.Context, q string) []Result {
		return []Result{{Text: q, Action: func() { picked = "for " + q }}}
	}})
	h.run(0)
	write(win, "mia")
	press(win, fyne.KeyReturn)
	require.Empty(t, picked, "what is in sight answers an older query")
	h.run(3)
	require.Equal(t, "for mia", picked)
	require.False(t, dialogOpen(win))
}

func TestPickerSaysThatNothingWasFound(t *testing.T) {
	win := window(t, nil)
	ShowPicker(win, PickerSpec{Search: func(context.Context, string) []Result { return nil }})
	require.Contains(t, dialogTexts(win), "Nothing found")
	press(win, fyne.KeyReturn, fyne.KeyEscape)
	require.False(t, dialogOpen(win))
}

func TestBadgeAndPill(t *testing.T) {
	b := NewBadge(0)
	window(t, b)
	require.False(t, b.Visible())
	b.SetCount(120)
	require.True(t, b.Visible())
	require.Equal(t, "99+", b.label())

	for _, k := range []Kind{Good, Warn, Bad} {
		require.NotNil(t, NewPill(k, "state").resource(), "a state is never told by colour alone")
	}
	tapped := 0
	p := NewTapPill(Good, "Doors are up to date", func() { tapped++ })
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	p.Tapped(nil)
	require.Equal(t, 2, tapped)
}

func TestPictureHasTheSizeAskedFor(t *testing.T) {
	window(t, nil)
	img := Picture(Card("Health", KeyValues(PairText("Seats", "41 of 50"))), fyne.NewSize(300, 120))
	require.Equal(t, 300, img.Bounds().Dx())
	require.Equal(t, 120, img.Bounds().Dy())
	r, g, b, _ := img.At(150, 60).RGBA()
	require.Equal(t, [3]uint32{0xFFFF, 0xFFFF, 0xFFFF}, [3]uint32{r, g, b}, "the surface of the card")
}

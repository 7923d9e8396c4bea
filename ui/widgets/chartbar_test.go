package widgets

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/require"

	"latchkey/ui/theme"
)

// days returns bars with the values 1, 2, 3 and so on up to 30, and again.
func days(n int) []Bar {
	bars := make([]Bar, n)
	for i := range bars {
		bars[i] = Bar{
			Label: fmt.Sprintf("%d Nov", i+1), Name: fmt.Sprintf("%d November", i+1),
			Value: i%30 + 1, Note: fmt.Sprintf("%d November: %d people", i+1, i%30+1), Weak: i%7 > 4,
		}
	}
	return bars
}

// shownAt puts a chart into a window and gives it a size.
func shownAt(t *testing.T, o fyne.CanvasObject, width, height float32) fyne.Window {
	win := window(t, nil)
	win.SetPadded(false)
	win.SetContent(o)
	win.Resize(fyne.NewSize(width, height))
	o.Resize(fyne.NewSize(width, height))
	return win
}

func barView(b *BarChart) *barRenderer { return test.WidgetRenderer(b).(*barRenderer) }

func drawnBars(b *BarChart) []*canvas.Rectangle {
	var found []*canvas.Rectangle
	for _, r := range barView(b).bars.all {
		if r.Visible() {
			found = append(found, r)
		}
	}
	return found
}

func drawnTexts(all []*canvas.Text) []*canvas.Text {
	var found []*canvas.Text
	for _, t := range all {
		if t.Visible() {
			found = append(found, t)
		}
	}
	return found
}

// requireApart checks that no text lies on another or leaves a size.
func requireApart(t *testing.T, texts []*canvas.Text, size fyne.Size, why string) {
	t.Helper()
	for i, a := range texts {
		require.GreaterOrEqual(t, a.Position().X, float32(0), why)
		require.LessOrEqual(t, a.Position().X+a.Size().Width, size.Width+0.1, why)
		require.GreaterOrEqual(t, a.Size().Width+0.6, chartTextSize(a.Text).Width, "%s: %q has room", why, a.Text)
		for _, b := range texts[:i] {
			apart := a.Position().X >= b.Position().X+b.Size().Width || b.Position().X >= a.Position().X+a.Size().Width ||
				a.Position().Y >= b.Position().Y+b.Size().Height || b.Position().Y >= a.Position().Y+a.Size().Height
			require.True(t, apart, "%s: %q and %q", why, a.Text, b.Text)
		}
	}
}

func TestBarsFillTheChartAtEverySize(t *testing.T) {
	for _, n := range []int{1, 2, 7, 30, 31, 90, 366} {
		for _, size := range []fyne.Size{{Width: 320, Height: 160}, {Width: 701, Height: 333}, {Width: 1400, Height: 700}} {
			why := fmt.Sprintf("%d bars at %v", n, size)
			b := NewBarChart()
			b.SetBars(days(n))
			shownAt(t, b, size.Width, size.Height)
			require.Equal(t, size, b.Size(), why)
			rects := drawnBars(b)
			require.Len(t, rects, n, why)
			floor := b.plot.top + b.plot.height
			for i, r := range rects {
				require.GreaterOrEqual(t, r.Size().Width, float32(1), why)
				require.GreaterOrEqual(t, r.Position().X, b.plot.left, why)
				require.LessOrEqual(t, r.Position().X+r.Size().Width, size.Width+1, why)
				require.InDelta(t, floor, r.Position().Y+r.Size().Height, 0.01, "%s: bar %d stands on zero", why, i)
				require.GreaterOrEqual(t, r.Position().Y, b.plot.top, why)
			}
			require.Greater(t, rects[n-1].Position().X+rects[n-1].Size().Width, size.Width-b.plot.width/float32(n)-1, why)
			v := barView(b)
			labels := drawnTexts(v.labels.all)
			require.NotEmpty(t, labels, why)
			requireApart(t, append(labels, drawnTexts(v.numbers.all)...), size, why)
		}
	}
}

func TestHeightsAreInProportion(t *testing.T) {
	b := NewBarChart()
	b.SetBars([]Bar{{Value: 10}, {Value: 20}, {Value: 0}, {Value: -5}, {Value: 40}})
	shownAt(t, b, 400, 300)
	all := barView(b).bars.all
	require.InDelta(t, b.plot.height/4, all[0].Size().Height, 0.6)
	require.InDelta(t, b.plot.height/2, all[1].Size().Height, 0.6)
	require.False(t, all[2].Visible(), "none is no bar")
	require.False(t, all[3].Visible(), "nor is less than none")
	require.Equal(t, b.plot.height, all[4].Size().Height)
}

func TestOneHugeValueLeavesTheOthersInSight(t *testing.T) {
	b := NewBarChart()
	b.SetBars([]Bar{{Label: "a", Value: 1}, {Label: "b", Value: math.MaxInt}, {Label: "c", Value: 0}})
	shownAt(t, b, 320, 160)
	rects := drawnBars(b)
	require.Len(t, rects, 2)
	require.Equal(t, float32(2), rects[0].Size().Height)
	require.LessOrEqual(t, rects[1].Size().Height, b.plot.height)
	require.Greater(t, b.plot.width, float32(120), "the numbers leave room for the bars")
	v := barView(b)
	requireApart(t, append(drawnTexts(v.labels.all), drawnTexts(v.numbers.all)...), b.Size(), "huge")
}

func TestAllZerosIsAnAxisWithoutBars(t *testing.T) {
	b := NewBarChart()
	b.SetBars([]Bar{{Label: "Mon"}, {Label: "Tue", Note: "Tuesday: nobody"}})
	win := shownAt(t, b, 400, 200)
	require.Empty(t, drawnBars(b))
	require.Len(t, drawnTexts(barView(b).numbers.all), 3)
	require.NotContains(t, texts(b), "There is nothing to show.")
	win.Canvas().Focus(b)
	press(win, fyne.KeyEnd)
	require.Equal(t, "Tuesday: nobody", b.line.Text())
}

func TestALabelWiderThanTheChartIsCut(t *testing.T) {
	b := NewBarChart()
	b.SetBars([]Bar{{Label: strings.Repeat("Wilhelmina ", 20), Value: 1}})
	shownAt(t, b, 320, 160)
	labels := drawnTexts(barView(b).labels.all)
	require.Len(t, labels, 1)
	require.True(t, strings.HasSuffix(labels[0].Text, "…"))
	requireApart(t, labels, b.Size(), "cut")
}

func TestEmptyBarChartSaysSo(t *testing.T) {
	b := NewBarChart()
	b.SetEmpty("Nobody came in these days.")
	win := shownAt(t, b, 400, 200)
	require.Equal(t, []string{"", "Nobody came in these days."}, texts(b))
	win.Canvas().Focus(b)
	press(win, fyne.KeyRight, fyne.KeyReturn, fyne.KeyEnd)
	b.MouseMoved(at(200, 100))
	b.Tapped(&fyne.PointEvent{Position: fyne.NewPos(200, 100)})
	require.Equal(t, -1, b.Selected())
	require.False(t, b.ring.Visible())

	b.SetBars(days(3))
	require.Len(t, drawnBars(b), 3)
	require.NotContains(t, texts(b), "Nobody came in these days.")
	b.SetBars(nil)
	require.Empty(t, drawnBars(b))
	require.Empty(t, drawnTexts(barView(b).labels.all))
	require.Empty(t, drawnTexts(barView(b).numbers.all))
	require.Contains(t, texts(b), "Nobody came in these days.")
}

func at(x, y float32) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}}
}

// middle is the middle of a mark.
func middle(m chartMarks, mark int) fyne.Position {
	pos, size := m.frame(mark)
	return pos.AddXY(size.Width/2, size.Height/2)
}

func TestThePointerReadsEveryBar(t *testing.T) {
	for _, n := range []int{1, 30, 366} {
		b := NewBarChart()
		b.SetCaption("In all")
		b.SetBars(days(n))
		shownAt(t, b, 1000, 300)
		for i := range n {
			p := middle(b, i)
			b.MouseMoved(at(p.X, p.Y))
			require.Equal(t, b.bars[i].Note, b.line.Text(), "bar %d of %d", i, n)
			require.True(t, b.band.Visible())
		}
		b.MouseMoved(at(2, 100))
		require.Equal(t, "In all", b.line.Text(), "beside the bars")
		require.False(t, b.band.Visible())
		b.MouseMoved(at(middle(b, n/2).X, b.Size().Height-2))
		require.Equal(t, b.bars[n/2].Note, b.line.Text(), "the label belongs to the bar")
		b.MouseOut()
		require.Equal(t, "In all", b.line.Text())
	}
}

func TestNothingMovesUnderThePointer(t *testing.T) {
	b := NewBarChart()
	b.SetBars(days(30))
	shownAt(t, b, 600, 300)
	before := b.plot
	p := middle(b, 3)
	b.MouseMoved(at(p.X, p.Y))
	b.Refresh()
	require.Equal(t, before, b.plot)
}

func TestKeysWalkOverTheBars(t *testing.T) {
	var chosen []int
	b := NewBarChart()
	b.OnChosen = func(i int) { chosen = append(chosen, i) }
	b.SetBars(days(5))
	win := shownAt(t, b, 600, 300)
	require.False(t, b.ring.Visible())
	win.Canvas().Focus(b)
	require.True(t, b.ring.Visible(), "the focus is seen before a bar is selected")
	press(win, fyne.KeyReturn)
	require.Empty(t, chosen)

	for _, c := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyLeft, 4}, {fyne.KeyRight, 4}, {fyne.KeyLeft, 3}, {fyne.KeyHome, 0}, {fyne.KeyLeft, 0}, {fyne.KeyRight, 1}, {fyne.KeyEnd, 4}} {
		press(win, c.key)
		require.Equal(t, c.want, b.Selected(), c.key)
		require.Equal(t, b.bars[c.want].Note, b.line.Text())
		pos, _ := b.frame(c.want)
		require.Equal(t, pos, b.ring.Position())
		require.Equal(t, float32(chartRing), b.ring.StrokeWidth)
	}
	press(win, fyne.KeyReturn, fyne.KeyHome, fyne.KeySpace)
	require.Equal(t, []int{4, 0}, chosen)

	win.Canvas().Unfocus()
	require.True(t, b.ring.Visible(), "the selection stays in sight")
	require.Less(t, b.ring.StrokeWidth, float32(chartRing))
}

func TestAKeyBeatsThePointerUntilItMoves(t *testing.T) {
	b := NewBarChart()
	b.SetBars(days(5))
	win := shownAt(t, b, 600, 300)
	win.Canvas().Focus(b)
	p := middle(b, 3)
	b.MouseIn(at(p.X, p.Y))
	press(win, fyne.KeyHome)
	require.Equal(t, b.bars[0].Note, b.line.Text())
	b.MouseMoved(at(p.X+1, p.Y))
	require.Equal(t, b.bars[3].Note, b.line.Text())
}

func TestOtherKeysGoOnToTheWindow(t *testing.T) {
	b := NewBarChart()
	b.SetBars(days(5))
	win := shownAt(t, b, 600, 300)
	var got []fyne.KeyName
	win.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { got = append(got, ev.Name) })
	win.Canvas().Focus(b)
	press(win, fyne.KeyEscape, fyne.KeyReturn, fyne.KeyRight)
	require.Equal(t, []fyne.KeyName{fyne.KeyEscape, fyne.KeyReturn}, got, "Enter with nothing selected is for a dialog")
}

func TestATapSelectsAndChooses(t *testing.T) {
	chosen := -1
	b := NewBarChart()
	b.SetBars(days(5))
	win := shownAt(t, b, 600, 300)
	p := middle(b, 2)
	b.MouseIn(at(p.X, p.Y))
	require.Equal(t, desktop.DefaultCursor, b.Cursor(), "nobody listens")
	b.OnChosen = func(i int) { chosen = i }
	require.Equal(t, desktop.PointerCursor, b.Cursor())
	b.Tapped(&fyne.PointEvent{Position: p})
	require.Equal(t, 2, chosen)
	require.Equal(t, 2, b.Selected())
	require.Equal(t, fyne.Focusable(b), win.Canvas().Focused())
	b.Tapped(&fyne.PointEvent{Position: fyne.NewPos(1, 1)})
	require.Equal(t, 2, b.Selected(), "the line above is no bar")
}

func TestNewNumbersKeepTheSelectedDayOnly(t *testing.T) {
	b := NewBarChart()
	b.SetBars(days(5))
	win := shownAt(t, b, 600, 300)
	win.Canvas().Focus(b)
	press(win, fyne.KeyEnd)

	more := days(5)
	more[4].Value, more[4].Note = 99, "5 November: 99 people"
	b.SetBars(more)
	require.Equal(t, 4, b.Selected())
	require.Equal(t, "5 November: 99 people", b.line.Text())

	other := days(5)
	other[4].Name = "5 December"
	b.SetBars(other)
	require.Equal(t, -1, b.Selected())

	press(win, fyne.KeyEnd)
	b.SetBars(days(2))
	require.Equal(t, -1, b.Selected())
}

func TestANewSizeMakesNoNewObjects(t *testing.T) {
	b := NewBarChart()
	b.SetBars(days(366))
	win := shownAt(t, b, 1400, 500)
	v := barView(b)
	all, first := len(v.Objects()), &v.objects[0]
	for width := float32(1390); width > 320; width -= 70 {
		win.Resize(fyne.NewSize(width, 300))
	}
	require.Same(t, first, &v.objects[0])
	require.Len(t, v.Objects(), all)
	b.SetBars(days(7)) // its axis has another line
	require.Len(t, drawnBars(b), 7)
	first = &v.objects[0]
	b.SetBars(days(366))
	require.Same(t, first, &v.objects[0], "a year, a week, and a year again")
	sizes, i := []fyne.Size{fyne.NewSize(900, 300), fyne.NewSize(901, 300)}, 0
	allocs := testing.AllocsPerRun(20, func() { i++; v.Layout(sizes[i%2]) })
	require.Less(t, allocs, float64(366), "not even one for each bar")
}

func TestBarsFollowTheTheme(t *testing.T) {
	b := NewBarChart()
	b.SetBars([]Bar{{Value: 3}, {Value: 2, Weak: true}})
	shownAt(t, b, 400, 200)
	t.Cleanup(func() { fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light)) })
	for _, variant := range []theme.Variant{theme.Dark, theme.Light} {
		fyne.CurrentApp().Settings().SetTheme(theme.New(variant))
		rects := drawnBars(b)
		require.Equal(t, fynetheme.Color(theme.ColorAccent), rects[0].FillColor)
		require.Equal(t, tint(weakShare), rects[1].FillColor)
		require.Equal(t, fynetheme.Color(theme.ColorMuted), barView(b).numbers.all[0].Color)
		surface, accent := fynetheme.Color(theme.ColorSurface), fynetheme.Color(theme.ColorAccent)
		require.Less(t, contrastOf(tint(weakShare), surface), contrastOf(accent, surface), "weak is weaker")
		require.Greater(t, contrastOf(tint(weakShare), surface), 1.5, "and still seen")
	}
}

func TestCopyGivesTheNumbersToASpreadsheet(t *testing.T) {
	b := NewBarChart()
	b.SetHeads("Day", "People")
	b.SetBars([]Bar{{Label: "1 Nov", Value: 4}, {Label: "2", Name: "2\tNovember", Value: 23}})
	win := shownAt(t, b, 400, 200)
	win.Canvas().Focus(b)
	require.Equal(t, [][]string{{"Day", "People"}, {"1 Nov", "4"}, {"2\tNovember", "23"}}, b.Text())
	b.TypedShortcut(&fyne.ShortcutCopy{})
	require.Equal(t, "Day\tPeople\n1 Nov\t4\n2 November\t23\n", fyne.CurrentApp().Clipboard().Content())
	require.Equal(t, "The numbers are copied.", b.line.Text())
}

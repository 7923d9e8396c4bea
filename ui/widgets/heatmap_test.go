package widgets

import (
	"fmt"
	"image/color"
	"math"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/ui/theme"
)

var weekdays = []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}

func hours() []string {
	var all []string
	for h := range 24 {
		all = append(all, fmt.Sprintf("%02d:00", h))
	}
	return all
}

// week has as many people in each cell as value says.
func week(value func(row, column int) int) *HeatMap {
	cells := make([][]int, len(weekdays))
	for r := range cells {
		for c := range hours() {
			cells[r] = append(cells[r], value(r, c))
		}
	}
	h := NewHeatMap()
	h.SetHeads("Weekday", "Hour", "People")
	h.SetCells(weekdays, hours(), cells, func(r, c int) string {
		return fmt.Sprintf("%s at %d: %d", weekdays[r], c, cells[r][c])
	})
	return h
}

func heatView(h *HeatMap) *heatRenderer { return test.WidgetRenderer(h).(*heatRenderer) }

func TestHeatMapFitsEverySize(t *testing.T) {
	for _, size := range []fyne.Size{{}, {Width: 700, Height: 260}, {Width: 1400, Height: 600}} {
		h := week(func(r, c int) int { return r * c })
		require.LessOrEqual(t, h.MinSize().Width, float32(320))
		require.LessOrEqual(t, h.MinSize().Height, float32(240))
		size = size.Max(h.MinSize())
		why := fmt.Sprint(size)
		shownAt(t, h, size.Width, size.Height)
		v := heatView(h)
		require.Len(t, drawnTexts(v.rows.all), len(weekdays), why)
		for i, cell := range v.cells.all {
			require.True(t, cell.Visible(), why)
			require.Greater(t, cell.Size().Width, float32(4), why)
			require.Greater(t, cell.Size().Height, float32(8), why)
			if i%24 > 0 {
				before := v.cells.all[i-1]
				require.Equal(t, before.Position().X+before.Size().Width+heatGap, cell.Position().X, why)
			}
		}
		columns := drawnTexts(v.columns.all)
		require.NotEmpty(t, columns, why)
		requireApart(t, append(append(columns, drawnTexts(v.rows.all)...), drawnTexts(v.legend.words.all)...), size, why)
		for _, text := range drawnTexts(v.legend.words.all) {
			require.LessOrEqual(t, text.Position().Y+text.Size().Height, size.Height+0.1, why)
		}
	}
}

func TestLabelsOfRowsGiveWayWhereThereIsNoRoom(t *testing.T) {
	h := week(func(r, c int) int { return r * c })
	shownAt(t, h, 400, 300)
	h.Resize(fyne.NewSize(320, 150))
	shown := drawnTexts(heatView(h).rows.all)
	require.Less(t, len(shown), len(weekdays))
	require.NotEmpty(t, shown)
	requireApart(t, shown, h.Size(), "low")
}

func TestNumbersStandInAllCellsOrInNone(t *testing.T) {
	h := week(func(r, c int) int { return r * c * 10 })
	win := shownAt(t, h, 1400, 600)
	for i, number := range heatView(h).numbers.all {
		require.Equal(t, h.value(i) > 0, number.Visible())
		require.Equal(t, strconv.Itoa(h.value(i)), number.Text)
	}
	win.Resize(fyne.NewSize(700, 600)) // wide enough for one digit, not for four
	require.Empty(t, drawnTexts(heatView(h).numbers.all))
}

func TestNumbersReadOnEveryStep(t *testing.T) {
	t.Cleanup(func() { fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light)) })
	h := week(func(r, c int) int { return r*24 + c })
	shownAt(t, h, 1400, 600)
	for _, variant := range []theme.Variant{theme.Light, theme.Dark} {
		fyne.CurrentApp().Settings().SetTheme(theme.New(variant))
		v := heatView(h)
		seen := map[color.Color]bool{}
		for i, number := range drawnTexts(v.numbers.all) {
			back := v.cells.all[i+1].FillColor // cell 0 has no number
			require.GreaterOrEqual(t, contrastOf(number.Color, back), 4.5, "%s on %s", number.Text, variant)
			seen[back] = true
		}
		require.Len(t, seen, len(accentShare)-1, "every step is tried")
		for step := 1; step < len(accentShare); step++ {
			require.GreaterOrEqual(t, contrastOf(stepColor(step), stepColor(step-1)), 1.15, "step %d of %s differs", step, variant)
		}
	}
}

// contrastOf is the ratio of WCAG 2.
func contrastOf(a, b color.Color) float64 {
	la, lb := luminanceOf(a), luminanceOf(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminanceOf(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xFFFF
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func legendOf(h *HeatMap) []string {
	var words []string
	for _, text := range drawnTexts(heatView(h).legend.words.all) {
		words = append(words, text.Text)
	}
	return words
}

func TestLegendSaysTheStepsInWords(t *testing.T) {
	for _, c := range []struct {
		highest int
		want    []string
	}{
		{0, []string{"People", "none"}},
		{1, []string{"People", "none", "1"}},
		{3, []string{"People", "none", "1", "2", "3"}},
		{5, []string{"People", "none", "1–2", "3–4", "5"}},
		{31, []string{"People", "none", "1–8", "9–16", "17–24", "25–31"}},
	} {
		h := week(func(r, _ int) int { return min(c.highest, r*100) })
		shownAt(t, h, 700, 300)
		require.Equal(t, c.want, legendOf(h), "up to %d", c.highest)
		swatches := 0
		for _, s := range heatView(h).legend.swatches.all {
			if s.Visible() {
				swatches++
			}
		}
		require.Equal(t, len(c.want)-1, swatches)
	}
}

func TestEveryNumberIsInTheStepThatTheLegendSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		highest := rapid.OneOf(rapid.IntRange(1, 60), rapid.IntRange(1, math.MaxInt)).Draw(t, "highest")
		s := newHeatScale(highest)
		require.LessOrEqual(t, s.steps(), len(accentShare))
		value := rapid.IntRange(1, highest).Draw(t, "value")
		step := s.step(value)
		require.GreaterOrEqual(t, step, 1)
		require.Less(t, step, s.steps())
		var from, to int
		if _, err := fmt.Sscanf(s.words(step), "%d–%d", &from, &to); err != nil {
			_, err = fmt.Sscanf(s.words(step), "%d", &from)
			require.NoError(t, err)
			to = from
		}
		require.LessOrEqual(t, from, value)
		require.GreaterOrEqual(t, to, value)
		require.Zero(t, s.step(0))
		require.Zero(t, s.step(-value))
	})
}

func TestKeysWalkInTwoDirections(t *testing.T) {
	type place struct{ row, column int }
	var chosen []place
	h := week(func(r, c int) int { return r + c })
	h.OnChosen = func(r, c int) { chosen = append(chosen, place{r, c}) }
	win := shownAt(t, h, 700, 300)
	_, _, ok := selectedCell(h)
	require.False(t, ok)
	win.Canvas().Focus(h)
	require.True(t, h.ring.Visible())
	for _, c := range []struct {
		key  fyne.KeyName
		want place
	}{
		{fyne.KeyDown, place{0, 0}}, {fyne.KeyDown, place{1, 0}}, {fyne.KeyLeft, place{1, 0}}, {fyne.KeyRight, place{1, 1}},
		{fyne.KeyEnd, place{1, 23}}, {fyne.KeyRight, place{1, 23}}, {fyne.KeyUp, place{0, 23}}, {fyne.KeyUp, place{0, 23}},
		{fyne.KeyHome, place{0, 0}},
	} {
		press(win, c.key)
		row, column, ok := selectedCell(h)
		require.True(t, ok)
		require.Equal(t, c.want, place{row, column}, c.key)
		require.Equal(t, fmt.Sprintf("%s at %d: %d", weekdays[row], column, row+column), h.line.Text())
	}
	for range 10 {
		press(win, fyne.KeyDown)
	}
	press(win, fyne.KeyReturn)
	require.Equal(t, []place{{6, 0}}, chosen)
}

func TestThePointerReadsEveryCell(t *testing.T) {
	chosen := 0
	h := week(func(r, c int) int { return r * c })
	h.SetCaption("In all")
	shownAt(t, h, 700, 300)
	h.OnChosen = func(r, c int) { chosen = r*100 + c }
	for i := range h.count() {
		p := middle(h, i)
		h.MouseMoved(at(p.X, p.Y))
		row, column := h.cell(i)
		require.Equal(t, fmt.Sprintf("%s at %d: %d", weekdays[row], column, row*column), h.line.Text())
		require.Equal(t, desktop.PointerCursor, h.Cursor())
	}
	h.Tapped(&fyne.PointEvent{Position: middle(h, 3*24+5)})
	require.Equal(t, 305, chosen)
	h.MouseMoved(at(1, 1))
	require.Equal(t, "Thu at 5: 15", h.line.Text(), "back to what is selected")
}

func TestHeatMapTakesRaggedCellsAndNoNote(t *testing.T) {
	h := NewHeatMap()
	h.SetCells([]string{"Mon", "Tue"}, []string{"9", "10"}, [][]int{{4}}, nil)
	win := shownAt(t, h, 400, 200)
	win.Canvas().Focus(h)
	press(win, fyne.KeyDown)
	require.Equal(t, "Mon 9: 4", h.line.Text())
	press(win, fyne.KeyDown, fyne.KeyRight)
	require.Equal(t, "Tue 10: 0", h.line.Text())
}

func TestEmptyHeatMapSaysSo(t *testing.T) {
	h := week(func(int, int) int { return 3 })
	h.SetEmpty("Nobody came in these weeks.")
	win := shownAt(t, h, 400, 220)
	h.SetCells(weekdays, nil, nil, nil)
	require.Equal(t, []string{"", "Nobody came in these weeks."}, texts(h))
	v := heatView(h)
	for _, pool := range [][]*canvas.Text{v.numbers.all, v.rows.all, v.columns.all, v.legend.words.all} {
		require.Empty(t, drawnTexts(pool))
	}
	win.Canvas().Focus(h)
	press(win, fyne.KeyRight, fyne.KeyDown, fyne.KeyReturn)
	h.MouseMoved(at(200, 100))
	require.Equal(t, -1, h.Selected())
}

func TestAllZerosAndOneHugeCell(t *testing.T) {
	zeros := week(func(int, int) int { return 0 })
	shownAt(t, zeros, 700, 300)
	for _, cell := range heatView(zeros).cells.all {
		require.Equal(t, stepColor(0), cell.FillColor)
	}
	require.Empty(t, drawnTexts(heatView(zeros).numbers.all))

	huge := week(func(r, c int) int {
		if r == 2 && c == 9 {
			return math.MaxInt
		}
		return 1
	})
	shownAt(t, huge, 320, 200)
	v := heatView(huge)
	require.Equal(t, stepColor(4), v.cells.all[2*24+9].FillColor)
	require.Equal(t, stepColor(1), v.cells.all[0].FillColor, "one is not none")
	require.Greater(t, v.cells.all[0].Size().Height, float32(0))
}

func TestHeatMapReusesItsObjects(t *testing.T) {
	h := week(func(r, c int) int { return r * c })
	win := shownAt(t, h, 1400, 500)
	v := heatView(h)
	first := &v.objects[0]
	for width := float32(1390); width > 320; width -= 70 {
		win.Resize(fyne.NewSize(width, 300))
	}
	require.Same(t, first, &v.objects[0])
}

func TestNewCellsKeepTheSelection(t *testing.T) {
	h := week(func(r, c int) int { return r * c })
	win := shownAt(t, h, 700, 300)
	win.Canvas().Focus(h)
	press(win, fyne.KeyDown, fyne.KeyDown)
	h.SetCells(weekdays, hours(), nil, func(int, int) string { return "now" })
	require.Equal(t, "now", h.line.Text())
	h.SetCells(weekdays, hours()[8:], nil, nil)
	require.Equal(t, -1, h.Selected())
}

// selectedCell is the cell that the keyboard or a tap selected.
func selectedCell(h *HeatMap) (row, column int, ok bool) {
	if h.selected < 0 {
		return 0, 0, false
	}
	row, column = h.cell(h.selected)
	return row, column, true
}

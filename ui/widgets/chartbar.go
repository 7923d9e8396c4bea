package widgets

import (
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// Bar is one bar of a BarChart.
type Bar struct {
	Label string // under the axis, where there is room for it; may be empty
	Name  string // in the table of the numbers; the label when empty
	Value int    // below zero counts as zero
	Note  string // the bar in words: "Tuesday 24 November: 31 people"
	// Weak draws the bar lighter: a weekend, a day that is not over. The note
	// says so too.
	Weak bool
}

func (b Bar) name() string {
	if b.Name == "" {
		return b.Label
	}
	return b.Name
}

// BarChart shows numbers as bars that stand on zero, up to one for each day of
// a year. Keys: Left, Right, Home, End, Enter for OnChosen, Ctrl+C copies the
// numbers.
type BarChart struct {
	chart
	// OnChosen is called with the index of a bar for a tap on it and for Enter.
	OnChosen func(index int)

	bars []Bar
	axis axis
	plot barPlot
}

// NewBarChart returns a chart without bars.
func NewBarChart() *BarChart {
	b := &BarChart{axis: newAxis(0)}
	b.init(b, lang.L("Point at a bar, or use the arrow keys."))
	b.heads = []string{"", ""}
	b.ExtendBaseWidget(b)
	return b
}

// SetHeads names the bars and their values where the numbers are a table:
// "Day", "People".
func (b *BarChart) SetHeads(name, value string) {
	b.heads = []string{name, value}
	b.refill(true)
}

// SetBars shows bars. The chart keeps the slice and does not change it.
func (b *BarChart) SetBars(bars []Bar) {
	at := b.selected
	same := at >= 0 && at < len(bars) && bars[at].name() == b.bars[at].name()
	highest := 0
	for _, bar := range bars {
		highest = max(highest, bar.Value)
	}
	b.bars, b.axis = bars, newAxis(highest)
	b.refill(same)
}

// Text returns the numbers as a table: the heads, and a row for each bar.
func (b *BarChart) Text() [][]string {
	rows := [][]string{b.heads}
	for _, bar := range b.bars {
		rows = append(rows, []string{bar.name(), strconv.Itoa(bar.Value)})
	}
	return rows
}

func (b *BarChart) count() int           { return len(b.bars) }
func (b *BarChart) note(mark int) string { return b.bars[mark].Note }
func (b *BarChart) choosable() bool      { return b.OnChosen != nil }

func (b *BarChart) choose(mark int) {
	if b.OnChosen != nil {
		b.OnChosen(mark)
	}
}

func (b *BarChart) step(from int, key fyne.KeyName) (int, bool) {
	last := len(b.bars) - 1
	switch key {
	case fyne.KeyLeft:
		if from < 0 {
			return last, true
		}
		return max(0, from-1), true
	case fyne.KeyRight:
		return min(from+1, last), true
	case fyne.KeyHome:
		return 0, true
	case fyne.KeyEnd:
		return last, true
	default:
		return from, false
	}
}

// markAt counts all of a column, its label too: a low bar is hard to hit.
func (b *BarChart) markAt(at fyne.Position) int {
	p := b.plot
	if p.bars == 0 || p.width <= 0 || at.X < p.left || at.X >= p.left+p.width || at.Y < p.top || at.Y >= b.Size().Height {
		return -1
	}
	return min(int((at.X-p.left)*float32(p.bars)/p.width), p.bars-1)
}

func (b *BarChart) frame(mark int) (fyne.Position, fyne.Size) {
	const least = 8 // that a frame around a thin bar can be seen
	at := b.plot.slot(mark)
	if more := least - (at.to - at.from); more > 0 {
		at.from, at.to = at.from-more/2, at.to+more/2
	}
	return fyne.NewPos(at.from, b.plot.top), fyne.NewSize(at.to-at.from, b.plot.height)
}

func (b *BarChart) area() (fyne.Position, fyne.Size) {
	return fyne.NewPos(b.plot.left, b.plot.top), fyne.NewSize(b.plot.width, b.plot.height)
}

// barPlot is where the bars of a chart stand.
type barPlot struct {
	left, top, width, height float32
	bars                     int
}

// slot is the column of a bar. Its edges are whole pixels, that the bars have
// sharp sides.
func (p barPlot) slot(i int) span {
	edge := func(i int) float32 {
		return p.left + float32(math.Round(float64(i)*float64(p.width)/float64(p.bars)))
	}
	return span{edge(i), edge(i + 1)}
}

func (p barPlot) centre(i int) float32 {
	s := p.slot(i)
	return (s.from + s.to) / 2
}

// bar is the width of a bar in its slot: with room at both sides where there is
// any, and never nothing.
func (p barPlot) bar(i int) span {
	const widest = 56
	s := p.slot(i)
	width := s.to - s.from
	switch {
	case width >= 8:
		width = min(widest, float32(math.Round(float64(width)*0.7)))
	case width >= 3:
		width--
	}
	width = max(1, width)
	from := s.from + float32(math.Floor(float64(s.to-s.from-width)/2))
	return span{from, from + width}
}

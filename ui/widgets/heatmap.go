package widgets

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// HeatMap shows a grid of numbers as colours, with the numbers in the cells
// where there is room and a legend in words. Keys: arrows, Home and End for the
// ends of a row, Enter for OnChosen, Ctrl+C copies the numbers.
type HeatMap struct {
	chart
	// OnChosen is called for a tap on a cell and for Enter.
	OnChosen func(row, column int)

	rows, columns []string
	cells         [][]int
	words         func(row, column int) string // nil: none were given
	scale         heatScale
	grid          heatGrid
}

// NewHeatMap returns a map without cells.
func NewHeatMap() *HeatMap {
	h := &HeatMap{scale: newHeatScale(0)}
	h.init(h, lang.L("Point at a cell, or use the arrow keys."))
	h.heads = []string{"", "", ""}
	h.ExtendBaseWidget(h)
	return h
}

// SetHeads names rows, columns and values where the numbers are a table, and
// the values in the legend: "Weekday", "Hour", "People".
func (h *HeatMap) SetHeads(row, column, value string) {
	h.heads = []string{row, column, value}
	h.refill(true)
}

// SetCells shows numbers: cells[row][column], of which those that are missing
// or below zero count as zero. note puts a cell into words; it is asked when it
// is needed. The map keeps the slices and does not change them.
func (h *HeatMap) SetCells(rows, columns []string, cells [][]int, note func(row, column int) string) {
	same := slices.Equal(rows, h.rows) && slices.Equal(columns, h.columns)
	h.rows, h.columns, h.cells, h.words = rows, columns, cells, note
	highest := 0
	for i := range h.count() {
		highest = max(highest, h.value(i))
	}
	h.scale = newHeatScale(highest)
	h.refill(same)
}

// Text returns the numbers as a table: the heads, and a row for each cell.
func (h *HeatMap) Text() [][]string {
	rows := [][]string{h.heads}
	for i := range h.count() {
		row, column := h.cell(i)
		rows = append(rows, []string{h.rows[row], h.columns[column], strconv.Itoa(h.value(i))})
	}
	return rows
}

// A mark is a cell, counted row by row.
func (h *HeatMap) count() int { return len(h.rows) * len(h.columns) }

func (h *HeatMap) cell(mark int) (row, column int) {
	return mark / len(h.columns), mark % len(h.columns)
}

func (h *HeatMap) value(mark int) int {
	row, column := h.cell(mark)
	if row >= len(h.cells) || column >= len(h.cells[row]) {
		return 0
	}
	return max(0, h.cells[row][column])
}

func (h *HeatMap) note(mark int) string {
	row, column := h.cell(mark)
	if h.words == nil {
		return h.rows[row] + " " + h.columns[column] + ": " + strconv.Itoa(h.value(mark))
	}
	return h.words(row, column)
}

func (h *HeatMap) choosable() bool { return h.OnChosen != nil }

func (h *HeatMap) choose(mark int) {
	if h.OnChosen != nil {
		h.OnChosen(h.cell(mark))
	}
}

func (h *HeatMap) step(from int, key fyne.KeyName) (int, bool) {
	if h.count() == 0 {
		return from, false
	}
	row, column := h.cell(max(0, from))
	switch key {
	case fyne.KeyLeft:
		column--
	case fyne.KeyRight:
		column++
	case fyne.KeyUp:
		row--
	case fyne.KeyDown:
		row++
	case fyne.KeyHome:
		column = 0
	case fyne.KeyEnd:
		column = len(h.columns) - 1
	default:
		return from, false
	}
	if from < 0 {
		return 0, true // the first key shows where the keyboard is
	}
	row, column = min(max(row, 0), len(h.rows)-1), min(max(column, 0), len(h.columns)-1)
	return row*len(h.columns) + column, true
}

func (h *HeatMap) markAt(at fyne.Position) int {
	g := h.grid
	x, y := at.X-g.left, at.Y-g.top
	if g.rows*g.columns == 0 || x < 0 || y < 0 || x >= g.width || y >= g.height {
		return -1
	}
	row := min(int(y*float32(g.rows)/g.height), g.rows-1)
	column := min(int(x*float32(g.columns)/g.width), g.columns-1)
	return row*g.columns + column
}

// frame lies around a cell, in the gaps between it and the next.
func (h *HeatMap) frame(mark int) (fyne.Position, fyne.Size) {
	at, size := h.grid.cell(h.cell(mark))
	return at.SubtractXY(heatGap, heatGap), size.AddWidthHeight(2*heatGap, 2*heatGap)
}

func (h *HeatMap) area() (fyne.Position, fyne.Size) {
	return fyne.NewPos(h.grid.left-heatGap, h.grid.top-heatGap),
		fyne.NewSize(h.grid.width+heatGap, h.grid.height+heatGap)
}

package widgets

import (
	"cmp"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// Chart is a BarChart or a HeatMap.
type Chart interface {
	fyne.Widget
	// Text returns the numbers as a table: the heads, then the rows. The last
	// column is the numbers.
	Text() [][]string
	listen(func())
	emptyText() string
}

// Figures shows a chart, or the same numbers as a table that sorts. Button
// changes from one to the other; it belongs beside the title of the card.
type Figures struct {
	widget.BaseWidget
	chart  Chart
	button *Button
	place  *fyne.Container // of the button
	box    *fyne.Container // the chart, and once it was asked for the table
	table  *Table[figureRow]
	heads  []string // that the table was made with
}

// figureRow is a row of the table. ranks is the place that each cell has in the
// order of the chart, and for the number the number.
type figureRow struct {
	index int
	cells []string
	ranks []int
}

// NewFigures shows a chart at first.
func NewFigures(chart Chart) *Figures {
	f := &Figures{chart: chart, box: container.NewStack(chart)}
	f.button = NewLinkButton(lang.L("As a table"), func() { f.ShowTable(f.chart.Visible()) })
	asChart := NewLinkButton(lang.L("As a chart"), nil)
	f.place = container.New(widest{f.button, asChart}, f.button)
	chart.listen(func() {
		if f.table != nil && f.table.Visible() {
			f.fill()
		}
	})
	f.ExtendBaseWidget(f)
	return f
}

// Button returns the button that changes between chart and table. It keeps its
// width, so that nothing beside it moves.
func (f *Figures) Button() fyne.CanvasObject { return f.place }

// ShowTable shows the table, or the chart.
func (f *Figures) ShowTable(yes bool) {
	if yes {
		f.fill()
		f.table.Show()
		f.chart.Hide()
		f.button.SetText(lang.L("As a chart"))
	} else {
		if f.table != nil {
			f.table.Hide()
		}
		f.chart.Show()
		f.button.SetText(lang.L("As a table"))
	}
	f.box.Refresh()
}

// CreateRenderer is called by Fyne.
func (f *Figures) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.box) }

// fill brings the numbers of the chart into the table.
func (f *Figures) fill() {
	text := f.chart.Text()
	if f.table == nil || !slices.Equal(f.heads, text[0]) {
		f.heads = text[0]
		f.table = newFigureTable(f.heads)
		f.box.Objects = []fyne.CanvasObject{f.chart, f.table}
		f.box.Refresh()
	}
	f.table.SetEmpty(container.New(emptyLayout{}, mutedCentre(f.chart.emptyText())))
	f.table.SetRows(figureRows(text[1:]))
}

func newFigureTable(heads []string) *Table[figureRow] {
	columns := make([]Column[figureRow], len(heads))
	for i, head := range heads {
		columns[i] = Column[figureRow]{
			Title: head, Min: 60, Weight: 1,
			Text:    func(r figureRow) string { return r.cells[i] },
			Compare: func(a, b figureRow) int { return cmp.Compare(a.ranks[i], b.ranks[i]) },
		}
	}
	columns[len(heads)-1].Align = fyne.TextAlignTrailing
	return NewTable(columns, func(r figureRow) string { return strconv.Itoa(r.index) })
}

func figureRows(text [][]string) []figureRow {
	rows := make([]figureRow, len(text))
	var first []map[string]int // of each column: where a text comes first
	for i, cells := range text {
		rows[i] = figureRow{index: i, cells: cells, ranks: make([]int, len(cells))}
		for c, cell := range cells {
			if i == 0 {
				first = append(first, map[string]int{})
			}
			if number, err := strconv.Atoi(cell); err == nil && c == len(cells)-1 {
				rows[i].ranks[c] = number
				continue
			}
			if _, seen := first[c][cell]; !seen {
				first[c][cell] = i
			}
			rows[i].ranks[c] = first[c][cell]
		}
	}
	return rows
}

// widest is a layout that gives its one object the room that the widest of
// several would need.
type widest []fyne.CanvasObject

func (w widest) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(size)
}

func (w widest) MinSize([]fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range w {
		size = size.Max(o.MinSize())
	}
	return size
}

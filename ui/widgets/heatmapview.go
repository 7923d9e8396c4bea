package widgets

import (
	"image/color"
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/ui/theme"
)

const (
	heatGap    = 2 // between cells
	heatRadius = 3
)

// heatGrid is where the cells of a map lie.
type heatGrid struct {
	left, top, width, height float32
	rows, columns            int
}

// cell is where a cell is drawn, in whole pixels.
func (g heatGrid) cell(row, column int) (fyne.Position, fyne.Size) {
	x, y := g.across(column), g.down(row)
	return fyne.NewPos(x.from, y.from), fyne.NewSize(max(0, x.to-x.from), max(0, y.to-y.from))
}

func (g heatGrid) across(column int) span { return part(g.left, g.width, column, g.columns) }
func (g heatGrid) down(row int) span      { return part(g.top, g.height, row, g.rows) }

func (g heatGrid) centre(column int) float32 {
	s := g.across(column)
	return (s.from + s.to) / 2
}

// part is one of n parts of a length, without the gap behind it.
func part(start, length float32, i, n int) span {
	edge := func(i int) float32 { return start + float32(math.Round(float64(i)*float64(length)/float64(n))) }
	return span{edge(i), edge(i+1) - heatGap}
}

// CreateRenderer is called by Fyne.
func (h *HeatMap) CreateRenderer() fyne.WidgetRenderer {
	r := &heatRenderer{chart: h}
	r.apply()
	r.collect()
	return r
}

// heatRenderer draws a HeatMap. A new size moves what is there already.
type heatRenderer struct {
	chart   *HeatMap
	cells   rectPool
	numbers textPool
	rows    textPool
	columns textPool
	legend  heatLegend
	objects objectList

	height float32   // of every text
	widest float32   // number
	side   float32   // width of the widest label of a row
	widths []float32 // of the labels of the columns
	shown  []placedLabel
}

// apply takes what does not depend on the size: colours, texts, measures.
func (r *heatRenderer) apply() {
	h := r.chart
	h.ring.StrokeColor, h.ring.CornerRadius = fynetheme.Color(theme.ColorText), heatRadius+heatGap
	h.ring.FillColor = color.Transparent
	h.band.StrokeColor, h.band.StrokeWidth = fynetheme.Color(theme.ColorMuted), heatGap
	h.band.FillColor, h.band.CornerRadius = color.Transparent, heatRadius+heatGap
	r.height = chartTextSize("0").Height
	r.applyCells()
	r.side = 0
	for i, text := range r.rows.take(len(h.rows)) {
		text.Text = h.rows[i]
		chartText(text, theme.ColorMuted)
		r.side = max(r.side, chartTextSize(text.Text).Width)
	}
	r.widths = r.widths[:0]
	for _, column := range h.columns {
		r.widths = append(r.widths, chartTextSize(column).Width)
	}
	r.legend.apply(h)
}

func (r *heatRenderer) applyCells() {
	h := r.chart
	r.widest = chartTextSize(strconv.Itoa(h.scale.highest)).Width
	numbers := r.numbers.take(h.count())
	for i, rect := range r.cells.take(h.count()) {
		step := h.scale.step(h.value(i))
		styleStep(rect, step)
		numbers[i].Text = strconv.Itoa(h.value(i))
		numbers[i].Alignment = fyne.TextAlignCenter
		chartText(numbers[i], textOnTint(step))
	}
}

// styleStep gives a cell or its like in the legend the colour of a step.
func styleStep(rect *canvas.Rectangle, step int) {
	rect.FillColor, rect.CornerRadius = stepColor(step), heatRadius
}

// Layout is called by Fyne.
func (r *heatRenderer) Layout(size fyne.Size) {
	h := r.chart
	top, left := h.top(size), r.side+chartLabelGap
	under := r.legend.layout(size.Width, size.Height) + 2*chartLabelGap + r.height
	h.grid = heatGrid{
		left: left, top: top, rows: len(h.rows), columns: len(h.columns),
		width:  max(0, size.Width-left),
		height: max(0, size.Height-top-under),
	}
	r.layCells()
	r.layLabels()
	r.collect()
	h.mark()
}

// layCells writes numbers into all cells or into none: some without a number
// would look like nobody.
func (r *heatRenderer) layCells() {
	const side = 3 // left and right of a number, at least
	h := r.chart
	for i := range h.count() {
		at, size := h.grid.cell(h.cell(i))
		rect, number := r.cells.all[i], r.numbers.all[i]
		rect.Move(at)
		rect.Resize(size)
		fits := size.Width >= r.widest+2*side && size.Height >= r.height
		number.Hidden = !fits || h.value(i) == 0
		number.Move(at.AddXY(0, (size.Height-r.height)/2))
		number.Resize(fyne.NewSize(size.Width, r.height))
	}
}

func (r *heatRenderer) layLabels() {
	h, g := r.chart, r.chart.grid
	every := 1 // so many rows, a label, where a long legend leaves them little room
	for g.height > 0 && g.height/float32(g.rows)*float32(every) < r.height+1 && every < g.rows {
		every++
	}
	for i := range h.rows {
		at, text := g.down(i), r.rows.all[i]
		text.Hidden = i%every != 0
		text.Move(fyne.NewPos(0, (at.from+at.to-r.height)/2))
		text.Resize(fyne.NewSize(r.side, r.height))
	}
	if h.count() == 0 {
		r.rows.take(0)
		r.columns.take(0)
		return
	}
	r.shown = thin(r.widths, g.centre, span{g.left, g.left + g.width}, r.shown)
	for i, text := range r.columns.take(len(r.shown)) {
		l := r.shown[i]
		layLabel(text, h.columns[l.index], l.at, r.widths[l.index])
		text.Move(fyne.NewPos(l.at.from, g.top+g.height+chartLabelGap/4))
		text.Resize(fyne.NewSize(l.at.to-l.at.from, r.height))
	}
}

// collect lists the objects anew where there are more than before.
func (r *heatRenderer) collect() {
	const others = 4 // band, ring, line, empty
	all := len(r.cells.all) + len(r.numbers.all) + len(r.rows.all) + len(r.columns.all) + r.legend.count()
	if len(r.objects) == all+others {
		return
	}
	h := r.chart
	r.objects = r.objects[:0:0]
	r.objects.rects(r.cells)
	r.objects = append(r.objects, h.band, h.ring)
	r.objects.texts(r.numbers)
	r.objects.texts(r.rows)
	r.objects.texts(r.columns)
	r.objects.rects(r.legend.swatches)
	r.objects.texts(r.legend.words)
	r.objects = append(r.objects, h.line, h.empty)
}

// MinSize lets every row have its label, above a legend of two lines.
func (r *heatRenderer) MinSize() fyne.Size {
	rows := max(3, len(r.chart.rows))
	grid := float32(rows) * (r.height + 1) // rows are whole pixels
	under := 3*r.height + legendLeading + 2*chartLabelGap
	return fyne.NewSize(320, r.chart.line.MinSize().Height+chartLineGap+grid+under)
}

// Refresh is called by Fyne.
func (r *heatRenderer) Refresh() {
	r.apply()
	r.Layout(r.chart.Size())
	canvas.Refresh(r.chart)
}

// Objects is called by Fyne.
func (r *heatRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Destroy is called by Fyne.
func (r *heatRenderer) Destroy() {}

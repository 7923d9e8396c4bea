package widgets

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/ui/theme"
)

// CreateRenderer is called by Fyne.
func (b *BarChart) CreateRenderer() fyne.WidgetRenderer {
	r := &barRenderer{chart: b}
	r.apply()
	r.collect()
	return r
}

// barRenderer draws a BarChart. A new size moves what is there already.
type barRenderer struct {
	chart   *BarChart
	lines   rectPool
	numbers textPool
	bars    rectPool
	labels  textPool
	objects objectList

	numberSize  fyne.Size // of the widest number at the axis
	labelHeight float32   // of every label
	widths      []float32 // of the labels
	shown       []placedLabel
}

// apply takes what does not depend on the size: colours, texts, measures.
func (r *barRenderer) apply() {
	b := r.chart
	b.ring.StrokeColor, b.ring.CornerRadius = fynetheme.Color(theme.ColorAccent), 4
	b.ring.FillColor = color.Transparent
	b.band.FillColor, b.band.CornerRadius = fynetheme.Color(theme.ColorHover), 4
	r.applyAxis()
	r.widths = r.widths[:0]
	for i, rect := range r.bars.take(len(b.bars)) {
		rect.FillColor = fynetheme.Color(theme.ColorAccent)
		if b.bars[i].Weak {
			rect.FillColor = tint(weakShare)
		}
		r.widths = append(r.widths, chartTextSize(b.bars[i].Label).Width)
	}
	r.labelHeight = chartTextSize("0").Height
}

func (r *barRenderer) applyAxis() {
	b := r.chart
	lines := 0
	if len(b.bars) > 0 {
		lines = b.axis.lines + 1
	}
	for i, line := range r.lines.take(lines) {
		line.FillColor = fynetheme.Color(theme.ColorBorder)
		if i == 0 {
			line.FillColor = fynetheme.Color(fynetheme.ColorNameInputBorder)
		}
	}
	r.numberSize = fyne.Size{}
	for i, number := range r.numbers.take(lines) {
		number.Text = b.axis.number(i)
		chartText(number, theme.ColorMuted)
		r.numberSize = r.numberSize.Max(chartTextSize(number.Text))
	}
}

// Layout is called by Fyne.
func (r *barRenderer) Layout(size fyne.Size) {
	b := r.chart
	top := float32(math.Round(float64(b.top(size) + r.numberSize.Height/2)))
	left := float32(math.Round(float64(r.numberSize.Width + chartLabelGap)))
	b.plot = barPlot{
		left: left, top: top, bars: len(b.bars),
		width:  max(0, size.Width-left),
		height: float32(math.Floor(float64(max(0, size.Height-top-chartLabelGap/2-r.labelHeight)))),
	}
	if len(b.bars) > 0 {
		r.layAxis()
		r.layBars()
	}
	r.layLabels()
	r.collect()
	b.mark()
}

func (r *barRenderer) layAxis() {
	p, lines := r.chart.plot, r.chart.axis.lines
	for i := range lines + 1 {
		y := p.top + p.height - p.height*float32(i)/float32(lines)
		r.lines.all[i].Move(fyne.NewPos(p.left, y))
		r.lines.all[i].Resize(fyne.NewSize(p.width, 1))
		number := r.numbers.all[i]
		number.Alignment = fyne.TextAlignTrailing
		number.Move(fyne.NewPos(0, y-r.numberSize.Height/2))
		number.Resize(r.numberSize)
	}
}

func (r *barRenderer) layBars() {
	const least, roundFrom, radius = 2, 8, 3
	p := r.chart.plot
	for i, bar := range r.chart.bars {
		at, rect := p.bar(i), r.bars.all[i]
		height := float32(math.Round(float64(p.height * r.chart.axis.share(bar.Value))))
		if bar.Value > 0 {
			height = max(height, least)
		}
		corner := float32(0)
		if at.to-at.from >= roundFrom {
			corner = min(radius, height)
		}
		rect.TopLeftCornerRadius, rect.TopRightCornerRadius = corner, corner
		rect.Hidden = height == 0
		rect.Move(fyne.NewPos(at.from, p.top+p.height-height))
		rect.Resize(fyne.NewSize(at.to-at.from, height))
	}
}

func (r *barRenderer) layLabels() {
	p := r.chart.plot
	r.shown = thin(r.widths, p.centre, span{p.left, p.left + p.width}, r.shown)
	y := p.top + p.height + chartLabelGap/2
	for i, text := range r.labels.take(len(r.shown)) {
		l := r.shown[i]
		layLabel(text, r.chart.bars[l.index].Label, l.at, r.widths[l.index])
		text.Move(fyne.NewPos(l.at.from, y))
		text.Resize(fyne.NewSize(l.at.to-l.at.from, r.labelHeight))
	}
}

// layLabel writes a label of a width into the room that it has.
func layLabel(t *canvas.Text, label string, at span, width float32) {
	t.Text = label
	chartText(t, theme.ColorMuted)
	if room := at.to - at.from; width > room+0.5 {
		t.Text = ellipsis(label, func(s string) bool { return chartTextSize(s).Width <= room })
	}
}

// collect lists the objects anew where there are more than before.
func (r *barRenderer) collect() {
	const others = 4 // band, ring, line, empty
	if len(r.objects) == len(r.lines.all)+len(r.numbers.all)+len(r.bars.all)+len(r.labels.all)+others {
		return
	}
	b := r.chart
	r.objects = append(r.objects[:0:0], b.band)
	r.objects.rects(r.lines)
	r.objects.rects(r.bars)
	r.objects.texts(r.numbers)
	r.objects.texts(r.labels)
	r.objects = append(r.objects, b.ring, b.line, b.empty)
}

// MinSize is called by Fyne.
func (r *barRenderer) MinSize() fyne.Size { return fyne.NewSize(320, 160) }

// Refresh is called by Fyne.
func (r *barRenderer) Refresh() {
	r.apply()
	r.Layout(r.chart.Size())
	canvas.Refresh(r.chart)
}

// Objects is called by Fyne.
func (r *barRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Destroy is called by Fyne.
func (r *barRenderer) Destroy() {}

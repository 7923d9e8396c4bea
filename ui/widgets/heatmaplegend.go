package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/theme"
)

const legendLeading = 4 // between two lines of a legend

// heatLegend says which colour is which numbers: what is counted, and behind it
// a swatch and its words for each step.
type heatLegend struct {
	swatches rectPool
	words    textPool
	steps    int
	sizes    []fyne.Size // of the words
}

func (l *heatLegend) count() int { return len(l.swatches.all) + len(l.words.all) }

func (l *heatLegend) apply(h *HeatMap) {
	l.steps = h.scale.steps()
	texts := l.steps + 1
	if h.count() == 0 {
		l.steps, texts = 0, 0
	}
	for i, rect := range l.swatches.take(l.steps) {
		styleStep(rect, i)
	}
	l.sizes = l.sizes[:0]
	for i, text := range l.words.take(texts) {
		switch i {
		case 0:
			text.Text = h.heads[len(h.heads)-1]
		case 1:
			text.Text = lang.L("none")
		default:
			text.Text = h.scale.words(i - 1)
		}
		chartText(text, theme.ColorMuted)
		l.sizes = append(l.sizes, chartTextSize(text.Text))
	}
}

// layout puts the legend at the lower edge, in more lines where one is too
// narrow, and returns its height.
func (l *heatLegend) layout(width, bottom float32) float32 {
	const swatch, inside, between = 12, 6, 16
	if l.steps == 0 {
		return 0
	}
	x, y, height := float32(0), float32(0), l.sizes[1].Height
	place := func(i int, at fyne.Position) {
		l.words.all[i].Move(at)
		l.words.all[i].Resize(l.sizes[i])
	}
	place(0, fyne.NewPos(0, 0))
	if l.sizes[0].Width > 0 {
		x = l.sizes[0].Width + between
	}
	for i := range l.steps {
		room := swatch + inside + l.sizes[i+1].Width
		if x > 0 && x+room > width {
			x, y = 0, y+height+legendLeading
		}
		l.swatches.all[i].Move(fyne.NewPos(x, y+(height-swatch)/2))
		l.swatches.all[i].Resize(fyne.NewSquareSize(swatch))
		place(i+1, fyne.NewPos(x+swatch+inside, y))
		x += room + between
	}
	total := y + height
	for _, rect := range l.swatches.all {
		rect.Move(rect.Position().AddXY(0, bottom-total))
	}
	for _, text := range l.words.all {
		text.Move(text.Position().AddXY(0, bottom-total))
	}
	return total
}

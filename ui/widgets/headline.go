package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// headline is a bold title in the middle, which breaks into more lines where
// there is little room. (Fyne's rich text can do so as well, but only with a
// bold font that is loaded once more, see boldFont.)
type headline struct {
	widget.BaseWidget
	text  string
	lines []*Text
	width float32 // that the lines were broken for
}

func newHeadline(text string) *headline {
	h := &headline{text: text}
	h.breakAt(0)
	h.ExtendBaseWidget(h)
	return h
}

// breakAt makes the lines anew. A word that is wider than a line is cut.
func (h *headline) breakAt(width float32) {
	h.width, h.lines = width, nil
	for _, line := range brokenAt(strings.Fields(h.text), func(line string) bool {
		return width <= 0 || Measure(line, theme.SizeCardTitle, true).Width <= width
	}) {
		h.lines = append(h.lines, NewText(line, TextStyle{Size: theme.SizeCardTitle, Bold: true, Ellipsis: true, Align: fyne.TextAlignCenter}))
	}
}

// brokenAt puts as many words as fit into each line, and at least one.
func brokenAt(words []string, fits func(string) bool) (lines []string) {
	line := ""
	for _, word := range words {
		longer := strings.TrimSpace(line + " " + word)
		if line != "" && !fits(longer) {
			lines = append(lines, line)
			longer = word
		}
		line = longer
	}
	return append(lines, line)
}

// CreateRenderer is called by Fyne.
func (h *headline) CreateRenderer() fyne.WidgetRenderer { return &headlineRenderer{h} }

type headlineRenderer struct{ *headline }

func (r *headlineRenderer) height() float32 { return Measure("M", theme.SizeCardTitle, true).Height }

func (r *headlineRenderer) Layout(size fyne.Size) {
	if size.Width != r.width {
		r.breakAt(size.Width)
	}
	for i, line := range r.lines {
		line.Move(fyne.NewPos(0, float32(i)*r.height()))
		line.Resize(fyne.NewSize(size.Width, r.height()))
	}
}

func (r *headlineRenderer) MinSize() fyne.Size {
	return fyne.NewSize(0, float32(len(r.lines))*r.height())
}

func (r *headlineRenderer) Refresh() {
	for _, line := range r.lines {
		line.Refresh()
	}
}

func (r *headlineRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(r.lines))
	for i, line := range r.lines {
		out[i] = line
	}
	return out
}

func (r *headlineRenderer) Destroy() {}

package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// TextStyle is how a line of text looks. Its zero value is plain text.
type TextStyle struct {
	Color fyne.ThemeColorName // theme.ColorText when empty
	Size  fyne.ThemeSizeName  // theme.SizeText when empty
	Bold  bool
	Align fyne.TextAlign
	// Ellipsis lets the line be narrower than its text: what does not fit is
	// cut and marked.
	Ellipsis bool
}

// Text is one line of text with no padding around it. It follows the theme.
type Text struct {
	widget.BaseWidget
	text  string
	style TextStyle
}

// NewText returns a line of text.
func NewText(text string, style TextStyle) *Text {
	if style.Color == "" {
		style.Color = theme.ColorText
	}
	if style.Size == "" {
		style.Size = theme.SizeText
	}
	t := &Text{text: text, style: style}
	t.ExtendBaseWidget(t)
	return t
}

// Heading is the title of a screen or a dialog.
func Heading(text string) *Text {
	return NewText(text, TextStyle{Size: theme.SizeTitle, Bold: true})
}

// CardTitle is the title of a card or of a group of fields.
func CardTitle(text string) *Text {
	return NewText(text, TextStyle{Size: theme.SizeCardTitle, Bold: true})
}

// Muted is a line of second rank. Longer texts go into a Paragraph.
func Muted(text string) *Text {
	return NewText(text, TextStyle{Color: theme.ColorMuted, Size: theme.SizeMuted})
}

// Strong is a bold line.
func Strong(text string) *Text { return NewText(text, TextStyle{Bold: true}) }

// Text returns the whole text, also where an ellipsis is shown.
func (t *Text) Text() string { return t.text }

// SetText shows another text.
func (t *Text) SetText(text string) {
	if t.text == text {
		return
	}
	t.text = text
	t.Refresh()
}

// SetColor shows the text in another named colour.
func (t *Text) SetColor(c fyne.ThemeColorName) {
	if t.style.Color == c {
		return
	}
	t.style.Color = c
	t.Refresh()
}

// SetBold makes the text bold or plain.
func (t *Text) SetBold(bold bool) {
	if t.style.Bold == bold {
		return
	}
	t.style.Bold = bold
	t.Refresh()
}

// whole is the width of the text when nothing is cut.
func (t *Text) whole() float32 {
	return Measure(t.text, t.style.Size, t.style.Bold).Width
}

// CreateRenderer is called by Fyne.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	r := &textRenderer{owner: t, line: canvas.NewText("", nil)}
	r.apply()
	return r
}

type textRenderer struct {
	owner *Text
	line  *canvas.Text
	full  fyne.Size // of the whole text
	fit   float32   // the width that line.Text was cut for
}

func (r *textRenderer) apply() {
	s := r.owner.style
	r.line.Color = fynetheme.Color(s.Color)
	r.line.TextSize = fynetheme.Size(s.Size)
	r.line.TextStyle = fyne.TextStyle{Bold: s.Bold}
	r.line.FontSource = boldFont(s.Bold)
	r.line.Alignment = s.Align
	r.line.Text = r.owner.text
	r.full = measure(r.owner.text, r.line.TextSize, s.Bold)
	r.fit = -1
	r.cut(r.owner.Size().Width)
}

func (r *textRenderer) cut(width float32) {
	if !r.owner.style.Ellipsis || width == r.fit {
		return
	}
	r.fit = width
	r.line.Text = r.owner.text
	if width <= 0 || r.full.Width <= width {
		return
	}
	r.line.Text = ellipsis(r.owner.text, func(s string) bool {
		return measure(s, r.line.TextSize, r.owner.style.Bold).Width <= width
	})
}

// ellipsis returns the longest beginning of text that fits with a mark behind
// it, or just the mark.
func ellipsis(text string, fits func(string) bool) string {
	const mark = "…"
	runes := []rune(text)
	low, high := 0, len(runes) // low fits, high does not
	for high-low > 1 {
		mid := (low + high) / 2
		if fits(string(runes[:mid]) + mark) {
			low = mid
		} else {
			high = mid
		}
	}
	return string(runes[:low]) + mark
}

func (r *textRenderer) Layout(size fyne.Size) {
	r.cut(size.Width)
	r.line.Resize(size)
}

func (r *textRenderer) MinSize() fyne.Size {
	if r.owner.style.Ellipsis {
		return fyne.NewSize(min(r.full.Width, 24), r.full.Height)
	}
	return r.full
}

func (r *textRenderer) Refresh() {
	r.apply()
	r.line.Refresh()
}

func (r *textRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }
func (r *textRenderer) Destroy()                     {}

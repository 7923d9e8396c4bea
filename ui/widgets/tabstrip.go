package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// TabStrip is a row of words of which one is chosen. Left and Right move when
// it has the keyboard.
type TabStrip struct {
	widget.BaseWidget
	words    []*tabWord
	at       int
	onChange func(i int)
}

var _ fyne.Focusable = (*TabStrip)(nil)

// NewTabStrip returns a strip whose first word is chosen; onChange hears of
// another.
func NewTabStrip(onChange func(i int), titles ...string) *TabStrip {
	s := &TabStrip{onChange: onChange}
	for i, title := range titles {
		s.words = append(s.words, newTabWord(title, func() { s.choose(i) }))
	}
	s.ExtendBaseWidget(s)
	s.mark(false)
	return s
}

// At is the number of the chosen word.
func (s *TabStrip) At() int { return s.at }

// Choose chooses a word, as a tap on it does.
func (s *TabStrip) Choose(i int) { s.choose(i) }

func (s *TabStrip) choose(i int) {
	if i < 0 || i >= len(s.words) || i == s.at {
		return
	}
	s.at = i
	s.mark(false)
	s.onChange(i)
}

func (s *TabStrip) mark(focused bool) {
	for i, w := range s.words {
		w.set(i == s.at, focused && i == s.at)
	}
}

// FocusGained marks the chosen word.
func (s *TabStrip) FocusGained() { s.mark(true) }

// FocusLost takes the mark away.
func (s *TabStrip) FocusLost() { s.mark(false) }

// TypedRune is called by Fyne and ignored.
func (s *TabStrip) TypedRune(rune) {}

// TypedKey moves to the tab at the left or right.
func (s *TabStrip) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft:
		s.choose(s.at - 1)
	case fyne.KeyRight:
		s.choose(s.at + 1)
	default:
		bubble(s, ev)
		return
	}
	s.mark(true)
}

// CreateRenderer is called by Fyne.
func (s *TabStrip) CreateRenderer() fyne.WidgetRenderer {
	words := container.New(&tabRows{})
	for _, w := range s.words {
		words.Add(w)
	}
	return widget.NewSimpleRenderer(Tight(words, Line()))
}

const tabHeight = 38

// tabRows puts the words beside each other as a FitRow does, and in two lines
// where they would have to give way. How high it is depends on the width that it
// had last.
type tabRows struct{ width float32 }

const tabGap = 18

// split tells how many words stand in the first line.
func (r *tabRows) split(words []fyne.CanvasObject) int {
	total := -float32(FitGap)
	for _, w := range words {
		total += w.MinSize().Width + FitGap
	}
	if r.width == 0 || total <= r.width {
		return len(words)
	}
	var line float32
	for i, w := range words {
		if line += w.MinSize().Width + FitGap; line > total/2 {
			return i + 1
		}
	}
	return len(words)
}

func (r *tabRows) Layout(words []fyne.CanvasObject, size fyne.Size) {
	r.width = size.Width
	n := r.split(words)
	line := fyne.NewSize(size.Width, tabHeight)
	FitRow{Gap: tabGap}.Layout(words[:n], line)
	FitRow{Gap: tabGap}.Layout(words[n:], line)
	for _, w := range words[n:] {
		w.Move(w.Position().AddXY(0, tabHeight))
	}
}

func (r *tabRows) MinSize(words []fyne.CanvasObject) fyne.Size {
	if r.split(words) < len(words) {
		return fyne.NewSize(0, 2*tabHeight)
	}
	return fyne.NewSize(0, tabHeight)
}

// tabWord is one word of the strip.
type tabWord struct {
	widget.BaseWidget
	text    *Text
	line    *canvas.Rectangle
	chosen  bool
	focused bool
	tap     func()
}

var (
	_ fyne.Tappable      = (*tabWord)(nil)
	_ desktop.Cursorable = (*tabWord)(nil)
)

func newTabWord(title string, tap func()) *tabWord {
	w := &tabWord{
		text: NewText(title, TextStyle{Bold: true, Ellipsis: true, Align: fyne.TextAlignCenter}),
		line: canvas.NewRectangle(nil), tap: tap,
	}
	w.ExtendBaseWidget(w)
	return w
}

func (w *tabWord) set(chosen, focused bool) {
	w.chosen, w.focused = chosen, focused
	color := theme.ColorMuted
	if chosen {
		color = theme.ColorAccent
	}
	w.text.SetColor(color)
	w.Refresh()
}

// Tapped chooses the tab.
func (w *tabWord) Tapped(*fyne.PointEvent) { w.tap() }

// Cursor is a hand.
func (w *tabWord) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MinSize is that of the whole word.
func (w *tabWord) MinSize() fyne.Size {
	word := Measure(w.text.Text(), theme.SizeText, true)
	return fyne.NewSize(word.Width+1, tabHeight)
}

// CreateRenderer is called by Fyne.
func (w *tabWord) CreateRenderer() fyne.WidgetRenderer { return &tabWordRenderer{w} }

type tabWordRenderer struct{ word *tabWord }

func (r *tabWordRenderer) Layout(size fyne.Size) {
	w := r.word
	w.text.Resize(size)
	height := float32(2)
	if w.focused {
		height = 4
	}
	w.line.Move(fyne.NewPos(0, size.Height-height))
	w.line.Resize(fyne.NewSize(size.Width, height))
}

func (r *tabWordRenderer) MinSize() fyne.Size { return r.word.MinSize() }

func (r *tabWordRenderer) Refresh() {
	w := r.word
	w.line.FillColor = fynetheme.Color(theme.ColorAccent)
	w.line.Hidden = !w.chosen
	r.Layout(w.Size())
	w.line.Refresh()
	w.text.Refresh()
}

func (r *tabWordRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.word.text, r.word.line}
}

func (r *tabWordRenderer) Destroy() {}

package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// chart is what the charts have in common: marks, each standing for a number,
// one of which the pointer or the keyboard is on, and a line of text above them
// that says that one in words. The line is always there, so that nothing jumps.
type chart struct {
	widget.BaseWidget
	marks    chartMarks
	selected int // the mark that the keyboard is on, -1 without
	pointer  fyne.Position
	over     bool // the pointer is on the chart, and moved after the last key
	focused  bool
	caption  string
	heads    []string // of the numbers as text
	changed  func()   // what shows the numbers as text listens here

	line  *Text
	empty *Paragraph
	band  *canvas.Rectangle // the mark that the pointer is on
	ring  *canvas.Rectangle // the selected mark, or all of the chart when it has the focus
}

// chartMarks is what a chart does in its own way. Marks are counted from 0.
type chartMarks interface {
	count() int
	// markAt returns the mark under a point, or -1.
	markAt(fyne.Position) int
	// frame is where a mark can be pointed at, area where all of them can.
	frame(mark int) (fyne.Position, fyne.Size)
	area() (fyne.Position, fyne.Size)
	note(mark int) string
	// step returns the mark that a key leads to; from is -1 at first.
	step(from int, key fyne.KeyName) (to int, ok bool)
	choose(mark int)
	choosable() bool
	Text() [][]string
}

var (
	_ fyne.Focusable     = (*chart)(nil)
	_ fyne.Tappable      = (*chart)(nil)
	_ fyne.Shortcutable  = (*chart)(nil)
	_ fyne.Accessible    = (*chart)(nil)
	_ desktop.Hoverable  = (*chart)(nil)
	_ desktop.Cursorable = (*chart)(nil)
)

const (
	chartLineGap  = 8 // between the line of text and what is below it
	chartLabelGap = 8 // between a label and the marks, and between two labels
	chartRing     = 2 // width of the ring of the focus
)

func (c *chart) init(self chartMarks, caption string) {
	c.marks, c.caption, c.selected = self, caption, -1
	c.line = NewText("", TextStyle{Ellipsis: true})
	c.empty = mutedCentre(lang.L("There is nothing to show."))
	c.band, c.ring = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
}

// SetEmpty gives the words that stand in place of a chart without marks.
func (c *chart) SetEmpty(text string) { c.empty.SetText(text) }

// SetCaption gives what the line above the chart says while no mark is pointed
// at or selected, such as the sum. At first it says how to read the chart.
func (c *chart) SetCaption(text string) {
	c.caption = text
	c.mark()
}

// Selected returns the mark that the keyboard or a tap selected, or -1.
func (c *chart) Selected() int { return c.selected }

// current is the mark that the line speaks of, or -1.
func (c *chart) current() int {
	if at := c.hovered(); at >= 0 {
		return at
	}
	return c.selected
}

func (c *chart) hovered() int {
	if !c.over {
		return -1
	}
	return c.marks.markAt(c.pointer)
}

// refill shows other numbers. The selection stays if its mark is the same.
func (c *chart) refill(same bool) {
	if !same || c.selected >= c.marks.count() {
		c.selected = -1
	}
	c.Refresh()
	if c.changed != nil {
		c.changed()
	}
}

// mark brings line, band and ring to where pointer and keyboard are.
func (c *chart) mark() {
	c.say()
	hovered := c.hovered()
	c.band.Hidden = hovered < 0
	if hovered >= 0 {
		lay(c.band)(c.marks.frame(hovered))
	}
	c.ring.Hidden = c.marks.count() == 0 || c.selected < 0 && !c.focused
	c.ring.StrokeWidth = 1
	if c.focused {
		c.ring.StrokeWidth = chartRing
	}
	if c.selected >= 0 {
		lay(c.ring)(c.marks.frame(c.selected))
	} else {
		lay(c.ring)(c.marks.area())
	}
	c.band.Refresh()
	c.ring.Refresh()
}

// say puts the current mark into words.
func (c *chart) say() {
	text, color := c.caption, theme.ColorMuted
	switch at := c.current(); {
	case c.marks.count() == 0:
		text = ""
	case at >= 0:
		text, color = c.marks.note(at), theme.ColorText
	}
	c.line.SetText(text)
	c.line.SetColor(color)
}

// lay returns what puts an object into a frame.
func lay(o fyne.CanvasObject) func(fyne.Position, fyne.Size) {
	return func(at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	}
}

// top lays out the line and, where there are no marks, the words that stand for
// them; it returns where the rest begins.
func (c *chart) top(size fyne.Size) float32 {
	height := c.line.MinSize().Height
	c.line.Move(fyne.Position{})
	c.line.Resize(fyne.NewSize(size.Width, height))
	c.empty.Hidden = c.marks.count() > 0
	if !c.empty.Hidden {
		width := max(0, min(emptyWidth, size.Width-2*emptySide))
		c.empty.Resize(fyne.NewSize(width, size.Height)) // lines break at this width
		words := c.empty.MinSize().Height
		c.empty.Move(fyne.NewPos((size.Width-width)/2, max(height, (size.Height-words)/2)))
		c.empty.Resize(fyne.NewSize(width, words))
	}
	return height + chartLineGap
}

func (c *chart) listen(f func())   { c.changed = f }
func (c *chart) emptyText() string { return c.empty.Text() }

func mutedCentre(text string) *Paragraph {
	p := NewParagraph(text, theme.ColorMuted)
	p.SetAlign(fyne.TextAlignCenter)
	return p
}

// chartText gives a text of a chart its look.
func chartText(t *canvas.Text, color fyne.ThemeColorName) {
	t.Color, t.TextSize = fynetheme.Color(color), fynetheme.Size(theme.SizeMuted)
}

func chartTextSize(text string) fyne.Size {
	return Measure(text, theme.SizeMuted, false)
}

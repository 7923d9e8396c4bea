package support

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// Line is one line to show.
type Line struct {
	Text string
	Bad  bool // about something that went wrong
}

// Lines takes a text apart.
func Lines(text string) []Line {
	var all []Line
	for s := range strings.Lines(text) {
		all = append(all, Line{Text: strings.TrimRight(s, "\r\n")})
	}
	return all
}

// listing shows lines of which there may be thousands, each as wide as the one
// before it; one that is too long goes on below. Arrow keys scroll it.
type listing struct {
	list  *lineList
	shown []Line // broken
	box   fyne.CanvasObject
}

const (
	listingWidth  = 900
	listingHeight = 400
	further       = "    " // before what goes on below
)

func mono() fyne.TextStyle { return fyne.TextStyle{Monospace: true} }

func newListing() *listing {
	l := &listing{}
	l.list = &lineList{}
	l.list.Length = func() int { return len(l.shown) }
	l.list.CreateItem = func() fyne.CanvasObject {
		t := canvas.NewText("", nil)
		t.TextStyle = mono()
		return container.New(closeRows{}, t)
	}
	l.list.UpdateItem = func(id widget.ListItemID, o fyne.CanvasObject) {
		fill(o.(*fyne.Container).Objects[0].(*canvas.Text), l.shown[id])
	}
	l.list.HideSeparators = true
	l.list.OnSelected = func(id widget.ListItemID) { l.list.Unselect(id) } // there is nothing to choose
	l.list.ExtendBaseWidget(l.list)
	framed := container.NewStack(widgets.NewPanel(theme.ColorBackground, theme.ColorBorder, 6), container.NewPadded(l.list))
	l.box = container.NewGridWrap(fyne.NewSize(listingWidth, listingHeight), framed)
	return l
}

func fill(t *canvas.Text, line Line) {
	t.Text, t.TextSize, t.Color = line.Text, fynetheme.Size(theme.SizeMuted), fynetheme.Color(theme.ColorText)
	if line.Bad {
		t.Color = fynetheme.Color(theme.ColorBad)
	}
	t.Refresh()
}

func (l *listing) set(lines []Line) {
	columns := columnsIn(listingWidth - 40)
	l.shown = nil
	for _, line := range lines {
		for _, part := range broken(line.Text, columns) {
			l.shown = append(l.shown, Line{Text: part, Bad: line.Bad})
		}
	}
	l.list.Refresh()
}

// columnsIn is how many characters stand beside each other.
func columnsIn(width float32) int {
	const sample = 50
	one := fyne.MeasureText(strings.Repeat("0", sample), fynetheme.Size(theme.SizeMuted), mono()).Width / sample
	return max(20, int(width/one))
}

// broken cuts a line into parts of so many characters at most, at a space where
// there is one in the last third.
func broken(text string, columns int) []string {
	runes := []rune(strings.Map(plain, strings.ReplaceAll(text, "\t", further)))
	var parts []string
	for len(runes) > columns {
		at := columns
		for i := columns; i > columns*2/3; i-- {
			if runes[i] == ' ' {
				at = i
				break
			}
		}
		parts = append(parts, string(runes[:at]))
		runes = append([]rune(further), []rune(strings.TrimLeft(string(runes[at:]), " "))...)
	}
	return append(parts, string(runes))
}

func plain(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}

// closeRows is a layout of one line, as high as its letters and no wider than
// it gets.
type closeRows struct{}

func (closeRows) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

func (closeRows) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(20, fyne.MeasureText("Ág", fynetheme.Size(theme.SizeMuted), mono()).Height)
}

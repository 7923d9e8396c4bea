package calendar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// ghost is what a drag would make, red where somebody is in the way.
type ghost struct {
	widget.BaseWidget
	text  *widgets.Text
	taken bool
}

func newGhost() *ghost {
	g := &ghost{text: widgets.NewText("", widgets.TextStyle{Size: theme.SizeMuted, Bold: true, Ellipsis: true})}
	g.ExtendBaseWidget(g)
	g.Hide()
	return g
}

// follow shows the ghost of a drag over columns of a width.
func (g *ghost) follow(drag *drag, d *day, width float32, taken bool) {
	b := drag.result(d)
	from, until := max(0, drag.from), min(dayMinutes, drag.until)
	g.taken = taken
	g.text.SetText(span(b.Start, b.End))
	g.text.SetColor(g.ink())
	g.Move(fyne.NewPos(float32(drag.column)*width+columnGap/2, yOf(from)))
	g.Resize(fyne.NewSize(width-columnGap, yOf(until)-yOf(from)))
	g.Show()
	g.Refresh()
}

func (g *ghost) ink() fyne.ThemeColorName {
	if g.taken {
		return theme.ColorBad
	}
	return theme.ColorAccent
}

func (g *ghost) fill() fyne.ThemeColorName {
	if g.taken {
		return theme.ColorBadBack
	}
	return theme.ColorAccentBack
}

func (g *ghost) CreateRenderer() fyne.WidgetRenderer {
	r := &ghostRenderer{ghost: g, back: canvas.NewRectangle(nil)}
	r.back.CornerRadius, r.back.StrokeWidth = blockRadius, 2
	r.paint()
	return r
}

type ghostRenderer struct {
	ghost *ghost
	back  *canvas.Rectangle
}

func (r *ghostRenderer) paint() {
	r.back.FillColor = fynetheme.Color(r.ghost.fill())
	r.back.StrokeColor = fynetheme.Color(r.ghost.ink())
}

func (r *ghostRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.ghost.text.Move(fyne.NewPos(blockInset, firstLine(size.Height)))
	r.ghost.text.Resize(fyne.NewSize(max(0, size.Width-2*blockInset), lineHeight))
}

func (r *ghostRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *ghostRenderer) Refresh() {
	r.paint()
	canvas.Refresh(r.ghost)
}

func (r *ghostRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.ghost.text}
}

func (r *ghostRenderer) Destroy() {}

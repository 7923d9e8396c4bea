package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// rowEvents is what a row tells its table.
type rowEvents interface {
	rowTapped(id int)
	rowMenu(id int, at fyne.Position)
}

// tableRow is one visible row. The list reuses it for whatever row scrolls in.
type tableRow struct {
	widget.BaseWidget
	ProgramTheme
	tracks   []track
	events   rowEvents
	id       int
	cells    []cell
	selected bool
	marked   bool // selected, and the table has the focus
	hovered  bool
}

// cell holds the one object that its column shows.
type cell struct {
	text *Text
	pill *Pill
}

var (
	_ fyne.Tappable          = (*tableRow)(nil)
	_ fyne.SecondaryTappable = (*tableRow)(nil)
	_ desktop.Hoverable      = (*tableRow)(nil)
)

func newTableRow(tracks []track, events rowEvents) *tableRow {
	r := &tableRow{tracks: tracks, events: events, cells: make([]cell, len(tracks))}
	for i, t := range tracks {
		if t.pill {
			r.cells[i].pill = NewPill(Neutral, "")
			continue
		}
		style := TextStyle{Ellipsis: true, Bold: t.strong, Align: t.align}
		if t.muted {
			style.Color = theme.ColorMuted
		}
		r.cells[i].text = NewText("", style)
	}
	r.ExtendBaseWidget(r)
	return r
}

func (c cell) set(kind Kind, text string) {
	if c.text != nil {
		c.text.SetText(text)
		return
	}
	c.pill.Set(kind, text) // the layout hides an empty one
}

func (r *tableRow) Tapped(*fyne.PointEvent) { r.events.rowTapped(r.id) }

func (r *tableRow) TappedSecondary(ev *fyne.PointEvent) { r.events.rowMenu(r.id, ev.AbsolutePosition) }

func (r *tableRow) MouseIn(*desktop.MouseEvent)    { r.hovered = true; r.Refresh() }
func (r *tableRow) MouseMoved(*desktop.MouseEvent) {}
func (r *tableRow) MouseOut()                      { r.hovered = false; r.Refresh() }

func (r *tableRow) CreateRenderer() fyne.WidgetRenderer {
	rr := &tableRowRenderer{
		row:  r,
		back: canvas.NewRectangle(nil),
		mark: canvas.NewRectangle(nil),
		line: canvas.NewRectangle(nil),
	}
	rr.objects = []fyne.CanvasObject{rr.back, rr.line, rr.mark}
	for _, c := range r.cells {
		if c.text != nil {
			rr.objects = append(rr.objects, c.text)
		} else {
			rr.objects = append(rr.objects, c.pill)
		}
	}
	rr.apply()
	return rr
}

type tableRowRenderer struct {
	row              *tableRow
	back, mark, line *canvas.Rectangle
	objects          []fyne.CanvasObject
}

func (r *tableRowRenderer) apply() {
	back := theme.ColorHover
	if r.row.selected {
		back = theme.ColorSelected
	}
	r.back.Hidden = !r.row.selected && !r.row.hovered // not painted over the same colour: see Panel
	r.back.FillColor = fynetheme.Color(back)
	r.line.FillColor = fynetheme.Color(theme.ColorBorder)
	r.mark.FillColor = fynetheme.Color(theme.ColorAccent)
	r.mark.Hidden = !r.row.marked
}

func (r *tableRowRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.line.Move(fyne.NewPos(0, size.Height-1))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	r.mark.Resize(fyne.NewSize(3, size.Height))
	left, widths := place(r.row.tracks, size.Width)
	for i, c := range r.row.cells {
		at := fyne.NewPos(left[i], 0)
		if c.text != nil {
			c.text.Hidden = widths[i] == 0
			c.text.Move(at)
			c.text.Resize(fyne.NewSize(widths[i], size.Height))
			continue
		}
		c.pill.Hidden = widths[i] == 0 || c.pill.Text() == ""
		c.pill.Move(at)
		c.pill.Resize(fyne.NewSize(min(widths[i], c.pill.MinSize().Width), size.Height))
	}
}

func (r *tableRowRenderer) MinSize() fyne.Size {
	return fyne.NewSize(0, fynetheme.Size(theme.SizeRow))
}

func (r *tableRowRenderer) Refresh() {
	r.apply()
	r.Layout(r.row.Size())
	r.back.Refresh() // the cells refresh themselves when they change
	r.line.Refresh()
	r.mark.Refresh()
}

func (r *tableRowRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *tableRowRenderer) Destroy()                     {}

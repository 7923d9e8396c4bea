package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// tableHead is the row of titles. Tapping one that sorts, sorts.
type tableHead struct {
	widget.BaseWidget
	tracks []track
	titles []*headCell
}

func newTableHead(tracks []track, titles []string, sortable []bool, tapped func(column int)) *tableHead {
	h := &tableHead{tracks: tracks}
	for i, title := range titles {
		var tap func()
		if sortable[i] {
			tap = func() { tapped(i) }
		}
		h.titles = append(h.titles, newHeadCell(title, tracks[i].align, tap))
	}
	h.ExtendBaseWidget(h)
	return h
}

func (h *tableHead) mark(s SortState) {
	for i, t := range h.titles {
		t.mark(i == s.Column, s.Descending)
	}
}

func (h *tableHead) CreateRenderer() fyne.WidgetRenderer {
	box := container.New(headLayout{h.tracks})
	for _, t := range h.titles {
		box.Add(t)
	}
	return widget.NewSimpleRenderer(container.New(column{}, box, Line()))
}

const headHeight = 36

type headLayout struct{ tracks []track }

func (l headLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, widths := place(l.tracks, size.Width)
	for i, o := range objects {
		o.(*headCell).Hidden = widths[i] == 0
		o.Move(fyne.NewPos(left[i], 0))
		o.Resize(fyne.NewSize(widths[i], size.Height))
	}
}

func (l headLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, headHeight) }

// headCell is one title with the arrow of the sort order.
type headCell struct {
	widget.BaseWidget
	title *Text
	arrow *widget.Icon
	align fyne.TextAlign
	tap   func() // nil: this column does not sort
}

func newHeadCell(title string, align fyne.TextAlign, tap func()) *headCell {
	c := &headCell{
		title: NewText(title, TextStyle{Color: theme.ColorMuted, Size: theme.SizeMuted, Bold: true, Ellipsis: true, Align: align}),
		arrow: widget.NewIcon(nil),
		align: align,
		tap:   tap,
	}
	c.arrow.Hide()
	c.ExtendBaseWidget(c)
	return c
}

func (c *headCell) mark(sorted, descending bool) {
	if !sorted {
		c.arrow.Hide()
		c.title.SetColor(theme.ColorMuted)
		c.Refresh()
		return
	}
	name := theme.IconUp
	if descending {
		name = theme.IconDown
	}
	c.arrow.SetResource(theme.NewIcon(name))
	c.arrow.Show()
	c.title.SetColor(theme.ColorText)
	c.Refresh()
}

func (c *headCell) Tapped(*fyne.PointEvent) {
	if c.tap != nil {
		c.tap()
	}
}

func (c *headCell) Cursor() desktop.Cursor {
	if c.tap != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

func (c *headCell) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(headCellLayout{c}, c.title, c.arrow))
}

// headCellLayout puts the arrow right behind the word.
type headCellLayout struct{ cell *headCell }

func (l headCellLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	const arrow, space = 12, 4
	c := l.cell
	width := size.Width
	if c.arrow.Visible() {
		width -= arrow + space
	}
	word := Measure(c.title.text, theme.SizeMuted, true).Width
	end := min(word, width)
	if c.align == fyne.TextAlignTrailing {
		end = width
	}
	c.title.Move(fyne.Position{})
	c.title.Resize(fyne.NewSize(max(0, width), size.Height))
	c.arrow.Move(fyne.NewPos(end+space, (size.Height-arrow)/2))
	c.arrow.Resize(fyne.NewSquareSize(arrow))
}

func (l headCellLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(20, headHeight) }

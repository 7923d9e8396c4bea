package calendar

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// frame is the grid with the names of the rooms above it and the hours at its
// left, which stay while the grid scrolls.
type frame struct {
	widget.BaseWidget
	grid   *grid
	scroll *container.Scroll
	rooms  *fyne.Container
	hours  *fyne.Container
	at     []int // the minutes at which the hours stand
	placed bool  // the first day has been scrolled to its opening hour
}

const (
	hoursWidth  = 58
	roomsHeight = 34
)

func newFrame(g *grid) *frame {
	f := &frame{grid: g, scroll: container.NewScroll(g)}
	f.rooms = container.New(roomRow{f})
	f.hours = container.New(hourColumn{f})
	f.scroll.OnScrolled = func(fyne.Position) { f.follow() }
	g.reveal = f.reveal
	f.ExtendBaseWidget(f)
	return f
}

// show draws a day. The first is scrolled to the opening hour of the space, or
// to what begins before it.
func (f *frame) show(d *day) {
	f.rooms.Objects = roomNames(d)
	f.fillHours()
	f.scroll.Refresh() // the number of columns may have changed
	f.rooms.Refresh()
	if !f.placed && f.scroll.Size().Height > 0 {
		f.placed = true
		f.toOpening(d)
	}
}

func (f *frame) toOpening(d *day) {
	from := clockMinute(d.Space.OpenFrom, 8*60)
	for _, b := range d.Blocks {
		from = min(from, b.From)
	}
	f.scroll.ScrollToOffset(fyne.NewPos(0, max(0, yOf(from)-14)))
	f.follow()
}

// fillHours writes the hours; the present time takes the place of an hour that
// it would cover.
func (f *frame) fillHours() {
	g := f.grid
	now := -1
	if g.now.Date() == g.day.Date {
		now = minuteOf(g.now, g.day.Date)
	}
	f.at, f.hours.Objects = nil, nil
	for minute := 60; minute < dayMinutes; minute += 60 {
		if now < 0 || minute-now >= snap || now-minute >= snap {
			f.addHour(minute, theme.ColorMuted, false)
		}
	}
	if now >= 0 {
		f.addHour(now, theme.ColorBad, true)
	}
	f.follow()
	f.hours.Refresh()
}

func (f *frame) addHour(minute int, c fyne.ThemeColorName, bold bool) {
	f.at = append(f.at, minute)
	f.hours.Objects = append(f.hours.Objects, widgets.NewText(clock(minute), widgets.TextStyle{
		Color: c, Size: theme.SizeMuted, Bold: bold, Align: fyne.TextAlignTrailing,
	}))
}

// roomNames are the heads of the columns: the room, and what it opens.
func roomNames(d *day) []fyne.CanvasObject {
	heads := make([]fyne.CanvasObject, len(d.Rooms))
	for i, r := range d.Rooms {
		name := widgets.NewText(r.Name, widgets.TextStyle{Bold: true, Ellipsis: true})
		doors := widgets.NewText("", widgets.TextStyle{Color: theme.ColorMuted, Size: theme.SizeMuted, Ellipsis: true})
		if names := d.Doors[r.ID]; len(names) > 0 {
			doors.SetText("· " + strings.Join(names, " + "))
		}
		heads[i] = container.New(roomHead{r.Name}, name, doors)
	}
	return heads
}

// follow moves the heads and the hours with the grid.
func (f *frame) follow() {
	f.rooms.Move(fyne.NewPos(-f.scroll.Offset.X, 0))
	f.hours.Move(fyne.NewPos(0, -f.scroll.Offset.Y))
	f.hours.Layout.Layout(f.hours.Objects, f.hours.Size())
	f.rooms.Layout.Layout(f.rooms.Objects, f.rooms.Size())
}

// reveal scrolls as little as brings a stretch of a column into sight.
func (f *frame) reveal(column, from, until int) {
	width := f.grid.columnWidth()
	view := f.scroll.Size()
	to := fyne.NewPos(
		inSight(f.scroll.Offset.X, view.Width, float32(column)*width, float32(column+1)*width),
		inSight(f.scroll.Offset.Y, view.Height, yOf(max(0, from))-8, yOf(min(dayMinutes, until))+8),
	)
	if to != f.scroll.Offset {
		f.scroll.ScrollToOffset(to)
		f.follow()
	}
}

func inSight(offset, view, from, until float32) float32 {
	if until > offset+view {
		offset = until - view
	}
	return max(0, min(offset, from))
}

func (f *frame) CreateRenderer() fyne.WidgetRenderer {
	heads, hours := container.NewClip(f.rooms), container.NewClip(f.hours)
	line := widgets.Line()
	day := container.NewThemeOverride(f.scroll, noShadow{})
	return widget.NewSimpleRenderer(container.New(frameLayout{f}, heads, hours, day, line))
}

// frameLayout places heads, hours, grid and the line below the heads.
type frameLayout struct{ frame *frame }

func (l frameLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	inner := size.SubtractWidthHeight(hoursWidth, roomsHeight)
	at := []struct {
		pos  fyne.Position
		size fyne.Size
	}{
		{fyne.NewPos(hoursWidth, 0), fyne.NewSize(inner.Width, roomsHeight)},
		{fyne.NewPos(0, roomsHeight), fyne.NewSize(hoursWidth, inner.Height)},
		{fyne.NewPos(hoursWidth, roomsHeight), inner},
		{fyne.NewPos(0, roomsHeight-1), fyne.NewSize(size.Width, 1)},
	}
	for i, o := range objects {
		o.Move(at[i].pos)
		o.Resize(at[i].size)
	}
	f := l.frame
	f.rooms.Resize(fyne.NewSize(f.grid.Size().Width, roomsHeight))
	f.hours.Resize(fyne.NewSize(hoursWidth, yOf(dayMinutes)))
	if !f.placed && len(f.grid.day.Rooms) > 0 {
		f.placed = true
		f.toOpening(f.grid.day)
	}
	f.follow()
}

func (l frameLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(hoursWidth+columnLeast, roomsHeight+4*hourHeight)
}

// roomRow lays the heads over the columns of the grid.
type roomRow struct{ frame *frame }

func (l roomRow) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	width := l.frame.grid.columnWidth()
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i)*width+columnGap/2, 0))
		o.Resize(fyne.NewSize(width-columnGap, roomsHeight))
	}
}

func (roomRow) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, roomsHeight) }

// roomHead gives the name what it needs and the doors the rest.
type roomHead struct{ name string }

func (h roomHead) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	name, doors := objects[0], objects[1]
	need := widgets.Measure(h.name, theme.SizeText, true).Width + 2
	need = min(need, size.Width)
	name.Move(fyne.Position{})
	name.Resize(fyne.NewSize(need, size.Height))
	rest := size.Width - need - 6
	doors.Move(fyne.NewPos(need+6, 0))
	doors.Resize(fyne.NewSize(max(0, rest), size.Height))
	if fits := rest >= 36; fits != doors.Visible() {
		if fits {
			doors.Show()
		} else {
			doors.Hide()
		}
	}
}

func (roomHead) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, roomsHeight) }

// hourColumn puts each hour at its line.
type hourColumn struct{ frame *frame }

func (l hourColumn) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	for i, o := range objects {
		o.Move(fyne.NewPos(0, yOf(l.frame.at[i])-lineHeight/2))
		o.Resize(fyne.NewSize(hoursWidth-10, lineHeight))
	}
}

func (hourColumn) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(hoursWidth, yOf(dayMinutes))
}

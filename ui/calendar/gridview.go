package calendar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/ui/theme"
)

// CreateRenderer is called by Fyne.
func (g *grid) CreateRenderer() fyne.WidgetRenderer {
	r := &gridRenderer{grid: g}
	r.rebuild()
	return r
}

// gridRenderer places everything anew whenever something changed: it is a few
// dozen objects. The views of the bookings are kept as long as the day is the
// same, and a drag moves nothing but its ghost.
type gridRenderer struct {
	grid    *grid
	day     *day // that views were made for
	views   []*blockView
	placed  []placed
	objects []fyne.CanvasObject
}

// placed is an object and where it lies when the columns are so wide.
type placed struct {
	object fyne.CanvasObject
	at     func(column float32) (fyne.Position, fyne.Size)
}

func (r *gridRenderer) add(o fyne.CanvasObject, at func(column float32) (fyne.Position, fyne.Size)) {
	r.placed = append(r.placed, placed{o, at})
	r.objects = append(r.objects, o)
}

func (r *gridRenderer) rebuild() {
	r.placed, r.objects = r.placed[:0], nil
	r.closedHours()
	r.lines()
	r.blocks()
	r.slot()
	r.nowLine()
	r.objects = append(r.objects, r.grid.ghost)
}

// closedHours shades the hours in which a room cannot be booked.
func (r *gridRenderer) closedHours() {
	for i, room := range r.grid.day.Rooms {
		from, until := clockMinute(room.OpenFrom, 0), clockMinute(room.OpenUntil, dayMinutes)
		r.shade(i, 0, from)
		r.shade(i, until, dayMinutes)
	}
}

func (r *gridRenderer) shade(column, from, until int) {
	if until <= from {
		return
	}
	rect := canvas.NewRectangle(fynetheme.Color(theme.ColorBackground))
	r.add(rect, func(width float32) (fyne.Position, fyne.Size) {
		return fyne.NewPos(float32(column)*width, yOf(from)), fyne.NewSize(width, yOf(until)-yOf(from))
	})
}

// lines draws the hours, and fainter the halves.
func (r *gridRenderer) lines() {
	for minute := slotMinutes; minute < dayMinutes; minute += slotMinutes {
		c := fynetheme.Color(theme.ColorBorder)
		if minute%60 != 0 {
			c = fynetheme.Color(theme.ColorHover)
		}
		r.add(canvas.NewRectangle(c), func(width float32) (fyne.Position, fyne.Size) {
			return fyne.NewPos(0, yOf(minute)), fyne.NewSize(width*r.columns(), 1)
		})
	}
}

func (r *gridRenderer) columns() float32 { return float32(len(r.grid.day.Rooms)) }

func (r *gridRenderer) blocks() {
	if r.day != r.grid.day {
		r.day, r.views = r.grid.day, nil
		for _, b := range r.day.Blocks {
			r.views = append(r.views, newBlockView(b))
		}
	}
	for _, v := range r.views {
		v.setPicked(v.block.Booking.ID == r.grid.pick.Booking)
		r.add(v, func(width float32) (fyne.Position, fyne.Size) {
			return fyne.NewPos(float32(v.block.Column)*width+columnGap/2, v.top()), fyne.NewSize(width-columnGap, v.height())
		})
	}
}

// slot draws the free stretch that the keyboard is on.
func (r *gridRenderer) slot() {
	p := r.grid.pick
	if p.None() || p.Booking != 0 || !r.grid.focused {
		return
	}
	rect := canvas.NewRectangle(fynetheme.Color(theme.ColorSelected))
	rect.CornerRadius = blockRadius
	rect.StrokeColor, rect.StrokeWidth = fynetheme.Color(theme.ColorAccent), 1
	r.add(rect, func(width float32) (fyne.Position, fyne.Size) {
		return fyne.NewPos(float32(p.Column)*width+columnGap/2, yOf(p.From)),
			fyne.NewSize(width-columnGap, yOf(p.Until)-yOf(p.From))
	})
}

func (r *gridRenderer) nowLine() {
	g := r.grid
	if g.now.Date() != g.day.Date || g.day.Date == "" {
		return
	}
	y := yOf(minuteOf(g.now, g.day.Date))
	r.add(canvas.NewRectangle(fynetheme.Color(theme.ColorBad)), func(width float32) (fyne.Position, fyne.Size) {
		return fyne.NewPos(0, y-1), fyne.NewSize(width*r.columns(), 2)
	})
}

func (r *gridRenderer) Layout(fyne.Size) {
	width := r.grid.columnWidth()
	for _, p := range r.placed {
		at, size := p.at(width)
		p.object.Move(at)
		p.object.Resize(size)
	}
}

func (r *gridRenderer) MinSize() fyne.Size { return r.grid.MinSize() }

func (r *gridRenderer) Refresh() {
	r.rebuild()
	r.Layout(r.grid.Size())
	canvas.Refresh(r.grid)
}

func (r *gridRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *gridRenderer) Destroy()                     {}

package calendar

import "latchkey/store"

// dragKind is what a drag does.
type dragKind int

const (
	dragNew dragKind = iota
	dragMove
	dragResize
)

// drag is a drag under way, from where the button went down.
type drag struct {
	Kind     dragKind
	Booking  store.Booking // of a move or a resize
	Column   int
	Pressed  int // minute at which it began
	moved    bool
	column   int // the ghost
	from     int
	until    int
	original [2]int
}

// edgeMinutes is how near to its end a block is taken by its lower edge.
const edgeMinutes = 7

// newDrag begins a drag at a place of the day. grip is how many minutes of a
// block, at its end, resize it.
func (d *day) newDrag(column, minute, grip int) *drag {
	g := &drag{Kind: dragNew, Column: column, Pressed: minute, column: column}
	p := d.pickAt(column, minute)
	if p.Booking == 0 {
		return g
	}
	b := d.byID(p.Booking)
	g.Kind, g.Booking = dragMove, b.Booking
	if b.Until-minute <= min(grip, (b.Until-b.From)/3) {
		g.Kind = dragResize
	}
	g.original = [2]int{minuteOf(b.Booking.Start, d.Date), minuteOf(b.Booking.End, d.Date)}
	g.from, g.until = g.original[0], g.original[1]
	return g
}

// to moves the pointer of the drag to a place of the day.
func (g *drag) to(column, minute int) {
	g.moved = true
	by := minute - g.Pressed
	switch g.Kind {
	case dragNew:
		g.from = max(0, floorTo(snap, min(g.Pressed, minute)))
		g.until = min(dayMinutes, max(ceilTo(snap, max(g.Pressed, minute)), g.from+snap))
	case dragMove:
		g.column = column
		g.moveTo(roundTo(snap, g.original[0]+by))
	case dragResize:
		g.until = max(roundTo(snap, g.original[1]+by), g.from+snap)
		if g.original[1] <= dayMinutes {
			g.until = min(g.until, dayMinutes)
		}
	}
}

// moveTo keeps a booking of one day on it.
func (g *drag) moveTo(from int) {
	length := g.original[1] - g.original[0]
	if g.original[0] >= 0 && g.original[1] <= dayMinutes {
		from = min(max(from, 0), dayMinutes-length)
	}
	g.from, g.until = from, from+length
}

// result is the booking that the drag asks for on a day.
func (g *drag) result(d *day) store.Booking {
	b := g.Booking
	b.Room = d.Rooms[g.column].ID
	if g.Kind != dragResize {
		b.Start = readingAt(d.Date, g.from)
	}
	b.End = readingAt(d.Date, g.until)
	return resolved(b, d.loc)
}

// nudged is a booking moved with the keyboard, by minutes and columns. ok is
// false where there is no room further on.
func (d *day) nudged(b store.Booking, minutes, columns int) (out store.Booking, ok bool) {
	column := d.column(b.Room) + columns
	if column < 0 || column >= len(d.Rooms) {
		return b, false
	}
	b.Room = d.Rooms[column].ID
	b.Start, b.End = shift(b.Start, minutes), shift(b.End, minutes)
	return resolved(b, d.loc), true
}

// stretched is a booking whose end moved with the keyboard. ok is false where
// nothing would be left of it.
func (d *day) stretched(b store.Booking, minutes int) (out store.Booking, ok bool) {
	b.End = shift(b.End, minutes)
	return resolved(b, d.loc), b.End > b.Start
}

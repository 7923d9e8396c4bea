package calendar

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// MouseDown picks what is under the pointer.
func (g *grid) MouseDown(ev *desktop.MouseEvent) {
	g.focus()
	g.choosePoint(ev.Position)
}

// choosePoint picks without scrolling: what is under the pointer is in sight.
func (g *grid) choosePoint(at fyne.Position) {
	g.pick = g.day.pickAt(g.spot(at))
	g.on.refuse("")
	g.Refresh()
	g.on.picked()
}

// MouseUp is part of desktop.Mouseable; a drag ends with DragEnd.
func (g *grid) MouseUp(*desktop.MouseEvent) {}

// DoubleTapped edits a booking, or makes one.
func (g *grid) DoubleTapped(ev *fyne.PointEvent) {
	g.choosePoint(ev.Position)
	g.open()
}

// TappedSecondary opens the menu of a booking.
func (g *grid) TappedSecondary(ev *fyne.PointEvent) {
	g.choosePoint(ev.Position)
	if g.pick.Booking != 0 {
		g.on.menu(g.pick.Booking, ev.AbsolutePosition)
	}
}

// Dragged makes, moves or resizes a booking. The first event tells by its
// distance where the button went down.
func (g *grid) Dragged(ev *fyne.DragEvent) {
	if len(g.day.Rooms) == 0 || g.dropped {
		return
	}
	if g.drag == nil {
		column, minute := g.spot(ev.Position.SubtractXY(ev.Dragged.DX, ev.Dragged.DY))
		g.drag = g.day.newDrag(column, minute, edgeMinutes)
	}
	column, minute := g.spot(ev.Position)
	g.drag.to(column, minute)
	obstacle := g.obstacle()
	g.on.refuse(obstacle)
	g.ghost.follow(g.drag, g.day, g.columnWidth(), obstacle != "")
	g.reveal(column, minute-snap, minute+snap)
}

// obstacle says who is in the way of the drag.
func (g *grid) obstacle() string {
	if by, ok := clash(g.drag.result(g.day), g.day.Bookings); ok {
		return g.day.taken(by)
	}
	return ""
}

// DragEnd does what the drag asked for. One that clashes snaps back, and its
// sentence stays.
func (g *grid) DragEnd() {
	d := g.drag
	g.drag, g.dropped = nil, false
	g.ghost.Hide()
	if d == nil || !d.moved {
		return
	}
	g.focus() // a button that goes up outside the grid takes the focus away
	b := d.result(g.day)
	if _, taken := clash(b, g.day.Bookings); taken {
		return
	}
	switch {
	case d.Kind == dragNew:
		g.on.create(b.Room, b.Start, b.End)
	case b != d.Booking:
		g.on.change(b)
	}
}

// giveUp ends a drag without doing what it asked for.
func (g *grid) giveUp() {
	g.dropped = g.dropped || g.drag != nil
	g.drag = nil
	g.ghost.Hide()
}

// MouseIn is part of desktop.Hoverable.
func (g *grid) MouseIn(ev *desktop.MouseEvent) { g.over = ev.Position }

// MouseMoved remembers where the pointer is, for its shape.
func (g *grid) MouseMoved(ev *desktop.MouseEvent) { g.over = ev.Position }

// MouseOut is part of desktop.Hoverable.
func (g *grid) MouseOut() {}

// Cursor tells at which place a drag would do what.
func (g *grid) Cursor() desktop.Cursor {
	if len(g.day.Rooms) == 0 {
		return desktop.DefaultCursor
	}
	column, minute := g.spot(g.over)
	switch d := g.day.newDrag(column, minute, edgeMinutes); d.Kind {
	case dragMove:
		return desktop.PointerCursor
	case dragResize:
		return desktop.VResizeCursor
	default:
		return desktop.DefaultCursor
	}
}

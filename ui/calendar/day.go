package calendar

import (
	"cmp"
	"slices"
	"time"

	"latchkey/store"
)

// day is one day as it is drawn: a block for each booking that touches it.
type day struct {
	facts
	Date   store.Date
	loc    *time.Location
	Blocks []block // by column, then by time
}

// block is the part of a booking that lies on the day. From and Until are
// minutes of the day; Before and After are the minutes for which the doors
// open early and close late.
type block struct {
	Booking       store.Booking
	Name          string
	Visitor       bool
	Column        int // of the room
	From, Until   int
	Before, After int
	State         *State // nil: nothing known
}

func newDay(f facts, d store.Date) *day {
	out := &day{facts: f, Date: d, loc: f.Space.Location()}
	for _, b := range f.Bookings {
		if bl, ok := out.block(b); ok {
			out.Blocks = append(out.Blocks, bl)
		}
	}
	slices.SortFunc(out.Blocks, func(a, b block) int {
		return cmp.Or(cmp.Compare(a.Column, b.Column), cmp.Compare(a.From, b.From), cmp.Compare(a.Booking.ID, b.Booking.ID))
	})
	return out
}

func (d *day) block(b store.Booking) (block, bool) {
	column := d.column(b.Room)
	from, until := minuteOf(b.Start, d.Date), minuteOf(b.End, d.Date)
	if column < 0 || until <= 0 || from >= dayMinutes {
		return block{}, false
	}
	w := d.window(b)
	out := block{
		Booking: b, Column: column,
		From: max(0, from), Until: min(dayMinutes, until),
		Before: int(b.StartAt.Sub(w.From) / time.Minute),
		After:  int(w.To.Sub(b.EndAt) / time.Minute),
	}
	out.Until = max(out.Until, out.From+1)
	p, ok := d.People[b.Person]
	if ok {
		out.Name, out.Visitor = p.Name(), p.Plan == 0 && p.Main == 0
	}
	if s, ok := d.States[b.ID]; ok {
		out.State = &s
	}
	return out, true
}

// location is the zone of the day; UTC before anything was read.
func (d *day) location() *time.Location {
	if d.loc == nil {
		return time.UTC
	}
	return d.loc
}

func (d *day) column(id store.RoomID) int {
	return slices.IndexFunc(d.Rooms, func(r store.Room) bool { return r.ID == id })
}

func (d *day) roomName(id store.RoomID) string {
	if c := d.column(id); c >= 0 {
		return d.Rooms[c].Name
	}
	return ""
}

// byID returns the block of a booking, or nil.
func (d *day) byID(id store.BookingID) *block {
	i := slices.IndexFunc(d.Blocks, func(b block) bool { return b.Booking.ID == id })
	if i < 0 {
		return nil
	}
	return &d.Blocks[i]
}

// with returns the day with one booking put in the place of the row of its ID,
// or added.
func (d *day) with(b store.Booking) *day {
	f := d.facts
	f.Bookings = slices.DeleteFunc(slices.Clone(f.Bookings), func(o store.Booking) bool { return o.ID == b.ID })
	f.Bookings = append(f.Bookings, b)
	return newDay(f, d.Date)
}

// resolved fills in the instants of a booking's readings.
func resolved(b store.Booking, loc *time.Location) store.Booking {
	b.StartAt, b.EndAt = b.Start.Start(loc), b.End.End(loc)
	return b
}

// window is a stretch of time, half-open.
type window struct{ From, To time.Time }

func (d *day) window(b store.Booking) window {
	column := d.column(b.Room)
	if column < 0 {
		return window{b.StartAt, b.EndAt}
	}
	return openWindow(b, d.Rooms[column], d.Space, d.Bookings)
}

// openWindow is when a booking's doors open for its person, given bookings of
// any rooms in any order.
func openWindow(b store.Booking, room store.Room, s store.Space, all []store.Booking) window {
	var near []store.Booking
	for _, o := range all {
		if o.Room == b.Room {
			near = append(near, o)
		}
	}
	slices.SortFunc(near, func(x, y store.Booking) int { return x.StartAt.Compare(y.StartAt) })
	from, to := store.AccessWindow(b, room, s, near)
	return window{from, to}
}

// clash returns the first booking of the same room that b overlaps. Buffers do
// not count.
func clash(b store.Booking, all []store.Booking) (store.Booking, bool) {
	found, ok := store.Booking{}, false
	for _, o := range all {
		if o.Room != b.Room || o.ID == b.ID && b.ID != 0 || !o.StartAt.Before(b.EndAt) || !b.StartAt.Before(o.EndAt) {
			continue
		}
		if !ok || o.StartAt.Before(found.StartAt) {
			found, ok = o, true
		}
	}
	return found, ok
}

// clockChange is a change of the clock on a day: it shows To when it would
// have shown From.
type clockChange struct{ From, To store.LocalTime }

// Back tells whether an hour comes twice.
func (c clockChange) Back() bool { return c.To < c.From }

// changeOn returns the change of the clock on a day, if there is one.
func changeOn(d store.Date, loc *time.Location) (clockChange, bool) {
	end := d.End(loc)
	for t := d.Start(loc); t.Before(end); t = t.Add(snap * time.Minute) {
		next := t.Add(snap * time.Minute)
		_, was := t.In(loc).Zone()
		_, is := next.In(loc).Zone()
		if was != is {
			return clockChange{shift(store.LocalOf(t, loc), snap), store.LocalOf(next, loc)}, true
		}
	}
	return clockChange{}, false
}

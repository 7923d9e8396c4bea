package calendar

import "latchkey/store"

// pick is what the keyboard is on: a booking, or a free stretch of a room.
// Anchor is the minute that it keeps to when it goes from room to room.
type pick struct {
	Column      int
	From, Until int
	Anchor      int
	Booking     store.BookingID // 0: free
}

// nothing is the pick of nothing.
var nothing = pick{Column: -1}

// None tells whether nothing is picked.
func (p pick) None() bool { return p.Column < 0 }

// slotMinutes is how long a free stretch is, where it is not cut short.
const slotMinutes = 30

// pickAt returns what is in a column at a minute.
func (d *day) pickAt(column, minute int) pick {
	if column < 0 || column >= len(d.Rooms) {
		return nothing
	}
	minute = min(max(minute, 0), dayMinutes-1)
	p := pick{Column: column, From: floorTo(slotMinutes, minute), Anchor: minute}
	p.Until = p.From + slotMinutes
	for _, b := range d.Blocks {
		switch {
		case b.Column != column:
		case b.From <= minute && minute < b.Until:
			p.From, p.Until, p.Booking = b.From, b.Until, b.Booking.ID
			return p
		case b.Until <= minute:
			p.From = max(p.From, b.Until)
		case b.From > minute:
			p.Until = min(p.Until, b.From)
		}
	}
	return p
}

// pickOf returns the pick of a booking, or of nothing when it is not here.
func (d *day) pickOf(id store.BookingID) pick {
	if b := d.byID(id); b != nil {
		return d.pickAt(b.Column, b.From)
	}
	return nothing
}

// Directions of the arrow keys.
type direction int

const (
	up direction = iota
	down
	left
	right
)

// step goes from one pick to the next. From nothing it goes to start.
func (d *day) step(p pick, to direction, start int) pick {
	if p.None() || p.Column >= len(d.Rooms) {
		return d.pickAt(0, start)
	}
	switch {
	case to == up && p.From > 0:
		return d.pickAt(p.Column, p.From-1)
	case to == down && p.Until < dayMinutes:
		return d.pickAt(p.Column, p.Until)
	case to == left && p.Column > 0:
		return d.beside(p, -1)
	case to == right && p.Column < len(d.Rooms)-1:
		return d.beside(p, 1)
	}
	return p
}

func (d *day) beside(p pick, columns int) pick {
	next := d.pickAt(p.Column+columns, p.Anchor)
	next.Anchor = p.Anchor
	return next
}

// again finds p in a day that was read anew: the same booking wherever it is
// now, or what is at the same place.
func (d *day) again(p pick) pick {
	if p.None() {
		return p
	}
	if p.Booking != 0 {
		if found := d.pickOf(p.Booking); !found.None() {
			return found
		}
	}
	return d.pickAt(p.Column, p.From)
}

// proposal is the stretch of a new booking that begins at p: an hour, or what
// is free of it.
func (d *day) proposal(p pick) (from, until int) {
	from = p.From
	if p.Booking != 0 {
		from = p.Until
	}
	until = from + 60
	for _, b := range d.Blocks {
		if b.Column == p.Column && b.From >= from {
			until = min(until, b.From)
		}
	}
	if until <= from {
		until = from + 60
	}
	return from, min(until, dayMinutes)
}

// firstMinute is where a day without a pick begins: now, but not before the
// opening hour.
func (d *day) firstMinute(now store.LocalTime) int {
	opens := clockMinute(d.Space.OpenFrom, 8*60)
	if now.Date() == d.Date {
		return max(opens, minuteOf(now, d.Date))
	}
	return opens
}

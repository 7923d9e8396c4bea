package members

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
)

// bookingNotes says which bookings to come a change of the person closes, and
// which it opens again; both stay in the calendar whatever happens.
func bookingNotes(bookings []bookingLine, before, after store.Person, zone *time.Location) []string {
	var lost, back []bookingLine
	for _, b := range bookings {
		was, is := shutOut(before, b.Booking, zone), shutOut(after, b.Booking, zone)
		switch {
		case is && !was:
			lost = append(lost, b)
		case was && !is:
			back = append(back, b)
		}
	}
	var out []string
	if n := len(lost); n > 0 {
		out = append(out, lang.N("{{.Count}} bookings to come will no longer open: {{.Rooms}}.", n, map[string]any{"Count": n, "Rooms": roomsOf(lost)}))
	}
	if n := len(back); n > 0 {
		out = append(out, lang.N("{{.Count}} bookings to come open again: {{.Rooms}}.", n, map[string]any{"Count": n, "Rooms": roomsOf(back)}))
	}
	return out
}

// shutOut tells whether a booking, or a part of it, does not open because of
// the person's own dates or a block.
func shutOut(p store.Person, b store.Booking, zone *time.Location) bool {
	switch {
	case isBlocked(p):
		return true
	case p.EndsOn != "" && b.EndAt.After(p.EndsOn.End(zone)):
		return true
	case p.StartsOn != "" && b.StartAt.Before(p.StartsOn.Start(zone)):
		return true
	}
	return p.PausedFrom != "" && b.EndAt.After(p.PausedFrom.Start(zone)) &&
		(p.PausedUntil == "" || b.StartAt.Before(p.PausedUntil.End(zone)))
}

// roomsOf names the rooms of bookings, each once.
func roomsOf(bookings []bookingLine) string {
	var rooms []string
	for _, b := range bookings {
		if !slices.Contains(rooms, b.room) {
			rooms = append(rooms, b.room)
		}
	}
	return strings.Join(rooms, ", ")
}

package store

import (
	"slices"
	"time"
)

// BookingID names a booking in this file; it is also the booking's number in
// the name of its KS group.
type BookingID int64

// SeriesID names a series of bookings.
type SeriesID int64

// Booking is a person, a room, a start and an end. Start and End are what was
// meant (wall clock in the room's space); StartAt and EndAt are the instants
// that they came to, half-open: [StartAt, EndAt).
type Booking struct {
	ID     BookingID
	Key    string
	Rev    int64
	Room   RoomID
	Person PersonID
	Series SeriesID // 0: alone
	Title  string

	Start, End     LocalTime
	StartAt, EndAt time.Time
	Deleted        bool
}

// Series is a rule by which bookings repeat. Its bookings are rows of their
// own, made when the series is saved, as far ahead as SeriesCap.
type Series struct {
	ID     SeriesID
	Key    string
	Rev    int64
	Room   RoomID
	Person PersonID
	Title  string
	Start  LocalTime // of the first booking
	End    LocalTime // of the first booking
	Rule   string    // RFC 5545 RRULE value: daily, weekly or monthly; count or until
}

// AccessWindow returns when a booking's doors open for its person: the booking
// with the buffers of its room, which end where somebody else's booking of the
// room begins. others are the room's bookings, sorted by start and apart from
// each other; b, or an older row of it, may be among them. Only its neighbours
// are looked at, however many there are.
func AccessWindow(b Booking, room Room, s Space, others []Booking) (from, to time.Time) {
	before, after := room.Buffers(s)
	from = b.StartAt.Add(-time.Duration(before) * time.Minute)
	to = b.EndAt.Add(time.Duration(after) * time.Minute)
	foreign := func(o Booking) bool { return o.Person != b.Person && o.ID != b.ID }

	at, _ := slices.BinarySearchFunc(others, b.StartAt, func(o Booking, t time.Time) int { return o.StartAt.Compare(t) })
	for i := at - 1; i >= 0 && others[i].EndAt.After(from); i-- {
		if foreign(others[i]) {
			from = earlier(others[i].EndAt, b.StartAt)
		}
	}
	for i := at; i < len(others) && others[i].StartAt.Before(to); i++ {
		if foreign(others[i]) {
			to = later(others[i].StartAt, b.EndAt)
		}
	}
	return from, to
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// SeriesCap bounds how far ahead a series makes bookings.
const SeriesCap = 400 * 24 * time.Hour

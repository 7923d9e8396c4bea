package store

import "time"

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

// SeriesCap bounds how far ahead a series makes bookings.
const SeriesCap = 400 * 24 * time.Hour

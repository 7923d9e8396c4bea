package store

import "time"

// Snapshot is everything that decides access to one space's doors, read in
// one transaction. Bookings are those of the space's rooms that overlap
// [From, To), deleted ones left out; people and rooms that are deleted are
// left out too.
type Snapshot struct {
	Lineage  string
	Install  string // the mark in the names of managed groups
	Serial   int64
	Space    Space
	Plans    []Plan
	People   []Person
	Rooms    []Room
	Bookings []Booking
	Tags     []Tag
	Later    []PersonID // people with a booking in this space that starts at To or after
	Mirror   Mirror
	From, To time.Time
}

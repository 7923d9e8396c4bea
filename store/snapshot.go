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
	Passes   []PassTime // those that let in at From or later
	Later    []PersonID // people with a booking in this space that starts at To or after
	Mirror   Mirror
	From, To time.Time

	Removed    map[PersonID]time.Time // when the people who were removed had been made
	NextPerson PersonID               // of the numbers that nobody has had, the first
}

// PassTime is a stretch, [From, To), during which a pass lets its holder in: a
// pass that is still to be used, from when it was given to the end of its last
// day; one that a check-in has used, for its minutes from there on.
type PassTime struct {
	Person   PersonID
	From, To time.Time // To zero: it never expires
	Used     bool      // by a check-in
}

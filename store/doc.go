// Package store keeps a space's plans, members, rooms, bookings and fobs, what
// Latchkey has put into SALTO KS, and the log, in one SQLite file.
//
// It is the one meeting place of the program: screens and the engine never
// call each other for data, they read and write here and learn of each
// other's changes from the feed (Subscribe).
//
// Instants are time.Time in UTC with whole seconds. A Date is a calendar day
// in the space's zone and a LocalTime a wall-clock reading there: what a
// person means by "until 30 November" or "at nine" is one of these, never an
// instant. Values returned are the caller's to keep and change.
package store

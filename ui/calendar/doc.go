// Package calendar is the screen of the bookings: one day with the rooms as
// columns, on which bookings are made, moved, resized and deleted with the
// mouse or the keyboard.
//
// The hours at the left are the wall clock of the space. Where the clock goes
// back an hour is there once, and what is booked in it lies on it; the line
// above the day says so.
//
// A day is read in one go (load.go), turned into blocks and picks without Fyne
// (day.go, pick.go, drag.go), and drawn by a widget of its own (grid.go).
package calendar

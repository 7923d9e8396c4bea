// Package rooms is the screen of the rooms: the doors and groups of SALTO KS
// that a booking of each room opens, how much earlier and later, and when it
// can be booked.
package rooms

// Package attendance is the screen that says who is in and who was: by day, by
// period and by person, who was refused at a door, and what of it needs the
// desk.
//
// Check-ins are worked out elsewhere and only read here. What the desk says of
// them is a correction, which can be taken back.
package attendance

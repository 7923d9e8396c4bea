// Package attendance works out, from door entries, passes and what the desk
// corrected, who was there and which passes that used up.
//
// It takes values and returns values: the same entries, passes and corrections
// give the same result in whatever order and however often they came. Times are
// instants; a day is one of the space's clock.
package attendance

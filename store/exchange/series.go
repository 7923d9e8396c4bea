package exchange

import (
	"time"

	"latchkey/store"
)

const wallLayout = "2006-01-02T15:04"

// compare returns the keys of those bookings of s that are as its rule makes
// them, and the days on which the rule's booking is missing or was changed.
func compare(s store.Series, bookings []store.Booking) (regular []string, except []store.Date) {
	length, ok := wallLength(s.Start, s.End)
	if !ok {
		return nil, nil
	}
	asMade := make(map[store.LocalTime]string, len(bookings))
	for _, b := range bookings {
		l, ok := wallLength(b.Start, b.End)
		if ok && l == length && b.Room == s.Room && b.Person == s.Person && b.Title == s.Title {
			asMade[b.Start] = b.Key
		}
	}
	starts, err := store.Occurrences(s)
	if err != nil { // a rule that the store would not take any more: list what it has made
		return nil, nil
	}
	for _, start := range starts {
		if key, ok := asMade[start]; ok {
			regular = append(regular, key)
		} else {
			except = append(except, start.Date())
		}
	}
	return regular, except
}

// wallLength returns how long a clock on the wall says that it is from start
// to end.
func wallLength(start, end store.LocalTime) (time.Duration, bool) {
	from, err1 := time.Parse(wallLayout, string(start))
	until, err2 := time.Parse(wallLayout, string(end))
	return until.Sub(from), err1 == nil && err2 == nil
}

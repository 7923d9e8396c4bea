package exchange

import (
	"time"

	"github.com/teambition/rrule-go"

	"latchkey/store"
)

const wallLayout = "2006-01-02T15:04"

// occurrences returns the wall-clock starts that a series' rule gives, as far
// as the store makes bookings of them. A rule that cannot be read gives none.
func occurrences(s store.Series) []store.LocalTime {
	start, err := time.Parse(wallLayout, string(s.Start))
	if err != nil {
		return nil
	}
	option, err := rrule.StrToROption(s.Rule)
	if err != nil {
		return nil
	}
	option.Dtstart = start
	rule, err := rrule.NewRRule(*option)
	if err != nil {
		return nil
	}
	var list []store.LocalTime
	for _, t := range rule.Between(start, start.Add(store.SeriesCap), true) {
		list = append(list, store.LocalTime(t.Format(wallLayout)))
	}
	return list
}

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
	for _, start := range occurrences(s) {
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

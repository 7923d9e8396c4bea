package store

import "time"

// Date is a calendar day, "2006-01-02". The empty Date means none. Dates
// compare with < and >.
type Date string

const dateLayout = "2006-01-02"

// DateOf returns the day of instant t in loc.
func DateOf(t time.Time, loc *time.Location) Date { return Date(t.In(loc).Format(dateLayout)) }

// ParseDate checks that s is a day of the calendar.
func ParseDate(s string) (Date, error) {
	if _, err := time.Parse(dateLayout, s); err != nil {
		return "", invalid("date", "“{{.Date}}” is not a date. Write it as year-month-day, like 2026-11-30.", "Date", s)
	}
	return Date(s), nil
}

// AddDays returns the day n days later; the empty Date stays empty.
func (d Date) AddDays(n int) Date {
	t, err := time.Parse(dateLayout, string(d))
	if err != nil {
		return d
	}
	return Date(t.AddDate(0, 0, n).Format(dateLayout))
}

// Start returns the first instant of the day in loc. Where the clock skips
// midnight, that is the first instant after the gap.
func (d Date) Start(loc *time.Location) time.Time {
	return LocalTime(d + "T00:00").Start(loc)
}

// End returns the first instant after the day in loc.
func (d Date) End(loc *time.Location) time.Time { return d.AddDays(1).Start(loc) }

// LocalTime is a wall-clock reading, "2006-01-02T15:04", in a space's zone.
type LocalTime string

const localLayout = "2006-01-02T15:04"

// LocalOf returns the wall clock in loc at instant t.
func LocalOf(t time.Time, loc *time.Location) LocalTime {
	return LocalTime(t.In(loc).Format(localLayout))
}

// Valid tells whether l is a reading of a calendar and a clock.
func (l LocalTime) Valid() bool {
	_, err := time.Parse(localLayout, string(l))
	return err == nil
}

// Date returns the day of the reading.
func (l LocalTime) Date() Date {
	if len(l) < len(dateLayout) {
		return ""
	}
	return Date(l[:len(dateLayout)])
}

// Start returns the instant of the reading in loc as the start of something:
// where the clock goes back and shows it twice, the first. A reading that the
// clock skips is moved past the gap by the gap's length (RFC 5545, 3.3.5).
func (l LocalTime) Start(loc *time.Location) time.Time {
	first, _ := l.instants(loc)
	return first
}

// End returns the instant of the reading in loc as the end of something:
// where the clock shows it twice, the second, so that what lasts until then
// lasts for the whole of it.
func (l LocalTime) End(loc *time.Location) time.Time {
	_, last := l.instants(loc)
	return last
}

// instants returns the earliest and the latest instant at which loc's clock
// shows l. time.Date is not used: it does not say which of two it returns.
func (l LocalTime) instants(loc *time.Location) (first, last time.Time) {
	wall, err := time.Parse(localLayout, string(l))
	if err != nil {
		return time.Time{}, time.Time{}
	}
	_, before := wall.Add(-26 * time.Hour).In(loc).Zone()
	_, after := wall.Add(26 * time.Hour).In(loc).Zone()
	for _, offset := range []int{before, after} {
		t := wall.Add(-time.Duration(offset) * time.Second)
		if t.In(loc).Format(localLayout) != string(l) {
			continue
		}
		if first.IsZero() || t.Before(first) {
			first = t
		}
		if last.IsZero() || t.After(last) {
			last = t
		}
	}
	if first.IsZero() { // in a gap: the offset before it
		t := wall.Add(-time.Duration(before) * time.Second)
		return t, t
	}
	return first, last
}

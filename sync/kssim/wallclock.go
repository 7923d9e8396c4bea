package kssim

import (
	"fmt"
	"strings"
	"time"
)

// A lock compares the wall clock of its IQ with the values of a schedule as
// they stand: no instant is worked out. So a window inside the hour that a
// clock change skips never opens, and one inside the hour that comes twice
// opens twice. Such a clock reading is a time.Time in UTC with those digits.
//
// That is a guess: nothing is known. Readings.ClockBack has the dates of a
// schedule turned into instants instead, each by the first or second pass.

func wallClock(at time.Time, zone *time.Location) time.Time {
	l := at.In(zone)
	return time.Date(l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute(), l.Second(), l.Nanosecond(), time.UTC)
}

// opensAt says whether the lock opens at that instant: from the start on, until
// before the end. An end that reads :59 includes its last second, as 23:59:59
// means the whole day.
func (sc *schedule) opensAt(at time.Time, zone *time.Location, clockBack string) bool {
	wall := wallClock(at, zone)
	if !sc.opensOnDay(wall) {
		return false
	}
	from, until := sc.dates()
	if clockBack == "first" || clockBack == "second" {
		from, until = instantOf(from, zone, clockBack), instantOf(until, zone, clockBack)
		wall = at
	}
	return (from == nil || !wall.Before(*from)) && (until == nil || wall.Before(*until))
}

// opensOnDay looks at the weekday and the daily window only.
func (sc *schedule) opensOnDay(wall time.Time) bool {
	dayStart, dayEnd := sc.hours(wall)
	return sc.on(wall.Weekday()) && !wall.Before(dayStart) && wall.Before(dayEnd)
}

// instantOf is when the clock of the zone shows that reading, the first or the
// second time. One that it skips is read by the offset before the gap.
func instantOf(wall *time.Time, zone *time.Location, pass string) *time.Time {
	if wall == nil {
		return nil
	}
	_, before := wall.Add(-26 * time.Hour).In(zone).Zone()
	_, after := wall.Add(26 * time.Hour).In(zone).Zone()
	early := wall.Add(-time.Duration(before) * time.Second)
	late := wall.Add(-time.Duration(after) * time.Second)
	right := func(t time.Time) bool { return wallClock(t, zone).Equal(*wall) }
	t := early
	if right(late) && (!right(early) || pass == "second") {
		t = late
	}
	return &t
}

// hours returns the daily window on the day of the reading, half open.
func (sc *schedule) hours(wall time.Time) (start, end time.Time) {
	day := wall.Format(time.DateOnly) + "T"
	return parseNaive(day + sc.StartTime), parseEnd(day + sc.EndTime)
}

// dates returns the check-in/check-out window, half open; nil is unbounded.
func (sc *schedule) dates() (from, until *time.Time) {
	if sc.StartDate != nil {
		t := parseNaive(*sc.StartDate)
		from = &t
	}
	if sc.EndDate != nil {
		t := parseEnd(*sc.EndDate)
		until = &t
	}
	return from, until
}

// nextOpening returns the first reading after wall at which the schedule opens,
// or false when it opens no more.
func (sc *schedule) nextOpening(wall time.Time) (time.Time, bool) {
	from, until := sc.dates()
	search := wall
	if from != nil && from.After(search) {
		search = *from
	}
	for range 8 { // a week and the rest of today hold every weekday
		start, _ := sc.hours(search)
		if start.Before(search) {
			start = search
		}
		if start.After(wall) && sc.opensOnDay(start) && (until == nil || start.Before(*until)) {
			return start, true
		}
		search = search.Truncate(24*time.Hour).AddDate(0, 0, 1)
	}
	return time.Time{}, false
}

// parseNaive reads a value that normalize has written, so it does not fail.
func parseNaive(text string) time.Time {
	t, _ := time.Parse(naiveLayout, text)
	return t
}

func parseEnd(text string) time.Time {
	t := parseNaive(text)
	if strings.HasSuffix(text, ":59") {
		t = t.Add(time.Second)
	}
	return t
}

// describe says in words when the schedule opens.
func (sc *schedule) describe() string {
	var parts []string
	if days := sc.dayNames(); days != "" {
		parts = append(parts, days)
	}
	if sc.StartTime != "00:00:00" || sc.EndTime != "23:59:59" {
		parts = append(parts, fmt.Sprintf("%s-%s", sc.StartTime[:5], sc.EndTime[:5]))
	}
	if sc.StartDate != nil {
		parts = append(parts, "from "+shortNaive(*sc.StartDate))
	}
	if sc.EndDate != nil {
		parts = append(parts, "until "+shortNaive(*sc.EndDate))
	}
	if len(parts) == 0 {
		return "always"
	}
	return strings.Join(parts, " ")
}

func shortNaive(text string) string {
	return strings.TrimSuffix(strings.Replace(text, "T", " ", 1), ":00")
}

// dayNames is empty for every day.
func (sc *schedule) dayNames() string {
	switch sc.weekdays {
	case everyDay:
		return ""
	case weekdays{Monday: true, Tuesday: true, Wednesday: true, Thursday: true, Friday: true}:
		return "Mon-Fri"
	}
	var names []string
	for i := range 7 {
		if day := time.Weekday((i + 1) % 7); sc.on(day) {
			names = append(names, day.String()[:3])
		}
	}
	return strings.Join(names, ",")
}

var everyDay = weekdays{true, true, true, true, true, true, true}

package ks

import (
	"regexp"
	"strings"
)

// Schedule says when a group opens its doors. A group without one opens
// nothing (MEAS). All of it is wall clock in the zone of the door's IQ (CLI):
// KS stores no zone.
type Schedule struct {
	ID   string
	Days [7]bool // Monday first

	// The part of each day, "15:04:05". KS wants start before end, and turns
	// the seconds of the end into :59 (MEAS).
	StartTime, EndTime string

	// The whole period, "2006-01-02T15:04:05", or "" for no limit. Both this
	// and the part of the day must hold (DOC).
	StartDate, EndDate string
}

const (
	dayStart = "00:00:00"
	dayEnd   = "23:59:59"
)

// Always is open at any time.
func Always() Schedule { return Window("", "") }

// Window is open from check-in to check-out without a break, over midnight
// too. Both are "2006-01-02T15:04:05" in the zone of the IQ.
func Window(start, end string) Schedule {
	return Schedule{
		Days:      [7]bool{true, true, true, true, true, true, true},
		StartTime: dayStart, EndTime: dayEnd,
		StartDate: start, EndDate: end,
	}
}

// Equal reports whether both open at the same times, in whatever of its
// spellings KS gave them back. It does not compare IDs.
func (s Schedule) Equal(t Schedule) bool {
	s, t = s.Plain(), t.Plain()
	s.ID, t.ID = "", ""
	return s == t
}

// Plain brings a schedule into one spelling: the one that KS echoes.
func (s Schedule) Plain() Schedule {
	return Schedule{
		ID:        s.ID,
		Days:      s.Days,
		StartTime: orElse(clock(s.StartTime), dayStart),
		EndTime:   lastSecond(orElse(clock(s.EndTime), dayEnd)),
		StartDate: widen(wallClock(s.StartDate), dayStart),
		EndDate:   widen(wallClock(s.EndDate), dayEnd),
	}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

var (
	clockForm = regexp.MustCompile(`^([0-9]{2}:[0-9]{2})(:[0-9]{2})?(\.[0-9]+)?$`)
	dateForm  = regexp.MustCompile(`^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?$`)
)

// clock gives "15:04:05" for "15:04". What it does not know stays as it is, so
// that a strange schedule is seen as different and never as an error that
// hides all the others.
func clock(s string) string {
	m := clockForm.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	if m[2] == "" {
		return m[1] + ":00"
	}
	return m[1] + m[2]
}

// lastSecond does what KS does to the end of the day's part.
func lastSecond(s string) string {
	if m := clockForm.FindStringSubmatch(s); m != nil {
		return m[1] + ":59"
	}
	return s
}

// wallClock drops a zone mark: the IQ reads its own wall clock, whatever
// letter follows it (CLI).
func wallClock(s string) string {
	m := dateForm.FindStringSubmatch(s)
	switch {
	case m == nil:
		return s
	case m[2] == "":
		return m[1]
	default:
		return m[1] + "T" + clock(m[2])
	}
}

// widen does what KS does to a date without a time (DOC).
func widen(s, to string) string {
	if s == "" || strings.Contains(s, "T") {
		return s
	}
	return s + "T" + to
}

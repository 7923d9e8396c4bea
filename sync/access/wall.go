package access

import (
	"time"

	"latchkey/store"
)

// wallLayout is how SALTO KS writes the dates of a check-in/check-out window:
// naive wall clock of the hub's zone (ks-connect-api: "IQ time zone").
const wallLayout = "2006-01-02T15:04:05"

// Wall turns a bounded window into the two wall-clock readings between which
// a door of zone loc must be open. A clock that only knows wall time cannot
// tell the two hours apart when it goes back; then the readings are chosen so
// that the door is open for the whole window, and wider by no more than that
// hour at either end.
func Wall(w Window, loc *time.Location) (start, end string) {
	first, last := reading(w.From, loc), until(w.To, loc)
	for t := w.From; ; {
		_, change := t.In(loc).ZoneBounds()
		if change.IsZero() || !change.Before(w.To) {
			break
		}
		// Just before the change the clock shows its highest reading so far,
		// at the change perhaps a lower one than at the start.
		first = min(first, reading(change, loc))
		last = max(last, until(change, loc))
		t = change
	}
	return first, last
}

// until is the reading that the clock of loc comes to at t, which at a change of
// the clock is not the one that it goes on from.
func until(t time.Time, loc *time.Location) string {
	return naive(t.Add(-time.Second), loc).Add(time.Second).Format(wallLayout)
}

func reading(t time.Time, loc *time.Location) string { return t.In(loc).Format(wallLayout) }

// naive returns the wall clock of loc at t as if it were UTC.
func naive(t time.Time, loc *time.Location) time.Time {
	_, offset := t.In(loc).Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// OpenAt tells whether one of the schedules is open at instant t in loc, as
// a lock would judge it. No schedule opens nothing.
func OpenAt(schedules []store.Schedule, t time.Time, loc *time.Location) bool {
	for _, s := range schedules {
		if scheduleOpen(s, t.In(loc)) {
			return true
		}
	}
	return false
}

func scheduleOpen(s store.Schedule, wall time.Time) bool {
	weekday := (int(wall.Weekday()) + 6) % 7 // Monday first
	clock, moment := wall.Format("15:04:05"), wall.Format(wallLayout)
	return s.Days[weekday] &&
		(s.StartTime == "" || clock >= s.StartTime) &&
		(s.EndTime == "" || clock <= s.EndTime) &&
		(s.StartDate == "" || moment >= s.StartDate) &&
		(s.EndDate == "" || moment < s.EndDate)
}

// AlwaysOpen tells whether a schedule has no limits at all.
func AlwaysOpen(s store.Schedule) bool {
	return s.Days == [7]bool{true, true, true, true, true, true, true} &&
		s.StartTime <= "00:00:00" && (s.EndTime == "" || s.EndTime >= "23:59:00") &&
		s.StartDate == "" && s.EndDate == ""
}

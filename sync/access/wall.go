package access

import (
	"time"

	"latchkey/store"
)

// wallLayout is how SALTO KS writes the dates of a check-in/check-out window:
// naive wall clock of the hub's zone (ks-connect-api: "IQ time zone").
const wallLayout = "2006-01-02T15:04:05"

// Wall turns a bounded window into the two wall-clock readings between which
// a door of zone loc must be open. Where the clock goes back, a reading comes
// twice, and which of the two a hub means is not known (ks-connect-api,
// section 12: "DST semantics"). So the readings are chosen such that the door
// is open for the whole window in any case, and wider by no more than the
// hour that repeats (and a second) at either end.
func Wall(w Window, loc *time.Location) (start, end string) {
	first, last := reading(w.From, loc), after(w.To, loc)
	if change, back := nextChange(w.From, loc); back > 0 && !w.From.Before(change.Add(-back)) {
		first = beforeRepeat(change, back, loc) // the first pass: a hub may wait for the second
	}
	if change, back := lastChange(w.To, loc); back > 0 && !w.To.After(change.Add(back)) {
		last = after(change.Add(back), loc) // the second pass: a hub may close in the first
	}
	for t := w.From; ; {
		change, _ := nextChange(t, loc)
		if change.IsZero() || !change.Before(w.To) {
			break
		}
		// Just before the change the clock shows its highest reading so far,
		// at the change perhaps a lower one than at the start.
		first = min(first, reading(change, loc))
		last = max(last, after(change, loc))
		t = change
	}
	return first, last
}

// nextChange returns when the clock of loc is next put on or back after t, and
// by how much it goes back; zero when never.
func nextChange(t time.Time, loc *time.Location) (change time.Time, back time.Duration) {
	_, change = t.In(loc).ZoneBounds()
	return change, goesBack(change, loc)
}

// lastChange is the same for the last change before t.
func lastChange(t time.Time, loc *time.Location) (change time.Time, back time.Duration) {
	change, _ = t.Add(-time.Second).In(loc).ZoneBounds()
	return change, goesBack(change, loc)
}

func goesBack(change time.Time, loc *time.Location) time.Duration {
	if change.IsZero() {
		return 0
	}
	return naive(change.Add(-time.Second), loc).Add(time.Second).Sub(naive(change, loc))
}

// beforeRepeat is the last reading that does not come twice.
func beforeRepeat(change time.Time, back time.Duration, loc *time.Location) string {
	return reading(change.Add(-back-time.Second), loc)
}

// after is a reading that the clock of loc reaches at t and not before. At a
// change of the clock there are two, of which the later one is meant.
func after(t time.Time, loc *time.Location) string {
	return max(reading(t, loc), naive(t.Add(-time.Second), loc).Add(time.Second).Format(wallLayout))
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

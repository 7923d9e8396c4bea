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
	start, end = reading(w.From, loc), after(w.To, loc)
	for _, c := range changes(around(w), loc) {
		if w.From.Before(c.at) && !w.From.Before(c.at.Add(-c.back)) {
			start = min(start, beforeRepeat(c, loc)) // the first pass: a hub may wait for the second
		}
		if w.To.After(c.at) && !w.To.After(c.at.Add(c.back)) {
			end = max(end, after(c.at.Add(c.back), loc)) // the second pass: a hub may close in the first
		}
		if w.From.Before(c.at) && c.at.Before(w.To) {
			// Just before the change the clock shows its highest reading so far,
			// at the change perhaps a lower one than at the start.
			start, end = min(start, reading(c.at, loc)), max(end, after(c.at, loc))
		}
	}
	return start, end
}

// reach is more than any clock goes back at once.
const reach = 24 * time.Hour

// around is where a change of the clock can matter for a window.
func around(w Window) Window {
	return Window{From: earliest(w.From, w.To.Add(-reach)), To: latest(w.To, w.From.Add(reach))}
}

// change is an instant at which a clock is put on or back.
type change struct {
	at   time.Time     // the first at which it shows the new time
	back time.Duration // negative where it goes forward, and so skips instead of repeating
}

// changes returns when the clock of loc is put on or back in a window. It
// looks once a day, for no clock is put on and back again within one. (What
// time.ZoneBounds says is not an end: on the last day of a leap year it lies
// before the time asked about.)
func changes(w Window, loc *time.Location) []change {
	var out []change
	for t := w.From.Truncate(time.Second); t.Before(w.To); t = t.Add(reach) {
		if next := t.Add(reach); offset(t, loc) != offset(next, loc) {
			at := firstAfter(t, next, loc)
			out = append(out, change{at, offset(t, loc) - offset(next, loc)})
		}
	}
	return out
}

// firstAfter returns the first second between two instants at which the clock
// is as at the later one.
func firstAfter(before, then time.Time, loc *time.Location) time.Time {
	for then.Sub(before) > time.Second {
		middle := before.Add(then.Sub(before) / 2).Truncate(time.Second)
		if offset(middle, loc) == offset(then, loc) {
			then = middle
		} else {
			before = middle
		}
	}
	return then
}

func offset(t time.Time, loc *time.Location) time.Duration {
	_, seconds := t.In(loc).Zone()
	return time.Duration(seconds) * time.Second
}

// beforeRepeat is the last reading that does not come twice.
func beforeRepeat(c change, loc *time.Location) string {
	return reading(c.at.Add(-c.back-time.Second), loc)
}

// after is a reading that the clock of loc reaches at t and not before. At a
// change of the clock there are two, of which the later one is meant.
func after(t time.Time, loc *time.Location) string {
	return max(reading(t, loc), naive(t.Add(-time.Second), loc).Add(time.Second).Format(wallLayout))
}

func reading(t time.Time, loc *time.Location) string { return t.In(loc).Format(wallLayout) }

// naive returns the wall clock of loc at t as if it were UTC.
func naive(t time.Time, loc *time.Location) time.Time { return t.UTC().Add(offset(t, loc)) }

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

package access

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/store"
)

func drawWindow(t *rapid.T, label string) Window {
	base := time.Unix(1_800_000_000, 0).UTC()
	at := func(n int64) time.Time {
		if n == 0 {
			return time.Time{}
		}
		return base.Add(time.Duration(n) * time.Minute)
	}
	return Window{From: at(rapid.Int64Range(0, 50).Draw(t, label+" from")), To: at(rapid.Int64Range(0, 50).Draw(t, label+" to"))}
}

// Windows are sets of instants; these are the laws of sets.
func TestWindowsAreSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := drawWindow(t, "a"), drawWindow(t, "b"), drawWindow(t, "c")
		for n := range 52 {
			at := time.Unix(1_800_000_000, 0).UTC().Add(time.Duration(n)*time.Minute - 30*time.Second)
			inA, inB, inC := a.Contains(at), b.Contains(at), c.Contains(at)
			in := func(ws []Window) bool {
				for _, w := range ws {
					if w.Contains(at) {
						return true
					}
				}
				return false
			}
			if got := a.And(b).Contains(at); got != (inA && inB) {
				t.Fatalf("And: %v", got)
			}
			if !a.Empty() && !b.Empty() && in(a.Without(b)) != (inA && !inB) {
				t.Fatalf("Without: %v - %v = %v", a, b, a.Without(b))
			}
			if in(Union([]Window{a, b, c})) != (inA && !a.Empty() || inB && !b.Empty() || inC && !c.Empty()) {
				t.Fatalf("Union of %v %v %v = %v", a, b, c, Union([]Window{a, b, c}))
			}
		}
		u := Union([]Window{a, b, c})
		for i := 1; i < len(u); i++ {
			if !u[i-1].To.Before(u[i].From) {
				t.Fatalf("Union leaves windows that touch: %v", u)
			}
		}
	})
}

// A lock knows only the wall clock. Between the readings of Wall it is open
// for every instant of the window, and outside the window for no longer than
// the hour that the clock repeats.
func TestWallKeepsTheDoorOpen(t *testing.T) {
	zones := []string{"Europe/Paris", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Chatham", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		loc, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 4*366*24*60).Draw(t, "start")) * time.Minute)
		if rapid.Bool().Draw(t, "near a change") {
			if _, change := from.In(loc).ZoneBounds(); !change.IsZero() {
				from = change.UTC().Add(time.Duration(rapid.IntRange(-180, 180).Draw(t, "off")) * time.Minute)
			}
		}
		w := Window{From: from, To: from.Add(time.Duration(rapid.IntRange(1, 600).Draw(t, "minutes")) * time.Minute)}
		start, end := Wall(w, loc)
		s := always()
		s.StartDate, s.EndDate = start, end
		wider := 0
		for at := w.From.Add(-26 * time.Hour); at.Before(w.To.Add(26 * time.Hour)); at = at.Add(time.Minute) {
			open := OpenAt([]store.Schedule{s}, at, loc)
			if w.Contains(at) && !open {
				t.Fatalf("closed at %s within %s – %s (wall %s – %s)", at.In(loc), w.From.In(loc), w.To.In(loc), start, end)
			}
			if open && !w.Contains(at) {
				wider++
			}
		}
		if wider > 120 { // an hour before and an hour after
			t.Fatalf("%d minutes wider than %s – %s", wider, w.From.In(loc), w.To.In(loc))
		}
	})
}

// How a hub reads a reading that its clock shows twice is not known: both
// times, the first, or the second. Whichever it is, the door is open for the
// whole window, and at either end for no longer than the clock goes back.
func TestWallDoesNotDependOnHowAHubReadsTheRepeatedHour(t *testing.T) {
	zones := []string{"Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		loc, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 366*24*60).Draw(t, "start")) * time.Minute)
		if _, change := from.In(loc).ZoneBounds(); !change.IsZero() {
			from = change.UTC().Add(time.Duration(rapid.IntRange(-120, 120).Draw(t, "off")) * time.Minute)
		}
		w := Window{From: from, To: from.Add(time.Duration(rapid.IntRange(1, 200).Draw(t, "minutes")) * time.Minute)}
		start, end := Wall(w, loc)
		for name, pick := range map[string]func([]time.Time) time.Time{
			"first":  func(at []time.Time) time.Time { return at[0] },
			"second": func(at []time.Time) time.Time { return at[len(at)-1] },
		} {
			open, shut := pick(shown(t, start, loc)), pick(shown(t, end, loc))
			if open.After(w.From) || shut.Before(w.To) {
				t.Fatalf("%s: %s – %s does not cover %s – %s", name, start, end, w.From.In(loc), w.To.In(loc))
			}
			if w.From.Sub(open) > time.Hour+time.Second || shut.Sub(w.To) > time.Hour {
				t.Fatalf("%s: %s – %s is too wide for %s – %s", name, start, end, w.From.In(loc), w.To.In(loc))
			}
		}
	})
}

// shown returns the instants at which the clock of loc shows a reading.
func shown(t *rapid.T, reading string, loc *time.Location) []time.Time {
	naive, err := time.Parse(wallLayout, reading)
	if err != nil {
		t.Fatal(err)
	}
	var at []time.Time
	for minutes := -15 * 60; minutes <= 15*60; minutes += 15 {
		if i := naive.Add(time.Duration(minutes) * time.Minute); i.In(loc).Format(wallLayout) == reading {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		t.Fatalf("the clock of %s never shows %s", loc, reading)
	}
	return at
}

func TestWallOverTheClockChanges(t *testing.T) {
	loc := paris(t)
	for name, row := range map[string]struct{ from, to, start, end string }{
		"plain":                       {"2026-11-23T09:55", "2026-11-23T11:05", "2026-11-23T09:55:00", "2026-11-23T11:05:00"},
		"over the repeated hour":      {"2026-10-24T22:00", "2026-10-25T04:00", "2026-10-24T22:00:00", "2026-10-25T04:00:00"},
		"ends in the repeated hour":   {"2026-10-25T01:00", "2026-10-25T02:15", "2026-10-25T01:00:00", "2026-10-25T03:00:00"},
		"ends as the clock goes back": {"2026-10-25T01:30", "2026-10-25T02:00", "2026-10-25T01:30:00", "2026-10-25T03:00:00"},
		"over the gap":                {"2026-03-29T01:00", "2026-03-29T04:00", "2026-03-29T01:00:00", "2026-03-29T04:00:00"},
		"begins in the repeated hour": {"2026-10-25T02:30", "2026-10-25T04:00", "2026-10-25T01:59:59", "2026-10-25T04:00:00"},
		"ends as the clock goes on":   {"2026-03-29T01:00", "2026-03-29T03:00", "2026-03-29T01:00:00", "2026-03-29T03:00:00"},
	} {
		start, end := Wall(Window{From: store.LocalTime(row.from).Start(loc), To: store.LocalTime(row.to).End(loc)}, loc)
		require.Equal(t, []string{row.start, row.end}, []string{start, end}, name)
	}
}

func TestScheduleWords(t *testing.T) {
	require.Equal(t, "always", ScheduleWords(always()).String())
	s := store.Schedule{Days: [7]bool{true, true, true, true, true}, StartTime: "08:00:00", EndTime: "18:00:59"}
	require.Equal(t, "12345 08:00 – 18:00", ScheduleWords(s).String())
}

package access

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/store"
)

// zoneChange is a change of a zone's clock: from then on it shows more (or,
// negative, less) than it would have.
type zoneChange struct {
	at time.Time
	by time.Duration
}

// clock is the clock on a wall somewhere, with its changes from 2020 to 2040.
type clock struct {
	name    string
	loc     *time.Location
	changes []zoneChange
}

// shows is what the clock shows at an instant, in seconds since 1970 as if it
// hung in Greenwich. It is all that the oracle of these tests knows of zones.
func (c clock) shows(at time.Time) int64 {
	_, offset := at.In(c.loc).Zone()
	return at.Unix() + int64(offset)
}

// everyClock reads the clocks of the tz database that are ever put on or back,
// each behaviour once.
var everyClock = sync.OnceValues(func() ([]clock, error) {
	text, err := os.ReadFile("testdata/zones.txt")
	if err != nil {
		return nil, err
	}
	var out []clock
	seen := make(map[string]bool)
	for name := range strings.FieldsSeq(string(text)) {
		c := clock{name: name}
		if c.loc, err = time.LoadLocation(name); err != nil {
			return nil, err
		}
		c.findChanges()
		if behaviour := fmt.Sprint(c.changes); len(c.changes) > 0 && !seen[behaviour] {
			seen[behaviour] = true
			out = append(out, c)
		}
	}
	return out, nil
})

func clocks(t *testing.T) []clock {
	t.Helper()
	list, err := everyClock()
	require.NoError(t, err)
	require.Greater(t, len(list), 30)
	return list
}

// findChanges looks at the clock every day of twenty-one years, and every
// minute of the days at whose end it shows something else than it should.
func (c *clock) findChanges() {
	end := time.Date(2041, 1, 1, 0, 0, 0, 0, time.UTC)
	ahead := func(at time.Time) int64 { return c.shows(at) - at.Unix() }
	const step = 24 * time.Hour
	for at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC); at.Before(end); at = at.Add(step) {
		if ahead(at) == ahead(at.Add(step)) {
			continue
		}
		was := ahead(at)
		for ahead(at) == was {
			at = at.Add(time.Minute)
		}
		c.changes = append(c.changes, zoneChange{at, time.Duration(ahead(at)-was) * time.Second})
	}
}

// readingOf turns a reading of Wall into seconds like those of clock.shows.
func readingOf(t require.TestingT, s string) int64 {
	at, err := time.Parse("2006-01-02T15:04:05", s)
	require.NoError(t, err)
	return at.Unix()
}

// TestWallInEveryZone walks over every change of every clock with windows that
// begin and end around it. A lock goes by its clock alone: it is open while
// that shows something from start on and before end. It has to be open
// throughout the window, and beyond it no longer than the clock goes back.
func TestWallInEveryZone(t *testing.T) {
	every := 12 // changes of a clock; LATCHKEY_SWEEP=1 takes them all
	if n, err := strconv.Atoi(os.Getenv("LATCHKEY_SWEEP")); err == nil && n > 0 {
		every = n
	}
	for i, c := range clocks(t) {
		for j := i % min(every, len(c.changes)); j < len(c.changes); j += every {
			for _, w := range windowsAround(c.changes[j]) {
				walk(t, c, c.changes[j], w)
			}
		}
	}
}

// windowsAround are windows that begin, end, or lie before, in and after what
// a clock repeats or skips.
func windowsAround(c zoneChange) []Window {
	by := c.by.Abs()
	edges := []time.Duration{-by - 61*time.Minute, -by, -by + time.Minute, -by / 2, -time.Second, 0, time.Second, by / 2, by - time.Minute, by, by + 61*time.Minute}
	var out []Window
	for i, from := range edges {
		for _, to := range edges[i+1:] {
			out = append(out, Window{From: c.at.Add(from), To: c.at.Add(to)})
		}
		out = append(out, Window{From: c.at.Add(from), To: c.at.Add(26 * time.Hour)})
	}
	return out
}

func walk(t *testing.T, c clock, change zoneChange, w Window) {
	t.Helper()
	first, last := Wall(w, c.loc)
	start, end := readingOf(t, first), readingOf(t, last)
	open := func(at time.Time) bool { s := c.shows(at); return start <= s && s < end }
	fail := func(at time.Time, what string) {
		require.Fail(t, what, "%s at %s: %s – %s is %s – %s", c.name, at.In(c.loc), w.From.In(c.loc), w.To.In(c.loc), first, last)
	}
	for at := w.From; at.Before(w.To); at = at.Add(time.Minute) {
		if !open(at) {
			fail(at, "closed within the window")
		}
	}
	for _, at := range []time.Time{w.From, w.To.Add(-time.Second), change.at.Add(-time.Second), change.at} {
		if w.Contains(at) && !open(at) {
			fail(at, "closed within the window")
		}
	}
	back := max(-change.by, 0)
	var early, late time.Duration
	for off := time.Second; off <= change.by.Abs()+3*time.Hour; off += time.Minute {
		if open(w.From.Add(-off)) {
			early = off
		}
		if open(w.To.Add(off - time.Second)) {
			late = off
		}
	}
	if early > back+time.Second || late > back {
		fail(w.From, "wider by "+early.String()+" and "+late.String())
	}
}

// How a hub reads a reading that its clock shows twice is not known: both
// times, the first, or the second. Whichever it is, the door is open for the
// whole window, and at either end for no longer than the clock goes back.
func TestWallDoesNotDependOnHowAHubReadsTheRepeatedHour(t *testing.T) {
	type goingBack struct {
		clock
		change zoneChange
	}
	var all []goingBack
	for _, c := range clocks(t) {
		for _, change := range c.changes {
			if change.by < 0 {
				all = append(all, goingBack{c, change})
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		c := all[rapid.IntRange(0, len(all)-1).Draw(t, "clock")]
		change := c.change
		from := change.at.Add(time.Duration(rapid.IntRange(-150, 150).Draw(t, "off")) * time.Minute)
		w := Window{From: from, To: from.Add(time.Duration(rapid.IntRange(1, 300).Draw(t, "minutes")) * time.Minute)}
		start, end := Wall(w, c.loc)
		for name, pick := range map[string]func([]time.Time) time.Time{
			"first":  func(at []time.Time) time.Time { return at[0] },
			"second": func(at []time.Time) time.Time { return at[len(at)-1] },
		} {
			open, shut := pick(c.instants(t, start)), pick(c.instants(t, end))
			if open.After(w.From) || shut.Before(w.To) {
				t.Fatalf("%s: %s – %s does not cover %s – %s", name, start, end, w.From.In(c.loc), w.To.In(c.loc))
			}
			if w.From.Sub(open) > -change.by+time.Second || shut.Sub(w.To) > -change.by {
				t.Fatalf("%s: %s – %s is too wide for %s – %s", name, start, end, w.From.In(c.loc), w.To.In(c.loc))
			}
		}
	})
}

// instants returns when the clock shows a reading: once or twice.
func (c clock) instants(t *rapid.T, reading string) []time.Time {
	shown := readingOf(t, reading)
	var at []time.Time
	for minutes := -15 * 60; minutes <= 15*60; minutes += 15 {
		if i := time.Unix(shown, 0).Add(time.Duration(minutes) * time.Minute); c.shows(i) == shown {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		t.Fatalf("the clock of %s never shows %s", c.name, reading)
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

// On the last day of a leap year time.ZoneBounds names an end that has passed.
func TestWallOnNewYearsEve(t *testing.T) {
	loc := paris(t)
	for _, year := range []string{"2028", "2040"} { // the system's zones may be spelled out until 2037
		start, end := Wall(Window{From: store.LocalTime(year + "-12-31T09:55").Start(loc), To: store.LocalTime(year + "-12-31T23:05").End(loc)}, loc)
		require.Equal(t, []string{year + "-12-31T09:55:00", year + "-12-31T23:05:00"}, []string{start, end})
	}
}

// OpenAt judges a schedule as a lock does.
func TestASchedule(t *testing.T) {
	week := [7]bool{true, true, true, true, true, true, true}
	for name, row := range map[string]struct {
		schedule     store.Schedule
		open, closed string // readings in UTC, 2026-11-23 is a Monday
	}{
		"all day":                 {store.Schedule{Days: week}, "2026-11-23T00:00:00 2026-11-29T23:59:59", ""},
		"on its days":             {store.Schedule{Days: [7]bool{true, 5: true}}, "2026-11-23T12:00:00 2026-11-28T12:00:00", "2026-11-24T12:00:00 2026-11-29T12:00:00"},
		"from the first second":   {store.Schedule{Days: week, StartTime: "08:00:00"}, "2026-11-23T08:00:00", "2026-11-23T07:59:59"},
		"to the last second":      {store.Schedule{Days: week, EndTime: "18:00:59"}, "2026-11-23T18:00:59", "2026-11-23T18:01:00"},
		"from its start date":     {store.Schedule{Days: week, StartDate: "2026-11-23T09:55:00"}, "2026-11-23T09:55:00 2026-12-01T00:00:00", "2026-11-23T09:54:59"},
		"and before its end date": {store.Schedule{Days: week, EndDate: "2026-11-23T11:05:00"}, "2026-11-23T11:04:59", "2026-11-23T11:05:00"},
	} {
		for want, readings := range map[bool]string{true: row.open, false: row.closed} {
			for reading := range strings.FieldsSeq(readings) {
				at := time.Unix(readingOf(t, reading), 0)
				require.Equal(t, want, OpenAt([]store.Schedule{row.schedule}, at, time.UTC), "%s: %s", name, reading)
				require.True(t, OpenAt([]store.Schedule{row.schedule, always()}, at, time.UTC), "one that is open is enough")
			}
		}
	}
	require.False(t, OpenAt(nil, time.Unix(0, 0), time.UTC), "no schedule opens nothing")
}

func TestAlwaysOpen(t *testing.T) {
	for name, row := range map[string]struct {
		change func(*store.Schedule)
		want   bool
	}{
		"as KS writes it":   {func(*store.Schedule) {}, true},
		"without times":     {func(s *store.Schedule) { s.StartTime, s.EndTime = "", "" }, true},
		"to the minute":     {func(s *store.Schedule) { s.EndTime = "23:59:00" }, true},
		"but on Sundays":    {func(s *store.Schedule) { s.Days[6] = false }, false},
		"from one minute":   {func(s *store.Schedule) { s.StartTime = "00:01:00" }, false},
		"until the evening": {func(s *store.Schedule) { s.EndTime = "23:58:59" }, false},
		"from a day on":     {func(s *store.Schedule) { s.StartDate = "2026-11-23T00:00:00" }, false},
		"until a day":       {func(s *store.Schedule) { s.EndDate = "2026-11-23T00:00:00" }, false},
	} {
		s := always()
		row.change(&s)
		require.Equal(t, row.want, AlwaysOpen(s), name)
	}
}

func TestScheduleWords(t *testing.T) {
	for want, s := range map[string]store.Schedule{
		"always":                              always(),
		"12345 08:00 – 18:00":                 {Days: [7]bool{true, true, true, true, true}, StartTime: "08:00:00", EndTime: "18:00:59"},
		"17 08:00 – 18:00":                    {Days: [7]bool{0: true, 6: true}, StartTime: "08:00", EndTime: "18:00", StartDate: "2026-11-23T09:55:00"},
		"2026-11-23T09:55 – 2026-11-23T11:05": {Days: always().Days, StartDate: "2026-11-23T09:55:00", EndDate: "2026-11-23T11:05:00"},
	} {
		require.Equal(t, want, ScheduleWords(s).String())
	}
}

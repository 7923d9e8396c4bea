package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// naiveRule is a rule as RFC 5545, section 3.3.10, puts it, interpreted day by
// day: slow, and independent of the library that the store uses.
type naiveRule struct {
	freq       string
	interval   int
	count      int
	until      LocalTime // included
	byDay      []naiveDay
	byMonthDay []int
	byMonth    []int
	bySetPos   []int
	weekStart  time.Weekday
}

// naiveDay is a weekday, with n the n-th of the month, from its end where n is
// negative, any where it is zero.
type naiveDay struct {
	n   int
	day time.Weekday
}

var dayNames = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

func (r naiveRule) String() string {
	parts := []string{"FREQ=" + r.freq}
	numbers := func(name string, list []int) {
		if len(list) > 0 {
			parts = append(parts, name+"="+strings.Trim(strings.ReplaceAll(fmt.Sprint(list), " ", ","), "[]"))
		}
	}
	if r.interval != 1 {
		parts = append(parts, fmt.Sprint("INTERVAL=", r.interval))
	}
	if len(r.byDay) > 0 {
		var days []string
		for _, d := range r.byDay {
			name := dayNames[d.day]
			if d.n != 0 {
				name = fmt.Sprint(d.n, name)
			}
			days = append(days, strings.ReplaceAll(name, " ", ""))
		}
		parts = append(parts, "BYDAY="+strings.Join(days, ","))
	}
	numbers("BYMONTHDAY", r.byMonthDay)
	numbers("BYMONTH", r.byMonth)
	numbers("BYSETPOS", r.bySetPos)
	if r.weekStart != time.Monday {
		parts = append(parts, "WKST="+dayNames[r.weekStart])
	}
	if r.count > 0 {
		parts = append(parts, fmt.Sprint("COUNT=", r.count))
	} else {
		parts = append(parts, "UNTIL="+r.until.wall().Format("20060102T150405"))
	}
	return strings.Join(parts, ";")
}

// starts walks the days of at most eleven years from the period in which the series
// begins, and returns all occurrences.
func (r naiveRule) starts(first LocalTime) []LocalTime {
	begin := first.wall()
	day := time.Date(begin.Year(), begin.Month(), begin.Day(), 0, 0, 0, 0, time.UTC)
	switch r.freq {
	case "WEEKLY":
		day = day.AddDate(0, 0, -daysInto(day, r.weekStart))
	case "MONTHLY":
		day = day.AddDate(0, 0, 1-day.Day())
	}
	origin, end := day, day.AddDate(11, 0, 0)
	var out []LocalTime
	var period []time.Time
	if r.count == 0 {
		end = r.until.wall().AddDate(0, 0, 40) // what comes after is of no interest
	}
	for number := 0; day.Before(end) && (r.count == 0 || len(out) < r.count); day = day.AddDate(0, 0, 1) {
		if n := r.period(origin, day); n != number {
			out = r.take(out, period, first)
			number, period = n, nil
		}
		if number%r.interval == 0 && r.fits(day, begin) {
			period = append(period, day)
		}
	}
	return out
}

func daysInto(day time.Time, weekStart time.Weekday) int {
	return (int(day.Weekday()-weekStart) + 7) % 7
}

// period numbers the day, week or month in which a day lies.
func (r naiveRule) period(origin, day time.Time) int {
	days := int(day.Sub(origin).Hours()) / 24
	switch r.freq {
	case "DAILY":
		return days
	case "WEEKLY":
		return days / 7
	}
	return (day.Year()-origin.Year())*12 + int(day.Month()) - int(origin.Month())
}

func (r naiveRule) fits(day, begin time.Time) bool {
	if len(r.byMonth) > 0 && !slices.Contains(r.byMonth, int(day.Month())) {
		return false
	}
	length := day.AddDate(0, 1, -day.Day()).Day()
	if len(r.byMonthDay) > 0 && !slices.Contains(r.byMonthDay, day.Day()) && !slices.Contains(r.byMonthDay, day.Day()-length-1) {
		return false
	}
	if len(r.byDay) > 0 {
		return slices.ContainsFunc(r.byDay, func(d naiveDay) bool {
			nth, fromEnd := (day.Day()-1)/7+1, -((length-day.Day())/7 + 1)
			return d.day == day.Weekday() && (d.n == 0 || d.n == nth || d.n == fromEnd)
		})
	}
	switch r.freq {
	case "WEEKLY":
		return day.Weekday() == begin.Weekday()
	case "MONTHLY":
		return len(r.byMonthDay) > 0 || day.Day() == begin.Day()
	}
	return true
}

// take adds the occurrences of one period.
func (r naiveRule) take(out []LocalTime, period []time.Time, first LocalTime) []LocalTime {
	for i, day := range period {
		at := LocalTime(day.Format(dateLayout)) + LocalTime(string(first)[len(dateLayout):])
		chosen := len(r.bySetPos) == 0 || slices.Contains(r.bySetPos, i+1) || slices.Contains(r.bySetPos, i-len(period))
		switch {
		case !chosen || at < first:
		case r.count > 0 && len(out) == r.count:
		case r.count == 0 && at.wall().After(r.until.wall()):
		default:
			out = append(out, at)
		}
	}
	return out
}

func drawRule(t *rapid.T, start LocalTime) naiveRule {
	r := naiveRule{freq: rapid.SampledFrom([]string{"DAILY", "WEEKLY", "MONTHLY"}).Draw(t, "freq"), interval: rapid.SampledFrom([]int{1, 1, 2, 3, 5}).Draw(t, "interval"), weekStart: time.Monday}
	weekdays := rapid.SliceOfNDistinct(rapid.Map(rapid.IntRange(0, 6), func(n int) time.Weekday { return time.Weekday(n) }), 0, 3, rapid.ID)
	for _, d := range weekdays.Draw(t, "days") {
		day := naiveDay{day: d}
		if r.freq == "MONTHLY" {
			day.n = rapid.SampledFrom([]int{0, 1, 2, 4, 5, -1, -2}).Draw(t, "nth")
		}
		r.byDay = append(r.byDay, day)
	}
	if r.freq != "WEEKLY" && rapid.IntRange(0, 2).Draw(t, "by month day") == 0 {
		r.byMonthDay = rapid.SliceOfNDistinct(rapid.SampledFrom([]int{1, 2, 13, 15, 28, 29, 30, 31, -1, -2, -31}), 1, 3, rapid.ID).Draw(t, "month days")
	}
	if rapid.IntRange(0, 3).Draw(t, "by month") == 0 {
		r.byMonth = rapid.SliceOfNDistinct(rapid.IntRange(1, 12), 1, 4, rapid.ID).Draw(t, "months")
	}
	if r.freq == "MONTHLY" && len(r.byDay)+len(r.byMonthDay) > 0 && rapid.IntRange(0, 2).Draw(t, "by position") == 0 {
		r.bySetPos = rapid.SliceOfNDistinct(rapid.SampledFrom([]int{1, 2, -1, -2}), 1, 2, rapid.ID).Draw(t, "positions")
	}
	if r.freq == "WEEKLY" && rapid.Bool().Draw(t, "week start") {
		r.weekStart = rapid.SampledFrom([]time.Weekday{time.Sunday, time.Saturday}).Draw(t, "first day")
	}
	if rapid.Bool().Draw(t, "count") {
		r.count = rapid.IntRange(1, 30).Draw(t, "times")
		return r
	}
	until := start.wall().Add(time.Duration(rapid.IntRange(-1, 420*24).Draw(t, "hours")) * time.Hour)
	r.until = LocalTime(until.Format(localLayout))
	return r
}

func TestOccurrencesAreThoseOfRFC5545(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := Date("2026-10-01").AddDays(rapid.IntRange(0, 200).Draw(t, "day"))
		start := LocalTime(string(day) + "T" + rapid.SampledFrom([]string{"00:00", "02:30", "09:00", "23:30"}).Draw(t, "time"))
		r := drawRule(t, start)
		// Most days are none of the rule: begin with one that is.
		if all := r.starts(start); len(all) > 0 && rapid.IntRange(0, 9).Draw(t, "fits") > 0 {
			start = all[0]
			if r.count == 0 {
				r.until = max(r.until, start)
			}
		}
		want := r.starts(start)
		got, err := Occurrences(Series{Start: start, End: start, Rule: r.String()})
		switch last := LocalTime(start.wall().Add(SeriesCap).Format(localLayout)); {
		case len(want) == 0 || want[0] != start:
			requireProblem(t, err, "is not on a day on which the series repeats", r, want)
		case want[len(want)-1] > last, err != nil && len(want) < r.count: // or later than the oracle looks
			requireProblem(t, err, "400 days ahead", r, want)
		default:
			require.NoError(t, err, "%s from %s", r, start)
			require.Equal(t, want, got, "%s from %s", r, start)
		}
	})
}

func requireProblem(t *rapid.T, err error, part string, r naiveRule, want []LocalTime) {
	require.Equal(t, CodeInvalid, CodeOf(err), "%s: %v", r, want)
	require.ErrorContains(t, err, part, "%s: %v", r, want)
}

func TestTheOracleOfRulesKnowsTheExamplesOfTheRFC(t *testing.T) {
	for rule, want := range map[string]struct {
		naiveRule
		start LocalTime
		dates string
	}{
		"every other week on Tuesday and Sunday, weeks from Monday": {
			naiveRule{freq: "WEEKLY", interval: 2, count: 4, byDay: []naiveDay{{0, time.Tuesday}, {0, time.Sunday}}, weekStart: time.Monday},
			"1997-08-05T09:00", "1997-08-05 1997-08-10 1997-08-19 1997-08-24",
		},
		"and weeks from Sunday": {
			naiveRule{freq: "WEEKLY", interval: 2, count: 4, byDay: []naiveDay{{0, time.Tuesday}, {0, time.Sunday}}, weekStart: time.Sunday},
			"1997-08-05T09:00", "1997-08-05 1997-08-17 1997-08-19 1997-08-31",
		},
		"the third Tuesday, Wednesday or Thursday": {
			naiveRule{freq: "MONTHLY", interval: 1, count: 3, byDay: []naiveDay{{0, time.Tuesday}, {0, time.Wednesday}, {0, time.Thursday}}, bySetPos: []int{3}},
			"1997-09-04T09:00", "1997-09-04 1997-10-07 1997-11-06",
		},
		"the last weekday but one": {
			naiveRule{freq: "MONTHLY", interval: 1, count: 3, bySetPos: []int{-2}, byDay: []naiveDay{
				{0, time.Monday}, {0, time.Tuesday}, {0, time.Wednesday}, {0, time.Thursday}, {0, time.Friday}}},
			"1997-09-29T09:00", "1997-09-29 1997-10-30 1997-11-27",
		},
		"Friday the thirteenth": {
			naiveRule{freq: "MONTHLY", interval: 1, count: 3, byDay: []naiveDay{{0, time.Friday}}, byMonthDay: []int{13}},
			"1998-02-13T09:00", "1998-02-13 1998-03-13 1998-11-13",
		},
		"the first and last Sunday of every other month": {
			naiveRule{freq: "MONTHLY", interval: 2, count: 4, byDay: []naiveDay{{1, time.Sunday}, {-1, time.Sunday}}},
			"1997-09-07T09:00", "1997-09-07 1997-09-28 1997-11-02 1997-11-30",
		},
		"the third day from the end": {
			naiveRule{freq: "MONTHLY", interval: 1, count: 3, byMonthDay: []int{-3}},
			"1997-09-28T09:00", "1997-09-28 1997-10-29 1997-11-28",
		},
		"a day that not every month has": {
			naiveRule{freq: "MONTHLY", interval: 1, count: 3}, "2027-01-30T09:00", "2027-01-30 2027-03-30 2027-04-30",
		},
	} {
		var dates []string
		for _, at := range want.starts(want.start) {
			dates = append(dates, string(at.Date()))
		}
		require.Equal(t, want.dates, strings.Join(dates, " "), rule)
	}
}

func TestTheEndOfARule(t *testing.T) {
	for rule, want := range map[string]int{
		"FREQ=DAILY;UNTIL=20261103":                 3, // the whole day
		"FREQ=DAILY;UNTIL=20261103Z":                3,
		"FREQ=DAILY;UNTIL=20261103T090000":          3, // included
		"FREQ=DAILY;UNTIL=20261103T090000Z":         3, // on the wall
		"FREQ=DAILY;UNTIL=20261103T085959":          2,
		"freq=daily;count=3":                        3,
		"FREQ=DAILY;COUNT=401":                      401, // to the last of 400 days
		"FREQ=DAILY;UNTIL=20271206T090000":          401,
		"FREQ=DAILY;UNTIL=20271206T085959":          400,
		"FREQ=MONTHLY;BYMONTHDAY=1;COUNT=13":        13,
		"FREQ=WEEKLY;BYDAY=SU,MO;COUNT=2":           2,
		"FREQ=MONTHLY;BYDAY=1SU;BYMONTH=11;COUNT=2": 2,
	} {
		got, err := Occurrences(Series{Start: "2026-11-01T09:00", End: "2026-11-01T10:00", Rule: rule})
		require.NoError(t, err, rule)
		require.Len(t, got, want, rule)
	}
	for _, rule := range []string{"FREQ=DAILY;COUNT=402", "FREQ=DAILY;UNTIL=20271207T090000", "FREQ=DAILY;UNTIL=2026", "FREQ=DAILY;UNTIL=", "FREQ=DAILY;COUNT=0",
		"FREQ=DAILY", "FREQ=DAILY;COUNT=2;COUNT=3", "FREQ=YEARLY;COUNT=2", "FREQ=DAILY;BYHOUR=9;COUNT=2", "FREQ=DAILY;COUNT=2;UNTIL=20261103", "", "FREQ=WEEKLY;BYDAY=MO;COUNT=2",
		"FREQ=WEEKLY;BYDAY=SU,MO;BYSETPOS=1;COUNT=2"} {
		_, err := Occurrences(Series{Start: "2026-11-01T09:00", End: "2026-11-01T10:00", Rule: rule})
		require.Equal(t, CodeInvalid, CodeOf(err), rule)
	}
}

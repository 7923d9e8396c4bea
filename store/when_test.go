package store

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestLocalTimeAtBothTransitions(t *testing.T) {
	for _, c := range []struct {
		zone       string
		local      LocalTime
		start, end string // UTC
	}{
		{"Europe/Amsterdam", "2026-10-25T01:59", "2026-10-24T23:59", "2026-10-24T23:59"},
		{"Europe/Amsterdam", "2026-10-25T02:30", "2026-10-25T00:30", "2026-10-25T01:30"},
		{"Europe/Amsterdam", "2026-10-25T03:00", "2026-10-25T02:00", "2026-10-25T02:00"},
		{"Europe/Amsterdam", "2027-03-28T02:30", "2027-03-28T01:30", "2027-03-28T01:30"}, // 03:30
		{"Europe/Amsterdam", "2027-03-28T03:00", "2027-03-28T01:00", "2027-03-28T01:00"},
		{"America/Santiago", "2026-09-06T00:00", "2026-09-06T04:00", "2026-09-06T04:00"}, // midnight is skipped
		{"Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45", "2026-04-04T15:15"},
		{"Asia/Kolkata", "2026-10-25T02:30", "2026-10-24T21:00", "2026-10-24T21:00"},
	} {
		loc, err := time.LoadLocation(c.zone)
		require.NoError(t, err)
		require.Equal(t, c.start, c.local.Start(loc).UTC().Format(localLayout), "%s %s start", c.zone, c.local)
		require.Equal(t, c.end, c.local.End(loc).UTC().Format(localLayout), "%s %s end", c.zone, c.local)
	}
	require.False(t, LocalTime("2026-02-30T10:00").Valid())
	require.True(t, LocalTime("x").Start(time.UTC).IsZero())
	require.Empty(t, LocalTime("x").Date())
}

// zones change their clocks at all sorts of hours, by an hour, half an hour
// or not at all.
var zones = []string{"Europe/Paris", "Europe/London", "America/New_York", "America/Santiago", "America/St_Johns",
	"Australia/Lord_Howe", "Pacific/Auckland", "Africa/Cairo", "Asia/Kolkata", "Atlantic/Azores", "UTC"}

func drawZone(t *rapid.T) *time.Location {
	loc, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
	require.NoError(t, err)
	return loc
}

// drawMinute draws a minute of 2020 to 2037, often near a transition.
func drawMinute(t *rapid.T, loc *time.Location) time.Time {
	first := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	at := first.Add(time.Duration(rapid.IntRange(0, 18*365*24*60).Draw(t, "minute")) * time.Minute)
	if _, end := at.In(loc).ZoneBounds(); !end.IsZero() && rapid.Bool().Draw(t, "near") {
		return end.Truncate(time.Minute).Add(time.Duration(rapid.IntRange(-180, 180).Draw(t, "off")) * time.Minute).UTC()
	}
	return at
}

func TestLocalTimeOfAnyInstant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc := drawZone(t)
		at := drawMinute(t, loc)
		l := LocalOf(at, loc)
		start, end := l.Start(loc), l.End(loc)
		require.True(t, l.Valid())
		// The instant reads l, so it is one of the two.
		require.True(t, at.Equal(start) || at.Equal(end), "%s: %s, %s", at, start, end)
		require.False(t, end.Before(start))
		require.Equal(t, l, LocalOf(start, loc))
		require.Equal(t, l, LocalOf(end, loc))
		require.Equal(t, l.Date(), DateOf(at, loc))
	})
}

func TestLocalTimesThatTheClockSkips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc := drawZone(t)
		wall := drawMinute(t, loc)
		l := LocalTime(wall.Format(localLayout)) // any reading, shown or not
		start, end := l.Start(loc), l.End(loc)
		if LocalOf(start, loc) == l {
			require.Equal(t, l, LocalOf(end, loc))
			return
		}
		require.Equal(t, start, end)
		require.Greater(t, LocalOf(start, loc), l, "moved past the gap")
		// By as much as the gap is long: the offset before it holds.
		begin, _ := start.In(loc).ZoneBounds()
		_, before := begin.Add(-time.Second).In(loc).Zone()
		require.Equal(t, wall.Add(-time.Duration(before)*time.Second).UTC(), start.UTC())
	})
}

func TestDaysFollowEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc := drawZone(t)
		d := DateOf(drawMinute(t, loc), loc)
		require.Equal(t, d.End(loc), d.AddDays(1).Start(loc))
		length := d.End(loc).Sub(d.Start(loc))
		require.True(t, length >= 23*time.Hour && length <= 25*time.Hour, "%s lasts %s", d, length)
		require.Equal(t, d, DateOf(d.Start(loc), loc))
		require.Equal(t, d, DateOf(d.End(loc).Add(-time.Second), loc))
		require.Greater(t, d.AddDays(1), d)
		require.Equal(t, d, d.AddDays(40).AddDays(-40))
		_, err := ParseDate(string(d))
		require.NoError(t, err)
	})
	_, err := ParseDate("31.12.2026")
	require.Equal(t, CodeInvalid, CodeOf(err))
	require.Empty(t, Date("").AddDays(1))
}

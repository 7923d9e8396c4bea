package kssim

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestScheduleRules(t *testing.T) {
	d := newDesk(t, Config{})
	path := d.addGroup("G") + "/time_schedules"
	refused := []struct{ name, body string }{
		{"no day", `{"start_time":"00:00","end_time":"23:59"}`},
		{"days as a list", `{"days":[],"start_time":"00:00","end_time":"23:59"}`},
		{"end before start", `{"monday":true,"start_time":"22:00","end_time":"06:00"}`},
		{"end is start", `{"monday":true,"start_time":"08:00:00","end_time":"08:00:00"}`},
		{"no time", `{"monday":true}`},
		{"no clock time", `{"monday":true,"start_time":"8am","end_time":"23:59"}`},
		{"a number", `{"monday":true,"start_time":8,"end_time":"23:59"}`},
		{"dates reversed", window("2026-09-02T10:00:00", "2026-09-01T10:00:00")},
		{"dates equal", window("2026-09-02T10:00:00", "2026-09-02T10:00:00")},
		{"no date", window("tomorrow", "2026-09-01T10:00:00")},
	}
	for _, tt := range refused {
		t.Run(tt.name, func(t *testing.T) {
			d := *d
			d.t = t
			d.refused("POST", path, tt.body, 400, "1101")
		})
	}
	require.Empty(t, items(d.call("GET", path, "", http.StatusOK)))
}

func TestScheduleEcho(t *testing.T) {
	d := newDesk(t, Config{})
	path := d.addGroup("G") + "/time_schedules"
	tests := []struct {
		name, startTime, endTime, start, end string
		want                                 [4]string
	}{
		{"minutes", "08:00", "18:00", "", "", [4]string{"08:00:00", "18:00:59", "", ""}},
		{"seconds", "08:00:00", "18:00:00", "", "", [4]string{"08:00:00", "18:00:00", "", ""}},
		{"date only", "00:00", "23:59", "2026-09-01", "2026-09-01", [4]string{"00:00:00", "23:59:59", "2026-09-01T00:00:00", "2026-09-01T23:59:59"}},
		{"date and time", "00:00", "23:59", "2026-09-01T13:45", "2026-09-01 16:15:00", [4]string{"00:00:00", "23:59:59", "2026-09-01T13:45:00", "2026-09-01T16:15:00"}},
		{"a zone is dropped", "00:00", "23:59", "2026-09-01T13:45:00Z", "2026-09-01T16:15:00+02:00", [4]string{"00:00:00", "23:59:59", "2026-09-01T13:45:00", "2026-09-01T16:15:00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := *d
			d.t = t
			body := `{` + everyDayJSON + `,"start_time":"` + tt.startTime + `","end_time":"` + tt.endTime + `","start_date":"` + tt.start + `","end_date":"` + tt.end + `"}`
			sc := d.call("POST", path, strings.ReplaceAll(body, `""`, "null"), http.StatusOK)
			require.Equal(t, tt.want, [4]string{text(sc, "start_time"), text(sc, "end_time"), text(sc, "start_date"), text(sc, "end_date")})
		})
	}
}

// Both versions of the path lead to the same schedules.
func TestSchedulesOnBothVersions(t *testing.T) {
	d := newDesk(t, Config{})
	path := d.groupPath("Basic") + "/time_schedules"
	old := strings.Replace(path, "/v1.2/", "/v1.1/", 1)
	require.Equal(t, d.call("GET", path, "", http.StatusOK), d.call("GET", old, "", http.StatusOK))
}

func TestWindowEdges(t *testing.T) {
	wall := func(text string) time.Time {
		at, err := time.Parse(naiveLayout, text)
		require.NoError(t, err)
		return at
	}
	sc := schedule{weekdays: everyDay, StartTime: "00:00:00", EndTime: "23:59:59",
		StartDate: orNull("2026-09-03T09:55:00"), EndDate: orNull("2026-09-03T11:05:00")}
	office := schedule{weekdays: weekdays{Thursday: true}, StartTime: "08:00:00", EndTime: "18:00:59"}
	tests := []struct {
		name string
		sc   schedule
		wall string
		open bool
	}{
		{"a second early", sc, "2026-09-03T09:54:59", false},
		{"start", sc, "2026-09-03T09:55:00", true},
		{"last second", sc, "2026-09-03T11:04:59", true},
		{"end", sc, "2026-09-03T11:05:00", false},
		{"the :59 counts", office, "2026-09-03T18:00:59", true},
		{"after it", office, "2026-09-03T18:01:00", false},
		{"another day", office, "2026-09-04T12:00:00", false},
		{"just before midnight", schedule{weekdays: everyDay, StartTime: "00:00:00", EndTime: "23:59:59"}, "2026-09-03T23:59:59", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.open, tt.sc.opensAt(wall(tt.wall), time.UTC, "")) })
	}
	require.True(t, (&schedule{weekdays: everyDay, StartTime: "00:00:00", EndTime: "23:59:59"}).
		opensAt(wall("2026-09-03T23:59:59").Add(999*time.Millisecond), time.UTC, ""), "no gap before midnight")
}

// The clock goes forward from 02:00 to 03:00 on 29 March and back from 03:00 to
// 02:00 on 25 October 2026 in Paris.
func TestClockChanges(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	require.NoError(t, err)
	sc := func(start, end string) *schedule {
		return &schedule{weekdays: everyDay, StartTime: "00:00:00", EndTime: "23:59:59", StartDate: &start, EndDate: &end}
	}
	tests := []struct {
		name string
		sc   *schedule
		utc  string
		open bool
	}{
		{"before the skipped hour", sc("2026-03-29T01:30:00", "2026-03-29T03:30:00"), "2026-03-29T00:59:59Z", true},
		{"after the skipped hour", sc("2026-03-29T01:30:00", "2026-03-29T03:30:00"), "2026-03-29T01:29:59Z", true},
		{"end after the skipped hour", sc("2026-03-29T01:30:00", "2026-03-29T03:30:00"), "2026-03-29T01:30:00Z", false},
		{"inside the skipped hour, 01:59", sc("2026-03-29T02:00:00", "2026-03-29T03:00:00"), "2026-03-29T00:59:59Z", false},
		{"inside the skipped hour, 03:00", sc("2026-03-29T02:00:00", "2026-03-29T03:00:00"), "2026-03-29T01:00:00Z", false},
		{"first 02:30", sc("2026-10-25T02:15:00", "2026-10-25T02:45:00"), "2026-10-25T00:30:00Z", true},
		{"between", sc("2026-10-25T02:15:00", "2026-10-25T02:45:00"), "2026-10-25T00:50:00Z", false},
		{"second 02:30", sc("2026-10-25T02:15:00", "2026-10-25T02:45:00"), "2026-10-25T01:30:00Z", true},
		{"after both", sc("2026-10-25T02:15:00", "2026-10-25T02:45:00"), "2026-10-25T01:45:00Z", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, tt.utc)
			require.NoError(t, err)
			require.Equal(t, tt.open, tt.sc.opensAt(at, paris, ""))
		})
	}
}

// nextOpening agrees with trying every hour of the coming fortnight.
func TestNextOpeningIsTheFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sc := drawSchedule(t)
		wall := noon.Add(time.Duration(rapid.IntRange(-100, 100).Draw(t, "hour")) * time.Hour)
		var want time.Time
		for h := 1; h <= 14*24 && want.IsZero(); h++ {
			if at := wall.Add(time.Duration(h) * time.Hour); sc.opensAt(at, time.UTC, "") {
				want = at
			}
		}
		got, more := sc.nextOpening(wall)
		if sc.opensAt(wall, time.UTC, "") {
			return // only asked of a closed schedule
		}
		if more != !want.IsZero() || more && !got.Equal(want) {
			t.Fatalf("%s after %s: got %s, want %s", sc.describe(), wall, got, want)
		}
	})
}

// drawSchedule makes one on whole hours, with or without dates near noon.
func drawSchedule(t *rapid.T) *schedule {
	start := rapid.IntRange(0, 22).Draw(t, "start")
	sc := &schedule{
		weekdays:  weekdays{Monday: true, Thursday: rapid.Bool().Draw(t, "thu"), Sunday: rapid.Bool().Draw(t, "sun")},
		StartTime: time.Date(1, 1, 1, start, 0, 0, 0, time.UTC).Format(timeLayout),
		EndTime:   time.Date(1, 1, 1, rapid.IntRange(start+1, 23).Draw(t, "end"), 0, 0, 0, time.UTC).Format(timeLayout),
	}
	from := noon.Add(time.Duration(rapid.IntRange(-100, 60).Draw(t, "from")) * time.Hour)
	if rapid.Bool().Draw(t, "hasFrom") {
		sc.StartDate = orNull(from.Format(naiveLayout))
	}
	if rapid.Bool().Draw(t, "hasUntil") {
		sc.EndDate = orNull(from.Add(time.Duration(rapid.IntRange(1, 200).Draw(t, "length")) * time.Hour).Format(naiveLayout))
	}
	return sc
}

// What normalize has accepted it accepts again, unchanged: a client that writes
// back what it read changes nothing.
func FuzzSchedule(f *testing.F) {
	f.Add("08:00", "18:00", "2026-09-01", "2026-09-01 16:15:00")
	f.Add("00:00:00", "23:59:59", "2026-09-01T13:45:00Z", "9999-12-31")
	f.Fuzz(func(t *testing.T, startTime, endTime, start, end string) {
		sc := schedule{weekdays: everyDay, StartTime: startTime, EndTime: endTime, StartDate: orNull(start), EndDate: orNull(end)}
		if sc.normalize() != nil {
			return
		}
		again := sc
		require.NoError(t, again.normalize())
		require.Equal(t, sc, again)
		_, _ = sc.nextOpening(noon)
		require.NotEmpty(t, sc.describe())
	})
}

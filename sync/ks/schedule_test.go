package ks

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestAlways(t *testing.T) {
	require.Equal(t, Schedule{
		Days:      [7]bool{true, true, true, true, true, true, true},
		StartTime: "00:00:00", EndTime: "23:59:59",
	}, Always())
}

// TestEqualKnowsTheSpellingsOfKS: what was sent equals what comes back.
func TestEqualKnowsTheSpellingsOfKS(t *testing.T) {
	base := Window("2026-09-01T13:45:00", "2026-09-01T16:15:00")
	base.StartTime, base.EndTime = "08:00:00", "18:00:00"
	change := func(f func(*Schedule)) Schedule { s := base; f(&s); return s }
	for name, s := range map[string]Schedule{
		"the seconds of the end": change(func(s *Schedule) { s.EndTime = "18:00:59" }),
		"no seconds":             change(func(s *Schedule) { s.StartTime, s.EndTime = "08:00", "18:00" }),
		"zone mark":              change(func(s *Schedule) { s.StartDate += "Z" }),
		"offset and fraction":    change(func(s *Schedule) { s.StartDate += ".000+02:00" }),
		"space":                  change(func(s *Schedule) { s.EndDate = "2026-09-01 16:15" }),
		"another id":             change(func(s *Schedule) { s.ID = "t" }),
	} {
		require.True(t, base.Equal(s), name)
		require.True(t, s.Equal(base), name)
	}
	for name, s := range map[string]Schedule{
		"a minute later": change(func(s *Schedule) { s.EndTime = "18:01:59" }),
		"start seconds":  change(func(s *Schedule) { s.StartTime = "08:00:59" }),
		"a day":          change(func(s *Schedule) { s.Days[6] = false }),
		"start":          change(func(s *Schedule) { s.StartDate = "2026-09-01T13:46:00" }),
		"no end":         change(func(s *Schedule) { s.EndDate = "" }),
		"not a date":     change(func(s *Schedule) { s.EndDate = "soon" }),
	} {
		require.False(t, base.Equal(s), name)
	}
}

func TestADateWithoutTimeIsTheWholeDay(t *testing.T) {
	require.True(t, Window("2026-09-01", "2026-09-02").Equal(Window("2026-09-01T00:00:00", "2026-09-02T23:59:59")))
	require.False(t, Window("2026-09-01", "").Equal(Always()))
}

func TestAbsentTimesAreTheWholeDay(t *testing.T) {
	s := Always()
	s.StartTime, s.EndTime = "", ""
	require.True(t, s.Equal(Always()))
}

// TestAScheduleSurvivesTheWire: what is sent, echoed and read is Equal.
func TestAScheduleSurvivesTheWire(t *testing.T) {
	moment := rapid.Custom(func(t *rapid.T) string {
		if rapid.Bool().Draw(t, "none") {
			return ""
		}
		return fmt.Sprintf("20%02d-%02d-%02dT%02d:%02d:00", rapid.IntRange(0, 99).Draw(t, "y"), rapid.IntRange(1, 12).Draw(t, "m"),
			rapid.IntRange(1, 28).Draw(t, "d"), rapid.IntRange(0, 23).Draw(t, "h"), rapid.IntRange(0, 59).Draw(t, "min"))
	})
	rapid.Check(t, func(t *rapid.T) {
		s := Window(moment.Draw(t, "start"), moment.Draw(t, "end"))
		for i := range s.Days {
			s.Days[i] = rapid.Bool().Draw(t, "day")
		}
		s.StartTime = fmt.Sprintf("%02d:%02d:00", rapid.IntRange(0, 23).Draw(t, "h"), rapid.IntRange(0, 59).Draw(t, "m"))
		body, err := json.Marshal(s.toWire())
		require.NoError(t, err)
		var w wireSchedule
		require.NoError(t, json.Unmarshal(body, &w))
		require.Equal(t, s, w.model())
		require.True(t, s.Equal(w.model()))
	})
}

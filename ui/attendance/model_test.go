package attendance

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func TestThePeriods(t *testing.T) {
	for _, c := range []struct {
		period   period
		today    store.Date
		from, to store.Date
	}{
		{week, "2026-11-24", "2026-11-18", "2026-11-24"},
		{thirty, "2026-11-24", "2026-10-26", "2026-11-24"},
		{ninety, "2026-11-24", "2026-08-27", "2026-11-24"},
		{lastYear, "2026-11-24", "2025-11-25", "2026-11-24"},
		{thisMonth, "2026-11-01", "2026-11-01", "2026-11-01"},
		{lastMonth, "2026-03-31", "2026-02-01", "2026-02-28"},
		{lastMonth, "2026-01-01", "2025-12-01", "2025-12-31"},
	} {
		from, to := c.period.days(c.today)
		require.Equal(t, []store.Date{c.from, c.to}, []store.Date{from, to}, "%s at %s", c.period, c.today)
	}
}

// Hours are those of the space's clock, also where it is half an hour off, and
// on both sides of a change of the clock.
func TestHoursAreThoseOfTheSpace(t *testing.T) {
	at := func(zone string, l store.LocalTime) store.ArrivalCount {
		loc, err := time.LoadLocation(zone)
		require.NoError(t, err)
		return store.ArrivalCount{At: l.Start(loc).UTC(), CheckIns: 2}
	}
	for _, zone := range []string{"Europe/Paris", "Asia/Kolkata", "Asia/Kathmandu"} {
		h := periodFacts{Space: store.Space{Zone: zone}, Arrivals: []store.ArrivalCount{
			at(zone, "2026-10-23T09:00"), at(zone, "2026-10-30T09:45"), at(zone, "2026-10-25T20:15"),
		}}.hours()
		require.Equal(t, 8, h.First)
		require.Len(t, h.columns(), 13, "08 to 20")
		require.Equal(t, 4, h.Cells[4][1], "Friday at nine, in summer and in winter")
		require.Equal(t, 2, h.Cells[6][12])
		require.Equal(t, 6, h.Total)
		require.Equal(t, "Sun 20:00–21:00: 2 arrivals", h.note(6, 12))
	}
}

func TestWhoRunsOutOfPasses(t *testing.T) {
	people := map[store.PersonID]store.Person{
		1:  {ID: 1, FirstName: "Main", Plan: 1},
		2:  {ID: 2, FirstName: "Co", Main: 1},
		3:  {ID: 3, FirstName: "Free", Plan: 2},
		4:  {ID: 4, FirstName: "Ended", Plan: 1, EndsOn: "2026-11-23"},
		5:  {ID: 5, FirstName: "Under them", Main: 4},
		6:  {ID: 6, FirstName: "Gone", Plan: 1, Deleted: true},
		7:  {ID: 7, FirstName: "Almost", Plan: 1},
		8:  {ID: 8, FirstName: "Unseen", Plan: 1},
		9:  {ID: 9, FirstName: "Plenty", Plan: 1},
		10: {ID: 10, FirstName: "Team", Plan: 1},
		11: {ID: 11, FirstName: "Works in it", Main: 10},
		12: {ID: 12, FirstName: "Works too", Main: 10},
	}
	left := map[store.PersonID]int{7: 1, 8: 1, 9: 2, 10: 1, 11: 1, 12: 1}
	seen := []store.PersonCount{{Person: 7}, {Person: 9}, {Person: 1}, {Person: 11}, {Person: 12}}
	plans := map[store.PlanID]bool{1: true}
	one, none := running(people, plans, left, seen, "2026-11-24", false)
	names := func(list []store.Person) (out []string) {
		for _, p := range list {
			out = append(out, p.FirstName)
		}
		return out
	}
	require.Equal(t, []string{"Almost", "Team"}, names(one), "the one pass of a team is said once")
	require.Equal(t, []string{"Main"}, names(none))
	one, none = running(people, plans, left, seen, "2026-11-24", true)
	require.Equal(t, []string{"Almost", "Works in it", "Works too"}, names(one), "each has passes of their own")
	require.Equal(t, []string{"Co", "Main"}, names(none))
}

package store

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// stay writes a check-in of somebody, as package tally does.
func (w *world) stay(who PersonID, first LocalTime, minutes int, pass PassID) {
	w.t.Helper()
	at := first.Start(w.space.Location()).UTC()
	c := CheckIn{Space: w.space.ID, Person: who, Day: first.Date(), First: at, Last: at.Add(time.Duration(minutes) * time.Minute), Reach: at.Add(24 * time.Hour), Pass: pass}
	if pass != 0 {
		c.Until = at.Add(time.Hour)
	}
	w.do(func(tx *Tx) error { return tx.SetCheckIns([]PersonID{who}, at, []CheckIn{c}) })
}

func TestCheckInsAreCountedByPersonAndQuarter(t *testing.T) {
	w := newWorld(t)
	jo := w.person("Jo", nil)
	hour := PassType{Name: "Hour", Minutes: 60, Currency: "EUR"}
	w.do(func(tx *Tx) error { return tx.SavePassType(&hour) })
	pass := w.pass(hour, jo.ID, "")
	w.stay(w.mia.ID, "2026-10-16T09:00", 10, 0) // before
	w.stay(w.mia.ID, "2026-10-17T09:14", 10, 0)
	w.stay(w.mia.ID, "2026-10-17T14:00", 10, 0)
	w.stay(w.mia.ID, "2026-10-19T09:15", 10, 0)
	w.stay(jo.ID, "2026-10-17T09:00", 30, pass.ID)
	w.stay(jo.ID, "2026-10-20T09:00", 30, 0) // after
	zone := w.space.Location()
	at := func(l LocalTime) time.Time { return l.Start(zone).UTC() }

	persons, err := w.PerPerson(w.ctx, w.space.ID, "2026-10-17", "2026-10-19")
	require.NoError(t, err)
	require.Equal(t, []PersonCount{
		{Person: w.mia.ID, Days: 2, CheckIns: 3, Last: at("2026-10-19T09:25")},
		{Person: jo.ID, Days: 1, CheckIns: 1, Passes: 1, Last: at("2026-10-17T09:30")},
	}, persons)

	arrivals, err := w.Arrivals(w.ctx, w.space.ID, "2026-10-17", "2026-10-19")
	require.NoError(t, err)
	require.Equal(t, []ArrivalCount{{at("2026-10-17T09:00"), 2}, {at("2026-10-17T14:00"), 1}, {at("2026-10-19T09:15"), 1}}, arrivals)

	names, err := w.UsedPassNames(w.ctx, w.space.ID, "2026-10-17", "2026-10-17")
	require.NoError(t, err)
	require.Equal(t, map[PassID]string{pass.ID: "Hour"}, names)
	names, err = w.UsedPassNames(w.ctx, w.space.ID, "2026-10-18", "2026-10-30")
	require.NoError(t, err)
	require.Empty(t, names)

	other, err := w.PerPerson(w.ctx, w.space.ID+1, "2026-10-17", "2026-10-19")
	require.NoError(t, err)
	require.Empty(t, other)
}

func TestCorrectionsOfSomeTime(t *testing.T) {
	w := newWorld(t)
	c := Correction{Space: w.space.ID, Person: w.mia.ID, Kind: CheckedIn, At: noon.Add(-time.Hour)}
	gone := c
	gone.At = noon.Add(-30 * time.Minute)
	w.do(func(tx *Tx) error { return tx.Correct(&c) })
	w.do(func(tx *Tx) error { return tx.Correct(&gone) })
	w.do(func(tx *Tx) error { return tx.Uncorrect(gone.ID) })
	of := func(from, to time.Time) []Correction {
		list, err := w.Corrections(w.ctx, w.space.ID, from, to)
		require.NoError(t, err)
		return list
	}
	require.Equal(t, []Correction{c}, of(c.At, noon))
	require.Empty(t, of(c.At.Add(time.Second), noon))
	require.Empty(t, of(time.Time{}, c.At), "the end is not in it")
}

// What is left to everybody at once is what is left to each.
func TestPassesLeftToEverybody(t *testing.T) {
	w := newWorld(t)
	jo := w.person("Jo", nil)
	sam := Person{FirstName: "Sam", Main: w.mia.ID, Connect: ConnectTagOnly}
	w.do(func(tx *Tx) error { return tx.SavePerson(&sam) })
	hour := PassType{Name: "Hour", Minutes: 60, Currency: "EUR"}
	w.do(func(tx *Tx) error { return tx.SavePassType(&hour) })
	for range 3 {
		w.pass(hour, w.mia.ID, "")
	}
	w.pass(hour, sam.ID, "2026-10-19")
	used, back := w.pass(hour, w.mia.ID, ""), w.pass(hour, jo.ID, "")
	w.stay(sam.ID, "2026-10-19T09:00", 0, used.ID)
	w.do(func(tx *Tx) error { return tx.TakeBack("by mistake", back.ID) })

	agrees := func(want map[PersonID]int) {
		t.Helper()
		left, err := w.PassesLeft(w.ctx, w.now)
		require.NoError(t, err)
		require.Equal(t, want, left)
		for _, p := range []Person{w.mia, sam, jo} {
			list, err := w.PassesOf(w.ctx, p.ID)
			require.NoError(t, err)
			require.Equal(t, left[p.ID], CountPasses(list, nil, w.now, w.space.Location()).Left, p.FirstName)
		}
	}
	agrees(map[PersonID]int{w.mia.ID: 4, sam.ID: 4})
	w.do(func(tx *Tx) error { return tx.SetPassesApart(true) })
	agrees(map[PersonID]int{w.mia.ID: 3, sam.ID: 1})
	w.now = w.now.AddDate(0, 0, 1)
	agrees(map[PersonID]int{w.mia.ID: 3})
}

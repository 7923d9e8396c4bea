package engine

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/kssim"
)

// Whatever goes wrong with one request, whichever it is, the day ends at the
// same doors, and nothing is there twice.
func TestEveryFaultMayHitEveryRequest(t *testing.T) {
	for i, fault := range kssim.FaultNames() {
		if i%rarer != 0 || fault == "delay" || fault == "slow" { // these only wait, by the system's clock
			continue
		}
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			total, every := dayWith(t, kssim.Rule{Fault: fault, After: 1 << 30}), stride(37)
			for n := len(fault) % every; n < total; n += every {
				dayWith(t, kssim.Rule{Fault: fault, After: n, Times: 1})
			}
		})
	}
}

// dayWith plays a day with a fault, on a KS that answers lists in pages, and
// returns how many requests there were.
func dayWith(t *testing.T, rule kssim.Rule) int {
	t.Helper()
	w := newWorldOf(t, kssim.Readings{PageSize: 3}, kssim.MaisonNord())
	w.sim.ResetRequests()
	require.NoError(t, w.sim.AddFaults(rule))
	w.aDay()
	w.check(fmt.Sprintf("fault %s at request %d", rule.Fault, rule.After))
	require.Equal(t, rule.Times, w.sim.Faults()[0].Hits, "it came to pass")
	require.NoError(t, w.store.VerifyLog(t.Context()))
	return len(w.sim.Requests())
}

// Days on which many things go wrong, each with a seed, end like any other
// once they are over.
func TestARoughDayEndsAtTheSameDoors(t *testing.T) {
	for _, preset := range kssim.PresetNames() {
		for seed := range uint64(max(1, 12/stride(4))) {
			t.Run(fmt.Sprint(preset, " ", seed), func(t *testing.T) {
				t.Parallel()
				roughDay(t, preset, seed)
			})
		}
	}
}

func roughDay(t *testing.T, preset string, seed uint64) {
	w := newWorld(t)
	rules, err := kssim.Preset(preset, seed)
	require.NoError(t, err)
	rules = slices.DeleteFunc(rules, func(r kssim.Rule) bool { return r.Fault == "delay" || r.Fault == "slow" })
	hits := 0
	trouble := func() {
		w.clock.Advance(61 * time.Minute) // the access token is over
		require.NoError(t, w.sim.AddFaults(rules...))
		w.passes(12)
		for _, r := range w.sim.Faults() {
			hits += r.Hits
		}
		w.sim.ClearFaults()
	}
	mia := w.member("mia", "Full time")
	for i, name := range []string{"ben", "cleo", "dora", "emil"} {
		w.book(w.member(name, "Team"), fmt.Sprintf("2026-11-24T%d:00", 10+2*i), fmt.Sprintf("2026-11-24T%d:00", 11+2*i))
	}
	b := w.book(mia, "2026-11-23T20:00", "2026-11-23T21:00")
	trouble()
	w.edit(mia, func(p *store.Person) { p.Plan = w.plans["Team"] })
	ana := w.member("ana", "Basic")
	trouble()
	w.desk(func(tx *store.Tx) error { return tx.DeleteBooking(b) })
	w.edit(ana, func(p *store.Person) { p.EndsOn = "2026-11-22" })
	trouble()
	require.NoError(t, w.eng.Retry(t.Context(), ""))
	w.settle()
	w.check(preset)
	require.NotEqual(t, NeedsYou, w.eng.Status().State, "%+v; %+v", w.asked(), w.left())
	require.NotZero(t, hits)
	require.NoError(t, w.store.VerifyLog(t.Context()))
}

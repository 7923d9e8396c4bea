//go:build mistakes

package engine

import (
	"maps"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store/mistake"
)

// enoughDays is within how many days each mistake has to be noticed.
var enoughDays = uint64(number("LATCHKEY_SEEDS", 300))

// noticed are the days on which each mistake was noticed when all days from the
// first on were played. They are tried first. Whoever changes what happens
// on a day moves them: the test then looks from the first day on, and says which
// days to write here. With LATCHKEY_AFRESH it does so for all.
var noticed = map[mistake.Name]uint64{
	mistake.NoAdoption:        9,
	mistake.NoIntent:          1,
	mistake.NormalSync:        1,
	mistake.NoCompleteness:    1,
	mistake.BudgetPerRun:      216,
	mistake.AutoRegrant:       5,
	mistake.GrantFirst:        24,
	mistake.BufferAfterOnly:   1,
	mistake.LastDayExcluded:   11,
	mistake.UTCWindows:        1,
	mistake.BookingEndsPlan:   31,
	mistake.RetryUnknown:      4,
	mistake.TakeForeign:       7,
	mistake.StaleAgreement:    5,
	mistake.FailureStops:      21,
	mistake.BelieveAccepted:   1,
	mistake.CoMemberStays:     8,
	mistake.PauseIgnored:      42,
	mistake.WiderStays:        86,
	mistake.BlockWaits:        102,
	mistake.RestoredUnnoticed: 164,
	mistake.PassIgnored:       2,
	mistake.LostTagWaits:      2,
	mistake.StayWithoutEnd:    2,
}

// A simulation that finds nothing proves nothing: each mistake that the program
// can be made to make is noticed on a day that passes without it.
func TestTheSimulationCatchesEveryMistake(t *testing.T) {
	days := map[uint64]bool{}
	for _, m := range mistake.All() {
		t.Run(string(m), func(t *testing.T) {
			mistake.Make(m)
			defer mistake.Make("")
			day, wrong := firstNoticed(t, m)
			if wrong == nil {
				t.Fatalf("%d days, and nobody noticed", enoughDays)
			}
			days[day] = true
			t.Logf("noticed on day %d: %s", day, wrong.what)
			if day != noticed[m] {
				t.Logf("OUT OF DATE: it was day %d; write %d into noticed", noticed[m], day)
			}
		})
	}
	played := slices.Sorted(maps.Keys(days))
	for i, wrong := range playAll(t, played) {
		require.Nil(t, wrong, "no mistake was made, and on day %d: %+v", played[i], wrong)
	}
}

// firstNoticed plays days until one goes wrong: the one on which this mistake
// went wrong before, and then a handful at a time from the first on.
func firstNoticed(t *testing.T, m mistake.Name) (day uint64, wrong *broken) {
	if day := noticed[m]; day > 0 && os.Getenv("LATCHKEY_AFRESH") == "" {
		if wrong := playAll(t, []uint64{day})[0]; wrong != nil {
			return day, wrong
		}
	}
	for first := uint64(1); first <= enoughDays; first += 4 {
		days := []uint64{first, first + 1, first + 2, first + 3}
		for i, wrong := range playAll(t, days) {
			if wrong != nil {
				return days[i], wrong
			}
		}
	}
	return 0, nil
}

// playAll plays days at once, and tells what went wrong on each.
func playAll(t *testing.T, days []uint64) []*broken {
	wrong := make([]*broken, len(days))
	var all sync.WaitGroup
	for i, day := range days {
		all.Go(func() { wrong[i], _ = scriptOf(day).play(t) })
	}
	all.Wait()
	return wrong
}

//go:build mistakes

package engine

import (
	"sync"
	"testing"

	"latchkey/store/mistake"
)

// enoughDays is within how many days each mistake has to be noticed.
var enoughDays = uint64(number("LATCHKEY_SEEDS", 300))

// A simulation that finds nothing proves nothing: each mistake that the program
// can be made to make is noticed within a number of days that pass without it.
func TestTheSimulationCatchesEveryMistake(t *testing.T) {
	most := uint64(0)
	for _, m := range mistake.All() {
		t.Run(string(m), func(t *testing.T) {
			mistake.Make(m)
			defer mistake.Make("")
			day, wrong := firstNoticed(t, enoughDays)
			if wrong == nil {
				t.Fatalf("%d days, and nobody noticed", enoughDays)
			}
			most = max(most, day)
			t.Logf("noticed on day %d: %s", day, wrong.what)
		})
	}
	if day, wrong := firstNoticed(t, most); wrong != nil {
		t.Fatalf("no mistake was made, and on day %d: %s", day, wrong.what)
	}
}

// firstNoticed plays days, a handful at a time, until one goes wrong.
func firstNoticed(t *testing.T, most uint64) (day uint64, wrong *broken) {
	const handful = 4
	for first := uint64(1); first <= most; first += handful {
		var noticed [handful]*broken
		var all sync.WaitGroup
		for i := range noticed {
			all.Go(func() { noticed[i], _ = scriptOf(first + uint64(i)).play(t) })
		}
		all.Wait()
		for i, wrong := range noticed {
			if wrong != nil {
				return first + uint64(i), wrong
			}
		}
	}
	return 0, nil
}

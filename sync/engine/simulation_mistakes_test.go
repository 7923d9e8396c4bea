//go:build mistakes

package engine

import (
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
			seed, wrong := firstNoticed(t)
			if wrong == nil {
				t.Fatalf("%d days, and nobody noticed", enoughDays)
			}
			most = max(most, seed)
			t.Logf("noticed on day %d: %s", seed, wrong.what)
		})
	}
	for seed := range most {
		if wrong, story := scriptOf(seed + 1).play(t); wrong != nil {
			t.Fatalf("no mistake was made, and on day %d: %s\n%s", seed+1, wrong.what, story)
		}
	}
}

// firstNoticed plays days until one goes wrong.
func firstNoticed(t *testing.T) (seed uint64, wrong *broken) {
	for seed := range enoughDays {
		if wrong, _ := scriptOf(seed + 1).play(t); wrong != nil {
			return seed + 1, wrong
		}
	}
	return 0, nil
}

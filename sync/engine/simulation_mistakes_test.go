//go:build mistakes

package engine

import (
	"fmt"
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
		t.Run(fmt.Sprintf("none, day %d", seed+1), func(t *testing.T) {
			t.Parallel()
			if wrong, story := scriptOf(seed + 1).play(t); wrong != nil {
				t.Fatalf("no mistake was made, and: %s\n%s", wrong.what, story)
			}
		})
	}
}

// firstNoticed plays days, a handful at a time, until one goes wrong.
func firstNoticed(t *testing.T) (seed uint64, wrong *broken) {
	const handful = 8
	for first := uint64(1); first <= enoughDays; first += handful {
		var noticed [handful]*broken
		t.Run("days", func(t *testing.T) {
			for i := range noticed {
				t.Run(fmt.Sprint(first+uint64(i)), func(t *testing.T) {
					t.Parallel()
					noticed[i], _ = scriptOf(first + uint64(i)).play(t)
				})
			}
		})
		for i, wrong := range noticed {
			if wrong != nil {
				return first + uint64(i), wrong
			}
		}
	}
	return 0, nil
}

package engine

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// The simulation plays random days with everything that there is but a screen:
// the engine, a real file in a temporary folder, SALTO KS in memory, a clock
// that stands until it is moved. A seed decides what happens; the same seed,
// the same day. After every act it is judged whether the doors are as the desk
// wants them, by rules that are written here once more (simulation_desk_test.go)
// and by asking the doors.
//
//	make sim                        2,000 seeds
//	make sim SEED=123               one, told in full
//	make sim SEED=123 ACTS=1,2,7    only these acts of it
//	make sim WITHOUT=skew,zone      no acts of these kinds
//
// With LATCHKEY_REQUESTS=writes, or =all, the story has what is asked of KS in it.

// Days of all kinds end at the doors that the desk wants, and on the way there
// nobody opens what no wish of the desk's gave them.
func TestSimulation(t *testing.T) {
	if seed := number("LATCHKEY_SEED", 0); seed > 0 {
		simulate(t, uint64(seed))
		return
	}
	for seed := range uint64(number("LATCHKEY_SEEDS", 60/rarer)) {
		t.Run(fmt.Sprint(seed+1), func(t *testing.T) {
			t.Parallel()
			simulate(t, seed+1)
		})
	}
}

// The same seed is the same day, down to each request.
func TestTheSameSeedIsTheSameDay(t *testing.T) {
	seeds := []uint64{3, 14, 15}
	for _, seed := range seeds[:max(1, len(seeds)/rarer)] {
		wrong, first := scriptOf(seed).play(t)
		require.Nil(t, wrong)
		_, second := scriptOf(seed).play(t)
		require.Equal(t, first, second, "seed %d", seed)
	}
}

// number reads a number from the environment.
func number(name string, usual int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return usual
}

// simulate plays one seed and, where it goes wrong, says how with as few acts
// as do it.
func simulate(t *testing.T, seed uint64) {
	p := scriptOf(seed)
	if acts := os.Getenv("LATCHKEY_ACTS"); acts != "" {
		p = p.only(acts)
	}
	if kinds := os.Getenv("LATCHKEY_WITHOUT"); kinds != "" {
		p.acts = slices.DeleteFunc(slices.Clone(p.acts), func(a act) bool { return slices.Contains(strings.Split(kinds, ","), a.do) })
	}
	wrong, story := p.play(t)
	if wrong == nil {
		if os.Getenv("LATCHKEY_SEED") != "" {
			t.Log("\n" + story)
		}
		return
	}
	small, wrong, story := p.shrink(t, wrong, story)
	t.Fatalf("seed %d: %s\n\n%s\n%s\nAgain: make sim SEED=%d ACTS=%s", seed, wrong.what, p.setting(), story, seed, small.numbers())
}

// only leaves out all acts but those with these numbers.
func (p script) only(numbers string) script {
	keep := strings.Split(numbers, ",")
	p.acts = slices.DeleteFunc(slices.Clone(p.acts), func(a act) bool { return !slices.Contains(keep, strconv.Itoa(a.no)) })
	return p
}

// numbers names the acts of a script.
func (p script) numbers() string {
	var out []string
	for _, a := range p.acts {
		out = append(out, strconv.Itoa(a.no))
	}
	return strings.Join(out, ",")
}

// mostTries bounds how often a script is played to make it shorter, beside time.
var mostTries = number("LATCHKEY_TRIES", 150)

// shrink leaves out acts, many at first and then single ones, as long as
// the same goes wrong without them too.
func (p script) shrink(t *testing.T, wrong *broken, story string) (script, *broken, string) {
	p.acts = slices.DeleteFunc(slices.Clone(p.acts), func(a act) bool { return a.no > wrong.at })
	tries, until := 0, time.Now().Add(time.Minute)
	for size := cmp.Or(len(p.acts)/2, 1); size > 0; size /= 2 {
		for from := len(p.acts) - size; from >= 0 && tries < mostTries && time.Now().Before(until); from = min(from, len(p.acts)) - size {
			tries++
			less := p
			less.acts = slices.Delete(slices.Clone(p.acts), from, from+size)
			if again, told := less.play(t); again != nil && again.kind == wrong.kind {
				p, wrong, story = less, again, told
			}
		}
	}
	return p, wrong, story
}

// An old copy of the file gives the next person the number of one whom it does
// not know. Whom Latchkey made a user for by that number keeps it to themselves.
func TestAnOldCopyGivesNobodySomebodyElsesUser(t *testing.T) {
	for _, after := range []string{"settle agree settle member settle agree settle", "member settle agree settle", "member member agree member settle agree settle"} {
		p := script{start: starts[0], seats: 60, leaving: store.LeavingSuspend}
		for _, do := range strings.Fields("member settle backup member settle restore " + after) {
			p.acts = append(p.acts, act{no: len(p.acts) + 1, do: do, n: [4]int{0, 0, 1, 0}})
		}
		wrong, story := p.play(t)
		require.Nil(t, wrong, "%+v\n%s", wrong, story)
	}
}

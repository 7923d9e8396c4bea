package access

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Windows are sets of instants. On a small grid of instants such a set is a
// row of bits, whose algebra needs no thought: it is the oracle of these tests.

// hours is how many instants the grid has, an hour apart.
const hours = 8

func onGrid(n int) time.Time {
	return time.Unix(1_800_000_000, 0).UTC().Add(time.Duration(n) * time.Hour)
}

// bound is a window's bound: 0 is none.
func bound(n int) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return onGrid(n)
}

// gridWindows are all windows with bounds on the grid, also empty ones.
func gridWindows() []Window {
	var out []Window
	for from := range hours {
		for to := range hours {
			out = append(out, Window{From: bound(from), To: bound(to)})
		}
	}
	return out
}

// bits are the instants of the grid that lie in one of the windows, by the
// definition of a window.
func bits(ws ...Window) (set int) {
	for n := range hours {
		at := onGrid(n)
		for _, w := range ws {
			if (w.From.IsZero() || !at.Before(w.From)) && (w.To.IsZero() || at.Before(w.To)) {
				set |= 1 << n
			}
		}
	}
	return set
}

func TestAWindowIsASetOfInstants(t *testing.T) {
	for _, w := range gridWindows() {
		name := fmt.Sprint(w)
		require.Equal(t, bits(w) == 0, w.Empty(), name)
		for n := range hours {
			require.Equal(t, bits(w)>>n&1 == 1, w.Contains(onGrid(n)), name)
			require.Equal(t, !w.To.IsZero() && !onGrid(n).Before(w.To), w.Over(onGrid(n)), name)
		}
	}
}

func TestTwoWindowsAreCutAndJoinedLikeSets(t *testing.T) {
	for _, a := range gridWindows() {
		for _, b := range gridWindows() {
			name := fmt.Sprint(a, b)
			require.Equal(t, bits(a)&bits(b), bits(a.And(b)), name)
			left := a.Without(b)
			require.Equal(t, bits(a)&^bits(b), bits(left...), name)
			require.False(t, slices.ContainsFunc(left, Window.Empty), name)
			requireApart(t, left, name)
			joined := Union([]Window{a, b})
			require.Equal(t, bits(a)|bits(b), bits(joined...), name)
			requireApart(t, joined, name)
		}
	}
}

// requireApart checks that windows are sorted, and neither overlap nor touch.
func requireApart(t require.TestingT, ws []Window, name string) {
	for i := 1; i < len(ws); i++ {
		require.True(t, !ws[i-1].To.IsZero() && ws[i-1].To.Before(ws[i].From), "%s: %v", name, ws)
	}
}

func TestListsOfWindowsAreSets(t *testing.T) {
	all := gridWindows()
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.SampledFrom(all), 0, 5)
		a, b := list.Draw(t, "a"), list.Draw(t, "b")
		require.Equal(t, bits(a...)&bits(b...), bits(Both(a, b)...))
		require.False(t, slices.ContainsFunc(Both(a, b), Window.Empty))
		before := slices.Clone(a)
		joined := Union(a)
		require.Equal(t, before, a, "the list that was handed in stays as it was")
		require.Equal(t, bits(a...), bits(joined...))
		require.False(t, slices.ContainsFunc(joined, Window.Empty))
		requireApart(t, joined, "Union")
		require.Equal(t, joined, Union(joined))
		require.Equal(t, joined, Union(rapid.Permutation(a).Draw(t, "shuffled")), "in whatever order")
	})
}

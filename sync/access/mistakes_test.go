//go:build mistakes

package access

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/store"
	"latchkey/store/mistake"
)

// The rules in words and the reading of a booking's window notice each mistake
// that can be made in this package: go test -tags mistakes ./sync/access.
func TestEveryMistakeInTheRulesIsNoticed(t *testing.T) {
	loc := paris(t)
	type drawn struct {
		snap store.Snapshot
		at   time.Time
	}
	spaces := rapid.Custom(func(t *rapid.T) drawn {
		snap, day := drawSpace(t, loc)
		return drawn{snap, drawReading(t, day, "at").Start(loc).Add(time.Duration(rapid.IntRange(-6, 6).Draw(t, "minutes")) * time.Minute)}
	})
	const tries = 3000
	noticed := func() bool {
		for seed := range tries {
			d := spaces.Example(seed)
			if differs(d.snap, d.at) {
				return true
			}
		}
		return false
	}
	require.False(t, noticed(), "nothing is noticed where nothing is wrong")
	for _, m := range []mistake.Name{
		mistake.BufferAfterOnly, mistake.LastDayExcluded, mistake.UTCWindows, mistake.BookingEndsPlan,
		mistake.CoMemberStays, mistake.PauseIgnored, mistake.PassIgnored,
	} {
		t.Run(string(m), func(t *testing.T) {
			mistake.Make(m)
			defer mistake.Make("")
			require.True(t, noticed())
		})
	}
}

// differs tells whether the answers and the target go against the rules in
// words anywhere.
func differs(snap store.Snapshot, at time.Time) bool {
	for _, p := range snap.People {
		for _, d := range snap.Mirror.Doors {
			if (byTheBook{snap, p, d.ID, at}).open() != Explain(snap, Known{}, p.ID, d.ID, at).Open {
				return true
			}
		}
	}
	_, target := Compile(snap, at)
	for _, g := range target.Groups {
		start, end := Wall(g.Window, snap.Space.Location())
		if g.Reason.Kind == ByBooking && (g.State.Start != start || g.State.End != end) {
			return true
		}
	}
	return false
}

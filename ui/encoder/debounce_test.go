package encoder

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestOneTapIsOneEvent(t *testing.T) {
	a, b, c := Tag{UID: UID{1, 2, 3, 4}}, Tag{UID: UID{5, 6, 7, 8}}, Tag{UID: UID{9, 9, 9, 1}}
	tapped := func(t Tag) []Event { return []Event{{Tag: t}} }
	several := []Event{{Several: true}}
	type look struct {
		at   int // in milliseconds
		tags []Tag
		want []Event
	}
	for name, looks := range map[string][]look{
		"held for a second": {{0, []Tag{a}, tapped(a)}, {150, []Tag{a}, nil}, {300, []Tag{a}, nil}, {1000, nil, nil}},
		"held for long":     {{0, []Tag{a}, tapped(a)}, {500, []Tag{a}, nil}, {1000, []Tag{a}, nil}, {1500, []Tag{a}, nil}},
		"missed once":       {{0, []Tag{a}, tapped(a)}, {150, nil, nil}, {300, nil, nil}, {450, []Tag{a}, nil}},
		"away and again":    {{0, []Tag{a}, tapped(a)}, {600, []Tag{a}, tapped(a)}},
		"another":           {{0, []Tag{a}, tapped(a)}, {100, []Tag{b}, tapped(b)}, {200, []Tag{b}, nil}},
		"by turns, from a reader that finds one at a time": {
			{0, []Tag{a}, tapped(a)}, {100, []Tag{b}, tapped(b)}, {200, []Tag{a}, nil}, {300, []Tag{b}, nil}, {400, []Tag{a}, nil}},
		"two at once are said once": {{0, []Tag{a, b}, several}, {150, []Tag{a, b}, nil}, {300, []Tag{b, a}, nil}},
		"a second beside one":       {{0, []Tag{a}, tapped(a)}, {150, []Tag{a, b}, several}, {300, []Tag{b}, nil}},
		"of two, the one that stays doesn't count": {
			{0, []Tag{a, b}, several}, {300, []Tag{a}, nil}, {700, []Tag{a}, nil}, {1400, []Tag{a}, tapped(a)}},
		"two, and two again":           {{0, []Tag{a, b}, several}, {700, []Tag{a, b}, several}},
		"a third while two were there": {{0, []Tag{a, b}, several}, {150, []Tag{c}, nil}},
		"the same one told twice":      {{0, []Tag{a, a}, tapped(a)}},
		"a clock set back":             {{1000, []Tag{a}, tapped(a)}, {0, []Tag{a}, tapped(a)}, {100, []Tag{a}, nil}},
	} {
		t.Run(name, func(t *testing.T) {
			var d Debounce
			for _, l := range looks {
				require.Equal(t, l.want, d.See(l.tags, time.UnixMilli(int64(l.at))), "at %d ms", l.at)
			}
		})
	}
}

func TestNoTapIsLostOrDoubled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d Debounce
		now := time.Unix(1000, 0)
		taps := rapid.IntRange(1, 50).Draw(t, "taps")
		seen := 0
		for range taps {
			tag := Tag{UID: UID{1, 2, 3, rapid.ByteRange(0, 20).Draw(t, "tag")}}
			for range rapid.IntRange(1, 5).Draw(t, "looks") {
				seen += len(d.See([]Tag{tag}, now))
				now = now.Add(time.Duration(rapid.IntRange(0, int(awayAfter/time.Millisecond)-1).Draw(t, "gap")) * time.Millisecond)
			}
			now = now.Add(awayAfter)
			require.LessOrEqual(t, len(d.present), mostPresent)
		}
		require.Equal(t, taps, seen)
	})
}

package widgets

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestAxisHasTwoToFourRoundLines(t *testing.T) {
	for _, c := range []struct {
		highest int
		numbers []string
	}{
		{-3, []string{"0", "1", "2"}},
		{0, []string{"0", "1", "2"}},
		{1, []string{"0", "1", "2"}},
		{4, []string{"0", "1", "2", "3", "4"}},
		{5, []string{"0", "2", "4", "6"}},
		{9, []string{"0", "5", "10"}},
		{31, []string{"0", "10", "20", "30", "40"}},
		{41, []string{"0", "20", "40", "60"}},
		{1_000_000, []string{"0", "500000", "1000000"}},
	} {
		a := newAxis(c.highest)
		var numbers []string
		for line := range a.lines + 1 {
			numbers = append(numbers, a.number(line))
		}
		require.Equal(t, c.numbers, numbers, "up to %d", c.highest)
	}
}

func TestNoValueLeavesTheAxis(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		highest := rapid.OneOf(rapid.IntRange(0, 100), rapid.IntRange(0, math.MaxInt)).Draw(t, "highest")
		a := newAxis(highest)
		require.GreaterOrEqual(t, a.lines, 2)
		require.LessOrEqual(t, a.lines, 4)
		require.LessOrEqual(t, a.share(highest), float32(1))
		if highest > 1 {
			require.GreaterOrEqual(t, a.share(highest), float32(0.5), "the room is used")
		}
		require.Zero(t, a.share(-highest))
	})
}

func TestLabelsNeverOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		widths := rapid.SliceOfN(rapid.Float32Range(0, 90), 1, 366).Draw(t, "widths")
		p := barPlot{left: 30, width: rapid.Float32Range(0, 1400).Draw(t, "room"), bars: len(widths)}
		ends := span{p.left, p.left + p.width}
		shown := thin(widths, p.centre, ends, nil)
		for i, l := range shown {
			require.NotZero(t, widths[l.index])
			require.GreaterOrEqual(t, l.at.from, ends.from)
			require.LessOrEqual(t, l.at.to, ends.to)
			if i > 0 {
				require.GreaterOrEqual(t, l.at.from, shown[i-1].at.to+chartLabelGap)
				require.Greater(t, l.index, shown[i-1].index)
			}
		}
		for _, w := range widths {
			if w > 0 {
				require.NotEmpty(t, shown, "one label is there in any case")
			}
		}
	})
}

func TestLabelsOfDaysKeepTheWeekday(t *testing.T) {
	widths := make([]float32, 90)
	for i := range widths {
		widths[i] = 42
	}
	p := barPlot{width: 630, bars: 90}
	shown := thin(widths, p.centre, span{0, 630}, nil)
	require.Len(t, shown, 7)
	for i, l := range shown {
		require.Equal(t, 14*i, l.index)
	}
	p.width = 9000
	require.Len(t, thin(widths, p.centre, span{0, 9000}, nil), 90, "all where there is room")
}

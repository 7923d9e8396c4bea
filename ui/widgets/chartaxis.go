package widgets

import (
	"math"
	"strconv"
)

// axis is a scale from zero up with round steps.
type axis struct {
	step  float64
	lines int // above zero, 2 to 4
}

// newAxis returns the axis with the smallest step of 1, 2 or 5 times a power of
// ten on which a value fits into four steps.
func newAxis(highest int) axis {
	top := float64(max(highest, 0))
	for power := 1.0; ; power *= 10 {
		for _, digit := range [...]float64{1, 2, 5} {
			if step := digit * power; top <= 4*step {
				return axis{step, max(2, int(math.Ceil(top/step)))}
			}
		}
	}
}

// share is the part of the height of the axis that a value takes.
func (a axis) share(value int) float32 {
	return float32(float64(max(value, 0)) / (a.step * float64(a.lines)))
}

// number is what stands at a line, 0 for the lowest.
func (a axis) number(line int) string {
	return strconv.FormatFloat(a.step*float64(line), 'f', 0, 64)
}

// span is a stretch of an axis, in pixels.
type span struct{ from, to float32 }

// placedLabel is a label in sight: which it is, and where.
type placedLabel struct {
	index int
	at    span
}

// thin picks the labels that stand under their places with room between them.
// widths are those of the texts, 0 for one that is empty; centre gives the
// middle of a place; the labels stay between the ends. It keeps each second,
// third or fourth, or else one in so many weeks, because most labels are days.
func thin(widths []float32, centre func(i int) float32, ends span, into []placedLabel) []placedLabel {
	for every := 1; ; every = sparser(every) {
		if found, ok := thinBy(every, widths, centre, ends, into[:0]); ok {
			return found
		}
	}
}

func sparser(every int) int {
	switch {
	case every < 4:
		return every + 1
	case every == 4:
		return 7
	default:
		return every + 7
	}
}

func thinBy(every int, widths []float32, centre func(i int) float32, ends span, into []placedLabel) ([]placedLabel, bool) {
	seen, free := 0, ends.from
	for i, width := range widths {
		if width == 0 {
			continue
		}
		seen++
		if (seen-1)%every != 0 {
			continue
		}
		from := max(ends.from, min(centre(i)-width/2, ends.to-width))
		if from < free {
			return into, false
		}
		into = append(into, placedLabel{i, span{from, min(from+width, ends.to)}})
		free = from + width + chartLabelGap
	}
	return into, true
}

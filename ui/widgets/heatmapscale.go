package widgets

import "strconv"

// heatScale sorts numbers into the steps of colour of a heat map: step 0 is
// none, the others are ranges of one width that reach up to the highest number.
type heatScale struct{ highest, width int }

func newHeatScale(highest int) heatScale {
	const ranges = len(accentShare) - 1
	highest = max(highest, 0)
	return heatScale{highest, max(1, highest/ranges+min(1, highest%ranges))}
}

// step is the step of a number; below zero counts as none.
func (s heatScale) step(value int) int {
	if value <= 0 {
		return 0
	}
	return (min(value, s.highest)-1)/s.width + 1
}

// steps is how many there are: few different numbers need less than all.
func (s heatScale) steps() int { return s.step(s.highest) + 1 }

// words are the numbers of a step from 1 up: "5", or "5–8".
func (s heatScale) words(step int) string {
	from := (step-1)*s.width + 1
	to := s.highest
	if s.highest-from >= s.width { // a sum could be more than an int holds
		to = from + s.width - 1
	}
	if from == to {
		return strconv.Itoa(from)
	}
	return strconv.Itoa(from) + "–" + strconv.Itoa(to)
}

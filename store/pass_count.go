package store

import "time"

// PassCount counts what became of passes: Left = Granted - Used + Returned -
// Expired - Ended.
type PassCount struct {
	Granted  int
	Used     int // as often as a check-in took one, also where it gave it back
	Returned int // given back for a longer one
	Expired  int // unused
	Ended    int // taken back unused
	Left     int
}

// CountPasses counts passes, and what the check-ins of those who may use them gave
// back, as of now, in a time zone.
func CountPasses(passes []PassUse, stays []CheckIn, now time.Time, zone *time.Location) PassCount {
	a := PassCount{Granted: len(passes)}
	mine := make(map[PassID]bool, len(passes))
	for _, p := range passes {
		mine[p.ID] = true
		switch p.State(now, zone) {
		case PassUsed:
			a.Used++
		case PassEnded:
			a.Ended++
		case PassExpired:
			a.Expired++
		default:
			a.Left++
		}
	}
	for _, s := range stays {
		for _, id := range s.GaveBack {
			if mine[id] {
				a.Used++
				a.Returned++
			}
		}
	}
	return a
}

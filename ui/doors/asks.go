package doors

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"latchkey/store"
)

// asks is what the desk may have to answer: what holds the changes up, and
// what somebody changed in SALTO KS.
type asks struct {
	Space  store.Space
	Guard  store.Guard
	Drifts []store.Drift // oldest first
}

func loadAsks(ctx context.Context, s *store.Store, id store.SpaceID) (asks, error) {
	space, err := s.Space(ctx, id)
	if err != nil {
		return asks{}, fmt.Errorf("space %d: %w", id, err)
	}
	guard, err := s.Guard(ctx, id)
	if err != nil {
		return asks{}, fmt.Errorf("guard: %w", err)
	}
	drifts, err := s.Drifts(ctx, id)
	if err != nil {
		return asks{}, fmt.Errorf("differences: %w", err)
	}
	return asks{Space: space, Guard: guard, Drifts: drifts}, nil
}

// question is what holds the changes up, or nil. A space that is not connected
// sends nothing, so that nothing is held up.
func (a asks) question() *store.Question {
	if !connected(a.Space) {
		return nil
	}
	return a.Guard.Question
}

// quiet tells whether the question is no alarm: it is the one before anything
// was ever sent to the site, or the only reason is that the space wants to be
// asked each time.
func (a asks) quiet() bool {
	q := a.question()
	return q != nil && (a.Guard.SiteID == "" || a.Space.AskFirst && len(q.Why) == 1)
}

// count is how many answers the desk owes.
func (a asks) count() int {
	if !connected(a.Space) {
		return 0
	}
	n := len(sorted(a.Drifts).Asked)
	if a.question() != nil {
		n++
	}
	return n
}

// differences are the drifts by what becomes of them, each oldest first.
type differences struct {
	Asked   []store.Drift // the desk is to answer; first where somebody stands outside
	Closing []store.Drift // wider, and being put back
	Kept    []store.Drift // left as they are, as exceptions
	Ignored []store.Drift // left as they are until they change
}

func sorted(drifts []store.Drift) differences {
	var d differences
	for _, x := range drifts {
		switch {
		case x.Asks():
			d.Asked = append(d.Asked, x)
		case x.Answer == store.Unanswered:
			d.Closing = append(d.Closing, x)
		case !x.OverAt.IsZero(): // seen, and past
		case x.Answer == store.Keep:
			d.Kept = append(d.Kept, x)
		default:
			d.Ignored = append(d.Ignored, x)
		}
	}
	slices.SortStableFunc(d.Asked, func(a, b store.Drift) int { return cmp.Compare(urgency(a), urgency(b)) })
	return d
}

func urgency(d store.Drift) int {
	return slices.Index([]store.Way{store.Narrower, store.Wider, store.Other}, d.Way)
}

func (d differences) none() bool {
	return len(d.Asked)+len(d.Closing)+len(d.Kept)+len(d.Ignored) == 0
}

package doors

import (
	"context"
	"slices"

	"latchkey/store"
)

// hold says which of the waiting steps the question holds up, and which of
// them leave somebody with what they should not have.
type hold struct {
	Question *store.Question // nil: nothing is held up
	Agreed   []string        // the marks of steps that the desk agreed to
	Blocked  map[store.PersonID]bool
	Gets     map[store.PersonID]bool // people who are given something, too
}

// tooManyGain is the reason that holds up only what gives access (package
// reconcile, Judge).
const tooManyGain = "{{.Count}} people would get access within a day. More than {{.Most}} are not let in without your answer."

func newHold(a asks, f facts) hold {
	h := hold{Question: a.question(), Agreed: a.Guard.Agreed, Blocked: f.Blocked, Gets: map[store.PersonID]bool{}}
	for _, w := range f.Work {
		if !takes(w) {
			h.Gets[w.Person] = true
		}
	}
	return h
}

// held tells whether a step waits for the answer. Who is blocked at once loses
// everything without one.
func (h hold) held(w store.Work) bool {
	switch {
	case h.Question == nil || w.Phase != store.PhaseWaiting || slices.Contains(h.Agreed, w.Key+"="+w.Wish):
		return false
	case h.Blocked[w.Person] && takes(w):
		return false
	}
	return !h.onlyGains() || !takes(w) || h.Gets[w.Person]
}

func (h hold) onlyGains() bool {
	return !slices.ContainsFunc(h.Question.Why, func(s store.Sentence) bool { return s.Text != tooManyGain })
}

// out tells whether somebody should be out because of a step, and is not yet
// proven to be. A seat that is freed matters only for who is blocked at once:
// without any right it opens nothing.
func (h hold) out(w store.Work) bool {
	switch w.Op {
	case "suspend user", "delete user":
		return h.Blocked[w.Person]
	case "delete group":
		return w.What.Args["Name"] != "" // else it is of a booking that is over
	}
	return takes(w)
}

// takes tells whether a step takes something away, by the names that package
// reconcile has for the writes.
func takes(w store.Work) bool {
	switch w.Op {
	case "remove member", "remove person", "remove door", "drop schedule", "suspend user", "delete user", "delete group":
		return true
	}
	return false
}

// blocked returns which of the people whom steps take something from are
// blocked at once. Of those whose row cannot be read, nothing is said.
func blocked(ctx context.Context, s *store.Store, work []store.Work) map[store.PersonID]bool {
	out := map[store.PersonID]bool{}
	for _, w := range work {
		if _, asked := out[w.Person]; asked || w.Person == 0 || !takes(w) {
			continue
		}
		p, err := s.Person(ctx, w.Person)
		out[w.Person] = err == nil && !p.BlockedAt.IsZero()
	}
	return out
}

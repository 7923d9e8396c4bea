package access

import (
	"cmp"
	"slices"
	"time"

	"latchkey/store"
)

// Verdict is how one link of an explanation bears on the answer.
type Verdict string

// The verdicts. A Note neither opens nor closes.
const (
	Opens  Verdict = "opens"
	Closes Verdict = "closes"
	Note   Verdict = "note"
)

// Fact is one link in the chain of reasons.
type Fact struct {
	Verdict Verdict
	What    store.Sentence
}

// Answer says whether a person may open a door at a time, and why.
type Answer struct {
	Open   bool           // the rules say yes and nothing known about KS speaks against it
	When   store.Sentence // for a yes: during which hours, in a few words
	Why    []Fact         // what decides first
	Since  time.Time      // for a yes: since when Latchkey knows what it rests on to be in SALTO KS; zero: it does not
	Proof  time.Time      // for a yes: when SALTO KS last showed what it rests on; zero: it has not
	ByHand bool           // the rules say no, and somebody has put the person into a group of SALTO KS that opens the door
}

// Explain answers for one person and one door at an instant, by the same
// grants that Compile gives to KS. What is known of KS adds what only KS can
// say.
func Explain(snap store.Snapshot, known Known, person store.PersonID, door string, at time.Time) Answer {
	r := newRules(snap)
	p, ok := r.person(person)
	if !ok {
		return Answer{Why: []Fact{{Closes, sentence("This person is not in Latchkey.")}}}
	}
	return newExplainer(r, known, p, at).door(door)
}

// ExplainAll answers for one person and every door of the site, in the order
// of the doors' names.
func ExplainAll(snap store.Snapshot, known Known, person store.PersonID, at time.Time) []DoorAnswer {
	r := newRules(snap)
	p, ok := r.person(person)
	if !ok {
		return nil
	}
	e := newExplainer(r, known, p, at)
	var out []DoorAnswer
	for _, d := range snap.Mirror.Doors {
		if !d.Gone {
			out = append(out, DoorAnswer{Door: d, Answer: e.door(d.ID)})
		}
	}
	slices.SortFunc(out, func(a, b DoorAnswer) int { return cmp.Compare(a.Door.Name, b.Door.Name) })
	return out
}

// DoorAnswer is the answer for one door.
type DoorAnswer struct {
	Door store.KSDoor
	Answer
}

// explainer answers for one person at an instant.
type explainer struct {
	*rules
	known  Known
	p      *store.Person
	grants []Grant
	at     time.Time
}

func newExplainer(r *rules, known Known, p *store.Person, at time.Time) explainer {
	return explainer{rules: r, known: known, p: p, grants: r.grants(nil, p), at: at}
}

func (e explainer) door(door string) Answer {
	var opening []Grant
	var lost []loss
	var a Answer
	for _, g := range e.grants {
		if !e.opens(g, door, e.at) {
			continue
		}
		h := e.hold(g)
		if len(h.lost) > 0 {
			lost = append(lost, h.lost...)
			continue
		}
		opening = append(opening, g)
		a.Since = earliest(a.Since, h.since)
		a.Proof = latest(a.Proof, h.proof)
	}
	notes := e.doorNotes(door)
	if len(opening) == 0 && len(lost) == 0 {
		hand, byHand := e.byHand(door)
		return Answer{Why: slices.Concat(e.refusal(door), hand, notes), ByHand: byHand}
	}
	reasons := e.reasons(opening)
	blocks := e.obstacles()
	if len(blocks) == 0 && len(opening) == 0 {
		blocks = e.losses(lost)
	}
	if len(blocks) > 0 {
		return Answer{Why: slices.Concat(blocks, reasons, notes)}
	}
	a.Open, a.When, a.Why = true, e.hours(opening, door), append(reasons, notes...)
	return a
}

// opens tells whether a grant opens a door at an instant.
func (r *rules) opens(g Grant, door string, at time.Time) bool {
	switch {
	case !g.Window.Contains(at) || r.locks[door].Gone:
		return false
	case g.Group == "":
		return g.Door == door
	}
	group := r.groups[g.Group]
	return !group.Gone && slices.Contains(group.Doors, door) && OpenAt(group.Schedules, at, r.zones.Of(door))
}

func sentence(text string, args ...string) store.Sentence {
	s := store.Sentence{Text: text}
	for pair := range slices.Chunk(args, 2) {
		if s.Args == nil {
			s.Args = make(map[string]string)
		}
		s.Args[pair[0]] = pair[1]
	}
	return s
}

// earliest returns the earlier of two times, of which zero is none.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// latest returns the later of two times.
func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

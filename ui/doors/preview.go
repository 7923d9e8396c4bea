package doors

import (
	"cmp"
	"slices"
	"strings"

	"latchkey/store"
	"latchkey/ui/words"
)

// Preview is what would change in SALTO KS, in plain words.
type Preview struct {
	People            []PersonChange
	Lose, Gain, Steps int              // people who lose and get access, and requests
	Why               []store.Sentence // what holds it up; empty: nothing does
	// View is the fingerprint of what is shown: the desk agrees to this and to
	// nothing else. Empty where there is nothing to agree to.
	View string
}

// PersonChange is what happens to one person. An empty name is about nobody in
// particular.
type PersonChange struct {
	Person string
	Lines  []store.Sentence
	Takes  bool // something is taken away
}

// row is a PersonChange as it is shown.
type row struct {
	Name  string
	Lines []string // each once, without the name that stands beside them
	Takes bool
}

// rows are the people, those who lose something first, then by name; what is
// about nobody stands behind.
func (p Preview) rows() []row {
	var out []row
	for _, c := range p.People {
		r := row{Name: c.Person, Takes: c.Takes}
		for _, l := range c.Lines {
			if text := predicate(c.Person, words.Sentence(l)); !slices.Contains(r.Lines, text) {
				r.Lines = append(r.Lines, text)
			}
		}
		out = append(out, r)
	}
	first := func(yes bool) int {
		if yes {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(out, func(a, b row) int {
		return cmp.Or(cmp.Compare(first(a.Takes), first(b.Takes)), cmp.Compare(first(a.Name != ""), first(b.Name != "")),
			cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)))
	})
	return out
}

// text is what a search looks through.
func (r row) text() string { return r.Name + " " + strings.Join(r.Lines, " ") }

package members

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"latchkey/store"
	"latchkey/ui/words"
)

// sorting is what the rows can be sorted by.
type sorting int

const (
	sortName sorting = iota
	sortPlan
	sortState
	sortConnect
	sortTag
	sortPasses
	sortCompany
	sortings // how many there are
)

// texts returns what of somebody is in order, and whether as a dictionary orders
// words: É with E, case last. The empty text is last.
func (s sorting) texts(r *roster) (of func(store.Person) string, dictionary bool) {
	switch s {
	case sortPlan:
		return func(p store.Person) string { return planWords(r, p) }, true
	case sortState:
		return stateOrder(r), false
	case sortConnect:
		say := once(words.Connect)
		return func(p store.Person) string { return connectWords(p, say) }, false
	case sortTag:
		return func(p store.Person) string { return r.tags[p.ID].Title() }, false
	case sortPasses:
		return passesOrder(r), false
	case sortCompany:
		return func(p store.Person) string { return p.Company }, true
	default:
		return store.Person.Name, true
	}
}

// stateRank orders the states as the desk looks for them.
var stateRank = map[store.State]string{
	stateBlocked: "0", store.StateActive: "1", store.StateUpcoming: "2", store.StatePaused: "3", store.StateCancelled: "4", store.StateVisitor: "5",
}

func stateOrder(r *roster) func(store.Person) string {
	today, standing := r.today(), once(words.Standing.Words)
	return func(p store.Person) string {
		_, text := stateSaid(r, p, today, standing)
		return stateRank[shownState(p, today)] + text
	}
}

// passesOrder puts the fewest first.
func passesOrder(r *roster) func(store.Person) string {
	return func(p store.Person) string {
		if passesLeft(r, p) == "" {
			return ""
		}
		return fmt.Sprintf("%09d", r.passes[p.ID].Left)
	}
}

// order gives the place of each of the people by one thing; those with the same
// text share one. It is found once, when somebody sorts by it: to sort 10,000 rows
// compares numbers.
func (r *roster) order(s sorting) []int32 {
	if r.orders[s] == nil {
		r.orders[s] = r.placesBy(s)
	}
	return r.orders[s]
}

func (r *roster) placesBy(s sorting) []int32 {
	type different struct {
		text, key string
		found     int32 // as which of the different ones
	}
	of, dictionary := s.texts(r)
	c := collate.New(language.Und)
	var buffer collate.Buffer
	known := make(map[string]int32)
	var all []different
	places := make([]int32, r.People.Len()) // at first as which text of each was found
	for i, p := range r.People.All() {
		text := of(p)
		found, ok := known[text]
		if !ok {
			found = int32(len(all)) //nolint:gosec // not so many people
			known[text] = found
			key := text
			if dictionary {
				key = string(c.KeyFromString(&buffer, text))
				buffer.Reset()
			}
			all = append(all, different{text, key, found})
		}
		places[i] = found
	}
	slices.SortFunc(all, func(a, b different) int {
		if (a.text == "") != (b.text == "") {
			return cmp.Compare(len(b.text), len(a.text))
		}
		return strings.Compare(a.key, b.key)
	})
	inOrder := make([]int32, len(all))
	for place, d := range all {
		inOrder[d.found] = int32(place)
	}
	for i, found := range places {
		places[i] = inOrder[found]
	}
	return places
}

// compare works within one roster. Rows that are the same in one thing stand by name.
func (s sorting) compare(a, b row) int {
	places := a.of.order(s)
	if c := cmp.Compare(places[a.at], places[b.at]); c != 0 || s == sortName {
		return c
	}
	return sortName.compare(a, b)
}

// byNameAndMore tells people of one name apart as the head of a roster does.
func byNameAndMore(a, b row) int {
	if c := sortName.compare(a, b); c != 0 {
		return c
	}
	p, q := a.person(), b.person()
	return cmp.Or(strings.Compare(p.Email, q.Email), strings.Compare(p.Company, q.Company), cmp.Compare(p.ID, q.ID))
}

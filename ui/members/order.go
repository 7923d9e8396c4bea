package members

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"latchkey/store"
)

// ranks are the places of a row in the orders of people's texts. They are
// made once per reading, so that sorting 10,000 rows compares numbers.
type ranks struct{ name, plan, company int }

// rankRows fills in the ranks as a dictionary orders words: É with E, case
// last.
func rankRows(rows []*row) {
	c := collate.New(language.Und)
	for _, text := range []struct {
		of  func(*row) string
		set func(*ranks, int)
	}{
		{func(w *row) string { return w.Person.Name() }, func(r *ranks, n int) { r.name = n }},
		{func(w *row) string { return w.Plan }, func(r *ranks, n int) { r.plan = n }},
		{func(w *row) string { return w.Person.Company }, func(r *ranks, n int) { r.company = n }},
	} {
		for i, place := range placesOf(c, rows, text.of) {
			text.set(&rows[i].order, place)
		}
	}
}

// placesOf numbers the different texts of the rows in order; the empty one is last.
func placesOf(c *collate.Collator, rows []*row, of func(*row) string) []int {
	type different struct {
		text  string
		key   []byte
		found int // as which of the different ones
	}
	known := make(map[string]int)
	var all []different
	var buffer collate.Buffer
	places := make([]int, len(rows)) // at first as which text of each row was found
	for i, w := range rows {
		text := of(w)
		found, ok := known[text]
		if !ok {
			found = len(all)
			known[text] = found
			all = append(all, different{text, c.KeyFromString(&buffer, text), found})
		}
		places[i] = found
	}
	slices.SortFunc(all, func(a, b different) int {
		if (a.text == "") != (b.text == "") {
			return cmp.Compare(len(b.text), len(a.text))
		}
		return bytes.Compare(a.key, b.key)
	})
	inOrder := make([]int, len(all))
	for place, d := range all {
		inOrder[d.found] = place
	}
	for i, found := range places {
		places[i] = inOrder[found]
	}
	return places
}

// stateRank orders the states as the desk looks for them.
var stateRank = map[store.State]int{
	stateBlocked: 0, store.StateActive: 1, store.StateUpcoming: 2, store.StatePaused: 3, store.StateCancelled: 4, store.StateVisitor: 5,
}

func byName(a, b *row) int { return cmp.Compare(a.order.name, b.order.name) }

// byNameAndMore tells people of one name apart as the head of a roster does.
func byNameAndMore(a, b *row) int {
	return cmp.Or(byName(a, b), strings.Compare(a.Person.Email, b.Person.Email), strings.Compare(a.Person.Company, b.Person.Company), cmp.Compare(a.Person.ID, b.Person.ID))
}

func byPlan(a, b *row) int { return cmp.Or(cmp.Compare(a.order.plan, b.order.plan), byName(a, b)) }

func byCompany(a, b *row) int {
	return cmp.Or(cmp.Compare(a.order.company, b.order.company), byName(a, b))
}

func byState(a, b *row) int {
	return cmp.Or(cmp.Compare(stateRank[a.state], stateRank[b.state]), strings.Compare(a.State, b.State), byName(a, b))
}

func byConnect(a, b *row) int { return cmp.Or(emptyLast(a.Connect, b.Connect), byName(a, b)) }

func byTag(a, b *row) int { return cmp.Or(emptyLast(a.Tag, b.Tag), byName(a, b)) }

// byPasses puts the fewest first, and those of whom it does not matter last.
func byPasses(a, b *row) int {
	if (a.Passes == "") != (b.Passes == "") {
		return cmp.Compare(len(b.Passes), len(a.Passes))
	}
	return cmp.Or(cmp.Compare(a.left, b.left), byName(a, b))
}

func emptyLast(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(len(b), len(a))
	}
	return strings.Compare(a, b)
}

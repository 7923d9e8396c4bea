package exchange

import (
	"slices"
	"strings"
	"time"

	"latchkey/store"
)

// mostMonthly bounds how many passes of a kind a plan gives in a month.
const mostMonthly = 100

// monthly checks the passes that a plan gives each month.
func (c *checker) monthly(list []Allowance) error {
	const field = "passes_monthly"
	for i, a := range list {
		err := firstOf(nil,
			required("type", a.Type),
			known("type", a.Type, "pass_types", c.typeKeys),
			between("count", a.Count, 1, mostMonthly),
			unless(!slices.ContainsFunc(list[:i], func(b Allowance) bool { return b.Type == a.Type }), field,
				"“passes_monthly” names the pass type “{{.Key}}” twice. Add the two counts.", "Key", a.Type),
		)
		if err != nil {
			return err
		}
	}
	return nil
}

// arrivalIDs refuses ids that no door can have: the store keeps them with blanks
// between.
func arrivalIDs(doors []Ref) error {
	for _, d := range doors {
		if len(strings.Fields(d.ID)) > 1 {
			return invalid("arrivals", "“arrivals” contains the id “{{.ID}}”, which is more than one word. Give the id of one door.", "ID", d.ID)
		}
	}
	return nil
}

func (c *checker) passes() error {
	_, err := each("passes", c.file.Passes, func(p Pass) (string, string, error) {
		_, badGrant := instant("granted_at", p.GrantedAt)
		_, badEnd := instantOrNone("ended_at", p.EndedAt)
		return p.Key, "", firstOf(nil,
			required("person", p.Person), known("person", p.Person, "people", c.peopleKeys),
			required("type", p.Type), known("type", p.Type, "pass_types", c.typeKeys),
			badGrant,
			date("expires_on", p.ExpiresOn),
			unless(p.Minutes >= 0, "minutes", "“minutes” must be at least 1: it is the length of the pass."),
			unless(p.Price >= 0, "price", "“price” must not be below 0; it is in cents (the smallest unit of the currency)."),
			unless(p.Currency == "" || currency.MatchString(p.Currency), "currency", "“currency” must be a three-letter code like EUR."),
			unless(p.Minutes > 0 || p.Price == 0 && p.Currency == "", "minutes", "A pass with a price of its own needs its length too. Add “minutes”, or remove “price” and “currency”."),
			oneOf("source", string(p.Source), "", string(store.Given), string(store.Bought), string(store.Allowed)),
			badEnd,
			unless((p.EndedAt == "") == (p.Why == ""), "why", "A pass that was taken back needs both “ended_at” and “why”. Add the other or remove both."),
		)
	})
	return err
}

func (c *checker) corrections() error {
	_, err := each("corrections", c.file.Corrections, func(f Correction) (string, string, error) {
		at, badAt := instant("at", f.At)
		return f.Key, "", firstOf(nil,
			required("person", f.Person), known("person", f.Person, "people", c.peopleKeys),
			oneOf("kind", string(f.Kind), string(store.CheckedIn), string(store.CheckedOut), string(store.NotThem)),
			badAt,
			errorUnless(at.Unix() > 0, func() error { return badInstant("at") }), // the store would take it for none
			unless((f.Kind == store.NotThem) == (f.Entry != ""), "entry", "The kind “not” names the entry that does not count, and no other kind names one. Correct “kind” or “entry”."),
		)
	})
	return err
}

// source is where a pass comes from.
func (p Pass) source() store.Source {
	if p.Source == "" {
		return store.Given
	}
	return p.Source
}

// instantOrNone reads an instant that may be left out; then it is zero.
func instantOrNone(field, value string) (time.Time, error) {
	if value == "" {
		return time.Time{}, nil
	}
	at, err := instant(field, value)
	if err == nil && at.Unix() <= 0 {
		err = badInstant(field) // the store would take it for none
	}
	return at, err
}

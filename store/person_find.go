package store

import (
	"context"
	"slices"
	"strings"

	"latchkey/store/internal/db"
)

// PeopleFilter chooses people; what is zero chooses all.
type PeopleFilter struct {
	Query          string // words out of name, e-mail, company or tag number, without case and accents
	Plan           PlanID // own plan on the day On
	State          State  // by their own dates on the day On
	On             Date   // empty: today in UTC
	IncludeDeleted bool
	Limit          int
}

// People returns people by last name.
func (s *Store) People(ctx context.Context, f PeopleFilter) ([]Person, error) {
	if f.On == "" {
		f.On = Date(s.Now().Format(dateLayout))
	}
	return read(ctx, s, func(r rows) ([]Person, error) { return r.people(ctx, f) })
}

func (r rows) people(ctx context.Context, f PeopleFilter) ([]Person, error) {
	byDay := f.State != "" || f.Plan != 0
	limit := f.Limit
	if byDay {
		limit = 0 // what a person is on a day is decided in one place, and not in SQL
	}
	list, err := r.search(ctx, words(f.Query), f.IncludeDeleted, most(limit))
	if err != nil {
		return nil, err
	}
	if byDay {
		list = slices.DeleteFunc(list, func(row db.Person) bool {
			p := person(row, nil)
			return (f.State != "" && p.State(f.On) != f.State) || (f.Plan != 0 && p.PlanOn(f.On) != f.Plan)
		})
	}
	if f.Limit > 0 && len(list) > f.Limit {
		list = list[:f.Limit]
	}
	return r.withDoors(ctx, list)
}

// search returns the people in whose searched text all the words are. LIKE
// uses the trigram index for words of three letters and more.
func (r rows) search(ctx context.Context, words []string, deleted bool, most int64) ([]db.Person, error) {
	if len(words) == 0 {
		return r.q.People(ctx, db.PeopleParams{WithDeleted: deleted, Most: most})
	}
	like := [3]string{"%", "%", "%"}
	for i, w := range words {
		if i < len(like) {
			like[i] = "%" + w + "%"
		} else { // the query has three places; what is more must follow in order
			like[len(like)-1] += w + "%"
		}
	}
	return r.q.SearchPeople(ctx, db.SearchPeopleParams{
		Word1: like[0], Word2: like[1], Word3: like[2], WithDeleted: deleted, Most: most,
	})
}

// PersonByName returns the people whom somebody may mean who names one
// exactly: by full name or e-mail address, whatever the case and the accents,
// by external key or by the number of a tag that they hold. Usually it is one;
// nobody is an empty list.
func (s *Store) PersonByName(ctx context.Context, name string) ([]Person, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return nil, nil
	}
	return read(ctx, s, func(r rows) ([]Person, error) {
		folded := fold(name)
		list, err := r.q.PeopleNamed(ctx, db.PeopleNamedParams{Exact: name, Folded: foldEmail(name), Pattern: pattern(name)})
		if err != nil {
			return nil, err
		}
		tags, err := r.q.TagOfNumber(ctx, name)
		holder, err := maybe(tags, err)
		if err != nil {
			return nil, err
		}
		list = slices.DeleteFunc(list, func(row db.Person) bool {
			held := holder != nil && deref[int64](holder.HolderID) == row.ID
			return row.Key != name && row.EmailFolded != foldEmail(name) && !held &&
				fold(person(row, nil).Name()) != folded
		})
		return r.withDoors(ctx, list)
	})
}

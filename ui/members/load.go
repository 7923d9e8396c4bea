package members

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/store"
)

// roster is everything that the table and the dialogs show, read at once. It
// does not change afterwards.
type roster struct {
	Space  store.Space
	Now    time.Time
	People []store.Person // by last name
	Plans  []store.Plan
	Tags   []store.Tag
	Doors  []store.KSDoor // those that are still there, by name

	zone      *time.Location
	day       store.Date             // of Now, in the zone
	people    map[store.PersonID]int // index in People
	plans     map[store.PlanID]int   // index in Plans
	tags      map[store.PersonID]store.Tag
	coMembers map[store.PersonID]int
}

// load reads the roster of one space. The context may be of any goroutine.
func load(ctx context.Context, s *store.Store, space store.SpaceID) (*roster, error) {
	r := &roster{Now: s.Now()}
	var err error
	if r.Space, err = s.Space(ctx, space); err != nil {
		return nil, fmt.Errorf("members: space: %w", err)
	}
	if r.People, err = s.People(ctx, store.PeopleFilter{}); err != nil {
		return nil, fmt.Errorf("members: people: %w", err)
	}
	if r.Plans, err = s.Plans(ctx); err != nil {
		return nil, fmt.Errorf("members: plans: %w", err)
	}
	if r.Tags, err = s.Tags(ctx); err != nil {
		return nil, fmt.Errorf("members: tags: %w", err)
	}
	mirror, err := s.Mirror(ctx, space)
	if err != nil {
		return nil, fmt.Errorf("members: doors: %w", err)
	}
	r.Doors = slices.DeleteFunc(mirror.Doors, func(d store.KSDoor) bool { return d.Gone })
	slices.SortFunc(r.Doors, func(a, b store.KSDoor) int { return strings.Compare(a.Name, b.Name) })
	r.index()
	return r, nil
}

// index makes the look-ups.
func (r *roster) index() {
	r.zone = r.Space.Location()
	r.day = store.DateOf(r.Now, r.zone)
	r.people = make(map[store.PersonID]int, len(r.People))
	r.plans = make(map[store.PlanID]int, len(r.Plans))
	r.tags = make(map[store.PersonID]store.Tag, len(r.Tags))
	r.coMembers = make(map[store.PersonID]int)
	for i, p := range r.People {
		r.people[p.ID] = i
		if p.Main != 0 {
			r.coMembers[p.Main]++
		}
	}
	for i, p := range r.Plans {
		r.plans[p.ID] = i
	}
	for _, t := range r.Tags {
		if _, more := r.tags[t.Holder]; t.Holder != 0 && !more {
			r.tags[t.Holder] = t
		}
	}
}

// today is the day in the space's zone.
func (r *roster) today() store.Date { return r.day }

func (r *roster) person(id store.PersonID) (store.Person, bool) {
	i, ok := r.people[id]
	if !ok {
		return store.Person{}, false
	}
	return r.People[i], true
}

func (r *roster) name(id store.PersonID) string {
	p, _ := r.person(id)
	return p.Name()
}

func (r *roster) planName(id store.PlanID) string {
	if i, ok := r.plans[id]; ok {
		return r.Plans[i].Name
	}
	return ""
}

// planOf returns the plan whose doors a person has today: their own or, for a
// co-member, the main member's.
func (r *roster) planOf(p store.Person) store.PlanID {
	if p.Main != 0 {
		p, _ = r.person(p.Main)
	}
	return p.PlanOn(r.today())
}

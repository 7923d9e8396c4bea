package members

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/ui/passes"
)

// roster is everything that the table and the dialogs show, read at once. It
// does not change afterwards; the orders of its people are found as they are asked
// for, by one goroutine at a time. In the head of one there is only what the first
// rows of the table show.
type roster struct {
	Space  store.Space
	Now    time.Time
	People store.People // by last name
	Plans  []store.Plan
	Tags   []store.Tag
	Doors  []store.KSDoor // those that are still there, by name
	Count  int            // of all people
	Head   bool           // these are only some of them

	zone      *time.Location
	day       store.Date             // of Now, in the zone
	people    map[store.PersonID]int // index in People
	plans     map[store.PlanID]int   // index in Plans
	tags      map[store.PersonID]store.Tag
	coMembers map[store.PersonID]int
	limited   map[store.PlanID]bool // plans that open doors only with a valid pass
	passes    map[store.PersonID]passes.Held
	orders    [sortings][]int32 // see order

	anyPasses bool // somebody has some, or needs some
}

// load reads the roster of one space, or of a larger file the head of it with so
// many people; 0: all. The context may be of any goroutine.
func load(ctx context.Context, s *store.Store, space store.SpaceID, most int) (*roster, error) {
	r := &roster{Now: s.Now()}
	read := s.Roster
	if most > 0 {
		read = func(ctx context.Context, space store.SpaceID, at time.Time) (store.Roster, error) {
			return s.RosterHead(ctx, space, at, most)
		}
	}
	file, err := read(ctx, space, r.Now)
	if err != nil {
		return nil, fmt.Errorf("members: %w", err)
	}
	r.Space, r.People, r.Plans, r.Tags, r.Count, r.Head = file.Space, file.People, file.Plans, file.Tags, file.Count, file.Head
	r.passes = passes.HeldAt(file.Passes, r.Now)
	r.Doors = slices.DeleteFunc(file.Doors, func(d store.KSDoor) bool { return d.Gone })
	slices.SortFunc(r.Doors, func(a, b store.KSDoor) int { return strings.Compare(a.Name, b.Name) })
	r.index()
	return r, nil
}

// index makes the look-ups.
func (r *roster) index() {
	r.zone = r.Space.Location()
	r.day = store.DateOf(r.Now, r.zone)
	r.people = make(map[store.PersonID]int, r.People.Len())
	r.plans = make(map[store.PlanID]int, len(r.Plans))
	r.tags = make(map[store.PersonID]store.Tag, len(r.Tags))
	r.coMembers = make(map[store.PersonID]int)
	for i, p := range r.People.All() {
		r.people[p.ID] = i
		if p.Main != 0 {
			r.coMembers[p.Main]++
		}
	}
	r.limited = make(map[store.PlanID]bool)
	for i, p := range r.Plans {
		r.plans[p.ID] = i
		if p.PassLimited {
			r.limited[p.ID] = true
		}
	}
	for _, t := range r.Tags {
		if _, more := r.tags[t.Holder]; t.Holder != 0 && !more {
			r.tags[t.Holder] = t
		}
	}
	r.anyPasses = r.needPasses()
}

// today is the day in the space's zone.
func (r *roster) today() store.Date { return r.day }

func (r *roster) person(id store.PersonID) (store.Person, bool) {
	i, ok := r.people[id]
	if !ok {
		return store.Person{}, false
	}
	return r.People.At(i), true
}

// usualPlan is the plan of whoever was added last, which is likely that of the
// next as well; 0: nobody has one.
func (r *roster) usualPlan() store.PlanID {
	var newest store.Person
	for _, p := range r.People.All() {
		if p.Plan != 0 && p.ID > newest.ID {
			newest = p
		}
	}
	return newest.Plan
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

// mainOf returns whose plan somebody has: the main member, or themselves.
func (r *roster) mainOf(p store.Person) store.Person {
	if p.Main != 0 {
		p, _ = r.person(p.Main)
	}
	return p
}

// planOf returns the plan whose doors a person has today: their own or, for a
// co-member, the main member's.
func (r *roster) planOf(p store.Person) store.PlanID {
	return r.mainOf(p).PlanOn(r.today())
}

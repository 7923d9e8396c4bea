package store

import (
	"context"
	"time"

	"latchkey/store/internal/db"
)

// Roster is who is in the file and what the desk sees of each at once.
type Roster struct {
	Space  Space
	Plans  []Plan
	People People     // by last name; nobody who was removed
	Tags   []Tag      // of everybody
	Passes []PassTime // that are good at the time of the reading, or later
	Doors  []KSDoor   // of the space, with those that are gone
	Count  int        // of the people in the file
	Head   bool       // these are only some of them: see RosterHead
}

// Roster reads the people, and what is shown of them in the context of one
// space, from one state of the file. It is a small part of a Snapshot, for
// screens that nobody is to wait for.
func (s *Store) Roster(ctx context.Context, space SpaceID, at time.Time) (Roster, error) {
	return read(ctx, s, func(r rows) (Roster, error) {
		out, err := r.roster(ctx, space, at, r.everybody)
		return out, wrap(err, "roster")
	})
}

// RosterHead reads the first people by full name, those with whom they share a
// plan, and the tags that these hold, where Roster reads all. Where the file has
// no more people than most, it is a Roster.
func (s *Store) RosterHead(ctx context.Context, space SpaceID, at time.Time, most int) (Roster, error) {
	return read(ctx, s, func(r rows) (Roster, error) {
		count, err := r.q.CountPeople(ctx)
		if err != nil {
			return Roster{}, wrap(err, "roster")
		}
		who := r.everybody
		if count > int64(most) {
			who = func(ctx context.Context) ([]Person, []Tag, error) { return r.first(ctx, most) }
		}
		out, err := r.roster(ctx, space, at, who)
		out.Count, out.Head = int(count), count > int64(most)
		return out, wrap(err, "roster")
	})
}

func (r rows) roster(ctx context.Context, space SpaceID, at time.Time, who func(context.Context) ([]Person, []Tag, error)) (out Roster, err error) {
	if out.Space, err = r.space(ctx, space); err != nil {
		return out, err
	}
	if out.Plans, err = r.plans(ctx); err != nil {
		return out, err
	}
	people, tags, err := who(ctx)
	if err != nil {
		return out, err
	}
	if out.Passes, err = r.passTimes(ctx, at, out.Space.Location(), people); err != nil {
		return out, err
	}
	doors, err := r.q.Doors(ctx, int64(space))
	out.People, out.Tags, out.Doors, out.Count = PeopleOf(people), tags, mapped(doors, ksDoor), len(people)
	return out, err
}

func (r rows) everybody(ctx context.Context) ([]Person, []Tag, error) {
	people, err := r.people(ctx, PeopleFilter{})
	if err != nil {
		return nil, nil, err
	}
	tags, err := r.tags(ctx)
	return people, tags, err
}

// first returns the first people by full name, then all others with whom they
// share a plan.
func (r rows) first(ctx context.Context, most int) ([]Person, []Tag, error) {
	list, err := r.q.FirstPeople(ctx, int64(most))
	if err != nil {
		return nil, nil, err
	}
	ids, mains := make([]*int64, 0, 2*len(list)), make([]int64, 0, len(list))
	known := make(map[int64]bool, len(list))
	for _, p := range list {
		known[p.ID] = true
		ids = append(ids, &p.ID)
		if p.MainID != nil {
			mains, ids = append(mains, *p.MainID), append(ids, p.MainID)
		}
	}
	around, err := r.q.PeopleAround(ctx, db.PeopleAroundParams{Mains: mains, Teams: ids})
	if err != nil {
		return nil, nil, err
	}
	for _, p := range around {
		if !known[p.ID] {
			list = append(list, p)
		}
	}
	people, err := r.withDoors(ctx, list)
	if err != nil {
		return nil, nil, err
	}
	tags, err := r.q.TagsHeld(ctx, mapped(list, func(p db.Person) *int64 { return &p.ID }))
	return people, mapped(tags, tag), err
}

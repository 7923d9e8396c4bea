package store

import (
	"context"
	"time"
)

// Roster is who is in the file and what the desk sees of each at once.
type Roster struct {
	Space  Space
	Plans  []Plan
	People []Person   // by last name; nobody who was removed
	Tags   []Tag      // of everybody
	Passes []PassTime // that are good at the time of the reading, or later
	Doors  []KSDoor   // of the space, with those that are gone
}

// Roster reads the people, and what is shown of them in the context of one
// space, from one state of the file. It is a small part of a Snapshot, for
// screens that nobody is to wait for.
func (s *Store) Roster(ctx context.Context, space SpaceID, at time.Time) (Roster, error) {
	return read(ctx, s, func(r rows) (Roster, error) {
		out, err := r.roster(ctx, space, at)
		return out, wrap(err, "roster")
	})
}

func (r rows) roster(ctx context.Context, space SpaceID, at time.Time) (out Roster, err error) {
	if out.Space, err = r.space(ctx, space); err != nil {
		return out, err
	}
	if out.Plans, err = r.plans(ctx); err != nil {
		return out, err
	}
	if out.People, err = r.people(ctx, PeopleFilter{}); err != nil {
		return out, err
	}
	if out.Tags, err = r.tags(ctx); err != nil {
		return out, err
	}
	if out.Passes, err = r.passTimes(ctx, at, out.Space.Location(), out.People); err != nil {
		return out, err
	}
	doors, err := r.q.Doors(ctx, int64(space))
	out.Doors = mapped(doors, ksDoor)
	return out, err
}

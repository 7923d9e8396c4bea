package store

import (
	"context"
	"time"

	"latchkey/store/internal/db"
)

// Snapshot reads everything that decides access to a space's doors, in one
// read transaction. From and to bound the bookings that are in it.
func (s *Store) Snapshot(ctx context.Context, space SpaceID, from, to time.Time) (Snapshot, error) {
	return read(ctx, s, func(r rows) (Snapshot, error) {
		snap, err := r.snapshot(ctx, space, from, to)
		return snap, wrap(err, "snapshot")
	})
}

func (r rows) snapshot(ctx context.Context, space SpaceID, from, to time.Time) (Snapshot, error) {
	snap := Snapshot{From: from, To: to}
	m, err := r.meta(ctx)
	if err != nil {
		return snap, err
	}
	snap.Lineage, snap.Install, snap.Serial = m.Lineage, m.Install, m.Serial
	if snap.Space, err = r.space(ctx, space); err != nil {
		return snap, err
	}
	if snap.Plans, err = r.plans(ctx); err != nil {
		return snap, err
	}
	if snap.People, err = r.people(ctx, PeopleFilter{}); err != nil {
		return snap, err
	}
	if snap.Rooms, err = r.rooms(ctx, space); err != nil {
		return snap, err
	}
	if snap.Bookings, err = r.bookings(ctx, space, from, to); err != nil {
		return snap, err
	}
	if snap.Tags, err = r.tags(ctx); err != nil {
		return snap, err
	}
	if snap.Passes, err = r.passTimes(ctx, from, snap.Space.Location(), snap.People); err != nil {
		return snap, err
	}
	later, err := r.q.PeopleBookedFrom(ctx, db.PeopleBookedFromParams{Space: int64(space), Since: to.Unix()})
	if err != nil {
		return snap, err
	}
	snap.Later = mapped(later, func(id int64) PersonID { return PersonID(id) })
	if snap.Removed, err = r.removedPeople(ctx); err != nil {
		return snap, err
	}
	last, err := r.q.LastPerson(ctx)
	if err != nil {
		return snap, err
	}
	snap.NextPerson = PersonID(last) + 1
	snap.Mirror, err = r.mirror(ctx, space)
	return snap, err
}

// removedPeople returns when the people who were removed had been made.
func (r rows) removedPeople(ctx context.Context) (map[PersonID]time.Time, error) {
	list, err := r.q.RemovedPeople(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[PersonID]time.Time, len(list))
	for _, row := range list {
		out[PersonID(row.ID)] = instant(row.CreatedAt)
	}
	return out, nil
}

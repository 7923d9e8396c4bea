package exchange

import (
	"context"
	"time"

	"latchkey/store"
)

// stock is what the store holds of a space, by external key. Plans, people,
// tags and passes belong to the whole file; the rest is the space's.
type stock struct {
	space     store.Space
	plans     map[string]store.Plan
	types     map[string]store.PassType
	people    map[string]store.Person
	rooms     map[string]store.Room
	series    map[string]store.Series
	bookings  map[string]store.Booking
	tags      map[string]store.Tag
	passes    map[string]store.Pass
	doors     []store.KSDoor // of the space, as last seen
	planKeys  map[store.PlanID]string
	typeKeys  map[store.PassTypeID]string
	peopleKey map[store.PersonID]string
	roomKeys  map[store.RoomID]string
	runKeys   map[store.SeriesID]string
	runs      map[store.SeriesID][]store.Booking // of each series
	except    map[store.SeriesID][]store.Date    // filled by foldSeries

	corrections map[string]store.Correction // of the space
}

// The span of all bookings that check allows.
var (
	dawn = time.Date(1899, 1, 1, 0, 0, 0, 0, time.UTC)
	dusk = time.Date(3001, 1, 1, 0, 0, 0, 0, time.UTC)
)

// takeStock reads everything; space.ID is 0 for a space that is not there yet.
func takeStock(ctx context.Context, st *store.Store, space store.Space) (*stock, error) {
	s := &stock{space: space, bookings: map[string]store.Booking{}}
	parts := []part{s.readPlans, s.readPeople, s.readTags, s.readPasses}
	if space.ID != 0 {
		parts = append(parts, s.readRooms, s.readSeries, s.readBookings, s.readDoors, s.readCorrections)
	}
	return s, s.read(ctx, st, parts...)
}

type part func(context.Context, *store.Store) error

func (s *stock) read(ctx context.Context, st *store.Store, parts ...part) error {
	for _, read := range parts {
		if err := read(ctx, st); err != nil {
			return err
		}
	}
	return nil
}

func (s *stock) readPlans(ctx context.Context, st *store.Store) error {
	plans, err := st.Plans(ctx)
	s.plans, s.planKeys = keyed(plans, func(p store.Plan) (string, store.PlanID) { return p.Key, p.ID })
	return err
}

func (s *stock) readPeople(ctx context.Context, st *store.Store) error {
	people, err := st.People(ctx, store.PeopleFilter{IncludeDeleted: true})
	s.people, s.peopleKey = keyed(people, func(p store.Person) (string, store.PersonID) { return p.Key, p.ID })
	return err
}

func (s *stock) readTags(ctx context.Context, st *store.Store) error {
	tags, err := st.Tags(ctx)
	s.tags, _ = keyed(tags, func(t store.Tag) (string, store.TagID) { return t.Key, t.ID })
	return err
}

func (s *stock) readPasses(ctx context.Context, st *store.Store) error {
	types, err := st.PassTypes(ctx)
	if err != nil {
		return err
	}
	s.types, s.typeKeys = keyed(types, func(t store.PassType) (string, store.PassTypeID) { return t.Key, t.ID })
	passes, err := st.Passes(ctx)
	s.passes, _ = keyed(passes, func(p store.Pass) (string, store.PassID) { return p.Key, p.ID })
	return err
}

func (s *stock) readRooms(ctx context.Context, st *store.Store) error {
	rooms, err := st.Rooms(ctx, s.space.ID)
	s.rooms, s.roomKeys = keyed(rooms, func(r store.Room) (string, store.RoomID) { return r.Key, r.ID })
	return err
}

func (s *stock) readSeries(ctx context.Context, st *store.Store) error {
	series, err := st.AllSeries(ctx, s.space.ID)
	s.series, s.runKeys = keyed(series, func(r store.Series) (string, store.SeriesID) { return r.Key, r.ID })
	return err
}

func (s *stock) readBookings(ctx context.Context, st *store.Store) error {
	bookings, err := st.Bookings(ctx, s.space.ID, dawn, dusk)
	s.bookings, _ = keyed(bookings, func(b store.Booking) (string, store.BookingID) { return b.Key, b.ID })
	s.runs = map[store.SeriesID][]store.Booking{}
	for _, b := range bookings {
		if b.Series != 0 {
			s.runs[b.Series] = append(s.runs[b.Series], b)
		}
	}
	return err
}

func (s *stock) readDoors(ctx context.Context, st *store.Store) error {
	mirror, err := st.Mirror(ctx, s.space.ID)
	s.doors = mirror.Doors
	return err
}

// readCorrections reads what the desk said of the people, who must be known.
func (s *stock) readCorrections(ctx context.Context, st *store.Store) error {
	s.corrections = map[string]store.Correction{}
	for _, p := range s.people {
		list, err := st.CorrectionsOf(ctx, p.ID)
		if err != nil {
			return err
		}
		for _, c := range list {
			if c.Space == s.space.ID {
				s.corrections[c.Key] = c
			}
		}
	}
	return nil
}

// keyed indexes a list by external key, and its keys by id.
func keyed[T any, ID comparable](list []T, of func(T) (string, ID)) (map[string]T, map[ID]string) {
	byKey, keys := make(map[string]T, len(list)), make(map[ID]string, len(list))
	for _, item := range list {
		key, id := of(item)
		byKey[key] = item
		keys[id] = key
	}
	return byKey, keys
}

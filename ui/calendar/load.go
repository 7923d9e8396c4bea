package calendar

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"latchkey/store"
)

// facts is everything that one day is drawn from.
type facts struct {
	Space    store.Space
	Rooms    []store.Room
	Doors    map[store.RoomID][]string // names of the doors that a booking opens
	Bookings []store.Booking           // of the day, and those whose neighbourhood trims a buffer
	People   map[store.PersonID]store.Person
	States   map[store.BookingID]State
	Trouble  error // why the states are not known, or nil
}

// nearby is how far beyond the day a booking can matter to it: the longest
// buffer there is.
const nearby = 2 * time.Hour

type statesFunc func(ctx context.Context, ids []store.BookingID) (map[store.BookingID]State, error)

// loadDay reads one day of a space. States that cannot be had are no reason not
// to show it.
func loadDay(ctx context.Context, s *store.Store, id store.SpaceID, d store.Date, states statesFunc) (facts, error) {
	place, err := loadPlace(ctx, s, id)
	if err != nil {
		return facts{}, err
	}
	f := facts{Space: place.Space, Rooms: place.Rooms, Doors: place.Doors}
	if f.Bookings, err = loadBookings(ctx, s, f.Space, d, d); err != nil {
		return facts{}, err
	}
	if f.People, err = peopleOf(ctx, s, f.Bookings); err != nil {
		return facts{}, err
	}
	if states == nil {
		return f, nil
	}
	ids := make([]store.BookingID, len(f.Bookings))
	for i, b := range f.Bookings {
		ids[i] = b.ID
	}
	if f.States, err = states(ctx, ids); err != nil {
		f.Trouble = fmt.Errorf("states of bookings: %w", err)
	}
	return f, nil
}

// loadBookings reads the bookings from day first to day last, both included,
// and their neighbours.
func loadBookings(ctx context.Context, s *store.Store, space store.Space, first, last store.Date) ([]store.Booking, error) {
	loc := space.Location()
	bookings, err := s.Bookings(ctx, space.ID, first.Start(loc).Add(-nearby), last.End(loc).Add(nearby))
	if err != nil {
		return nil, fmt.Errorf("bookings of %s: %w", first, err)
	}
	return bookings, nil
}

func peopleOf(ctx context.Context, s *store.Store, bookings []store.Booking) (map[store.PersonID]store.Person, error) {
	people := make(map[store.PersonID]store.Person)
	for _, b := range bookings {
		if _, known := people[b.Person]; known {
			continue
		}
		p, err := s.Person(ctx, b.Person)
		var problem *store.Problem
		switch {
		case errors.As(err, &problem) && problem.Code == store.CodeMissing:
			continue
		case err != nil:
			return nil, fmt.Errorf("person %d: %w", b.Person, err)
		}
		people[b.Person] = p
	}
	return people, nil
}

// place is what a booking can be made of, apart from people and times.
type place struct {
	Space store.Space
	Rooms []store.Room
	Doors map[store.RoomID][]string
}

func loadPlace(ctx context.Context, s *store.Store, id store.SpaceID) (place, error) {
	space, err := s.Space(ctx, id)
	if err != nil {
		return place{}, fmt.Errorf("space %d: %w", id, err)
	}
	rooms, err := s.Rooms(ctx, id)
	if err != nil {
		return place{}, fmt.Errorf("rooms: %w", err)
	}
	mirror, err := s.Mirror(ctx, id)
	if err != nil {
		return place{}, fmt.Errorf("doors: %w", err)
	}
	p := place{Space: space, Rooms: rooms, Doors: make(map[store.RoomID][]string, len(rooms))}
	for _, r := range rooms {
		p.Doors[r.ID] = doorNames(r, mirror)
	}
	return p, nil
}

// doorNames lists the doors that a booking of the room opens, each once. A
// group whose doors have not been looked at stands for them by its own name.
func doorNames(r store.Room, m store.Mirror) []string {
	var names []string
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, ref := range r.Doors {
		add(doorName(ref, m))
	}
	for _, ref := range r.Groups {
		group, ok := m.Group(ref.ID)
		if !ok || !group.Detailed {
			add(ref.Name)
			continue
		}
		for _, id := range group.Doors {
			add(doorName(store.KSRef{ID: id}, m))
		}
	}
	return names
}

func doorName(ref store.KSRef, m store.Mirror) string {
	if d, ok := m.Door(ref.ID); ok {
		return d.Name
	}
	return ref.Name
}

// choices is what the form of a booking offers.
type choices struct {
	place
	People []store.Person // sorted by name
}

func loadChoices(ctx context.Context, s *store.Store, id store.SpaceID) (choices, error) {
	p, err := loadPlace(ctx, s, id)
	if err != nil {
		return choices{}, err
	}
	people, err := s.People(ctx, store.PeopleFilter{})
	if err != nil {
		return choices{}, fmt.Errorf("people: %w", err)
	}
	return choices{place: p, People: people}, nil
}

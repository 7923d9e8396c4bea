package rooms

import (
	"context"
	"fmt"
	"time"

	"latchkey/store"
	"latchkey/ui/mapping"
)

// facts is everything that the screen shows, read at once.
type facts struct {
	Site  mapping.Site
	Now   time.Time
	Rooms []store.Room // by name
	// Coming are the bookings of each room that are not over, the earliest
	// first.
	Coming map[store.RoomID][]store.Booking
	People map[store.PersonID]store.Person // who has booked next
}

// maxNext is how many bookings of a room are shown.
const maxNext = 5

// load reads the facts of one space.
func load(ctx context.Context, s *store.Store, space store.SpaceID) (facts, error) {
	f := facts{Now: s.Now()}
	var err error
	if f.Site.Space, err = s.Space(ctx, space); err != nil {
		return facts{}, fmt.Errorf("rooms: space: %w", err)
	}
	if f.Site.Mirror, err = s.Mirror(ctx, space); err != nil {
		return facts{}, fmt.Errorf("rooms: doors: %w", err)
	}
	if f.Rooms, err = s.Rooms(ctx, space); err != nil {
		return facts{}, fmt.Errorf("rooms: %w", err)
	}
	bookings, err := s.Bookings(ctx, space, f.Now, f.Now.Add(2*store.SeriesCap))
	if err != nil {
		return facts{}, fmt.Errorf("rooms: bookings: %w", err)
	}
	f.Coming = make(map[store.RoomID][]store.Booking)
	for _, b := range bookings {
		f.Coming[b.Room] = append(f.Coming[b.Room], b)
	}
	f.People, err = bookers(ctx, s, f.Coming)
	return f, err
}

// bookers reads the people whose bookings are shown.
func bookers(ctx context.Context, s *store.Store, coming map[store.RoomID][]store.Booking) (map[store.PersonID]store.Person, error) {
	people := make(map[store.PersonID]store.Person)
	for _, list := range coming {
		for _, b := range list[:min(maxNext, len(list))] {
			if _, known := people[b.Person]; known {
				continue
			}
			p, err := s.Person(ctx, b.Person)
			if err != nil {
				return nil, fmt.Errorf("rooms: person %d: %w", b.Person, err)
			}
			people[b.Person] = p
		}
	}
	return people, nil
}

package exchange

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"latchkey/store"
)

// WriteMembers writes everybody in the store (visitors too) as a CSV file
// that ReadMembers and Apply take back; plans are those of today in the zone
// of the space.
func WriteMembers(ctx context.Context, w io.Writer, st *store.Store, id store.SpaceID) error {
	space, err := st.Space(ctx, id)
	if err != nil {
		return fmt.Errorf("export members: %w", err)
	}
	have, err := takeStock(ctx, st, store.Space{})
	if err != nil {
		return fmt.Errorf("export members: %w", err)
	}
	return have.writeMembers(w, store.DateOf(st.Now(), space.Location()))
}

func (s *stock) writeMembers(w io.Writer, today store.Date) error {
	held := s.tagsHeld()
	c := newCSV(w, "First name", "Last name", "E-mail", "Phone", "Company", "Plan", "Main member",
		"Tag number", "Starts on", "Ends on", "Connect", "Note")
	for _, p := range s.byName() {
		c.row(p.FirstName, p.LastName, p.Email, p.Phone, p.Company,
			s.plans[s.planKeys[p.PlanOn(today)]].Name,
			address(s.people[s.peopleKey[p.Main]]),
			strings.Join(held[p.ID], " "),
			string(p.StartsOn), string(p.EndsOn), string(p.Connect), p.Note)
	}
	return c.close()
}

// address is what a list names a main member by.
func address(p store.Person) string {
	if p.Email != "" {
		return p.Email
	}
	return p.Name()
}

// byName returns the people who are not deleted, by last and first name.
func (s *stock) byName() []store.Person {
	var list []store.Person
	for _, p := range s.people {
		if !p.Deleted {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b store.Person) int {
		return cmp.Or(
			cmp.Compare(fold(a.LastName), fold(b.LastName)),
			cmp.Compare(fold(a.FirstName), fold(b.FirstName)),
			cmp.Compare(a.Key, b.Key),
		)
	})
	return list
}

// tagsHeld returns the numbers of the tags that each person holds.
func (s *stock) tagsHeld() map[store.PersonID][]string {
	held := map[store.PersonID][]string{}
	for _, t := range s.tags {
		if t.State == store.TagHeld && t.Number != "" {
			held[t.Holder] = append(held[t.Holder], t.Number)
		}
	}
	for _, numbers := range held {
		slices.Sort(numbers)
	}
	return held
}

// WriteBookings writes the bookings of a space that overlap [from, to) as
// CSV, with wall-clock times of the space's zone.
func WriteBookings(ctx context.Context, w io.Writer, st *store.Store, id store.SpaceID, from, to time.Time) error {
	space, err := st.Space(ctx, id)
	if err != nil {
		return fmt.Errorf("export bookings: %w", err)
	}
	have := &stock{space: space}
	if err := have.read(ctx, st, have.readPeople, have.readSeries); err != nil {
		return fmt.Errorf("export bookings: %w", err)
	}
	bookings, err := st.Bookings(ctx, id, from, to)
	if err != nil {
		return fmt.Errorf("export bookings: %w", err)
	}
	rooms, err := roomNames(ctx, st, bookings)
	if err != nil {
		return fmt.Errorf("export bookings: %w", err)
	}
	slices.SortFunc(bookings, func(a, b store.Booking) int {
		return cmp.Or(a.StartAt.Compare(b.StartAt), cmp.Compare(a.Key, b.Key))
	})
	c := newCSV(w, "Start", "End", "Minutes", "Zone", "Room", "Person", "E-mail", "Title", "Series")
	for _, b := range bookings {
		p := have.people[have.peopleKey[b.Person]]
		c.row(shown(b.Start), shown(b.End),
			strconv.Itoa(int(b.EndAt.Sub(b.StartAt).Minutes())), space.Zone,
			rooms[b.Room], p.Name(), p.Email, b.Title, have.runKeys[b.Series])
	}
	return c.close()
}

// roomNames returns the names of the booked rooms, also of those that are gone.
func roomNames(ctx context.Context, st *store.Store, bookings []store.Booking) (map[store.RoomID]string, error) {
	names := map[store.RoomID]string{}
	for _, b := range bookings {
		if _, known := names[b.Room]; known {
			continue
		}
		room, err := st.Room(ctx, b.Room)
		if err != nil {
			return nil, err
		}
		names[b.Room] = room.Name
	}
	return names, nil
}

// shown shows a wall-clock time as spreadsheets read it.
func shown(l store.LocalTime) string { return strings.Replace(string(l), "T", " ", 1) }

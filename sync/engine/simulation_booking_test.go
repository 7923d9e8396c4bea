package engine

import (
	"fmt"
	"time"

	"latchkey/store"
)

// The edits of the desk in the calendar and in the rooms.

var bookingDeeds = []deed{
	{"book", 8, func(s *simulation, n [4]int) { s.book(n) }},
	{"book after", 3, func(s *simulation, n [4]int) { s.bookAfter(n) }},
	{"move", 4, func(s *simulation, n [4]int) { s.move(n) }},
	{"hand over", 1, func(s *simulation, n [4]int) { s.handOver(n) }},
	{"unbook", 3, func(s *simulation, n [4]int) { s.unbook(n) }},
	{"series", 1, func(s *simulation, n [4]int) { s.bookSeries(n) }},
	{"series on", 1, func(s *simulation, n [4]int) { s.changeSeries(n, true) }},
	{"series all", 1, func(s *simulation, n [4]int) { s.changeSeries(n, false) }},
	{"room", 1, func(s *simulation, n [4]int) { s.changeRoom(n) }},
	{"room buffer", 1, func(s *simulation, n [4]int) { s.changeRoomBuffer(n) }},
	{"buffer", 1, func(s *simulation, n [4]int) { s.changeBuffer(n) }},
}

// local is a reading of the clock on the wall, so many half hours from now on.
func (s *simulation) local(halves int) store.LocalTime {
	t := s.pc.Now().Truncate(30 * time.Minute).Add(time.Duration(halves) * 30 * time.Minute)
	return store.LocalTime(t.In(s.desk.zone).Format("2006-01-02T15:04"))
}

// halvesAhead is how many half hours ahead something begins: mostly today and tomorrow,
// now and then beyond the horizon.
func halvesAhead(n [4]int) int { return pick(n[1], 0, 1, 2, 5, 9, 20, 44, 60, 13*48, 15*48) + n[2]%6 }

func (s *simulation) book(n [4]int) {
	if h, ok := s.somebody(n[0], anybody); ok {
		from := halvesAhead(n)
		s.saveBooking(booked{room: pick(n[3], "Studio", "Meeting"), person: h.id, start: s.local(from), end: s.local(from + 1 + n[2]%5)})
	}
}

func (s *simulation) saveBooking(b booked) {
	row := store.Booking{Room: s.rooms[b.room], Person: b.person, Start: b.start, End: b.end}
	s.edit(fmt.Sprintf("%s has %s from %s to %s", s.desk.people[b.person].name, b.room, b.start, b.end), func(tx *store.Tx) error {
		return tx.SaveBooking(&row)
	}, func(d *desk) {
		b.id = row.ID
		d.bookings[b.id] = b
	})
}

// someBooking returns one of the bookings, or false when there is none.
func (s *simulation) someBooking(n int, fits func(b booked) bool) (booked, bool) {
	var all []booked
	for _, id := range sortedIDs(s.desk.bookings) {
		if b := s.desk.bookings[id]; fits(b) && instant(b.end, s.desk.zone, true).After(s.pc.Now()) {
			all = append(all, b)
		}
	}
	if len(all) == 0 {
		return booked{}, false
	}
	return all[n%len(all)], true
}

func anyBooking(booked) bool { return true }

// bookAfter books a room right after, or right before, a booking that is there,
// for somebody else or for the same person, there or in the other room.
func (s *simulation) bookAfter(n [4]int) {
	b, ok := s.someBooking(n[0], anyBooking)
	h, found := s.somebody(n[1], anybody)
	if !ok || !found {
		return
	}
	if n[1]%3 == 0 {
		h.id = b.person
	}
	next := booked{room: b.room, person: h.id, start: b.end, end: shift(b.end, 30*(1+n[2]%4))}
	if n[3]%4 == 0 {
		next.start, next.end = shift(b.start, -30*(1+n[2]%4)), b.start
	}
	if n[3]%3 == 0 {
		next.room = pick(n[2], "Studio", "Meeting")
	}
	s.saveBooking(next)
}

// shift moves a reading by the clock on the wall.
func shift(l store.LocalTime, minutes int) store.LocalTime {
	t, err := time.Parse("2006-01-02T15:04", string(l))
	if err != nil {
		panic(err)
	}
	return store.LocalTime(t.Add(time.Duration(minutes) * time.Minute).Format("2006-01-02T15:04"))
}

// changeBooking edits one booking.
func (s *simulation) changeBooking(b booked, what string, change func(b *booked)) {
	want := b
	change(&want)
	s.edit(fmt.Sprintf("%s %s: %s from %s to %s", s.desk.people[b.person].name, what, want.room, want.start, want.end), func(tx *store.Tx) error {
		row, err := tx.Booking(b.id)
		if err != nil {
			return err
		}
		row.Room, row.Person, row.Start, row.End = s.rooms[want.room], want.person, want.start, want.end
		return tx.SaveBooking(&row)
	}, func(d *desk) { d.bookings[b.id] = want })
}

func (s *simulation) move(n [4]int) {
	b, ok := s.someBooking(n[0], anyBooking)
	if !ok {
		return
	}
	from := halvesAhead(n)
	s.changeBooking(b, "moves", func(b *booked) {
		how := n[3] % 5
		if how == 0 {
			b.end = shift(b.end, 30)
		}
		if how == 1 || how == 2 {
			b.room = pick(n[2], "Studio", "Meeting")
		}
		if how >= 2 {
			b.start, b.end = s.local(from), s.local(from+1+n[2]%5)
		}
	})
}

func (s *simulation) handOver(n [4]int) {
	b, ok := s.someBooking(n[0], anyBooking)
	h, found := s.somebody(n[1], anybody)
	if ok && found {
		s.changeBooking(b, "hands over to "+h.name, func(b *booked) { b.person = h.id })
	}
}

func (s *simulation) unbook(n [4]int) {
	if b, ok := s.someBooking(n[0], anyBooking); ok {
		s.edit(fmt.Sprintf("%s no longer has %s from %s to %s", s.desk.people[b.person].name, b.room, b.start, b.end), func(tx *store.Tx) error {
			return tx.DeleteBooking(b.id)
		}, func(d *desk) { delete(d.bookings, b.id) })
	}
}

// bookSeries books a room every day or week, a few times.
func (s *simulation) bookSeries(n [4]int) {
	h, ok := s.somebody(n[0], anybody)
	if !ok {
		return
	}
	from := 1 + n[1]%40
	first := booked{room: pick(n[3], "Studio", "Meeting"), person: h.id, start: s.local(from), end: s.local(from + 1 + n[2]%4)}
	days, rule := 1, "FREQ=DAILY;COUNT=3"
	if n[2]%3 == 0 {
		days, rule = 7, "FREQ=WEEKLY;COUNT=3"
	}
	s.saveSeries(store.Series{Room: s.rooms[first.room], Person: h.id, Start: first.start, End: first.end, Rule: rule}, first, days, 3, func(*desk) {})
}

// saveSeries saves a series, and takes its bookings over by the day on which
// they are expected.
func (s *simulation) saveSeries(row store.Series, first booked, days, count int, before func(d *desk)) {
	var made []store.Booking
	what := fmt.Sprintf("%s has %s %d times, every %d days, first from %s to %s", s.desk.people[first.person].name, first.room, count, days, first.start, first.end)
	s.edit(what, func(tx *store.Tx) (err error) {
		made, err = tx.SaveSeries(&row)
		return err
	}, func(d *desk) {
		before(d)
		for i := range count {
			b := first
			b.start, b.end, b.series = shift(first.start, i*days*24*60), shift(first.end, i*days*24*60), row.ID
			b.slot = b.start.Date()
			for _, m := range made {
				if m.Start.Date() == b.start.Date() {
					b.id = m.ID
				}
			}
			if b.id != 0 {
				d.bookings[b.id] = b
			}
		}
	})
}

// changeSeries moves a whole series by half an hour, or ends it with one of its
// bookings.
func (s *simulation) changeSeries(n [4]int, ends bool) {
	b, ok := s.someBooking(n[0], func(b booked) bool { return b.series != 0 })
	if !ok {
		return
	}
	if ends {
		s.endSeries(b)
		return
	}
	row, err := s.store.SeriesOf(s.t.Context(), b.series)
	s.must(err)
	now := s.pc.Now()
	row.Start, row.End = shift(row.Start, 30), shift(row.End, 30)
	if row.Start.Date() != shift(row.Start, -30).Date() {
		return
	}
	s.edit(fmt.Sprintf("the series of %s is half an hour later", s.desk.people[b.person].name), func(tx *store.Tx) error {
		_, err := tx.SaveSeries(&row)
		return err
	}, func(d *desk) {
		for id, b := range d.bookings {
			if b.series == row.ID && instant(b.end, d.zone, true).After(now) {
				b.start = store.LocalTime(b.slot) + row.Start[10:]
				b.end = shift(b.start, minutesBetween(row.Start, row.End))
				b.room, b.person = s.roomOf(row.Room), row.Person
				d.bookings[id] = b
			}
		}
	})
}

func (s *simulation) roomOf(id store.RoomID) string {
	for name, r := range s.rooms {
		if r == id {
			return name
		}
	}
	return ""
}

func minutesBetween(a, b store.LocalTime) int {
	from, _ := time.Parse("2006-01-02T15:04", string(a))
	until, _ := time.Parse("2006-01-02T15:04", string(b))
	return int(until.Sub(from).Minutes())
}

func (s *simulation) endSeries(at booked) {
	now := s.pc.Now()
	s.edit(fmt.Sprintf("the series of %s ends before %s", s.desk.people[at.person].name, at.start), func(tx *store.Tx) error {
		return tx.DeleteSeriesFrom(at.series, at.start)
	}, func(d *desk) {
		for id, b := range d.bookings {
			if b.series == at.series && b.start >= at.start && instant(b.end, d.zone, true).After(now) {
				delete(d.bookings, id)
			}
		}
	})
}

// changeRoom gives a room other doors.
func (s *simulation) changeRoom(n [4]int) {
	name := pick(n[0], "Studio", "Meeting")
	doors := []string{pick(n[1], doorNames...)}
	if other := pick(n[2], doorNames...); other != doors[0] {
		doors = append(doors, other)
	}
	s.changeRoomRow(name, fmt.Sprintf("has the doors %v", doors), func(r *store.Room) {
		r.Doors = nil
		for _, d := range doors {
			r.Doors = append(r.Doors, doorRef(s.snapshot(), d))
		}
	}, func(p *place) { p.doors = doors })
}

func (s *simulation) changeRoomBuffer(n [4]int) {
	name := pick(n[0], "Studio", "Meeting")
	before, after := pick(n[1], 0, 10, 30), pick(n[2], 0, 10, 30)
	s.changeRoomRow(name, fmt.Sprintf("opens %d minutes before and %d after", before, after), func(r *store.Room) {
		r.Before, r.After = &before, &after
	}, func(p *place) { p.before, p.after = &before, &after })
}

func (s *simulation) changeRoomRow(name, what string, change func(r *store.Room), then func(p *place)) {
	s.edit("the room "+name+" "+what, func(tx *store.Tx) error {
		r, err := tx.Room(s.rooms[name])
		if err != nil {
			return err
		}
		change(&r)
		return tx.SaveRoom(&r)
	}, func(d *desk) {
		p := d.rooms[name]
		then(&p)
		d.rooms[name] = p
	})
}

func (s *simulation) changeBuffer(n [4]int) {
	before, after := pick(n[0], 0, 5, 15), pick(n[1], 0, 5, 15)
	s.changeSpace(fmt.Sprintf("rooms open %d minutes before and %d after", before, after), func(p *store.Space) {
		p.Before, p.After = before, after
	}, func(d *desk) { d.before, d.after = before, after })
}

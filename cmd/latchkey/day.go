package main

import (
	"context"

	"latchkey/store"
	"latchkey/sync/kssim"
)

// playDay plays Saturday 24 October 2026 at Maison Nord and the night after
// it, in which the clock goes back.
func (p *player) playDay(ctx context.Context) {
	p.morning(ctx)
	p.booking(ctx)
	p.newMember(ctx)
	p.visitor(ctx)
	p.cancelled(ctx)
	p.offline(ctx)
	p.clockChange(ctx)
	p.movedBooking(ctx)
}

func (p *player) morning(ctx context.Context) {
	p.at("2026-10-24T08:30")
	p.note("the sample space goes to SALTO KS")
	p.sync(ctx)
	p.tries(ctx, "Amélie Rousseau", "Front door", true) // plan Full time
	p.tries(ctx, "Amélie Rousseau", "Storage", true)
	p.tries(ctx, "Amélie Rousseau", "Studio A", false)
	p.tries(ctx, "Anders Sørensen", "Studio A", true)     // plan Studio
	p.tries(ctx, "02300001", "Meeting room", true)        // main member of a team, by tag
	p.tries(ctx, "Mateusz Wójcik", "Meeting room", true)  // co-member
	p.tries(ctx, "Mateusz Wójcik", "Storage", false)      //
	p.tries(ctx, "Agnès Pelletier", "Front door", false)  // plan Basic: not on a Saturday
	p.tries(ctx, "Émile Garnier", "Front door", false)    // the same plan
	p.tries(ctx, "Émile Garnier", "Storage", true)        // extra door, at any time
	p.tries(ctx, "Håkon Lindqvist", "Workshop", true)     // extra door
	p.tries(ctx, "Rémi Charpentier", "Front door", false) // left yesterday
	p.tries(ctx, "Hélène Prévost", "Front door", false)   // paused
	p.tries(ctx, "Nicolas Hénault", "Front door", false)  // not connected to SALTO KS
}

// booking plays João's, 09:00 to 10:30, with the space's five minutes around.
func (p *player) booking(ctx context.Context) {
	p.at("2026-10-24T08:54")
	p.tries(ctx, "João Carvalho", "Meeting room", false)
	p.tries(ctx, "João Carvalho", "Front door", false)
	p.at("2026-10-24T08:55")
	p.tries(ctx, "João Carvalho", "Meeting room", true)
	p.tries(ctx, "João Carvalho", "Front door", true)
	p.tries(ctx, "João Carvalho", "Studio A", false)
	p.at("2026-10-24T10:34")
	p.tries(ctx, "João Carvalho", "Meeting room", true)
	p.at("2026-10-24T10:35")
	p.tries(ctx, "João Carvalho", "Meeting room", false)
	p.tries(ctx, "João Carvalho", "Front door", false)
}

func (p *player) newMember(ctx context.Context) {
	p.at("2026-10-24T11:00")
	p.tries(ctx, "Nora Lind", "Front door", false)
	p.note("Nora Lind becomes a member, plan Full time")
	plan := p.planNamed(ctx, "Full time")
	p.desk(ctx, func(tx *store.Tx) error {
		return tx.SavePerson(&store.Person{
			FirstName: "Nora", LastName: "Lind", Email: "nora.lind@courriel.example",
			Plan: plan, StartsOn: "2026-10-24", Connect: store.ConnectPhoneAndTag,
		})
	})
	p.tries(ctx, "Nora Lind", "Front door", true)
	p.tries(ctx, "nora.lind@courriel.example", "Storage", true)
	p.tries(ctx, "Nora Lind", "Workshop", false)
}

// visitor plays a booking of the workshop, which has fifteen minutes around.
func (p *player) visitor(ctx context.Context) {
	p.at("2026-10-24T11:30")
	p.note("Tom Okafor visits: the workshop from 12:00 to 13:00")
	p.book(ctx, "Workshop", &store.Person{FirstName: "Tom", LastName: "Okafor", Email: "tom.okafor@courriel.example", Connect: store.ConnectPhoneOnly},
		"2026-10-24T12:00", "2026-10-24T13:00")
	p.tries(ctx, "Tom Okafor", "Workshop", false)
	p.at("2026-10-24T11:45")
	p.tries(ctx, "Tom Okafor", "Workshop", true)
	p.tries(ctx, "Tom Okafor", "Front door", true)
	p.tries(ctx, "Tom Okafor", "Storage", false)
	p.at("2026-10-24T13:14")
	p.tries(ctx, "Tom Okafor", "Workshop", true)
	p.at("2026-10-24T13:15")
	p.tries(ctx, "Tom Okafor", "Workshop", false)
	p.sync(ctx)
	p.tries(ctx, "Tom Okafor", "Front door", false)
}

func (p *player) cancelled(ctx context.Context) {
	p.at("2026-10-24T13:30")
	p.tries(ctx, "Camille Dubois", "Front door", true)
	p.note("Camille Dubois is cancelled")
	p.edit(ctx, "Camille Dubois", func(c *store.Person) { c.EndsOn = "2026-10-23" })
	p.tries(ctx, "Camille Dubois", "Front door", false)
	p.tries(ctx, "Camille Dubois", "Storage", false)
	p.tries(ctx, "Bastien Leroy", "Front door", true) // the same plan, untouched
}

// offline plays the network's going and coming back.
func (p *player) offline(ctx context.Context) {
	p.at("2026-10-24T14:00")
	p.note("the network goes")
	p.sim.sim.SetNetwork(kssim.Network{Offline: true})
	p.note("Élodie Marchand is cancelled, and Zoé Petit books the meeting room for 18:00")
	p.edit(ctx, "Élodie Marchand", func(c *store.Person) { c.EndsOn = "2026-10-23" })
	p.book(ctx, "Meeting room", p.person(ctx, "Zoé Petit"), "2026-10-24T18:00", "2026-10-24T19:00")
	p.tries(ctx, "Élodie Marchand", "Front door", true) // SALTO KS does not know yet
	p.at("2026-10-24T14:20")
	p.note("the network is back")
	p.sim.sim.SetNetwork(kssim.Network{})
	p.sync(ctx)
	p.tries(ctx, "Élodie Marchand", "Front door", false)
	p.tries(ctx, "Zoé Petit", "Meeting room", false)
	p.at("2026-10-24T17:55")
	p.tries(ctx, "Zoé Petit", "Meeting room", true)
	p.at("2026-10-24T19:05")
	p.tries(ctx, "Zoé Petit", "Meeting room", false)
}

// clockChange plays Bastien's booking from 22:00 to 04:00, seven hours long:
// at 03:00 summer time the clock goes back to 02:00.
func (p *player) clockChange(ctx context.Context) {
	p.at("2026-10-24T21:54")
	p.tries(ctx, "Bastien Leroy", "Studio A", false)
	p.at("2026-10-24T21:55")
	p.tries(ctx, "Bastien Leroy", "Studio A", true)
	p.at("2026-10-25T02:30")
	p.tries(ctx, "Bastien Leroy", "Studio A", true)
	p.clock.Set(store.LocalTime("2026-10-25T02:30").End(p.space.Location()))
	p.tries(ctx, "Bastien Leroy", "Studio A", true)
	p.at("2026-10-25T04:04")
	p.tries(ctx, "Bastien Leroy", "Studio A", true)
	p.at("2026-10-25T04:05")
	p.tries(ctx, "Bastien Leroy", "Studio A", false)
}

func (p *player) movedBooking(ctx context.Context) {
	p.at("2026-10-25T08:00")
	p.note("Ioana Popescu's booking moves from 10:00 to 13:00")
	who := p.person(ctx, "Ioana Popescu")
	if p.err != nil {
		return
	}
	bookings, err := p.store.BookingsOf(ctx, who.ID, p.clock.Now())
	if err != nil || len(bookings) == 0 {
		p.err = orMissing(err, "a booking of Ioana Popescu")
		return
	}
	b := bookings[0]
	b.Start, b.End = "2026-10-25T13:00", "2026-10-25T15:00"
	p.desk(ctx, func(tx *store.Tx) error { return tx.SaveBooking(&b) })
	p.at("2026-10-25T10:00")
	p.tries(ctx, "Ioana Popescu", "Meeting room", false)
	p.at("2026-10-25T12:55")
	p.tries(ctx, "Ioana Popescu", "Meeting room", true)
	p.note("and is deleted")
	p.desk(ctx, func(tx *store.Tx) error { return tx.DeleteBooking(b.ID) })
	p.tries(ctx, "Ioana Popescu", "Meeting room", false)
}

// edit changes a person as the desk would.
func (p *player) edit(ctx context.Context, name string, change func(*store.Person)) {
	person := p.person(ctx, name)
	if p.err != nil {
		return
	}
	change(person)
	p.desk(ctx, func(tx *store.Tx) error { return tx.SavePerson(person) })
}

// book makes a booking; a person who is not in the file yet is added with it.
func (p *player) book(ctx context.Context, room string, who *store.Person, from, until store.LocalTime) {
	if p.err != nil {
		return
	}
	rooms, err := p.store.Rooms(ctx, p.space.ID)
	if err != nil {
		p.err = err
		return
	}
	for _, r := range rooms {
		if r.Name != room {
			continue
		}
		p.desk(ctx, func(tx *store.Tx) error {
			if who.ID == 0 {
				if err := tx.SavePerson(who); err != nil {
					return err
				}
			}
			return tx.SaveBooking(&store.Booking{Room: r.ID, Person: who.ID, Start: from, End: until})
		})
		return
	}
	p.err = orMissing(nil, room)
}

func (p *player) person(ctx context.Context, name string) *store.Person {
	if p.err != nil {
		return nil
	}
	person, err := p.onePerson(ctx, name)
	if err != nil {
		p.err = err
		return nil
	}
	return &person
}

func (p *player) planNamed(ctx context.Context, name string) store.PlanID {
	if p.err != nil {
		return 0
	}
	plans, err := p.store.Plans(ctx)
	if err != nil {
		p.err = err
		return 0
	}
	for _, plan := range plans {
		if plan.Name == name {
			return plan.ID
		}
	}
	p.err = orMissing(nil, name)
	return 0
}

func orMissing(err error, what string) error {
	if err != nil {
		return err
	}
	return &store.Problem{Code: store.CodeMissing, Text: "The sample space lacks {{.What}}.", Args: map[string]any{"What": what}}
}

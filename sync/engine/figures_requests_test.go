package engine

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// change is something that the desk does, with the fewest requests that bring
// it into KS and make sure that it is there.
type change struct {
	what   string
	writes int
	reads  int // one of each list and each user that is written to
	edit   func(h *house)
}

var changes = []change{
	{"a member added", 2, 2, func(h *house) { h.join("ana", 0) }},
	{"a member added whose plan has two groups", 3, 3, func(h *house) { h.join("ben", 2) }},
	{"a booking made: two doors", 5, 3, func(h *house) { h.book("2026-11-27T16:00", "2026-11-27T17:00") }},
	{"a booking moved", 1, 1, func(h *house) { h.move("2026-11-27T18:00", "2026-11-27T19:00") }},
	{"a member cancelled", 2, 2, func(h *house) {
		h.edit(h.people[11], func(p *store.Person) { p.EndsOn = "2026-11-22" })
	}},
	{"ten members added at once", 20, 11, func(h *house) {
		for i := range 10 {
			h.join(fmt.Sprintf("m%d", i), 1)
		}
	}},
}

// join adds a member with a plan.
func (h *house) join(name string, plan int) {
	p := store.Person{FirstName: name, LastName: "New", Email: name + "@example.org", Plan: h.plans[plan], Connect: store.ConnectPhoneOnly}
	h.desk(func(tx *store.Tx) error { return tx.SavePerson(&p) })
}

// book makes a booking of the first room.
func (h *house) book(start, end store.LocalTime) {
	b := store.Booking{Room: h.rooms[0], Person: h.people[3], Start: start, End: end}
	h.desk(func(tx *store.Tx) error { return tx.SaveBooking(&b) })
	h.booked = b
}

// move moves the booking that was made.
func (h *house) move(start, end store.LocalTime) {
	h.booked.Start, h.booked.End = start, end
	h.desk(func(tx *store.Tx) error { return tx.SaveBooking(&h.booked) })
}

// requestsFor makes the change and counts the requests to the API until KS has
// shown all of it.
func (h *house) requestsFor(c change) int {
	h.quietly(10 * time.Minute)
	h.eng.Pass(context.Background()) // with what is due at this time anyhow
	h.sim.ResetRequests()
	c.edit(h)
	h.settle()
	n := 0
	for _, r := range h.sim.Requests() {
		if r.API {
			n++
		}
	}
	return n
}

// settled is a house whose engine has looked at the site and has added somebody:
// what is asked for once was asked for.
func settled(tb testing.TB, members int) *house {
	tb.Helper()
	h := newPlot(tb, members).moveIn(tb)
	h.join("first", 0)
	h.settle()
	return h
}

func TestNoChangeTakesARequestTooMany(t *testing.T) {
	h := settled(t, 60)
	for _, c := range changes {
		require.Equal(t, c.writes+c.reads, h.requestsFor(c), c.what)
	}
}

// requesting compares the requests for changes with the fewest possible.
func requesting(b *testing.B, _ func() *plot) figures {
	var out figures
	for b.Loop() {
		h := settled(b, 100)
		out = nil
		for _, c := range changes {
			n, least := h.requestsFor(c), c.writes+c.reads
			out = append(out, figure{c.what, fmt.Sprint(n, " requests"), fmt.Sprintf("%d writes, %d read-backs", c.writes, c.reads), ratio(n, least), 1})
		}
	}
	return out
}

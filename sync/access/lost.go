package access

import (
	"time"

	"latchkey/store"
)

// LostBookings are the bookings of which somebody has taken something away in
// SALTO KS: what the ledger says of them is not so any more.
func LostBookings(snap store.Snapshot, known Known) map[store.BookingID]bool {
	r := newRules(snap)
	lost := make(map[store.BookingID]bool)
	for id := range r.byPerson {
		p, _ := r.person(id)
		e := explainer{rules: r, known: known, p: p}
		for _, g := range r.bookingGrants(nil, e.p) {
			for _, at := range []time.Time{g.Window.From, g.Window.To.Add(-time.Second)} {
				e.at = at
				if len(e.hold(g).lost) > 0 {
					lost[g.Reason.Booking] = true
				}
			}
		}
	}
	return lost
}

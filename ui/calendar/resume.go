package calendar

import (
	"context"

	"latchkey/store"
	"latchkey/ui/desk"
)

// draftKind names what is typed into the form of a booking.
const draftKind = "booking"

// Resume returns what opens the form again whose draft is gone on with; nil: the
// draft is none of its own.
func (p *Page) Resume(kind string, id int64) func() {
	if kind != draftKind {
		return nil
	}
	if id == 0 {
		return func() { p.ask(store.Booking{}) }
	}
	return func() {
		desk.Load(p.deps.Desk, func(ctx context.Context) (store.Booking, error) {
			return p.deps.Desk.Store.Booking(ctx, store.BookingID(id))
		}, p.ask)
	}
}

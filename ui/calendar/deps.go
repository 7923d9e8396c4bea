package calendar

import (
	"context"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/widgets"
)

// State is what a booking's doors know of it: "waits", "in KS since 09:58",
// "door offline", "opens no door".
type State struct {
	Kind widgets.Kind
	Text store.Sentence
}

// Deps is what the screen needs from the rest of the program.
type Deps struct {
	Desk *desk.Desk
	// BookingStates tells how far bookings have come on their way to the
	// doors. It runs away from the UI thread; a booking that it leaves out is
	// shown without a state. May be nil.
	BookingStates func(ctx context.Context, ids []store.BookingID) (map[store.BookingID]State, error)
	// ShowPerson opens a person in Members.
	ShowPerson func(id store.PersonID)
	// GoRooms shows Rooms, where the first room is added.
	GoRooms func()
	// After moves the line of the present time on. Nil: it moves when the page
	// is shown or read again.
	After widgets.After
}

package members

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// bookingsTab lists what a person has booked from now on.
type bookingsTab struct {
	deps   Deps
	person store.PersonID
	loader loader[store.PersonID, []bookingLine]
	rows   *scrollRows
}

// bookingLine is a booking with the name of its room.
type bookingLine struct {
	store.Booking
	room string
}

func newBookingsTab(deps Deps) *bookingsTab {
	t := &bookingsTab{deps: deps, rows: newScrollRows()}
	t.loader = loader[store.PersonID, []bookingLine]{desk: deps.Desk, read: t.read, show: t.answered}
	return t
}

func (t *bookingsTab) content() fyne.CanvasObject { return t.rows.outer }

func (t *bookingsTab) concerns(k store.Kind) bool { return k.Has(store.KindBooking | store.KindRoom) }

func (t *bookingsTab) show(_ *roster, p store.Person) {
	if p.ID != t.person {
		t.rows.set(nil)
	}
	t.person = p.ID
	t.loader.ask(p.ID)
}

func (t *bookingsTab) read(ctx context.Context, id store.PersonID) ([]bookingLine, error) {
	return bookingsOf(ctx, t.deps.Desk.Store, id, t.deps.Desk.Now())
}

// bookingsOf returns the bookings of a person that end after an instant.
func bookingsOf(ctx context.Context, s *store.Store, id store.PersonID, from time.Time) ([]bookingLine, error) {
	bookings, err := s.BookingsOf(ctx, id, from)
	if err != nil {
		return nil, err
	}
	rooms := map[store.RoomID]string{}
	lines := make([]bookingLine, len(bookings))
	for i, b := range bookings {
		if _, known := rooms[b.Room]; !known {
			room, err := s.Room(ctx, b.Room)
			if err != nil && store.CodeOf(err) != store.CodeMissing {
				return nil, fmt.Errorf("members: the room of a booking: %w", err)
			}
			rooms[b.Room] = room.Name
		}
		lines[i] = bookingLine{b, rooms[b.Room]}
	}
	return lines, nil
}

func (t *bookingsTab) answered(id store.PersonID, lines []bookingLine) {
	if id != t.person {
		return
	}
	if len(lines) == 0 {
		t.rows.set([]fyne.CanvasObject{note(lang.L("No bookings to come. Make one in the calendar."))})
		return
	}
	rows := make([]fyne.CanvasObject, len(lines))
	for i, b := range lines {
		open := widgets.NewLinkButton(lang.L("Open"), func() { t.deps.OpenBooking(b.ID) })
		rows[i] = widgets.TwoLines(joined(b.room, b.Title), words.Span(b.Start, b.End), open)
	}
	t.rows.set(rows)
}

// note is a muted sentence that stands alone in a tab.
func note(text string) fyne.CanvasObject { return spaced(10, 6, widgets.MutedParagraph(text)) }

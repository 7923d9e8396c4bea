package store

import (
	"strings"

	"latchkey/store/internal/db"
)

// SaveBooking inserts or updates a booking and fills in StartAt and EndAt. A
// booking that clashes with another is refused with a Problem (CodeConflict)
// that names it.
func (tx *Tx) SaveBooking(b *Booking) error {
	want := *b
	want.Key, want.Title = strings.TrimSpace(want.Key), strings.TrimSpace(want.Title)
	have, err := tx.claim(tableBooking, int64(want.ID), want.Key, want.Rev)
	if err != nil {
		return err
	}
	var was bookingImage
	if have != nil {
		was = have.(bookingImage)
	}
	want.ID, want.Rev, want.Key = was.ID, was.Rev, keyOr(want.Key, was.Key)
	at, err := tx.bookingRules(&want)
	if err != nil {
		return err
	}
	if have != nil && want == was.Booking {
		*b = want
		return nil
	}
	img, err := tx.put(have, bookingImage{want, slotOf(want, was)})
	if err != nil {
		return err
	}
	*b = img.(bookingImage).Booking
	return tx.logEdit(at.room.Space, b.Person, bookingSaid(was.Booking, *b, at, tx.nameOf(was.Person))...)
}

// slotOf keeps the day of the rule that a booking stands for while it stays
// in its series.
func slotOf(b Booking, was bookingImage) Date {
	switch {
	case b.Series == 0:
		return ""
	case b.Series == was.Series && was.slot != "":
		return was.slot
	}
	return b.Start.Date()
}

// bookingPlace is where a booking is, and whose.
type bookingPlace struct {
	room   Room
	space  Space
	person Person
}

// placeOf loads the room, its space and the person, which must all be there.
func (tx *Tx) placeOf(room RoomID, person PersonID) (p bookingPlace, err error) {
	if p := checkWho(room, person); p != nil {
		return bookingPlace{}, p
	}
	if p.room, err = tx.Room(room); err != nil {
		return p, err
	}
	if p.space, err = tx.Space(p.room.Space); err != nil {
		return p, err
	}
	if p.person, err = tx.Person(person); err != nil {
		return p, err
	}
	switch {
	case p.room.Deleted:
		return p, &Problem{Code: CodeMissing, Field: "room", Text: "The room {{.Room}} was removed. Choose another room.", Args: pairs([]any{"Room", p.room.Name})}
	case p.person.Deleted:
		return p, &Problem{Code: CodeMissing, Field: "person", Text: "{{.Person}} was removed. Choose another person.", Args: pairs([]any{"Person", p.person.Name()})}
	}
	return p, nil
}

// bookingRules checks a booking by itself and against the file, and fills in
// its instants.
func (tx *Tx) bookingRules(b *Booking) (bookingPlace, error) {
	if b.Deleted {
		return bookingPlace{}, &Problem{Code: CodeMissing, Text: "This booking was deleted. Look again in the calendar."}
	}
	if err := CheckBooking(*b); err != nil {
		return bookingPlace{}, err
	}
	at, err := tx.placeOf(b.Room, b.Person)
	if err != nil {
		return at, err
	}
	if p := checkBookableHours(at.room, b.Start, b.End); p != nil {
		return at, p
	}
	if p := setInstants(b, at.space.Location()); p != nil {
		return at, p
	}
	if b.Series != 0 {
		if _, err := tx.rows.seriesImage(tx.ctx, b.Series); err != nil {
			return at, err
		}
	}
	other, err := tx.rows.clash(tx.ctx, *b, 0)
	if err != nil || other == nil {
		return at, err
	}
	return at, tx.clashProblem(at.room, *other)
}

func (tx *Tx) clashProblem(room Room, other Booking) *Problem {
	return &Problem{Code: CodeConflict, Field: "start", Text: "{{.Room}} is booked from {{.Start}} to {{.End}} by {{.Person}}. Choose another time or another room.",
		Args: pairs([]any{"Room", room.Name, "Start", string(other.Start), "End", string(other.End), "Person", tx.nameOf(other.Person)})}
}

// allowed checks a booking that was put back: something may have taken its
// place, and the hours of the room may have changed, which is no reason.
func (i bookingImage) allowed(tx *Tx) error {
	if i.Deleted {
		return nil
	}
	at, err := tx.placeOf(i.Room, i.Person)
	if err != nil {
		return err
	}
	other, err := tx.rows.clash(tx.ctx, i.Booking, 0)
	if err != nil || other == nil {
		return err
	}
	return tx.clashProblem(at.room, *other)
}

func bookingSaid(was, now Booking, at bookingPlace, before string) []Sentence {
	person, room := at.person.Name(), at.room.Name
	if was.ID == 0 || was.Deleted {
		return []Sentence{say("{{.Person}} has {{.Room}} from {{.Start}} to {{.End}}.",
			"Person", person, "Room", room, "Start", string(now.Start), "End", string(now.End))}
	}
	var said []Sentence
	if was.Room != now.Room || was.Start != now.Start || was.End != now.End {
		said = append(said, say("The booking of {{.Person}} on {{.Old}} was moved: {{.Room}} from {{.Start}} to {{.End}}.",
			"Person", person, "Old", string(was.Start), "Room", room, "Start", string(now.Start), "End", string(now.End)))
	}
	if was.Person != now.Person {
		said = append(said, say("{{.Person}} has the booking of {{.Old}} now: {{.Room}} from {{.Start}} to {{.End}}.",
			"Person", person, "Old", before, "Room", room, "Start", string(now.Start), "End", string(now.End)))
	}
	if was.Title != now.Title || was.Series != now.Series || was.Key != now.Key {
		said = append(said, say("The details of the booking of {{.Person}} on {{.Start}} were changed.", "Person", person, "Start", string(now.Start)))
	}
	return said
}

// DeleteBooking removes one booking. One of a series leaves a gap that the
// series does not fill again.
func (tx *Tx) DeleteBooking(id BookingID) error {
	img, err := tx.rows.bookingImage(tx.ctx, id)
	if err != nil || img.Deleted {
		return err
	}
	if _, err := tx.put(img, img.removed()); err != nil {
		return err
	}
	room, err := tx.Room(img.Room)
	if err != nil {
		return err
	}
	return tx.logEdit(room.Space, img.Person, bookingGone(img.Booking, room, tx.nameOf(img.Person)))
}

// dropBookingsOf removes what a person has booked and is not over, ends their
// series, and returns how many bookings that were.
func (tx *Tx) dropBookingsOf(id PersonID) (int, error) {
	list, err := tx.rows.q.BookingsOf(tx.ctx, db.BookingsOfParams{Person: int64(id), Since: unix(tx.Now)})
	if err != nil {
		return 0, err
	}
	runs, err := tx.rows.q.SeriesOfPerson(tx.ctx, int64(id))
	if err != nil {
		return 0, err
	}
	for _, row := range list {
		img := imageOfBooking(row)
		if _, err := tx.put(img, img.removed()); err != nil {
			return 0, err
		}
	}
	for _, row := range runs {
		img := seriesImage{series(row), row.Deleted}
		if err := tx.endSeries(img, LocalOf(tx.Now, tx.zoneOf(img.Room))); err != nil {
			return 0, err
		}
	}
	return len(list), nil
}

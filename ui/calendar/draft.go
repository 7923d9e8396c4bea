package calendar

import (
	"strings"
	"time"

	"latchkey/store"
)

// draft is what stands in the form of a booking.
type draft struct {
	Base    store.Booking // what is edited; ID 0 makes a new one
	Person  store.PersonID
	Visitor string // the name of a visitor to be made; then Person is 0
	Email   string // of that visitor, may be empty
	Room    store.RoomID
	Date    store.Date
	LastDay store.Date // the day of the end
	From    string     // "15:04"
	Until   string
	Title   string
	Repeat  repetition
}

// booking is the booking that the draft asks for.
func (f draft) booking(loc *time.Location) store.Booking {
	b := f.Base
	b.Person, b.Room, b.Title = f.Person, f.Room, strings.TrimSpace(f.Title)
	b.Start = store.LocalTime(string(f.Date) + "T" + f.From)
	b.End = store.LocalTime(string(f.LastDay) + "T" + f.Until)
	return resolved(b, loc)
}

// complete tells whether the times can be read.
func (f draft) complete() bool {
	b := f.booking(time.UTC)
	return b.Start.Valid() && b.End.Valid() && b.Start < b.End
}

// visitor is the new person that the draft asks for. The last word of the name
// is taken for the family name. KS invites who has an e-mail address; without
// one, a tag opens the doors.
func (f draft) visitor() store.Person {
	p := store.Person{Email: strings.TrimSpace(f.Email), Connect: store.ConnectTagOnly}
	if p.Email != "" {
		p.Connect = store.ConnectPhoneAndTag
	}
	names := strings.Fields(f.Visitor)
	if len(names) == 0 {
		return p
	}
	last := len(names) - 1
	if last == 0 {
		p.FirstName = names[0]
		return p
	}
	p.FirstName, p.LastName = strings.Join(names[:last], " "), names[last]
	return p
}

// save writes the draft in a transaction: the visitor, if one is to be made,
// and the booking or the series. It returns the first booking.
func (f draft) save(tx *store.Tx, loc *time.Location) (store.Booking, error) {
	rule, err := f.Repeat.rule(f.Date)
	if err != nil {
		return store.Booking{}, err
	}
	b := f.booking(loc)
	if f.Visitor != "" {
		p := f.visitor()
		if err := tx.SavePerson(&p); err != nil {
			return store.Booking{}, err
		}
		b.Person = p.ID
	}
	if rule == "" {
		err := tx.SaveBooking(&b)
		return b, err
	}
	made, err := tx.SaveSeries(&store.Series{
		Room: b.Room, Person: b.Person, Title: b.Title, Start: b.Start, End: b.End, Rule: rule,
	})
	if err != nil {
		return store.Booking{}, err
	}
	if len(made) == 0 {
		return store.Booking{}, refuse("until", "This repetition gives no booking at all. Choose a later last day.")
	}
	return made[0], nil
}

// endsOn is the day on which a booking from d ends that the desk gave only
// times for: midnight is the end of the day.
func endsOn(d store.Date, until string) store.Date {
	if until == "00:00" {
		return d.AddDays(1)
	}
	return d
}

// overnight tells whether the booking may end on another day than the one on
// which it starts: it does already, or its times alone run backwards.
func (f draft) overnight() bool {
	if f.Date == "" || f.LastDay == "" || f.From == "" || f.Until == "" {
		return false
	}
	return f.LastDay != endsOn(f.Date, f.Until) || f.Until <= f.From && f.Until != "00:00"
}

package store

import (
	"cmp"
	"slices"
	"strconv"
)

// logUndo writes down that something was put back, and then for each row what
// became of it, in the words of an edit. was and now are the same rows, in the
// same order. The person or the series gives its name to the whole, not one of
// the bookings that came with it.
func (tx *Tx) logUndo(was, now []image) error {
	if len(now) == 0 {
		return nil
	}
	first := slices.MinFunc(now, func(a, b image) int { return cmp.Compare(a.mark().table, b.mark().table) })
	said := say("“{{.Name}}” was put back to what it was before.", "Name", first.title())
	if len(now) > 1 {
		said = say("“{{.Name}}” and what was changed with it were put back to what they were before.", "Name", first.title())
	}
	if err := tx.logEdit(0, personIn(first), said); err != nil {
		return err
	}
	for i, img := range now {
		if err := tx.logPutBack(was[i], img, now); err != nil {
			return err
		}
	}
	return nil
}

// personIn returns whom a row is about.
func personIn(img image) PersonID {
	switch img := img.(type) {
	case personImage:
		return img.ID
	case bookingImage:
		return img.Person
	case seriesImage:
		return img.Person
	case tagImage:
		return img.Holder
	case passImage:
		return img.Person
	case correctionImage:
		return img.Person
	}
	return 0
}

// logPutBack says what became of one row. A series speaks for its bookings.
func (tx *Tx) logPutBack(was, now image, all []image) error {
	switch now := now.(type) {
	case personImage:
		return tx.logPersonBack(was.(personImage).Person, now.Person)
	case bookingImage:
		if now.Series != 0 && slices.ContainsFunc(all, func(i image) bool { s, ok := i.(seriesImage); return ok && s.ID == now.Series }) {
			return nil
		}
		return tx.logBookingBack(was.(bookingImage).Booking, now.Booking)
	case seriesImage:
		return tx.logSeriesBack(was.(seriesImage).deleted, now, all)
	case planImage:
		if now.deleted {
			return tx.logEdit(0, 0, say("The plan {{.Name}} was removed.", "Name", now.Name))
		}
		return tx.logEdit(0, 0, planSaid(!was.(planImage).deleted, was.(planImage).Plan, now.Plan)...)
	case roomImage:
		if now.Deleted {
			return tx.logEdit(now.Space, 0, say("The room {{.Name}} was removed.", "Name", now.Name))
		}
		return tx.logRoom(was.(roomImage).Room, now.Room)
	case spaceImage:
		if now.deleted {
			return tx.logEdit(now.ID, 0, say("The space {{.Name}} was removed.", "Name", now.Name))
		}
		return tx.logEdit(now.ID, 0, spaceSaid(!was.(spaceImage).deleted, was.(spaceImage).Space, now.Space)...)
	case passTypeImage:
		if now.deleted {
			return tx.logEdit(0, 0, say("The pass {{.Name}} was removed.", "Name", now.Name))
		}
		return tx.logEdit(0, 0, passTypeSaid(!was.(passTypeImage).deleted, was.(passTypeImage).PassType, now.PassType))
	case passImage:
		name := tx.nameOf(now.Person)
		if now.deleted {
			return tx.logEdit(0, now.Person, say("{{.Person}} does not have this pass any more: {{.Name}}.", "Person", name, "Name", now.kind))
		}
		return tx.logEdit(0, now.Person, passSaid(!was.(passImage).deleted, was.(passImage).Pass, now.Pass, name, now.kind))
	case correctionImage:
		if now.deleted {
			return tx.logEdit(now.Space, now.Person, say("What the desk said of the presence of {{.Person}} was taken back.", "Person", now.name))
		}
		return tx.logEdit(now.Space, now.Person, tx.correctionSaid(now.Correction, now.name))
	case tagImage:
		if now.deleted {
			return tx.logEdit(0, was.(tagImage).Holder, say("Tag {{.Number}} was removed.", "Number", now.title()))
		}
		return tx.logTag(was.(tagImage).Tag, now.Tag)
	}
	return nil
}

func (tx *Tx) logPersonBack(was, now Person) error {
	if now.Deleted {
		return tx.logEdit(0, now.ID, say("{{.Name}} was removed.", "Name", now.Name()))
	}
	said, err := tx.personSaid(was, now)
	if err != nil {
		return err
	}
	return tx.logEdit(0, now.ID, said...)
}

func (tx *Tx) logBookingBack(was, now Booking) error {
	room, err := tx.Room(now.Room)
	if err != nil {
		return err
	}
	person, err := tx.Person(now.Person)
	if err != nil {
		return err
	}
	if now.Deleted {
		return tx.logEdit(room.Space, now.Person, bookingGone(now, room, person.Name()))
	}
	return tx.logEdit(room.Space, now.Person, bookingSaid(was, now, bookingPlace{room: room, person: person}, tx.nameOf(was.Person))...)
}

func (tx *Tx) logSeriesBack(wasDeleted bool, now seriesImage, all []image) error {
	room, err := tx.Room(now.Room)
	if err != nil {
		return err
	}
	person, err := tx.Person(now.Person)
	if err != nil {
		return err
	}
	if now.deleted {
		gone := 0
		for _, img := range all {
			if b, ok := img.(bookingImage); ok && b.Series == now.ID && b.Deleted {
				gone++
			}
		}
		return tx.logEdit(room.Space, now.Person, seriesGone(now.Start, room, person.Name(), gone))
	}
	made, err := tx.bookingsOfSeries(now.ID)
	if err != nil {
		return err
	}
	return tx.logEdit(room.Space, now.Person, seriesSaid(!wasDeleted, now.Series, bookingPlace{room: room, person: person}, len(made)))
}

func bookingGone(b Booking, room Room, person string) Sentence {
	return say("The booking of {{.Person}} was deleted: {{.Room}} from {{.Start}} to {{.End}}.",
		"Person", person, "Room", room.Name, "Start", string(b.Start), "End", string(b.End))
}

func seriesGone(from LocalTime, room Room, person string, n int) Sentence {
	return say("The series of {{.Person}} in {{.Room}} was ended at {{.Start}}. Bookings deleted: {{.Count}}.",
		"Person", person, "Room", room.Name, "Start", string(from), "Count", strconv.Itoa(n))
}

package exchange

import (
	"context"
	"reflect"
	"slices"

	"latchkey/store"
)

func (im *importer) saveRooms(ctx context.Context) error {
	return im.do(ctx, jobs("rooms", im.file.Rooms, func(r Room) string { return r.Name }, im.saveRoom))
}

func (im *importer) saveRoom(f Room) error {
	have, known := im.have.rooms[f.Key]
	want := have
	want.Space, want.Key, want.Name, want.Note, want.Deleted = im.space.ID, f.Key, f.Name, f.Note, false
	want.Before, want.After, want.OpenFrom, want.OpenUntil = f.Before, f.After, f.OpenFrom, f.OpenUntil
	want.Doors = refsLike(have.Doors, f.Doors)
	want.Groups = refsLike(have.Groups, f.Groups)
	changed := !known || !reflect.DeepEqual(want, have)
	if changed {
		if err := im.tx.SaveRoom(&want); err != nil {
			return err
		}
	}
	im.rooms[f.Key] = want.ID
	im.report.Rooms.note(known, changed)
	return nil
}

// saveCalendar saves series and bookings together, because either may have to
// wait until one of the other has moved.
func (im *importer) saveCalendar(ctx context.Context) error {
	listed := make(map[string]bool, len(im.file.Bookings))
	for _, b := range im.file.Bookings {
		listed[b.Key] = true
	}
	series := jobs("series", im.file.Series, func(s Series) string { return s.Title }, func(f Series) error {
		return im.saveRun(f, listed)
	})
	return im.do(ctx, append(series, jobs("bookings", im.file.Bookings, bookingName, im.saveBooking)...))
}

// saveRun saves a series and takes out the bookings of its excepted days, but
// not those that the file lists by their own keys.
func (im *importer) saveRun(f Series, listed map[string]bool) error {
	have, known := im.have.series[f.Key]
	want := have
	want.Key, want.Room, want.Person, want.Title = f.Key, im.rooms[f.Room], im.people[f.Person], f.Title
	want.Start, want.End, want.Rule = f.Start, f.End, f.Rule
	changed := !known || want != have
	bookings := im.have.runs[have.ID]
	if changed {
		made, err := im.tx.SaveSeries(&want)
		if err != nil {
			return err
		}
		im.have.replaceRun(have.ID, made)
		bookings = made
	}
	for _, b := range bookings {
		if !listed[b.Key] && slices.Contains(f.Except, b.Start.Date()) {
			if err := im.tx.DeleteBooking(b.ID); err != nil {
				return err
			}
			changed = true
		}
	}
	im.series[f.Key] = want.ID
	im.report.Series.note(known, changed)
	return nil
}

func (im *importer) saveBooking(f Booking) error {
	have, known := im.have.bookings[f.Key]
	want := have
	want.Key, want.Title, want.Deleted = f.Key, f.Title, false
	want.Room, want.Person, want.Series = im.rooms[f.Room], im.people[f.Person], im.series[f.Series]
	want.Start, want.End = f.Start, f.End
	if f.Series != "" && want.Series == 0 {
		return &store.Problem{Code: store.CodeConflict, Text: "The series that this booking belongs to was not imported. Correct the series first."}
	}
	changed := !known || want != have
	if changed {
		if err := im.tx.SaveBooking(&want); err != nil {
			return err
		}
	}
	im.report.Bookings.note(known, changed)
	return nil
}

func bookingName(b Booking) string {
	if b.Title != "" {
		return b.Title
	}
	return b.Key
}

// replaceRun takes note of what saving a series did to its bookings. Those
// that it deleted are forgotten: one that the file lists comes back by its
// key.
func (s *stock) replaceRun(id store.SeriesID, made []store.Booking) {
	for _, b := range s.runs[id] {
		delete(s.bookings, b.Key)
	}
	for _, b := range made {
		s.bookings[b.Key] = b
	}
}

package exchange

import (
	"context"
	"encoding/hex"
	"reflect"
	"slices"
	"time"

	"latchkey/store"
)

func (im *importer) saveRooms(ctx context.Context) error {
	return saveEach(ctx, im, "rooms", im.file.Rooms, func(r Room) string { return r.Name }, func(f Room) error {
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
	})
}

func (im *importer) saveSeries(ctx context.Context) error {
	listed := make(map[string]bool, len(im.file.Bookings))
	for _, b := range im.file.Bookings {
		listed[b.Key] = true
	}
	return saveEach(ctx, im, "series", im.file.Series, func(s Series) string { return s.Title }, func(f Series) error {
		return im.saveRun(f, listed)
	})
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

func (im *importer) saveBookings(ctx context.Context) error {
	return saveEach(ctx, im, "bookings", im.file.Bookings, bookingName, func(f Booking) error {
		have, known := im.have.bookings[f.Key]
		want := have
		want.Key, want.Title, want.Deleted = f.Key, f.Title, false
		want.Room, want.Person, want.Series = im.rooms[f.Room], im.people[f.Person], im.series[f.Series]
		want.Start, want.End = f.Start, f.End
		changed := !known || want != have
		if changed {
			if err := im.tx.SaveBooking(&want); err != nil {
				return err
			}
		}
		im.report.Bookings.note(known, changed)
		return nil
	})
}

func bookingName(b Booking) string {
	if b.Title != "" {
		return b.Title
	}
	return b.Key
}

func (im *importer) saveTags(ctx context.Context) error {
	return saveEach(ctx, im, "tags", im.file.Tags, func(t Tag) string { return t.Number }, func(f Tag) error {
		uid, err := hex.DecodeString(f.UID)
		if err != nil {
			return invalid("uid", "“uid” must be hexadecimal digits, two for each byte, like 04A1B2C3.")
		}
		have, known := im.have.tags[f.Key]
		want := have
		want.Key, want.Number, want.Printed = f.Key, f.Number, f.Printed
		want.State, want.Holder = f.state(), im.people[f.Holder]
		if !slices.Equal(uid, have.UID) {
			want.UID = uid
		}
		changed := !known || !reflect.DeepEqual(want, have)
		if changed {
			if err := im.tx.SaveTag(&want); err != nil {
				return err
			}
		}
		im.report.Tags.note(known, changed)
		return nil
	})
}

func (im *importer) savePasses(ctx context.Context) error {
	return saveEach(ctx, im, "passes", im.file.Passes, func(p Pass) string { return p.Key }, func(f Pass) error {
		granted, err := time.Parse(time.RFC3339, f.GrantedAt)
		if err != nil {
			return invalid("granted_at", "“granted_at” must be an instant like 2026-10-19T08:00:00Z.")
		}
		have, known := im.have.passes[f.Key]
		want := store.Pass{
			ID: have.ID, Key: f.Key, Person: im.people[f.Person], Type: im.types[f.Type],
			GrantedAt: granted.UTC(), ExpiresOn: f.ExpiresOn,
		}
		changed := !known || !want.GrantedAt.Equal(have.GrantedAt) ||
			want.Person != have.Person || want.Type != have.Type || want.ExpiresOn != have.ExpiresOn
		if changed {
			if err := im.tx.SavePass(&want); err != nil {
				return err
			}
		}
		im.report.Passes.note(known, changed)
		return nil
	})
}

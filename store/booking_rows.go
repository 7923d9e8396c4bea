package store

import (
	"context"
	"time"

	"latchkey/store/internal/db"
)

const noBooking = "This booking does not exist any more. Look again in the calendar."

// Bookings returns the bookings of a space's rooms that overlap [from, to),
// the earliest first, without deleted ones.
func (s *Store) Bookings(ctx context.Context, space SpaceID, from, to time.Time) ([]Booking, error) {
	return read(ctx, s, func(r rows) ([]Booking, error) { return r.bookings(ctx, space, from, to) })
}

// BookingsOf returns a person's bookings that end after from, the earliest
// first, in all spaces, without deleted ones.
func (s *Store) BookingsOf(ctx context.Context, person PersonID, from time.Time) ([]Booking, error) {
	return read(ctx, s, func(r rows) ([]Booking, error) {
		list, err := r.q.BookingsOf(ctx, db.BookingsOfParams{Person: int64(person), Since: from.Unix()})
		return mapped(list, booking), err
	})
}

// Booking returns one booking, also a deleted one, or a Problem (CodeMissing).
func (s *Store) Booking(ctx context.Context, id BookingID) (Booking, error) {
	return read(ctx, s, func(r rows) (Booking, error) {
		img, err := r.bookingImage(ctx, id)
		return img.Booking, err
	})
}

// Booking returns one booking as this transaction sees it.
func (tx *Tx) Booking(id BookingID) (Booking, error) {
	img, err := tx.rows.bookingImage(tx.ctx, id)
	return img.Booking, err
}

// Clash returns the first booking of the same room that overlaps b, which
// need not be saved, or nil. Only Room, Start, End and ID of b count: times
// are half-open, buffers do not count.
func (s *Store) Clash(ctx context.Context, b Booking) (*Booking, error) {
	return read(ctx, s, func(r rows) (*Booking, error) {
		room, err := r.room(ctx, b.Room)
		if err != nil {
			return nil, err
		}
		space, err := r.space(ctx, room.Space)
		if err != nil {
			return nil, err
		}
		if p := firstProblem(checkTimes(b.Start, b.End), setInstants(&b, space.Location())); p != nil {
			return nil, p
		}
		return r.clash(ctx, b, 0)
	})
}

// slack is more than the longest booking, clock changes included: a booking
// that overlaps an instant did not start earlier than that before it.
const slack = maxBooking + 24*time.Hour

func (r rows) bookings(ctx context.Context, space SpaceID, from, to time.Time) ([]Booking, error) {
	list, err := r.q.Bookings(ctx, db.BookingsParams{
		Space: int64(space), Since: from.Unix(), Until: to.Unix(), Least: from.Add(-slack).Unix(),
	})
	return mapped(list, booking), err
}

// clash returns the first booking in the way of b, leaving out b itself and
// the bookings of one series.
func (r rows) clash(ctx context.Context, b Booking, except SeriesID) (*Booking, error) {
	row, err := maybe(r.q.Clash(ctx, db.ClashParams{
		Room: int64(b.Room), Self: int64(b.ID), Series: int64(except),
		Since: unix(b.StartAt), Until: unix(b.EndAt), Least: b.StartAt.Add(-slack).Unix(),
	}))
	if err != nil || row == nil {
		return nil, err
	}
	other := booking(*row)
	return &other, nil
}

func booking(r db.Booking) Booking {
	return Booking{
		ID: BookingID(r.ID), Key: r.Key, Rev: r.Rev, Room: RoomID(r.RoomID), Person: PersonID(r.PersonID),
		Series: deref[SeriesID](r.SeriesID), Title: r.Title, Start: LocalTime(r.StartLocal), End: LocalTime(r.EndLocal),
		StartAt: instant(r.StartAt), EndAt: instant(r.EndAt), Deleted: r.Deleted,
	}
}

// bookingImage is a booking with the day of its series' rule that it stands
// for, which stays when it is moved; "" for one that stands alone.
type bookingImage struct {
	Booking
	slot Date
}

func (r rows) bookingImage(ctx context.Context, id BookingID) (bookingImage, error) {
	row, err := r.q.Booking(ctx, int64(id))
	row, err = found(row, err, noBooking)
	return imageOfBooking(row), err
}

func imageOfBooking(row db.Booking) bookingImage {
	return bookingImage{booking(row), Date(row.Slot)}
}

func (i bookingImage) mark() rowMark {
	return rowMark{tableBooking, int64(i.ID), i.Rev, i.Key, i.Deleted}
}

func (i bookingImage) title() string {
	if i.Title != "" {
		return i.Title
	}
	return string(i.Start)
}

func (i bookingImage) removed() image {
	i.Deleted = true
	return i
}

// write derives the instants anew: the zone may be another one than when the
// image was taken.
func (i bookingImage) write(tx *Tx, rev int64) (image, error) {
	i.Rev = rev
	if p := setInstants(&i.Booking, tx.zoneOf(i.Room)); p != nil && !i.Deleted {
		return nil, p
	}
	id, err := tx.rows.q.PutBooking(tx.ctx, db.PutBookingParams{
		ID: ref(i.ID), Key: i.Key, Rev: i.Rev, Deleted: i.Deleted, RoomID: int64(i.Room), PersonID: int64(i.Person),
		SeriesID: ref(i.Series), Slot: string(i.slot), Title: i.Title, StartLocal: string(i.Start), EndLocal: string(i.End),
		StartAt: unix(i.StartAt), EndAt: unix(i.EndAt),
	})
	if err != nil {
		return nil, wrap(err, "booking")
	}
	i.ID = BookingID(id)
	tx.touchBooking(i.ID)
	tx.touchPerson(KindBooking, i.Person)
	return i, nil
}

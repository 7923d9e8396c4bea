package store

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestBookingsAgainstTheFile(t *testing.T) {
	w := newWorld(t)
	w.room.OpenFrom, w.room.OpenUntil = "08:00", "24:00"
	w.do(func(tx *Tx) error { return tx.SaveRoom(&w.room) })
	jo := w.person("Jo", nil)
	gone := w.person("Gone", nil)
	closed := Room{Space: w.space.ID, Name: "Attic"}
	w.do(func(tx *Tx) error {
		if err := tx.SaveRoom(&closed); err != nil {
			return err
		}
		if err := tx.DeleteRoom(closed.ID); err != nil {
			return err
		}
		return tx.DeletePerson(gone.ID)
	})
	mine := w.book(w.mia.ID, "2026-10-20T09:00", "2026-10-20T11:00")

	for _, c := range []struct {
		name  string
		b     Booking
		code  Code
		field string
	}{
		{"inside", Booking{Start: "2026-10-20T09:30", End: "2026-10-20T10:00"}, CodeConflict, "start"},
		{"around", Booking{Start: "2026-10-20T08:30", End: "2026-10-20T12:00"}, CodeConflict, "start"},
		{"over the end", Booking{Start: "2026-10-20T10:59", End: "2026-10-20T12:00"}, CodeConflict, "start"},
		{"too early", Booking{Start: "2026-10-21T07:59", End: "2026-10-21T12:00"}, CodeInvalid, "start"},
		{"over midnight", Booking{Start: "2026-10-21T22:00", End: "2026-10-22T00:30"}, CodeInvalid, "start"},
		{"removed room", Booking{Room: closed.ID, Start: "2026-10-21T09:00", End: "2026-10-21T10:00"}, CodeMissing, "room"},
		{"removed person", Booking{Person: gone.ID, Start: "2026-10-21T09:00", End: "2026-10-21T10:00"}, CodeMissing, "person"},
		{"unknown series", Booking{Series: 9, Start: "2026-10-21T09:00", End: "2026-10-21T10:00"}, CodeMissing, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.t = t
			b := c.b
			if b.Room == 0 {
				b.Room = w.room.ID
			}
			if b.Person == 0 {
				b.Person = jo.ID
			}
			p := w.refuse(c.code, func(tx *Tx) error { return tx.SaveBooking(&b) })
			require.Equal(t, c.field, p.Field)
			if c.code == CodeConflict {
				require.Equal(t, "Studio A is booked from 2026-10-20T09:00 to 2026-10-20T11:00 by Mia Berg. Choose another time or another room.", p.Error())
				other, err := w.Clash(w.ctx, b)
				require.NoError(t, err)
				require.Equal(t, mine, *other)
			}
		})
	}

	// Back to back on both sides, to the end of the day, and in itself.
	w.book(jo.ID, "2026-10-20T08:00", "2026-10-20T09:00")
	w.book(jo.ID, "2026-10-20T11:00", "2026-10-21T00:00")
	mine.End = "2026-10-20T10:30"
	w.do(func(tx *Tx) error { return tx.SaveBooking(&mine) })
	none, err := w.Clash(w.ctx, Booking{Room: w.room.ID, Start: "2026-10-20T10:30", End: "2026-10-20T11:00"})
	require.NoError(t, err)
	require.Nil(t, none)
	p := w.refuse(CodeConflict, func(tx *Tx) error { return tx.DeleteRoom(w.room.ID) })
	require.Contains(t, p.Error(), "3 times")
}

func TestBookingOverTheClockChange(t *testing.T) {
	w := newWorld(t)
	autumn := w.book(w.mia.ID, "2026-10-24T22:00", "2026-10-25T04:00")
	require.Equal(t, 7*time.Hour, autumn.EndAt.Sub(autumn.StartAt))
	again := w.book(w.mia.ID, "2026-10-25T04:00", "2026-10-25T05:00")
	require.Equal(t, autumn.EndAt, again.StartAt)
	spring := w.book(w.mia.ID, "2027-03-27T22:00", "2027-03-28T04:00")
	require.Equal(t, 5*time.Hour, spring.EndAt.Sub(spring.StartAt))
	skipped := Booking{Room: w.room.ID, Person: w.mia.ID, Start: "2027-03-28T02:30", End: "2027-03-28T03:15"}
	require.Equal(t, "start", w.refuse(CodeInvalid, func(tx *Tx) error { return tx.SaveBooking(&skipped) }).Field)
}

func TestBookingsKeepTheirWallClockInAnotherZone(t *testing.T) {
	w := newWorld(t)
	b := w.book(w.mia.ID, "2026-10-20T09:00", "2026-10-20T11:00")
	w.space.Zone = "Europe/London"
	c := w.do(func(tx *Tx) error { return tx.SaveSpace(&w.space) })
	require.Equal(t, []BookingID{b.ID}, c.Bookings)
	got, err := w.Booking(w.ctx, b.ID)
	require.NoError(t, err)
	require.Equal(t, b.Start, got.Start)
	require.Equal(t, time.Hour, got.StartAt.Sub(b.StartAt))
}

func TestBookingsOfATime(t *testing.T) {
	w := newWorld(t)
	long := w.book(w.mia.ID, "2026-10-20T12:00", "2026-11-03T12:00")
	b := w.book(w.mia.ID, "2026-11-03T12:00", "2026-11-03T13:00")
	at := func(l LocalTime) time.Time { return l.Start(w.space.Location()) }
	for _, c := range []struct {
		from, to LocalTime
		want     []Booking
	}{
		{"2026-11-03T11:59", "2026-11-03T12:00", []Booking{long}},
		{"2026-11-03T12:00", "2026-11-03T12:01", []Booking{b}},
		{"2026-11-03T11:59", "2026-11-03T12:01", []Booking{long, b}},
		{"2026-10-20T11:00", "2026-10-20T12:00", nil},
	} {
		got, err := w.Bookings(w.ctx, w.space.ID, at(c.from), at(c.to))
		require.NoError(t, err)
		require.Equal(t, c.want, got, "%s to %s", c.from, c.to)
	}
	got, err := w.BookingsOf(w.ctx, w.mia.ID, at("2026-11-03T12:00"))
	require.NoError(t, err)
	require.Equal(t, []Booking{b}, got)
}

func starts(list []Booking) []LocalTime {
	return mapped(list, func(b Booking) LocalTime { return b.Start })
}

func (w *world) saveSeries(s *Series) (made []Booking) {
	w.t.Helper()
	w.do(func(tx *Tx) (err error) {
		made, err = tx.SaveSeries(s)
		return err
	})
	return made
}

func TestSeriesMakesItsBookings(t *testing.T) {
	w := newWorld(t)
	s := Series{Room: w.room.ID, Person: w.mia.ID, Title: "Yoga", Start: "2026-10-20T18:00", End: "2026-10-20T19:30", Rule: "RRULE:FREQ=WEEKLY;COUNT=3"}
	made := w.saveSeries(&s)
	require.Equal(t, []LocalTime{"2026-10-20T18:00", "2026-10-27T18:00", "2026-11-03T18:00"}, starts(made))
	// Six in the evening on both sides of the clock change.
	require.Equal(t, 7*24*time.Hour+time.Hour, made[1].StartAt.Sub(made[0].StartAt))
	for _, b := range made {
		require.Equal(t, s.ID, b.Series)
		require.Equal(t, 90*time.Minute, b.EndAt.Sub(b.StartAt))
	}
}

func TestSeriesListsEveryClashBeforeAnythingIsSaved(t *testing.T) {
	w := newWorld(t)
	jo := w.person("Jo", nil)
	w.book(jo.ID, "2026-10-27T17:00", "2026-10-27T18:30")
	s := Series{Room: w.room.ID, Person: w.mia.ID, Start: "2026-10-20T18:00", End: "2026-10-20T19:00", Rule: "FREQ=WEEKLY;COUNT=9"}
	save := func(tx *Tx) error { _, err := tx.SaveSeries(&s); return err }
	require.Contains(t, w.refuse(CodeConflict, save).Error(), "2026-10-27T17:00")
	w.book(jo.ID, "2026-11-03T18:59", "2026-11-03T20:00")
	p := w.refuse(CodeConflict, save)
	require.Equal(t, "Studio A is booked at 2 of these times: 2026-10-27 18:00 (Jo Test), 2026-11-03 18:00 (Jo Test). Choose another time or another room, or move these bookings.", p.Error())
	for _, day := range []LocalTime{"2026-11-10", "2026-11-17", "2026-11-24", "2026-12-01"} {
		w.book(jo.ID, day+"T18:00", day+"T19:00")
	}
	p = w.refuse(CodeConflict, save)
	require.Contains(t, p.Error(), "at 6 of these times")
	require.Contains(t, p.Error(), "…")
}

func TestChangingASeries(t *testing.T) {
	w := newWorld(t)
	s := Series{Room: w.room.ID, Person: w.mia.ID, Start: "2026-10-15T18:00", End: "2026-10-15T19:00", Rule: "FREQ=WEEKLY;COUNT=5"}
	made := w.saveSeries(&s)
	require.Len(t, made, 5)
	w.do(func(tx *Tx) error { return tx.DeleteBooking(made[2].ID) }) // 29 October: a gap the desk made
	moved := made[3]                                                 // 5 November, to the day after
	moved.Start, moved.End = "2026-11-06T20:00", "2026-11-06T21:00"
	w.do(func(tx *Tx) error { return tx.SaveBooking(&moved) })

	s.Start, s.End = "2026-10-15T18:30", "2026-10-15T19:30"
	after := w.saveSeries(&s)
	require.Equal(t, []LocalTime{"2026-10-15T18:00", "2026-10-22T18:30", "2026-11-05T18:30", "2026-11-12T18:30"}, starts(after),
		"what is over stays, the gap stays, what was moved comes back")
	require.Equal(t, moved.ID, after[2].ID, "the same booking, and so the same group in KS")

	s.Rule = "FREQ=WEEKLY;COUNT=2"
	require.Equal(t, []LocalTime{"2026-10-15T18:00", "2026-10-22T18:30"}, starts(w.saveSeries(&s)))
	s.Rule = "FREQ=WEEKLY;COUNT=5"
	require.Equal(t, []LocalTime{"2026-10-15T18:00", "2026-10-22T18:30", "2026-11-05T18:30", "2026-11-12T18:30"}, starts(w.saveSeries(&s)),
		"what the rule took away, it gives back")
}

func TestEndingASeries(t *testing.T) {
	w := newWorld(t)
	s := Series{Room: w.room.ID, Person: w.mia.ID, Start: "2026-10-12T18:00", End: "2026-10-12T19:00", Rule: "FREQ=WEEKLY;COUNT=5"}
	w.saveSeries(&s)
	w.do(func(tx *Tx) error { return tx.DeleteSeriesFrom(s.ID, "2026-11-02T00:00") })
	got, err := w.SeriesOf(w.ctx, s.ID)
	require.NoError(t, err)
	require.Equal(t, "FREQ=WEEKLY;UNTIL=20261026T235959", got.Rule)
	left, err := w.BookingsOf(w.ctx, w.mia.ID, noon.AddDate(-1, 0, 0))
	require.NoError(t, err)
	require.Equal(t, []LocalTime{"2026-10-12T18:00", "2026-10-19T18:00", "2026-10-26T18:00"}, starts(left))

	w.do(func(tx *Tx) error { return tx.DeleteSeriesFrom(s.ID, s.Start) })
	_, err = w.SeriesOf(w.ctx, s.ID)
	require.Equal(t, CodeMissing, problem(t, err).Code)
	left, err = w.BookingsOf(w.ctx, w.mia.ID, noon.AddDate(-1, 0, 0))
	require.NoError(t, err)
	require.Equal(t, []LocalTime{"2026-10-12T18:00"}, starts(left), "what is over stays")
}

func TestTags(t *testing.T) {
	w := newWorld(t)
	jo := w.person("Jo", nil)
	tag := Tag{Number: "02300001", UID: []byte{4, 0xa1}, State: TagHeld, Holder: w.mia.ID}
	w.do(func(tx *Tx) error { return tx.SaveTag(&tag) })
	p := w.refuse(CodeConflict, func(tx *Tx) error { return tx.SaveTag(&Tag{Number: "02300001"}) })
	require.Contains(t, p.Error(), "Mia Berg")
	require.Equal(t, "number", p.Field)
	p = w.refuse(CodeConflict, func(tx *Tx) error { return tx.SaveTag(&Tag{Number: "2", UID: []byte{4, 0xa1}}) })
	require.Equal(t, "uid", p.Field)
	p = w.refuse(CodeMissing, func(tx *Tx) error { return tx.SaveTag(&Tag{Number: "3", State: TagHeld, Holder: 99}) })
	require.Equal(t, noPerson, p.Text)

	w.now = noon.Add(time.Hour)
	tag.Holder = jo.ID
	c := w.do(func(tx *Tx) error { return tx.SaveTag(&tag) })
	require.Equal(t, []PersonID{w.mia.ID, jo.ID}, c.People, "both are told")
	w.now = noon.Add(2 * time.Hour)
	tag.Holder, tag.State = 0, TagLost
	w.do(func(tx *Tx) error { return tx.SaveTag(&tag) })
	history, err := w.TagHistory(w.ctx, tag.ID)
	require.NoError(t, err)
	require.Equal(t, []Holding{
		{w.mia.ID, noon, noon.Add(time.Hour), ActorDesk, EndGiven},
		{jo.ID, noon.Add(time.Hour), noon.Add(2 * time.Hour), ActorDesk, EndLost},
	}, history)
	held, err := w.TagsOf(w.ctx, jo.ID)
	require.NoError(t, err)
	require.Empty(t, held)
}

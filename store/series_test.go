package store

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// saveSeriesFrom changes a booking and all that follow, which must work.
func (w *world) saveSeriesFrom(b BookingID, s *Series) (made []Booking) {
	w.t.Helper()
	w.do(func(tx *Tx) (err error) {
		made, err = tx.SaveSeriesFrom(b, s)
		return err
	})
	return made
}

// starts are the readings at which all of Mia's bookings start.
func (w *world) starts() []LocalTime {
	w.t.Helper()
	list, err := w.BookingsOf(w.ctx, w.mia.ID, noon.AddDate(-1, 0, 0))
	require.NoError(w.t, err)
	return starts(list)
}

func ids(list []Booking) []BookingID { return mapped(list, func(b Booking) BookingID { return b.ID }) }

func (w *world) weekly(count string) (Series, []Booking) {
	s := Series{Room: w.room.ID, Person: w.mia.ID, Title: "Yoga", Start: "2026-10-20T18:00", End: "2026-10-20T19:00", Rule: "FREQ=WEEKLY;" + count}
	return s, w.saveSeries(&s)
}

func (w *world) seriesNow(id SeriesID) Series {
	w.t.Helper()
	s, err := w.SeriesOf(w.ctx, id)
	require.NoError(w.t, err)
	return s
}

func TestThisAndWhatFollowsBecomesASeriesOfItsOwn(t *testing.T) {
	w := newWorld(t)
	s, made := w.weekly("COUNT=6")
	s = w.seriesNow(s.ID)
	rest := s
	rest.Start, rest.End = "2026-11-03T20:00", "2026-11-03T21:30"
	after := w.saveSeriesFrom(made[2].ID, &rest)
	require.NotEqual(t, s.ID, rest.ID)
	require.Equal(t, "FREQ=WEEKLY;COUNT=4", rest.Rule, "it goes on counting")
	require.Equal(t, "FREQ=WEEKLY;UNTIL=20261027T235959", w.seriesNow(s.ID).Rule)
	require.Equal(t, ids(made[2:]), ids(after), "the same bookings, and so the same groups in KS")
	require.Equal(t, []LocalTime{"2026-10-20T18:00", "2026-10-27T18:00", "2026-11-03T20:00", "2026-11-10T20:00", "2026-11-17T20:00", "2026-11-24T20:00"}, w.starts())
	for _, b := range after {
		require.Equal(t, rest.ID, b.Series)
		require.Equal(t, 90*time.Minute, b.EndAt.Sub(b.StartAt))
	}
	// Each half now goes its own way.
	first := w.seriesNow(s.ID)
	first.Start, first.End = "2026-10-20T17:00", "2026-10-20T18:00"
	w.saveSeries(&first)
	require.Equal(t, []LocalTime{"2026-10-20T17:00", "2026-10-27T17:00", "2026-11-03T20:00", "2026-11-10T20:00", "2026-11-17T20:00", "2026-11-24T20:00"}, w.starts())
}

func TestThisAndWhatFollowsKeepsGapsAndWhatIsOver(t *testing.T) {
	w := newWorld(t)
	s, made := w.weekly("UNTIL=20261117T235959")
	w.do(func(tx *Tx) error { return tx.DeleteBooking(made[3].ID) }) // 10 November
	moved := made[2]
	moved.Start, moved.End = "2026-11-04T09:00", "2026-11-04T10:00"
	w.do(func(tx *Tx) error { return tx.SaveBooking(&moved) })
	w.now = made[1].EndAt.Add(time.Hour)
	rest := w.seriesNow(s.ID)
	rest.Start, rest.End = "2026-10-27T19:00", "2026-10-27T20:00"
	w.saveSeriesFrom(made[1].ID, &rest)
	require.Equal(t, []LocalTime{"2026-10-20T18:00", "2026-10-27T18:00", "2026-11-03T19:00", "2026-11-17T19:00"}, w.starts())
}

func TestThisAndWhatFollowsOnAnotherDay(t *testing.T) {
	w := newWorld(t)
	s, made := w.weekly("COUNT=4")
	rest := w.seriesNow(s.ID)
	rest.Start, rest.End, rest.Rule = "2026-11-05T18:00", "2026-11-05T19:00", "FREQ=WEEKLY;COUNT=3"
	w.saveSeriesFrom(made[2].ID, &rest)
	require.Equal(t, "FREQ=WEEKLY;COUNT=3", rest.Rule, "another rule counts by itself")
	require.Equal(t, []LocalTime{"2026-10-20T18:00", "2026-10-27T18:00", "2026-11-05T18:00", "2026-11-12T18:00", "2026-11-19T18:00"}, w.starts())
}

func TestFromTheFirstBookingOnIsTheWholeSeries(t *testing.T) {
	w := newWorld(t)
	s, made := w.weekly("COUNT=3")
	all := w.seriesNow(s.ID)
	all.Start, all.End = "2026-10-20T20:00", "2026-10-20T21:00"
	after := w.saveSeriesFrom(made[0].ID, &all)
	require.Equal(t, s.ID, all.ID)
	require.Equal(t, ids(made), ids(after))
	require.Equal(t, []LocalTime{"2026-10-20T20:00", "2026-10-27T20:00", "2026-11-03T20:00"}, w.starts())
}

func TestThisAndWhatFollowsIsRefusedWhole(t *testing.T) {
	w := newWorld(t)
	jo := w.person("Jo", nil)
	s, made := w.weekly("COUNT=4")
	alone := w.book(w.mia.ID, "2026-10-21T09:00", "2026-10-21T10:00")
	w.book(jo.ID, "2026-11-10T20:00", "2026-11-10T21:00")
	now := w.seriesNow(s.ID)
	for name, row := range map[string]struct {
		from   BookingID
		change func(*Series)
		code   Code
	}{
		"in the way":      {made[2].ID, func(s *Series) { s.Start, s.End = "2026-11-03T20:00", "2026-11-03T21:00" }, CodeConflict},
		"ends first":      {made[2].ID, func(s *Series) { s.Start, s.End = "2026-11-03T20:00", "2026-11-03T19:00" }, CodeInvalid},
		"changed since":   {made[2].ID, func(s *Series) { s.Rev-- }, CodeChanged},
		"another booking": {alone.ID, func(*Series) {}, CodeMissing},
		"another series":  {made[2].ID, func(s *Series) { s.ID = 99 }, CodeMissing},
		"no booking":      {99, func(*Series) {}, CodeMissing},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			rest := now
			row.change(&rest)
			_ = w.refuse(row.code, func(tx *Tx) error { _, err := tx.SaveSeriesFrom(row.from, &rest); return err })
			require.Equal(t, now, w.seriesNow(s.ID))
		})
	}
	w.do(func(tx *Tx) error { return tx.DeleteBooking(made[2].ID) })
	_ = w.refuse(CodeMissing, func(tx *Tx) error { _, err := tx.SaveSeriesFrom(made[2].ID, &now); return err })
}

func TestThisAndWhatFollowsCanBeUndone(t *testing.T) {
	w := newWorld(t)
	s, made := w.weekly("COUNT=4")
	before := w.starts()
	rest := w.seriesNow(s.ID)
	rest.Start, rest.End = "2026-11-03T20:00", "2026-11-03T21:00"
	c := w.do(func(tx *Tx) error { _, err := tx.SaveSeriesFrom(made[2].ID, &rest); return err })
	require.NotEqual(t, before, w.starts())
	_, err := w.Undo(w.ctx, c.Undo)
	require.NoError(t, err)
	require.Equal(t, before, w.starts())
	require.Equal(t, "FREQ=WEEKLY;COUNT=4", w.seriesNow(s.ID).Rule)
}

// Over both changes of the clock, whatever of a series is changed: every
// booking is at its hour on the wall, and as long as it should be by it.
func TestASeriesKeepsItsHourOverBothClockChanges(t *testing.T) {
	loc, err := time.LoadLocation("Europe/Paris")
	require.NoError(t, err)
	w := newWorld(t)
	hours := []string{"01:30", "02:00", "02:30", "03:00", "09:00", "22:30"}
	rapid.Check(t, func(r *rapid.T) {
		w.now = noon
		w.room = Room{Space: w.space.ID, Name: "Another room"}
		w.do(func(tx *Tx) error { return tx.SaveRoom(&w.room) })
		w.mia = w.person("Mia", nil)
		day := rapid.SampledFrom([]LocalTime{"2026-10-23T", "2027-03-26T"}).Draw(r, "day") // two days before a change
		w.now = (day + "00:00").Start(loc).Add(-24 * time.Hour)
		at := func(label string) LocalTime { return LocalTime(rapid.SampledFrom(hours).Draw(r, label)) }
		length := time.Duration(rapid.IntRange(2, 20).Draw(r, "quarters")) * 15 * time.Minute
		until := func(l LocalTime) LocalTime { return LocalTime(l.wall().Add(length).Format(localLayout)) }
		daily := func(start LocalTime) Series {
			return Series{Room: w.room.ID, Person: w.mia.ID, Start: start, End: until(start), Rule: "FREQ=DAILY;COUNT=5"}
		}
		s := daily(day + at("hour"))
		made, err := seriesOrSkipped(w, func(tx *Tx) ([]Booking, error) { return tx.SaveSeries(&s) })
		if err != nil {
			return // the clock skips a booking as a whole
		}
		want := starts(made)
		n := rapid.IntRange(0, 4).Draw(r, "which")
		hour := at("new hour")
		switch rapid.IntRange(0, 2).Draw(r, "what") {
		case 0: // this one
			b := made[n]
			b.Start = LocalTime(b.Start.Date()) + "T" + hour
			b.End = until(b.Start)
			if _, err := w.Do(w.ctx, ActorDesk, func(tx *Tx) error { return tx.SaveBooking(&b) }); err != nil {
				return
			}
			want[n] = b.Start
		case 1: // this and those that follow
			rest := w.seriesNow(s.ID)
			rest.Start = LocalTime(made[n].Start.Date()) + "T" + hour
			rest.End = until(rest.Start)
			if _, err := seriesOrSkipped(w, func(tx *Tx) ([]Booking, error) { return tx.SaveSeriesFrom(made[n].ID, &rest) }); err != nil {
				return
			}
			for i := n; i < len(want); i++ {
				want[i] = LocalTime(want[i].Date()) + "T" + hour
			}
		default: // all
			all := daily(day + hour)
			all.ID, all.Rev, all.Key = s.ID, s.Rev, s.Key
			if _, err := seriesOrSkipped(w, func(tx *Tx) ([]Booking, error) { return tx.SaveSeries(&all) }); err != nil {
				return
			}
			for i := range want {
				want[i] = LocalTime(want[i].Date()) + "T" + hour
			}
		}
		list, err := w.BookingsOf(w.ctx, w.mia.ID, w.now)
		require.NoError(r, err)
		require.Equal(r, want, starts(list))
		for _, b := range list {
			require.Equal(r, length, wallLength(b.Start, b.End))
			require.Equal(r, b.Start.Start(loc).UTC(), b.StartAt)
			require.Equal(r, b.End.End(loc).UTC(), b.EndAt)
		}
	})
}

// seriesOrSkipped runs f, which may only be refused because the clock skips a
// booking or two of them meet.
func seriesOrSkipped(w *world, f func(tx *Tx) ([]Booking, error)) (made []Booking, err error) {
	_, err = w.Do(w.ctx, ActorDesk, func(tx *Tx) (err error) {
		made, err = f(tx)
		return err
	})
	if err != nil {
		require.Contains(w.t, []Code{CodeInvalid, CodeConflict}, CodeOf(err), "%v", err)
	}
	return made, err
}

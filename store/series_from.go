package store

import (
	"slices"
	"strconv"
	"strings"
)

// SaveSeriesFrom changes one booking of a series and all that follow it. The
// series ends before the day of the rule that the booking stands for, and s,
// with what is wanted from there on, becomes a series of its own, which takes
// over the bookings of those days: each keeps its row, and so its group in KS.
// Where the rule is the one that the series had, its COUNT goes on counting.
// From the first booking on it is SaveSeries. On an error the transaction has
// to be given up.
func (tx *Tx) SaveSeriesFrom(from BookingID, s *Series) ([]Booking, error) {
	first, err := tx.rows.bookingImage(tx.ctx, from)
	if err != nil {
		return nil, err
	}
	if first.Deleted || first.Series == 0 || first.Series != s.ID {
		return nil, &Problem{Code: CodeMissing, Text: noSeries}
	}
	have, err := tx.claim(tableSeries, int64(s.ID), "", s.Rev)
	if err != nil {
		return nil, err
	}
	old := have.(seriesImage)
	starts, err := Occurrences(old.Series)
	if err != nil {
		return nil, err
	}
	before := slices.DeleteFunc(starts, func(l LocalTime) bool { return l.Date() >= first.slot })
	if len(before) == 0 {
		return tx.SaveSeries(s)
	}
	next, err := tx.splitSeries(old, *s, before)
	if err != nil {
		return nil, err
	}
	if err := tx.moveBookings(old.ID, next.ID, first.slot); err != nil {
		return nil, err
	}
	run, err := tx.planRun(next, true)
	if err != nil {
		return nil, err
	}
	if err := tx.applyRun(run, next.ID); err != nil {
		return nil, err
	}
	made, err := tx.bookingsOfSeries(next.ID)
	if err != nil {
		return nil, err
	}
	*s = next
	return made, tx.logEdit(run.at.room.Space, s.Person, seriesSaid(true, next, run.at, len(made)))
}

// splitSeries ends a series after some of its bookings and adds the one that
// goes on.
func (tx *Tx) splitSeries(old seriesImage, want Series, before []LocalTime) (Series, error) {
	want.ID, want.Rev, want.Key = 0, 0, newKey()
	want.Title, want.Rule = strings.TrimSpace(want.Title), strings.TrimPrefix(strings.TrimSpace(want.Rule), "RRULE:")
	if want.Rule == old.Rule {
		want.Rule = ruleAfter(old.Rule, len(before))
	}
	if err := CheckSeries(want); err != nil {
		return want, err
	}
	short := old
	short.Rule = ruleUntil(old.Rule, before[len(before)-1])
	if _, err := tx.put(old, short); err != nil {
		return want, err
	}
	img, err := tx.put(nil, seriesImage{Series: want})
	if err != nil {
		return want, err
	}
	return img.(seriesImage).Series, nil
}

// moveBookings gives a series the bookings of another from a day of its rule
// on, also the deleted ones: they are gaps that the desk made.
func (tx *Tx) moveBookings(from, to SeriesID, day Date) error {
	list, err := tx.rows.q.BookingsOfSeries(tx.ctx, ref(from))
	if err != nil {
		return wrap(err, "series")
	}
	for _, row := range list {
		b := imageOfBooking(row)
		if b.slot < day {
			continue
		}
		moved := b
		moved.Series = to
		if _, err := tx.put(b, moved); err != nil {
			return err
		}
	}
	return nil
}

// ruleAfter returns the rule for what is left after n of its occurrences.
func ruleAfter(rule string, n int) string {
	parts := strings.Split(rule, ";")
	for i, part := range parts {
		name, value, _ := strings.Cut(part, "=")
		if count, err := strconv.Atoi(value); err == nil && strings.EqualFold(name, "COUNT") {
			parts[i] = name + "=" + strconv.Itoa(count-n)
		}
	}
	return strings.Join(parts, ";")
}

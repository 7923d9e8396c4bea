package store

import (
	"fmt"
	"strconv"
	"strings"
)

// SaveSeries inserts or updates a series, makes its bookings what the rule
// says, and returns all of its bookings. On an update, bookings that are over
// stay as they were, days whose booking was deleted stay empty, and bookings
// that were moved by hand go back to the rule. Where other bookings are in the
// way nothing is saved: the Problem (CodeConflict) lists them.
func (tx *Tx) SaveSeries(s *Series) ([]Booking, error) {
	want := *s
	want.Key, want.Title, want.Rule = strings.TrimSpace(want.Key), strings.TrimSpace(want.Title), strings.TrimPrefix(strings.TrimSpace(want.Rule), "RRULE:")
	have, err := tx.claim(tableSeries, int64(want.ID), want.Key, want.Rev)
	if err != nil {
		return nil, err
	}
	var was seriesImage
	if have != nil {
		was = have.(seriesImage)
	}
	want.ID, want.Rev, want.Key = was.ID, was.Rev, keyOr(want.Key, was.Key)
	if err := CheckSeries(want); err != nil {
		return nil, err
	}
	if have != nil && !was.deleted && want == was.Series {
		*s = want
		return tx.bookingsOfSeries(s.ID)
	}
	run, err := tx.planRun(want, have != nil)
	if err != nil {
		return nil, err
	}
	img, err := tx.put(have, seriesImage{Series: want})
	if err != nil {
		return nil, err
	}
	*s = img.(seriesImage).Series
	if err := tx.applyRun(run, s.ID); err != nil {
		return nil, err
	}
	made, err := tx.bookingsOfSeries(s.ID)
	if err != nil {
		return nil, err
	}
	return made, tx.logEdit(run.at.room.Space, s.Person, seriesSaid(have != nil && !was.deleted, *s, run.at, len(made)))
}

func (tx *Tx) bookingsOfSeries(id SeriesID) ([]Booking, error) {
	list, err := tx.rows.q.BookingsOfSeries(tx.ctx, ref(id))
	if err != nil {
		return nil, wrap(err, "series")
	}
	var out []Booking
	for _, row := range list {
		if !row.Deleted {
			out = append(out, booking(row))
		}
	}
	return out, nil
}

func seriesSaid(known bool, s Series, at bookingPlace, n int) Sentence {
	text := "{{.Person}} has {{.Room}} {{.Count}} times, the first from {{.Start}} to {{.End}}."
	if known {
		text = "The series of {{.Person}} was changed: {{.Room}} {{.Count}} times, the first from {{.Start}} to {{.End}}."
	}
	return say(text, "Person", at.person.Name(), "Room", at.room.Name, "Count", strconv.Itoa(n), "Start", string(s.Start), "End", string(s.End))
}

// run is what saving a series does to its bookings.
type run struct {
	at   bookingPlace
	puts []runPut
	out  []bookingImage // no longer in the rule
}

type runPut struct {
	before *bookingImage // nil: new
	after  bookingImage
}

// planRun compares the bookings that a series has with what its rule says,
// and refuses when other bookings are in the way.
func (tx *Tx) planRun(s Series, known bool) (run, error) {
	at, err := tx.placeOf(s.Room, s.Person)
	if err != nil {
		return run{}, err
	}
	r := run{at: at}
	have, err := tx.slotsOf(s.ID)
	if err != nil {
		return run{}, err
	}
	starts, err := Occurrences(s)
	if err != nil {
		return run{}, err
	}
	for _, start := range starts {
		want, err := occurrence(s, start, at)
		if err != nil {
			return run{}, err
		}
		old, there := have[want.slot]
		delete(have, want.slot)
		over := known && !want.EndAt.After(tx.Now)
		switch {
		case there && (old.Deleted || !old.EndAt.After(tx.Now)), !there && over:
		case there:
			want.ID, want.Key, want.Rev = old.ID, old.Key, old.Rev
			if want != old {
				r.puts = append(r.puts, runPut{&old, want})
			}
		default:
			want.Key = newKey()
			r.puts = append(r.puts, runPut{nil, want})
		}
	}
	for _, old := range have {
		if !old.Deleted && old.EndAt.After(tx.Now) {
			r.out = append(r.out, old)
		}
	}
	return r, tx.runFree(r, s.ID)
}

// slotsOf returns the bookings of a series by the day of the rule that they
// stand for.
func (tx *Tx) slotsOf(id SeriesID) (map[Date]bookingImage, error) {
	have := map[Date]bookingImage{}
	if id == 0 {
		return have, nil
	}
	list, err := tx.rows.q.BookingsOfSeries(tx.ctx, ref(id))
	if err != nil {
		return nil, wrap(err, "series")
	}
	for _, row := range list {
		img := imageOfBooking(row)
		if other, twice := have[img.slot]; twice && !other.Deleted {
			continue
		}
		have[img.slot] = img
	}
	return have, nil
}

// occurrence returns the booking that a series makes at start.
func occurrence(s Series, start LocalTime, at bookingPlace) (bookingImage, error) {
	end := LocalTime(start.wall().Add(wallLength(s.Start, s.End)).Format(localLayout))
	b := Booking{Room: s.Room, Person: s.Person, Series: s.ID, Title: s.Title, Start: start, End: end}
	if p := firstProblem(checkBookableHours(at.room, start, end), setInstants(&b, at.space.Location())); p != nil {
		return bookingImage{}, p
	}
	return bookingImage{b, start.Date()}, nil
}

// clashesShown is how many clashes a sentence lists.
const clashesShown = 5

func (tx *Tx) runFree(r run, self SeriesID) error {
	var clashes []string
	var first *Booking
	for _, p := range r.puts {
		other, err := tx.rows.clash(tx.ctx, p.after.Booking, self)
		if err != nil {
			return err
		}
		if other == nil {
			continue
		}
		if first == nil {
			first = other
		}
		clashes = append(clashes, fmt.Sprintf("%s (%s)", strings.Replace(string(p.after.Start), "T", " ", 1), tx.nameOf(other.Person)))
	}
	switch n := len(clashes); {
	case n == 0:
		return nil
	case n == 1:
		return tx.clashProblem(r.at.room, *first)
	case n > clashesShown:
		clashes = append(clashes[:clashesShown], "…")
	}
	return &Problem{Code: CodeConflict, Field: "start", Text: "{{.Room}} is booked at {{.Count}} of these times: {{.List}}. Choose another time or another room, or move these bookings.",
		Args: pairs([]any{"Room", r.at.room.Name, "Count", len(clashes), "List", strings.Join(clashes, ", ")})}
}

func (tx *Tx) applyRun(r run, id SeriesID) error {
	for _, old := range r.out {
		if err := tx.detach(old); err != nil {
			return err
		}
	}
	for _, p := range r.puts {
		p.after.Series = id
		var before image
		if p.before != nil {
			before = *p.before
		}
		if _, err := tx.put(before, p.after); err != nil {
			return err
		}
	}
	return nil
}

// detach deletes a booking that its series has no place for any more, so that
// it does not count as a gap that the desk made.
func (tx *Tx) detach(old bookingImage) error {
	gone := old
	gone.Deleted, gone.Series, gone.slot = true, 0, ""
	_, err := tx.put(old, gone)
	return err
}

// DeleteSeriesFrom deletes the bookings of a series that start at from or
// later and are not over, and ends the series there.
func (tx *Tx) DeleteSeriesFrom(id SeriesID, from LocalTime) error {
	img, err := tx.rows.seriesImage(tx.ctx, id)
	if err != nil || img.deleted {
		return err
	}
	if !from.Valid() {
		return invalid("start", "“{{.Time}}” is not a day and a time. Write them like 2026-11-30 09:30.", "Time", string(from))
	}
	list, err := tx.rows.q.BookingsOfSeries(tx.ctx, ref(id))
	if err != nil {
		return wrap(err, "series")
	}
	n := 0
	for _, row := range list {
		b := imageOfBooking(row)
		if b.Deleted || b.Start < from || !b.EndAt.After(tx.Now) {
			continue
		}
		if err := tx.detach(b); err != nil {
			return err
		}
		n++
	}
	if err := tx.endSeries(img, from); err != nil {
		return err
	}
	if n == 0 {
		return nil
	}
	room, err := tx.Room(img.Room)
	if err != nil {
		return err
	}
	return tx.logEdit(room.Space, img.Person, seriesGone(from, room, tx.nameOf(img.Person), n))
}

// endSeries shortens the rule to the occurrences before from; a series that
// has none is deleted.
func (tx *Tx) endSeries(img seriesImage, from LocalTime) error {
	starts, err := Occurrences(img.Series)
	if err != nil {
		return err
	}
	kept := LocalTime("")
	for _, start := range starts {
		if start < from {
			kept = start
		}
	}
	switch {
	case kept == "":
		_, err = tx.put(img, img.removed())
	case kept != starts[len(starts)-1]:
		short := img
		short.Rule = ruleUntil(img.Rule, kept)
		_, err = tx.put(img, short)
	}
	return err
}

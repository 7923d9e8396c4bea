package store

import (
	"context"
	"time"

	"latchkey/store/internal/db"
)

const noSeries = "This series of bookings does not exist any more. Look again in the calendar."

// SeriesOf returns one series, or a Problem (CodeMissing).
func (s *Store) SeriesOf(ctx context.Context, id SeriesID) (Series, error) {
	return read(ctx, s, func(r rows) (Series, error) {
		img, err := r.seriesImage(ctx, id)
		if err == nil && img.deleted {
			err = &Problem{Code: CodeMissing, Text: noSeries}
		}
		return img.Series, err
	})
}

// AllSeries returns the series of a space's rooms, the oldest first.
func (s *Store) AllSeries(ctx context.Context, space SpaceID) ([]Series, error) {
	return read(ctx, s, func(r rows) ([]Series, error) {
		list, err := r.q.AllSeries(ctx, int64(space))
		return mapped(list, series), err
	})
}

type seriesImage struct {
	Series
	deleted bool
}

func (r rows) seriesImage(ctx context.Context, id SeriesID) (seriesImage, error) {
	row, err := r.q.Series(ctx, int64(id))
	row, err = found(row, err, noSeries)
	return seriesImage{series(row), row.Deleted}, err
}

func series(r db.Series) Series {
	return Series{
		ID: SeriesID(r.ID), Key: r.Key, Rev: r.Rev, Room: RoomID(r.RoomID), Person: PersonID(r.PersonID), Title: r.Title,
		Start: LocalTime(r.StartLocal), End: LocalTime(r.EndLocal), Rule: r.Rule,
	}
}

func (i seriesImage) mark() rowMark {
	return rowMark{tableSeries, int64(i.ID), i.Rev, i.Key, i.deleted}
}

func (i seriesImage) title() string {
	if i.Title != "" {
		return i.Title
	}
	return string(i.Start)
}

func (i seriesImage) removed() image { return seriesImage{i.Series, true} }

func (i seriesImage) write(tx *Tx, rev int64) (image, error) {
	i.Rev = rev
	id, err := tx.rows.q.PutSeries(tx.ctx, db.PutSeriesParams{
		ID: ref(i.ID), Key: i.Key, Rev: i.Rev, Deleted: i.deleted, RoomID: int64(i.Room), PersonID: int64(i.Person),
		Title: i.Title, StartLocal: string(i.Start), EndLocal: string(i.End), Rule: i.Rule,
	})
	if err != nil {
		return nil, wrap(err, "series")
	}
	i.ID = SeriesID(id)
	tx.touchPerson(KindBooking, i.Person)
	return i, nil
}

// allowed has nothing to check: the bookings are rows of their own.
func (i seriesImage) allowed(*Tx) error { return nil }

// zoneOf returns the zone of a room's space, UTC where that is gone.
func (tx *Tx) zoneOf(id RoomID) *time.Location {
	room, err := tx.Room(id)
	if err != nil {
		return time.UTC
	}
	space, err := tx.Space(room.Space)
	if err != nil {
		return time.UTC
	}
	return space.Location()
}

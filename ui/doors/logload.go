package doors

import (
	"context"
	"fmt"
	"time"

	"latchkey/store"
)

// logPage is how many lines of the log are read at once.
const logPage = 200

// logWish is which lines of the log to read: the newest Limit of those that
// everything else chooses. What is zero chooses all.
type logWish struct {
	Query  string
	Person store.PersonID
	Name   string // of that person
	Part   store.LogPart
	Actor  store.Actor
	From   store.Date // both days are included
	Until  store.Date
	Limit  int
}

// filtered tells whether the dialog of the filter chooses anything.
func (w logWish) filtered() bool {
	return w.Person != 0 || w.Part != "" || w.Actor != "" || w.From != "" || w.Until != ""
}

// filter is the wish as the file understands it. Days are those of zone.
func (w logWish) filter(id store.SpaceID, zone *time.Location) store.LogFilter {
	f := store.LogFilter{Space: id, Person: w.Person, Actor: w.Actor, Part: w.Part, Query: w.Query, Limit: w.Limit}
	if w.From != "" {
		f.From = w.From.Start(zone)
	}
	if w.Until != "" {
		f.To = w.Until.End(zone)
	}
	return f
}

// logbook is what was read of the log.
type logbook struct {
	Wish logWish
	Zone *time.Location
	Rows []logRow // newest first
	More bool     // there are older lines
}

func loadLog(ctx context.Context, s *store.Store, id store.SpaceID, w logWish) (logbook, error) {
	space, err := s.Space(ctx, id)
	if err != nil {
		return logbook{}, fmt.Errorf("space %d: %w", id, err)
	}
	book := logbook{Wish: w, Zone: space.Location()}
	f := w.filter(id, book.Zone)
	f.Limit++ // whether there are more
	lines, err := s.LogLines(ctx, f)
	if err != nil {
		return logbook{}, fmt.Errorf("log: %w", err)
	}
	if len(lines) > w.Limit {
		lines, book.More = lines[:w.Limit], true
	}
	book.Rows = foldLog(lines)
	return book, nil
}

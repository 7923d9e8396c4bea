package doors

import (
	"context"
	"fmt"
	"slices"
	"time"

	"latchkey/store"
)

// facts is what the cards about the present show.
type facts struct {
	Space  store.Space
	Mirror store.Mirror
	Work   []store.Work
}

func (f facts) connected() bool { return f.Space.Account.Connected() && f.Space.SiteID != "" }

func loadFacts(ctx context.Context, s *store.Store, id store.SpaceID) (facts, error) {
	space, err := s.Space(ctx, id)
	if err != nil {
		return facts{}, fmt.Errorf("space %d: %w", id, err)
	}
	mirror, err := s.Mirror(ctx, id)
	if err != nil {
		return facts{}, fmt.Errorf("doors: %w", err)
	}
	work, err := s.Work(ctx, id)
	if err != nil {
		return facts{}, fmt.Errorf("waiting changes: %w", err)
	}
	return facts{Space: space, Mirror: mirror, Work: work}, nil
}

// source is the part of the log that is shown.
type source string

const (
	everything source = "all"
	edits      source = "edits" // made at the desk, by an import, or in Settings
	atDoors    source = "doors" // what was sent to SALTO KS and what became of it
)

// The kinds of lines that are about SALTO KS.
var doorKinds = []string{"intent", "confirmed", "failed", "looked", "look", "sign-in"}

func (s source) kinds() []string {
	switch s {
	case edits:
		return []string{"edit"}
	case atDoors:
		return doorKinds
	}
	return []string{""}
}

// logPage is how many lines of the log are read at once.
const logPage = 200

// logWish is which lines of the log to read: the newest Limit of them.
type logWish struct {
	Source source
	Query  string
	Limit  int
}

// logbook is what was read of the log.
type logbook struct {
	Wish  logWish
	Zone  *time.Location
	Lines []store.LogLine // newest first
	More  bool            // there are older ones
}

// loadLog reads the newest lines. The file is asked for one kind at a time;
// the newest of each hold the newest of all.
func loadLog(ctx context.Context, s *store.Store, id store.SpaceID, w logWish) (logbook, error) {
	space, err := s.Space(ctx, id)
	if err != nil {
		return logbook{}, fmt.Errorf("space %d: %w", id, err)
	}
	book := logbook{Wish: w, Zone: space.Location()}
	for _, kind := range w.Source.kinds() {
		lines, err := s.LogLines(ctx, store.LogFilter{Space: id, Kind: kind, Query: w.Query, Limit: w.Limit + 1})
		if err != nil {
			return logbook{}, fmt.Errorf("log: %w", err)
		}
		book.Lines = append(book.Lines, lines...)
	}
	slices.SortFunc(book.Lines, func(a, b store.LogLine) int { return int(b.ID - a.ID) })
	if len(book.Lines) > w.Limit {
		book.Lines, book.More = book.Lines[:w.Limit], true
	}
	return book, nil
}

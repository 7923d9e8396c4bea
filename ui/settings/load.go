package settings

import (
	"context"
	"fmt"

	"latchkey/store"
)

// facts is what the screen shows of the file.
type facts struct {
	Space  store.Space
	Mirror store.KSSite
	Head   string // hash of the newest line of the log; empty without one
}

func load(ctx context.Context, s *store.Store, id store.SpaceID) (facts, error) {
	space, err := s.Space(ctx, id)
	if err != nil {
		return facts{}, fmt.Errorf("space %d: %w", id, err)
	}
	mirror, err := s.Mirror(ctx, id)
	if err != nil {
		return facts{}, fmt.Errorf("site: %w", err)
	}
	f := facts{Space: space, Mirror: mirror.Site}
	newest, err := s.LogLines(ctx, store.LogFilter{Limit: 1})
	if err != nil {
		return facts{}, fmt.Errorf("log: %w", err)
	}
	if len(newest) > 0 {
		f.Head = newest[0].Hash
	}
	return f, nil
}

package settings

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"latchkey/store"
)

// facts is what the screen shows of the file.
type facts struct {
	Space  store.Space
	Mirror store.KSSite
	Doors  []store.KSDoor // of the site, by name
	Apart  bool           // co-members do not share passes
	Head   string         // hash of the newest line of the log; empty without one
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
	f.Doors = slices.DeleteFunc(mirror.Doors, func(d store.KSDoor) bool { return d.Gone })
	slices.SortFunc(f.Doors, func(a, b store.KSDoor) int { return strings.Compare(a.Name, b.Name) })
	if f.Apart, err = s.PassesApart(ctx); err != nil {
		return facts{}, fmt.Errorf("passes: %w", err)
	}
	newest, err := s.LogLines(ctx, store.LogFilter{Limit: 1})
	if err != nil {
		return facts{}, fmt.Errorf("log: %w", err)
	}
	if len(newest) > 0 {
		f.Head = newest[0].Hash
	}
	return f, nil
}

package doors

import (
	"context"
	"fmt"

	"latchkey/store"
)

// facts is what the cards about the present show.
type facts struct {
	Space  store.Space
	Mirror store.Mirror
	Work   []store.Work
}

func (f facts) connected() bool { return connected(f.Space) }

// connected tells whether a space has an account and a site.
func connected(s store.Space) bool { return s.Account.Connected() && s.SiteID != "" }

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

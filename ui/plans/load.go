package plans

import (
	"context"
	"fmt"

	"latchkey/store"
	"latchkey/ui/mapping"
)

// facts is everything that the screen shows, read at once.
type facts struct {
	Site    mapping.Site
	Plans   []store.Plan     // by name, archived ones too
	Kinds   []store.PassType // the shortest first, archived ones too
	holders map[store.PlanID][]holder
}

// load reads the facts of one space.
func load(ctx context.Context, s *store.Store, space store.SpaceID) (facts, error) {
	now := s.Now()
	snap, err := s.Snapshot(ctx, space, now, now) // no bookings: they have nothing to do with plans
	if err != nil {
		return facts{}, fmt.Errorf("plans: %w", err)
	}
	kinds, err := s.PassTypes(ctx)
	if err != nil {
		return facts{}, fmt.Errorf("plans: kinds of passes: %w", err)
	}
	return facts{
		Kinds: kinds,
		Site:  mapping.Site{Space: snap.Space, Mirror: snap.Mirror}, Plans: snap.Plans, holders: holdersOf(snap, now),
	}, nil
}

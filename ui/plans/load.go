package plans

import (
	"context"
	"fmt"

	"latchkey/store"
	"latchkey/ui/mapping"
)

// facts is everything that the screen shows, read at once.
type facts struct {
	Site   mapping.Site
	Today  store.Date
	Plans  []store.Plan   // by name, archived ones too
	People []store.Person // by name

	holders map[store.PlanID][]holder
}

// load reads the facts of one space.
func load(ctx context.Context, s *store.Store, space store.SpaceID) (facts, error) {
	var f facts
	var err error
	if f.Site.Space, err = s.Space(ctx, space); err != nil {
		return facts{}, fmt.Errorf("plans: space: %w", err)
	}
	if f.Site.Mirror, err = s.Mirror(ctx, space); err != nil {
		return facts{}, fmt.Errorf("plans: groups: %w", err)
	}
	if f.Plans, err = s.Plans(ctx); err != nil {
		return facts{}, fmt.Errorf("plans: %w", err)
	}
	if f.People, err = s.People(ctx, store.PeopleFilter{}); err != nil {
		return facts{}, fmt.Errorf("plans: people: %w", err)
	}
	f.Today = store.DateOf(s.Now(), f.Site.Space.Location())
	f.holders = holdersOf(f.People, f.Today)
	return f, nil
}

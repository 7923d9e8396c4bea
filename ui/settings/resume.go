package settings

import (
	"context"

	"latchkey/store"
	"latchkey/ui/desk"
)

// draftKind names what is typed into the form of a space.
const draftKind = "space"

// Resume returns what opens the form again whose draft is gone on with; nil: the
// draft is none of its own.
func (p *Page) Resume(kind string, id int64) func() {
	if kind != draftKind {
		return nil
	}
	d := p.deps.Desk
	return func() {
		desk.Load(d, func(ctx context.Context) (facts, error) { return load(ctx, d.Store, store.SpaceID(id)) },
			func(f facts) { editSpace(d, f.Space, f.Doors) })
	}
}

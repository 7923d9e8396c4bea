package tags

import (
	"context"

	"latchkey/store"
	"latchkey/ui/desk"
)

// draftKind names what is typed into the form of a tag.
const draftKind = "tag"

// Resume returns what opens the form again whose draft is gone on with; nil: the
// draft is none of its own.
func (p *Page) Resume(kind string, id int64) func() {
	if kind != draftKind {
		return nil
	}
	if id == 0 {
		return p.dialogs.New
	}
	return func() {
		desk.Load(p.deps.Desk, func(ctx context.Context) (store.Tag, error) {
			return p.deps.Desk.Store.Tag(ctx, store.TagID(id))
		}, p.dialogs.Edit)
	}
}

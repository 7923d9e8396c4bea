package members

import "latchkey/store"

// draftKind names what is typed into the form of a person.
const draftKind = "member"

// Resume returns what opens the form again whose draft is gone on with; nil: the
// draft is none of its own.
func (p *Page) Resume(kind string, id int64) func() {
	if kind != draftKind {
		return nil
	}
	if id == 0 {
		return p.addMember
	}
	return func() { p.whenLoaded(func() { p.dialogs.edit(store.PersonID(id)) }) }
}

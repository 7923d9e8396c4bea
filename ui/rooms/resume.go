package rooms

import "latchkey/store"

// draftKind names what is typed into the form of a room.
const draftKind = "room"

// Resume returns what opens the form again whose draft is gone on with; nil: the
// draft is none of its own.
func (p *Page) Resume(kind string, id int64) func() {
	if kind != draftKind {
		return nil
	}
	if id == 0 {
		return p.create
	}
	return func() {
		p.whenLoaded(func() {
			if p.Select(store.RoomID(id)); p.sheet.Room.ID == store.RoomID(id) {
				p.edit()
			}
		})
	}
}

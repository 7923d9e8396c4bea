package rooms

import (
	"slices"

	"latchkey/store"
	"latchkey/ui/mapping"
)

// withLine returns the room with one more door or group; one that it has
// already changes nothing.
func withLine(r store.Room, l mapping.Line) store.Room {
	refs := refsOf(&r, l.Kind)
	if !slices.ContainsFunc(*refs, func(o store.KSRef) bool { return same(o, l.Ref) }) {
		*refs = append(slices.Clone(*refs), l.Ref)
	}
	return r
}

// withoutLine returns the room without a door or group.
func withoutLine(r store.Room, l mapping.Line) store.Room {
	refs := refsOf(&r, l.Kind)
	*refs = slices.DeleteFunc(slices.Clone(*refs), func(o store.KSRef) bool { return same(o, l.Ref) })
	return r
}

func refsOf(r *store.Room, k mapping.Kind) *[]store.KSRef {
	if k == mapping.Group {
		return &r.Groups
	}
	return &r.Doors
}

// same tells whether two references mean the same thing: by id, or by name as
// long as one of them has no id.
func same(a, b store.KSRef) bool {
	if a.ID == "" || b.ID == "" {
		return a.Name == b.Name
	}
	return a.ID == b.ID
}

// changeRoom is the change of the file that applies change to a room as it is
// then.
func changeRoom(id store.RoomID, change func(store.Room) store.Room) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		r, err := tx.Room(id)
		if err != nil {
			return err
		}
		r = change(r)
		return tx.SaveRoom(&r)
	}
}

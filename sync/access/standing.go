package access

import (
	"slices"
	"time"

	"latchkey/store"
)

// StandingDoors names the doors that a person may open at t or later in the
// same stretch without a booking, at whatever hour their groups are open.
func StandingDoors(snap store.Snapshot, person store.PersonID, t time.Time) []string {
	r := newRules(snap)
	p, ok := r.person(person)
	if !ok || !connected(p) {
		return nil
	}
	ids := make(map[string]bool)
	for _, g := range r.grants(nil, p) {
		group := r.groups[g.Group]
		if g.Reason.Kind == ByBooking || !g.Window.Contains(t) || group.Gone {
			continue
		}
		ids[g.Door] = true
		for _, d := range group.Doors {
			ids[d] = true
		}
	}
	var names []string
	for _, d := range snap.Mirror.Doors {
		if ids[d.ID] && !d.Gone {
			names = append(names, d.Name)
		}
	}
	slices.Sort(names)
	return names
}

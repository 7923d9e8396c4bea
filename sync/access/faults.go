package access

import (
	"cmp"
	"slices"

	"latchkey/store"
)

// Faults names what is wrong with the mappings of plans and rooms, for the
// desk: a group that is gone, has no schedule or no door; a room that opens
// nothing.
func Faults(snap store.Snapshot) []store.Sentence {
	var out []store.Sentence
	r := newRules(snap)
	if snap.Mirror.Site.LookedAt.IsZero() {
		return nil
	}
	for _, p := range snap.Plans {
		out = append(out, r.planFaults(p)...)
	}
	for _, m := range snap.Rooms {
		if f, bad := r.roomFault(m); bad {
			out = append(out, f)
		}
	}
	return out
}

// PlanFaults names what is wrong with one plan's mapping.
func PlanFaults(snap store.Snapshot, p store.Plan) []store.Sentence {
	return newRules(snap).planFaults(p)
}

func (r *rules) planFaults(p store.Plan) []store.Sentence {
	var out []store.Sentence
	for _, m := range p.Mappings {
		if m.Space != r.snap.Space.ID {
			continue
		}
		g, known := r.groups[m.Group.ID]
		name := cmp.Or(g.Name, m.Group.Name, m.Group.ID)
		switch {
		case m.Group.ID == "":
			out = append(out, sentence("SALTO KS has no group named “{{.Group}}”, or more than one. Choose the group of the plan “{{.Plan}}” in Plans.", "Group", name, "Plan", p.Name))
		case !known || g.Gone:
			out = append(out, sentence("The group “{{.Group}}” of the plan “{{.Plan}}” is gone from SALTO KS. Choose another in Plans.", "Group", name, "Plan", p.Name))
		case !g.Detailed:
		case len(g.Schedules) == 0:
			out = append(out, sentence("The group “{{.Group}}” of the plan “{{.Plan}}” has no time schedule, and so opens nothing. Give it one in SALTO KS.", "Group", name, "Plan", p.Name))
		case len(g.Doors) == 0:
			out = append(out, sentence("The group “{{.Group}}” of the plan “{{.Plan}}” has no door. Give it one in SALTO KS.", "Group", name, "Plan", p.Name))
		}
	}
	return out
}

// RoomFault tells whether a room opens nothing although it is mapped, or a
// door of it is not known.
func RoomFault(snap store.Snapshot, m store.Room) (store.Sentence, bool) {
	return newRules(snap).roomFault(m)
}

func (r *rules) roomFault(m store.Room) (store.Sentence, bool) {
	for _, ref := range slices.Concat(m.Doors, m.Groups) {
		if ref.ID == "" {
			return sentence("SALTO KS has nothing named “{{.Name}}”, or more than one. Choose the doors of the room “{{.Room}}” in Rooms.", "Name", ref.Name, "Room", m.Name), true
		}
	}
	if len(m.Doors)+len(m.Groups) > 0 && len(r.doorsOf(m)) == 0 {
		return sentence("The doors of the room “{{.Room}}” are gone from SALTO KS. Choose others in Rooms.", "Room", m.Name), true
	}
	if at := r.snap.Mirror.Site.LookedAt; !at.IsZero() {
		if low, high := r.zones.At(at).Range(r.doorsOf(m)); low != high {
			return sentence("The hubs of the doors of the room “{{.Room}}” are set to different time zones, so that a booking opens some of them too early or too late. Set them alike in SALTO KS.", "Room", m.Name), true
		}
	}
	return store.Sentence{}, false
}

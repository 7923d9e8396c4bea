package plans

import (
	"slices"

	"latchkey/store"
)

// withGroup returns the plan with one more group in a space, put behind those
// that it has; a group that it has already changes nothing.
func withGroup(p store.Plan, space store.SpaceID, group store.KSRef) store.Plan {
	m := store.Mapping{Space: space, Group: group}
	if !slices.ContainsFunc(p.Mappings, func(o store.Mapping) bool { return same(o, m) }) {
		p.Mappings = append(slices.Clone(p.Mappings), m)
	}
	return p
}

// withoutGroup returns the plan without a group of a space.
func withoutGroup(p store.Plan, space store.SpaceID, group store.KSRef) store.Plan {
	m := store.Mapping{Space: space, Group: group}
	p.Mappings = slices.DeleteFunc(slices.Clone(p.Mappings), func(o store.Mapping) bool { return same(o, m) })
	return p
}

// same tells whether two mappings mean the same group: by id, or by name as
// long as one of them has no id.
func same(a, b store.Mapping) bool {
	if a.Space != b.Space {
		return false
	}
	if a.Group.ID == "" || b.Group.ID == "" {
		return a.Group.Name == b.Group.Name
	}
	return a.Group.ID == b.Group.ID
}

// changePlan is the change of the file that applies change to a plan as it is
// then.
func changePlan(id store.PlanID, change func(store.Plan) store.Plan) func(tx *store.Tx) error {
	return func(tx *store.Tx) error {
		p, err := tx.Plan(id)
		if err != nil {
			return err
		}
		p = change(p)
		return tx.SavePlan(&p)
	}
}

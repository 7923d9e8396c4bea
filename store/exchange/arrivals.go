package exchange

import (
	"slices"
	"strings"

	"latchkey/store"
)

// arrivalRefs are the doors that count as arriving, by the names that they were
// last seen with.
func (s *stock) arrivalRefs() []Ref {
	var list []store.KSRef
	for _, id := range s.space.ArrivalDoors() {
		ref := store.KSRef{ID: id}
		if i := slices.IndexFunc(s.doors, func(d store.KSDoor) bool { return d.ID == id }); i >= 0 {
			ref.Name = s.doors[i].Name
		}
		list = append(list, ref)
	}
	return refsOf(list)
}

// arrivals are doors as the store keeps them, by their ids. A name must be that
// of one door that was seen in SALTO KS; what is there already keeps its order.
func (s *stock) arrivals(want []Ref) (string, error) {
	var ids []string
	for _, ref := range want {
		id := ref.ID
		if id == "" {
			var err error
			if id, err = s.doorNamed(ref.Name); err != nil {
				return "", err
			}
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if have := s.space.ArrivalDoors(); slices.Equal(slices.Sorted(slices.Values(have)), slices.Sorted(slices.Values(ids))) {
		return s.space.Arrivals, nil
	}
	return strings.Join(ids, " "), nil
}

func (s *stock) doorNamed(name string) (string, error) {
	var found []string
	for _, d := range s.doors {
		if !d.Gone && d.Name == name {
			found = append(found, d.ID)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return "", invalid("arrivals", "“arrivals” names the door “{{.Door}}”, which was not seen in SALTO KS. Connect the space first, correct the name, or give the door's id.", "Door", name)
	}
	return "", invalid("arrivals", "“arrivals” names the door “{{.Door}}”, and several doors in SALTO KS are called so. Give the door's id.", "Door", name)
}

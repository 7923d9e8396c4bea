package exchange

import (
	"cmp"
	"slices"

	"latchkey/store"
)

// refsLike returns have when it says the same as want, and otherwise want,
// with what have knows about it: a name in a file that the site's look has
// turned into an id stays that id, and an id keeps the name it has now.
func refsLike(have []store.KSRef, want []Ref) []store.KSRef {
	if len(want) == 0 && len(have) == 0 {
		return have
	}
	made := make([]store.KSRef, 0, len(want))
	kept := 0
	for _, w := range want {
		i := slices.IndexFunc(have, func(h store.KSRef) bool {
			return w.ID != "" && h.ID == w.ID || w.ID == "" && h.Name == w.Name
		})
		if i < 0 {
			made = append(made, store.KSRef(w))
			continue
		}
		made = append(made, have[i])
		kept++
	}
	if kept == len(have) && kept == len(want) {
		return have
	}
	return made
}

// refsOf returns refs in the order of an export: by name, then id.
func refsOf(list []store.KSRef) []Ref {
	made := make([]Ref, len(list))
	for i, r := range list {
		made[i] = Ref(r)
	}
	slices.SortFunc(made, func(a, b Ref) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	if len(made) == 0 {
		return nil
	}
	return made
}

// groupsIn returns the groups that mappings give in one space.
func groupsIn(space store.SpaceID, mappings []store.Mapping) (list []store.KSRef) {
	for _, m := range mappings {
		if m.Space == space {
			list = append(list, m.Group)
		}
	}
	return list
}

// doorsIn returns the extra doors that lie in one space.
func doorsIn(space store.SpaceID, doors []store.ExtraDoor) (list []store.KSRef) {
	for _, d := range doors {
		if d.Space == space {
			list = append(list, d.Door)
		}
	}
	return list
}

// mappings returns have with this space's groups brought to want; the groups
// of other spaces are not the file's business.
func (im *importer) mappings(have []store.Mapping, want []Ref) []store.Mapping {
	before := groupsIn(im.space.ID, have)
	after := refsLike(before, want)
	if slices.Equal(before, after) {
		return have
	}
	made := slices.DeleteFunc(slices.Clone(have), func(m store.Mapping) bool { return m.Space == im.space.ID })
	for _, g := range after {
		made = append(made, store.Mapping{Space: im.space.ID, Group: g})
	}
	return made
}

// extraDoors does for a person's doors what mappings does for a plan's groups.
func (im *importer) extraDoors(have []store.ExtraDoor, want []Ref) []store.ExtraDoor {
	before := doorsIn(im.space.ID, have)
	after := refsLike(before, want)
	if slices.Equal(before, after) {
		return have
	}
	made := slices.DeleteFunc(slices.Clone(have), func(d store.ExtraDoor) bool { return d.Space == im.space.ID })
	for _, d := range after {
		made = append(made, store.ExtraDoor{Space: im.space.ID, Door: d})
	}
	return made
}

package store

import (
	"iter"
	"maps"
	"slices"
)

// ByGroup holds something of each of some people in each of some groups, by KS
// group id.
type ByGroup[R any] map[string]*ByPerson[R]

// InGroup is what one person has in one group.
type InGroup[R any] struct {
	MembershipKey
	Has R
}

// NewByGroup returns what all have. Of two rows of one person in one group the
// later one counts.
func NewByGroup[R any](all []InGroup[R]) ByGroup[R] {
	size := make(map[string]int)
	for i := range all {
		size[all[i].Group]++
	}
	lists := make(map[string][]One[R], len(size))
	for i := range all {
		list, begun := lists[all[i].Group]
		if !begun {
			list = make([]One[R], 0, size[all[i].Group])
		}
		lists[all[i].Group] = append(list, One[R]{all[i].Person, all[i].Has})
	}
	b := make(ByGroup[R], len(lists))
	for g, list := range lists {
		b[g] = NewByPerson(list)
	}
	return b
}

// Get returns what a person has in a group, and whether they have anything.
func (b ByGroup[R]) Get(k MembershipKey) (R, bool) { return b[k.Group].Get(k.Person) }

// Of returns what a person has in a group, the zero R for nothing.
func (b ByGroup[R]) Of(k MembershipKey) R { return b[k.Group].Of(k.Person) }

// Put gives a person something in a group, in place of what they had.
func (b ByGroup[R]) Put(k MembershipKey, has R) {
	if b[k.Group] == nil {
		b[k.Group] = &ByPerson[R]{}
	}
	b[k.Group].Put(k.Person, has)
}

// Drop takes what a person has in a group. An empty group is none.
func (b ByGroup[R]) Drop(k MembershipKey) {
	b[k.Group].Drop(k.Person)
	if b[k.Group].Len() == 0 {
		delete(b, k.Group)
	}
}

// Groups returns the groups that have somebody, in the order of their ids.
func (b ByGroup[R]) Groups() []string { return slices.Sorted(maps.Keys(b)) }

// All goes through everybody, by group. Nobody must be put in or dropped
// meanwhile.
func (b ByGroup[R]) All() iter.Seq2[MembershipKey, R] {
	return func(yield func(MembershipKey, R) bool) {
		for _, g := range b.Groups() {
			for p, has := range b[g].All() {
				if !yield(MembershipKey{Group: g, Person: p}, has) {
					return
				}
			}
		}
	}
}

// Clone returns a copy that is changed by itself.
func (b ByGroup[R]) Clone() ByGroup[R] {
	c := make(ByGroup[R], len(b))
	for g, in := range b {
		c[g] = in.Clone()
	}
	return c
}

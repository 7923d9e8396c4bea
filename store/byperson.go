package store

import (
	"cmp"
	"iter"
	"slices"
)

// ByPerson holds something of each of some people, in the order of their ids:
// thousands are gone through from the first to the last, and two side by side.
// Like a map, it is changed for whoever else holds it, and nil is an empty one
// into which nothing can be put.
type ByPerson[R any] struct{ all []One[R] }

// One is what one person has.
type One[R any] struct {
	Person PersonID
	Has    R
}

// NewByPerson makes all its own: it is sorted, and of two rows of one person the
// later one counts.
func NewByPerson[R any](all []One[R]) *ByPerson[R] {
	byID := func(a, b One[R]) int { return cmp.Compare(a.Person, b.Person) }
	if !slices.IsSortedFunc(all, byID) {
		slices.SortStableFunc(all, byID)
	}
	kept := all[:0]
	for i, o := range all {
		if i+1 == len(all) || all[i+1].Person != o.Person {
			kept = append(kept, o)
		}
	}
	return &ByPerson[R]{kept}
}

func (b *ByPerson[R]) rows() []One[R] {
	if b == nil {
		return nil
	}
	return b.all
}

// All goes through everybody in the order of their ids. Nobody must be put in
// or dropped meanwhile.
func (b *ByPerson[R]) All() iter.Seq2[PersonID, R] {
	return func(yield func(PersonID, R) bool) {
		for _, o := range b.rows() {
			if !yield(o.Person, o.Has) {
				return
			}
		}
	}
}

// Len is how many people have something.
func (b *ByPerson[R]) Len() int { return len(b.rows()) }

// find returns where a person is or would be. No id comes twice, so that is no
// further from either end than the ids are apart: where few are left out, few
// have to be looked at.
func (b *ByPerson[R]) find(p PersonID) (int, bool) {
	rows := b.rows()
	last := len(rows) - 1
	switch {
	case last < 0 || p < rows[0].Person:
		return 0, false
	case p > rows[last].Person:
		return len(rows), false
	}
	from, to := max(0, last-int(rows[last].Person-p)), min(last, int(p-rows[0].Person))
	i, ok := slices.BinarySearchFunc(rows[from:to+1], p, func(o One[R], p PersonID) int { return cmp.Compare(o.Person, p) })
	return from + i, ok
}

// Get returns what a person has, and whether they have anything.
func (b *ByPerson[R]) Get(p PersonID) (has R, ok bool) {
	if i, ok := b.find(p); ok {
		return b.all[i].Has, true
	}
	return has, false
}

// Seek is Get for many who are asked for in the order of their ids: at is where
// the last one was looked for, and is moved on. Anybody else is found as well,
// but not at once.
func (b *ByPerson[R]) Seek(p PersonID, at *int) (has R, ok bool) {
	rows := b.rows()
	if *at > len(rows) || *at > 0 && rows[*at-1].Person >= p {
		*at, _ = b.find(p)
	}
	for *at < len(rows) && rows[*at].Person < p {
		*at++
	}
	if *at == len(rows) || rows[*at].Person != p {
		return has, false
	}
	return rows[*at].Has, true
}

// Of returns what a person has, the zero R for nothing.
func (b *ByPerson[R]) Of(p PersonID) R {
	has, _ := b.Get(p)
	return has
}

// Put gives a person something, in place of what they had.
func (b *ByPerson[R]) Put(p PersonID, has R) {
	i, ok := b.find(p)
	if !ok {
		b.all = slices.Insert(b.all, i, One[R]{Person: p})
	}
	b.all[i].Has = has
}

// Drop takes what a person has.
func (b *ByPerson[R]) Drop(p PersonID) {
	if i, ok := b.find(p); ok {
		b.all = slices.Delete(b.all, i, i+1)
	}
}

// Clone returns a copy that is changed by itself.
func (b *ByPerson[R]) Clone() *ByPerson[R] { return &ByPerson[R]{slices.Clone(b.rows())} }

// Missing returns who is in a and not in b, in their order.
func Missing[A, B any](a *ByPerson[A], b *ByPerson[B]) []PersonID {
	var out []PersonID
	rest := b.rows()
	for _, x := range a.rows() {
		for len(rest) > 0 && rest[0].Person < x.Person {
			rest = rest[1:]
		}
		if len(rest) == 0 || rest[0].Person != x.Person {
			out = append(out, x.Person)
		}
	}
	return out
}

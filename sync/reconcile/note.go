package reconcile

import (
	"maps"
	"slices"

	"latchkey/store"
)

// Note is one correction of the ledger that needs no request: what is so
// already. Exactly one of its fields is set.
type Note struct {
	Lost           *store.Person // somebody of whom the file knows nothing; their User comes next
	User           *store.LedgerUser
	DropUser       store.PersonID
	Membership     *store.LedgerMembership
	DropMembership *store.MembershipKey
	Group          *store.LedgerGroup
	DropGroup      string
}

// Ledger is where notes are written: a store.Ledger in memory, or the file.
type Ledger interface {
	PutLost(p store.Person) error
	PutUser(u store.LedgerUser) error
	DropUser(p store.PersonID) error
	PutMembership(m store.LedgerMembership) error
	DropMembership(k store.MembershipKey) error
	PutGroup(g store.LedgerGroup) error
	DropGroup(key string) error
}

// Write writes the note.
func (n Note) Write(to Ledger) error {
	switch {
	case n.Lost != nil:
		return to.PutLost(*n.Lost)
	case n.User != nil:
		return to.PutUser(*n.User)
	case n.DropUser != 0:
		return to.DropUser(n.DropUser)
	case n.Membership != nil:
		return to.PutMembership(*n.Membership)
	case n.DropMembership != nil:
		return to.DropMembership(*n.DropMembership)
	case n.Group != nil:
		return to.PutGroup(*n.Group)
	default:
		return to.DropGroup(n.DropGroup)
	}
}

// forget are the notes that drop a user with everything that KS takes away
// with them.
func forget(l store.Ledger, id store.PersonID) []Note {
	notes := []Note{{DropUser: id}}
	for _, group := range l.Memberships.Groups() {
		if _, has := l.Memberships[group].Get(id); has {
			notes = append(notes, Note{DropMembership: &store.MembershipKey{Group: group, Person: id}})
		}
	}
	for _, k := range slices.Sorted(maps.Keys(l.Groups)) {
		if g := l.Groups[k]; slices.Contains(g.State.People, id) {
			g.State.People = without(g.State.People, id)
			notes = append(notes, Note{Group: &g})
		}
	}
	return notes
}

// InMemory is a ledger that is changed in place.
type InMemory store.Ledger

// PutLost implements Ledger: it has no people.
func (l InMemory) PutLost(store.Person) error { return nil }

// PutUser implements Ledger.
func (l InMemory) PutUser(u store.LedgerUser) error { l.Users.Put(u.Person, u); return nil }

// DropUser implements Ledger.
func (l InMemory) DropUser(p store.PersonID) error { l.Users.Drop(p); return nil }

// PutMembership implements Ledger.
func (l InMemory) PutMembership(m store.LedgerMembership) error {
	l.Memberships.Put(m.MembershipKey, m)
	return nil
}

// DropMembership implements Ledger.
func (l InMemory) DropMembership(k store.MembershipKey) error { l.Memberships.Drop(k); return nil }

// PutGroup implements Ledger.
func (l InMemory) PutGroup(g store.LedgerGroup) error { l.Groups[g.Key] = g; return nil }

// DropGroup implements Ledger.
func (l InMemory) DropGroup(key string) error { delete(l.Groups, key); return nil }

// with and without keep lists sorted and leave the old one as it is.

func with[T int64 | string | store.PersonID](list []T, x T) []T {
	at, have := slices.BinarySearch(list, x)
	if have {
		return list
	}
	return slices.Insert(slices.Clone(list), at, x)
}

func without[T comparable](list []T, x T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(y T) bool { return y == x })
}

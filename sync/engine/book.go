package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"latchkey/store"
	"latchkey/sync/ks"
	"latchkey/sync/reconcile"
)

// book writes what the engine learns, the ledger and what was seen: into the
// file and into the plan. With thousands of members both are too long to be
// read after each request. A plan whose transaction failed is not gone on with.
type book struct {
	*plan
	tx *store.Tx
}

// record writes to the file and to the plan.
func (e *Engine) record(ctx context.Context, p *plan, change func(b *book) error) error {
	_, err := e.cfg.Store.Do(ctx, store.ActorSync, func(tx *store.Tx) error { return change(&book{plan: p, tx: tx}) })
	if err != nil {
		return fmt.Errorf("write down what was seen: %w", err)
	}
	return nil
}

func (b *book) memory() reconcile.InMemory { return reconcile.InMemory(b.in.Ledger) }

func (b *book) file() inFile { return inFile{b.tx, b.space.ID} }

// PutLost implements reconcile.Ledger.
func (b *book) PutLost(p store.Person) error { return b.file().PutLost(p) }

// PutUser implements reconcile.Ledger.
func (b *book) PutUser(u store.LedgerUser) error {
	return errors.Join(b.memory().PutUser(u), b.file().PutUser(u))
}

// DropUser implements reconcile.Ledger.
func (b *book) DropUser(id store.PersonID) error {
	return errors.Join(b.memory().DropUser(id), b.file().DropUser(id))
}

// PutMembership implements reconcile.Ledger.
func (b *book) PutMembership(m store.LedgerMembership) error {
	return errors.Join(b.memory().PutMembership(m), b.file().PutMembership(m))
}

// DropMembership implements reconcile.Ledger.
func (b *book) DropMembership(k store.MembershipKey) error {
	return errors.Join(b.memory().DropMembership(k), b.file().DropMembership(k))
}

// PutGroup implements reconcile.Ledger.
func (b *book) PutGroup(g store.LedgerGroup) error {
	return errors.Join(b.memory().PutGroup(g), b.file().PutGroup(g))
}

// DropGroup implements reconcile.Ledger.
func (b *book) DropGroup(key string) error {
	return errors.Join(b.memory().DropGroup(key), b.file().DropGroup(key))
}

// inFile is the ledger in the file.
type inFile struct {
	tx    *store.Tx
	space store.SpaceID
}

// PutLost implements reconcile.Ledger.
func (f inFile) PutLost(p store.Person) error { return f.tx.PutLost(p) }

// PutUser implements reconcile.Ledger.
func (f inFile) PutUser(u store.LedgerUser) error { return f.tx.PutUser(f.space, u) }

// DropUser implements reconcile.Ledger.
func (f inFile) DropUser(p store.PersonID) error { return f.tx.DropUser(f.space, p) }

// PutMembership implements reconcile.Ledger.
func (f inFile) PutMembership(m store.LedgerMembership) error { return f.tx.PutMembership(f.space, m) }

// DropMembership implements reconcile.Ledger.
func (f inFile) DropMembership(k store.MembershipKey) error {
	return f.tx.DropMembership(f.space, k)
}

// PutGroup implements reconcile.Ledger.
func (f inFile) PutGroup(g store.LedgerGroup) error { return f.tx.PutGroup(f.space, g) }

// DropGroup implements reconcile.Ledger.
func (f inFile) DropGroup(key string) error { return f.tx.DropGroup(f.space, key) }

// notes writes corrections of the ledger.
func (b *book) notes(notes ...reconcile.Note) error {
	for _, n := range notes {
		if err := n.Write(b); err != nil {
			return err
		}
	}
	return nil
}

// seeUser notes what KS showed of a user, asked at that time.
func (b *book) seeUser(at time.Time, u ks.User) error {
	seen := store.KSUser{
		ID: u.ID, PlatformID: u.PlatformID, FirstName: u.FirstName, LastName: u.LastName, Email: u.Email, Alias: u.Alias,
		TagNumber: u.TagNumber, HasProfile: u.HasProfile, Subscribed: u.Subscribed, Blocked: u.Blocked, Staff: u.Staff(), At: at.Truncate(time.Second),
	}
	b.in.Seen.Users[u.ID] = seen
	return b.tx.SeeUser(b.space.ID, at, seen)
}

// missUser notes that a user is not there.
func (b *book) missUser(at time.Time, id string) error {
	b.in.Seen.Users[id] = store.KSUser{ID: id, Gone: true, At: at.Truncate(time.Second)}
	return b.tx.MissUser(b.space.ID, at, id)
}

// group changes what the plan knows of a group.
func (b *book) group(id string, change func(g *store.SeenGroup)) {
	g := b.in.Seen.Groups[id]
	g.ID = id
	change(&g)
	b.in.Seen.Groups[id] = g
}

func (b *book) seeGroup(at time.Time, id, name string) error {
	b.group(id, func(g *store.SeenGroup) { g.Name, g.Gone, g.At = name, false, at.Truncate(time.Second) })
	return b.tx.SeeGroup(b.space.ID, at, id, name)
}

func (b *book) missGroup(at time.Time, id string) error {
	b.in.Seen.Groups[id] = store.SeenGroup{ID: id, Gone: true, At: at.Truncate(time.Second)}
	return b.tx.MissGroup(b.space.ID, at, id)
}

func (b *book) seePeople(at time.Time, id string, members []ks.Member) error {
	people := make([]string, len(members))
	for i, m := range members {
		people[i] = m.PlatformID
	}
	slices.Sort(people)
	b.group(id, func(g *store.SeenGroup) { g.People, g.PeopleAt = people, at.Truncate(time.Second) })
	return b.tx.SeePeople(b.space.ID, at, id, people)
}

func (b *book) seeDoors(at time.Time, id string, locks []ks.Lock) error {
	doors := make([]string, len(locks))
	for i, l := range locks {
		doors[i] = l.ID
	}
	slices.Sort(doors)
	b.group(id, func(g *store.SeenGroup) { g.Doors, g.DoorsAt = doors, at.Truncate(time.Second) })
	return b.tx.SeeDoors(b.space.ID, at, id, doors)
}

func (b *book) seeSchedules(at time.Time, id string, list []ks.Schedule) error {
	schedules := mirrored(list)
	b.group(id, func(g *store.SeenGroup) { g.Schedules, g.SchedulesAt = schedules, at.Truncate(time.Second) })
	return b.tx.SeeSchedules(b.space.ID, at, id, schedules)
}

// mirrored are schedules in the one spelling that is compared.
func mirrored(list []ks.Schedule) []store.Schedule {
	out := make([]store.Schedule, len(list))
	for i, s := range list {
		s = s.Plain()
		out[i] = store.Schedule{
			ID: s.ID, Days: s.Days, StartTime: s.StartTime, EndTime: s.EndTime, StartDate: s.StartDate, EndDate: s.EndDate,
		}
	}
	return out
}

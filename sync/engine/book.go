package engine

import (
	"context"
	"fmt"
	"slices"

	"latchkey/store"
)

// book writes the ledger: into the file and, once that is committed, into the
// plan. With thousands of members it is too long to be read after each write.
type book struct {
	tx    *store.Tx
	space store.SpaceID
	then  []func(store.Ledger)
}

func (b *book) putUser(u store.LedgerUser) error {
	b.then = append(b.then, func(l store.Ledger) { l.Users[u.Person] = u })
	return b.tx.PutUser(b.space, u)
}

func (b *book) dropUser(id store.PersonID) error {
	b.then = append(b.then, func(l store.Ledger) { delete(l.Users, id) })
	return b.tx.DropUser(b.space, id)
}

func (b *book) putMembership(m store.LedgerMembership) error {
	b.then = append(b.then, func(l store.Ledger) { l.Memberships[m.MembershipKey] = m })
	return b.tx.PutMembership(b.space, m)
}

func (b *book) dropMembership(k store.MembershipKey) error {
	b.then = append(b.then, func(l store.Ledger) { delete(l.Memberships, k) })
	return b.tx.DropMembership(b.space, k)
}

func (b *book) putGroup(g store.LedgerGroup) error {
	b.then = append(b.then, func(l store.Ledger) { l.Groups[g.Key] = g })
	return b.tx.PutGroup(b.space, g)
}

func (b *book) dropGroup(key string) error {
	b.then = append(b.then, func(l store.Ledger) { delete(l.Groups, key) })
	return b.tx.DropGroup(b.space, key)
}

// forgetUser drops a user with everything that KS takes away with them.
func (b *book) forgetUser(l store.Ledger, id store.PersonID) error {
	if err := b.dropUser(id); err != nil {
		return err
	}
	for k := range l.Memberships {
		if k.Person != id {
			continue
		}
		if err := b.dropMembership(k); err != nil {
			return err
		}
	}
	for _, g := range l.Groups {
		at := slices.Index(g.State.People, id)
		if at < 0 {
			continue
		}
		g.State.People = slices.Delete(slices.Clone(g.State.People), at, at+1)
		if err := b.putGroup(g); err != nil {
			return err
		}
	}
	return nil
}

// record changes the ledger in the file and in the plan.
func (e *Engine) record(ctx context.Context, p *plan, change func(b *book) error) error {
	b := &book{space: e.cfg.Space}
	_, err := e.cfg.Store.Do(ctx, store.ActorSync, func(tx *store.Tx) error {
		b.tx, b.then = tx, nil
		return change(b)
	})
	if err != nil {
		return fmt.Errorf("write the ledger: %w", err)
	}
	for _, f := range b.then {
		f(p.ledger)
	}
	return nil
}

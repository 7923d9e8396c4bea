package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"unique"

	"latchkey/store/internal/db"
)

// The kinds of bindings.
const (
	boundUser       = "user"
	boundMembership = "membership"
	boundGroup      = "group"
)

// Ledger returns what Latchkey last put into a space's site. Its maps are
// never nil.
func (s *Store) Ledger(ctx context.Context, space SpaceID) (Ledger, error) {
	return read(ctx, s, func(r rows) (Ledger, error) { return r.ledger(ctx, space) })
}

func (r rows) ledger(ctx context.Context, space SpaceID) (Ledger, error) {
	var l ledgerRows
	list, err := r.q.Bindings(ctx, int64(space))
	if err != nil {
		return Ledger{}, err
	}
	l.groups = make(map[string]LedgerGroup)
	for _, b := range list {
		if err := l.add(b); err != nil {
			return Ledger{}, fmt.Errorf("ledger: %s %s: %w", b.Kind, b.Key, err)
		}
	}
	return Ledger{Users: NewByPerson(l.users), Memberships: NewByGroup(l.memberships), Groups: l.groups}, nil
}

// ledgerRows are the bindings as they are read.
type ledgerRows struct {
	users       []One[LedgerUser]
	memberships []InGroup[LedgerMembership]
	groups      map[string]LedgerGroup
}

// userBase is what a binding of a user holds besides ids.
type userBase struct {
	State      UserState `json:"state"`
	NoSeat     bool      `json:"no_seat,omitempty"`
	HasProfile bool      `json:"has_profile,omitempty"`
	Adopted    bool      `json:"adopted,omitempty"`
	Lost       bool      `json:"lost,omitempty"`
}

// membershipBase is what a binding of a membership holds.
type membershipBase struct {
	ByHand bool `json:"by_hand,omitempty"`
}

func (l *ledgerRows) add(b db.Binding) error {
	switch b.Kind {
	case boundUser:
		var base userBase
		if err := json.Unmarshal([]byte(b.BaseJSON), &base); err != nil {
			return err
		}
		u := LedgerUser{
			Person: deref[PersonID](b.PersonID), SiteUserID: b.RemoteID, PlatformID: b.RemoteAlt, State: base.State,
			NoSeat: base.NoSeat, HasProfile: base.HasProfile, Adopted: base.Adopted, Lost: base.Lost, ConfirmedAt: instant(b.At),
		}
		l.users = append(l.users, One[LedgerUser]{u.Person, u})
	case boundMembership:
		// Thousands of rows name the same few groups: one copy of each name will do.
		k := MembershipKey{Group: unique.Make(b.RemoteID).Value(), Person: deref[PersonID](b.PersonID)}
		var base membershipBase
		if err := json.Unmarshal([]byte(b.BaseJSON), &base); err != nil {
			return err
		}
		m := LedgerMembership{MembershipKey: k, ByHand: base.ByHand, ConfirmedAt: instant(b.At)}
		l.memberships = append(l.memberships, InGroup[LedgerMembership]{k, m})
	case boundGroup:
		g := LedgerGroup{Key: b.Key, RemoteID: b.RemoteID, ScheduleID: b.RemoteAlt, ConfirmedAt: instant(b.At)}
		if err := json.Unmarshal([]byte(b.BaseJSON), &g.State); err != nil {
			return err
		}
		l.groups[g.Key] = g
	}
	return nil
}

// PutUser records the KS user of a person. A KS user that is another person's
// already is refused with a Problem (CodeConflict).
func (tx *Tx) PutUser(space SpaceID, u LedgerUser) error {
	tx.touchPerson(KindLedger, u.Person)
	if err := tx.giveEntries(space, u.PlatformID, u.Person); err != nil {
		return err
	}
	return tx.bind(db.PutBindingParams{
		SpaceID: int64(space), Kind: boundUser, Key: userKey(u.Person), RemoteID: u.SiteUserID, RemoteAlt: u.PlatformID,
		PersonID: ref(u.Person), At: unix(u.ConfirmedAt),
	}, userBase{u.State, u.NoSeat, u.HasProfile, u.Adopted, u.Lost})
}

// DropUser forgets the KS user of a person.
func (tx *Tx) DropUser(space SpaceID, person PersonID) error {
	return tx.unbind(space, boundUser, userKey(person), person)
}

// PutMembership records a membership of a standing group that Latchkey added.
func (tx *Tx) PutMembership(space SpaceID, m LedgerMembership) error {
	tx.touchPerson(KindLedger, m.Person)
	return tx.bind(db.PutBindingParams{
		SpaceID: int64(space), Kind: boundMembership, Key: membershipKey(m.MembershipKey), RemoteID: m.Group,
		PersonID: ref(m.Person), At: unix(m.ConfirmedAt),
	}, membershipBase{m.ByHand})
}

// DropMembership forgets a membership.
func (tx *Tx) DropMembership(space SpaceID, k MembershipKey) error {
	return tx.unbind(space, boundMembership, membershipKey(k), k.Person)
}

// PutGroup records a managed group. A KS group that has another key already is
// refused with a Problem (CodeConflict).
func (tx *Tx) PutGroup(space SpaceID, g LedgerGroup) error {
	tx.touch(KindLedger)
	for _, p := range g.State.People {
		tx.touchPerson(KindLedger, p)
	}
	return tx.bind(db.PutBindingParams{
		SpaceID: int64(space), Kind: boundGroup, Key: g.Key, RemoteID: g.RemoteID, RemoteAlt: g.ScheduleID, At: unix(g.ConfirmedAt),
	}, g.State)
}

// DropGroup forgets a managed group.
func (tx *Tx) DropGroup(space SpaceID, key string) error {
	return tx.unbind(space, boundGroup, key, 0)
}

func (tx *Tx) bind(b db.PutBindingParams, base any) error {
	text, err := json.Marshal(base)
	if err != nil {
		return wrap(err, "ledger")
	}
	b.BaseJSON = string(text)
	if b.Kind != boundMembership {
		other, err := maybe(tx.rows.q.BindingOfRemote(tx.ctx, db.BindingOfRemoteParams{Space: b.SpaceID, Kind: b.Kind, Remote: b.RemoteID, Key: b.Key}))
		if err != nil {
			return wrap(err, "ledger")
		}
		if other != nil {
			return tx.boundTwice(b, *other)
		}
	}
	return wrap(tx.rows.q.PutBinding(tx.ctx, b), "ledger")
}

func (tx *Tx) boundTwice(b db.PutBindingParams, other db.Binding) error {
	cause := fmt.Errorf("ledger: %s and %s are both %s %s", b.Key, other.Key, b.Kind, b.RemoteID)
	if b.Kind == boundGroup {
		return &Problem{Code: CodeConflict, Text: "A group of SALTO KS belongs to two bookings. Press “Sync now” in Doors.", Err: cause}
	}
	return &Problem{Code: CodeConflict, Text: "{{.Name}} and {{.Other}} are the same user of SALTO KS. Give them different e-mail addresses, or remove one of them.",
		Args: pairs([]any{"Name", tx.nameOf(deref[PersonID](b.PersonID)), "Other", tx.nameOf(deref[PersonID](other.PersonID))}), Err: cause}
}

func (tx *Tx) unbind(space SpaceID, kind, key string, person PersonID) error {
	n, err := tx.rows.q.DropBinding(tx.ctx, db.DropBindingParams{SpaceID: int64(space), Kind: kind, Key: key})
	if err == nil && n > 0 {
		tx.touchPerson(KindLedger, person)
	}
	return wrap(err, "ledger")
}

func userKey(p PersonID) string { return strconv.FormatInt(int64(p), 10) }

func membershipKey(k MembershipKey) string { return userKey(k.Person) + "/" + k.Group }

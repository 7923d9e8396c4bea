package reconcile

import (
	"fmt"
	"slices"

	"latchkey/store"
	"latchkey/store/mistake"
	"latchkey/sync/access"
)

// memberships compares who is in the standing groups. Only what Latchkey added
// itself is ever removed by itself.
func (d *differ) memberships() {
	rosters := make(map[string]*roster)
	for _, group := range d.Target.Memberships.Groups() {
		rosters[group] = d.roster(group)
		d.wantedIn(rosters[group])
	}
	for _, group := range d.Ledger.Memberships.Groups() {
		for _, id := range store.Missing(d.Ledger.Memberships[group], d.Target.Memberships[group]) {
			d.unwantedIn(store.MembershipKey{Group: group, Person: id})
		}
	}
	for _, group := range d.standing() {
		if rosters[group] == nil {
			rosters[group] = d.roster(group)
		}
		d.byHand(rosters[group])
	}
}

// standing are the groups in KS that are not Latchkey's, in their order.
func (d *differ) standing() []string {
	var ids []string
	for id, g := range d.Seen.Groups {
		if !g.Gone && !g.At.IsZero() && !d.managed(g) && !d.standingGone(id) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// wantedIn compares who should be in a standing group with who is.
func (d *differ) wantedIn(seen *roster) {
	for id, why := range d.Target.Memberships[seen.group].All() {
		if d.lost[id] {
			continue // with the user; asked about as one
		}
		if d.neverRead(seen) {
			return
		}
		d.wantedMember(store.MembershipKey{Group: seen.group, Person: id}, why, seen)
	}
}

func (d *differ) wantedMember(k store.MembershipKey, why access.Reason, seen *roster) {
	put, have := d.Ledger.Memberships[k.Group].Seek(k.Person, &seen.at)
	platformID, _ := d.platforms.Seek(k.Person, &d.at)
	known := seen.member(platformID, put)
	if platformID != "" { // who has no user yet can be in no group
		d.sure(seen.object, known)
	}
	switch threeWay(true, have, known) {
	case give:
		s := d.member1(k, AddMember, Grant)
		s.What = d.words.joins(k, why)
		d.add(s)
	case found:
		d.note(Note{Membership: &store.LedgerMembership{MembershipKey: k, ByHand: true, ConfirmedAt: seen.PeopleAt}})
	case narrowed:
		out := k // k itself would be put on the heap, for each of thousands
		d.hold(Note{DropMembership: &out}, seen.object, fmt.Sprint(k.Person), MemberOut, k.Person,
			d.words.drift("{{.Name}} was taken out of the group “{{.Group}}” in SALTO KS by somebody.", k.Person, "Group", d.words.groups[k.Group]), "", "")
	}
}

// neverRead tells whether it is not known yet who is in a standing group: one
// whom somebody else has put there is not to be taken for ours.
func (d *differ) neverRead(seen *roster) bool {
	if !seen.PeopleAt.IsZero() || seen.open {
		return false
	}
	d.unsure[seen.object] = true
	if !slices.Contains(d.unread, seen.object) {
		d.unread = append(d.unread, seen.object)
	}
	return true
}

// member1 is a step about one membership.
func (d *differ) member1(k store.MembershipKey, op Op, class Class) Step {
	return Step{
		Key: fmt.Sprintf("%s/%d", MembersObject(k.Group), k.Person), Object: MembersObject(k.Group), Op: op,
		Class: class, Due: d.Now, Person: k.Person, Group: k.Group,
	}
}

func (d *differ) unwantedIn(k store.MembershipKey) {
	put := d.Ledger.Memberships.Of(k)
	_, bound := d.Ledger.Users.Get(k.Person)
	foreign := put.ByHand && !mistake.On(mistake.TakeForeign)
	if foreign || !bound || d.standingGone(k.Group) {
		d.note(Note{DropMembership: &k})
		return
	}
	// Also one that is not seen any more is taken away: a list of many pages may
	// leave somebody out, and to ask once too often leaves nobody inside.
	s := d.member1(k, RemoveMember, Revoke)
	s.What = d.words.leaves(k)
	d.add(s)
}

// byHand finds people of the file who are in a standing group without a right
// and not by us: the desk is told, and nothing is done without an answer.
func (d *differ) byHand(g *roster) {
	if g.PeopleAt.IsZero() || g.open {
		d.unsure[g.object] = true
		return
	}
	for i, platformID := range g.People {
		if g.wanted[i] {
			continue
		}
		id, ours := d.whose(platformID)
		k := store.MembershipKey{Group: g.group, Person: id}
		if !ours {
			continue
		}
		if _, wanted := d.Target.Memberships.Get(k); wanted {
			continue
		}
		if _, put := d.Ledger.Memberships.Get(k); put {
			continue
		}
		take := Note{Membership: &store.LedgerMembership{MembershipKey: k, ConfirmedAt: g.PeopleAt}}
		if mistake.On(mistake.TakeForeign) {
			d.note(take)
			continue
		}
		d.differs(g.object, fmt.Sprint(id), MemberByHand, store.Other, id,
			d.words.drift("{{.Name}} is in the group “{{.Group}}” of SALTO KS by somebody’s hand, without a right to it here.", id, "Group", d.groupName(g.group)), "", "", take)
	}
}

func (d *differ) groupName(id string) string {
	if name := d.words.groups[id]; name != "" {
		return name
	}
	return d.Seen.Groups[id].Name
}

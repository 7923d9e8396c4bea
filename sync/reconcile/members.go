package reconcile

import (
	"fmt"
	"maps"
	"slices"

	"latchkey/store"
	"latchkey/store/mistake"
)

// memberships compares who is in the standing groups. Only what Latchkey added
// itself is ever removed by itself.
func (d *differ) memberships() {
	wanted := d.wantedByGroup()
	for _, group := range slices.Sorted(maps.Keys(wanted)) {
		for _, p := range wanted[group] {
			d.wantedIn(store.MembershipKey{Group: group, Person: p})
		}
	}
	for _, k := range onlyIn(d.Ledger.Memberships, d.Target.Memberships, byMembership) {
		d.unwantedIn(k)
	}
	for _, group := range d.standing() {
		d.byHand(group, wanted[group])
	}
}

// wantedByGroup is who is to be in each standing group, sorted. To sort all
// memberships at once would compare the names of groups again and again.
func (d *differ) wantedByGroup() map[string][]store.PersonID {
	people := make(map[string][]store.PersonID)
	for k := range d.Target.Memberships {
		people[k.Group] = append(people[k.Group], k.Person)
	}
	for _, in := range people {
		slices.Sort(in)
	}
	return people
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

func (d *differ) wantedIn(k store.MembershipKey) {
	if d.lost[k.Person] {
		return // with the user; asked about as one
	}
	if d.neverRead(k.Group) {
		return
	}
	put, have := d.Ledger.Memberships[k]
	platformID := d.Ledger.Users[k.Person].PlatformID
	known := d.member(k.Group, platformID, put)
	if platformID != "" { // who has no user yet can be in no group
		d.sure(MembersObject(k.Group), known)
	}
	switch threeWay(true, have, known) {
	case give:
		s := d.member1(k, AddMember, Grant)
		s.What = d.words.joins(k, d.Target.Memberships[k])
		d.add(s)
	case found:
		d.note(Note{Membership: &store.LedgerMembership{MembershipKey: k, ByHand: true, ConfirmedAt: d.Seen.Groups[k.Group].PeopleAt}})
	case narrowed:
		d.hold(Note{DropMembership: &k}, MembersObject(k.Group), fmt.Sprint(k.Person), MemberOut, k.Person,
			d.words.drift("{{.Name}} was taken out of the group “{{.Group}}” in SALTO KS by somebody.", k.Person, "Group", d.words.groups[k.Group]), "", "")
	}
}

// neverRead tells whether it is not known yet who is in a standing group: one
// whom somebody else has put there is not to be taken for ours.
func (d *differ) neverRead(group string) bool {
	o := MembersObject(group)
	if !d.Seen.Groups[group].PeopleAt.IsZero() || d.Open[o] {
		return false
	}
	d.unsure[o] = true
	if !slices.Contains(d.unread, o) {
		d.unread = append(d.unread, o)
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
	put := d.Ledger.Memberships[k]
	_, bound := d.Ledger.Users[k.Person]
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
func (d *differ) byHand(group string, wanted []store.PersonID) {
	g := d.Seen.Groups[group]
	o := MembersObject(group)
	if g.PeopleAt.IsZero() || d.Open[o] {
		d.unsure[o] = true
		return
	}
	for _, platformID := range g.People {
		id, ours := d.platform[platformID]
		k := store.MembershipKey{Group: group, Person: id}
		if _, has := slices.BinarySearch(wanted, id); !ours || has {
			continue
		}
		if _, put := d.Ledger.Memberships[k]; put {
			continue
		}
		take := Note{Membership: &store.LedgerMembership{MembershipKey: k, ConfirmedAt: g.PeopleAt}}
		if mistake.On(mistake.TakeForeign) {
			d.note(take)
			continue
		}
		d.differs(o, fmt.Sprint(id), MemberByHand, store.Other, id,
			d.words.drift("{{.Name}} is in the group “{{.Group}}” of SALTO KS by somebody’s hand, without a right to it here.", id, "Group", d.groupName(group)), "", "", take)
	}
}

func (d *differ) groupName(id string) string {
	if name := d.words.groups[id]; name != "" {
		return name
	}
	return d.Seen.Groups[id].Name
}

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
	for _, in := range byGroup(d.Target.Memberships) {
		for _, p := range in.people {
			d.wantedIn(store.MembershipKey{Group: in.group, Person: p})
		}
	}
	for _, in := range byGroup(d.Ledger.Memberships) {
		for _, p := range in.people {
			k := store.MembershipKey{Group: in.group, Person: p}
			if _, wanted := d.Target.Memberships[k]; !wanted {
				d.unwantedIn(k)
			}
		}
	}
	for _, group := range slices.Sorted(maps.Keys(d.Seen.Groups)) {
		d.byHand(group)
	}
}

// inGroup is who is in one group, by their ids.
type inGroup struct {
	group  string
	people []store.PersonID
}

// byGroup returns memberships in their order: by group, and by person. To sort
// all of them at once would compare the names of groups again and again.
func byGroup[T any](all map[store.MembershipKey]T) []inGroup {
	people := make(map[string][]store.PersonID)
	for k := range all {
		people[k.Group] = append(people[k.Group], k.Person)
	}
	var out []inGroup
	for _, group := range slices.Sorted(maps.Keys(people)) {
		slices.Sort(people[group])
		out = append(out, inGroup{group, people[group]})
	}
	return out
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
func (d *differ) byHand(group string) {
	g := d.Seen.Groups[group]
	o := MembersObject(group)
	if g.Gone || g.At.IsZero() || d.managed(g) || d.standingGone(group) {
		return
	}
	if g.PeopleAt.IsZero() || d.Open[o] {
		d.unsure[o] = true
		return
	}
	for _, platformID := range g.People {
		id, ours := d.platform[platformID]
		k := store.MembershipKey{Group: group, Person: id}
		if _, wanted := d.Target.Memberships[k]; !ours || wanted {
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

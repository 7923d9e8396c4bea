package reconcile

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"latchkey/store"
	"latchkey/store/mistake"
	"latchkey/sync/access"
)

// Alias marks a KS user as made by this file's Latchkey.
func Alias(install string, p store.PersonID) string { return aliasPrefix(install) + fmt.Sprint(p) }

func aliasPrefix(install string) string { return "latchkey-" + install + "-" }

// adopt takes users into the ledger that it lost, or that were in KS before: by
// our mark, and by the e-mail address of somebody who is to have a user. One
// who may do more in KS than open doors is never taken without an answer.
func (d *differ) adopt() {
	if mistake.On(mistake.NoAdoption) {
		return
	}
	bound := make(map[string]bool, len(d.Ledger.Users))
	for _, u := range d.Ledger.Users {
		bound[u.SiteUserID] = true
	}
	people := make(map[store.PersonID]store.Person, len(d.Snap.People))
	for _, p := range d.Snap.People {
		people[p.ID] = p
	}
	byMail, byName := make(map[string][]store.KSUser), make(map[string][]store.KSUser)
	prefix := aliasPrefix(d.Snap.Install)
	for _, id := range slices.Sorted(maps.Keys(d.Seen.Users)) {
		u := d.Seen.Users[id]
		if bound[id] || u.Gone {
			continue
		}
		if suffix, ours := strings.CutPrefix(u.Alias, prefix); ours {
			d.adoptMarked(personOf(suffix), u)
			continue
		}
		if u.Email != "" {
			byMail[strings.ToLower(u.Email)] = append(byMail[strings.ToLower(u.Email)], u)
		} else {
			byName[strings.ToLower(u.Name())] = append(byName[strings.ToLower(u.Name())], u)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(d.Target.Users)) {
		if d.Ledger.Users[id].SiteUserID != "" || d.Open[UserObject(id)] {
			continue
		}
		p := people[id]
		if same := byMail[strings.ToLower(p.Email)]; p.Email != "" && len(same) > 0 {
			d.adoptSame(p, same)
			if _, taken := d.Ledger.Users[id]; taken { // of two with one address the first has it
				delete(byMail, strings.ToLower(p.Email))
			}
		} else if p.Email == "" {
			d.askAbout(p, byName[strings.ToLower(p.Name())])
		}
	}
}

// adoptMarked takes a user with our mark. A second one for the same person is
// left alone: nothing is in it.
func (d *differ) adoptMarked(id store.PersonID, u store.KSUser) {
	if _, taken := d.Ledger.Users[id]; taken || id == 0 || d.Open[UserObject(id)] {
		return
	}
	d.note(Note{User: &store.LedgerUser{
		Person: id, SiteUserID: u.ID, PlatformID: u.PlatformID, HasProfile: u.HasProfile, ConfirmedAt: u.At,
		State: store.UserState{FirstName: u.FirstName, LastName: u.LastName, Email: u.Email, TagID: d.tagOf(u), Subscribed: u.Subscribed},
	}})
}

// adoptSame takes the user who has a person's address, where there is one and
// it is an ordinary one; else the desk is asked.
func (d *differ) adoptSame(p store.Person, same []store.KSUser) {
	note := d.asAdopted(p, same[0])
	if len(same) == 1 && !same[0].Staff {
		d.note(note)
		return
	}
	what := d.words.drift("SALTO KS has a user with the address of {{.Name}} who may do more there than open doors: {{.Seen}}. Is it the same person?", p.ID, "Seen", same[0].Name())
	if len(same) > 1 {
		what = d.words.drift("SALTO KS has more than one user with the address of {{.Name}}. Is {{.Seen}} the same person?", p.ID, "Seen", same[0].Name())
	}
	d.differs(UserObject(p.ID), "same", SamePerson, store.Other, p.ID, what, same[0].ID, p.Email, note)
}

// askAbout asks about a user of the same name where neither has an address.
func (d *differ) askAbout(p store.Person, same []store.KSUser) {
	if len(same) == 0 {
		return
	}
	d.differs(UserObject(p.ID), "same", SamePerson, store.Other, p.ID,
		d.words.drift("SALTO KS has a user called {{.Seen}}, without an e-mail address. Is it {{.Name}}?", p.ID, "Seen", same[0].Name()),
		same[0].ID, p.Name(), d.asAdopted(p, same[0]))
}

// asAdopted is the note that makes a user a person's. What the user had before
// stays as it was, until the desk changes it here.
func (d *differ) asAdopted(p store.Person, u store.KSUser) Note {
	state := d.Target.Users[p.ID]
	state.Subscribed = u.Subscribed
	if tag := d.tagOf(u); tag == state.TagID || state.TagID == "" {
		state.TagID = d.Target.Users[p.ID].TagID
	} else {
		state.TagID = tag
	}
	return Note{User: &store.LedgerUser{
		Person: p.ID, SiteUserID: u.ID, PlatformID: u.PlatformID, HasProfile: u.HasProfile, Adopted: true, State: state, ConfirmedAt: u.At,
	}}
}

// asksWhoThatIs tells whether the desk has still to say whether a user in KS
// is this person: until then none is made.
func (d *differ) asksWhoThatIs(id store.PersonID) bool {
	k := string(UserObject(id)) + "/same"
	return slices.ContainsFunc(d.drifts, func(x Drift) bool { return x.Key == k && x.Answer == store.Unanswered })
}

// adoptGroups takes groups that bear our mark into the ledger where it lost
// them. One that nothing wants any more, or a second one for the same key, is
// then deleted like any other that is not in the target.
func (d *differ) adoptGroups() {
	if mistake.On(mistake.NoAdoption) {
		return
	}
	known := make(map[string]bool, len(d.Ledger.Groups))
	for _, g := range d.Ledger.Groups {
		known[g.RemoteID] = true
	}
	for _, id := range slices.Sorted(maps.Keys(d.Seen.Groups)) {
		g := d.Seen.Groups[id]
		suffix, ours := strings.CutPrefix(g.Name, access.GroupPrefix(d.Snap.Install))
		if !ours || known[id] || g.Gone {
			continue
		}
		k := access.KeyOfName(suffix)
		if access.GroupName(d.Snap.Install, k) != g.Name {
			continue // a name that no Latchkey gives
		}
		if have, taken := d.Ledger.Groups[k]; taken && have.RemoteID != "" {
			k = "orphan:" + id
		}
		if d.Open[GroupObject(k)] {
			continue // its read-back tells which it is
		}
		d.note(Note{Group: &store.LedgerGroup{Key: k, RemoteID: id, State: store.GroupState{Name: g.Name}}})
	}
}

package reconcile

import (
	"maps"
	"slices"
	"strings"

	"latchkey/store"
	"latchkey/store/mistake"
	"latchkey/sync/access"
)

// adopt takes users into the ledger that it lost, or that were in KS before: by
// our mark, and by the e-mail address of somebody who is to have a user. One
// who may do more in KS than open doors is never taken without an answer.
func (d *differ) adopt() {
	if mistake.On(mistake.NoAdoption) {
		return
	}
	d.owners = ownersOf(d.Ledger)
	byMail, byName := make(map[string][]store.KSUser), make(map[string][]store.KSUser)
	var strays []store.KSUser
	for _, id := range d.ownerless() {
		u := d.Seen.Users[id]
		_, bound := d.owners[id]
		if p, ours := marked(d.Snap.Install, u.Alias); ours && !bound {
			if d.knows(p) {
				d.adoptMarked(p.ID, u)
				continue
			}
			strays, bound = append(strays, u), true
		}
		if u.Email != "" {
			byMail[strings.ToLower(u.Email)] = append(byMail[strings.ToLower(u.Email)], u)
		} else if !bound {
			byName[strings.ToLower(u.Name())] = append(byName[strings.ToLower(u.Name())], u)
		}
	}
	for _, id := range store.Missing(d.Target.Users, d.Ledger.Users) {
		if d.Open[UserObject(id)] {
			continue
		}
		p, _ := d.words.person(id)
		if same := byMail[strings.ToLower(p.Email)]; p.Email != "" && len(same) > 0 {
			d.adoptSame(p, same)
			if _, taken := d.Ledger.Users.Get(id); taken { // of two with one address the first has it
				delete(byMail, strings.ToLower(p.Email))
			}
		} else if p.Email == "" {
			d.askAbout(p, byName[strings.ToLower(p.Name())])
		}
	}
	d.adoptStrays(strays)
}

func (d *differ) adoptStrays(strays []store.KSUser) {
	if len(strays) == 0 {
		return
	}
	owners := ownersOf(d.Ledger)
	for _, u := range strays {
		if _, taken := owners[u.ID]; !taken { // by somebody with the same address
			d.adoptStray(u)
		}
	}
}

// ownersOf returns whose each KS user is, by the user's id on the site.
func ownersOf(l store.Ledger) map[string]store.PersonID {
	owners := make(map[string]store.PersonID, l.Users.Len())
	for id, u := range l.Users.All() {
		owners[u.SiteUserID] = id
	}
	return owners
}

// ownerless returns the users in KS that are nobody's in the file, in their order.
func (d *differ) ownerless() []string {
	var ids []string
	for id := range d.Seen.Users {
		owner, bound := d.owners[id]
		if _, left := d.words.past[owner]; (!bound || left) && !d.Seen.Users[id].Gone {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// knows tells whether a mark is of somebody who is or was in this file.
func (d *differ) knows(p store.Person) bool {
	at, was := d.Snap.Removed[p.ID]
	if q := d.words.rows[p.ID]; q != nil {
		at, was = q.CreatedAt, true
	}
	return was && made(at) == made(p.CreatedAt)
}

// adoptMarked takes a user with our mark. A second one for the same person is
// left alone: nothing is in it.
func (d *differ) adoptMarked(id store.PersonID, u store.KSUser) {
	if _, taken := d.Ledger.Users.Get(id); !taken && !d.Open[UserObject(id)] {
		d.note(Note{User: d.asMade(id, u)})
	}
}

// adoptStray takes a user whom another version of this file made for somebody
// of whom this one knows nothing: an old copy was put in its place. They go the
// way of people who were removed.
func (d *differ) adoptStray(u store.KSUser) {
	p, _ := marked(d.Snap.Install, u.Alias)
	p.ID, p.FirstName, p.LastName = d.Snap.NextPerson, u.FirstName, u.LastName
	if p.Name() == "" {
		p.FirstName = u.Alias
	}
	d.Snap.NextPerson++
	d.words.past[p.ID] = p.Name()
	d.note(Note{Lost: &p})
	user := d.asMade(p.ID, u)
	user.Lost = true
	d.note(Note{User: user})
}

// asMade is a user whom Latchkey made, as KS shows it.
func (d *differ) asMade(id store.PersonID, u store.KSUser) *store.LedgerUser {
	return &store.LedgerUser{
		Person: id, SiteUserID: u.ID, PlatformID: u.PlatformID, HasProfile: u.HasProfile, ConfirmedAt: u.At,
		State: store.UserState{FirstName: u.FirstName, LastName: u.LastName, Email: u.Email, TagID: d.tagOf(u), Subscribed: u.Subscribed},
	}
}

// adoptSame takes the user who has a person's address, where there is one and
// it is an ordinary one; else the desk is asked. From somebody who left it is
// taken when nothing that was asked for them is open.
func (d *differ) adoptSame(p store.Person, same []store.KSUser) {
	from, bound := d.owners[same[0].ID]
	if bound && d.busy(from) {
		d.lost[p.ID] = true
		return
	}
	var notes []Note
	switch _, ours := marked(d.Snap.Install, same[0].Alias); {
	case bound:
		notes = d.inherit(from, p.ID)
	case ours:
		notes = []Note{{User: d.asMade(p.ID, same[0])}}
	default:
		notes = []Note{d.asAdopted(p, same[0])}
	}
	if len(same) == 1 && !same[0].Staff {
		for _, n := range notes {
			d.note(n)
		}
		return
	}
	what := d.words.drift("SALTO KS has a user with the address of {{.Name}} who may do more there than open doors: {{.Seen}}. Is it the same person?", p.ID, "Seen", same[0].Name())
	if len(same) > 1 {
		what = d.words.drift("SALTO KS has more than one user with the address of {{.Name}}. Is {{.Seen}} the same person?", p.ID, "Seen", same[0].Name())
	}
	d.differs(UserObject(p.ID), "same", SamePerson, store.Other, p.ID, what, same[0].ID, p.Email, notes...)
}

// busy tells whether something that was asked of KS for a person is open.
func (d *differ) busy(id store.PersonID) bool {
	for group, in := range d.Ledger.Memberships {
		if _, has := in.Get(id); has && d.Open[MembersObject(group)] {
			return true
		}
	}
	for k, g := range d.Ledger.Groups {
		if slices.Contains(g.State.People, id) && d.Open[GroupObject(k)] {
			return true
		}
	}
	return d.Open[UserObject(id)]
}

// inherit are the notes that make the user of somebody who left that of the
// person who came back, with all that is still in it.
func (d *differ) inherit(from, to store.PersonID) []Note {
	u := d.Ledger.Users.Of(from)
	u.Person, u.Lost = to, false
	notes := append(forget(d.Ledger, from), Note{User: &u})
	for _, group := range d.Ledger.Memberships.Groups() {
		if m, has := d.Ledger.Memberships[group].Get(from); has {
			m.Person = to
			notes = append(notes, Note{Membership: &m})
		}
	}
	for _, k := range slices.Sorted(maps.Keys(d.Ledger.Groups)) {
		if g := d.Ledger.Groups[k]; slices.Contains(g.State.People, from) {
			g.State.People = with(without(g.State.People, from), to)
			notes = append(notes, Note{Group: &g})
		}
	}
	return notes
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
	state := d.Target.Users.Of(p.ID)
	state.Subscribed = u.Subscribed
	if tag := d.tagOf(u); tag == state.TagID || state.TagID == "" {
		state.TagID = d.Target.Users.Of(p.ID).TagID
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
	prefix := access.GroupPrefix(d.Snap.Install)
	var lost []string
	for id, g := range d.Seen.Groups {
		if strings.HasPrefix(g.Name, prefix) && !d.ours[id] && !g.Gone {
			lost = append(lost, id)
		}
	}
	slices.Sort(lost)
	for _, id := range lost {
		g := d.Seen.Groups[id]
		k := access.KeyOfName(strings.TrimPrefix(g.Name, prefix))
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

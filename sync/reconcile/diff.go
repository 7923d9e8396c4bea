package reconcile

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/store/mistake"
	"latchkey/sync/access"
)

// Diff returns the steps that make the ledger into the target, what somebody
// else changed in KS, and what the ledger lacks.
func Diff(in Input) ChangeSet {
	d := differ{
		Input: in, words: newWords(in.Snap, in.Ledger, in.Now), clocks: access.ZonesOf(in.Snap).At(in.Now),
		answers: make(map[string]store.Drift, len(in.Drifts)), lost: make(map[store.PersonID]bool), tags: make(map[string]string, len(in.Snap.Tags)),
		unsure: make(map[Object]bool), lostTags: lostTags(in.Snap.Tags),
	}
	for _, x := range in.Drifts {
		d.answers[x.Key] = x
	}
	for _, t := range in.Snap.Tags {
		if t.Number != "" && t.KSID != "" {
			d.tags[t.Number] = t.KSID
		}
	}
	d.ours = make(map[string]bool, len(d.Ledger.Groups))
	for _, g := range d.Ledger.Groups {
		d.ours[g.RemoteID] = true
	}
	d.users()
	d.memberships()
	d.groups()
	d.dueWithRights()
	d.keepWhileMoving()
	d.passFirst()
	d.blockFirst()
	order(d.steps)
	return ChangeSet{
		Lineage: in.Snap.Lineage, Serial: in.Snap.Serial,
		Steps: d.steps, Drifts: d.drifts, Notes: d.notes, Unread: d.unread, Unsure: d.unsure, Ledger: d.Ledger,
	}
}

// differ computes one change set.
type differ struct {
	Input
	clocks    access.Clocks
	words     words
	answers   map[string]store.Drift    // by key
	tags      map[string]string         // KS id by number, of the tags in the file
	lostTags  map[string]bool           // as tagOf names them
	people    map[string]store.PersonID // by platform id; made when it is asked for: see whose
	lost      map[store.PersonID]bool   // there is no KS user to give anything to yet, and none is to be made
	owners    map[string]store.PersonID // by KS user
	ours      map[string]bool           // KS ids of managed groups
	at        int                       // in the ledger's users, or platforms
	platforms *store.ByPerson[string]   // ids, once the users are compared

	steps  []Step
	drifts []Drift
	notes  []Note
	unread []Object
	unsure map[Object]bool
}

// lead is how long before its window opens a booking is due in KS. Bookings
// that start within it go before everything else that gives access.
const lead = 30 * time.Minute

func (d *differ) add(s Step) { d.steps = append(d.steps, s) }

// whose returns whose platform id it is. Most are known by where they are seen:
// who is not is somebody else's, and seldom there.
func (d *differ) whose(platformID string) (store.PersonID, bool) {
	if d.people == nil {
		d.people = make(map[string]store.PersonID, d.Ledger.Users.Len())
		for id, u := range d.Ledger.Users.All() {
			d.people[u.PlatformID] = id
		}
	}
	id, ours := d.people[platformID]
	return id, ours
}

// note corrects the ledger: a copy of the one that came in.
func (d *differ) note(n Note) {
	if len(d.notes) == 0 {
		d.Ledger = store.Ledger{
			Users: d.Ledger.Users.Clone(), Memberships: d.Ledger.Memberships.Clone(), Groups: maps.Clone(d.Ledger.Groups),
		}
	}
	_ = n.Write(InMemory(d.Ledger)) // memory takes everything
	d.notes = append(d.notes, n)
}

// dueWithRights says of what makes somebody's user ready when it is due: with
// the first right that needs it.
func (d *differ) dueWithRights() {
	var first map[store.PersonID]time.Time
	for i := range d.steps {
		s := &d.steps[i]
		if !s.Due.IsZero() {
			continue
		}
		if first == nil {
			first = d.firstRights()
		}
		s.Due = d.Now
		if t, has := first[s.Person]; has {
			s.Due = t
		}
	}
}

func (d *differ) firstRights() map[store.PersonID]time.Time {
	due := make(map[store.PersonID]time.Time, d.Target.Users.Len())
	note := func(p store.PersonID, t time.Time) {
		if old, ok := due[p]; !ok || t.Before(old) {
			due[p] = t
		}
	}
	for k := range d.Target.Memberships.All() {
		note(k.Person, d.Now)
	}
	for _, g := range d.Target.Groups {
		for _, p := range g.State.People {
			note(p, d.due(g))
		}
	}
	return due
}

func (d *differ) due(g access.Group) time.Time {
	if g.Reason.Kind == access.ByExtraDoor {
		return d.Now
	}
	return g.Window.From.Add(-lead)
}

// keepWhileMoving lets a person who changes groups join the new one before
// leaving the old one: nobody is locked out half-way. Those who only leave go
// before them, and a join that fails does not hold up the leaving.
func (d *differ) keepWhileMoving() {
	leaves, joins := make(map[store.PersonID]bool), make(map[store.PersonID]bool)
	for _, s := range d.steps {
		switch s.Op {
		case RemoveMember:
			leaves[s.Person] = true
		case AddMember:
			joins[s.Person] = true
		}
	}
	for i, s := range d.steps {
		if !leaves[s.Person] || !joins[s.Person] {
			continue
		}
		switch s.Op {
		case AddMember:
			d.steps[i].Class, d.steps[i].Due = Revoke, s.Due.Add(time.Second)
		case RemoveMember:
			d.steps[i].Due = s.Due.Add(2 * time.Second)
		}
	}
}

// passFirst lets what a pass gives go before all else that gives.
func (d *differ) passFirst() {
	limited := make(map[store.PlanID]bool)
	for _, p := range d.Snap.Plans {
		if p.PassLimited {
			limited[p.ID] = true
		}
	}
	if len(limited) == 0 {
		return
	}
	waits := make(map[store.PersonID]bool)
	for _, s := range d.steps {
		if r := d.Target.Memberships.Of(store.MembershipKey{Group: s.Group, Person: s.Person}); s.Op == AddMember && limited[r.Plan] {
			waits[s.Person] = true
		}
	}
	for i, s := range d.steps {
		kind, _ := s.Object.Split()
		if waits[s.Person] && s.Class == Grant && kind != "group" {
			d.steps[i].Class = Prompt
		}
	}
}

// blockFirst makes what takes everything from people who are blocked at once
// urgent. The seat goes first: without one no door opens at all.
func (d *differ) blockFirst() {
	if mistake.On(mistake.BlockWaits) {
		return
	}
	for i, s := range d.steps {
		if d.Target.Blocked[s.Person] && s.Takes() {
			d.steps[i].Class = Urgent
		}
	}
}

// missingOf returns what a has and b has not, in a's order.
func missingOf[T comparable](a, b []T) []T {
	var out []T
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

func key(s Step, suffix string) string {
	if suffix == "" {
		return string(s.Object)
	}
	return string(s.Object) + "/" + suffix
}

func byName(users []store.KSUser) {
	slices.SortFunc(users, func(a, b store.KSUser) int {
		return cmp.Or(strings.Compare(a.Name(), b.Name()), strings.Compare(a.ID, b.ID))
	})
}

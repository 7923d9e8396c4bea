package reconcile

import (
	"flag"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/access"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

const (
	install = "3fa9"
	settle  = 2 * time.Minute
	mia     = store.PersonID(1)
	ana     = store.PersonID(2)
)

// A property that fails is made small for a few seconds, and not for as long as
// it usually is: among mutants there are many. -rapid.shrinktime changes it.
func init() { _ = flag.Set("rapid.shrinktime", "3s") }

// tester is a test, or one run of a property.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	FailNow()
}

// world is a site, the file that it is brought in line with, and what the file
// knows of it. It does with steps and differences what the engine does.
type world struct {
	t    tester
	ks   *tinyKS
	in   Input
	did  []Step                       // that were confirmed
	each func(before *tinyKS, s Step) // after each request
}

// aliasOf is the mark of somebody in a world: all were put into the file at once.
func aliasOf(id store.PersonID) string { return Alias(install, store.Person{ID: id}) }

func emptyLedger() store.Ledger {
	return store.Ledger{
		Users: &store.ByPerson[store.LedgerUser]{}, Memberships: store.ByGroup[store.LedgerMembership]{}, Groups: map[string]store.LedgerGroup{},
	}
}

func emptyTarget() access.Target {
	return access.Target{
		Users: &store.ByPerson[store.UserState]{}, Memberships: store.ByGroup[access.Reason]{}, Groups: map[string]access.Group{},
		Keep: map[store.PersonID]bool{}, Blocked: map[store.PersonID]bool{},
	}
}

// newWorld is a site with three doors, the standing groups "full" and "basic",
// and nobody in them; the file knows four people and two tags.
func newWorld(t tester) *world {
	k := &tinyKS{users: map[string]store.KSUser{}, groups: map[string]tinyGroup{}, tags: map[string]string{"t1": "0231", "t2": "0232"}}
	k.groups["full"], k.groups["basic"] = tinyGroup{name: "Full time"}, tinyGroup{name: "Basic"}
	snap := store.Snapshot{
		Lineage: "file", Install: install, NextPerson: 90, Space: store.Space{ID: 1, Name: "Space", Zone: "UTC"},
		Mirror: store.Mirror{
			Doors:  []store.KSDoor{{ID: "a", Name: "Front door"}, {ID: "b", Name: "Studio"}, {ID: "c", Name: "Storage"}},
			Groups: []store.KSGroup{{ID: "full", Name: "Full time", Doors: []string{"a", "b"}}, {ID: "basic", Name: "Basic", Doors: []string{"a"}}},
		},
		Plans: []store.Plan{{ID: 1, Name: "Full time"}},
		People: []store.Person{
			{ID: 1, FirstName: "Mia", LastName: "Berg", Email: "mia@example.org"}, {ID: 2, FirstName: "Ana", LastName: "Lind", Email: "ana@example.org"},
			{ID: 3, FirstName: "Kim", LastName: "Day", Email: "kim@example.org"}, {ID: 4, FirstName: "Per", LastName: "Ek"},
		},
		Tags:     []store.Tag{{Number: "0231", KSID: "t1"}, {Number: "0232", KSID: "t2"}, {Number: "0239"}},
		Rooms:    []store.Room{{ID: 1, Name: "Studio"}},
		Bookings: []store.Booking{{ID: 7, Room: 1}, {ID: 8, Room: 1}},
	}
	w := &world{t: t, ks: k, in: Input{Snap: snap, Target: emptyTarget(), Ledger: emptyLedger(), Open: map[Object]bool{}, Now: now, Settle: settle}}
	w.look()
	return w
}

// wants puts a person into the target with a seat.
func (w *world) wants(id store.PersonID, groups ...string) {
	p := w.in.Snap.People[id-1]
	w.in.Target.Users.Put(id, store.UserState{
		FirstName: p.FirstName, LastName: p.LastName, Email: p.Email, TagID: w.in.Target.Users.Of(id).TagID, Subscribed: true,
	})
	for _, g := range groups {
		w.in.Target.Memberships.Put(store.MembershipKey{Group: g, Person: id}, access.Reason{Kind: access.ByPlan, Plan: 1})
	}
}

// tag gives a person in the target a tag.
func (w *world) tag(id store.PersonID, tag string) {
	u := w.in.Target.Users.Of(id)
	u.TagID = tag
	w.in.Target.Users.Put(id, u)
}

// books puts a booking into the target, from one hour of the 24th to another.
func (w *world) books(booking store.BookingID, id store.PersonID, from, to string, doors ...string) {
	day := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	clock := func(s string) time.Time {
		t, err := time.Parse("15:04", s)
		require.NoError(w.t, err)
		return day.Add(time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute)
	}
	key := access.BookingKey(booking)
	w.in.Target.Groups[key] = access.Group{
		Window: access.Window{From: clock(from), To: clock(to)}, Reason: access.Reason{Kind: access.ByBooking, Booking: booking},
		State: store.GroupState{
			Name: access.GroupName(install, key), Doors: doors, People: []store.PersonID{id},
			Start: at(from), End: at(to),
		},
	}
}

// at is a reading of the wall clock on the 24th.
func at(hour string) string { return "2026-11-24T" + hour + ":00" }

// extra puts extra doors into the target.
func (w *world) extra(id store.PersonID, doors ...string) {
	key := access.DoorsKey(id)
	w.in.Target.Groups[key] = access.Group{
		Window: access.Always, Reason: access.Reason{Kind: access.ByExtraDoor},
		State: store.GroupState{Name: access.GroupName(install, key), Doors: doors, People: []store.PersonID{id}},
	}
}

// leaves takes everything of a person's out of the target.
func (w *world) leaves(id store.PersonID) {
	w.in.Target.Users.Drop(id)
	for _, group := range w.in.Target.Memberships.Groups() {
		w.in.Target.Memberships.Drop(store.MembershipKey{Group: group, Person: id})
	}
	maps.DeleteFunc(w.in.Target.Groups, func(_ string, g access.Group) bool { return g.State.People[0] == id })
}

// ksUser is the id of a person's user.
func (w *world) ksUser(id store.PersonID) string { return w.in.Ledger.Users.Of(id).SiteUserID }

func (w *world) platform(id store.PersonID) string { return w.in.Ledger.Users.Of(id).PlatformID }

// ksGroup is the id of a managed group.
func (w *world) ksGroup(key string) string { return w.in.Ledger.Groups[key].RemoteID }

// look reads all of KS when everything that was done has settled.
func (w *world) look() {
	w.in.Now = w.in.Now.Add(settle)
	w.in.Seen = w.ks.readAll(w.in.Now)
}

// plan compares, and keeps what comes of it.
func (w *world) plan() ChangeSet {
	w.t.Helper()
	set := Diff(w.in)
	w.in.Ledger = set.Ledger
	keys, drifts := make(map[string]bool), make(map[string]bool)
	for _, s := range set.Steps {
		require.Falsef(w.t, keys[s.Key], "two steps with the key %s", s.Key)
		require.Truef(w.t, string(s.Object) == s.Key || strings.HasPrefix(s.Key, string(s.Object)+"/"), "the key %s does not begin with %s", s.Key, s.Object)
		require.NotEmptyf(w.t, s.What.Text, "%s says nothing", s.Key)
		keys[s.Key] = true
	}
	for _, d := range set.Drifts {
		require.Falsef(w.t, drifts[d.Key], "two differences with the key %s", d.Key)
		require.NotEmptyf(w.t, d.What.Text, "%s says nothing", d.Key)
		drifts[d.Key] = true
	}
	w.keep(set)
	return set
}

// keep makes the differences in the file those that were found, as the engine
// does.
func (w *world) keep(set ChangeSet) {
	var kept []store.Drift
	found := make(map[string]bool)
	for _, d := range set.Drifts {
		found[d.Key] = true
		was, have := w.drift(d.Key)
		if !have || was.Seen != d.Seen || !was.OverAt.IsZero() {
			was = d.Drift
			was.FoundAt, was.Answer, was.AnsweredAt, was.OverAt = w.in.Now, store.Unanswered, time.Time{}, time.Time{}
		}
		kept = append(kept, was)
	}
	for _, d := range w.in.Drifts {
		object, _, _ := strings.Cut(d.Key, "/")
		switch {
		case found[d.Key]:
		case !d.OverAt.IsZero(), set.Unsure[Object(object)]:
			kept = append(kept, d)
		case d.Way == store.Wider && d.Answer == store.Unanswered:
			d.OverAt = w.in.Now
			kept = append(kept, d)
		}
	}
	w.in.Drifts = kept
}

func (w *world) drift(key string) (store.Drift, bool) {
	at := slices.IndexFunc(w.in.Drifts, func(d store.Drift) bool { return d.Key == key })
	if at < 0 {
		return store.Drift{}, false
	}
	return w.in.Drifts[at], true
}

// asks are the keys of the differences that the desk is to answer.
func (w *world) asks() []string {
	var keys []string
	for _, d := range w.in.Drifts {
		if d.Asks() && d.OverAt.IsZero() {
			keys = append(keys, d.Key)
		}
	}
	slices.Sort(keys)
	return keys
}

// answer says something to a difference, as the desk does.
func (w *world) answer(key string, a store.Answer) {
	w.t.Helper()
	_, known := w.drift(key)
	require.Truef(w.t, known, "nobody asked about %s", key)
	for i, d := range w.in.Drifts {
		if d.Key == key {
			w.in.Drifts[i].Answer, w.in.Drifts[i].AnsweredAt = a, w.in.Now
		}
	}
}

// restore has a difference put right.
func (w *world) restore(key string) {
	w.t.Helper()
	_, known := w.drift(key)
	require.Truef(w.t, known, "nobody asked about %s", key)
	for _, d := range Diff(w.in).Drifts {
		if d.Key != key {
			continue
		}
		for _, n := range d.Restore {
			require.NoError(w.t, n.Write(InMemory(w.in.Ledger)))
		}
	}
	w.in.Drifts = slices.DeleteFunc(w.in.Drifts, func(d store.Drift) bool { return d.Key == key })
}

// read reads an object, as the engine does after a request: what has no id yet
// is looked for by its mark first.
func (w *world) read(o Object) {
	kind, id := o.Split()
	switch kind {
	case "user":
		p := personOf(id)
		if _, bound := w.in.Ledger.Users.Get(p); !bound {
			u, there := w.ks.marked(aliasOf(p))
			if !there {
				return
			}
			w.in.Ledger.Users.Put(p, store.LedgerUser{Person: p, SiteUserID: u.ID, PlatformID: u.PlatformID, HasProfile: u.HasProfile})
		}
		w.ks.readUser(w.in.Seen, w.in.Ledger.Users.Of(p).SiteUserID, w.in.Now)
	case "members":
		w.ks.readGroup(w.in.Seen, id, w.in.Now)
	default:
		name := access.GroupName(install, id)
		if w.ksGroup(id) == "" {
			remote := w.ks.named(name)
			if remote == "" {
				return
			}
			w.in.Ledger.Groups[id] = store.LedgerGroup{Key: id, RemoteID: remote, State: store.GroupState{Name: name}}
		}
		w.ks.readGroup(w.in.Seen, w.ksGroup(id), w.in.Now)
	}
}

// write puts notes into the ledger.
func (w *world) write(notes []Note) {
	for _, n := range notes {
		require.NoError(w.t, n.Write(InMemory(w.in.Ledger)))
	}
}

// do carries out a step, reads back what came of it, and books it. What is not
// there any more is read and left.
func (w *world) do(s Step) {
	w.t.Helper()
	w.in.Now = w.in.Now.Add(time.Second)
	before := w.ks
	if w.each != nil {
		before = w.ks.clone()
	}
	if !w.ks.carryOut(s, install, w.in.Ledger) {
		w.in.Now = w.in.Now.Add(settle)
		w.missing(s)
		return
	}
	if w.each != nil {
		w.each(before, s)
	}
	w.read(s.Object)
	require.Truef(w.t, w.in.Done(s), "%s (%s) is not seen to be done", s.Key, s.Op)
	w.write(w.in.Book(s))
	w.did = append(w.did, s)
}

// missing reads what a step was about after KS did not find it.
func (w *world) missing(s Step) {
	if w.ksUser(s.Person) != "" {
		w.read(UserObject(s.Person))
	}
	w.read(s.Object)
}

// canRun tells whether a step has what it builds on, and whether what must come
// before it is done.
func (w *world) canRun(s Step, set ChangeSet, done map[string]bool) bool {
	return Ready(s, w.in.Ledger) && !slices.ContainsFunc(set.Steps, func(o Step) bool { return Before(o, s) && !done[o.Key] })
}

// round carries out once what can be carried out, in order.
func (w *world) round(set ChangeSet) (n int) {
	w.t.Helper()
	done := make(map[string]bool)
	for _, s := range set.Steps {
		if w.canRun(s, set, done) {
			w.do(s)
			done[s.Key] = true
			n++
		}
	}
	return n
}

// run brings KS to where nothing is left to be done without an answer.
func (w *world) run() {
	w.t.Helper()
	for range 12 {
		set := w.plan()
		for _, o := range set.Unread {
			w.read(o)
		}
		if w.round(set) == 0 && len(set.Unread) == 0 {
			require.Emptyf(w.t, set.Steps, "cannot be carried out")
			return
		}
	}
	require.Failf(w.t, "comes to no end", "%+v", w.plan().Steps)
}

// quiet runs until nothing is left, also when everything has settled and was
// read again.
func (w *world) quiet() {
	w.t.Helper()
	for range 12 {
		w.run()
		w.look()
		if len(w.plan().Steps) == 0 {
			return
		}
	}
	require.Failf(w.t, "comes to no rest", "%+v", w.plan().Steps)
}

// ops are the steps of a change set in short.
func ops(steps []Step) []Op {
	out := make([]Op, len(steps))
	for i, s := range steps {
		out[i] = s.Op
	}
	return out
}

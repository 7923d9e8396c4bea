package reconcile

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/store"
)

// taken is something that somebody took away in KS: to be left so.
type taken struct {
	key   string
	given func() bool // KS has it again
	over  func() bool // the desk wants it no more, or it went with something else
}

// hall is a world with everybody in it: Latchkey, the desk, and somebody in KS.
type hall struct {
	*world
	taken []taken
	sent  []Step // whose answer was lost, at most one
}

// mine are the people who have a user that somebody can do something to.
func (w *world) mine() []store.PersonID {
	var out []store.PersonID
	for _, id := range slices.Sorted(maps.Keys(maps.Collect(w.in.Ledger.Users.All()))) {
		if _, there := w.ks.users[w.ksUser(id)]; there {
			out = append(out, id)
		}
	}
	return out
}

// managed are the keys of the managed groups that are in KS.
func (w *world) managedKeys() []string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(w.in.Ledger.Groups)) {
		if _, there := w.ks.groups[w.ksGroup(k)]; there {
			out = append(out, k)
		}
	}
	return out
}

// meddle is one thing that somebody does in KS. It returns the key of the
// difference that it makes, or "".
func (w *world) meddle(t *rapid.T) string {
	people, groups := w.mine(), w.managedKeys()
	switch kind := rapid.SampledFrom([]string{"user", "standing", "managed", "hours", "foreign"}).Draw(t, "meddle"); {
	case kind == "user" && len(people) > 0:
		return w.meddleUser(t, rapid.SampledFrom(people).Draw(t, "whom"))
	case kind == "standing" && len(people) > 0:
		return w.meddleStanding(t, rapid.SampledFrom(people).Draw(t, "whom"))
	case kind == "managed" && len(groups) > 0:
		return w.meddleManaged(t, rapid.SampledFrom(groups).Draw(t, "which"))
	case kind == "hours" && len(groups) > 0:
		return w.meddleHours(t, rapid.SampledFrom(groups).Draw(t, "which"))
	}
	w.meddleForeign(t)
	return ""
}

func (w *world) meddleUser(t *rapid.T, id store.PersonID) string {
	o := string(UserObject(id))
	what := rapid.SampledFrom([]string{"", "/block", "/seat", "/tag", "/name", "/email", "unblock", "subscribe", "profile", "other tag", "staff"}).Draw(t, "what")
	if what == "" {
		w.ks.removeUser(w.ksUser(id))
		return o
	}
	w.ks.user(w.ksUser(id), func(u *store.KSUser) {
		switch what {
		case "/block", "unblock":
			u.Blocked = what == "/block"
		case "/seat", "subscribe":
			u.Subscribed = what == "subscribe"
		case "/tag":
			u.TagNumber = ""
		case "other tag":
			u.TagNumber = rapid.SampledFrom([]string{"0231", "0232", "0777"}).Draw(t, "tag")
		case "/name":
			u.LastName = "Meddled"
		case "/email":
			u.Email = fmt.Sprintf("meddled%d@example.org", id)
		case "profile":
			u.HasProfile = true
		}
	})
	if strings.HasPrefix(what, "/") {
		return o + what
	}
	return ""
}

func (w *world) meddleStanding(t *rapid.T, id store.PersonID) string {
	group := rapid.SampledFrom([]string{"full", "basic"}).Draw(t, "group")
	if rapid.Bool().Draw(t, "in") {
		w.ks.into(group, w.platform(id))
	} else {
		w.ks.out(group, w.platform(id))
	}
	return fmt.Sprintf("%s/%d", MembersObject(group), id)
}

func (w *world) meddleManaged(t *rapid.T, key string) string {
	o, id := string(GroupObject(key)), w.ksGroup(key)
	person := rapid.SampledFrom(w.in.Snap.People).Draw(t, "whom").ID
	door := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "door")
	switch rapid.SampledFrom([]string{"delete", "person", "door", "stranger"}).Draw(t, "what") {
	case "delete":
		delete(w.ks.groups, id)
		return o
	case "person":
		if platform := w.platform(person); slices.Contains(w.ks.groups[id].people, platform) {
			w.ks.out(id, platform)
		} else if _, there := w.ks.users[w.ksUser(person)]; there {
			w.ks.into(id, platform)
		}
		return fmt.Sprintf("%s/person/%d", o, person)
	case "door":
		if slices.Contains(w.ks.groups[id].doors, door) {
			w.ks.dropDoor(id, door)
		} else {
			w.ks.addDoor(id, door)
		}
		return o + "/door/" + door
	default:
		u := w.ks.users[w.ks.addUser(store.KSUser{FirstName: "Some", LastName: "Stranger", Subscribed: true})]
		w.ks.into(id, u.PlatformID)
		return ""
	}
}

func (w *world) meddleHours(t *rapid.T, key string) string {
	id := w.ksGroup(key)
	from := rapid.IntRange(8, 15).Draw(t, "from")
	start, end := fmt.Sprintf("%02d:00", from), fmt.Sprintf("%02d:00", rapid.IntRange(from+1, 16).Draw(t, "to"))
	n := len(w.ks.groups[id].schedules)
	switch what := rapid.SampledFrom([]string{"change", "change", "odd", "drop", "add", "always"}).Draw(t, "what"); {
	case what == "add" || n == 0:
		w.ks.addSchedule(id, window("", at(start), at(end)))
	case what == "drop":
		w.ks.group(id, func(g *tinyGroup) { g.schedules = slices.Clone(g.schedules[1:]) })
	default:
		w.ks.schedule(id, 0, func(s *store.Schedule) {
			s.StartDate, s.EndDate = at(start), at(end)
			if what == "odd" {
				s.Days[rapid.IntRange(0, 6).Draw(t, "day")] = false
			}
			if what == "always" {
				s.StartDate, s.EndDate = "", ""
			}
		})
	}
	return string(GroupObject(key)) + "/window"
}

// meddleForeign does something to what Latchkey has nothing to do with, or adds
// somebody who may be a person of the file.
func (w *world) meddleForeign(t *rapid.T) {
	mails := make(map[string]bool)
	for _, u := range w.ks.users {
		mails[u.Email] = true
	}
	switch rapid.SampledFrom([]string{"group", "namesake", "address", "staff", "twice"}).Draw(t, "foreign") {
	case "group":
		g := w.ks.addGroup("Cleaners")
		for _, id := range w.mine() {
			if rapid.Bool().Draw(t, "in it") {
				w.ks.into(g, w.platform(id))
			}
		}
	case "namesake":
		w.ks.addUser(store.KSUser{FirstName: "Per", LastName: "Ek", Subscribed: true})
	case "address", "staff":
		if p := rapid.SampledFrom(w.in.Snap.People[:3]).Draw(t, "whose"); !mails[p.Email] {
			w.ks.addUser(store.KSUser{FirstName: "Some", LastName: "Body", Email: p.Email, Subscribed: true, Staff: rapid.Bool().Draw(t, "staff")})
		}
	case "twice":
		if p := w.in.Snap.People[2]; !mails[p.Email] {
			w.ks.addUser(store.KSUser{FirstName: "One", Email: p.Email})
			w.ks.addUser(store.KSUser{FirstName: "Two", Email: p.Email})
		}
	}
}

// watch remembers what an act took away, where it is a difference that is held.
func (h *hall) watch(key string, before *tinyKS) {
	d, found := h.drift(key)
	if !found || d.Way != store.Narrower || !d.OverAt.IsZero() {
		return
	}
	object, suffix, _ := strings.Cut(key, "/")
	kind, of := Object(object).Split()
	x := taken{key: key}
	switch kind {
	case "user":
		x.given, x.over = h.takenUser(personOf(of), suffix, before)
	case "members":
		x.given, x.over = h.takenMember(of, personOf(suffix))
	default:
		x.given, x.over = h.takenGroup(of, suffix, before)
	}
	if x.given != nil && !x.given() {
		h.taken = append(h.taken, x)
	}
}

func (h *hall) takenUser(id store.PersonID, suffix string, before *tinyKS) (given, over func() bool) {
	site := h.ksUser(id)
	user := func(test func(u store.KSUser) bool) func() bool {
		return func() bool { u, there := h.ks.users[site]; return there && test(u) }
	}
	tag := h.in.Target.Users.Of(id).TagID
	over = func() bool {
		want, wanted := h.in.Target.Users.Get(id)
		_, there := h.ks.users[site]
		return !wanted || !there && suffix != "" || suffix == "tag" && want.TagID != tag
	}
	switch suffix {
	case "":
		_, was := before.users[site]
		return func() bool { _, made := h.ks.marked(aliasOf(id)); return made && was }, over
	case "seat":
		return user(func(u store.KSUser) bool { return u.Subscribed }), over
	case "block":
		return user(func(u store.KSUser) bool { return !u.Blocked }), over
	case "tag":
		return user(func(u store.KSUser) bool { return u.TagNumber != "" }), over
	}
	return nil, nil
}

func (h *hall) takenMember(group string, id store.PersonID) (given, over func() bool) {
	platform, k := h.platform(id), store.MembershipKey{Group: group, Person: id}
	return func() bool { return slices.Contains(h.ks.groups[group].people, platform) },
		func() bool {
			_, wanted := h.in.Target.Memberships.Get(k)
			_, there := h.ks.users[h.ksUser(id)]
			return !wanted || !there
		}
}

func (h *hall) takenGroup(key, suffix string, before *tinyKS) (given, over func() bool) {
	id := h.ksGroup(key)
	name := before.groups[id].name
	what, of, _ := strings.Cut(suffix, "/")
	gone := func() bool {
		_, wanted := h.in.Target.Groups[key]
		_, there := h.ks.groups[id]
		return !wanted || !there && suffix != "" || h.ksGroup(key) != id
	}
	switch what {
	case "":
		return func() bool { return h.ks.named(name) != "" }, gone
	case "person":
		p := personOf(of)
		platform := h.platform(p)
		return func() bool { return slices.Contains(h.ks.groups[id].people, platform) },
			func() bool { return gone() || !slices.Contains(h.in.Target.Groups[key].State.People, p) }
	case "door":
		return func() bool { return slices.Contains(h.ks.groups[id].doors, of) },
			func() bool { return gone() || !slices.Contains(h.in.Target.Groups[key].State.Doors, of) }
	}
	return nil, nil
}

// moments are the times at which hours are compared.
func moments() []string {
	var out []string
	for hour := 8; hour < 17; hour++ {
		out = append(out, at(fmt.Sprintf("%02d:00", hour)), at(fmt.Sprintf("%02d:30", hour)))
	}
	return out
}

// opensAt tells whether a group has a schedule that is open at a moment, all day
// long on every day.
func (g tinyGroup) opensAt(moment string) bool {
	return slices.ContainsFunc(g.schedules, func(s store.Schedule) bool {
		return allDay(s) && s.StartDate <= moment && (s.EndDate == "" || moment < s.EndDate)
	})
}

// watchHours remembers the moments of ours that an act closed, where it was seen
// to be somebody's.
func (h *hall) watchHours(key string, before *tinyKS) {
	id, ours := h.ksGroup(key), h.in.Ledger.Groups[key].State
	if ours.Start == asShown || h.in.Open[GroupObject(key)] {
		return
	}
	opens := func(g store.GroupState, m string) bool { return g.Start <= m && (g.End == "" || m < g.End) }
	for _, m := range moments() {
		wanted := func() bool {
			g, wanted := h.in.Target.Groups[key]
			_, there := h.ks.groups[id]
			return wanted && there && h.ksGroup(key) == id && opens(g.State, m)
		}
		if opens(ours, m) && before.groups[id].opensAt(m) && !h.ks.groups[id].opensAt(m) && wanted() {
			h.taken = append(h.taken, taken{
				key: string(GroupObject(key)) + "/window", given: func() bool { return h.ks.groups[id].opensAt(m) }, over: func() bool { return !wanted() },
			})
		}
	}
}

// forget drops what is not to be left as it is any more.
func (h *hall) forget(drop func(x taken) bool) { h.taken = slices.DeleteFunc(h.taken, drop) }

// somebody does something, and it is seen.
func (h *hall) somebody(t *rapid.T) {
	before := h.ks.clone()
	key := h.meddle(t)
	h.forget(func(x taken) bool { return x.given() || x.over() }) // it was their doing
	h.look()
	h.plan()
	object, suffix, _ := strings.Cut(key, "/")
	if kind, of := Object(object).Split(); kind == "group" && suffix == "window" {
		h.watchHours(of, before)
		return
	}
	if key != "" {
		h.watch(key, before)
	}
}

// check is what must be so after each request.
func (h *hall) check(before *tinyKS, s Step) {
	h.t.Helper()
	for _, x := range h.taken {
		require.Falsef(h.t, x.given(), "%s gives again what somebody took away: %s", s.Key, x.key)
	}
	ours := make(map[string]bool)
	for _, u := range h.in.Ledger.Users.All() {
		ours[u.SiteUserID] = true
	}
	for id, u := range before.users {
		if !ours[id] {
			require.Equalf(h.t, u, h.ks.users[id], "%s touches a user that is nobody in the file", s.Key)
		}
	}
	for id, g := range before.groups {
		if g.managed(install) {
			continue
		}
		now, platform := h.ks.groups[id], h.platform(s.Person)
		if s.Group == id || s.Op == DeleteUser { // the step is about this person, and nobody else
			now.people, g.people = without(now.people, platform), without(g.people, platform)
		}
		require.ElementsMatchf(h.t, g.people, now.people, "%s touches somebody else in %s", s.Key, g.name)
		now.people = g.people
		require.Equalf(h.t, g, now, "%s touches a group that is not ours", s.Key)
	}
	if s.Op == RemoveMember {
		m, put := h.in.Ledger.Memberships.Get(store.MembershipKey{Group: s.Group, Person: s.Person})
		require.Truef(h.t, put && !m.ByHand, "%s takes what somebody else gave", s.Key)
	}
}

// tooWide says what managed groups open beyond the target.
func (h *hall) tooWide() string {
	for id, g := range h.ks.groups {
		if !g.managed(install) {
			continue
		}
		suffix := strings.TrimPrefix(g.name, "Latchkey "+install+"-")
		key := "booking:" + suffix
		if m, extra := strings.CutPrefix(suffix, "m"); extra {
			key = "doors:" + m
		}
		want, wanted := h.in.Target.Groups[key]
		if !wanted || h.ksGroup(key) != id {
			return g.name + " is not wanted"
		}
		for _, p := range g.people {
			if p != h.platform(want.State.People[0]) {
				return g.name + " has " + p
			}
		}
		if more := missingOf(g.doors, want.State.Doors); len(more) > 0 {
			return fmt.Sprint(g.name, " has ", more)
		}
		for _, s := range g.schedules {
			if len(g.people) > 0 && !within(s, want.State.Start, want.State.End) {
				return fmt.Sprintf("%s has the hours %+v", g.name, s)
			}
		}
	}
	return ""
}

// Whatever somebody does in KS, and whatever the desk wants and says meanwhile:
// what was taken away is not given again without the desk's word, what was made
// wider in a managed group is gone in the end, what is not ours is never
// touched, and once the desk has had everything put right, KS is as it wants it.
func TestWhateverSomebodyDoesInKS(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &hall{world: drawWorld(t)}
		h.each = h.check
		t.Repeat(map[string]func(t *rapid.T){
			"somebody": func(t *rapid.T) { h.t = t; h.somebody(t) },
			"look":     func(t *rapid.T) { h.t = t; h.look() },
			"glance":   func(t *rapid.T) { h.t = t; h.in.Seen = h.ks.readAll(h.in.Now) }, // before it has settled
			"desk": func(t *rapid.T) {
				h.t = t
				drawTarget(t, h.world, "next")
				h.forget(func(x taken) bool { return x.over() })
			},
			"sync":  func(t *rapid.T) { h.t = t; h.some(t) },
			"lose":  func(t *rapid.T) { h.t = t; h.lose(t) },
			"quiet": func(t *rapid.T) { h.t = t; h.ask(); h.quiet(); require.Empty(t, h.tooWide()) },
			"say":   func(t *rapid.T) { h.t = t; h.say(t) },
		})
		h.t = t
		h.ask()
		h.quiet()
		require.Empty(t, h.tooWide())
		h.putRight()
		require.Empty(t, h.differsFrom(h.in.Target))
	})
}

// some carries out some of what is to be done.
func (h *hall) some(t *rapid.T) {
	set := h.plan()
	for _, o := range set.Unread {
		h.read(o)
	}
	done := make(map[string]bool)
	for _, s := range set.Steps[:rapid.IntRange(0, len(set.Steps)).Draw(t, "steps")] {
		sent := slices.ContainsFunc(h.sent, func(x Step) bool { return x.Key == s.Key })
		if !sent && h.canRun(s, set, done) {
			h.do(s)
			done[s.Key] = true
		}
	}
	h.forget(func(x taken) bool { return x.over() })
}

// lose sends a step, carried out or not, whose answer is lost.
func (h *hall) lose(t *rapid.T) {
	set := h.plan()
	at := slices.IndexFunc(set.Steps, func(s Step) bool { return h.canRun(s, set, nil) })
	if at < 0 || len(h.sent) > 0 {
		return
	}
	s, before := set.Steps[at], h.ks.clone()
	if rapid.Bool().Draw(t, "carried out") && h.ks.carryOut(s, install, Diff(h.in).Ledger) {
		h.check(before, s)
	}
	h.sent = []Step{s}
	h.in.Open = map[Object]bool{s.Object: true}
}

// ask asks what became of it, when KS cannot be late any more.
func (h *hall) ask() {
	h.in.Now = h.in.Now.Add(settle)
	for _, s := range h.sent {
		h.read(s.Object)
		if h.in.Done(s) {
			h.write(h.in.Book(s))
		}
	}
	h.sent, h.in.Open = nil, map[Object]bool{}
}

// say has the desk answer a difference.
func (h *hall) say(t *rapid.T) {
	h.plan()
	asks := h.asks()
	if len(asks) == 0 {
		return
	}
	key := rapid.SampledFrom(asks).Draw(t, "which")
	switch a := rapid.SampledFrom([]store.Answer{"restore", store.Keep, store.Ignore}).Draw(t, "answer"); a {
	case "restore":
		h.restore(key)
		h.forget(func(x taken) bool { return x.key == key || strings.HasPrefix(x.key, key+"/") })
	default:
		h.answer(key, a)
	}
}

// putRight has all differences put right, also those that were answered
// otherwise.
func (h *hall) putRight() {
	h.taken = nil
	for range 12 {
		h.quiet()
		left := slices.DeleteFunc(slices.Clone(h.in.Drifts), func(d store.Drift) bool { return !d.OverAt.IsZero() })
		if len(left) == 0 {
			return
		}
		for _, d := range left {
			h.restore(d.Key)
		}
	}
	require.Failf(h.t, "comes to no end", "%+v", h.in.Drifts)
}

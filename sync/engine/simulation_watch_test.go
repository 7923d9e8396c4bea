package engine

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/sync/kssim"
)

// What is watched while the engine works: each request as it arrives, and what
// each write has done to the doors.

// keeper is what is known of KS, and what must hold of it.
type keeper struct {
	owners  map[string]int    // uid by KS user that Latchkey made or took over; 0: of nobody in the file
	made    map[string]bool   // KS users that Latchkey made
	groups  map[string]int    // uid by managed group
	reach   map[string]reach  // by KS user, as the last write left it
	foreign foreign           // as the admin left it
	takes   map[int]time.Time // when somebody last lost a door that nobody had agreed to, by uid
	gives   map[int]time.Time // the same for getting one
	agreed  map[int]bool      // whose changes the desk has agreed to
	sealed  bool              // nothing may be sent before the desk agrees

	restored bool // an old copy of the file was put back

	touched  map[int]bool    // somebody in KS had a hand in these, by uid
	wide     map[int]bool    // and made them wider, where it is to be put back
	wider    map[string]bool // and so these managed groups
	tags     map[string]bool // and in these tags
	narrowed []narrowed

	retried map[string]bool // steps that were parked, and tried again
	passes  int             // that came to their end, so far
	writes  int             // requests that ask for a change, so far
	intents int             // lines of intents in the file at the last write
	quiet   time.Time       // KS wants no request before
	seen    int             // requests in KS's log that were looked at for that
}

// reach is what a KS user opens, as far as groups and state say.
type reach struct {
	doors map[string]bool // without an end: bookings are not among them
	print string          // all of it
}

// foreign is what Latchkey did not make.
type foreign struct {
	users  map[string]kssim.UserSnapshot
	groups map[string]kssim.GroupSnapshot // standing, without their members
}

func newKeeper(k kssim.SiteSnapshot) keeper {
	kept := keeper{
		owners: map[string]int{}, made: map[string]bool{}, groups: map[string]int{}, takes: map[int]time.Time{}, gives: map[int]time.Time{}, agreed: map[int]bool{},
		retried: map[string]bool{}, touched: map[int]bool{}, wide: map[int]bool{}, wider: map[string]bool{}, tags: map[string]bool{}, reach: map[string]reach{},
	}
	kept.foreign.users, kept.foreign.groups = map[string]kssim.UserSnapshot{}, map[string]kssim.GroupSnapshot{}
	for _, g := range k.Groups {
		kept.foreign.groups[g.ID] = withoutMembers(g)
	}
	return kept
}

func withoutMembers(g kssim.GroupSnapshot) kssim.GroupSnapshot {
	g.Members = nil
	return g
}

// onRequest looks at a request before KS does, and says what goes wrong with it.
func (s *simulation) onRequest(r kssim.Request) kssim.Fault {
	if !r.API {
		return kssim.Fault{} // to refresh a token is no part of a pass
	}
	if s.asking {
		return kssim.Fault{}
	}
	fmt.Fprintln(s.trace, r.Time, r.Method, r.Path, r.Query, string(r.Body))
	if s.fuse.blow == nil && !s.fuse.blown {
		s.notice("%s %s is asked of KS, and no pass is under way", r.Method, r.Path)
	}
	if s.fuse.event(); s.fuse.blown {
		return kssim.Fault{Drop: kssim.DropBefore} // what has died asks for nothing
	}
	if told := os.Getenv("LATCHKEY_REQUESTS"); told == "all" || told != "" && r.IsWrite() {
		s.say("  %s %s %s", r.Method, r.Path, r.Body)
	}
	s.obeysQuiet(r)
	if r.IsWrite() {
		s.kept.writes++
		s.tally()
		s.checkIntent(r)
		s.checkNew(r)
		s.checkHand(r)
		if s.kept.sealed && !s.isUrgent(r) {
			s.notice("%s %s is sent before the desk agreed to what this copy of the file does", r.Method, r.Path)
		}
	}
	return s.trouble(r)
}

// isUrgent tells whether a request is about somebody whom the desk has blocked, or
// a tag that is lost.
func (s *simulation) isUrgent(r kssim.Request) bool {
	for _, id := range sortedIDs(s.desk.people) {
		if h := s.desk.people[id]; h.blocked && s.isAbout(r, h.uid) {
			return true
		}
	}
	return s.takesLost(r)
}

// takesLost tells whether a request is about nothing but a tag that is lost.
func (s *simulation) takesLost(r kssim.Request) bool {
	return strings.HasPrefix(string(r.Body), `{"tag_id":`) && !strings.Contains(string(r.Body), ",") &&
		slices.ContainsFunc(s.snapshot().Users, func(u kssim.UserSnapshot) bool {
			return s.desk.lost[u.Tag] && strings.HasSuffix(r.Path, "/users/"+u.ID)
		})
}

// checkBlocked looks, after a pass in which nothing went wrong, that whoever the
// desk has blocked opens nothing, whatever else is held up.
func (s *simulation) checkBlocked() {
	k := s.snapshot()
	for _, u := range k.Users {
		h, have := s.desk.byUID(s.ownerOf(u))
		if !have || !h.blocked || !s.kept.made[u.ID] || s.kept.touched[h.uid] || s.count("SELECT count(*) FROM work WHERE person_id = ? AND attempts > 0", h.id) > 0 {
			continue
		}
		for _, t := range s.moments(h.uid, false) {
			for _, door := range doorNames {
				if s.sim.Can(u.ID, door, t).Open && !s.site.byHand(u.ID, door, t) {
					s.notice("%s is blocked, and after a pass can open %s at %s all the same", h.name, door, s.when(t))
				}
			}
		}
	}
}

// checkLost looks at the same time that a tag that is lost opens nothing, whatever
// else is held up: its finder stands at the doors.
func (s *simulation) checkLost() {
	k := s.snapshot()
	for _, number := range sortedKeys(s.desk.lost) {
		if !s.desk.lost[number] || s.kept.tags[number] {
			continue
		}
		wears := slices.IndexFunc(k.Users, func(u kssim.UserSnapshot) bool { return u.Tag == number })
		if wears < 0 {
			continue
		}
		u := k.Users[wears]
		h, have := s.desk.byUID(s.ownerOf(u))
		if !have || !s.kept.made[u.ID] || s.kept.touched[h.uid] || s.count("SELECT count(*) FROM work WHERE person_id = ? AND attempts > 0", h.id) > 0 {
			continue
		}
		for _, door := range doorNames {
			if answer := s.sim.Can(number, door, s.ks.Now()); answer.Open {
				s.notice("tag %s is lost, and after a pass opens %s all the same: %s", number, door, answer.Why)
			}
		}
	}
}

// obeysQuiet holds KS to what it said with Retry-After.
func (s *simulation) obeysQuiet(r kssim.Request) {
	if len(s.sim.Faults()) == 0 {
		return
	}
	log := s.sim.Requests()
	for _, was := range log[min(s.kept.seen, len(log)):] {
		if was.Status != 429 {
			continue
		}
		for _, rule := range s.sim.Faults() {
			if n, err := strconv.Atoi(rule.RetryAfter); err == nil && rule.ID == was.Rule {
				s.kept.quiet = was.Time.Add(time.Duration(n) * time.Second)
			}
		}
	}
	s.kept.seen = len(log)
	if s.ks.Now().Before(s.kept.quiet) {
		s.notice("%s %s is asked at %s, and KS wanted quiet until %s", r.Method, r.Path, s.ks.Now().Format(time.TimeOnly), s.kept.quiet.Format(time.TimeOnly))
	}
}

// checkIntent looks for the intent of a write in the file: a line of the log
// since the last write, and a step that is marked as sent.
func (s *simulation) checkIntent(r kssim.Request) {
	intents := s.count("SELECT count(*) FROM log WHERE kind = 'intent'")
	sent := s.count("SELECT count(*) FROM work WHERE phase = 'sent'")
	asked := slices.DeleteFunc(s.sim.Requests(), func(r kssim.Request) bool { return !r.API })
	again := strings.Contains(string(r.Body), `"tag_id":""`) || // the same request, in the other way in which KS may want it
		len(asked) > 0 && asked[len(asked)-1].Status == 401 // or with a new token
	if intents <= s.kept.intents && !again || sent == 0 {
		s.notice("%s %s is sent and its intent is not in the file: %d lines, %d before; %d sent; %s", r.Method, r.Path, intents, s.kept.intents, sent, r.Body)
	}
	s.kept.intents = intents
}

// checkHand looks whether somebody is put into a group who is there by hand:
// that is seen, and not done, unless the hand was there since KS was last read.
func (s *simulation) checkHand(r kssim.Request) {
	for id, g := range s.site.groups {
		if r.Method != "POST" || !strings.HasSuffix(r.Path, "/access_groups/"+id+"/users") {
			continue
		}
		for user, since := range g.hand {
			u, _ := userOf(s.snapshot(), user)
			if !strings.Contains(string(r.Body), u.PlatformID) || u.ID == "" {
				continue
			}
			if s.count("SELECT count(*) FROM seen WHERE kind = 'people' AND id = ? AND at > ?", id, since.Unix()) > 0 {
				s.notice("%s is put into %q, where somebody had put them by hand, which KS has shown", label(u), g.name)
			}
			s.changeSite(id, func(g *standing) { delete(g.hand, user) })
		}
	}
}

// checkNew refuses to see a thing made that is there already.
func (s *simulation) checkNew(r kssim.Request) {
	var body struct {
		Alias string `json:"alias"`
		Name  string `json:"customer_reference"`
	}
	if r.Method != "POST" || json.Unmarshal(r.Body, &body) != nil {
		return
	}
	k := s.snapshot()
	if strings.HasSuffix(r.Path, "/users") && body.Alias != "" && slices.ContainsFunc(k.Users, func(u kssim.UserSnapshot) bool { return u.Alias == body.Alias }) {
		s.notice("a second user %s is asked for", body.Alias)
	}
	if strings.HasSuffix(r.Path, "/access_groups") && slices.ContainsFunc(k.Groups, func(g kssim.GroupSnapshot) bool { return g.Name == body.Name }) {
		s.notice("a second group %s is asked for", body.Name)
	}
}

// tally takes stock of what the last write has done.
func (s *simulation) tally() {
	k := s.snapshot()
	s.meet(k)
	now := s.reachOf(k)
	for _, id := range sortedKeys(now) {
		if was := s.kept.reach[id]; was.print != now[id].print {
			s.changed(k, id, was.doors, now[id].doors)
		}
	}
	for _, id := range sortedKeys(s.kept.reach) {
		if _, still := now[id]; !still {
			s.changed(k, id, s.kept.reach[id].doors, nil)
		}
	}
	s.kept.reach = now
	s.checkForeign(k)
}

// rebase takes over what the admin did.
func (s *simulation) rebase() {
	k := s.snapshot()
	for id := range s.kept.foreign.groups {
		if g, have := groupOf(k, id); have {
			s.kept.foreign.groups[id] = withoutMembers(g)
		} else {
			delete(s.kept.foreign.groups, id)
		}
	}
	for _, u := range k.Users {
		if !s.kept.made[u.ID] && !isAccount(u) {
			s.kept.foreign.users[u.ID] = u
		}
	}
	for id := range s.kept.foreign.users {
		if _, have := userOf(k, id); !have {
			delete(s.kept.foreign.users, id)
		}
	}
	s.meet(k)
	s.kept.reach = s.reachOf(k)
}

// meet notes whose the users and groups are that were not there before.
func (s *simulation) meet(k kssim.SiteSnapshot) {
	for _, u := range k.Users {
		if _, known := s.kept.owners[u.ID]; known {
			continue
		}
		if isAccount(u) {
			continue
		}
		if _, foreign := s.kept.foreign.users[u.ID]; foreign {
			if h, ok := s.desk.byEmail(u.Email); ok {
				s.kept.owners[u.ID] = h.uid // may be taken for the same person
			}
			continue
		}
		number, _, _ := strings.Cut(strings.TrimPrefix(u.Alias, "latchkey-"+s.mark+"-"), "-")
		id, _ := strconv.ParseInt(number, 10, 64)
		s.kept.made[u.ID], s.kept.owners[u.ID] = true, s.desk.uidOf(id)
	}
	for _, g := range k.Groups {
		if _, known := s.kept.groups[g.ID]; !known && s.isManaged(g.ID) {
			s.kept.groups[g.ID] = s.desk.uidOfGroup(s.mark, g.Name)
		}
	}
}

// isAccount tells whether a user is the account that is signed in.
func isAccount(u kssim.UserSnapshot) bool { return u.Email == kssim.DefaultAccount().Email }

// ownerOf is whose a KS user is, 0 for nobody's.
func (s *simulation) ownerOf(u kssim.UserSnapshot) int { return s.kept.owners[u.ID] }

// usersOf counts the KS users that Latchkey made for somebody.
func (s *simulation) usersOf(k kssim.SiteSnapshot, uid int) (n int) {
	for _, u := range k.Users {
		if s.kept.made[u.ID] && s.kept.owners[u.ID] == uid {
			n++
		}
	}
	return n
}

func (s *simulation) reachOf(k kssim.SiteSnapshot) map[string]reach {
	out := map[string]reach{}
	for _, u := range k.Users {
		if isAccount(u) {
			continue
		}
		r := reach{doors: map[string]bool{}}
		print := fmt.Sprint(u.Subscribed, u.Blocked, u.Tag, u.Email != "")
		for _, g := range k.Groups {
			if !slices.Contains(g.Members, label(u)) || len(g.Schedules) == 0 {
				continue
			}
			print += fmt.Sprint(g.ID, g.Doors, g.Schedules)
			for _, d := range g.Doors {
				r.doors[d] = r.doors[d] || u.Subscribed && !u.Blocked && (!s.isManaged(g.ID) || slices.Contains(g.Schedules, "always"))
			}
		}
		maps.DeleteFunc(r.doors, func(_ string, opens bool) bool { return !opens })
		r.print = print
		out[u.ID] = r
	}
	return out
}

// The limits on what happens in a day without an answer from the desk.
const (
	mostTakes = 5
	mostGives = 25
	mostShare = 20 // of the people, one in so many may lose access; one in four fewer may get it
)

// changed judges what a write has done to one KS user.
func (s *simulation) changed(k kssim.SiteSnapshot, id string, before, after map[string]bool) {
	uid := s.kept.owners[id]
	lost, got := false, false
	for d := range before {
		lost = lost || !after[d]
	}
	got = len(before) == 0 && len(after) > 0
	h, have := s.desk.byUID(uid)
	if s.kept.agreed[uid] || s.kept.touched[uid] || have && h.blocked {
		lost, got = false, false
	}
	if lost {
		s.spend(s.kept.takes, uid, max(mostTakes, len(k.Users)/mostShare), "lose")
	}
	if got {
		s.spend(s.kept.gives, uid, max(mostGives, len(k.Users)/5), "get")
	}
	if (lost || got) && s.desk.asks {
		s.notice("%s loses or gets a door, and the desk wanted to be asked first", h.name)
	}
	for d := range after {
		if !before[d] {
			s.checkOrder(k, h)
			break
		}
	}
	if u, there := userOf(k, id); there {
		s.ceiling(u)
	}
}

// checkOrder looks, after something was given to somebody, for somebody else who
// is to lose a door, gets none for it, and was not dealt with yet: taking goes
// first. What was tried already, and what a question holds up, does not count.
func (s *simulation) checkOrder(k kssim.SiteSnapshot, got human) {
	if s.asked() || len(s.sim.Faults()) > 0 {
		return
	}
	for _, u := range k.Users {
		h, have := s.desk.byUID(s.ownerOf(u))
		if !have || h.uid == got.uid || s.kept.touched[h.uid] || s.count("SELECT count(*) FROM work WHERE person_id = ? AND attempts > 0", h.id) > 0 {
			continue
		}
		has, wants := s.reachOf(k)[u.ID].doors, s.desk.standingDoors(s.site, h, s.pc.Now())
		waits := false
		for d := range has {
			waits = waits || !wants[d]
		}
		for d := range wants {
			waits = waits && has[d]
		}
		for _, id := range s.desk.plans[s.desk.payer(h).planOn(s.today(0))].groups { // who moves loses the old group when they are in all the new
			g, there := groupOf(k, id)
			waits = waits && (!there || slices.Contains(g.Members, label(u)))
		}
		if waits {
			s.notice("%s gets a door while %s still has %v and should have %v: nobody has tried to take it", got.name, h.name, sortedKeys(has), sortedKeys(wants))
		}
	}
}

// spend notes that somebody lost or got access, and holds the day to its limit.
func (s *simulation) spend(when map[int]time.Time, uid, most int, what string) {
	when[uid] = s.ks.Now()
	n := 0
	for _, at := range when {
		if s.ks.Now().Sub(at) < 24*time.Hour {
			n++
		}
	}
	if n > most {
		s.notice("%d people %s access within a day, and nobody was asked", n, what)
	}
}

// checkForeign holds what Latchkey did not make against what the admin made of it.
func (s *simulation) checkForeign(k kssim.SiteSnapshot) {
	for _, id := range sortedKeys(s.kept.foreign.groups) {
		g, have := groupOf(k, id)
		if was := s.kept.foreign.groups[id]; !have || !reflect.DeepEqual(withoutMembers(g), was) {
			s.notice("the standing group %q was changed: %+v, it was %+v", was.Name, g, was)
		}
		for user := range s.site.groups[id].hand {
			if u, there := userOf(k, user); there && !slices.Contains(g.Members, label(u)) {
				s.notice("%s was taken out of %q, where somebody had put them by hand", label(u), g.Name)
			}
		}
	}
	for _, id := range sortedKeys(s.kept.foreign.users) {
		u, have := userOf(k, id)
		was := s.kept.foreign.users[id]
		if !have {
			s.notice("the user %s, whom Latchkey did not make, is gone", label(was))
			continue
		}
		if s.kept.owners[id] == 0 && !reflect.DeepEqual(u, was) {
			s.notice("the user %s, who is nobody's in Latchkey, was changed: %+v, it was %+v", label(was), u, was)
		}
	}
}

func (d desk) byUID(uid int) (human, bool) {
	for _, h := range d.people {
		if h.uid == uid {
			return h, true
		}
	}
	return human{}, false
}

func (d desk) byEmail(email string) (human, bool) {
	for _, id := range sortedIDs(d.people) {
		if h := d.people[id]; email != "" && strings.EqualFold(h.email, email) && !h.removed {
			return h, true
		}
	}
	return human{}, false
}

// uidOf is who a number of the file stands for, 0 for nobody.
func (d desk) uidOf(id int64) int { return d.people[store.PersonID(id)].uid }

// uidOfGroup is whom a managed group is for, by its name.
func (d desk) uidOfGroup(mark, name string) int {
	what := strings.TrimPrefix(name, "Latchkey "+mark+"-")
	if number, extra := strings.CutPrefix(what, "m"); extra {
		id, _ := strconv.ParseInt(number, 10, 64)
		return d.uidOf(id)
	}
	id, _ := strconv.ParseInt(what, 10, 64)
	return d.uidOf(int64(d.bookings[store.BookingID(id)].person))
}

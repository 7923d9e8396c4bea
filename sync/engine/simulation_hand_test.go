package engine

import (
	"fmt"
	"slices"
	"strings"

	"latchkey/sync/kssim"
)

// The acts of the site's admin, past Latchkey. What is made narrower by hand
// must stay so until the desk has answered; what is the admin's must stay as
// the admin left it.

var handDeeds = []deed{
	{"hand block", 2, func(s *simulation, n [4]int) { s.handOnUser(n, "block") }},
	{"hand unblock", 1, func(s *simulation, n [4]int) { s.handOnUser(n, "unblock") }},
	{"hand suspend", 2, func(s *simulation, n [4]int) { s.handOnUser(n, "suspend") }},
	{"hand subscribe", 1, func(s *simulation, n [4]int) { s.handOnUser(n, "subscribe") }},
	{"hand delete", 1, func(s *simulation, n [4]int) { s.handOnUser(n, "delete-user") }},
	{"hand rename", 1, func(s *simulation, n [4]int) { s.handOnUser(n, "rename-user") }},
	{"hand tag", 1, func(s *simulation, n [4]int) { s.handOnUser(n, "give-tag") }},
	{"hand untag", 1, func(s *simulation, n [4]int) { s.handOnUser(n, "take-tag") }},
	{"hand profile", 1, func(s *simulation, n [4]int) { s.completeProfile(n) }},
	{"hand user", 1, func(s *simulation, n [4]int) { s.addByHand(n) }},
	{"hand in", 2, func(s *simulation, n [4]int) { s.handOnMember(n, "add-member") }},
	{"hand out", 3, func(s *simulation, n [4]int) { s.handOnMember(n, "remove-member") }},
	{"hand door", 1, func(s *simulation, n [4]int) { s.handOnDoor(n, "add-door") }},
	{"hand undoor", 1, func(s *simulation, n [4]int) { s.handOnDoor(n, "remove-door") }},
	{"hand widen", 1, func(s *simulation, n [4]int) { s.handOnGroup(n, "widen") }},
	{"hand close", 1, func(s *simulation, n [4]int) { s.handOnGroup(n, "close") }},
	{"hand name", 1, func(s *simulation, n [4]int) { s.handOnGroup(n, "rename-group") }},
	{"hand ungroup", 1, func(s *simulation, n [4]int) { s.handOnGroup(n, "delete-group") }},
}

// narrowed is something that the admin took away from somebody for whom
// Latchkey had put it there.
type narrowed struct {
	uid    int
	what   string
	still  func(k kssim.SiteSnapshot) bool // it is still away
	wanted func(d desk) bool               // the desk still wants it: else whoever gives it later was asked for it anew
}

// byHand does what the admin does, and takes over what that changes.
func (s *simulation) byHand(act kssim.Act, what string) bool {
	if s.kept.passes == 0 {
		s.pass() // the desk chose from what the site was seen to have
	}
	s.tally()
	if err := s.sim.Admin(act); err != nil {
		s.say("%s: %v", what, err)
		return false
	}
	s.say("%s", what)
	s.rebase()
	return true
}

// someUser returns a KS user who is no admin, most often one that Latchkey made.
func (s *simulation) someUser(n int) (kssim.UserSnapshot, bool) {
	users := slices.DeleteFunc(s.snapshot().Users, func(u kssim.UserSnapshot) bool { return isAccount(u) })
	if len(users) == 0 {
		return kssim.UserSnapshot{}, false
	}
	return users[n%len(users)], true
}

// someGroup returns a group, a managed one as often as a standing one.
func (s *simulation) someGroup(n int) (kssim.GroupSnapshot, bool) {
	k := s.snapshot()
	managed := slices.DeleteFunc(slices.Clone(k.Groups), func(g kssim.GroupSnapshot) bool { _, ours := s.site.groups[g.ID]; return ours })
	standing := slices.DeleteFunc(slices.Clone(k.Groups), func(g kssim.GroupSnapshot) bool { _, ours := s.site.groups[g.ID]; return !ours })
	from := standing
	if n%2 == 0 && len(managed) > 0 || len(standing) == 0 {
		from = managed
	}
	if len(from) == 0 {
		return kssim.GroupSnapshot{}, false
	}
	return from[n/2%len(from)], true
}

func (s *simulation) isManaged(id string) bool { _, standing := s.site.groups[id]; return !standing }

// handOnUser does something to a KS user.
func (s *simulation) handOnUser(n [4]int, do string) {
	u, ok := s.someUser(n[0])
	if !ok {
		return
	}
	act := kssim.Act{Do: do, Who: u.ID, Name: fmt.Sprintf("Hand%c", 'a'+rune(n[1]%26)), Tag: pick(n[1], tagNumbers...)}
	settled := s.nothingOpen()
	if !s.byHand(act, fmt.Sprintf("%s: %s", label(u), do)) {
		return
	}
	uid := s.touch(u)
	switch do {
	case "block":
		s.narrow(settled, uid, label(u)+" is blocked", func(k kssim.SiteSnapshot) bool { v, have := userOf(k, u.ID); return !have || v.Blocked })
	case "suspend":
		s.narrow(settled && u.Subscribed, uid, label(u)+" is suspended", func(k kssim.SiteSnapshot) bool { v, have := userOf(k, u.ID); return !have || !v.Subscribed })
	case "delete-user":
		s.narrow(settled, uid, label(u)+" is removed", func(k kssim.SiteSnapshot) bool { return s.usersOf(k, uid) == 0 })
	case "take-tag":
		h, _ := s.desk.byUID(uid)
		s.narrowWhile(settled && u.Tag != "", uid, label(u)+" has lost tag "+u.Tag, func(k kssim.SiteSnapshot) bool {
			v, have := userOf(k, u.ID)
			return !have || v.Tag != u.Tag
		}, func(d desk) bool { return d.tags[u.Tag] == h.id })
	case "give-tag":
		s.kept.tags[act.Tag] = true
	case "unblock":
		s.releaseKind(uid, "is blocked")
	case "subscribe":
		s.releaseKind(uid, "is suspended")
	}
	if u.Tag != "" {
		s.kept.tags[u.Tag] = true
	}
}

func (s *simulation) completeProfile(n [4]int) {
	if u, ok := s.someUser(n[0]); ok && u.Email != "" && !u.HasProfile {
		s.tally()
		s.must(s.sim.SetProfile(u.Email, true))
		s.touch(u)
		s.rebase()
		s.say("%s completes the profile", label(u))
	}
}

// addByHand makes a user, now and then with the address of somebody whom the
// desk knows.
func (s *simulation) addByHand(n [4]int) {
	email := fmt.Sprintf("hand%d@example.org", n[1]%50)
	h, known := s.somebody(n[0], func(h human) bool { return h.email != "" })
	if known && n[2]%2 == 0 {
		email = strings.ToUpper(h.email)
	}
	if s.byHand(kssim.Act{Do: "add-user", Name: fmt.Sprintf("By Hand%d", n[1]%50), Email: email}, "a user is made with the address "+email) && known && n[2]%2 == 0 {
		s.kept.touched[h.uid] = true
	}
}

// handOnMember puts somebody into a group or takes them out.
func (s *simulation) handOnMember(n [4]int, do string) {
	g, ok := s.someGroup(n[0])
	u, found := s.someUser(n[1])
	if ok && do == "remove-member" {
		u, found = s.memberOf(g, n[1])
	}
	if !ok || !found {
		return
	}
	was := slices.Contains(g.Members, label(u))
	settled := s.nothingOpen()
	if !s.byHand(kssim.Act{Do: do, Who: u.ID, Group: g.ID}, fmt.Sprintf("%s %s %q", label(u), do, g.Name)) || was == (do == "add-member") {
		return
	}
	uid := s.touch(u)
	away := func(k kssim.SiteSnapshot) bool {
		now, have := groupOf(k, g.ID)
		v, there := userOf(k, u.ID)
		return !have || !there || !slices.Contains(now.Members, label(v))
	}
	what := fmt.Sprintf("%s is out of %s", label(u), g.ID)
	_, byHand := s.site.groups[g.ID].hand[u.ID]
	switch managed := s.isManaged(g.ID); {
	case managed && do == "add-member":
		s.widen(uid, g.ID)
		s.release(uid, what)
	case managed:
		s.narrow(settled, uid, what, away)
	case do == "add-member":
		s.changeSite(g.ID, func(g *standing) { g.hand[u.ID] = s.pc.Now() })
		s.release(uid, what)
	default:
		s.changeSite(g.ID, func(g *standing) { delete(g.hand, u.ID) })
		h, _ := s.desk.byUID(uid)
		s.narrowWhile(settled && !byHand, uid, what, away, func(d desk) bool {
			now, have := d.people[h.id]
			return have && !now.blocked && !now.removed && d.member(now, s.today(0)) && slices.Contains(d.plans[d.payer(now).planOn(s.today(0))].groups, g.ID)
		})
	}
}

func (s *simulation) memberOf(g kssim.GroupSnapshot, n int) (kssim.UserSnapshot, bool) {
	users := slices.DeleteFunc(s.snapshot().Users, func(u kssim.UserSnapshot) bool { return isAccount(u) || !slices.Contains(g.Members, label(u)) })
	if len(users) == 0 {
		return kssim.UserSnapshot{}, false
	}
	return users[n%len(users)], true
}

// handOnDoor gives a group a door or takes one from it.
func (s *simulation) handOnDoor(n [4]int, do string) {
	g, ok := s.someGroup(n[0])
	if !ok {
		return
	}
	door := pick(n[1], doorNames...)
	if do == "remove-door" && len(g.Doors) > 0 {
		door = pick(n[1], g.Doors...)
	}
	was := slices.Contains(g.Doors, door)
	settled := s.nothingOpen()
	if was == (do == "add-door") || !s.byHand(kssim.Act{Do: do, Group: g.ID, Door: door}, fmt.Sprintf("%q %s %s", g.Name, do, door)) {
		return
	}
	if !s.isManaged(g.ID) {
		s.changeSite(g.ID, func(st *standing) {
			st.doors = slices.DeleteFunc(slices.Clone(st.doors), func(d string) bool { return d == door })
			if do == "add-door" {
				st.doors = append(st.doors, door)
			}
		})
		return
	}
	for _, uid := range s.touchMembers(g) {
		what := fmt.Sprintf("%s is without %s", g.ID, door)
		if do == "add-door" {
			s.widen(uid, g.ID)
			s.release(uid, what)
			continue
		}
		s.narrow(settled, uid, what, func(k kssim.SiteSnapshot) bool {
			now, have := groupOf(k, g.ID)
			return !have || !slices.Contains(now.Doors, door)
		})
	}
}

// handOnGroup changes a group as a whole.
func (s *simulation) handOnGroup(n [4]int, do string) {
	g, ok := s.someGroup(n[0])
	if !ok || s.isManaged(g.ID) && strings.HasPrefix(do, "delete") && n[1]%2 == 0 {
		return
	}
	settled := s.nothingOpen()
	name := fmt.Sprintf("%s by hand %d", g.Name, s.doing.no)
	if !s.byHand(kssim.Act{Do: do, Group: g.ID, Name: name}, fmt.Sprintf("%q: %s", g.Name, do)) {
		return
	}
	if !s.isManaged(g.ID) {
		s.changeSite(g.ID, func(st *standing) {
			switch do {
			case "widen":
				st.hours = hoursAlways
			case "close":
				st.hours = ""
			case "rename-group":
				st.name = name
			case "delete-group":
				st.gone = true
			}
		})
		return
	}
	for _, uid := range s.touchMembers(g) {
		switch do {
		case "widen":
			s.widen(uid, g.ID)
		case "close":
			s.narrow(settled, uid, g.ID+" is closed", func(k kssim.SiteSnapshot) bool {
				now, have := groupOf(k, g.ID)
				return !have || len(now.Schedules) == 0
			})
		case "delete-group":
			s.narrowWhile(settled, uid, g.Name+" is deleted", func(k kssim.SiteSnapshot) bool {
				return !slices.ContainsFunc(k.Groups, func(now kssim.GroupSnapshot) bool { return now.Name == g.Name })
			}, func(d desk) bool { return d.wantsGroup(s.mark, g.Name, s.today(0)) })
		}
	}
}

// changeSite changes a standing group as the admin did.
func (s *simulation) changeSite(id string, change func(g *standing)) {
	st := s.site.clone()
	g := st.groups[id]
	change(&g)
	st.groups[id] = g
	s.site = st
	s.edits++
	s.remember()
}

// touch notes that somebody in KS had a hand in a user, and returns whose it is.
func (s *simulation) touch(u kssim.UserSnapshot) int {
	uid := s.ownerOf(u)
	s.kept.touched[uid] = true
	return uid
}

// touchMembers is the same for those in a managed group, and whom it is for.
func (s *simulation) touchMembers(g kssim.GroupSnapshot) []int {
	var uids []int
	for _, u := range s.snapshot().Users {
		if slices.Contains(g.Members, label(u)) {
			uids = append(uids, s.touch(u))
		}
	}
	for _, uid := range []int{s.kept.groups[g.ID], s.desk.uidOfGroup(s.mark, g.Name)} { // when it was made, and now
		if uid != 0 && !slices.Contains(uids, uid) {
			s.kept.touched[uid] = true
			uids = append(uids, uid)
		}
	}
	return uids
}

// widen notes that somebody made a managed group wider, and for whom.
func (s *simulation) widen(uid int, group string) {
	s.kept.wide[uid], s.kept.wider[group] = true, true
}

// narrow notes what was taken away, if it was plain that Latchkey had given it.
func (s *simulation) narrow(plain bool, uid int, what string, still func(k kssim.SiteSnapshot) bool) {
	s.narrowWhile(plain, uid, what, still, func(d desk) bool {
		h, have := d.byUID(uid)
		return have && d.wantsAnything(s.site, h, s.pc.Now())
	})
}

func (s *simulation) narrowWhile(plain bool, uid int, what string, still func(k kssim.SiteSnapshot) bool, wanted func(d desk) bool) {
	if plain && uid != 0 {
		s.kept.narrowed = append(s.kept.narrowed, narrowed{uid, what, still, wanted})
	}
}

// release forgets what was taken away: it was given back, by hand or by answer.
func (s *simulation) release(uid int, what string) {
	s.kept.narrowed = slices.DeleteFunc(s.kept.narrowed, func(x narrowed) bool { return x.uid == uid && (what == "" || x.what == what) })
}

// label names a user as KS lists members.
func label(u kssim.UserSnapshot) string {
	if u.Email != "" {
		return strings.ToLower(u.Email)
	}
	return strings.TrimSpace(u.FirstName + " " + u.LastName)
}

func userOf(k kssim.SiteSnapshot, id string) (kssim.UserSnapshot, bool) {
	at := slices.IndexFunc(k.Users, func(u kssim.UserSnapshot) bool { return u.ID == id })
	if at < 0 {
		return kssim.UserSnapshot{}, false
	}
	return k.Users[at], true
}

func groupOf(k kssim.SiteSnapshot, id string) (kssim.GroupSnapshot, bool) {
	at := slices.IndexFunc(k.Groups, func(g kssim.GroupSnapshot) bool { return g.ID == id })
	if at < 0 {
		return kssim.GroupSnapshot{}, false
	}
	return k.Groups[at], true
}

// nothingOpen tells whether no request's outcome is open: else it is not plain
// to anybody whether a hand undid it or it was never done.
func (s *simulation) nothingOpen() bool {
	return s.count("SELECT count(*) FROM work WHERE phase = 'sent'") == 0
}

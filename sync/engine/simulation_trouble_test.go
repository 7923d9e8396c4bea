package engine

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"latchkey/sync/kssim"
)

// What happens to the program, to the computer and to the network.

var troubleDeeds = []deed{
	{"pass", 8, func(s *simulation, n [4]int) { s.pass(); s.say("a pass") }},
	{"settle", 6, func(s *simulation, n [4]int) {
		if s.settle() {
			s.judge()
		}
	}},
	{"wait", 5, func(s *simulation, n [4]int) { s.wait(n) }},
	{"midnight", 2, func(s *simulation, n [4]int) { s.midnight(n) }},
	{"over", 2, func(s *simulation, n [4]int) { s.over(n) }},
	{"crash", 4, func(s *simulation, n [4]int) { s.crash(n) }},
	{"crash twice", 2, func(s *simulation, n [4]int) { s.crash(n); s.crash([4]int{n[1], n[2]}) }},
	{"restart", 1, func(s *simulation, n [4]int) { s.restart(); s.say("the program is started again") }},
	{"fault", 4, func(s *simulation, n [4]int) { s.fault(n) }},
	{"rough", 2, func(s *simulation, n [4]int) { s.rough(n) }},
	{"lie", 2, func(s *simulation, n [4]int) { s.lie(n) }},
	{"poison", 1, func(s *simulation, n [4]int) { s.poison(n) }},
	{"offline", 1, func(s *simulation, n [4]int) {
		s.sim.SetNetwork(kssim.Network{Offline: true})
		s.say("there is no network")
		s.passesLater(n[0] % 3)
	}},
	{"hub", 1, func(s *simulation, n [4]int) { s.hub() }},
	{"role", 1, func(s *simulation, n [4]int) { s.role(n) }},
	{"skew", 1, func(s *simulation, n [4]int) { s.skew(n) }},
	{"backup", 1, func(s *simulation, n [4]int) { s.backUp() }},
	{"restore", 1, func(s *simulation, n [4]int) { s.restore(n) }},
	{"other computer", 1, func(s *simulation, n [4]int) { s.otherComputer() }},
}

// wait lets time pass, with passes on the way or without.
func (s *simulation) wait(n [4]int) {
	d := pick(n[0], 10*time.Second, 3*time.Minute, 20*time.Minute, 70*time.Minute, 5*time.Hour, 26*time.Hour, 3*24*time.Hour)
	s.advance(d + time.Duration(n[1]%60)*time.Second)
	s.say("%s pass", d)
	if n[2]%2 == 0 {
		s.pass()
	}
}

// midnight goes to the last minute of a day, makes a pass, and goes on into the
// next.
func (s *simulation) midnight(n [4]int) {
	local := s.ks.Now().In(s.desk.zone)
	next := time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, s.desk.zone)
	s.advance(max(next.Sub(local)-time.Minute, 0))
	s.pass()
	s.advance(2 * time.Minute)
	s.pass()
	s.say("past midnight, with a pass on either side")
}

// over goes to just after the end of a booking, lets things settle and asks the
// doors.
func (s *simulation) over(n [4]int) {
	now := s.ks.Now()
	var ends []time.Time
	for _, id := range sortedIDs(s.desk.bookings) {
		if _, to := s.desk.window(s.desk.bookings[id]); to.After(now) && to.Before(now.AddDate(0, 0, 3)) {
			ends = append(ends, to)
		}
	}
	if len(ends) == 0 {
		return
	}
	to := pick(n[0], ends...)
	s.advance(to.Sub(now) + time.Minute)
	s.say("a booking is over since a minute")
	if s.settle() {
		s.judge()
	}
}

func (s *simulation) passesLater(count int) {
	for range count {
		s.advance(40 * time.Second)
		s.pass()
	}
}

// crash kills the program at an event of the next passes.
func (s *simulation) crash(n [4]int) {
	at := 1 + n[0]%40
	s.fuse.at = s.fuse.events + at
	for range 1 + n[1]%3 {
		before := s.fuse.events
		s.pass()
		if s.fuse.events >= s.fuse.at || s.fuse.events == before {
			break
		}
		s.advance(5 * time.Second)
	}
	s.say("a crash at event %d", at)
	s.fuse.at = 0
}

// fault has one request or a few go wrong.
func (s *simulation) fault(n [4]int) {
	rule := kssim.Rule{Fault: pick(n[0], "429", "429", "500", "502", "503", "not-found", "html", "truncated", "page-missing", "page-missing", "page-doubled", "reset-before", "reset-after", "reset-after", "tls")}
	rule.Only = pick(n[1], "writes", "writes", "api", "reads")
	rule.After, rule.Times = n[2]%12, 1+n[3]%3
	switch {
	case strings.HasPrefix(rule.Fault, "page"), rule.Fault == "truncated":
		rule.Only = "reads"
	case rule.Fault == "429" && n[3]%2 == 0:
		rule.RetryAfter = pick(n[2], "2", "30", "300")
		rule.Date = n[1]%2 == 0
	}
	s.must(s.sim.AddFaults(rule))
	s.pass()
	s.say("%s of %s, after %d, %d times; and a pass", rule.Fault, rule.Only, rule.After, rule.Times)
	s.passesLater(n[1] % 2)
}

// rough has many things go wrong for a while.
func (s *simulation) rough(n [4]int) {
	name := pick(n[0], "busy", "lossy", "rough day", "hotel", "identity down")
	rules, err := kssim.Preset(name, uint64(n[1]))
	s.must(err)
	rules = slices.DeleteFunc(rules, func(r kssim.Rule) bool { return r.Fault == "delay" || r.Fault == "slow" }) // these wait by the system's clock
	s.sim.ClearFaults()
	s.must(s.sim.AddFaults(rules...))
	s.say("%s", name)
	s.passesLater(2 + n[2]%4)
}

// lie has KS accept a write and not do it.
func (s *simulation) lie(n [4]int) {
	s.lies = 1 + n[0]%2
	s.say("KS accepts %d changes and does not make them", s.lies)
	s.pass()
}

// poison has KS refuse everything about one person.
func (s *simulation) poison(n [4]int) {
	h, ok := s.somebody(n[0], anybody)
	if !ok {
		return
	}
	s.poisoned = h.uid
	s.kept.touched[h.uid] = true
	s.say("KS refuses whatever is about %s", h.name)
	s.passesLater(3)
}

// trouble is what goes wrong with a request on the simulation's own account.
func (s *simulation) trouble(r kssim.Request) kssim.Fault {
	if !r.IsWrite() {
		return kssim.Fault{}
	}
	if s.poisoned != 0 && s.isAbout(r, s.poisoned) {
		return kssim.Fault{Status: 400, Body: `{"ErrorCode":"1101","Message":"The value is not valid"}`}
	}
	if s.lies > 0 && r.Method != "POST" {
		s.lies--
		for group := range s.kept.groups { // until that is seen, the group may open more than it should
			s.kept.wider[group] = s.kept.wider[group] || strings.Contains(r.Path, group)
		}
		return kssim.Fault{Status: 204}
	}
	return kssim.Fault{}
}

// isAbout tells whether a request names somebody.
func (s *simulation) isAbout(r kssim.Request, uid int) bool {
	h, _ := s.desk.byUID(uid)
	text := r.Path + " " + string(r.Body)
	if strings.Contains(text, fmt.Sprintf(`"latchkey-%s-%d-`, s.mark, h.id)) {
		return true
	}
	for group, owner := range s.kept.groups {
		if owner == uid && strings.Contains(r.Path, group) {
			return true
		}
	}
	for _, u := range s.snapshot().Users {
		if s.ownerOf(u) == uid && (strings.Contains(text, u.ID) || strings.Contains(text, u.PlatformID)) {
			return true
		}
	}
	return false
}

// calm ends all trouble but an offline hub.
func (s *simulation) calm() {
	s.sim.ClearFaults()
	s.sim.SetNetwork(kssim.Network{})
	s.lies, s.poisoned = 0, 0
	admin := "site_admin"
	s.must(s.sim.SetSite(kssim.SiteChange{AccountRole: &admin}))
	if off := s.pc.Now().Sub(s.ks.Now()); off != 0 {
		s.pc.Set(s.ks.Now())
		s.say("the computer's clock is put right, by %s", -off)
		s.remember()
	}
}

// calmNow tells whether nothing goes wrong on purpose.
func (s *simulation) calmNow() bool {
	return len(s.sim.Faults()) == 0 && s.lies == 0 && s.poisoned == 0 && s.sim.Network() == kssim.Network{} && s.snapshot().Account == "site_admin" && s.pc.Now().Equal(s.ks.Now())
}

// hub takes the hub off the network or puts it back.
func (s *simulation) hub() {
	back := s.hubOffline()
	s.must(s.sim.SetIQ("IQ 01", back))
	s.say("the hub is online: %v", back)
	s.delivered()
}

// role takes the account's role away, or its place on the site.
func (s *simulation) role(n [4]int) {
	role := pick(n[0], "site_user", "", "site_super_user")
	s.must(s.sim.SetSite(kssim.SiteChange{AccountRole: &role}))
	s.say("the account is now %q", role)
	s.passesLater(1 + n[1]%2)
}

// skew puts the computer's clock wrong.
func (s *simulation) skew(n [4]int) {
	d := pick(n[0], 3*time.Minute, -3*time.Minute, 2*time.Hour, -2*time.Hour, 26*time.Hour, -26*time.Hour, 30*24*time.Hour)
	touched := s.kept.touched
	s.kept.touched = nil // that there is an excuse does not make them stand inside
	_, before := s.nobodyOutside()
	s.kept.touched = touched
	s.pc.Set(s.ks.Now().Add(d))
	s.say("the computer's clock is off by %s", d)
	known := s.askTheTime()
	s.passesLater(1 + n[1]%2)
	if why, after := s.nobodyOutside(); before && !after && known {
		s.blame("the computer's clock is wrong, and somebody stands outside for it: %s", why)
	}
}

// askTheTime makes a request: that the clock is wrong is known from the first
// answer on.
func (s *simulation) askTheTime() (known bool) {
	s.asking = true
	_, err := s.api.Site(s.t.Context(), s.snapshot().ID)
	s.asking = false
	return err == nil
}

// backup is a copy of the file, and what the desk wanted then.
type backup struct {
	path string
	desk desk
}

// backUp closes the program and copies the file.
func (s *simulation) backUp() {
	s.closeFile()
	data, err := os.ReadFile(s.path())
	s.must(err)
	b := backup{filepath.Join(s.dir, fmt.Sprintf("backup-%d.db", len(s.backups))), s.desk}
	s.must(os.WriteFile(b.path, data, 0o600))
	s.backups = append(s.backups, b)
	s.openFile()
	s.start()
	s.say("the file is copied")
}

// restore puts an old copy in the place of the file.
func (s *simulation) restore(n [4]int) {
	if len(s.backups) == 0 {
		return
	}
	b := s.backups[n[0]%len(s.backups)]
	s.advance(10 * time.Second) // nobody does it within a second
	s.closeFile()
	data, err := os.ReadFile(b.path)
	s.must(err)
	s.must(os.WriteFile(s.path(), data, 0o600))
	s.openFile()
	s.start()
	s.kept.intents = s.count("SELECT count(*) FROM log WHERE kind = 'intent'")
	s.undo, s.kept.restored = nil, true
	s.wish(func(d *desk) { *d = b.desk })
	m, err := s.store.Meta(s.t.Context())
	s.must(err)
	s.kept.sealed = s.kept.sealed || m.Serial < s.seen[m.Lineage]
	s.kept.takes, s.kept.gives = map[int]time.Time{}, map[int]time.Time{}
	s.say("an old copy of the file is put back")
}

// otherComputer goes on with the file on another computer.
func (s *simulation) otherComputer() {
	s.computer, s.seen = fmt.Sprintf("computer %d", s.doing.no), memory{}
	s.restart()
	g, err := s.store.Guard(s.t.Context(), s.space)
	s.must(err)
	s.kept.sealed = s.kept.sealed || g.Computer != ""
	s.say("the file is used on another computer now")
}

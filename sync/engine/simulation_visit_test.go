package engine

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"latchkey/store"
	"latchkey/sync/attendance"
)

// People come in, and use up their passes.

var visitDeeds = []deed{
	{"visit", 8, func(s *simulation, n [4]int) { s.visit(n) }},
	{"arrive", 1, func(s *simulation, n [4]int) { s.correct(n, store.CheckedIn) }},
	{"leave", 1, func(s *simulation, n [4]int) { s.correct(n, store.CheckedOut) }},
	{"take back", 1, func(s *simulation, n [4]int) { s.takePassBack(n) }},
	{"ticket day", 3, func(s *simulation, n [4]int) { s.ticketDay(n) }},
}

// visit is somebody who came in, or of whom the desk says that they came or left.
type visit struct {
	uid  int
	at   time.Time
	left bool
}

// visit has somebody whom KS knows try a door, more than once at times.
func (s *simulation) visit(n [4]int) {
	u, ok := s.someUser(n[0])
	if !ok {
		return
	}
	for range 1 + n[2]%3 {
		door := pick(n[1], doorNames...)
		answer := s.sim.Present(u.ID, door)
		s.say("%s at %s: %v", label(u), door, answer.Open)
		if uid := s.ownerOf(u); answer.Open && uid != 0 {
			s.pending = append(s.pending, visit{uid: uid, at: s.ks.Now().Truncate(time.Second)})
			s.delivered()
		}
		s.advance(time.Duration(n[3]%90) * time.Minute)
		s.pass()
	}
}

// delivered takes note of the visits that KS has heard of.
func (s *simulation) delivered() {
	if s.hubOffline() || len(s.pending) == 0 {
		return
	}
	here := s.site.clone()
	here.visits = append(slices.Clip(here.visits), s.pending...)
	s.site, s.pending = here, nil
	s.edits++
	s.remember()
}

// correct has the desk say that somebody came in, or left.
func (s *simulation) correct(n [4]int, kind store.CorrectionKind) {
	h, ok := s.somebody(n[0], human.isMember)
	if !ok {
		return
	}
	at := s.pc.Now().Truncate(time.Second)
	s.edit(fmt.Sprintf("the desk says of %s: %s", h.name, kind), func(tx *store.Tx) error {
		return tx.Correct(&store.Correction{Space: s.space, Person: h.id, Kind: kind, At: at})
	}, func(d *desk) {
		d.said = append(slices.Clip(d.said), visit{uid: h.uid, at: at, left: kind == store.CheckedOut})
	})
}

// takePassBack ends a pass that nobody has used, as far as the file knows.
func (s *simulation) takePassBack(n [4]int) {
	h, ok := s.somebody(n[0], func(h human) bool { return len(h.passes) > 0 })
	if !ok {
		return
	}
	at := n[1] % len(h.passes)
	p := h.passes[at]
	if !p.EndedAt.IsZero() {
		return
	}
	s.edit(fmt.Sprintf("a pass of %s is taken back", h.name), func(tx *store.Tx) error { return tx.TakeBack("a mistake", p.ID) }, func(d *desk) {
		h.passes = slices.Clone(h.passes)
		h.passes[at].EndedAt = s.pc.Now().Truncate(time.Second)
		d.people[h.id] = h
	})
}

// hasPass tells whether a pass lets somebody in: one that they came in with, or
// one of the team that nobody has used. What a stay uses is for package
// attendance to say, whose rules have tests of their own; here it works from
// what KS was told at the doors, and not from what Latchkey has read of it.
func (d desk) hasPass(s site, h human, now time.Time) bool {
	a := store.Attended{Spaces: []store.Space{{ID: 1, Zone: d.zone.String()}}}
	team := make(map[int]bool)
	for _, x := range d.people {
		if d.payer(x).id != d.payer(h).id {
			continue
		}
		team[x.uid] = true
		if !x.removed {
			a.Passes = append(a.Passes, x.passes...)
		}
	}
	if len(a.Passes) == 0 {
		return false
	}
	for i, v := range slices.Concat(s.visits, d.said) {
		if !team[v.uid] {
			continue
		}
		kind := store.CheckedIn
		if v.left {
			kind = store.CheckedOut
		}
		a.Corrections = append(a.Corrections, store.Correction{Key: strconv.Itoa(i), Space: 1, Person: store.PersonID(v.uid), At: v.at, Kind: kind})
	}
	used := make(map[store.PassID]bool)
	for _, stay := range attendance.Replay(a) {
		used[stay.Pass] = true
		if stay.Person == store.PersonID(h.uid) && stay.In(now) {
			return true
		}
	}
	return slices.ContainsFunc(a.Passes, func(p store.Pass) bool { return !used[p.ID] && attendance.Valid(p, now, d.zone) })
}

// ticketDay plays the day of somebody with one pass: they come in, perhaps at a
// door whose hub hands that in late, and the pass ends.
func (s *simulation) ticketDay(n [4]int) {
	p := store.Pass{Type: 3}
	if !s.settle() || !s.add(human{plan: "Tickets", connect: store.ConnectPhoneOnly}) {
		return
	}
	h, _ := s.desk.byUID(s.born)
	p.Person = h.id
	if !s.edit(h.name+" has one pass, for an hour", func(tx *store.Tx) error { return tx.SavePass(&p) }, func(d *desk) {
		h.passes = []store.Pass{p}
		d.people[h.id] = h
	}) || !s.settle() {
		return
	}
	late := n[0]%2 == 0 && !s.hubOffline()
	if late {
		s.hub()
	}
	for _, u := range s.snapshot().Users {
		if s.ownerOf(u) == h.uid && s.sim.Present(u.ID, "Front door").Open {
			s.pending = append(s.pending, visit{uid: h.uid, at: s.ks.Now().Truncate(time.Second)})
			s.say("%s comes in", label(u))
		}
	}
	s.delivered()
	s.advance(time.Duration(20+n[1]%30) * time.Minute)
	s.visit([4]int{n[2], n[3], 0, 30}) // somebody else comes later
	if late {
		s.hub()
	}
	s.settle()
	s.advance(time.Hour)
	if s.settle() {
		s.judge()
	}
}

package engine

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/store"
)

// The edits of the desk: each is made in the file and, if the file takes it,
// in what the day knows of the desk's wishes.

var deskDeeds = []deed{
	{"member", 6, func(s *simulation, n [4]int) { s.addMember(n) }},
	{"co-member", 3, func(s *simulation, n [4]int) { s.addCoMember(n) }},
	{"visitor", 3, func(s *simulation, n [4]int) {
		s.add(human{connect: pick(n[0], store.ConnectNone, store.ConnectPhoneOnly)})
	}},
	{"crowd", 1, func(s *simulation, n [4]int) { s.addCrowd(n) }},
	{"rename", 2, func(s *simulation, n [4]int) { s.rename(n) }},
	{"mail", 2, func(s *simulation, n [4]int) { s.changeMail(n) }},
	{"pause", 3, func(s *simulation, n [4]int) { s.pause(n) }},
	{"end", 4, func(s *simulation, n [4]int) { s.cancel(n) }},
	{"end all", 2, func(s *simulation, n [4]int) { s.cancelAll(n) }},
	{"back", 4, func(s *simulation, n [4]int) { s.reactivate(n) }},
	{"plan", 4, func(s *simulation, n [4]int) { s.changePlan(n) }},
	{"plan later", 2, func(s *simulation, n [4]int) { s.changePlanLater(n) }},
	{"groups", 2, func(s *simulation, n [4]int) { s.changeGroups(n) }},
	{"limit", 1, func(s *simulation, n [4]int) { s.limit(n) }},
	{"ticket", 2, func(s *simulation, n [4]int) { s.giveTicket(n) }},
	{"extra", 3, func(s *simulation, n [4]int) { s.extraDoor(n) }},
	{"tag", 3, func(s *simulation, n [4]int) { s.giveTag(n) }},
	{"untag", 2, func(s *simulation, n [4]int) { s.takeTag(n) }},
	{"connect", 2, func(s *simulation, n [4]int) { s.connect(n) }},
	{"block", 2, func(s *simulation, n [4]int) { s.block(n) }},
	{"unblock", 2, func(s *simulation, n [4]int) { s.unblock(n) }},
	{"remove", 1, func(s *simulation, n [4]int) { s.remove(n) }},
	{"return", 2, func(s *simulation, n [4]int) { s.comeBack(n) }},
	{"undo", 2, func(s *simulation, n [4]int) { s.takeBack() }},
	{"zone", 1, func(s *simulation, n [4]int) { s.changeZone(n) }},
	{"leaving", 1, func(s *simulation, n [4]int) { s.changeLeaving() }},
	{"ask first", 1, func(s *simulation, n [4]int) { s.changeAsking() }},
}

// pick chooses by a number.
func pick[T any](n int, among ...T) T { return among[n%len(among)] }

// undoable is an edit that can be taken back.
type undoable struct {
	undo   store.Undo
	before desk
}

// edit changes the file and then the wishes. It tells whether the file took it.
func (s *simulation) edit(what string, change func(tx *store.Tx) error, then func(d *desk)) bool {
	before := s.desk
	c, err := s.store.Do(s.t.Context(), store.ActorDesk, change)
	var refused *store.Problem
	if errors.As(err, &refused) {
		s.say("%s: refused: %s", what, refused)
		return false
	}
	s.must(err)
	s.wish(then)
	s.undo = &undoable{c.Undo, before}
	s.say("%s", what)
	return true
}

// wish changes what the desk wants.
func (s *simulation) wish(then func(d *desk)) {
	d := s.desk.clone()
	then(&d)
	for _, id := range sortedIDs(d.bookings) {
		if b := d.bookings[id]; b != s.desk.bookings[id] {
			from, to := d.window(b)
			s.wished[d.people[b.person].uid] = append(s.wished[d.people[b.person].uid], from.Add(to.Sub(from)/2))
		}
	}
	s.desk = d
	s.edits++
	s.remember()
}

// takeBack undoes the last edit.
func (s *simulation) takeBack() {
	last := s.undo
	s.undo = nil
	if last == nil || last.undo.Empty() {
		return
	}
	before := s.desk
	c, err := s.store.Undo(s.t.Context(), last.undo)
	var refused *store.Problem
	if errors.As(err, &refused) {
		s.say("refused: %s", refused)
		return
	}
	s.must(err)
	s.wish(func(d *desk) { *d = last.before })
	s.undo = &undoable{c.Undo, before}
	s.say("the last edit is taken back")
}

// somebody returns one of those who fit, or false when nobody does.
func (s *simulation) somebody(n int, fits func(h human) bool) (human, bool) {
	var all []human
	for _, id := range sortedIDs(s.desk.people) {
		if h := s.desk.people[id]; !h.removed && fits(h) {
			all = append(all, h)
		}
	}
	if len(all) == 0 {
		return human{}, false
	}
	return all[n%len(all)], true
}

func anybody(human) bool { return true }

func (h human) isMember() bool { return h.plan != "" || h.main != 0 }

// today is the day at the computer.
func (s *simulation) today(later int) store.Date {
	return store.Date(s.pc.Now().In(s.desk.zone).AddDate(0, 0, later).Format(time.DateOnly))
}

// change edits one person.
func (s *simulation) change(h human, what string, change func(h *human)) bool {
	want := h
	want.extra, want.passes = slices.Clone(h.extra), slices.Clone(h.passes)
	change(&want)
	return s.edit(h.name+" "+what, func(tx *store.Tx) error {
		p, err := tx.Person(h.id)
		if err != nil {
			return err
		}
		s.fill(&p, want)
		return tx.SavePerson(&p)
	}, func(d *desk) { d.people[h.id] = want })
}

// fill makes the file's person be as the desk wants.
func (s *simulation) fill(p *store.Person, h human) {
	p.FirstName, p.LastName, p.Email = h.name, "Test", h.email
	p.Plan, p.Main, p.NextPlan, p.NextPlanOn = s.plans[h.plan], h.main, s.plans[h.next], h.nextOn
	p.StartsOn, p.EndsOn, p.PausedFrom, p.PausedUntil = h.starts, h.ends, h.paused, h.until
	p.Connect = h.connect
	switch {
	case !h.blocked:
		p.BlockedAt = time.Time{}
	case p.BlockedAt.IsZero():
		p.BlockedAt = s.pc.Now()
	}
	p.ExtraDoors = nil
	for _, d := range h.extra {
		p.ExtraDoors = append(p.ExtraDoors, store.ExtraDoor{Space: s.space, Door: doorRef(s.snapshot(), d)})
	}
}

// add adds somebody, with a name and an address of their own.
func (s *simulation) add(h human) bool {
	s.born++
	h.uid = s.born
	if h.name == "" {
		h.name, h.email = fmt.Sprintf("P%d", h.uid), fmt.Sprintf("p%d@example.org", h.uid)
	}
	var p store.Person
	s.fill(&p, h)
	return s.edit(fmt.Sprintf("%s is added: plan %q, under %d, connected by %s", h.name, h.plan, h.main, h.connect), func(tx *store.Tx) error {
		return tx.SavePerson(&p)
	}, func(d *desk) {
		h.id = p.ID
		d.people[h.id] = h
	})
}

// comeBack adds somebody anew who was removed, and whose user KS may have still.
func (s *simulation) comeBack(n [4]int) {
	var left []human
	for _, id := range sortedIDs(s.desk.people) {
		if h := s.desk.people[id]; h.removed && h.email != "" && !s.kept.touched[h.uid] {
			left = append(left, h)
		}
	}
	if len(left) == 0 || !s.settle() {
		return
	}
	s.judge()
	was := pick(n[0], left...)
	if _, taken := s.desk.byEmail(was.email); taken {
		return
	}
	h := human{name: was.name, email: was.email, plan: pick(n[1], planNames...), connect: pick(n[2], store.ConnectPhoneOnly, store.ConnectPhoneAndTag)}
	if !s.add(h) {
		return
	}
	for _, u := range s.snapshot().Users {
		if strings.EqualFold(u.Email, was.email) && s.kept.made[u.ID] {
			s.kept.owners[u.ID] = s.born
		}
	}
}

var planNames = []string{"Full time", "Basic", "Both", "Tickets"}

var ways = []store.Connect{store.ConnectPhoneOnly, store.ConnectPhoneAndTag, store.ConnectTagOnly, store.ConnectPhoneOnly, store.ConnectNone}

func (s *simulation) addMember(n [4]int) {
	h := human{plan: pick(n[0], planNames...), connect: pick(n[1], ways...)}
	if n[2]%5 == 0 {
		h.starts = s.today(n[3]%4 - 1)
	}
	s.add(h)
}

func (s *simulation) addCoMember(n [4]int) {
	if main, ok := s.somebody(n[0], func(h human) bool { return h.plan != "" }); ok {
		s.add(human{main: main.id, connect: pick(n[1], ways...)})
	}
}

// addCrowd adds many people at once: more than may get access unasked, or so
// many that not all may lose it again.
func (s *simulation) addCrowd(n [4]int) {
	if len(s.desk.people) > 40 {
		return
	}
	var all []store.Person
	first := s.born + 1
	size := pick(n[1], 27, 9)
	for range size {
		s.born++
		var p store.Person
		s.fill(&p, human{name: fmt.Sprintf("P%d", s.born), email: fmt.Sprintf("p%d@example.org", s.born), plan: pick(n[0], planNames[:2]...), connect: store.ConnectPhoneOnly})
		all = append(all, p)
	}
	s.edit(fmt.Sprintf("%d members are added at once, on ", size)+pick(n[0], planNames[:2]...), func(tx *store.Tx) error {
		for i := range all {
			if err := tx.SavePerson(&all[i]); err != nil {
				return err
			}
		}
		return nil
	}, func(d *desk) {
		for i, p := range all {
			d.people[p.ID] = human{uid: first + i, id: p.ID, name: p.FirstName, email: p.Email, plan: pick(n[0], planNames[:2]...), connect: store.ConnectPhoneOnly}
		}
	})
}

func (s *simulation) rename(n [4]int) {
	if h, ok := s.somebody(n[0], anybody); ok {
		s.change(h, "has another name", func(h *human) { h.name = fmt.Sprintf("P%d%c", h.uid, 'a'+rune(n[1]%26)) })
	}
}

func (s *simulation) changeMail(n [4]int) {
	if h, ok := s.somebody(n[0], anybody); ok {
		s.change(h, "has another address", func(h *human) {
			h.email = fmt.Sprintf("p%d%c@example.org", h.uid, 'a'+rune(n[1]%26))
			if n[2]%8 == 0 {
				h.email = ""
			}
		})
	}
}

func (s *simulation) pause(n [4]int) {
	h, ok := s.somebody(n[0], human.isMember)
	if !ok {
		return
	}
	from, until := s.today(n[1]%3), store.Date("")
	if n[2]%3 > 0 {
		until = s.today(n[1]%3 + n[3]%4)
	}
	s.change(h, fmt.Sprintf("is paused from %s until %q", from, until), func(h *human) { h.paused, h.until = from, until })
}

func (s *simulation) cancel(n [4]int) {
	if h, ok := s.somebody(n[0], human.isMember); ok {
		last := s.today(n[1]%4 - 1)
		s.change(h, "is cancelled, last day "+string(last), func(h *human) { h.ends = last })
	}
}

// cancelAll cancels everybody, or all on a plan, in one edit or one by one.
func (s *simulation) cancelAll(n [4]int) {
	if s.settle() {
		s.judge()
	}
	plan, last := pick(n[0], append(planNames, planNames...)...), s.today(-1)
	for i, id := range sortedIDs(s.desk.people) {
		h := s.desk.people[id]
		if h.removed || h.plan == "" || h.ends != "" || h.plan != plan && n[3]%2 == 0 || i > 40 {
			continue
		}
		s.change(h, "is cancelled, last day "+string(last), func(h *human) { h.ends = last })
		if n[1]%2 == 0 {
			s.advance(time.Duration(n[2]%40) * time.Minute)
			s.pass()
		}
	}
}

func (s *simulation) reactivate(n [4]int) {
	if h, ok := s.somebody(n[0], func(h human) bool { return h.ends != "" || h.paused != "" }); ok {
		s.change(h, "is active again", func(h *human) { h.ends, h.paused, h.until = "", "", "" })
	}
}

func (s *simulation) changePlan(n [4]int) {
	if h, ok := s.somebody(n[0], func(h human) bool { return h.main == 0 }); ok {
		plan := pick(n[1], append([]string{""}, planNames...)...)
		s.change(h, fmt.Sprintf("changes to the plan %q", plan), func(h *human) {
			h.plan, h.next, h.nextOn = plan, "", ""
			if h.connect == store.ConnectNone {
				h.connect = store.ConnectPhoneOnly
			}
		})
	}
}

func (s *simulation) changePlanLater(n [4]int) {
	if h, ok := s.somebody(n[0], func(h human) bool { return h.plan != "" }); ok {
		plan, on := pick(n[1], planNames...), s.today(1+n[2]%3)
		s.change(h, fmt.Sprintf("changes to the plan %q on %s", plan, on), func(h *human) { h.next, h.nextOn = plan, on })
	}
}

// changeGroups gives a plan other groups of the site.
func (s *simulation) changeGroups(n [4]int) {
	name := pick(n[0], planNames...)
	groups := sortedKeys(s.site.groups)
	var chosen []string
	for i, id := range groups {
		if n[1]>>i%3 == 0 && !s.site.groups[id].gone {
			chosen = append(chosen, id)
		}
	}
	chosen = chosen[:min(len(chosen), 2)]
	s.changePlanRow(name, "has other groups", func(p *store.Plan) {
		p.Mappings = nil
		for _, id := range chosen {
			p.Mappings = append(p.Mappings, store.Mapping{Space: s.space, Group: store.KSRef{ID: id, Name: s.site.groups[id].name}})
		}
	}, func(p *planned) { p.groups = chosen })
}

func (s *simulation) limit(n [4]int) {
	name := pick(n[0], planNames...)
	s.changePlanRow(name, "is limited to passes, or not any more", func(p *store.Plan) { p.PassLimited = !p.PassLimited }, func(p *planned) { p.limited = !p.limited })
}

func (s *simulation) changePlanRow(name, what string, change func(p *store.Plan), then func(p *planned)) {
	s.edit(fmt.Sprintf("the plan %q %s", name, what), func(tx *store.Tx) error {
		p, err := tx.Plan(s.plans[name])
		if err != nil {
			return err
		}
		change(&p)
		return tx.SavePlan(&p)
	}, func(d *desk) {
		p := d.plans[name]
		then(&p)
		d.plans[name] = p
	})
}

func (s *simulation) giveTicket(n [4]int) {
	h, ok := s.somebody(n[0], human.isMember)
	if !ok {
		return
	}
	last := store.Date("")
	if n[1]%3 > 0 {
		last = s.today(n[2] % 3)
	}
	p := store.Pass{Person: h.id, Type: store.PassTypeID(1 + n[3]%3), ExpiresOn: last}
	s.edit(fmt.Sprintf("%s is given a pass of kind %d until %q", h.name, p.Type, last), func(tx *store.Tx) error { return tx.SavePass(&p) }, func(d *desk) {
		h.passes = append(slices.Clone(h.passes), p)
		d.people[h.id] = h
	})
}

func (s *simulation) extraDoor(n [4]int) {
	h, ok := s.somebody(n[0], human.isMember)
	if !ok {
		return
	}
	door := pick(n[1], doorNames...)
	s.change(h, "is given or loses the extra door "+door, func(h *human) {
		if at := slices.Index(h.extra, door); at >= 0 {
			h.extra = slices.Delete(h.extra, at, at+1)
			return
		}
		h.extra = append(h.extra, door)
	})
}

var doorNames = []string{"Front door", "Studio A", "Meeting room", "Workshop", "Storage"}

// tagNumbers are the tags that a day plays with.
var tagNumbers = []string{"02300001", "02300002", "02300003", "02300004"}

func (s *simulation) giveTag(n [4]int) {
	if h, ok := s.somebody(n[0], anybody); ok {
		s.saveTag(pick(n[1], tagNumbers...), store.TagHeld, h.id)
	}
}

// takeTag takes a tag from somebody who has one, or loses it. Where nobody has
// one, somebody gets it first, and KS has time to know.
func (s *simulation) takeTag(n [4]int) {
	held := slices.DeleteFunc(slices.Clone(tagNumbers), func(number string) bool { return s.desk.tags[number] == 0 })
	if len(held) == 0 {
		held = tagNumbers[:1]
		h, ok := s.somebody(n[2], func(h human) bool { return !h.blocked && h.isMember() && h.connect != store.ConnectPhoneOnly })
		if !ok {
			return
		}
		s.saveTag(held[0], store.TagHeld, h.id)
		for range 3 {
			s.pass()
			s.advance(5 * time.Second)
		}
	}
	s.saveTag(pick(n[0], held...), pick(n[1], store.TagFree, store.TagLost), 0)
}

func (s *simulation) saveTag(number string, state store.TagState, holder store.PersonID) {
	tags, err := s.store.Tags(s.t.Context())
	s.must(err)
	t := store.Tag{Number: number}
	for _, have := range tags {
		if have.Number == number {
			t = have
		}
	}
	t.State, t.Holder = state, holder
	s.edit(fmt.Sprintf("tag %s is %s (%s)", number, state, s.desk.people[holder].name), func(tx *store.Tx) error {
		return tx.SaveTag(&t)
	}, func(d *desk) { d.tags[number], d.lost[number] = holder, state == store.TagLost })
}

func (s *simulation) connect(n [4]int) {
	if h, ok := s.somebody(n[0], anybody); ok {
		way := pick(n[1], ways...)
		s.change(h, "is connected by "+string(way), func(h *human) { h.connect = way })
	}
}

// block blocks somebody, now and then while everything waits for an answer.
func (s *simulation) block(n [4]int) {
	if n[1]%3 == 0 && s.settle() {
		s.judge()
		s.otherComputer()
	}
	if h, ok := s.somebody(n[0], func(h human) bool { return !h.blocked }); ok {
		s.change(h, "is blocked", func(h *human) { h.blocked = true })
		s.pass()
	}
}

func (s *simulation) unblock(n [4]int) {
	if h, ok := s.somebody(n[0], func(h human) bool { return h.blocked }); ok {
		s.change(h, "is not blocked any more", func(h *human) { h.blocked = false })
	}
}

func (s *simulation) remove(n [4]int) {
	h, ok := s.somebody(n[0], anybody)
	if !ok {
		return
	}
	now := s.pc.Now()
	s.edit(h.name+" is removed", func(tx *store.Tx) error { return tx.DeletePerson(h.id) }, func(d *desk) {
		h.removed = true
		d.people[h.id] = h
		for id, b := range d.bookings {
			if b.person == h.id && instant(b.end, d.zone, true).After(now) {
				delete(d.bookings, id)
			}
		}
		for number, holder := range d.tags {
			if holder == h.id {
				d.tags[number] = 0
			}
		}
	})
}

func (s *simulation) changeZone(n [4]int) {
	zone, err := time.LoadLocation(pick(n[0], "Europe/Paris", "Europe/London", "America/New_York", "Asia/Kolkata"))
	s.must(err)
	s.changeSpace("the zone is "+zone.String(), func(p *store.Space) { p.Zone = zone.String() }, func(d *desk) { d.zone = zone })
}

func (s *simulation) changeLeaving() {
	other := store.LeavingSuspend
	if s.desk.leaving == other {
		other = store.LeavingDelete
	}
	s.changeSpace("who leaves is to be: "+string(other), func(p *store.Space) { p.Leaving = other }, func(d *desk) { d.leaving = other })
}

func (s *simulation) changeAsking() {
	asks := !s.desk.asks
	s.changeSpace(fmt.Sprintf("the desk wants to be asked first: %v", asks), func(p *store.Space) { p.AskFirst = asks }, func(d *desk) { d.asks = asks })
}

func (s *simulation) changeSpace(what string, change func(p *store.Space), then func(d *desk)) {
	s.edit(what, func(tx *store.Tx) error {
		p, err := tx.Space(s.space)
		if err != nil {
			return err
		}
		change(&p)
		return tx.SaveSpace(&p)
	}, then)
}

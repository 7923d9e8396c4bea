package engine

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/sync/kssim"
)

// What must hold, always and once KS is in order.

// remember notes the wishes as they are: a pass may act on them.
func (s *simulation) remember() {
	now := s.pc.Now()
	if n := len(s.versions); n > 0 && s.versions[n-1].edits == s.edits && s.versions[n-1].now.Equal(now) {
		return
	}
	s.versions = append(s.versions, version{s.edits, s.desk, s.site, now})
}

// pass makes one pass. An engine that dies in it is replaced.
func (s *simulation) pass() Result {
	ctx, cancel := context.WithCancel(s.t.Context())
	defer cancel()
	s.remember()
	s.dropUnwanted()
	s.fuse.blow = cancel
	r := s.eng.Pass(ctx)
	s.fuse.blow = nil
	died := s.fuse.blown
	s.fuse.blown = false
	s.tally()
	if r.Err == nil && !died && s.calmNow() && !s.hubOffline() {
		s.checkBlocked()
		s.checkLost()
	}
	s.sim.ResetRequests()
	s.kept.seen = 0
	if died {
		s.died++
		s.restart()
		s.say("the program dies, and is started again")
	}
	s.raise()
	if r.Err == nil && !died {
		s.kept.passes++
	}
	if settled := r.Err == nil && r.Waiting+r.Held+r.Parked == 0; settled || died {
		s.kept.sealed = s.kept.sealed && !s.fine() // what is in order needs no agreement
	}
	return r
}

// nobodyOutside tells whether everybody opens what the desk wants them to.
func (s *simulation) nobodyOutside() (why string, all bool) {
	k := s.snapshot()
	for _, id := range sortedIDs(s.desk.people) {
		s.judgeHuman(k, s.desk.people[id])
	}
	if s.first == nil {
		return "", true
	}
	why = s.first.what
	s.first = nil
	return why, false
}

// fine tells whether the doors are as the desk wants them, but for what
// somebody made wider.
func (s *simulation) fine() bool {
	s.judgeDoors(s.snapshot())
	fine := s.first == nil
	s.first = nil
	return fine
}

// raise ends the day if something was noticed.
func (s *simulation) raise() {
	if s.first != nil {
		s.first.at = s.doing.no
		panic(s.first)
	}
}

// always is judged after every act.
func (s *simulation) always() {
	k := s.snapshot()
	s.tally()
	s.checkNarrowed(k)
	s.raise()
}

// checkNarrowed looks whether what somebody took away is still away.
func (s *simulation) checkNarrowed(k kssim.SiteSnapshot) {
	s.dropUnwanted()
	for _, x := range s.kept.narrowed {
		if !x.still(k) {
			s.notice("%s by hand, and is so no longer, without an answer from the desk", x.what)
		}
	}
}

// dropUnwanted forgets what was taken away and is not wanted any more: when it is
// wanted again, it is wanted anew.
func (s *simulation) dropUnwanted() {
	s.kept.narrowed = slices.DeleteFunc(s.kept.narrowed, func(x narrowed) bool { return !x.wanted(s.desk) })
}

// ceiling looks at somebody whom a write has changed: a door opens to them only
// by a wish that the desk has had since KS was last in order, or by hand.
func (s *simulation) ceiling(u kssim.UserSnapshot) {
	uid := s.ownerOf(u)
	if s.kept.wide[uid] || s.hubOffline() || s.inWider(u) {
		return
	}
	for _, t := range s.moments(uid, false) {
		for _, door := range doorNames {
			if !s.sim.Can(u.ID, door, t).Open || s.site.byHand(u.ID, door, t) {
				continue
			}
			if !s.everGiven(uid, door, t) {
				s.notice("%s can open %s at %s, and nothing that the desk has wanted since KS was last in order gives it", label(u), door, s.when(t))
				return
			}
		}
	}
}

// inWider tells whether somebody is in a managed group that is to be put back:
// the booking may be theirs only since.
func (s *simulation) inWider(u kssim.UserSnapshot) bool {
	return slices.ContainsFunc(s.snapshot().Groups, func(g kssim.GroupSnapshot) bool {
		return s.kept.wider[g.ID] && slices.Contains(g.Members, label(u))
	})
}

// everGiven tells whether a wish since KS was last in order gives a door, with
// the site as it was at any time since: a change on either side is acted on later.
func (s *simulation) everGiven(uid int, door string, t time.Time) bool {
	for _, v := range slices.Backward(s.versions) {
		h, have := v.desk.byUID(uid)
		if !have {
			continue
		}
		for _, w := range slices.Backward(s.versions) {
			if v.desk.gives(w.site, h, door, v.now, t) || v.desk.vague(w.site, h, t) {
				return true
			}
		}
	}
	return false
}

func (s *simulation) when(t time.Time) string { return t.In(hubZone).Format("Mon 2006-01-02 15:04:05") }

// moments are the instants at which the doors are asked: now, later today and
// tomorrow, in the middle of every booking that somebody has or had, and at the
// edges of those that they have.
func (s *simulation) moments(uid int, edges bool) []time.Time {
	now := s.ks.Now()
	out := []time.Time{now}
	if edges {
		out = append(out, now.Add(5*time.Hour), now.Add(17*time.Hour), now.Add(26*time.Hour), now.Add(13*24*time.Hour))
	}
	h, _ := s.desk.byUID(uid)
	for _, id := range sortedIDs(s.desk.bookings) {
		b := s.desk.bookings[id]
		from, to := s.desk.window(b)
		if b.person != h.id || to.Before(now) {
			continue
		}
		if edges {
			out = append(out, from.Add(-time.Second), from, to.Add(-time.Second), to)
		}
	}
	out = slices.DeleteFunc(append(out, s.wished[uid]...), func(t time.Time) bool { return t.Before(now) })
	slices.SortFunc(out, time.Time.Compare)
	return slices.Compact(out)
}

// vague tells whether a booking may open its doors at t or not: in the hour that
// the clock repeats, where a pause cuts the booking in pieces, of which KS has
// one at a time, and where KS has lost a group that the room is mapped to.
func (d desk) vague(s site, h human, t time.Time) bool {
	for _, b := range d.bookings {
		from, to := d.window(b)
		if b.person != h.id || t.Before(from.Add(-61*time.Minute)) || t.After(to.Add(61*time.Minute)) {
			continue
		}
		lost := slices.ContainsFunc(d.rooms[b.room].groups, func(id string) bool { return s.groups[id].gone })
		if repeats(from) || repeats(to) || lost {
			return true
		}
		first, last := h.mayBook(d.day(from)), h.mayBook(d.day(to.Add(-time.Second)))
		for day := from; day.Before(to); day = day.Add(24 * time.Hour) {
			if h.mayBook(d.day(day)) != first {
				return true
			}
		}
		if first != last {
			return true
		}
	}
	return false
}

func (d desk) day(t time.Time) store.Date { return store.Date(t.In(d.zone).Format(time.DateOnly)) }

func (s *simulation) hubOffline() bool {
	return slices.ContainsFunc(s.snapshot().IQs, func(q kssim.IQSnapshot) bool { return !q.Online })
}

// mostRounds bounds how long KS may take to be in order.
const mostRounds = 120

// settle ends all trouble and makes passes until nothing is left to do, and a
// look at the whole site, later, finds nothing either. It tells whether that was
// all, and not a question that is open.
func (s *simulation) settle() bool {
	s.calm()
	look := false
	var r Result
	for range mostRounds {
		if look {
			s.advance(2 * time.Minute)
			s.eng.SyncNow()
		}
		before := s.kept.writes
		r = s.untilItWaits()
		quiet := r.Err == nil && s.kept.writes == before && (r.Waiting == 0 || !s.somethingGoesOn())
		if quiet && look {
			s.say("settled: %d parked, %d held, %d differences", r.Parked, r.Held, r.Asks)
			return !s.asked()
		}
		if look = quiet; !look {
			s.advance(min(max(r.Next.Sub(s.pc.Now()), 5*time.Second), 5*time.Minute))
		}
	}
	s.blame("KS does not come in order in %d passes: %v; %+v", mostRounds, r.Err, s.left())
	return false
}

// untilItWaits makes passes as long as there is more to do at once than one of
// them takes on.
func (s *simulation) untilItWaits() (r Result) {
	for range mostRounds {
		if r = s.pass(); r.Err != nil || r.Next.After(s.pc.Now()) {
			return r
		}
	}
	s.blame("%d passes at one instant, and there is still more to do: %+v", mostRounds, s.left())
	return r
}

// somethingGoesOn tells whether a step waits that does not wait for what is
// parked of the same person.
func (s *simulation) somethingGoesOn() bool {
	parked := map[store.PersonID]bool{}
	work := s.left()
	for _, w := range work {
		parked[w.Person] = parked[w.Person] || w.Phase == store.PhaseParked
	}
	return slices.ContainsFunc(work, func(w store.Work) bool { return w.Phase != store.PhaseParked && !parked[w.Person] })
}

func (s *simulation) left() []store.Work {
	work, err := s.store.Work(s.t.Context(), s.space)
	s.must(err)
	return work
}

// judge holds every door against the wishes of the desk. KS is in order.
func (s *simulation) judge() {
	k := s.snapshot()
	s.checkDoubles(k)
	s.checkLog()
	s.checkDurable()
	s.checkAlarms()
	s.kept.wide, s.kept.wider = map[int]bool{}, map[string]bool{}
	s.judgeDoors(k)
	s.raise()
	if !slices.ContainsFunc(s.left(), func(w store.Work) bool { return w.Phase == store.PhaseParked }) { // else KS is not quite in order
		s.versions = nil
	}
	s.remember()
	s.kept.agreed = map[int]bool{}
}

func (s *simulation) judgeDoors(k kssim.SiteSnapshot) {
	if s.hubOffline() {
		return // the doors go by what they knew
	}
	for _, u := range k.Users {
		s.judgeUser(k, u)
	}
	for _, id := range sortedIDs(s.desk.people) {
		s.judgeHuman(k, s.desk.people[id])
	}
	s.judgeTags(k)
}

// judgeUser looks that a KS user opens nothing but what is wished.
func (s *simulation) judgeUser(k kssim.SiteSnapshot, u kssim.UserSnapshot) {
	uid := s.ownerOf(u)
	if isAccount(u) || uid == 0 && !s.kept.made[u.ID] || s.kept.wide[uid] {
		return
	}
	h, have := s.desk.byUID(uid)
	for _, t := range s.moments(uid, true) {
		for _, door := range doorNames {
			answer := s.sim.Can(u.ID, door, t)
			wished := have && (s.desk.gives(s.site, h, door, s.ks.Now(), t) || s.desk.vague(s.site, h, t))
			if answer.Open && !wished && !s.site.byHand(u.ID, door, t) && !s.stuck(h.id) {
				s.notice("%s (%s) can open %s at %s, and should not: %s", h.name, label(u), door, s.when(t), answer.Why)
				return
			}
		}
	}
}

// judgeHuman looks that somebody opens all that is wished, or that the desk is
// told why not.
func (s *simulation) judgeHuman(k kssim.SiteSnapshot, h human) {
	if h.removed || !s.desk.means(h) {
		return
	}
	var theirs []kssim.UserSnapshot
	for _, u := range k.Users {
		if s.ownerOf(u) == h.uid {
			theirs = append(theirs, u)
		}
	}
	for _, t := range s.moments(h.uid, true) {
		for _, door := range doorNames {
			if !s.desk.gives(s.site, h, door, s.ks.Now(), t) || s.desk.vague(s.site, h, t) {
				continue
			}
			why := "KS has no such user"
			opens := slices.ContainsFunc(theirs, func(u kssim.UserSnapshot) bool {
				answer := s.sim.Can(u.ID, door, t)
				why = answer.Why
				return answer.Open
			})
			if !opens && !s.excused(k, h, theirs) {
				s.notice("%s cannot open %s at %s, and should: %s", h.name, door, s.when(t), why)
				return
			}
		}
	}
}

// excused tells whether it is no fault that somebody stands outside: no seat is
// free, or somebody in KS had a hand in it, or an old copy of the file knows no
// better, and the desk is told.
func (s *simulation) excused(k kssim.SiteSnapshot, h human, theirs []kssim.UserSnapshot) bool {
	full := k.SeatsUsed >= k.Seats && !slices.ContainsFunc(theirs, func(u kssim.UserSnapshot) bool { return u.Subscribed })
	return full || (s.kept.touched[h.uid] || s.kept.restored) && s.told(h.id)
}

// judgeTags looks that a tag that nobody holds opens nothing.
func (s *simulation) judgeTags(k kssim.SiteSnapshot) {
	for _, number := range sortedKeys(s.desk.tags) {
		if s.desk.tags[number] != 0 || s.kept.tags[number] {
			continue
		}
		for _, door := range doorNames {
			if answer := s.sim.Can(number, door, s.ks.Now()); answer.Open {
				s.notice("tag %s is nobody's, and opens %s: %s", number, door, answer.Why)
			}
		}
	}
}

// checkDoubles looks for a second user or group for the same thing.
func (s *simulation) checkDoubles(k kssim.SiteSnapshot) {
	seen := map[string]bool{}
	for _, u := range k.Users {
		if s.kept.made[u.ID] && seen[u.Alias] {
			s.notice("there are two users %s", u.Alias)
		}
		seen[u.Alias] = true
	}
	for _, g := range k.Groups {
		if s.isManaged(g.ID) && seen[g.Name] {
			s.notice("there are two groups %s", g.Name)
		}
		if s.isManaged(g.ID) && len(g.Schedules) > 1 {
			s.notice("%s has the schedules %v", g.Name, g.Schedules)
		}
		seen[g.Name] = true
	}
}

// checkLog looks that nobody has changed the log, and that whatever was to be
// sent has a line after it that says what became of it.
func (s *simulation) checkLog() {
	s.must(s.store.VerifyLog(s.t.Context()))
	lines, err := s.store.LogLines(s.t.Context(), store.LogFilter{Space: s.space, Limit: 100000})
	s.must(err)
	open := s.count("SELECT count(*) FROM work WHERE phase = 'sent'") > 0
	told, failed := map[string]bool{}, []string{}
	for _, l := range lines { // the newest first
		what := fmt.Sprintf("%d %s", l.Person, l.What)
		switch l.Kind {
		case "intent":
			not := func(line string) bool {
				return strings.HasPrefix(line, fmt.Sprintf("%d Not done: %s", l.Person, l.What))
			}
			if !open && !told[what] && !slices.ContainsFunc(failed, not) {
				s.notice("the log says that this was to be sent, and not what became of it: %s", l.What)
			}
		case "failed":
			failed = append(failed, what)
		default:
			told[what] = true
		}
	}
}

// checkAlarms looks whether the desk is told that somebody in KS took something
// from a person in whom nobody there had a hand. An old copy of the file may say so.
func (s *simulation) checkAlarms() {
	drifts, err := s.store.Drifts(s.t.Context(), s.space)
	s.must(err)
	for _, d := range drifts {
		h := s.desk.people[d.Person]
		if d.Asks() && d.Way == store.Narrower && h.uid != 0 && !s.kept.touched[h.uid] && !s.kept.restored {
			s.notice("the desk is asked about what nobody did: %s", d.What)
		}
	}
}

// checkDurable asks the connection that writes whether each commit waits for
// the disk: 2 is FULL.
func (s *simulation) checkDurable() {
	writer := (*sql.DB)(reflect.ValueOf(s.store).Elem().FieldByName("writer").UnsafePointer())
	var level int
	s.must(writer.QueryRowContext(s.t.Context(), "PRAGMA synchronous").Scan(&level))
	if level < 2 {
		s.notice("a commit does not wait for the disk: synchronous is %d", level)
	}
}

// end brings the day to its end: nothing is wrong any more, the desk answers
// what it is asked, and after that nothing is left to do.
func (s *simulation) end() {
	s.doing = act{no: s.doing.no, do: "end"}
	s.must(s.sim.SetIQ("IQ 01", true))
	s.kept.retried = map[string]bool{} // what was in the way then is over
	for range 8 {
		s.agree()
		if s.settle() && !s.retry() {
			break
		}
	}
	if s.asked() {
		s.blame("the desk is asked again and again: %v", s.question())
	}
	s.judge()
	s.checkNothingLeft()
}

// checkNothingLeft makes a few more passes, which have nothing to write.
func (s *simulation) checkNothingLeft() {
	s.eng.SyncNow() // what somebody did that was not read yet is put back first
	for range 5 {
		s.pass()
	}
	s.settle()
	before := s.kept.writes
	s.eng.SyncNow()
	for range 5 {
		s.pass()
	}
	if n := s.kept.writes - before; n > 0 {
		s.blame("a further pass writes %d times", n)
	}
	if steps := s.stepsLeft(); len(steps) > 0 {
		s.blame("%v are left and nothing holds them: %+v", steps, s.left())
	}
	s.say("the end, after %d changes in KS; the requests of the day: %x", s.kept.writes, s.trace.Sum(nil))
}

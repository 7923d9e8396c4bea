package engine

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"latchkey/store"
	"latchkey/sync/reconcile"
)

// What the desk answers.

var answerDeeds = []deed{
	{"answer", 3, func(s *simulation, n [4]int) { s.answer(n) }},
	{"answer all", 1, func(s *simulation, n [4]int) { s.answerAll(n) }},
	{"agree", 3, func(s *simulation, n [4]int) { s.agree() }},
	{"agree late", 2, func(s *simulation, n [4]int) { s.agreeLate(n) }},
	{"retry", 2, func(s *simulation, n [4]int) { s.kept.retried = map[string]bool{}; s.retry() }},
}

// open are the differences that wait for an answer.
func (s *simulation) open() []store.Drift {
	drifts, err := s.store.Drifts(s.t.Context(), s.space)
	s.must(err)
	return slices.DeleteFunc(drifts, func(d store.Drift) bool { return !d.Asks() })
}

var choices = []Choice{Restore, Restore, KeepIt, IgnoreIt}

func (s *simulation) answer(n [4]int) {
	if all := s.open(); len(all) > 0 {
		s.answerOne(pick(n[0], all...), pick(n[1], choices...))
	}
}

func (s *simulation) answerAll(n [4]int) {
	for i, d := range s.open() {
		s.answerOne(d, pick(n[1]+i*n[2], choices...))
	}
}

func (s *simulation) answerOne(d store.Drift, c Choice) {
	var refused *store.Problem
	if err := s.eng.Answer(s.t.Context(), d.Key, c); errors.As(err, &refused) {
		s.say("%s: %s: refused: %s", c, d.What, refused)
		return
	} else if err != nil {
		s.blame("%v", err)
	}
	s.say("%s: %s", c, d.What)
	if c != Restore {
		return
	}
	s.releaseKind(s.desk.people[d.Person].uid, words[d.Kind])
	if group, _, _ := strings.Cut(strings.TrimPrefix(d.Key, "members:"), "/"); d.Kind == reconcile.MemberByHand {
		s.kept.wide[s.desk.people[d.Person].uid] = true // until it is taken
		s.changeSite(group, func(g *standing) {
			for _, u := range s.snapshot().Users {
				if s.ownerOf(u) == s.desk.people[d.Person].uid {
					delete(g.hand, u.ID)
				}
			}
		})
	}
}

// words are what the simulation calls what the kinds of drift are about.
var words = map[string]string{
	reconcile.UserBlocked: "is blocked", reconcile.SeatTaken: "is suspended", reconcile.UserGone: "is removed", reconcile.TagChanged: "has lost tag",
	reconcile.MemberOut: "is out of", reconcile.PersonOut: "is out of", reconcile.DoorOut: "is without", reconcile.HoursShorter: "is closed", reconcile.GroupGone: "is deleted",
}

// releaseKind forgets what was taken away in one of the ways.
func (s *simulation) releaseKind(uid int, way string) {
	s.kept.narrowed = slices.DeleteFunc(s.kept.narrowed, func(x narrowed) bool { return x.uid == uid && way != "" && strings.Contains(x.what, way) })
}

func (s *simulation) preview() Preview {
	p, err := Plan(s.t.Context(), s.store, s.space, s.pc.Now())
	s.must(err)
	return p
}

// asked tells whether a question of the guard is open.
func (s *simulation) asked() bool { return s.question() != nil }

func (s *simulation) question() *store.Question {
	g, err := s.store.Guard(s.t.Context(), s.space)
	s.must(err)
	return g.Question
}

// agree looks at what would be done, if there is a question, and agrees to it.
func (s *simulation) agree() {
	if !s.asked() {
		return
	}
	p := s.preview()
	if err := s.eng.Agree(s.t.Context(), p.View); err != nil {
		s.blame("what was just looked at is refused: %v", err)
	}
	s.agreedTo(p)
	s.say("agreed to %d steps", len(p.Set.Steps))
}

func (s *simulation) agreedTo(p Preview) {
	if s.kept.sealed {
		s.kept.narrowed = nil // an old file does not know of it, and the desk has looked
	}
	s.kept.sealed = false
	for _, step := range p.Set.Steps {
		s.kept.agreed[s.desk.people[step.Person].uid] = true
		s.kept.agreed[s.kept.owners[p.Ledger.Users.Of(step.Person).SiteUserID]] = true // who is not in the file any more
	}
}

// agreeLate looks at what would be done, adds somebody, and agrees only then:
// which is to be refused, for that is not what was looked at.
func (s *simulation) agreeLate(n [4]int) {
	if !s.asked() {
		return
	}
	p := s.preview()
	if s.desk.plans["Full time"].limited || !s.add(human{plan: "Full time", connect: store.ConnectPhoneOnly}) {
		return
	}
	if s.preview().View == p.View {
		return // who was added has no right to anything
	}
	err := s.eng.Agree(s.t.Context(), p.View)
	var refused *store.Problem
	if !errors.As(err, &refused) || refused.Code != store.CodeConflict {
		s.blame("the desk agrees to what it looked at before %s was added, and that is not refused: %v", s.desk.people[sortedIDs(s.desk.people)[len(s.desk.people)-1]].name, err)
	}
	s.say("agreeing to what was looked at before is refused")
}

// retry tries again what is parked, unless it was tried again before: then it is
// nothing that passes.
func (s *simulation) retry() (more bool) {
	for _, w := range s.left() {
		if w.Phase == store.PhaseParked {
			s.release(s.desk.people[w.Person].uid, "")
			more = more || !s.kept.retried[w.Key+w.Wish]
			s.kept.retried[w.Key+w.Wish] = true
		}
	}
	if more {
		s.must(s.eng.Retry(s.t.Context(), ""))
		s.say("what is parked is tried again")
	}
	return more
}

// told tells whether the desk sees that something is not as it wants it to be
// for somebody: a difference, a step that needs it, or a question.
func (s *simulation) told(id store.PersonID) bool {
	drifts, err := s.store.Drifts(s.t.Context(), s.space)
	s.must(err)
	about := func(p store.PersonID) bool { return p == id || p == 0 }
	return s.asked() || slices.ContainsFunc(drifts, func(d store.Drift) bool { return about(d.Person) && d.OverAt.IsZero() && d.Way != store.Wider }) ||
		slices.ContainsFunc(s.left(), func(w store.Work) bool { return w.Phase == store.PhaseParked && about(w.Person) })
}

// stuck tells whether KS has refused something about somebody, and the desk sees
// that.
func (s *simulation) stuck(id store.PersonID) bool {
	return slices.ContainsFunc(s.left(), func(w store.Work) bool { return w.Phase == store.PhaseParked && w.Person == id })
}

// stepsLeft are the steps that nothing holds up.
func (s *simulation) stepsLeft() []string {
	parked, asked := map[string]bool{}, s.asked()
	for _, w := range s.left() {
		parked[w.Key] = w.Phase == store.PhaseParked || w.Held && asked
	}
	var keys []string
	for _, step := range s.preview().Set.Steps {
		if !parked[step.Key] {
			keys = append(keys, fmt.Sprintf("%s %s", step.Op, step.Key))
		}
	}
	return keys
}

package kssim

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Answer is what happens at a door.
type Answer struct {
	Open bool   `json:"open"`
	Why  string `json:"why"` // one sentence
}

func refuse(format string, args ...any) Answer { return Answer{Why: fmt.Sprintf(format, args...)} }

// Can says what the lock would do if who stood at the door at that instant. It
// changes nothing.
//
// who is an e-mail address, a full name, an alias, a tag number or an id, and
// door a lock's name or id; case is ignored. Where several people or doors
// answer to that, one that opens is enough.
//
// A door opens for a subscribed, unblocked, unexpired user of a released site
// with a valid subscription, who has a means of opening (a tag, or an e-mail
// address and so the app), through a group that has the user, the lock and a
// schedule that is open by the wall clock of the lock's IQ: from its start on,
// until before its end, where an end at :59 includes that second.
func (s *Sim) Can(who, door string, at time.Time) Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	answer, _ := s.try(who, door, at)
	return answer
}

// Present has who try the door now, and records the entry as KS would.
// An unknown door, or an unknown person without a tag, leaves no entry.
func (s *Sim) Present(who, door string) Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.now()
	answer, a := s.try(who, door, at)
	if a.user != nil || a.tag != "" { // else nobody stood there
		s.addEntry(a, answer, at)
	}
	return answer
}

// attempt is one person at one door. The user is nil for a tag that is nobody's,
// and the tag empty as well where the person is unknown.
type attempt struct {
	site *site
	lock *lock
	user *siteUser
	tag  string // number; empty for a phone
}

// try looks through all doors and people of those names.
func (s *Sim) try(who, door string, at time.Time) (Answer, attempt) {
	doors := s.doorsNamed(door)
	if len(doors) == 0 {
		return refuse("There is no door %q.", door), attempt{}
	}
	answer, best := s.tryDoor(doors[0], who, at)
	for _, d := range doors[1:] {
		if answer.Open {
			break
		}
		// A door that knows the person says more than one that does not.
		if got, tried := s.tryDoor(d, who, at); got.Open || best.user == nil {
			answer, best = got, tried
		}
	}
	return answer, best
}

func (s *Sim) doorsNamed(door string) []attempt {
	var found []attempt
	for _, si := range s.st.Sites {
		for _, l := range si.Locks {
			if l.ID == door || strings.EqualFold(l.Name, strings.TrimSpace(door)) {
				found = append(found, attempt{site: si, lock: l})
			}
		}
	}
	return found
}

func (s *Sim) tryDoor(a attempt, who string, at time.Time) (Answer, attempt) {
	who = strings.TrimSpace(who)
	if t := a.site.tagByNumber(who); t != nil {
		a.tag, a.user = t.Number, a.site.holderOf(t.ID)
		if a.user == nil {
			return refuse("Tag %s is not given to anybody.", t.Number), a
		}
		return s.decide(a, at), a
	}
	users := s.usersNamed(a.site, who)
	if len(users) == 0 && isTagNumber(who) {
		a.tag = who
		return refuse("Tag %s is not registered at %s.", who, a.site.Name), a
	}
	if len(users) == 0 {
		return refuse("%s has no user or tag %q.", a.site.Name, who), a
	}
	var answer Answer
	for _, u := range users {
		a.user, a.tag = u, a.site.tagNumber(u.TagID)
		if answer = s.decide(a, at); answer.Open {
			break
		}
	}
	return answer, a
}

// isTagNumber knows the eight digits of a tag that nobody registered.
func isTagNumber(who string) bool {
	return len(who) == 8 && strings.Trim(who, "0123456789") == ""
}

func (s *Sim) usersNamed(si *site, who string) []*siteUser {
	who = strings.TrimSpace(who)
	if who == "" {
		return nil
	}
	var found []*siteUser
	for _, u := range si.Users {
		p := s.st.People[u.PersonID]
		if u.ID == who || p.ID == who || strings.EqualFold(p.Email, who) || strings.EqualFold(p.name(), who) || strings.EqualFold(u.Alias, who) {
			found = append(found, u)
		}
	}
	return found
}

// decide is the lock's decision about a known user.
func (s *Sim) decide(a attempt, at time.Time) Answer {
	p := s.st.People[a.user.PersonID]
	switch {
	case !a.site.Released:
		return refuse("%s is not released.", a.site.Name)
	case !a.site.SubscriptionValid:
		return refuse("The subscription of %s has ended.", a.site.Name)
	case a.user.Blocked:
		return refuse("%s is blocked.", p.name())
	case !a.user.Subscribed && a.site.seatsUsed() >= a.site.Seats:
		return refuse("%s is not subscribed: no seat is free.", p.name())
	case !a.user.Subscribed:
		return refuse("%s is not subscribed.", p.name())
	case a.user.ExpiresAt != nil && !at.Before(*a.user.ExpiresAt):
		return refuse("%s expired at %s.", p.name(), a.user.ExpiresAt.Format(instantLayout))
	case a.tag == "" && p.Email == "":
		return refuse("%s has no means of opening: no tag and no e-mail address.", p.name())
	}
	return a.site.decideByGroups(a.lock, p, at)
}

// decideByGroups looks for an open schedule; without one it names what is
// nearest to opening: the next schedule, else one that is over, else a group
// without schedule.
func (si *site) decideByGroups(l *lock, p *person, at time.Time) Answer {
	zone, err := si.zoneOf(l)
	if err != nil {
		return refuse("The IQ of %s has an unknown time zone.", l.Name)
	}
	wall := wallClock(at, zone)
	var bare, closed string // groups
	var sched *schedule     // of closed
	var next time.Time      // its next opening, if any
	for _, g := range si.Groups {
		if !slices.Contains(g.Members, p.ID) || !slices.Contains(g.Locks, l.ID) {
			continue
		}
		if len(g.Schedules) == 0 {
			bare = g.Name
		}
		for _, sc := range g.Schedules {
			if sc.opensAt(wall) {
				return Answer{Open: true, Why: fmt.Sprintf("Group %s gives %s to %s: %s.", g.Name, l.Name, p.name(), sc.describe())}
			}
			opening, more := sc.nextOpening(wall)
			if sched == nil || more && (next.IsZero() || opening.Before(next)) {
				closed, sched, next = g.Name, sc, opening
			}
		}
	}
	switch {
	case !next.IsZero():
		return refuse("Group %s: schedule is closed: opens %s (%s).", closed, openingWords(wall, next), sched.describe())
	case sched != nil:
		return refuse("Group %s: schedule is closed and opens no more (%s).", closed, sched.describe())
	case bare != "":
		return refuse("Group %s has no schedule, so it opens nothing.", bare)
	}
	return refuse("No group gives %s to %s.", l.Name, p.name())
}

// openingWords leaves out the date of today.
func openingWords(wall, opening time.Time) string {
	if wall.Format(time.DateOnly) == opening.Format(time.DateOnly) {
		return opening.Format("15:04")
	}
	return opening.Format("2006-01-02 15:04")
}

// zoneOf is the time zone of the lock's IQ, which keeps the lock's clock.
func (si *site) zoneOf(l *lock) (*time.Location, error) {
	name := si.TimeZone
	if q := si.iqByID(l.IQID); q != nil {
		name = q.TimeZone
	}
	return time.LoadLocation(name)
}

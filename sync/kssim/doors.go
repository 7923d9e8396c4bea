package kssim

import (
	"fmt"
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
// who is an e-mail address, a full name, an alias, a tag number (eight digits),
// a PIN (six or seven) or an id, and door a lock's name or id; case is ignored.
// Where several people or doors answer to that, one that opens is enough.
//
// A door opens for a subscribed, unblocked, unexpired user of a released site
// with a valid subscription, who has a means of opening (a tag, a PIN, or an
// e-mail address and so the app), through a group that has the user, the lock
// and a schedule that is open by the wall clock of the lock's IQ: from its
// start on, until before its end, where an end at :59 includes that second.
// All of it is as the lock knows it, which Readings and an IQ that is offline
// can put behind what KS shows.
func (s *Sim) Can(who, door string, at time.Time) Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	answer, _ := s.try(who, door, "", at)
	return answer
}

// The means of opening a door, as entries name them. What KS calls a phone is
// not known: "mobile_key" is a guess.
const (
	byTag    = "tag"
	byPhone  = "mobile_key"
	byPIN    = "pin_code"
	byHandle = "inside_handle"
)

// Present has who try the door now, and records the entry as KS would.
// An unknown door, or an unknown person without a tag, leaves no entry.
func (s *Sim) Present(who, door string) Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.present(who, door, "")
}

// PresentPhone is Present with the phone, also by somebody who has a tag.
func (s *Sim) PresentPhone(who, door string) Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.present(who, door, byPhone)
}

func (s *Sim) present(who, door, by string) Answer {
	at := s.now()
	answer, a := s.try(who, door, by, at)
	if a.user != nil || a.tag != "" || a.by == byPIN { // else nobody stood there
		s.addEntry(a, answer, at)
	}
	return answer
}

// Leave has somebody open the door from inside by its handle, which always
// works and is logged without a name.
func (s *Sim) Leave(door string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	doors := s.doorsNamed(door)
	if len(doors) == 0 {
		return fmt.Errorf("there is no door %q", door)
	}
	a := doors[0]
	a.by = byHandle
	s.addEntry(a, Answer{Open: true}, s.now())
	return nil
}

// attempt is one person at one door. The user is nil for a tag that is nobody's,
// and the tag empty as well where the person is unknown.
type attempt struct {
	site  *site
	lock  *lock
	known *rights // what the lock goes by
	user  *siteUser
	tag   string // number; empty for a phone or a PIN
	by    string
}

// try looks through all doors and people of those names.
func (s *Sim) try(who, door, by string, at time.Time) (Answer, attempt) {
	doors := s.doorsNamed(door)
	if len(doors) == 0 {
		return refuse("There is no door %q.", door), attempt{}
	}
	var answer Answer
	var best attempt
	for _, d := range doors {
		d.known, d.by = s.knownTo(d.site, d.lock, at), by
		// A door that knows the person says more than one that does not.
		if got, tried := s.tryDoor(d, strings.TrimSpace(who), at); best.lock == nil || got.Open || best.user == nil {
			answer, best = got, tried
		}
		if answer.Open {
			break
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
	answer, a := s.tryWho(a, who, at)
	if a.lock.Office {
		answer = Answer{Open: true, Why: fmt.Sprintf("%s stands in office mode: it opens for anybody.", a.lock.Name)}
	}
	return answer, a
}

func (s *Sim) tryWho(a attempt, who string, at time.Time) (Answer, attempt) {
	if isDigits(who, 8, 8) || a.known.tagByNumber(who) != nil {
		return s.tryTag(a, who, at)
	}
	if isDigits(who, 6, 7) {
		return s.tryPIN(a, who, at)
	}
	users := s.usersNamed(a.known, who)
	if len(users) == 0 {
		return s.tryUnheard(a, who)
	}
	by, answer := a.by, Answer{}
	for _, u := range users {
		a.user, a.by, a.tag = u, by, ""
		if number := a.known.tagNumber(u.TagID); number != "" && by != byPhone {
			a.tag, a.by = number, byTag
		} else {
			a.by = byPhone
		}
		if answer = s.decide(a, at); answer.Open {
			break
		}
	}
	return answer, a
}

// tryUnheard is for somebody whom the lock does not know, and KS may.
func (s *Sim) tryUnheard(a attempt, who string) (Answer, attempt) {
	users := s.usersNamed(&a.site.rights, who)
	if len(users) == 0 {
		return refuse("%s has no user or tag %q.", a.site.Name, who), a
	}
	a.user, a.by = users[0], byPhone
	if a.tag = a.site.tagNumber(a.user.TagID); a.tag != "" {
		a.by = byTag
	}
	return refuse("%s does not know of %s yet.", a.lock.Name, s.st.People[a.user.PersonID].name()), a
}

func (s *Sim) tryTag(a attempt, number string, at time.Time) (Answer, attempt) {
	a.tag, a.by = number, byTag
	t := a.known.tagByNumber(number)
	if t == nil && a.site.tagByNumber(number) != nil {
		return refuse("%s does not know of tag %s yet.", a.lock.Name, number), a
	}
	if t == nil {
		return refuse("Tag %s is not registered at %s.", number, a.site.Name), a
	}
	if a.user = a.known.holderOf(t.ID); a.user == nil {
		return refuse("Tag %s is not given to anybody.", number), a
	}
	return s.decide(a, at), a
}

func (s *Sim) tryPIN(a attempt, pin string, at time.Time) (Answer, attempt) {
	a.by = byPIN
	a.user = first(a.known.Users, func(u *siteUser) bool { return u.PIN == pin })
	if a.user == nil {
		return refuse("Nobody has this PIN."), a
	}
	return s.decide(a, at), a
}

// isDigits knows a tag number, or a PIN, by its length.
func isDigits(who string, least, most int) bool {
	return len(who) >= least && len(who) <= most && strings.Trim(who, "0123456789") == ""
}

func (s *Sim) usersNamed(r *rights, who string) []*siteUser {
	who = strings.TrimSpace(who)
	if who == "" {
		return nil
	}
	var found []*siteUser
	for _, u := range r.Users {
		p := s.st.People[u.PersonID]
		if u.ID == who || p.ID == who || strings.EqualFold(p.Email, who) || strings.EqualFold(p.name(), who) || strings.EqualFold(u.Alias, who) {
			found = append(found, u)
		}
	}
	return found
}

package kssim

import (
	"fmt"
	"slices"
	"time"
)

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
	case a.by == byPhone && p.Email == "" && a.user.TagID != "":
		return refuse("%s has no e-mail address, and so no phone to open with.", p.name())
	case a.by == byPhone && p.Email == "":
		return refuse("%s has no means of opening: no tag and no e-mail address.", p.name())
	case a.by == byPhone && !p.HasProfile && s.cfg.Readings.ProfileNeeded:
		return refuse("%s was invited and has not completed the profile, so the phone opens nothing.", p.name())
	case a.by == byTag && a.known.tagBlocked(a.tag):
		return refuse("Tag %s is blocked.", a.tag)
	case a.lock.Privacy && !a.user.Flags.OverridePrivacyMode:
		return refuse("%s is in privacy mode: it was locked from inside.", a.lock.Name)
	case a.lock.Cut:
		return a.decideAlone(p)
	}
	return s.decideByGroups(a, p, at)
}

// decideAlone is the decision of a lock that has lost its IQ. It has no
// clock to go by: what a tag with offline access opens, it opens at any time.
func (a attempt) decideAlone(p *person) Answer {
	if a.by != byTag || !a.user.Offline {
		return refuse("%s has lost its IQ and opens for tags with offline access only.", a.lock.Name)
	}
	for _, g := range a.known.Groups {
		if slices.Contains(g.Members, p.ID) && slices.Contains(g.Locks, a.lock.ID) {
			return Answer{Open: true, Why: fmt.Sprintf("%s has lost its IQ, and the tag of %s has offline access: at any time.", a.lock.Name, p.name())}
		}
	}
	return refuse("No group gives %s to %s.", a.lock.Name, p.name())
}

// decideByGroups looks for an open schedule; without one it names what is
// nearest to opening: the next schedule, else one that is over, else a group
// without schedule.
func (s *Sim) decideByGroups(a attempt, p *person, at time.Time) Answer {
	l := a.lock
	zone, err := a.site.zoneOf(l)
	if err != nil {
		return refuse("The IQ of %s has an unknown time zone.", l.Name)
	}
	wall := wallClock(at, zone)
	var bare, closed string // groups
	var sched *schedule     // of closed
	var next time.Time      // its next opening, if any
	for _, g := range a.known.Groups {
		if !slices.Contains(g.Members, p.ID) || !slices.Contains(g.Locks, l.ID) {
			continue
		}
		if len(g.Schedules) == 0 {
			bare = g.Name
		}
		for _, sc := range g.Schedules {
			if sc.opensAt(at, zone, s.cfg.Readings.ClockBack) {
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
	return si.zoneNamed(name)
}

// zoneNamed reads a zone once: it is asked for at each try of a door.
func (si *site) zoneNamed(name string) (*time.Location, error) {
	if zone := si.zones[name]; zone != nil {
		return zone, nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, err
	}
	if si.zones == nil {
		si.zones = map[string]*time.Location{}
	}
	si.zones[name] = zone
	return zone, nil
}

package kssim

import (
	"slices"
	"time"
)

// rights are who may open what on a site: what KS holds, or what a hub was
// told of it some time ago.
type rights struct {
	Users  []*siteUser `json:"users"`
	Groups []*group    `json:"groups"`
	Tags   []*tag      `json:"tags"`
}

// pastRights are what the rights were before a change.
type pastRights struct {
	Until time.Time `json:"until"` // when they were changed
	rights
}

// copy shares nothing with r that a change could reach.
func (r *rights) copy() rights {
	c := rights{Tags: slices.Clone(r.Tags)}
	for _, u := range r.Users {
		made := *u
		c.Users = append(c.Users, &made)
	}
	for _, g := range r.Groups {
		made := *g
		made.Members, made.Locks = slices.Clone(g.Members), slices.Clone(g.Locks)
		made.Schedules = nil
		for _, sc := range g.Schedules {
			same := *sc
			made.Schedules = append(made.Schedules, &same)
		}
		c.Groups = append(c.Groups, &made)
	}
	return c
}

// remember keeps the rights as they are before a change, as long as a door may
// still go by them.
func (s *Sim) remember(si *site) {
	keep := max(time.Duration(s.cfg.Readings.MemberDelay), time.Duration(s.cfg.Readings.ScheduleDelay))
	if keep == 0 {
		si.Past = nil
		return
	}
	now := s.now()
	si.Past = without(si.Past, func(p pastRights) bool { return now.Sub(p.Until) > keep })
	// A change soon after another one shares its copy.
	if n := len(si.Past); n > 0 && now.Sub(si.Past[n-1].Until) < keep/16 {
		return
	}
	si.Past = append(si.Past, pastRights{Until: now, rights: si.copy()})
}

// knownAt are the rights that had reached the doors at that time, when they
// take that long.
func (si *site) knownAt(at time.Time, delay time.Duration) *rights {
	for i := range si.Past {
		if si.Past[i].Until.After(at.Add(-delay)) {
			return &si.Past[i].rights
		}
	}
	return &si.rights
}

// knownTo are the rights that a lock goes by at that time.
func (s *Sim) knownTo(si *site, l *lock, at time.Time) *rights {
	if q := si.iqByID(l.IQID); q != nil && q.Known != nil {
		return q.Known
	}
	return s.reached(si, at)
}

// reached puts people and groups together, which reach the doors at different
// times.
func (s *Sim) reached(si *site, at time.Time) *rights {
	members := si.knownAt(at, time.Duration(s.cfg.Readings.MemberDelay))
	groups := si.knownAt(at, time.Duration(s.cfg.Readings.ScheduleDelay))
	if members == groups {
		return members
	}
	r := &rights{Users: members.Users, Tags: members.Tags}
	for _, g := range members.Groups {
		mixed := group{ID: g.ID, Name: g.Name, Members: g.Members}
		if known := groups.groupByID(g.ID); known != nil {
			mixed.Locks, mixed.Schedules = known.Locks, known.Schedules
		}
		r.Groups = append(r.Groups, &mixed)
	}
	return r
}

func (r *rights) seatsUsed() int {
	n := 0
	for _, u := range r.Users {
		if u.Subscribed {
			n++
		}
	}
	return n
}

func (r *rights) userByID(id string) *siteUser {
	return first(r.Users, func(u *siteUser) bool { return u.ID == id })
}

func (r *rights) userOf(personID string) *siteUser {
	return first(r.Users, func(u *siteUser) bool { return u.PersonID == personID })
}

func (r *rights) usersByPerson() map[string]*siteUser {
	users := make(map[string]*siteUser, len(r.Users))
	for _, u := range r.Users {
		users[u.PersonID] = u
	}
	return users
}

func (r *rights) holderOf(tagID string) *siteUser {
	return first(r.Users, func(u *siteUser) bool { return tagID != "" && u.TagID == tagID })
}

func (r *rights) groupByID(id string) *group {
	return first(r.Groups, func(g *group) bool { return g.ID == id })
}

func (r *rights) tagByID(id string) *tag {
	return first(r.Tags, func(t *tag) bool { return t.ID == id })
}

func (r *rights) tagByNumber(number string) *tag {
	return first(r.Tags, func(t *tag) bool { return t.Number == number })
}

func (r *rights) tagNumber(tagID string) string {
	if t := r.tagByID(tagID); t != nil {
		return t.Number
	}
	return ""
}

func (r *rights) tagBlocked(number string) bool {
	t := r.tagByNumber(number)
	return t != nil && t.Blocked
}

package kssim

import (
	"fmt"
	"slices"
	"strings"
)

// SetIQ takes a hub off the network or puts it back. Off it, its doors go on
// by what they know, and KS shows it as online for Readings.NoticeDelay more;
// back on it, they learn the rest and their entries arrive.
func (s *Sim) SetIQ(name string, online bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, si := range s.st.Sites {
		q := first(si.IQs, func(q *iq) bool { return q.ID == name || strings.EqualFold(q.Name, name) })
		switch {
		case q == nil:
			continue
		case online:
			si.reconnect(q)
		case q.Offline == nil:
			now := s.now()
			known := s.reached(si, now).copy()
			q.Offline, q.Known = &now, &known
		}
		return nil
	}
	return fmt.Errorf("there is no IQ %q", name)
}

// reconnect brings a hub up to date and takes over what it has logged.
func (si *site) reconnect(q *iq) {
	q.Offline, q.Known = nil, nil
	si.Entries = append(si.Entries, q.Held...)
	q.Held = nil
}

// DoorChange changes what is not nil of a door.
type DoorChange struct {
	Door       string `json:"door"`
	Linked     *bool  `json:"linked,omitempty"`      // false: the lock hears nothing of its IQ
	OfficeMode *bool  `json:"office_mode,omitempty"` // stands unlocked
	EasyOffice *bool  `json:"easy_office,omitempty"` // tags of users who may switch office mode on and off
	Privacy    *bool  `json:"privacy,omitempty"`     // locked from inside
}

// SetDoor changes a door as a person at it, or the admin of the site, does.
func (s *Sim) SetDoor(c DoorChange) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	doors := s.doorsNamed(c.Door)
	if len(doors) == 0 {
		return fmt.Errorf("there is no door %q", c.Door)
	}
	a := doors[0]
	assign(&a.lock.EasyOffice, c.EasyOffice)
	s.switchMode(a, "office_mode", &a.lock.Office, c.OfficeMode)
	s.switchMode(a, "privacy_mode", &a.lock.Privacy, c.Privacy)
	if c.Linked != nil {
		a.lock.Cut = !*c.Linked
		if q := a.site.iqByID(a.lock.IQID); !a.lock.Cut && q.Offline == nil {
			a.site.reconnect(q)
		}
	}
	return nil
}

// switchMode sets a mode of a door and logs its start or end.
func (s *Sim) switchMode(a attempt, category string, mode, given *bool) {
	if given == nil || *given == *mode {
		return
	}
	*mode = *given
	e := s.newEntry(a, s.now())
	e.EventCategory, e.EventDetail = category, startOrEnd(*mode)
	a.site.deliver(a.lock, e)
}

// SiteChange changes what is not nil of a site.
type SiteChange struct {
	Site              string  `json:"site,omitempty"` // name or id; the first when empty
	Released          *bool   `json:"released,omitempty"`
	SubscriptionValid *bool   `json:"subscription_valid,omitempty"`
	Seats             *int    `json:"seats,omitempty"`
	RetentionDays     *int    `json:"retention_days,omitempty"` // of entries from now on; 0: the usual 90
	AccountRole       *string `json:"account_role,omitempty"`   // a code; "" takes the account off the site
}

// SetSite changes what SALTO, the installer or the owner decide about a site.
func (s *Sim) SetSite(c SiteChange) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	si := first(s.st.Sites, func(si *site) bool {
		return c.Site == "" || si.ID == c.Site || strings.EqualFold(si.Name, c.Site)
	})
	if si == nil {
		return fmt.Errorf("there is no site %q", c.Site)
	}
	if c.Seats != nil && *c.Seats < 0 {
		return fmt.Errorf("%d seats are too few", *c.Seats)
	}
	if c.RetentionDays != nil && !canRetain(*c.RetentionDays) {
		return fmt.Errorf("retention_days is between 0 and %d", longestPast)
	}
	if c.AccountRole != nil {
		if err := s.setAccountRole(si, *c.AccountRole); err != nil {
			return err
		}
	}
	assign(&si.Released, c.Released)
	assign(&si.SubscriptionValid, c.SubscriptionValid)
	assign(&si.Seats, c.Seats)
	assign(&si.RetentionDays, c.RetentionDays)
	return nil
}

func (s *Sim) setAccountRole(si *site, code string) error {
	if code != "" && !slices.ContainsFunc(roles, func(r role) bool { return r.Code == code }) {
		return fmt.Errorf("there is no role %q", code)
	}
	u := si.userOf(si.AccountID)
	switch {
	case code == "" && u != nil:
		si.removeUser(u)
	case code == "":
	case u == nil:
		si.Users = append(si.Users, &siteUser{ID: fixedID("site_user", si.UID, si.AccountID), PersonID: si.AccountID, RoleCodes: []string{code}, Subscribed: true})
	default:
		u.RoleCodes = []string{code}
	}
	if code != roleAdmin && si.OwnerID == si.AccountID {
		si.OwnerID = "" // an owner is always admin
	}
	return nil
}

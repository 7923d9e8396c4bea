package kssim

import (
	"slices"
	"time"
)

// Snapshot is a copy of what KS holds, by name: for looking at and comparing.
type Snapshot struct {
	Now   time.Time      `json:"now"`
	Sites []SiteSnapshot `json:"sites"`
}

// SiteSnapshot is one site. Users and groups are in the order in which they
// were made.
type SiteSnapshot struct {
	ID        string          `json:"id"`
	UID       string          `json:"uid"`
	Name      string          `json:"name"`
	TimeZone  string          `json:"time_zone"`
	Seats     int             `json:"seats"`
	SeatsUsed int             `json:"seats_used"`
	Doors     []string        `json:"doors"`
	Users     []UserSnapshot  `json:"users"`
	Groups    []GroupSnapshot `json:"groups"`
	Entries   int             `json:"entries"`
}

// UserSnapshot is one site user.
type UserSnapshot struct {
	ID         string `json:"id"`          // site user id
	PlatformID string `json:"platform_id"` // platform user id
	FirstName  string `json:"first_name"`
	LastName   string `json:"last_name"`
	Email      string `json:"email,omitempty"`
	Alias      string `json:"alias,omitempty"`
	Tag        string `json:"tag,omitempty"` // number
	Admin      bool   `json:"admin,omitempty"`
	HasProfile bool   `json:"has_profile"`
	Subscribed bool   `json:"subscribed"`
	Blocked    bool   `json:"blocked"`
}

// GroupSnapshot is one access group. Members are e-mail addresses, or full
// names where there is none; members and doors are sorted.
type GroupSnapshot struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Members   []string `json:"members"`
	Doors     []string `json:"doors"`
	Schedules []string `json:"schedules"` // in words, wall clock of the IQ
}

// Snapshot returns what KS holds now.
func (s *Sim) Snapshot() Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := Snapshot{Now: s.now(), Sites: []SiteSnapshot{}}
	for _, si := range s.st.Sites {
		all.Sites = append(all.Sites, s.snapshotSite(si))
	}
	return all
}

func (s *Sim) snapshotSite(si *site) SiteSnapshot {
	shown := SiteSnapshot{
		ID: si.ID, UID: si.UID, Name: si.Name, TimeZone: si.TimeZone, Seats: si.Seats, SeatsUsed: si.seatsUsed(),
		Doors: []string{}, Users: []UserSnapshot{}, Groups: []GroupSnapshot{}, Entries: len(si.Entries),
	}
	for _, l := range si.Locks {
		shown.Doors = append(shown.Doors, l.Name)
	}
	for _, u := range si.Users {
		p := s.st.People[u.PersonID]
		shown.Users = append(shown.Users, UserSnapshot{
			ID: u.ID, PlatformID: p.ID, FirstName: p.FirstName, LastName: p.LastName, Email: p.Email, Alias: u.Alias,
			Tag: si.tagNumber(u.TagID), Admin: slices.Contains(u.RoleCodes, roleAdmin),
			HasProfile: p.HasProfile, Subscribed: u.Subscribed, Blocked: u.Blocked,
		})
	}
	for _, g := range si.Groups {
		shown.Groups = append(shown.Groups, s.snapshotGroup(si, g))
	}
	return shown
}

func (s *Sim) snapshotGroup(si *site, g *group) GroupSnapshot {
	shown := GroupSnapshot{ID: g.ID, Name: g.Name, Members: []string{}, Doors: []string{}, Schedules: []string{}}
	for _, id := range g.Members {
		shown.Members = append(shown.Members, s.st.People[id].label())
	}
	for _, id := range g.Locks {
		shown.Doors = append(shown.Doors, si.lockByID(id).Name)
	}
	for _, sc := range g.Schedules {
		shown.Schedules = append(shown.Schedules, sc.describe())
	}
	slices.Sort(shown.Members)
	slices.Sort(shown.Doors)
	return shown
}

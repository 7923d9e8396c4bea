package kssim

import (
	"slices"
	"strings"
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
	Released  bool            `json:"released"`
	Valid     bool            `json:"subscription_valid"`
	Account   string          `json:"account_role"` // code; empty when the account does not see the site
	IQs       []IQSnapshot    `json:"iqs"`
	Doors     []DoorSnapshot  `json:"doors"`
	Users     []UserSnapshot  `json:"users"`
	Groups    []GroupSnapshot `json:"groups"`
	Tags      []TagSnapshot   `json:"tags"`
	Entries   int             `json:"entries"`
	Newest    []EntrySnapshot `json:"newest_entries"` // the last first, at most 20
}

// IQSnapshot is one hub.
type IQSnapshot struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	TimeZone string     `json:"time_zone"`
	Online   bool       `json:"online"`
	Since    *time.Time `json:"offline_since,omitempty"`
	Held     int        `json:"held_entries,omitempty"` // that KS has not heard of
}

// DoorSnapshot is one lock.
type DoorSnapshot struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	IQ         string     `json:"iq"`
	Linked     bool       `json:"linked"` // hears of its IQ
	OfficeMode bool       `json:"office_mode"`
	EasyOffice bool       `json:"easy_office"`
	Privacy    bool       `json:"privacy"`
	Registers  *time.Time `json:"registers_until,omitempty"` // takes in new tags
}

// TagSnapshot is one registered tag. The holder is as in GroupSnapshot.
type TagSnapshot struct {
	Number string `json:"number"`
	Holder string `json:"holder,omitempty"`
}

// EntrySnapshot is one line of the log of the doors.
type EntrySnapshot struct {
	Local    string `json:"local"` // wall clock of the IQ
	Door     string `json:"door"`
	Who      string `json:"who,omitempty"`
	Category string `json:"category"`
	Detail   string `json:"detail,omitempty"`
	By       string `json:"by"`
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
	PIN        string `json:"pin,omitempty"`
	Admin      bool   `json:"admin,omitempty"`
	HasProfile bool   `json:"has_profile"`
	Subscribed bool   `json:"subscribed"`
	Blocked    bool   `json:"blocked"`

	ExpiresAt *time.Time `json:"expires_at,omitempty"`
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
		Released: si.Released, Valid: si.SubscriptionValid,
		IQs: []IQSnapshot{}, Doors: []DoorSnapshot{}, Users: []UserSnapshot{}, Groups: []GroupSnapshot{}, Tags: []TagSnapshot{},
		Entries: len(si.Entries), Newest: si.newest(20),
	}
	if u := si.userOf(si.AccountID); u != nil && len(u.RoleCodes) > 0 {
		shown.Account = u.RoleCodes[0]
	}
	for _, q := range si.IQs {
		shown.IQs = append(shown.IQs, IQSnapshot{ID: q.ID, Name: q.Name, TimeZone: q.TimeZone, Online: q.Offline == nil, Since: q.Offline, Held: len(q.Held)})
	}
	for _, l := range si.Locks {
		shown.Doors = append(shown.Doors, s.snapshotDoor(si, l))
	}
	for _, u := range si.Users {
		p := s.st.People[u.PersonID]
		shown.Users = append(shown.Users, UserSnapshot{
			ID: u.ID, PlatformID: p.ID, FirstName: p.FirstName, LastName: p.LastName, Email: p.Email, Alias: u.Alias,
			Tag: si.tagNumber(u.TagID), PIN: u.PIN, Admin: slices.Contains(u.RoleCodes, roleAdmin),
			HasProfile: p.HasProfile, Subscribed: u.Subscribed, Blocked: u.Blocked, ExpiresAt: u.ExpiresAt,
		})
	}
	for _, g := range si.Groups {
		shown.Groups = append(shown.Groups, s.snapshotGroup(si, g))
	}
	for _, t := range si.Tags {
		holder := ""
		if u := si.holderOf(t.ID); u != nil {
			holder = s.st.People[u.PersonID].label()
		}
		shown.Tags = append(shown.Tags, TagSnapshot{Number: t.Number, Holder: holder})
	}
	return shown
}

func (s *Sim) snapshotDoor(si *site, l *lock) DoorSnapshot {
	shown := DoorSnapshot{ID: l.ID, Name: l.Name, Linked: !l.Cut, OfficeMode: l.Office, EasyOffice: l.EasyOffice, Privacy: l.Privacy}
	if q := si.iqByID(l.IQID); q != nil {
		shown.IQ = q.Name
	}
	if l.Registers != nil && s.now().Before(*l.Registers) {
		shown.Registers = l.Registers
	}
	return shown
}

// newest returns the entries that came last, the last first.
func (si *site) newest(most int) []EntrySnapshot {
	shown := []EntrySnapshot{}
	for i := len(si.Entries) - 1; i >= 0 && len(shown) < most; i-- {
		e := si.Entries[i]
		line := EntrySnapshot{Local: e.LocalDateTime, Door: e.LockReference, Category: e.EventCategory, By: e.AccessBy}
		if e.UserFirstName != nil {
			line.Who = strings.TrimSpace(*e.UserFirstName + " " + *e.UserLastName)
		} else if e.AccessDetail != nil {
			line.Who = *e.AccessDetail
		}
		if e.EventDetail != nil {
			line.Detail = *e.EventDetail
		}
		shown = append(shown, line)
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

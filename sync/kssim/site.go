package kssim

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Site defines a site to begin with. Names are unique within their list.
type Site struct {
	Name     string `json:"name"`
	UID      string `json:"uid"`       // such as FR0000000001
	TimeZone string `json:"time_zone"` // IANA name
	Country  string `json:"country,omitempty"`
	// Seats are the users that can be subscribed; 100 when zero. The account
	// and the owner take one each.
	Seats  int         `json:"seats,omitempty"`
	IQs    []SiteIQ    `json:"iqs"`
	Doors  []SiteDoor  `json:"doors"`
	Groups []SiteGroup `json:"groups,omitempty"`
	// Tags are the numbers of the registered tags, as text.
	Tags []string `json:"tags,omitempty"`
	// TagsElsewhere are numbers of tags that a site owns which the account does
	// not see.
	TagsElsewhere []string `json:"tags_elsewhere,omitempty"`
	// RetentionDays is for how long KS keeps entries; 90 when zero.
	RetentionDays int `json:"retention_days,omitempty"`
	// Owner is the person whom the site belongs to; the signed-in account when
	// its name is empty.
	Owner             SiteOwner `json:"owner,omitzero"`
	Unreleased        bool      `json:"unreleased,omitempty"`
	SubscriptionEnded bool      `json:"subscription_ended,omitempty"`
}

// SiteIQ is a hub of a Site.
type SiteIQ struct {
	Name     string `json:"name"`
	TimeZone string `json:"time_zone,omitempty"` // the site's when empty
}

// SiteDoor is a lock of a Site.
type SiteDoor struct {
	Name string `json:"name"`
	IQ   string `json:"iq,omitempty"` // name; the first IQ when empty
}

// SiteGroup is an access group of a Site.
type SiteGroup struct {
	Name  string   `json:"name"`
	Doors []string `json:"doors,omitempty"` // names
	// Schedules say when it opens; a group without any opens nothing.
	Schedules []Timeframe `json:"schedules,omitempty"`
}

// Timeframe is a time schedule in short; the zero value is "Always". All values
// are wall-clock time of the IQ.
type Timeframe struct {
	Days  []string `json:"days,omitempty"`  // "mon" … "sun"; every day when empty
	Start string   `json:"start,omitempty"` // 15:04; midnight when empty
	End   string   `json:"end,omitempty"`   // 15:04, inclusive; midnight when empty
	From  string   `json:"from,omitempty"`  // 2006-01-02T15:04:05
	Until string   `json:"until,omitempty"` // 2006-01-02T15:04:05
}

// SiteOwner is the owner of a Site.
type SiteOwner struct {
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	Email     string `json:"email,omitempty"`
	Tag       string `json:"tag,omitempty"` // a number of Site.Tags
}

// fixedID is the id of an object that its name alone identifies.
func fixedID(kind string, name ...string) string {
	return uuid.NewSHA1(namespace, []byte(kind+"|"+strings.Join(name, "|"))).String()
}

func accountID(a Account) string { return fixedID("account", strings.ToLower(a.Email)) }

// AddSite adds a site, or nothing and an error that names what is wrong with
// the definition. Its ids follow from its UID and the names.
func (s *Sim) AddSite(def Site) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if first(s.st.Sites, func(si *site) bool { return si.UID == def.UID }) != nil {
		return fmt.Errorf("there is a site %q already", def.UID)
	}
	si, err := newSite(def, s.now())
	if err != nil {
		return fmt.Errorf("site %q: %w", def.Name, err)
	}
	if err := s.addPeople(si, def.Owner); err != nil {
		return fmt.Errorf("site %q: %w", def.Name, err)
	}
	s.st.Sites = append(s.st.Sites, si)
	return nil
}

// newSite builds everything but the users.
func newSite(def Site, now time.Time) (*site, error) {
	if strings.TrimSpace(def.Name) == "" || strings.TrimSpace(def.UID) == "" {
		return nil, errors.New("it needs a name and a uid")
	}
	if !canRetain(def.RetentionDays) {
		return nil, fmt.Errorf("retention_days is between 0 and %d", longestPast)
	}
	if len(def.IQs) == 0 {
		return nil, errors.New("it needs at least one IQ")
	}
	si := &site{
		ID: fixedID("site", def.UID), UID: def.UID, Name: def.Name, Country: cmp.Or(def.Country, "FR"), TimeZone: def.TimeZone,
		Seats: cmp.Or(def.Seats, 100), Released: !def.Unreleased, SubscriptionValid: !def.SubscriptionEnded, Elsewhere: def.TagsElsewhere,
		RetentionDays: def.RetentionDays,
	}
	for _, part := range []func(Site) error{si.addIQs, si.addDoors, si.addGroups} {
		if err := part(def); err != nil {
			return nil, err
		}
	}
	for _, number := range def.Tags {
		si.Tags = append(si.Tags, &tag{ID: fixedID("tag", def.UID, number), Number: number, AddedAt: now, IQID: si.IQs[0].ID})
	}
	return si, nil
}

func (si *site) addIQs(def Site) error {
	for _, d := range def.IQs {
		zone := cmp.Or(d.TimeZone, def.TimeZone)
		if _, err := time.LoadLocation(zone); err != nil || zone == "" {
			return fmt.Errorf("IQ %q: %q is not a known time zone", d.Name, zone)
		}
		si.IQs = append(si.IQs, &iq{ID: fixedID("iq", def.UID, d.Name), Name: d.Name, TimeZone: zone})
	}
	return nil
}

func (si *site) addDoors(def Site) error {
	for _, d := range def.Doors {
		name := cmp.Or(d.IQ, si.IQs[0].Name)
		hub := first(si.IQs, func(q *iq) bool { return q.Name == name })
		if hub == nil {
			return fmt.Errorf("door %q: there is no IQ %q", d.Name, name)
		}
		si.Locks = append(si.Locks, &lock{ID: fixedID("lock", def.UID, d.Name), Name: d.Name, IQID: hub.ID})
	}
	return nil
}

func (si *site) addGroups(def Site) error {
	for _, d := range def.Groups {
		g := &group{ID: fixedID("group", def.UID, d.Name), Name: d.Name}
		for _, name := range d.Doors {
			l := first(si.Locks, func(l *lock) bool { return l.Name == name })
			if l == nil {
				return fmt.Errorf("group %q: there is no door %q", d.Name, name)
			}
			g.Locks = append(g.Locks, l.ID)
		}
		for i, frame := range d.Schedules {
			sc, err := frame.schedule()
			if err != nil {
				return fmt.Errorf("group %q: schedule %d: %w", d.Name, i+1, err)
			}
			sc.ID = fixedID("schedule", g.ID, fmt.Sprint(i))
			g.Schedules = append(g.Schedules, sc)
		}
		si.Groups = append(si.Groups, g)
	}
	return nil
}

var dayNames = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

func (f Timeframe) schedule() (*schedule, error) {
	days := f.Days
	if len(days) == 0 {
		days = dayNames
	}
	chosen := map[string]bool{}
	for _, day := range days {
		if !slices.Contains(dayNames, strings.ToLower(day)) {
			return nil, fmt.Errorf("%q is not a day: write mon, tue, wed, thu, fri, sat or sun", day)
		}
		chosen[strings.ToLower(day)] = true
	}
	sc := &schedule{
		weekdays:  weekdays{chosen["mon"], chosen["tue"], chosen["wed"], chosen["thu"], chosen["fri"], chosen["sat"], chosen["sun"]},
		StartTime: cmp.Or(f.Start, "00:00"),
		EndTime:   cmp.Or(f.End, "23:59"),
		StartDate: orNull(f.From),
		EndDate:   orNull(f.Until),
	}
	return sc, sc.normalize()
}

// addPeople makes the account and the owner admins of the site. Both have a
// profile: they could not sign in without.
func (s *Sim) addPeople(si *site, owner SiteOwner) error {
	a := s.cfg.Account
	si.AccountID = accountID(a)
	si.OwnerID = si.AccountID
	people := []*person{{ID: si.AccountID, FirstName: a.FirstName, LastName: a.LastName, Email: a.Email, HasProfile: true}}
	if owner.FirstName != "" || owner.LastName != "" {
		p := &person{FirstName: owner.FirstName, LastName: owner.LastName, Email: owner.Email, HasProfile: true}
		p.ID = fixedID("person", p.label())
		si.OwnerID = p.ID
		people = append(people, p)
	}
	for _, p := range people {
		u := &siteUser{ID: fixedID("site_user", si.UID, p.ID), PersonID: p.ID, RoleCodes: []string{roleAdmin}, Subscribed: true}
		si.Users = append(si.Users, u)
	}
	if owner.Tag != "" {
		t := si.tagByNumber(owner.Tag)
		if t == nil {
			return fmt.Errorf("owner: there is no tag %q", owner.Tag)
		}
		si.userOf(si.OwnerID).TagID = t.ID
	}
	for _, p := range people {
		s.st.People[p.ID] = p
	}
	return nil
}

package kssim

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// state is everything that a saved simulation keeps.
type state struct {
	Made   map[string]int     `json:"made"` // how many objects each id key has had
	People map[string]*person `json:"people"`
	Sites  []*site            `json:"sites"`
	Tokens tokens             `json:"tokens"`
	Clock  clockState         `json:"clock"`
}

// person is a platform user: one per human being, over all sites.
type person struct {
	ID         string `json:"id"`
	FirstName  string `json:"first_name"`
	LastName   string `json:"last_name"`
	Email      string `json:"email,omitempty"`
	HasProfile bool   `json:"has_profile"`
}

func (p *person) name() string { return strings.TrimSpace(p.FirstName + " " + p.LastName) }

type site struct {
	ID                string       `json:"id"`
	UID               string       `json:"uid"`
	Name              string       `json:"name"`
	Country           string       `json:"country"`
	TimeZone          string       `json:"time_zone"`
	Seats             int          `json:"seats"`
	Released          bool         `json:"released"`
	SubscriptionValid bool         `json:"subscription_valid"`
	OwnerID           string       `json:"owner_id"`   // a person
	AccountID         string       `json:"account_id"` // the person who signs in
	IQs               []*iq        `json:"iqs"`
	Locks             []*lock      `json:"locks"`
	Users             []*siteUser  `json:"users"`
	Groups            []*group     `json:"groups"`
	Tags              []*tag       `json:"tags"`
	Entries           []entry      `json:"entries"`
	Invitations       []Invitation `json:"invitations"`
}

type iq struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	TimeZone string `json:"time_zone"`
}

type lock struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	IQID string `json:"iq_id"`
}

// siteUser is a person on one site. Its id differs from the person's.
type siteUser struct {
	ID         string     `json:"id"`
	PersonID   string     `json:"person_id"`
	Alias      string     `json:"alias"`
	RoleCodes  []string   `json:"role_codes"`
	Subscribed bool       `json:"subscribed"`
	Blocked    bool       `json:"blocked"`
	TagID      string     `json:"tag_id,omitempty"`
	ExpiresAt  *time.Time `json:"expires_at,omitempty"`
	Flags      userFlags  `json:"flags"`
}

// userFlags are kept and echoed; they open no door here.
type userFlags struct {
	UsePIN                 bool `json:"use_pin"`
	OverridePrivacyMode    bool `json:"override_privacy_mode"`
	ToggleEasyOfficeMode   bool `json:"toggle_easy_office_mode"`
	ToggleManualOfficeMode bool `json:"toggle_manual_office_mode"`
}

type group struct {
	ID        string      `json:"id"`
	Name      string      `json:"name"`
	Members   []string    `json:"members"` // person ids
	Locks     []string    `json:"locks"`
	Schedules []*schedule `json:"schedules"`
}

type tag struct {
	ID      string    `json:"id"`
	Number  string    `json:"number"`
	AddedAt time.Time `json:"added_at"`
	IQID    string    `json:"iq_id"`
}

func newState() state {
	return state{Made: map[string]int{}, People: map[string]*person{}, Tokens: newTokens()}
}

// namespace makes the ids of this package differ from other name-based UUIDs.
var namespace = uuid.MustParse("5a17f00d-0000-4000-8000-6b7373696d00")

// newID makes the id of the next object of that kind and name: the same calls
// in the same order give the same ids, so that runs repeat.
func (st *state) newID(kind string, name ...string) string {
	key := kind + "|" + strings.Join(name, "|")
	st.Made[key]++
	return uuid.NewSHA1(namespace, []byte(key+"|"+strings.Repeat("i", st.Made[key]))).String()
}

func (st *state) personByEmail(email string) *person {
	if email == "" {
		return nil
	}
	for _, p := range st.People {
		if strings.EqualFold(p.Email, email) {
			return p
		}
	}
	return nil
}

func (si *site) seatsUsed() int {
	n := 0
	for _, u := range si.Users {
		if u.Subscribed {
			n++
		}
	}
	return n
}

func (si *site) userByID(id string) *siteUser {
	return first(si.Users, func(u *siteUser) bool { return u.ID == id })
}

func (si *site) userOf(personID string) *siteUser {
	return first(si.Users, func(u *siteUser) bool { return u.PersonID == personID })
}

// usersByPerson spares a search per member where there are many.
func (si *site) usersByPerson() map[string]*siteUser {
	users := make(map[string]*siteUser, len(si.Users))
	for _, u := range si.Users {
		users[u.PersonID] = u
	}
	return users
}

func (si *site) holderOf(tagID string) *siteUser {
	return first(si.Users, func(u *siteUser) bool { return tagID != "" && u.TagID == tagID })
}

func (si *site) groupByID(id string) *group {
	return first(si.Groups, func(g *group) bool { return g.ID == id })
}

func (si *site) lockByID(id string) *lock {
	return first(si.Locks, func(l *lock) bool { return l.ID == id })
}

func (si *site) iqByID(id string) *iq {
	return first(si.IQs, func(q *iq) bool { return q.ID == id })
}

func (si *site) tagByID(id string) *tag {
	return first(si.Tags, func(t *tag) bool { return t.ID == id })
}

func (si *site) tagByNumber(number string) *tag {
	return first(si.Tags, func(t *tag) bool { return t.Number == number })
}

func (si *site) tagNumber(tagID string) string {
	if t := si.tagByID(tagID); t != nil {
		return t.Number
	}
	return ""
}

// first returns the first element that fits, or nil.
func first[T any](all []*T, fits func(*T) bool) *T {
	if i := slices.IndexFunc(all, fits); i >= 0 {
		return all[i]
	}
	return nil
}

// without returns all but the elements that fit, in place.
func without[T any](all []T, fits func(T) bool) []T { return slices.DeleteFunc(all, fits) }

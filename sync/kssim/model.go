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
	// Born is when objects were made that may still be unknown to other routes.
	Born map[string]time.Time `json:"born,omitempty"`
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
	rights                         // as KS has them now
	Past              []pastRights `json:"past,omitempty"`      // what doors may still go by, oldest first
	Gone              []goneUser   `json:"gone,omitempty"`      // deleted, and perhaps still shown
	Elsewhere         []string     `json:"elsewhere,omitempty"` // numbers of tags that a site which the account does not see owns
	Entries           []entry      `json:"entries"`             // in the order in which KS heard of them
	RetentionDays     int          `json:"retention_days,omitempty"`
	PlayedUntil       *time.Time   `json:"played_until,omitempty"` // how far PlayPast came
	Played            int          `json:"played,omitempty"`       // so many entries PlayPast wrote
	Invitations       []Invitation `json:"invitations"`

	// What follows is worked out again after a restart.
	times entryTimes
	zones map[string]*time.Location
}

// iq is a hub. While it is offline the doors go by what it knew.
type iq struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	TimeZone string     `json:"time_zone"`
	Offline  *time.Time `json:"offline,omitempty"` // since when
	Known    *rights    `json:"known,omitempty"`   // while offline
	Held     []entry    `json:"held,omitempty"`    // that KS hears of when it is back
}

type lock struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	IQID string `json:"iq_id"`
	// Cut says that the lock hears nothing of its IQ: it opens for the tags
	// with offline access, at any time.
	Cut        bool       `json:"cut,omitempty"`
	Office     bool       `json:"office,omitempty"`      // stands unlocked
	EasyOffice bool       `json:"easy_office,omitempty"` // tags switch office mode on and off
	Privacy    bool       `json:"privacy,omitempty"`     // was locked from inside
	Registers  *time.Time `json:"registers,omitempty"`   // takes in new tags until then
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
	PIN        string     `json:"pin,omitempty"`
	Offline    bool       `json:"offline,omitempty"` // the tag has offline access
	ExpiresAt  *time.Time `json:"expires_at,omitempty"`
	Flags      userFlags  `json:"flags"`
}

// userFlags are what KS keeps of a user beside the means of opening.
type userFlags struct {
	UsePIN                 bool `json:"use_pin"`
	OverridePrivacyMode    bool `json:"override_privacy_mode"`
	ToggleEasyOfficeMode   bool `json:"toggle_easy_office_mode"`
	ToggleManualOfficeMode bool `json:"toggle_manual_office_mode"`
}

// goneUser is a deleted user.
type goneUser struct {
	siteUser
	DeletedAt time.Time `json:"deleted_at"`
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
	Blocked bool      `json:"blocked,omitempty"`
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

// usersByPerson spares a search per member where there are many.
func (si *site) lockByID(id string) *lock {
	return first(si.Locks, func(l *lock) bool { return l.ID == id })
}

func (si *site) iqByID(id string) *iq {
	return first(si.IQs, func(q *iq) bool { return q.ID == id })
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

package store

import "time"

// KSUser is a user of a space's site as SALTO KS last showed it.
type KSUser struct {
	ID         string `json:"id"`          // of the site
	PlatformID string `json:"platform_id"` // in groups and entries
	FirstName  string `json:"first_name,omitempty"`
	LastName   string `json:"last_name,omitempty"`
	Email      string `json:"email,omitempty"`
	Alias      string `json:"alias,omitempty"` // bears Latchkey's mark where Latchkey made the user
	TagNumber  string `json:"tag_number,omitempty"`
	HasProfile bool   `json:"has_profile,omitempty"`
	Subscribed bool   `json:"subscribed,omitempty"`
	Blocked    bool   `json:"blocked,omitempty"`
	Staff      bool   `json:"staff,omitempty"` // has a role beside the ordinary one: owner, admin, …
	Gone       bool   `json:"gone,omitempty"`  // was asked for and is not there any more

	At time.Time `json:"-"` // when it was seen so
}

// Name returns the user's full name, or the alias of one without.
func (u KSUser) Name() string {
	if n := (Person{FirstName: u.FirstName, LastName: u.LastName}).Name(); n != "" {
		return n
	}
	return u.Alias
}

// SeenGroup is an access group as SALTO KS last showed it: whether it is in
// the list of groups, and what is in it. Each part has the time at which it was
// read, zero for never. Doors and schedules are kept of managed groups only;
// those of standing groups are in the Mirror.
type SeenGroup struct {
	ID   string
	Name string
	Gone bool      // was asked for and is not there any more
	At   time.Time // when it was seen to be there, or gone

	People   []string // platform ids, sorted
	PeopleAt time.Time

	Doors   []string // lock ids, sorted
	DoorsAt time.Time

	Schedules   []Schedule
	SchedulesAt time.Time
}

// Seen is what SALTO KS was last seen to hold: the third side beside what
// should be and what Latchkey put there (the Ledger).
type Seen struct {
	Users  map[string]KSUser    // by id of the site
	Groups map[string]SeenGroup // by KS group id

	// UsersAt and GroupsAt are when the last reading of all users and of all
	// groups began; zero: never. What is not in Users or Groups was not there.
	UsersAt, GroupsAt time.Time
}

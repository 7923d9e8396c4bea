package store

import "time"

// Schedule is one KS time schedule. Times and dates are naive wall clock in
// the site's zone: a door is open when the day is among Days, the time of day
// lies within [StartTime, EndTime] and the moment within [StartDate, EndDate).
type Schedule struct {
	ID        string  `json:"id,omitempty"`
	Days      [7]bool `json:"days"`       // Monday first
	StartTime string  `json:"start_time"` // "15:04:05"
	EndTime   string  `json:"end_time"`
	StartDate string  `json:"start_date,omitempty"` // "2006-01-02T15:04:05", empty: no bound
	EndDate   string  `json:"end_date,omitempty"`
}

// KSDoor is a lock as SALTO KS last showed it.
type KSDoor struct {
	ID       string
	Name     string
	Online   bool
	IQ       string // the hub's name
	IQOnline bool
	State    string // as KS names it: locked, office_mode, …; "" when not known
	Privacy  bool   // was locked from inside
	Zone     string // IANA name of the hub's zone, in which schedules are read; "" when not known
	Gone     bool   // was there once, is not any more
}

// DoorInOfficeMode is the State of a door that stands unlocked (ks-connect-api,
// section 5.1).
const DoorInOfficeMode = "office_mode"

// KSGroup is an access group as SALTO KS last showed it. Doors and Schedules
// are known for the groups that a plan or room uses; Detailed tells.
type KSGroup struct {
	ID        string
	Name      string
	Managed   bool // Latchkey made it
	Detailed  bool
	Doors     []string // lock ids
	Schedules []Schedule
	Gone      bool
}

// KSSite is the pinned site as SALTO KS last showed it.
type KSSite struct {
	ID, Name, Zone         string
	SeatsUsed, SeatsBought int
	SubscriptionValid      bool
	LookedAt               time.Time // last complete look; zero: never
}

// Mirror is what the last look at a space's site found.
type Mirror struct {
	Site   KSSite
	Doors  []KSDoor
	Groups []KSGroup
}

// Door returns the door with the given id, if the mirror has it.
func (m Mirror) Door(id string) (KSDoor, bool) {
	for _, d := range m.Doors {
		if d.ID == id {
			return d, true
		}
	}
	return KSDoor{}, false
}

// Group returns the group with the given id, if the mirror has it.
func (m Mirror) Group(id string) (KSGroup, bool) {
	for _, g := range m.Groups {
		if g.ID == id {
			return g, true
		}
	}
	return KSGroup{}, false
}

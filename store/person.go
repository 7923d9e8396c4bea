package store

import (
	"strings"
	"time"
)

// PersonID names a member, co-member or visitor in this file.
type PersonID int64

// Connect says how a person is known to SALTO KS.
type Connect string

// The ways of being connected. Only TagOnly sends no e-mail address to KS, so
// that KS sends no invitation.
const (
	ConnectNone        Connect = "none"
	ConnectPhoneAndTag Connect = "phone and tag"
	ConnectTagOnly     Connect = "tag only"
	ConnectPhoneOnly   Connect = "phone only"
)

// State is what a person is on a given day.
type State string

// The states. Upcoming is a member whose first day has not come.
const (
	StateVisitor   State = "visitor"
	StateUpcoming  State = "upcoming"
	StateActive    State = "active"
	StatePaused    State = "paused"
	StateCancelled State = "cancelled"
)

// ExtraDoor is a door given to one member directly, whatever the plan says.
type ExtraDoor struct {
	Space SpaceID
	Door  KSRef
}

// Person is a member (Plan set), a co-member (Main set) or a visitor
// (neither). All dates are days in the zone of the space whose doors are
// asked about, and all last days are included.
type Person struct {
	ID        PersonID
	Key       string
	Rev       int64
	FirstName string
	LastName  string
	Email     string
	Phone     string
	Company   string
	Note      string

	Plan       PlanID   // 0: none of their own
	Main       PersonID // 0: not a co-member
	NextPlan   PlanID   // 0: no change ahead
	NextPlanOn Date     // the first day under NextPlan

	StartsOn    Date // first day; empty: always was
	EndsOn      Date // last day; empty: not cancelled; the day before StartsOn: never was
	PausedFrom  Date // first paused day; empty: no pause
	PausedUntil Date // last paused day; empty: until taken back

	// BlockedAt is when the desk blocked the person at once, whatever else gives
	// them a door; zero: not blocked.
	BlockedAt time.Time

	Connect    Connect
	ExtraDoors []ExtraDoor
	Deleted    bool
	CreatedAt  time.Time
}

// Name returns the person's full name.
func (p Person) Name() string { return strings.TrimSpace(p.FirstName + " " + p.LastName) }

// State returns what the person is on day d, by their own dates only: a
// co-member's main member may be cancelled while they are active.
func (p Person) State(d Date) State {
	switch {
	case p.Plan == 0 && p.Main == 0:
		return StateVisitor
	case p.EndsOn != "" && (d > p.EndsOn || p.EndsOn < p.StartsOn):
		return StateCancelled
	case p.StartsOn != "" && d < p.StartsOn:
		return StateUpcoming
	case p.PausedFrom != "" && d >= p.PausedFrom && (p.PausedUntil == "" || d <= p.PausedUntil):
		return StatePaused
	}
	return StateActive
}

// PlanOn returns the person's own plan on day d, 0 for none.
func (p Person) PlanOn(d Date) PlanID {
	if p.NextPlan != 0 && p.NextPlanOn != "" && d >= p.NextPlanOn {
		return p.NextPlan
	}
	return p.Plan
}

package store

import "time"

// PassTypeID and PassID name a kind of pass and a pass in this file.
type (
	PassTypeID int64
	PassID     int64
)

// PassType is a kind of ticket. Price is in minor units of Currency (ISO
// 4217), Minutes its length.
type PassType struct {
	ID       PassTypeID
	Key      string
	Rev      int64
	Name     string
	Minutes  int
	Price    int64
	Currency string
	Archived bool // not given any more; passes of the kind stay good
}

// Source says how somebody came by a pass.
type Source string

// The sources.
const (
	Given     Source = "given"
	Bought    Source = "bought"
	Allowed   Source = "allowance" // it came with the plan, for a month
	mostPacks        = 100
)

// Pass is one ticket of a person's. Length and price are those that its kind
// had when it was given. Whether it is used is worked out (CheckIn).
type Pass struct {
	ID        PassID
	Key       string
	Rev       int64
	Person    PersonID
	Type      PassTypeID
	GrantedAt time.Time // good from then on
	ExpiresOn Date      // last day; empty: never
	Minutes   int
	Price     int64 // minor units of Currency
	Currency  string
	Source    Source // empty: given
	Batch     string // the same for all that were given together
	Note      string

	EndedAt time.Time // when it was taken back unused; zero: it was not
	Why     string    // it was taken back
}

// PassState is what became of a pass.
type PassState string

// The states of a pass.
const (
	PassLeft    PassState = "left" // good, or good later
	PassUsed    PassState = "used"
	PassEnded   PassState = "ended" // taken back
	PassExpired PassState = "expired"
)

// PassUse is a pass with the check-in that uses it: By is 0 for none.
type PassUse struct {
	Pass
	By          PersonID
	From, Until time.Time
}

// State is what became of the pass by an instant, in a time zone.
func (u PassUse) State(at time.Time, zone *time.Location) PassState {
	switch {
	case u.By != 0:
		return PassUsed
	case !u.EndedAt.IsZero() && !at.Before(u.EndedAt):
		return PassEnded
	case u.ExpiresOn != "" && DateOf(at, zone) > u.ExpiresOn:
		return PassExpired
	}
	return PassLeft
}

package store

import (
	"strings"
	"time"
)

// SpaceID names a space in this file.
type SpaceID int64

// KSRef points at a door or a group of SALTO KS. It is held by ID, so that a
// rename there changes nothing; Name is what it was called when last seen.
// ID is empty where only the name is known yet (an imported space that has
// not looked at its site): the first look fills it in when exactly one object
// bears the name.
type KSRef struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// Leaving says what becomes of a KS user who no longer opens anything.
type Leaving string

// The two policies. Both free the seat; only Suspend keeps the user's history
// in SALTO KS.
const (
	LeavingSuspend Leaving = "suspend"
	LeavingDelete  Leaving = "delete"
)

// Account is where and as whom a space signs in to SALTO KS. It holds no
// secret: tokens and the client secret live in the keychain.
type Account struct {
	API, Issuer string // base addresses, without a trailing slash
	ClientID    string
	Redirect    string // empty: the default loopback address

	// The versions of the API, like "v1.2"; empty: the usual ones.
	APIVersion, SchedulesVersion, EntriesVersion string

	Vault string // "" = keychain, VaultSession, else the path of a token file
	Email string // the account that signed in, as SALTO KS names it
}

// VaultSession is the Vault of an account whose sign-in is forgotten when the
// program ends.
const VaultSession = ":session:"

// Connected tells whether somebody has signed in with this account.
func (a Account) Connected() bool { return a.API != "" && a.Email != "" }

// Space is one place: a name, a time zone, and one SALTO KS site or none yet.
type Space struct {
	ID   SpaceID
	Key  string // the external key of imports; unique, never empty
	Rev  int64
	Name string
	Zone string // IANA name

	Account  Account
	SiteID   string // the pinned KS site, empty until one is chosen
	SiteName string

	Before, After int    // minutes that a booking opens its doors early and late; 0 to 120
	HorizonDays   int    // how far ahead bookings are put into KS; 1 to 60, default 14
	AutoConnect   bool   // new members are connected to KS without being asked
	Arrivals      string // KS ids of the doors that count as arriving, with spaces between; none: all doors
	AskFirst      bool   // nothing is sent to KS before the desk has agreed to it (preview mode)
	Leaving       Leaving
	OpenFrom      string // the hours that the calendar shows, "15:04"
	OpenUntil     string // "24:00" allowed
}

// Location returns the space's zone. A stored zone always loads: Save checks
// it and the zone database is linked into the program.
func (s Space) Location() *time.Location {
	loc, err := time.LoadLocation(s.Zone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// ArrivalDoors are the KS ids of the doors that count as arriving; none: all.
func (s Space) ArrivalDoors() []string { return strings.Fields(s.Arrivals) }

package exchange

import (
	"encoding/json"

	"latchkey/store"
)

// Format is the version mark that a space file begins with.
const Format = "latchkey-space/1"

// File is a whole space. Entries name each other by Key, which is unique
// within its section and never changes; a second import finds what the first
// one made by it.
type File struct {
	Schema    string     `json:"$schema,omitempty"` // for editors; means nothing here
	Format    string     `json:"format"`
	Space     Space      `json:"space"`
	Plans     []Plan     `json:"plans"`
	PassTypes []PassType `json:"pass_types"`
	People    []Person   `json:"people"`
	Rooms     []Room     `json:"rooms"`
	Series    []Series   `json:"series"`
	Bookings  []Booking  `json:"bookings"`
	Tags      []Tag      `json:"tags"`
	Passes    []Pass     `json:"passes"`

	Corrections []Correction `json:"corrections"`
}

// Space is the place itself. The account and the pinned site are left out:
// they belong to one installation, not to the space. Arrivals are the doors
// that count as arriving; none: all.
type Space struct {
	Key         string        `json:"key"`
	Name        string        `json:"name"`
	Zone        string        `json:"zone"`
	Before      int           `json:"before"`
	After       int           `json:"after"`
	HorizonDays int           `json:"horizon_days"`
	AutoConnect bool          `json:"auto_connect"`
	AskFirst    bool          `json:"ask_first,omitempty"`
	Leaving     store.Leaving `json:"leaving"`
	OpenFrom    string        `json:"open_from"`
	OpenUntil   string        `json:"open_until"`
	Arrivals    []Ref         `json:"arrivals,omitempty"`
}

// Plan is a plan and the KS groups of this space that it gives.
type Plan struct {
	Key         string `json:"key"`
	Name        string `json:"name"`
	Note        string `json:"note,omitempty"`
	Archived    bool   `json:"archived,omitempty"`
	PassLimited bool   `json:"pass_limited,omitempty"`
	Groups      []Ref  `json:"groups,omitempty"`

	PassesMonthly []Allowance `json:"passes_monthly,omitempty"`
}

// Allowance is how many passes of a kind each member of a plan has anew in each
// month.
type Allowance struct {
	Type  string `json:"type"`
	Count int    `json:"count"`
}

// PassType is a kind of ticket; Price is in minor units of Currency.
type PassType struct {
	Key      string `json:"key"`
	Name     string `json:"name"`
	Minutes  int    `json:"minutes"`
	Price    int64  `json:"price"`
	Currency string `json:"currency"`
	Archived bool   `json:"archived,omitempty"`
}

// Person is a member (Plan), a co-member (Main) or a visitor (neither).
// BlockedAt is an RFC 3339 instant; empty: not blocked, or as it was.
type Person struct {
	Key         string        `json:"key"`
	FirstName   string        `json:"first_name,omitempty"`
	LastName    string        `json:"last_name,omitempty"`
	Email       string        `json:"email,omitempty"`
	Phone       string        `json:"phone,omitempty"`
	Company     string        `json:"company,omitempty"`
	Note        string        `json:"note,omitempty"`
	Plan        string        `json:"plan,omitempty"`
	Main        string        `json:"main,omitempty"`
	NextPlan    string        `json:"next_plan,omitempty"`
	NextPlanOn  store.Date    `json:"next_plan_on,omitempty"`
	StartsOn    store.Date    `json:"starts_on,omitempty"`
	EndsOn      store.Date    `json:"ends_on,omitempty"`
	PausedFrom  store.Date    `json:"paused_from,omitempty"`
	PausedUntil store.Date    `json:"paused_until,omitempty"`
	BlockedAt   string        `json:"blocked_at,omitempty"`
	Connect     store.Connect `json:"connect,omitempty"` // empty: none
	ExtraDoors  []Ref         `json:"extra_doors,omitempty"`
}

// Room is a bookable room; Before and After are minutes, nil for the space's.
type Room struct {
	Key       string `json:"key"`
	Name      string `json:"name"`
	Note      string `json:"note,omitempty"`
	Before    *int   `json:"before,omitempty"`
	After     *int   `json:"after,omitempty"`
	OpenFrom  string `json:"open_from,omitempty"`
	OpenUntil string `json:"open_until,omitempty"`
	Doors     []Ref  `json:"doors,omitempty"`
	Groups    []Ref  `json:"groups,omitempty"`
}

// Series is a rule and the days on which it makes no booking: those whose
// booking was deleted, or was changed and stands among the Bookings.
type Series struct {
	Key    string          `json:"key"`
	Room   string          `json:"room"`
	Person string          `json:"person"`
	Title  string          `json:"title,omitempty"`
	Start  store.LocalTime `json:"start"`
	End    store.LocalTime `json:"end"`
	Rule   string          `json:"rule"`
	Except []store.Date    `json:"except,omitempty"`
}

// Booking is a booking of its own, or one of a series that was changed.
type Booking struct {
	Key    string          `json:"key"`
	Room   string          `json:"room"`
	Person string          `json:"person"`
	Series string          `json:"series,omitempty"`
	Title  string          `json:"title,omitempty"`
	Start  store.LocalTime `json:"start"`
	End    store.LocalTime `json:"end"`
}

// Tag is a fob or card; UID is in hexadecimal. Without Tech it talks as it is
// known to.
type Tag struct {
	Key     string         `json:"key"`
	Number  string         `json:"number,omitempty"`
	UID     string         `json:"uid,omitempty"`
	Tech    store.TagTech  `json:"tech,omitempty"` // "13.56 MHz" or "125 kHz"
	Printed string         `json:"printed,omitempty"`
	State   store.TagState `json:"state,omitempty"` // empty: held with a Holder, else free
	Holder  string         `json:"holder,omitempty"`
}

// Pass is one ticket of a person's. GrantedAt and EndedAt are RFC 3339 instants.
// Without Minutes it has the length and the price of its kind, or those that it
// has already; without EndedAt it is not taken back, or is as it was.
type Pass struct {
	Key       string       `json:"key"`
	Person    string       `json:"person"`
	Type      string       `json:"type"`
	GrantedAt string       `json:"granted_at"`
	ExpiresOn store.Date   `json:"expires_on,omitempty"`
	Minutes   int          `json:"minutes,omitempty"`
	Price     int64        `json:"price,omitempty"`
	Currency  string       `json:"currency,omitempty"`
	Source    store.Source `json:"source,omitempty"` // empty: given
	Batch     string       `json:"batch,omitempty"`
	Note      string       `json:"note,omitempty"`
	EndedAt   string       `json:"ended_at,omitempty"`
	Why       string       `json:"why,omitempty"`
}

// Correction is what the desk says of somebody's presence in the space: that
// they came or left At an RFC 3339 instant, or that an entry was not theirs.
type Correction struct {
	Key    string               `json:"key"`
	Person string               `json:"person"`
	Kind   store.CorrectionKind `json:"kind"`
	At     string               `json:"at"`
	Entry  string               `json:"entry,omitempty"` // with kind not: its id in SALTO KS
	Note   string               `json:"note,omitempty"`
}

// Ref points at a door or group of SALTO KS. Where only the name is known it
// is written as a plain string.
type Ref store.KSRef

// MarshalJSON writes the short form where there is no id.
func (r Ref) MarshalJSON() ([]byte, error) {
	if r.ID == "" {
		return json.Marshal(r.Name)
	}
	return json.Marshal(store.KSRef(r))
}

// The values that a space file may leave out.
const (
	defaultBuffer  = 5
	defaultHorizon = 14
	defaultFrom    = "08:00"
	defaultUntil   = "20:00"
)

func blank() *File {
	return &File{Space: Space{
		Before: defaultBuffer, After: defaultBuffer, HorizonDays: defaultHorizon,
		Leaving: store.LeavingSuspend, OpenFrom: defaultFrom, OpenUntil: defaultUntil,
	}}
}

// entries returns how many entries the file has, the space among them.
func (f *File) entries() int {
	return 1 + len(f.Plans) + len(f.PassTypes) + len(f.People) + len(f.Rooms) +
		len(f.Series) + len(f.Bookings) + len(f.Tags) + len(f.Passes) + len(f.Corrections)
}

package store

import "time"

// Entry is one thing that happened at a door, as SALTO KS tells it. Whose it is
// is found by the KS user, when it is read or when that user becomes known.
type Entry struct {
	Space    SpaceID
	ID       string // in KS
	At       time.Time
	Category string // in KS's words, as Detail and Way are
	Detail   string
	Door     string // KS id
	DoorName string // then
	Platform string // KS user; empty for nobody that KS knows
	UserName string // of that user, then
	Tag      string // number
	Way      string
	Leaving  bool     // somebody asked to get out
	Person   PersonID // 0: nobody of this file
	SeenAt   time.Time
	State    EntryState
}

// EntryState says whether an entry counts.
type EntryState string

// The states of an entry.
const (
	EntryCounts  EntryState = ""
	EntryLate    EntryState = "late" // for a day that was closed: the desk is asked
	EntryCounted EntryState = "counted"
	EntryLeftOut EntryState = "left out"
)

// The categories of entries that Latchkey goes by (ks-connect-api.md 5.5).
const (
	EntryOpened     = "lock_opened"
	EntryRejected   = "lock_rejected"
	EntryEasyOffice = "easy_office_mode"
)

// Collected is where the reading of a site's entries stands.
type Collected struct {
	Site   string
	Since  time.Time     // everything older has been read; zero: nothing was
	Part   time.Time     // how far a reading came that was broken off; zero: none was
	ReadAt time.Time     // when one last came to its end
	Hourly time.Time     // when one last went back a day
	Daily  time.Time     // and when more than a week
	Keeps  time.Duration // for how long KS keeps an entry; 0: not known
}

// CorrectionID names a correction in this file.
type CorrectionID int64

// CorrectionKind is what the desk says.
type CorrectionKind string

// The kinds of corrections.
const (
	CheckedIn  CorrectionKind = "in"  // somebody was there from At on
	CheckedOut CorrectionKind = "out" // somebody left at At
	NotThem    CorrectionKind = "not" // the entry does not count
)

// Correction is what the desk says of somebody's presence.
type Correction struct {
	ID     CorrectionID
	Key    string
	Rev    int64
	Space  SpaceID
	Person PersonID
	Kind   CorrectionKind
	At     time.Time // of the entry, where there is one
	Entry  string    // NotThem: the KS id
	Note   string    // why
}

// CheckIn is one stay, worked out by package attendance: from the first to the
// last that is known of it. Without a pass it is of one day.
type CheckIn struct {
	Space       SpaceID
	Person      PersonID
	Day         Date // of First, by the space's clock
	First, Last time.Time
	Out         bool      // Last is when they left, as the desk says
	Pass        PassID    // 0: none
	Until       time.Time // the end of the pass; zero without one
	Reach       time.Time // what happens from then on is another stay
	GaveBack    []PassID  // shorter passes that it had first
}

// In tells whether a pass of the stay lets in at an instant.
func (c CheckIn) In(t time.Time) bool { return c.Pass != 0 && !t.Before(c.First) && t.Before(c.Until) }

// Recount is whose check-ins are to be worked out anew, from an instant on.
type Recount struct {
	Person PersonID
	Since  time.Time
}

// DayCount is how many people had a check-in on a day.
type DayCount struct {
	Day    Date
	People int
}

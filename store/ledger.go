package store

import (
	"maps"
	"time"
)

// UserState is what Latchkey wants of, or last put into, a KS user.
type UserState struct {
	FirstName  string `json:"first_name"`
	LastName   string `json:"last_name"`
	Email      string `json:"email,omitempty"` // empty: not sent, no invitation
	TagID      string `json:"tag_id,omitempty"`
	Subscribed bool   `json:"subscribed"`
	Blocked    bool   `json:"blocked,omitempty"` // by somebody in KS, and the desk wants it undone
}

// LedgerUser is the KS user of a person. SiteUserID is the id of the user on
// the site, PlatformID the one that groups and entries use.
type LedgerUser struct {
	Person      PersonID
	SiteUserID  string
	PlatformID  string
	State       UserState
	NoSeat      bool      // KS keeps the user suspended though we asked for a seat
	HasProfile  bool      // the person finished the app's profile: KS owns the name
	Lost        bool      // of somebody whom this copy of the file never knew: what is in it is not known
	Adopted     bool      // was in KS before: Latchkey neither suspends nor deletes it
	ConfirmedAt time.Time // when KS last showed a change of ours; zero: never yet
}

// MembershipKey is a person in a standing group.
type MembershipKey struct {
	Group  string // KS group id
	Person PersonID
}

// LedgerMembership is a membership of a standing group that Latchkey added, or
// found there already.
type LedgerMembership struct {
	MembershipKey
	ByHand      bool      // somebody else had added it: never taken away by itself
	ConfirmedAt time.Time // when KS showed it to us
}

// GroupState is what Latchkey wants of, or last put into, a managed group.
type GroupState struct {
	Name   string     `json:"name"`
	Doors  []string   `json:"doors"`  // lock ids, sorted
	Start  string     `json:"start"`  // wall clock "2006-01-02T15:04:05"; empty with End: always
	End    string     `json:"end"`    //
	People []PersonID `json:"people"` // sorted
}

// LedgerGroup is a managed group that Latchkey made. Key is "booking:<id>" or
// "doors:<person>".
type LedgerGroup struct {
	Key         string
	RemoteID    string
	ScheduleID  string
	State       GroupState
	ConfirmedAt time.Time // when KS last showed a change of ours; zero: never yet
}

// Ledger is what Latchkey last put into a space's site and saw there.
type Ledger struct {
	Users       *ByPerson[LedgerUser]
	Memberships ByGroup[LedgerMembership]
	Groups      map[string]LedgerGroup
}

// Phase is how far a step has come.
type Phase string

// The phases. A step whose request may or may not have been carried out is
// Sent (also after a crash) until a look at KS has told.
const (
	PhaseWaiting Phase = "waiting"
	PhaseSent    Phase = "sent"
	PhaseParked  Phase = "parked" // needs the desk; others go on
)

// Sentence is an English sentence with {{.Name}} marks, which is also the key
// of its translation, and what fills the marks: values, and sentences that are
// translated by themselves. Values that read "2006-01-02T15:04" or
// "2006-01-02" are shown as dates of the language.
type Sentence struct {
	Text  string              `json:"text"`
	Args  map[string]string   `json:"args,omitempty"`
	Parts map[string]Sentence `json:"parts,omitempty"`
}

// With returns the sentence with another in the place of a mark.
func (s Sentence) With(mark string, part Sentence) Sentence {
	parts := maps.Clone(s.Parts)
	if parts == nil {
		parts = make(map[string]Sentence, 1)
	}
	parts[mark] = part
	s.Parts = parts
	return s
}

// Equal tells whether two sentences are the same, values and parts included.
func (s Sentence) Equal(o Sentence) bool {
	return s.Text == o.Text && maps.Equal(s.Args, o.Args) && maps.EqualFunc(s.Parts, o.Parts, Sentence.Equal)
}

// String returns the sentence in English.
func (s Sentence) String() string {
	args := make(map[string]any, len(s.Args)+len(s.Parts))
	for k, v := range s.Args {
		args[k] = v
	}
	for k, part := range s.Parts {
		args[k] = part.String()
	}
	return Fill(s.Text, args)
}

// Work is one step that is not yet confirmed in KS: the queue and the journal
// at once. It is made anew from the change set of each pass; only Phase,
// Attempts, NotBefore, SentAt, Error and Request are carried over by Key.
type Work struct {
	Key       string // stable: the same wish always has the same key
	Op        string
	Wish      string   // what is wanted, as a fingerprint: a parked step is tried again when it changes
	Person    PersonID // 0: about nobody in particular
	What      Sentence // "Mia Berg gets Front door, Storage: plan Full time"
	Due       time.Time
	Phase     Phase
	Attempts  int
	NotBefore time.Time
	SentAt    time.Time
	Error     Sentence // why it waits or is parked; empty text: it has not been tried
	Since     time.Time
	Takes     bool   // it takes from its person what they should not have: until then they are not out
	Held      bool   // it waits for an answer to the guard's question
	Request   string // what was sent, in the engine's words; while Phase is sent
}

// LogLine is one line of the permanent log.
type LogLine struct {
	ID     int64
	At     time.Time
	Space  SpaceID  // 0: the whole file
	Actor  string   // "desk", "sync", "import"
	Kind   string   // "edit", "intent", "confirmed", "failed", "look", "sign-in"
	Person PersonID // 0: about nobody in particular
	What   Sentence
	Hash   string // hex SHA-256 over the line and the hash before it
}

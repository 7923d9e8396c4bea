package health

import (
	"time"

	"latchkey/store"
)

// ClockWarns and ClockHolds are the differences between this computer's clock
// and that of KS from which the desk is told, and from which what the clock
// decides is held back (reliability.md, section 4).
const (
	ClockWarns = 2 * time.Minute
	ClockHolds = 5 * time.Minute
)

// Facts is what the state of one space is judged by. Everything that is not
// known stays zero, and speaks against nothing.
type Facts struct {
	Now   time.Time
	Space store.Space // without a SiteID there is nothing to judge

	Trouble    Trouble
	AnsweredAt time.Time     // when KS last gave an answer that made sense, also before the program started
	LookedAt   time.Time     // when the site was last known in full; in rotation, the oldest part
	Skew       time.Duration // between this computer's clock and that of KS

	EntriesReadAt  time.Time     // when what happened at the doors was last read
	EntriesKept    time.Duration // for how long KS keeps it; 0: not known
	EntriesRefused bool          // KS does not show it

	Mirror   store.Mirror
	Seen     store.Seen
	Work     []store.Work
	Drifts   []store.Drift
	Question *store.Question
	Faults   []store.Sentence // of the mappings of plans and rooms

	Out         []Leaver // who should be out, as long as KS has not shown it
	Endings     []Ending // access that KS does not end by itself
	Unseated    []string // names of those whom KS gives no seat
	Unconnected []string // names of those not connected although their plan opens doors
	Keyless     []string // names of those with a right, neither tag nor e-mail address for the phone
}

// Trouble is how the last attempt to work with KS ended; the zero Trouble:
// well.
type Trouble struct {
	Code Code           // one of the first group
	Text store.Sentence // for the desk; empty: the list's
}

// Leaver is a person who should be out.
type Leaver struct {
	Name  string
	Since time.Time // when the right ended
}

// Ending is the end of a person's access by a date.
type Ending struct {
	Name string
	At   time.Time
}

// Finding is something that is wrong now.
type Finding struct {
	Code  Code
	About string // which one, where several can be wrong in the same way; else empty
	Text  store.Sentence
	Since time.Time // when it began, where the facts tell; zero: when it was first found
}

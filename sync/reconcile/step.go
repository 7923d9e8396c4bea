package reconcile

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/store/mistake"
)

// Op is the one write to SALTO KS that a step stands for.
type Op string

// The writes. Each is one request, confirmed by reading back.
const (
	CreateUser   Op = "create user"
	UpdateUser   Op = "update user"
	Subscribe    Op = "subscribe user"
	Suspend      Op = "suspend user"
	Unblock      Op = "unblock user"
	DeleteUser   Op = "delete user"
	AddMember    Op = "add member"    // to a standing group
	RemoveMember Op = "remove member" // from a standing group
	CreateGroup  Op = "create group"
	AddDoor      Op = "add door"
	RemoveDoor   Op = "remove door"
	SetWindow    Op = "set window"
	DropSchedule Op = "drop schedule" // one that we did not set
	AddPerson    Op = "add person"    // to a managed group
	RemovePerson Op = "remove person" // from a managed group
	DeleteGroup  Op = "delete group"
)

// Class is how urgent a step is; lower goes first.
type Class int

// The classes.
const (
	Urgent Class = iota // takes everything from somebody who is blocked at once, and a tag that is lost
	Revoke              // takes away what somebody should no longer have
	Prompt              // gives what a pass opens: who bought one stands at the door
	Grant               // gives, the soonest needed first
	Tidy                // changes nobody's access
)

// Object names one thing in KS whose state is read back as a whole:
// "user:7", "members:<group id>" or "group:<key>".
type Object string

// UserObject is the KS user of a person.
func UserObject(p store.PersonID) Object { return Object("user:" + strconv.FormatInt(int64(p), 10)) }

// MembersObject is the list of people of a standing group.
func MembersObject(group string) Object { return Object("members:" + group) }

// GroupObject is a managed group.
func GroupObject(key string) Object { return Object("group:" + key) }

// Split returns the kind ("user", "members", "group") and the rest.
func (o Object) Split() (kind, id string) {
	kind, id, _ = strings.Cut(string(o), ":")
	return kind, id
}

// Step is one change to make in KS.
type Step struct {
	Key    string // the same wish always has the same key
	Object Object // what the step changes, and what is read back after it
	Op     Op
	Class  Class
	Due    time.Time // when it is needed
	Person store.PersonID
	Group  string // KS id of the standing group
	Door   string // KS id of the door
	User   store.UserState
	Part   Part   // of the user, where the step is about a part only
	Start  string // of the window, wall clock; empty with End: always
	End    string
	Name   string // of the managed group
	What   store.Sentence

	New      bool   // of a user or group that is only being made and opens nothing yet
	Platform string // platform id of somebody in a managed group who is not in the file
	Schedule string // KS id of the schedule to drop
}

// Wish is a fingerprint of what the step wants: a step that was parked is
// worth another try when it changes.
func (s Step) Wish() string {
	return fingerprint(s.Op+Op(s.Part), s.Group, s.Door, s.User, s.Start, s.End, s.Name, s.Person, s.Platform, s.Schedule)
}

// ChangeSet is what is left to do, in order, what somebody changed in KS, what
// is so already, and the file's state from which it was computed.
type ChangeSet struct {
	Lineage string
	Serial  int64
	Steps   []Step
	Drifts  []Drift
	Notes   []Note          // corrections of the ledger, made before the steps
	Unread  []Object        // of which the ledger knows nothing but the id
	Unsure  map[Object]bool // about which what was seen tells nothing now
	Ledger  store.Ledger    // with the notes in it
}

// order sorts by class, then by when a step is needed, then users before what
// they are put into, and so that the steps of one object stay together: what
// opens it to more comes last, else as they were found.
func order(steps []Step) {
	slices.SortStableFunc(steps, func(a, b Step) int {
		if mistake.On(mistake.GrantFirst) {
			a, b = b, a
		}
		return cmp.Or(cmp.Compare(a.Class, b.Class), a.Due.Compare(b.Due),
			cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Object, b.Object), cmp.Compare(widens(a), widens(b)))
	})
}

// widens orders the steps of a managed group: what only takes comes first, then
// the window, which takes and gives, then what only gives (Before).
func widens(s Step) int {
	switch s.Op {
	case AddDoor, AddPerson:
		return 2
	case SetWindow:
		return 1
	}
	return 0
}

func rank(s Step) int {
	if s.Op == CreateUser || s.Op == Subscribe || s.Op == Suspend {
		return 0
	}
	return 1
}

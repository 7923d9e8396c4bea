package reconcile

import (
	"slices"
	"strings"

	"latchkey/store"
)

// Done tells whether the ledger, brought up to date by reading KS back, shows
// that the step has had its effect.
func Done(s Step, l store.Ledger) bool {
	kind, id := s.Object.Split()
	user, hasUser := l.Users[s.Person]
	_, isMember := l.Memberships[store.MembershipKey{Group: s.Group, Person: s.Person}]
	group, hasGroup := store.LedgerGroup{}, false
	if kind == "group" {
		group, hasGroup = l.Groups[id]
	}
	switch s.Op {
	case CreateUser:
		return hasUser && !user.ConfirmedAt.IsZero()
	case UpdateUser:
		have := user.State
		same := have.TagID == s.User.TagID
		if !user.HasProfile {
			same = same && have.FirstName == s.User.FirstName && have.LastName == s.User.LastName &&
				strings.EqualFold(have.Email, s.User.Email)
		}
		return hasUser && same
	case Subscribe:
		return user.State.Subscribed
	case Suspend:
		return !user.State.Subscribed
	case DeleteUser:
		return !hasUser
	case AddMember:
		return isMember
	case RemoveMember:
		return !isMember
	case CreateGroup:
		return hasGroup && !group.ConfirmedAt.IsZero()
	case AddDoor:
		return slices.Contains(group.State.Doors, s.Door)
	case RemoveDoor:
		return !slices.Contains(group.State.Doors, s.Door)
	case SetWindow:
		return group.ScheduleID != "" && group.State.Start == s.Start && group.State.End == s.End
	case AddPerson:
		return slices.Contains(group.State.People, s.Person)
	case RemovePerson:
		return !slices.Contains(group.State.People, s.Person)
	case DeleteGroup:
		return !hasGroup
	}
	return false
}

// Ready tells whether everything that the step builds on is in the ledger.
func Ready(s Step, l store.Ledger) bool {
	kind, id := s.Object.Split()
	hasUser := l.Users[s.Person].SiteUserID != ""
	switch s.Op {
	case CreateUser, CreateGroup:
		return true
	case UpdateUser, Subscribe, Suspend, DeleteUser, AddMember, RemoveMember:
		return hasUser
	case AddPerson, RemovePerson:
		return hasUser && l.Groups[id].RemoteID != ""
	default:
		return kind == "group" && l.Groups[id].RemoteID != ""
	}
}

// Before tells whether step s may only be made once step o of the same object
// was accepted: a managed group is opened to more doors or people only when it
// is closed to those that it should not have, and its window is right. Else a
// step that fails would leave a mixture of old and new.
func Before(o, s Step) bool {
	widens := s.Op == AddDoor || s.Op == AddPerson
	narrows := o.Op == SetWindow || o.Op == RemoveDoor || o.Op == RemovePerson
	return widens && narrows && o.Object == s.Object
}

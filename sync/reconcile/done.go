package reconcile

import (
	"slices"
	"strings"

	"latchkey/store"
	"latchkey/sync/access"
)

// Done tells whether KS, as it was read after a step was sent, shows that the
// step has had its effect.
func (in Input) Done(s Step) bool {
	have := in.Ledger.Users.Of(s.Person)
	user, read := in.Seen.Users[have.SiteUserID]
	exists := read && !user.Gone
	group := in.Seen.Groups[in.remote(s)]
	switch s.Op {
	case CreateUser:
		return exists
	case UpdateUser:
		return exists && in.profileDone(s.Profile(have.State), have, user)
	case Subscribe, Suspend:
		return exists && user.Subscribed == (s.Op == Subscribe) || s.Op == Suspend && read && user.Gone
	case Unblock:
		return exists && !user.Blocked
	case DeleteUser:
		return !exists
	case CreateGroup:
		return !group.At.IsZero() && !group.Gone
	case DeleteGroup:
		return group.At.IsZero() || group.Gone
	case AddMember, AddPerson:
		return slices.Contains(group.People, in.platformID(s))
	case RemoveMember, RemovePerson:
		return !slices.Contains(group.People, in.platformID(s))
	case AddDoor:
		return slices.Contains(group.Doors, s.Door)
	case RemoveDoor:
		return !slices.Contains(group.Doors, s.Door)
	case SetWindow:
		return slices.ContainsFunc(group.Schedules, func(x store.Schedule) bool { return opensLike(x, s.Start, s.End) })
	case DropSchedule:
		return !slices.ContainsFunc(group.Schedules, func(x store.Schedule) bool { return x.ID == s.Schedule })
	}
	return false
}

// remote is the KS id of the group that a step is about.
func (in Input) remote(s Step) string {
	if s.Group != "" {
		return s.Group
	}
	_, k := s.Object.Split()
	return in.Ledger.Groups[k].RemoteID
}

// platformID is the KS id of the person that a step is about, as groups know it.
func (in Input) platformID(s Step) string {
	if s.Platform != "" {
		return s.Platform
	}
	return in.Ledger.Users.Of(s.Person).PlatformID
}

// profileDone compares what the step was to change, and nothing else: the rest
// may have been changed by somebody.
func (in Input) profileDone(want store.UserState, have store.LedgerUser, seen store.KSUser) bool {
	differs := func(old, want, now string) bool { return old != want && now != want }
	if differs(have.State.TagID, want.TagID, in.tagID(seen)) {
		return false
	}
	return seen.HasProfile || !differs(have.State.FirstName, want.FirstName, seen.FirstName) &&
		!differs(have.State.LastName, want.LastName, seen.LastName) &&
		(strings.EqualFold(have.State.Email, want.Email) || strings.EqualFold(seen.Email, want.Email))
}

func (in Input) tagID(u store.KSUser) string {
	if u.TagNumber == "" {
		return ""
	}
	for _, t := range in.Snap.Tags {
		if t.Number == u.TagNumber && t.KSID != "" {
			return t.KSID
		}
	}
	return UnknownTag + u.TagNumber
}

// Book is what the ledger says once a step is done, or, where its request was
// made and nobody wants it any more, what became of it.
func (in Input) Book(s Step) []Note {
	_, k := s.Object.Split()
	switch s.Op {
	case CreateUser, UpdateUser, Subscribe, Suspend, Unblock:
		return in.bookUser(s)
	case DeleteUser:
		return forget(in.Ledger, s.Person)
	case AddMember:
		return []Note{{Membership: &store.LedgerMembership{MembershipKey: store.MembershipKey{Group: s.Group, Person: s.Person}, ConfirmedAt: in.Now}}}
	case RemoveMember:
		return []Note{{DropMembership: &store.MembershipKey{Group: s.Group, Person: s.Person}}}
	case DeleteGroup:
		return []Note{{DropGroup: k}}
	default:
		return in.bookGroup(s, k)
	}
}

func (in Input) bookUser(s Step) []Note {
	u, bound := in.Ledger.Users.Get(s.Person)
	seen := in.Seen.Users[u.SiteUserID]
	if !bound {
		return nil
	}
	switch s.Op {
	case CreateUser:
		u.PlatformID = seen.PlatformID
		u.State = store.UserState{
			FirstName: seen.FirstName, LastName: seen.LastName, Email: seen.Email, TagID: in.tagID(seen), Subscribed: seen.Subscribed,
		}
	case UpdateUser:
		u.State = s.Profile(u.State)
	case Subscribe, Suspend:
		u.State.Subscribed = s.Op == Subscribe
	case Unblock:
		u.State.Blocked = false
	}
	u.HasProfile, u.NoSeat, u.ConfirmedAt = seen.HasProfile, false, in.Now
	if s.Op == CreateUser {
		u.NoSeat = !seen.Subscribed
	}
	return []Note{{User: &u}}
}

func (in Input) bookGroup(s Step, k string) []Note {
	g, have := in.Ledger.Groups[k]
	if !have {
		return nil
	}
	switch s.Op {
	case AddDoor:
		g.State.Doors = with(g.State.Doors, s.Door)
	case RemoveDoor:
		g.State.Doors = without(g.State.Doors, s.Door)
	case AddPerson:
		g.State.People = with(g.State.People, s.Person)
	case RemovePerson:
		if s.Platform == "" { // else somebody else had put them there
			g.State.People = without(g.State.People, s.Person)
		}
	case SetWindow:
		if !strings.HasSuffix(s.Key, "/cut") { // what is cut stays a difference
			g.State.Start, g.State.End, g.ScheduleID = s.Start, s.End, in.schedule(g, s)
		}
	}
	g.ConfirmedAt = in.Now
	return []Note{{Group: &g}}
}

// schedule finds the schedule that shows the step's window: ours where it does.
func (in Input) schedule(g store.LedgerGroup, s Step) string {
	id := ""
	for _, x := range in.Seen.Groups[g.RemoteID].Schedules {
		if opensLike(x, s.Start, s.End) && (id == "" || x.ID == g.ScheduleID) {
			id = x.ID
		}
	}
	return id
}

// Ready tells whether everything that the step builds on is in the ledger.
func Ready(s Step, l store.Ledger) bool {
	kind, id := s.Object.Split()
	hasUser := l.Users.Of(s.Person).SiteUserID != ""
	switch s.Op {
	case CreateUser, CreateGroup:
		return true
	case UpdateUser, Subscribe, Suspend, Unblock, DeleteUser, AddMember, RemoveMember:
		return hasUser
	case AddPerson, RemovePerson:
		return (hasUser || s.Platform != "") && l.Groups[id].RemoteID != ""
	default:
		return kind == "group" && l.Groups[id].RemoteID != ""
	}
}

// Before tells whether step s may only be made once step o of the same object
// was accepted: a managed group gets another window only when it is closed to
// the doors and people that it should not have, and is opened to more of them
// only when its window is right. Else a step that fails would leave a mixture of
// old and new.
func Before(o, s Step) bool {
	takes := o.Op == SetWindow || o.Op == RemoveDoor || o.Op == RemovePerson || o.Op == DropSchedule
	return takes && widens(o) < widens(s) && o.Object == s.Object
}

// Marked finds the user with the mark of a person among those that KS shows.
func (in Input) Marked(id store.PersonID) (store.KSUser, bool) {
	owners, alias := ownersOf(in.Ledger), in.Alias(id)
	for _, u := range in.Seen.Users {
		if _, bound := owners[u.ID]; u.Alias == alias && alias != "" && !u.Gone && !bound {
			return u, true
		}
	}
	return store.KSUser{}, false
}

// Named finds the group with the name of a managed one among those that KS shows.
func (in Input) Named(key string) (store.SeenGroup, bool) {
	name := access.GroupName(in.Snap.Install, key)
	for _, g := range in.Seen.Groups {
		if name != "" && g.Name == name && !g.Gone && !g.At.IsZero() {
			return g, true
		}
	}
	return store.SeenGroup{}, false
}

// personOf reads the number of a person; 0 for what is none.
func personOf(s string) store.PersonID {
	id, digits := store.PersonID(0), s
	for _, r := range digits {
		if r < '0' || r > '9' || id > 1<<50 {
			return 0
		}
		id = id*10 + store.PersonID(r-'0')
	}
	return id
}

package reconcile

import (
	"slices"
	"time"

	"latchkey/store"
	"latchkey/sync/access"
)

// Input is what a change set is computed from.
type Input struct {
	Snap   store.Snapshot // names and policies
	Target access.Target
	Ledger store.Ledger
	Seen   store.Seen
	Drifts []store.Drift // found before, with what the desk said to them

	// Open are the objects about which a request is under way or its outcome
	// is not known: what is seen of them tells nothing of others yet.
	Open map[Object]bool

	Now    time.Time
	Settle time.Duration // how long KS may take to show a change of ours
}

// shown is what is known of one thing in KS.
type shown int

const (
	unknown shown = iota // not read, or not since our own last change settled
	there
	missing
)

// shownAs turns a fact that was read into what is known.
func shownAs(is bool) shown {
	if is {
		return there
	}
	return missing
}

// fate is what becomes of one thing that is there or not: a seat, a person in
// a group, a door of it.
type fate int

const (
	settled  fate = iota
	give          // wanted, and never given: a step
	take          // given, and not wanted any more: a step
	found         // wanted and there already: to be noted
	over          // not wanted any more and gone already: to be noted
	narrowed      // wanted, given, and taken away by somebody
	widened       // never wanted nor given by us, and there
)

// threeWay decides by the three sides.
func threeWay(want, put bool, seen shown) fate {
	switch {
	case want && put && seen == missing:
		return narrowed
	case want && !put && seen == there:
		return found
	case want && !put:
		return give
	case !want && put && seen == missing:
		return over
	case !want && put:
		return take
	case !want && seen == there:
		return widened
	}
	return settled
}

// proven tells whether what was seen at t came long enough after our own last
// change, which KS showed at changed. What it has never shown, and is not open
// any more, it was given time enough to show. Times that are still to come were
// noted by a clock that was put back since.
func (in *Input) proven(t, changed time.Time) bool {
	ahead, changedAhead := t.After(in.Now), changed.After(in.Now)
	switch {
	case t.IsZero() || ahead && !changedAhead:
		return false
	case changed.IsZero() || changedAhead && !ahead:
		return true
	}
	return !t.Before(changed.Add(in.Settle))
}

// user returns a person's KS user and whether KS has it.
func (in *Input) user(have store.LedgerUser) (store.KSUser, shown) {
	u, read := in.Seen.Users[have.SiteUserID]
	switch {
	case in.Open[UserObject(have.Person)]:
		return u, unknown
	case !read && in.proven(in.Seen.UsersAt, have.ConfirmedAt):
		return u, missing
	case !read || !in.proven(u.At, have.ConfirmedAt):
		return u, unknown
	}
	return u, shownAs(!u.Gone)
}

// group returns a managed group as it was seen and whether KS has it.
func (in *Input) group(have store.LedgerGroup) (store.SeenGroup, shown) {
	g, read := in.Seen.Groups[have.RemoteID]
	listed := read && !g.At.IsZero()
	switch {
	case in.Open[GroupObject(have.Key)]:
		return g, unknown
	case !listed && in.proven(in.Seen.GroupsAt, have.ConfirmedAt):
		return g, missing
	case !listed || !in.proven(g.At, have.ConfirmedAt):
		return g, unknown
	}
	return g, shownAs(!g.Gone)
}

// roster is a standing group as it was seen.
type roster struct {
	store.SeenGroup
	in     *Input
	group  string
	object Object
	open   bool   // something that was asked about its people is
	wanted []bool // as People: was asked for, and so is to be there
	at     int    // in what the ledger has of it
}

func (in *Input) roster(group string) *roster {
	o, seen := MembersObject(group), in.Seen.Groups[group]
	return &roster{SeenGroup: seen, in: in, group: group, object: o, open: in.Open[o], wanted: make([]bool, len(seen.People))}
}

// member tells whether KS has a platform user in the group who should be in it.
// A membership that the ledger does not have yet is believed as it was read.
func (r *roster) member(platformID string, put store.LedgerMembership) shown {
	switch {
	case r.open || r.PeopleAt.IsZero() || platformID == "":
		return unknown
	case !put.ConfirmedAt.IsZero() && !r.in.proven(r.PeopleAt, put.ConfirmedAt):
		return unknown
	}
	at, there := slices.BinarySearch(r.People, platformID)
	if there {
		r.wanted[at] = true
	}
	return shownAs(there)
}

// standingGone tells whether a standing group is not in KS any more.
func (in *Input) standingGone(group string) bool {
	g, listed := in.Snap.Mirror.Group(group)
	return listed && g.Gone
}

package access

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"latchkey/store"
)

// Known is what is known of SALTO KS: what Latchkey put there, what was last
// seen there, and what the desk said to the differences.
type Known struct {
	Ledger store.Ledger
	Seen   store.Seen
	Drifts []store.Drift
}

// user returns a person's KS user as it was last seen, and whether it was. One
// that was there once and is not any more is Gone.
func (k Known) user(p store.PersonID) (store.KSUser, bool) {
	have := k.Ledger.Users.Of(p)
	u, seen := k.Seen.Users[have.SiteUserID]
	if !seen && !have.ConfirmedAt.IsZero() && k.Seen.UsersAt.After(have.ConfirmedAt) {
		return store.KSUser{Gone: true}, true
	}
	return u, seen
}

// usable tells whether a person's KS user was seen to be able to open doors.
func (k Known) usable(p store.PersonID) bool {
	u, seen := k.user(p)
	return seen && !u.Gone && !u.Blocked && u.Subscribed
}

// has tells whether a group was seen to have a person.
func (k Known) has(g store.SeenGroup, p store.PersonID) bool {
	id := k.Ledger.Users.Of(p).PlatformID
	return id != "" && slices.Contains(g.People, id)
}

// kept returns since when the desk wants something left narrower than Latchkey
// made it; zero: it has not said so.
func (k Known) kept(p store.PersonID, object string) time.Time {
	for _, d := range k.Drifts {
		of := d.Key == object || strings.HasPrefix(d.Key, object+"/")
		if of && d.Person == p && d.Way == store.Narrower && d.Answer == store.Keep && d.OverAt.IsZero() {
			return d.AnsweredAt
		}
	}
	return time.Time{}
}

// loss is something that somebody took away in KS.
type loss struct {
	what   store.Sentence
	object string // begins the key of the drift that it is
}

// hold is how KS holds what a grant rests on, as far as is known.
type hold struct {
	lost  []loss
	since time.Time // since when Latchkey knows it to be there
	proof time.Time // when it was last seen to be there
}

// hold says how KS holds what a grant that opens now rests on.
func (e explainer) hold(g Grant) hold {
	switch {
	case e.known.Ledger.Users.Of(g.Person).PlatformID == "":
		return hold{} // KS knows nobody who could hold anything
	case g.Group != "":
		return e.membership(g)
	case g.Reason.Kind == ByExtraDoor:
		return e.managed(g, DoorsKey(g.Person))
	default:
		return e.managed(g, BookingKey(g.Reason.Booking))
	}
}

// membership is the hold of a standing group on the person.
func (e explainer) membership(g Grant) hold {
	put := e.known.Ledger.Memberships.Of(store.MembershipKey{Group: g.Group, Person: g.Person})
	seen := e.known.Seen.Groups[g.Group]
	h := hold{since: put.ConfirmedAt}
	switch {
	case e.known.has(seen, g.Person):
		if e.known.usable(g.Person) {
			h.proof = seen.PeopleAt
		}
	case changedAfter(seen.PeopleAt, put.ConfirmedAt):
		h.lost = []loss{e.takenOut(e.groups[g.Group].Name, "members:"+g.Group)}
	}
	return h
}

// managed is the hold of a managed group on the person and the door.
func (e explainer) managed(g Grant, key string) hold {
	put := e.known.Ledger.Groups[key]
	seen, read := e.known.Seen.Groups[put.RemoteID]
	if !slices.Contains(put.State.People, g.Person) || !slices.Contains(put.State.Doors, g.Door) || !e.within(put.State, g.Door) {
		return hold{} // it is still to be put there
	}
	h := hold{since: put.ConfirmedAt}
	object, name := "group:"+key, put.State.Name
	if seen.Gone || !read && changedAfter(e.known.Seen.GroupsAt, put.ConfirmedAt) {
		h.lost = []loss{{sentence("Somebody deleted the group “{{.Group}}” in SALTO KS.", "Group", name), object}}
		return h
	}
	person, door := e.known.has(seen, g.Person), slices.Contains(seen.Doors, g.Door)
	open := OpenAt(seen.Schedules, e.at, e.zones.Of(g.Door))
	if !person && changedAfter(seen.PeopleAt, put.ConfirmedAt) {
		h.lost = append(h.lost, e.takenOut(name, object))
	}
	if !door && changedAfter(seen.DoorsAt, put.ConfirmedAt) {
		h.lost = append(h.lost, loss{sentence("Somebody took “{{.Door}}” out of the group “{{.Group}}” in SALTO KS.", "Door", e.locks[g.Door].Name, "Group", name), object})
	}
	if !open && changedAfter(seen.SchedulesAt, put.ConfirmedAt) {
		h.lost = append(h.lost, loss{sentence("Somebody made the hours of the group “{{.Group}}” shorter in SALTO KS.", "Group", name), object})
	}
	if person && door && open && e.known.usable(g.Person) {
		h.proof = slices.MinFunc([]time.Time{seen.PeopleAt, seen.DoorsAt, seen.SchedulesAt}, time.Time.Compare)
	}
	return h
}

func (e explainer) takenOut(group, object string) loss {
	return loss{sentence("Somebody took {{.Name}} out of the group “{{.Group}}” in SALTO KS.", "Name", e.p.Name(), "Group", group), object}
}

// within tells whether the window that was put there is open now at a door.
func (e explainer) within(s store.GroupState, door string) bool {
	now := reading(e.at, e.zones.Of(door))
	return s.Start <= now && (s.End == "" || now < s.End)
}

// changedAfter tells whether a reading came after KS had shown what we put
// there, so that it tells what somebody did since.
func changedAfter(read, confirmed time.Time) bool {
	return !confirmed.IsZero() && read.After(confirmed)
}

// obstacles are what keeps a person with a right from opening any door.
func (e explainer) obstacles() []Fact {
	p := e.p
	if !connected(p) {
		return []Fact{{Closes, sentence("{{.Name}} is not connected to SALTO KS. Connect them in Members.", "Name", p.Name())}}
	}
	out := e.losses(e.userLosses())
	if e.known.Ledger.Users.Of(p.ID).NoSeat {
		out = append(out, Fact{Closes, sentence("SALTO KS has no free seat for {{.Name}}. Buy seats there, or free one.", "Name", p.Name())})
	}
	switch t, held := e.unregistered(p.ID); {
	case hasPhone(p) || e.hasTag(p):
	case held:
		out = append(out, Fact{Closes, sentence("Tag {{.Tag}} of {{.Name}} is not known to SALTO KS yet, and there is no e-mail address for the phone. Tags says what to do.", "Name", p.Name(), "Tag", t.Title())})
	default:
		out = append(out, Fact{Closes, sentence("{{.Name}} has neither a tag nor an e-mail address for the phone. Give a tag, or add the address.", "Name", p.Name())})
	}
	return out
}

// unregistered is a tag that somebody has and SALTO KS does not know.
func (e explainer) unregistered(id store.PersonID) (store.Tag, bool) {
	i := slices.IndexFunc(e.snap.Tags, func(t store.Tag) bool { return t.Holder == id && id != 0 && t.State == store.TagHeld && t.KSID == "" })
	if i < 0 {
		return store.Tag{}, false
	}
	return e.snap.Tags[i], true
}

// userLosses are what somebody did in KS to the user as a whole.
func (e explainer) userLosses() []loss {
	have := e.known.Ledger.Users.Of(e.p.ID)
	u, seen := e.known.user(e.p.ID)
	if !seen {
		return nil
	}
	var out []loss
	lost := func(text string) {
		out = append(out, loss{sentence(text, "Name", e.p.Name()), "user:" + strconv.FormatInt(int64(e.p.ID), 10)})
	}
	if u.Gone {
		lost("Somebody removed {{.Name}} in SALTO KS.")
		return out
	}
	if u.Blocked {
		lost("Somebody blocked {{.Name}} in SALTO KS.")
	}
	if !u.Subscribed && have.State.Subscribed && !have.NoSeat {
		lost("Somebody suspended {{.Name}} in SALTO KS.")
	}
	if tag := e.tags[e.p.ID]; u.TagNumber == "" && tag.KSID != "" && have.State.TagID == tag.KSID && !hasPhone(e.p) {
		lost("Somebody took the tag of {{.Name}} away in SALTO KS.")
	}
	return out
}

// losses says what somebody took away, each once, and what to do.
func (e explainer) losses(lost []loss) []Fact {
	var out []Fact
	var kept time.Time
	open := false
	for _, l := range lost {
		f := Fact{Closes, l.what}
		if !slices.ContainsFunc(out, func(o Fact) bool { return o.What.String() == f.What.String() }) {
			out = append(out, f)
		}
		at := e.known.kept(e.p.ID, l.object)
		kept, open = latest(kept, at), open || at.IsZero()
	}
	switch {
	case len(out) == 0:
	case open:
		out = append(out, Fact{Note, sentence("Restore it in Doors, or keep it so there.")})
	default:
		out = append(out, Fact{Note, sentence("The desk keeps it so since {{.Day}}. Restore it in Doors to change that.", "Day", string(store.DateOf(kept, e.loc)))})
	}
	return out
}

func hasPhone(p *store.Person) bool { return p.Email != "" && p.Connect != store.ConnectTagOnly }

func (r *rules) hasTag(p *store.Person) bool {
	return p.Connect != store.ConnectPhoneOnly && r.tags[p.ID].KSID != ""
}

// byHand names the standing groups that open the door for somebody who has no
// right to it: those into which somebody has put them, and those which Latchkey
// has still to take them out of.
func (e explainer) byHand(door string) (facts []Fact, byHand bool) {
	if !e.known.usable(e.p.ID) {
		return nil, false
	}
	for _, g := range e.snap.Mirror.Groups {
		if g.Managed || !e.known.has(e.known.Seen.Groups[g.ID], e.p.ID) || !e.opens(Grant{Group: g.ID}, door, e.at) {
			continue
		}
		text := "SALTO KS still has {{.Name}} in the group “{{.Group}}”, which opens this door, until the sync has taken them out."
		put, ours := e.known.Ledger.Memberships.Get(store.MembershipKey{Group: g.ID, Person: e.p.ID})
		if !ours || put.ByHand {
			byHand = true
			text = "{{.Name}} is in the group “{{.Group}}” of SALTO KS by somebody’s hand, which opens this door. Take them out in Doors, or there."
		}
		facts = append(facts, Fact{Note, sentence(text, "Name", e.p.Name(), "Group", g.Name)})
	}
	return facts, byHand
}

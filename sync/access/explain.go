package access

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"latchkey/store"
)

// Verdict is how one link of an explanation bears on the answer.
type Verdict string

// The verdicts. A Note neither opens nor closes.
const (
	Opens  Verdict = "opens"
	Closes Verdict = "closes"
	Note   Verdict = "note"
)

// Fact is one link in the chain of reasons.
type Fact struct {
	Verdict Verdict
	What    store.Sentence
}

// Answer says whether a person may open a door at a time, and why.
type Answer struct {
	Open  bool           // the rules say yes and nothing known about KS speaks against it
	When  store.Sentence // for a yes: during which hours, in a few words
	Why   []Fact         // what decides first
	Proof time.Time      // when SALTO KS last confirmed what this rests on; zero: it has not
}

// Explain answers for one person and one door at an instant, by the same
// grants that Compile gives to KS. The ledger adds what only KS can say.
func Explain(snap store.Snapshot, ledger store.Ledger, person store.PersonID, door string, at time.Time) Answer {
	r := newRules(snap)
	p, ok := r.people[person]
	if !ok {
		return Answer{Why: []Fact{{Closes, sentence("This person is not in Latchkey.")}}}
	}
	return r.explain(p, ledger, door, at)
}

// ExplainAll answers for one person and every door of the site, in the order
// of the doors' names.
func ExplainAll(snap store.Snapshot, ledger store.Ledger, person store.PersonID, at time.Time) []DoorAnswer {
	r := newRules(snap)
	p, ok := r.people[person]
	if !ok {
		return nil
	}
	var out []DoorAnswer
	for _, d := range snap.Mirror.Doors {
		if !d.Gone {
			out = append(out, DoorAnswer{Door: d, Answer: r.explain(p, ledger, d.ID, at)})
		}
	}
	slices.SortFunc(out, func(a, b DoorAnswer) int { return cmp.Compare(a.Door.Name, b.Door.Name) })
	return out
}

// DoorAnswer is the answer for one door.
type DoorAnswer struct {
	Door store.KSDoor
	Answer
}

func sentence(text string, args ...string) store.Sentence {
	s := store.Sentence{Text: text}
	for i := 0; i+1 < len(args); i += 2 {
		if s.Args == nil {
			s.Args = make(map[string]string, len(args)/2)
		}
		s.Args[args[i]] = args[i+1]
	}
	return s
}

func (r *rules) explain(p store.Person, ledger store.Ledger, door string, at time.Time) Answer {
	var a Answer
	for _, g := range r.grants(p) {
		if f, when, opens := r.weigh(g, door, at); opens {
			a.Open = true
			a.When = when
			a.Why = append(a.Why, f)
			a.Proof = maxTime(a.Proof, proof(ledger, g))
		}
	}
	if !a.Open {
		a.Why = append(r.refusal(p, door, at), r.doorNotes(door)...)
		return a
	}
	if blocks := r.obstacles(p, ledger); len(blocks) > 0 {
		a.Open = false
		a.Why = append(blocks, a.Why...)
	}
	a.Why = append(a.Why, r.doorNotes(door)...)
	return a
}

// weigh tells whether a grant opens the door at an instant, and in what words.
func (r *rules) weigh(g Grant, door string, at time.Time) (f Fact, when store.Sentence, opens bool) {
	if !g.Window.Contains(at) {
		return f, when, false
	}
	if g.Group == "" {
		return Fact{Opens, r.reason(g)}, r.hours(g), g.Door == door
	}
	group := r.groups[g.Group]
	if group.Gone || !slices.Contains(group.Doors, door) || !OpenAt(group.Schedules, at, r.zones.Of(door)) {
		return f, when, false
	}
	return Fact{Opens, r.reason(g)}, r.hours(g), true
}

// reason names the right behind a grant.
func (r *rules) reason(g Grant) store.Sentence {
	switch g.Reason.Kind {
	case ByBooking:
		for _, b := range r.byPerson[g.Person] {
			if b.ID == g.Reason.Booking {
				return sentence("Booking of {{.Room}}, {{.From}} – {{.Until}}.",
					"Room", r.rooms[b.Room].Name, "From", string(b.Start), "Until", string(b.End))
			}
		}
		return sentence("A booking.")
	case ByExtraDoor:
		return sentence("Extra door of this member.")
	default:
		plan, group := r.plans[g.Reason.Plan].Name, r.groups[g.Group].Name
		if g.Reason.Main != 0 {
			return sentence("Plan “{{.Plan}}” of {{.Main}}, through the group “{{.Group}}”.",
				"Plan", plan, "Main", r.people[g.Reason.Main].Name(), "Group", group)
		}
		return sentence("Plan “{{.Plan}}”, through the group “{{.Group}}”.", "Plan", plan, "Group", group)
	}
}

// hours says in a few words when a grant opens.
func (r *rules) hours(g Grant) store.Sentence {
	if g.Group == "" {
		if g.Window.To.IsZero() {
			return sentence("always")
		}
		if g.Reason.Kind == ByExtraDoor {
			return sentence("until {{.Until}}", "Until", string(store.LocalOf(g.Window.To, r.loc)))
		}
		return sentence("{{.From}} – {{.Until}}",
			"From", string(store.LocalOf(g.Window.From, r.loc)), "Until", string(store.LocalOf(g.Window.To, r.loc)))
	}
	if slices.ContainsFunc(r.groups[g.Group].Schedules, AlwaysOpen) {
		return sentence("always")
	}
	return sentence("at the hours of the group “{{.Group}}”", "Group", r.groups[g.Group].Name)
}

// refusal names the nearest thing that is missing for a yes.
func (r *rules) refusal(p store.Person, door string, at time.Time) []Fact {
	var out []Fact
	no := func(text string, args ...string) { out = append(out, Fact{Closes, sentence(text, args...)}) }
	day := store.DateOf(at, r.loc)
	switch p.State(day) {
	case store.StateCancelled:
		no("The membership ended on {{.Day}}, that day included.", "Day", string(p.EndsOn))
	case store.StateUpcoming:
		no("The membership begins on {{.Day}}.", "Day", string(p.StartsOn))
	case store.StatePaused:
		if p.PausedUntil != "" {
			no("Paused from {{.From}} to {{.Until}}, both days included.", "From", string(p.PausedFrom), "Until", string(p.PausedUntil))
		} else {
			no("Paused since {{.From}}.", "From", string(p.PausedFrom))
		}
	}
	if p.Main != 0 {
		main := r.people[p.Main]
		if s := main.State(day); s != store.StateActive {
			no("{{.Main}}, whose plan this co-member shares, has no active plan on that day.", "Main", main.Name())
		}
	}
	out = append(out, r.closedGroups(p, door, at)...)
	if next, ok := r.nextBooking(p, door, at); ok {
		out = append(out, Fact{Note, sentence("The next booking that opens it: {{.Room}}, {{.From}} – {{.Until}}.",
			"Room", r.rooms[next.Room].Name, "From", string(next.Start), "Until", string(next.End))})
	}
	if len(out) == 0 {
		no("No plan, extra door or booking gives this door at that time.")
	}
	return out
}

// closedGroups explains the plan's groups that have the door but not now.
func (r *rules) closedGroups(p store.Person, door string, at time.Time) []Fact {
	var out []Fact
	for _, g := range r.grants(p) {
		group := r.groups[g.Group]
		if g.Group == "" || !g.Window.Contains(at) {
			continue
		}
		switch {
		case group.Gone || group.ID == "":
			out = append(out, Fact{Closes, sentence("The group that the plan “{{.Plan}}” stands for is gone from SALTO KS. Choose another in Plans.",
				"Plan", r.plans[g.Reason.Plan].Name)})
		case !slices.Contains(group.Doors, door):
		case len(group.Schedules) == 0:
			out = append(out, Fact{Closes, sentence("The group “{{.Group}}” has no time schedule in SALTO KS, and so opens nothing. Give it one there.",
				"Group", group.Name)})
		default:
			out = append(out, Fact{Closes, sentence("The group “{{.Group}}” has this door, but not at this hour.", "Group", group.Name)})
		}
	}
	return out
}

func (r *rules) nextBooking(p store.Person, door string, at time.Time) (store.Booking, bool) {
	var next store.Booking
	for _, b := range r.byPerson[p.ID] {
		if b.StartAt.After(at) && slices.Contains(r.doors[b.Room], door) && (next.ID == 0 || b.StartAt.Before(next.StartAt)) {
			next = b
		}
	}
	return next, next.ID != 0
}

// obstacles are what keeps a person with a right from opening all the same.
func (r *rules) obstacles(p store.Person, ledger store.Ledger) []Fact {
	if !connected(p) {
		return []Fact{{Closes, sentence("{{.Name}} is not connected to SALTO KS. Connect them in Members.", "Name", p.Name())}}
	}
	var out []Fact
	u, known := ledger.Users[p.ID]
	if known && u.NoSeat {
		out = append(out, Fact{Closes, sentence("SALTO KS has no free seat for {{.Name}}. Buy seats there, or free one.", "Name", p.Name())})
	}
	if phone := p.Email != "" && p.Connect != store.ConnectTagOnly; !phone && !r.hasTag(p) {
		out = append(out, Fact{Closes, sentence("{{.Name}} has neither a tag nor an e-mail address for the phone. Give a tag, or add the address.", "Name", p.Name())})
	}
	return out
}

func (r *rules) hasTag(p store.Person) bool {
	return p.Connect != store.ConnectPhoneOnly && slices.ContainsFunc(r.snap.Tags, func(t store.Tag) bool {
		return t.State == store.TagHeld && t.Holder == p.ID && t.KSID != ""
	})
}

// doorNotes adds what the door and its hub mean for the answer: they can
// overrule it.
func (r *rules) doorNotes(door string) []Fact {
	d, ok := r.snap.Mirror.Door(door)
	if !ok {
		return nil
	}
	var out []Fact
	note := func(text string, args ...string) { out = append(out, Fact{Note, sentence(text, args...)}) }
	if d.State == store.DoorInOfficeMode {
		note("“{{.Door}}” was in office mode at the last look: until that ends it opens for anybody.", "Door", d.Name)
	}
	if d.Privacy {
		note("“{{.Door}}” was in privacy mode at the last look: somebody inside has locked it, and until that ends it opens for nobody else.", "Door", d.Name)
	}
	switch {
	case d.IQ != "" && !d.IQOnline:
		note("The hub “{{.IQ}}” was offline at the last look: the door may not know changes made since.", "IQ", d.IQ)
	case !d.Online:
		note("“{{.Door}}” was offline at the last look: the door may not know changes made since.", "Door", d.Name)
	}
	return out
}

// proof is when KS last confirmed the object that a grant rests on.
func proof(ledger store.Ledger, g Grant) time.Time {
	switch {
	case g.Group != "":
		return ledger.Memberships[store.MembershipKey{Group: g.Group, Person: g.Person}].ConfirmedAt
	case g.Reason.Kind == ByExtraDoor:
		return confirmedDoor(ledger.Groups[DoorsKey(g.Person)], g)
	default:
		return confirmedDoor(ledger.Groups[BookingKey(g.Reason.Booking)], g)
	}
}

func confirmedDoor(lg store.LedgerGroup, g Grant) time.Time {
	if slices.Contains(lg.State.Doors, g.Door) && slices.Contains(lg.State.People, g.Person) {
		return lg.ConfirmedAt
	}
	return time.Time{}
}

// Faults names what is wrong with the mappings of plans and rooms, for the
// desk: a group that is gone, has no schedule or no door; a room that opens
// nothing.
func Faults(snap store.Snapshot) []store.Sentence {
	var out []store.Sentence
	r := newRules(snap)
	if snap.Mirror.Site.LookedAt.IsZero() {
		return nil
	}
	for _, p := range snap.Plans {
		out = append(out, r.planFaults(p)...)
	}
	for _, m := range snap.Rooms {
		if f, bad := r.roomFault(m); bad {
			out = append(out, f)
		}
	}
	return out
}

// PlanFaults names what is wrong with one plan's mapping.
func PlanFaults(snap store.Snapshot, p store.Plan) []store.Sentence {
	return newRules(snap).planFaults(p)
}

func (r *rules) planFaults(p store.Plan) []store.Sentence {
	var out []store.Sentence
	for _, m := range p.Mappings {
		if m.Space != r.snap.Space.ID {
			continue
		}
		g, known := r.groups[m.Group.ID]
		name := cmp.Or(g.Name, m.Group.Name, m.Group.ID)
		switch {
		case m.Group.ID == "":
			out = append(out, sentence("SALTO KS has no group named “{{.Group}}”, or more than one. Choose the group of the plan “{{.Plan}}” in Plans.", "Group", name, "Plan", p.Name))
		case !known || g.Gone:
			out = append(out, sentence("The group “{{.Group}}” of the plan “{{.Plan}}” is gone from SALTO KS. Choose another in Plans.", "Group", name, "Plan", p.Name))
		case !g.Detailed:
		case len(g.Schedules) == 0:
			out = append(out, sentence("The group “{{.Group}}” of the plan “{{.Plan}}” has no time schedule, and so opens nothing. Give it one in SALTO KS.", "Group", name, "Plan", p.Name))
		case len(g.Doors) == 0:
			out = append(out, sentence("The group “{{.Group}}” of the plan “{{.Plan}}” has no door. Give it one in SALTO KS.", "Group", name, "Plan", p.Name))
		}
	}
	return out
}

// RoomFault tells whether a room opens nothing although it is mapped, or a
// door of it is not known.
func RoomFault(snap store.Snapshot, m store.Room) (store.Sentence, bool) {
	return newRules(snap).roomFault(m)
}

func (r *rules) roomFault(m store.Room) (store.Sentence, bool) {
	for _, ref := range slices.Concat(m.Doors, m.Groups) {
		if ref.ID == "" {
			return sentence("SALTO KS has nothing named “{{.Name}}”, or more than one. Choose the doors of the room “{{.Room}}” in Rooms.", "Name", ref.Name, "Room", m.Name), true
		}
	}
	if len(m.Doors)+len(m.Groups) > 0 && len(r.doorsOf(m, goneDoors(r.snap.Mirror))) == 0 {
		return sentence("The doors of the room “{{.Room}}” are gone from SALTO KS. Choose others in Rooms.", "Room", m.Name), true
	}
	if at := r.snap.Mirror.Site.LookedAt; !at.IsZero() {
		if low, high := r.zones.At(at).Range(r.doorsOf(m, goneDoors(r.snap.Mirror))); low != high {
			return sentence("The hubs of the doors of the room “{{.Room}}” are set to different time zones, so that a booking opens some of them too early or too late. Set them alike in SALTO KS.", "Room", m.Name), true
		}
	}
	return store.Sentence{}, false
}

// ScheduleWords says in a few words when a schedule opens.
func ScheduleWords(s store.Schedule) store.Sentence {
	switch {
	case AlwaysOpen(s):
		return sentence("always")
	case s.StartDate != "" && s.EndDate != "":
		return sentence("{{.From}} – {{.Until}}", "From", clip(s.StartDate, 16), "Until", clip(s.EndDate, 16))
	}
	days := ""
	for i, on := range s.Days {
		if on {
			days += strconv.Itoa(i + 1)
		}
	}
	return sentence("{{.Days}} {{.FromTime}} – {{.UntilTime}}", "Days", days, "FromTime", clip(s.StartTime, 5), "UntilTime", clip(s.EndTime, 5))
}

func clip(s string, n int) string {
	if len(s) > n {
		return s[:n]
	}
	return s
}

// StandingDoors names the doors that a person may open at t or later in the
// same stretch without a booking, at whatever hour their groups are open.
func StandingDoors(snap store.Snapshot, person store.PersonID, t time.Time) []string {
	r := newRules(snap)
	p, ok := r.people[person]
	if !ok || !connected(p) {
		return nil
	}
	ids := make(map[string]bool)
	for _, g := range append(r.planGrants(p), r.extraGrants(p)...) {
		if !g.Window.Contains(t) {
			continue
		}
		ids[g.Door] = true
		for _, d := range r.groups[g.Group].Doors {
			ids[d] = true
		}
	}
	var names []string
	for _, d := range snap.Mirror.Doors {
		if ids[d.ID] && !d.Gone {
			names = append(names, d.Name)
		}
	}
	slices.Sort(names)
	return names
}

package reconcile

import (
	"slices"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/sync/access"
)

// words makes the sentences of steps: what happens to whom, and why.
type words struct {
	snap     store.Snapshot
	doors    map[string]string
	groups   map[string]string
	plans    map[store.PlanID]string
	rooms    map[store.RoomID]string
	bookings map[store.BookingID]*store.Booking // in snap
	rows     map[store.PersonID]*store.Person   // in snap
	past     map[store.PersonID]string          // names of who has a user in KS and is not in snap
	loc      *time.Location
	today    store.Date
}

func newWords(snap store.Snapshot, ledger store.Ledger, now time.Time) words {
	w := words{
		snap:     snap,
		today:    store.DateOf(now, snap.Space.Location()),
		rows:     make(map[store.PersonID]*store.Person, len(snap.People)),
		past:     make(map[store.PersonID]string),
		doors:    make(map[string]string, len(snap.Mirror.Doors)),
		groups:   make(map[string]string, len(snap.Mirror.Groups)),
		plans:    make(map[store.PlanID]string, len(snap.Plans)),
		rooms:    make(map[store.RoomID]string, len(snap.Rooms)),
		bookings: make(map[store.BookingID]*store.Booking, len(snap.Bookings)),
		loc:      snap.Space.Location(),
	}
	for i := range snap.People {
		w.rows[snap.People[i].ID] = &snap.People[i]
	}
	for id, u := range ledger.Users.All() {
		if w.rows[id] == nil {
			w.past[id] = strings.TrimSpace(u.State.FirstName + " " + u.State.LastName)
		}
	}
	for _, d := range snap.Mirror.Doors {
		w.doors[d.ID] = d.Name
	}
	for _, g := range snap.Mirror.Groups {
		w.groups[g.ID] = g.Name
	}
	for _, p := range snap.Plans {
		w.plans[p.ID] = p.Name
	}
	for _, r := range snap.Rooms {
		w.rooms[r.ID] = r.Name
	}
	for i := range snap.Bookings {
		w.bookings[snap.Bookings[i].ID] = &snap.Bookings[i]
	}
	return w
}

func say(text string, args ...string) store.Sentence {
	m := make(map[string]string, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[args[i]] = args[i+1]
	}
	return store.Sentence{Text: text, Args: m}
}

// person returns somebody of the snapshot.
func (w words) person(id store.PersonID) (store.Person, bool) {
	if p := w.rows[id]; p != nil {
		return *p, true
	}
	return store.Person{}, false
}

func (w words) name(id store.PersonID) string {
	if p := w.rows[id]; p != nil {
		return p.Name()
	}
	return w.past[id]
}

// room is the name of the room of a grant's booking.
func (w words) room(r access.Reason) string {
	if b := w.bookings[r.Booking]; b != nil {
		return w.rooms[b.Room]
	}
	return ""
}

// drift is a sentence about what somebody did in KS with a person.
func (w words) drift(text string, p store.PersonID, args ...string) store.Sentence {
	return say(text, append([]string{"Name", w.name(p)}, args...)...)
}

func (w words) unblocked(p store.PersonID) store.Sentence {
	return say("{{.Name}} is unblocked in SALTO KS, as the desk wants it.", "Name", w.name(p))
}

func (w words) doorList(ids []string) string {
	names := make([]string, 0, len(ids))
	for _, id := range ids {
		if n := w.doors[id]; n != "" {
			names = append(names, n)
		} else {
			names = append(names, id)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func (w words) user(p store.PersonID, u store.UserState) store.Sentence {
	if u.Email != "" {
		return say("{{.Name}} becomes a user in SALTO KS, which sends an invitation to {{.Email}}.", "Name", w.name(p), "Email", u.Email)
	}
	return say("{{.Name}} becomes a user in SALTO KS, by tag only: no invitation is sent.", "Name", w.name(p))
}

// profile says which of name, address and tag is brought up to date.
func (w words) profile(p store.PersonID, have, want store.UserState) store.Sentence {
	name := have.FirstName != want.FirstName || have.LastName != want.LastName
	mail, tag := !strings.EqualFold(have.Email, want.Email), have.TagID != want.TagID
	switch {
	case tag && !name && !mail && want.TagID == "":
		return say("The tag of {{.Name}} is taken back.", "Name", w.name(p))
	case tag && !name && !mail:
		return say("{{.Name}} gets a tag.", "Name", w.name(p))
	case mail && !name && !tag && want.Email == "":
		return say("The e-mail address of {{.Name}} is taken away.", "Name", w.name(p))
	case mail && !name && !tag:
		return say("The e-mail address of {{.Name}} becomes {{.Email}}.", "Name", w.name(p), "Email", want.Email)
	case name && !mail && !tag:
		return say("The name of {{.Name}} is brought up to date.", "Name", w.name(p))
	}
	return say("The name, e-mail address or tag of {{.Name}} is brought up to date.", "Name", w.name(p))
}

func (w words) lostTag(p store.PersonID, instead string) store.Sentence {
	if instead != "" {
		return say("{{.Name}} gets another tag in SALTO KS: the one before is lost.", "Name", w.name(p))
	}
	return say("The lost tag of {{.Name}} is taken away in SALTO KS.", "Name", w.name(p))
}

func (w words) seat(p store.PersonID) store.Sentence {
	return say("{{.Name}} has a right again, and takes a seat.", "Name", w.name(p))
}

func (w words) suspended(p store.PersonID) store.Sentence {
	return say("{{.Name}} opens nothing any more, and the seat is freed: {{.Why}}.", "Name", w.name(p)).With("Why", w.why(p))
}

func (w words) deleted(p store.PersonID) store.Sentence {
	return say("{{.Name}} opens nothing any more, and the user is deleted in SALTO KS: {{.Why}}.", "Name", w.name(p)).With("Why", w.why(p))
}

// why says for what reason a person has less than before.
func (w words) why(id store.PersonID) store.Sentence {
	p, here := w.person(id)
	main, _ := w.person(p.Main)
	switch {
	case !here:
		return say("not in this file any more")
	case !p.BlockedAt.IsZero():
		return say("blocked at the desk")
	}
	switch p.State(w.today) {
	case store.StateCancelled:
		return say("the last day was {{.Day}}", "Day", string(p.EndsOn))
	case store.StateUpcoming:
		return say("the first day is {{.Day}}", "Day", string(p.StartsOn))
	case store.StatePaused:
		return say("paused from {{.Day}} on", "Day", string(p.PausedFrom))
	case store.StateVisitor:
		return say("no booking is ahead")
	}
	switch {
	case p.Connect == store.ConnectNone:
		return say("not connected to SALTO KS any more")
	case p.Main != 0 && main.State(w.today) != store.StateActive:
		return say("{{.Main}}, whose plan they share, has no active plan", "Main", main.Name())
	}
	return say("the plan does not give it any more")
}

func (w words) joins(k store.MembershipKey, r access.Reason) store.Sentence {
	doors := ""
	if g, ok := w.snap.Mirror.Group(k.Group); ok {
		doors = w.doorList(g.Doors)
	}
	if r.Main != 0 {
		return say("{{.Name}} gets {{.Doors}} (group “{{.Group}}”): plan “{{.Plan}}” of {{.Main}}.",
			"Name", w.name(k.Person), "Doors", doors, "Group", w.groups[k.Group], "Plan", w.plans[r.Plan], "Main", w.name(r.Main))
	}
	return say("{{.Name}} gets {{.Doors}} (group “{{.Group}}”): plan “{{.Plan}}”.",
		"Name", w.name(k.Person), "Doors", doors, "Group", w.groups[k.Group], "Plan", w.plans[r.Plan])
}

func (w words) leaves(k store.MembershipKey) store.Sentence {
	doors := ""
	if g, ok := w.snap.Mirror.Group(k.Group); ok {
		doors = w.doorList(g.Doors)
	}
	return say("{{.Name}} loses {{.Doors}} (group “{{.Group}}”): {{.Why}}.",
		"Name", w.name(k.Person), "Doors", doors, "Group", w.groups[k.Group]).With("Why", w.why(k.Person))
}

func (w words) gains(g access.Group) store.Sentence {
	name, doors := w.name(g.State.People[0]), w.doorList(g.State.Doors)
	if g.Reason.Kind == access.ByExtraDoor {
		return say("{{.Name}} gets {{.Doors}}: extra door.", "Name", name, "Doors", doors)
	}
	return say("{{.Name}} gets {{.Doors}}, {{.From}} – {{.Until}}: booking of {{.Room}}.",
		"Name", name, "Doors", doors, "Room", w.room(g.Reason),
		"From", string(store.LocalOf(g.Window.From, w.loc)), "Until", string(store.LocalOf(g.Window.To, w.loc)))
}

// narrowed says what is closed of a managed group that goes on: some of its
// doors, or a part of its hours.
func (w words) narrowed(g access.Group, doors ...string) store.Sentence {
	name := w.name(g.State.People[0])
	if g.Reason.Kind == access.ByExtraDoor {
		return say("{{.Name}} loses {{.Doors}}: the extra door was taken back.", "Name", name, "Doors", w.doorList(doors))
	}
	room := w.room(g.Reason)
	if len(doors) > 0 {
		return say("The booking of {{.Room}} by {{.Name}} does not open {{.Doors}} any more.", "Name", name, "Room", room, "Doors", w.doorList(doors))
	}
	return say("The booking of {{.Room}} by {{.Name}} was changed: what it no longer needs is closed.", "Name", name, "Room", room)
}

func (w words) groupGone(key string, g store.GroupState, class Class) store.Sentence {
	name := ""
	if len(g.People) > 0 {
		name = w.name(g.People[0])
	}
	if class == Tidy {
		return say("The group “{{.Group}}” of a booking of {{.Name}} that is over is tidied away.", "Group", g.Name, "Name", name)
	}
	return say("{{.Name}} loses {{.Doors}} (“{{.Group}}”): {{.Why}}.", "Name", name, "Doors", w.doorList(g.Doors), "Group", g.Name).
		With("Why", w.whyNoGroup(key, g))
}

// whyNoGroup says why a managed group is not wanted any more.
func (w words) whyNoGroup(key string, g store.GroupState) store.Sentence {
	if len(g.People) == 0 {
		return say("nobody is in it")
	}
	p, here := w.person(g.People[0])
	active := here && p.BlockedAt.IsZero() && (p.State(w.today) == store.StateActive || p.State(w.today) == store.StateVisitor)
	switch {
	case !active:
		return w.why(g.People[0])
	case strings.HasPrefix(key, "doors:"):
		return say("the extra doors were taken back")
	}
	return say("the booking was deleted or changed")
}

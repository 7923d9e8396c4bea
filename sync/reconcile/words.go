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
	people   map[store.PersonID]string
	doors    map[string]string
	groups   map[string]string
	plans    map[store.PlanID]string
	rooms    map[store.RoomID]string
	bookings map[store.BookingID]store.Booking
	loc      *time.Location
}

func newWords(snap store.Snapshot, ledger store.Ledger) words {
	w := words{
		snap:     snap,
		people:   make(map[store.PersonID]string, len(snap.People)),
		doors:    make(map[string]string, len(snap.Mirror.Doors)),
		groups:   make(map[string]string, len(snap.Mirror.Groups)),
		plans:    make(map[store.PlanID]string, len(snap.Plans)),
		rooms:    make(map[store.RoomID]string, len(snap.Rooms)),
		bookings: make(map[store.BookingID]store.Booking, len(snap.Bookings)),
		loc:      snap.Space.Location(),
	}
	for id, u := range ledger.Users { // also those who were deleted here
		w.people[id] = strings.TrimSpace(u.State.FirstName + " " + u.State.LastName)
	}
	for _, p := range snap.People {
		w.people[p.ID] = p.Name()
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
	for _, b := range snap.Bookings {
		w.bookings[b.ID] = b
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

func (w words) name(p store.PersonID) string { return w.people[p] }

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

func (w words) profile(p store.PersonID) store.Sentence {
	return say("The name, e-mail address or tag of {{.Name}} is brought up to date.", "Name", w.name(p))
}

func (w words) seat(p store.PersonID) store.Sentence {
	return say("{{.Name}} takes a seat again.", "Name", w.name(p))
}

func (w words) suspended(p store.PersonID) store.Sentence {
	return say("{{.Name}} opens nothing any more: the seat is freed.", "Name", w.name(p))
}

func (w words) deleted(p store.PersonID) store.Sentence {
	return say("{{.Name}} opens nothing any more: the user is deleted in SALTO KS.", "Name", w.name(p))
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
	return say("{{.Name}} loses {{.Doors}} (group “{{.Group}}”).", "Name", w.name(k.Person), "Doors", doors, "Group", w.groups[k.Group])
}

func (w words) gains(g access.Group) store.Sentence {
	name, doors := w.name(g.State.People[0]), w.doorList(g.State.Doors)
	if g.Reason.Kind == access.ByExtraDoor {
		return say("{{.Name}} gets {{.Doors}}: extra door.", "Name", name, "Doors", doors)
	}
	b := w.bookings[g.Reason.Booking]
	return say("{{.Name}} gets {{.Doors}}, {{.From}} – {{.Until}}: booking of {{.Room}}.",
		"Name", name, "Doors", doors, "Room", w.rooms[b.Room],
		"From", string(store.LocalOf(g.Window.From, w.loc)), "Until", string(store.LocalOf(g.Window.To, w.loc)))
}

func (w words) narrowed(g access.Group) store.Sentence {
	if g.Reason.Kind == access.ByExtraDoor {
		return say("{{.Name}} loses an extra door.", "Name", w.name(g.State.People[0]))
	}
	return say("The booking of {{.Room}} by {{.Name}} was changed: what it no longer needs is closed.",
		"Name", w.name(g.State.People[0]), "Room", w.rooms[w.bookings[g.Reason.Booking].Room])
}

func (w words) groupGone(g store.GroupState, class Class) store.Sentence {
	name := ""
	if len(g.People) > 0 {
		name = w.name(g.People[0])
	}
	if class == Tidy {
		return say("The group “{{.Group}}” of a booking that is over is tidied away.", "Group", g.Name)
	}
	return say("{{.Name}} loses {{.Doors}} (“{{.Group}}”).", "Name", name, "Doors", w.doorList(g.Doors), "Group", g.Name)
}

package access

import (
	"slices"
	"time"

	"latchkey/store"
)

// Kind says which rule a grant comes from.
type Kind string

// The rules that give access.
const (
	ByPlan      Kind = "plan"
	ByExtraDoor Kind = "extra door"
	ByBooking   Kind = "booking"
)

// Reason is why a grant exists.
type Reason struct {
	Kind    Kind
	Plan    store.PlanID    // ByPlan
	Main    store.PersonID  // ByPlan: inherited from this main member
	Booking store.BookingID // ByBooking
}

// Grant is the unit that everything is computed in: a person may open a door
// in a window because of a reason. Exactly one of Door and Group is set; a
// standing Group stands for its doors, at the times of its own schedules.
type Grant struct {
	Person store.PersonID
	Door   string
	Group  string
	Window Window
	Reason Reason
}

// rules is a snapshot with the look-ups that the rules need.
type rules struct {
	snap     store.Snapshot
	loc      *time.Location // of the space: dates and what is said are in it
	zones    DoorZones      // of the locks: schedules are in them
	doors    map[store.RoomID][]string
	plans    map[store.PlanID]store.Plan
	people   map[store.PersonID]store.Person
	rooms    map[store.RoomID]store.Room
	groups   map[string]store.KSGroup
	byRoom   map[store.RoomID][]store.Booking // by start
	byPerson map[store.PersonID][]store.Booking
}

func newRules(snap store.Snapshot) *rules {
	r := &rules{
		snap:     snap,
		loc:      snap.Space.Location(),
		zones:    ZonesOf(snap),
		doors:    make(map[store.RoomID][]string, len(snap.Rooms)),
		plans:    make(map[store.PlanID]store.Plan, len(snap.Plans)),
		people:   make(map[store.PersonID]store.Person, len(snap.People)),
		rooms:    make(map[store.RoomID]store.Room, len(snap.Rooms)),
		groups:   make(map[string]store.KSGroup, len(snap.Mirror.Groups)),
		byRoom:   make(map[store.RoomID][]store.Booking, len(snap.Rooms)),
		byPerson: make(map[store.PersonID][]store.Booking),
	}
	for _, p := range snap.Plans {
		r.plans[p.ID] = p
	}
	for _, p := range snap.People {
		r.people[p.ID] = p
	}
	for _, g := range snap.Mirror.Groups {
		r.groups[g.ID] = g
	}
	gone := goneDoors(snap.Mirror)
	for _, m := range snap.Rooms {
		r.rooms[m.ID] = m
		r.doors[m.ID] = r.doorsOf(m, gone)
	}
	for _, b := range snap.Bookings {
		r.byRoom[b.Room] = append(r.byRoom[b.Room], b)
		r.byPerson[b.Person] = append(r.byPerson[b.Person], b)
	}
	for _, bs := range r.byRoom {
		slices.SortFunc(bs, func(a, b store.Booking) int { return a.StartAt.Compare(b.StartAt) })
	}
	return r
}

// active returns when a person's own dates let them in: from the first day to
// the last, both included, without the paused days. A visitor has no dates.
func (r *rules) active(p store.Person) []Window {
	own := Always
	if p.StartsOn != "" {
		own.From = p.StartsOn.Start(r.loc)
	}
	if p.EndsOn != "" {
		own.To = p.EndsOn.End(r.loc)
	}
	if p.PausedFrom == "" {
		return nonEmpty(own)
	}
	pause := Window{From: p.PausedFrom.Start(r.loc)}
	if p.PausedUntil != "" {
		pause.To = p.PausedUntil.End(r.loc)
	}
	return own.Without(pause)
}

// membership returns when a person has membership rights: while active
// themselves and, for a co-member, while the main member is.
func (r *rules) membership(p store.Person) []Window {
	if p.Main == 0 {
		return r.active(p)
	}
	main, ok := r.people[p.Main]
	if !ok || main.Plan == 0 {
		return nil
	}
	return Both(r.active(p), r.active(main))
}

// grants returns everything that a person may open, in no order.
func (r *rules) grants(p store.Person) []Grant {
	return slices.Concat(r.planGrants(p), r.extraGrants(p), r.bookingGrants(p))
}

func (r *rules) planGrants(p store.Person) []Grant {
	payer := p
	if p.Main != 0 {
		payer = r.people[p.Main] // a missing one has no plan
	}
	change := Window{}
	if payer.NextPlan != 0 && payer.NextPlanOn != "" {
		change.From = payer.NextPlanOn.Start(r.loc)
	}
	var out []Grant
	add := func(plan store.PlanID, when Window) {
		for _, m := range r.plans[plan].Mappings {
			if m.Space != r.snap.Space.ID || m.Group.ID == "" {
				continue
			}
			for _, w := range Both(r.membership(p), []Window{when}) {
				out = append(out, Grant{
					Person: p.ID, Group: m.Group.ID, Window: w,
					Reason: Reason{Kind: ByPlan, Plan: plan, Main: p.Main},
				})
			}
		}
	}
	if change.From.IsZero() {
		add(payer.Plan, Always)
		return out
	}
	add(payer.Plan, Window{To: change.From})
	add(payer.NextPlan, change)
	return out
}

func (r *rules) extraGrants(p store.Person) []Grant {
	if p.Plan == 0 && p.Main == 0 {
		return nil
	}
	var out []Grant
	for _, x := range p.ExtraDoors {
		if d, _ := r.snap.Mirror.Door(x.Door.ID); x.Space != r.snap.Space.ID || x.Door.ID == "" || d.Gone {
			continue
		}
		for _, w := range r.membership(p) {
			out = append(out, Grant{Person: p.ID, Door: x.Door.ID, Window: w, Reason: Reason{Kind: ByExtraDoor}})
		}
	}
	return out
}

// bookingGrants gives the doors of a person's bookings. Only the person's own
// dates count: a co-member keeps a booking when the main member is cancelled.
func (r *rules) bookingGrants(p store.Person) []Grant {
	own := r.active(p)
	var out []Grant
	for _, b := range r.byPerson[p.ID] {
		windows := Both(own, []Window{r.bookingWindow(b)})
		for _, door := range r.doors[b.Room] {
			for _, w := range windows {
				out = append(out, Grant{Person: p.ID, Door: door, Window: w, Reason: Reason{Kind: ByBooking, Booking: b.ID}})
			}
		}
	}
	return out
}

func (r *rules) bookingWindow(b store.Booking) Window {
	from, to := store.AccessWindow(b, r.rooms[b.Room], r.snap.Space, r.byRoom[b.Room])
	return Window{From: from, To: to}
}

func maxTime(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// doorsOf returns the doors that a booking of the room opens: its own and
// those of its groups, sorted, each once, without doors that KS has lost.
func (r *rules) doorsOf(room store.Room, gone map[string]bool) []string {
	var doors []string
	for _, d := range room.Doors {
		doors = append(doors, d.ID)
	}
	for _, g := range room.Groups {
		doors = append(doors, r.groups[g.ID].Doors...)
	}
	doors = slices.DeleteFunc(doors, func(id string) bool { return id == "" || gone[id] })
	slices.Sort(doors)
	return slices.Compact(doors)
}

// goneDoors are the doors that KS has lost.
func goneDoors(m store.Mirror) map[string]bool {
	gone := make(map[string]bool)
	for _, d := range m.Doors {
		if d.Gone {
			gone[d.ID] = true
		}
	}
	return gone
}

// connected tells whether Latchkey gives the person a KS user. A visitor is
// connected by the booking itself.
func connected(p store.Person) bool {
	return p.Connect != store.ConnectNone && p.Connect != "" || p.Plan == 0 && p.Main == 0
}

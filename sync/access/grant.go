package access

import (
	"cmp"
	"slices"
	"time"

	"latchkey/store"
	"latchkey/store/mistake"
)

// Kind says which rule a grant comes from. It is a number, as all of a Reason are:
// thousands are kept, and the collector has nothing to look for in them.
type Kind int

// The rules that give access.
const (
	ByPlan Kind = iota + 1
	ByExtraDoor
	ByBooking
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
	people   map[store.PersonID]*store.Person // in snap
	rooms    map[store.RoomID]store.Room
	groups   map[string]store.KSGroup
	locks    map[string]store.KSDoor
	tags     map[store.PersonID]store.Tag     // the one that KS is to have
	passes   map[store.PersonID][]Window      // when a pass lets in
	byRoom   map[store.RoomID][]store.Booking // by start
	byPerson map[store.PersonID][]*store.Booking
}

func newRules(snap store.Snapshot) *rules {
	r := &rules{
		snap:     snap,
		loc:      snap.Space.Location(),
		zones:    ZonesOf(snap),
		doors:    make(map[store.RoomID][]string, len(snap.Rooms)),
		plans:    make(map[store.PlanID]store.Plan, len(snap.Plans)),
		people:   make(map[store.PersonID]*store.Person, len(snap.People)),
		rooms:    make(map[store.RoomID]store.Room, len(snap.Rooms)),
		groups:   make(map[string]store.KSGroup, len(snap.Mirror.Groups)),
		locks:    make(map[string]store.KSDoor, len(snap.Mirror.Doors)),
		tags:     tagsOf(snap.Tags),
		passes:   passesOf(snap.Passes),
		byRoom:   bookingsByRoom(snap.Bookings),
		byPerson: make(map[store.PersonID][]*store.Booking),
	}
	for _, p := range snap.Plans {
		r.plans[p.ID] = p
	}
	for i := range snap.People {
		r.people[snap.People[i].ID] = &snap.People[i]
	}
	for _, g := range snap.Mirror.Groups {
		r.groups[g.ID] = g
	}
	for _, d := range snap.Mirror.Doors {
		r.locks[d.ID] = d
	}
	for _, m := range snap.Rooms {
		r.rooms[m.ID] = m
		r.doors[m.ID] = r.doorsOf(m)
	}
	for i := range snap.Bookings {
		b := &snap.Bookings[i]
		r.byPerson[b.Person] = append(r.byPerson[b.Person], b)
	}
	return r
}

// bookingsByRoom returns each room's bookings by their start.
func bookingsByRoom(all []store.Booking) map[store.RoomID][]store.Booking {
	many := make(map[store.RoomID]int)
	for i := range all {
		many[all[i].Room]++
	}
	rooms := make(map[store.RoomID][]store.Booking, len(many))
	for i := range all {
		room := all[i].Room
		if rooms[room] == nil {
			rooms[room] = make([]store.Booking, 0, many[room])
		}
		rooms[room] = append(rooms[room], all[i])
	}
	for _, booked := range rooms {
		slices.SortFunc(booked, func(a, b store.Booking) int { return a.StartAt.Compare(b.StartAt) })
	}
	return rooms
}

// tagsOf returns each holder's tag. KS knows one tag of a person: of two that
// it could have, the one with the higher number.
func tagsOf(tags []store.Tag) map[store.PersonID]store.Tag {
	byNumber := slices.SortedFunc(slices.Values(tags), func(a, b store.Tag) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID))
	})
	held := make(map[store.PersonID]store.Tag, len(tags))
	for _, t := range byNumber {
		if t.State == store.TagHeld && t.KSID != "" {
			held[t.Holder] = t
		}
	}
	return held
}

// active returns when a person's own dates let them in: from the first day to
// the last, both included, without the paused days.
func (r *rules) active(p *store.Person) []Window {
	own := Always
	if p.StartsOn != "" {
		own.From = p.StartsOn.Start(r.loc)
	}
	if p.EndsOn != "" {
		own.To = p.EndsOn.End(r.loc)
		if mistake.On(mistake.LastDayExcluded) {
			own.To = p.EndsOn.Start(r.loc)
		}
	}
	if p.PausedFrom == "" || mistake.On(mistake.PauseIgnored) {
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
func (r *rules) membership(p *store.Person) []Window {
	if p.Main == 0 || mistake.On(mistake.CoMemberStays) {
		return r.active(p)
	}
	main, ok := r.person(p.Main)
	if !ok || main.Plan == 0 {
		return nil
	}
	return Both(r.active(p), r.active(main))
}

// grants adds everything that a person may open to out, in no order: nothing,
// once the desk has blocked them.
func (r *rules) grants(out []Grant, p *store.Person) []Grant {
	if !p.BlockedAt.IsZero() {
		return out
	}
	out = r.planGrants(out, p, r.letIn)
	out = r.extraGrants(out, p)
	return r.bookingGrants(out, p)
}

// planGrants adds the groups of a person's plan, or of their main member's, in
// those of its windows in which it lets the person in.
func (r *rules) planGrants(out []Grant, p *store.Person, letIn func(*store.Person, store.PlanID, []Window) []Window) []Grant {
	payer, mine := r.payer(p), r.membership(p)
	if payer.NextPlan == 0 || payer.NextPlanOn == "" {
		return r.planGrant(out, p, payer.Plan, letIn(p, payer.Plan, mine))
	}
	change := payer.NextPlanOn.Start(r.loc)
	out = r.planGrant(out, p, payer.Plan, letIn(p, payer.Plan, Both(mine, []Window{{To: change}})))
	return r.planGrant(out, p, payer.NextPlan, letIn(p, payer.NextPlan, Both(mine, []Window{{From: change}})))
}

var nobody store.Person

// person returns somebody of the snapshot.
func (r *rules) person(id store.PersonID) (*store.Person, bool) {
	if p := r.people[id]; p != nil {
		return p, true
	}
	return &nobody, false
}

// payer is whose plan gives a person their access: a co-member has the main
// member's. A main member who is missing has none.
func (r *rules) payer(p *store.Person) *store.Person {
	if p.Main != 0 {
		main, _ := r.person(p.Main)
		return main
	}
	return p
}

func (r *rules) planGrant(out []Grant, p *store.Person, plan store.PlanID, windows []Window) []Grant {
	if mistake.On(mistake.BookingEndsPlan) {
		for _, b := range r.byPerson[p.ID] {
			windows = Both(windows, []Window{{To: b.EndAt}})
		}
	}
	for _, m := range r.plans[plan].Mappings {
		if m.Space != r.snap.Space.ID || m.Group.ID == "" {
			continue
		}
		for _, w := range windows {
			out = append(out, Grant{
				Person: p.ID, Group: m.Group.ID, Window: w,
				Reason: Reason{Kind: ByPlan, Plan: plan, Main: p.Main},
			})
		}
	}
	return out
}

func (r *rules) extraGrants(out []Grant, p *store.Person) []Grant {
	if visitor(p) {
		return out
	}
	for _, x := range p.ExtraDoors {
		if x.Space != r.snap.Space.ID || x.Door.ID == "" || r.locks[x.Door.ID].Gone {
			continue
		}
		for _, w := range r.membership(p) {
			out = append(out, Grant{Person: p.ID, Door: x.Door.ID, Window: w, Reason: Reason{Kind: ByExtraDoor}})
		}
	}
	return out
}

// bookingGrants adds the doors of a person's bookings. Only the person's own
// dates count: a co-member keeps a booking when the main member is cancelled.
func (r *rules) bookingGrants(out []Grant, p *store.Person) []Grant {
	booked := r.byPerson[p.ID]
	if len(booked) == 0 {
		return out
	}
	own := r.mayUseBookings(p)
	for _, b := range booked {
		windows := Both(own, []Window{r.bookingWindow(b)})
		for _, door := range r.doors[b.Room] {
			for _, w := range windows {
				out = append(out, Grant{Person: p.ID, Door: door, Window: w, Reason: Reason{Kind: ByBooking, Booking: b.ID}})
			}
		}
	}
	return out
}

// mayUseBookings returns when a person's own dates leave their bookings open: a
// visitor's all the time, and before the first day of a membership one is a
// visitor like any other.
func (r *rules) mayUseBookings(p *store.Person) []Window {
	switch {
	case visitor(p):
		return []Window{Always}
	case p.EndsOn != "" && p.EndsOn < p.StartsOn:
		return nil // never was a member
	}
	own := *p
	own.StartsOn = ""
	return r.active(&own)
}

func (r *rules) bookingWindow(b *store.Booking) Window {
	from, to := store.AccessWindow(*b, r.rooms[b.Room], r.snap.Space, r.byRoom[b.Room])
	if mistake.On(mistake.BufferAfterOnly) {
		from = b.StartAt
	}
	return Window{From: from, To: to}
}

// doorsOf returns the doors that a booking of the room opens: its own and
// those of its groups, sorted, each once, without doors that KS has lost.
func (r *rules) doorsOf(room store.Room) []string {
	var doors []string
	for _, d := range room.Doors {
		doors = append(doors, d.ID)
	}
	for _, g := range room.Groups {
		doors = append(doors, r.groups[g.ID].Doors...)
	}
	doors = slices.DeleteFunc(doors, func(id string) bool { return id == "" || r.locks[id].Gone })
	slices.Sort(doors)
	return slices.Compact(doors)
}

// connected tells whether Latchkey gives the person a KS user. A visitor is
// connected by the booking itself.
func connected(p *store.Person) bool {
	return p.Connect != store.ConnectNone && p.Connect != "" || visitor(p)
}

func visitor(p *store.Person) bool { return p.Plan == 0 && p.Main == 0 }

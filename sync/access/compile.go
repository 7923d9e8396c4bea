package access

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/store/mistake"
)

// Group is a managed group that should exist in KS.
type Group struct {
	State  store.GroupState
	Window Window // of the booking with its buffers; Always for extra doors
	Reason Reason
}

// Target is what a site should look like, as far as it is Latchkey's.
type Target struct {
	Users       *store.ByPerson[store.UserState] // all of them subscribed
	Memberships store.ByGroup[Reason]            // of standing groups
	Groups      map[string]Group                 // managed, by key
	Keep        map[store.PersonID]bool          // no right now, but coming back: not to be deleted
	Blocked     map[store.PersonID]bool          // blocked at the desk: what they have goes first
	Unconnected map[store.PersonID]bool          // a right now, and no user because nobody connected them
	Next        time.Time                        // when Compile gives something else by the clock alone; zero: never
}

// GroupName is the name in KS of the managed group with a ledger's key: it
// bears the file's mark, by which a group is found again whose id was lost.
// It is "" for a key that neither BookingKey nor DoorsKey gives.
func GroupName(install, key string) string {
	switch kind, id, _ := strings.Cut(key, ":"); kind {
	case "booking":
		return GroupPrefix(install) + id
	case "doors":
		return GroupPrefix(install) + "m" + id
	}
	return ""
}

// BookingKey is the ledger's key of a booking's managed group.
func BookingKey(id store.BookingID) string { return fmt.Sprintf("booking:%d", id) }

// DoorsKey is the ledger's key of the managed group of a member's extra doors.
func DoorsKey(id store.PersonID) string { return fmt.Sprintf("doors:%d", id) }

// Compile returns the target that SALTO KS should have at now, and the grants
// that end some time after and not in KS by itself. The snapshot must reach from
// now, less the longest buffer, to now plus the space's horizon.
func Compile(snap store.Snapshot, now time.Time) (ending []Grant, target Target) {
	c := compiler{
		rules: newRules(snap),
		now:   now,
		until: now.Add(horizon(snap.Space)),
		users: make([]store.One[store.UserState], 0, len(snap.People)),
		in:    make(map[string][]store.One[Reason], len(snap.Mirror.Groups)),
		target: Target{
			Memberships: make(store.ByGroup[Reason], len(snap.Mirror.Groups)),
			Groups:      make(map[string]Group, len(snap.Bookings)),
			Keep:        make(map[store.PersonID]bool),
			Blocked:     make(map[store.PersonID]bool),
			Unconnected: make(map[store.PersonID]bool),
		},
	}
	for _, id := range snap.Later {
		c.target.Keep[id] = true
	}
	var grants []Grant // of one person at a time: those of all would be megabytes
	for i := range snap.People {
		p := &snap.People[i]
		grants = c.grants(grants[:0], p)
		c.person(p, grants)
		ending = c.appendEnding(ending, grants)
	}
	c.target.Users = store.NewByPerson(c.users)
	for group, in := range c.in {
		c.target.Memberships[group] = store.NewByPerson(in)
	}
	return ending, c.target
}

// appendEnding adds those that KS does not end by itself: it ends what is booked.
// A pass ends every hour, and is nothing to be told of.
func (c *compiler) appendEnding(ending, grants []Grant) []Grant {
	for i := range grants {
		g := &grants[i]
		if g.Reason.Kind != ByBooking && !g.Window.To.IsZero() && !g.Window.Over(c.now) && !c.plans[g.Reason.Plan].PassLimited {
			ending = append(ending, *g)
		}
	}
	return ending
}

// horizon is how far ahead bookings are put into KS. Its days have 24 hours,
// so that when a booking comes within it does not depend on a time zone.
func horizon(s store.Space) time.Duration { return time.Duration(s.HorizonDays) * 24 * time.Hour }

type compiler struct {
	*rules
	now    time.Time
	until  time.Time // end of the horizon
	users  []store.One[store.UserState]
	in     map[string][]store.One[Reason] // by standing group
	target Target
}

// person adds what one person's grants ask of KS to the target.
func (c *compiler) person(p *store.Person, grants []Grant) {
	if !p.BlockedAt.IsZero() {
		c.target.Blocked[p.ID], c.target.Keep[p.ID] = true, true
		return
	}
	if !connected(p) {
		if slices.ContainsFunc(grants, func(g Grant) bool { return g.Window.Contains(c.now) }) {
			c.target.Unconnected[p.ID] = true
		}
		return
	}
	if c.comesBack(p) {
		c.target.Keep[p.ID] = true
	}
	user := false
	for i := range grants {
		g := &grants[i]
		c.boundary(g.Window.From)
		c.boundary(g.Window.To)
		booked := g.Reason.Kind == ByBooking
		switch {
		case g.Window.Over(c.now):
		case !booked && !g.Window.Contains(c.now):
			c.target.Keep[p.ID] = true
		case !booked:
			user = true
			c.standing(p, g)
		case g.Window.From.After(c.until):
			c.boundary(g.Window.From.Add(-horizon(c.snap.Space)))
			c.target.Keep[p.ID] = true
		default:
			user = true
			c.booking(p, g)
		}
	}
	if user {
		c.users = append(c.users, store.One[store.UserState]{Person: p.ID, Has: c.user(p)})
	}
}

// comesBack tells whether somebody without a right will have one again by the
// clock alone, or with the next pass: theirs, or that of the main member whose
// plan they share.
func (c *compiler) comesBack(p *store.Person) bool {
	day := store.DateOf(c.now, c.loc)
	own, payer := p.State(day), c.payer(p).State(day)
	switch {
	case own == store.StateCancelled || payer == store.StateCancelled:
		return false
	case waits(own) || waits(payer):
		return true
	}
	return payer == store.StateActive && c.needsPass(p, day)
}

func waits(s store.State) bool { return s == store.StatePaused || s == store.StateUpcoming }

// standing adds a membership or an extra door that holds now. A group that is
// gone has no members; the user stays, for the day on which the plan has
// another group.
func (c *compiler) standing(p *store.Person, g *Grant) {
	if g.Group != "" {
		if !c.groups[g.Group].Gone {
			c.in[g.Group] = append(c.list(g.Group), store.One[Reason]{Person: p.ID, Has: g.Reason})
		}
		return
	}
	key := DoorsKey(p.ID)
	group := c.target.Groups[key]
	group.Reason = g.Reason
	group.State.Name = GroupName(c.snap.Install, key)
	group.State.People = []store.PersonID{p.ID}
	group.State.Doors = withDoor(group.State.Doors, g.Door)
	c.target.Groups[key] = group
}

// booking adds a door to a booking's managed group. A pause can cut a booking
// in two; a group has one window, so it gets the piece that comes first and,
// when that is over, the next.
func (c *compiler) booking(p *store.Person, g *Grant) {
	key := BookingKey(g.Reason.Booking)
	group, have := c.target.Groups[key]
	if have && group.Window.From.Before(g.Window.From) {
		return // the pieces come in their order
	}
	zone := c.zones.Of(g.Door)
	if mistake.On(mistake.UTCWindows) {
		zone = time.UTC
	}
	start, end := Wall(g.Window, zone)
	if have { // doors of hubs with different zones: see RoomFault
		start, end = min(start, group.State.Start), max(end, group.State.End)
	}
	group.Reason, group.Window = g.Reason, g.Window
	group.State.Name = GroupName(c.snap.Install, key)
	group.State.Start, group.State.End = start, end
	group.State.People = []store.PersonID{p.ID}
	group.State.Doors = withDoor(group.State.Doors, g.Door)
	c.target.Groups[key] = group
}

// list is who is in a standing group so far. It begins with room for an even
// share of all: from one on, a list of thousands would be made anew many times.
func (c *compiler) list(group string) []store.One[Reason] {
	if in, begun := c.in[group]; begun {
		return in
	}
	return make([]store.One[Reason], 0, len(c.snap.People)/max(1, len(c.groups)))
}

func withDoor(doors []string, door string) []string {
	at, found := slices.BinarySearch(doors, door)
	if found {
		return doors
	}
	return slices.Insert(doors, at, door)
}

// user is the KS user that a person should have. Only someone who is to use
// the phone has their e-mail address sent, because that makes KS invite them.
func (c *compiler) user(p *store.Person) store.UserState {
	u := store.UserState{FirstName: cmp.Or(p.FirstName, "-"), LastName: cmp.Or(p.LastName, "-"), Subscribed: true} // KS wants both
	if p.Connect != store.ConnectTagOnly {
		u.Email = p.Email
	}
	if p.Connect != store.ConnectPhoneOnly {
		u.TagID = c.tags[p.ID].KSID
	}
	return u
}

// boundary notes an instant at which the target changes by itself.
func (c *compiler) boundary(t time.Time) {
	if t.After(c.now) && (c.target.Next.IsZero() || t.Before(c.target.Next)) {
		c.target.Next = t
	}
}

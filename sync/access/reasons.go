package access

import (
	"slices"

	"latchkey/store"
)

// reasons names the rights behind some grants, and the pass that one needs.
func (e explainer) reasons(grants []Grant) []Fact {
	var out, passes []Fact
	for _, g := range grants {
		out = append(out, Fact{Opens, e.reason(g)})
		if f, limited := e.passNow(e.p, g); limited && len(passes) == 0 {
			passes = append(passes, f)
		}
	}
	return append(out, passes...)
}

func (r *rules) reason(g Grant) store.Sentence {
	switch g.Reason.Kind {
	case ByBooking:
		b := r.booking(g)
		return sentence("Booking of {{.Room}}, {{.From}} – {{.Until}}.",
			"Room", r.rooms[b.Room].Name, "From", string(b.Start), "Until", string(b.End))
	case ByExtraDoor:
		return sentence("Extra door of this member.")
	default:
		plan, group := r.plans[g.Reason.Plan].Name, r.groups[g.Group].Name
		if g.Reason.Main != 0 {
			main, _ := r.person(g.Reason.Main)
			return sentence("Plan “{{.Plan}}” of {{.Main}}, through the group “{{.Group}}”.",
				"Plan", plan, "Main", main.Name(), "Group", group)
		}
		return sentence("Plan “{{.Plan}}”, through the group “{{.Group}}”.", "Plan", plan, "Group", group)
	}
}

// booking returns the booking behind a grant.
func (r *rules) booking(g Grant) *store.Booking {
	for _, b := range r.byPerson[g.Person] {
		if b.ID == g.Reason.Booking {
			return b
		}
	}
	return &store.Booking{}
}

// hours says in a few words for how long the door goes on opening. Rights
// that overlap or meet are one stretch, but for those that go by the hours of
// a group.
func (e explainer) hours(opening []Grant, door string) store.Sentence {
	stretch, booked, steady := e.stretch(opening, door)
	switch {
	case !steady:
		return sentence("at the hours of the group “{{.Group}}”", "Group", e.groups[opening[0].Group].Name)
	case stretch.To.IsZero():
		return sentence("always")
	case booked:
		return sentence("{{.From}} – {{.Until}}",
			"From", string(store.LocalOf(stretch.From, e.loc)), "Until", string(store.LocalOf(stretch.To, e.loc)))
	}
	return sentence("until {{.Until}}", "Until", string(store.LocalOf(stretch.To, e.loc)))
}

// stretch joins the windows of the grants that give the door at any hour, with
// those that come before and after, and returns the stretch in which the
// instant lies. Booked tells whether it is made of bookings alone.
func (e explainer) stretch(opening []Grant, door string) (stretch Window, booked, found bool) {
	var all []Window
	for _, g := range e.grants {
		if e.atAnyHour(g, door) && (!g.Window.Contains(e.at) || slices.Contains(opening, g)) {
			all = append(all, g.Window)
		}
	}
	for _, w := range Union(all) {
		if w.Contains(e.at) {
			stretch, found = w, true
		}
	}
	booked = !slices.ContainsFunc(opening, func(g Grant) bool { return g.Reason.Kind != ByBooking })
	return stretch, booked, found
}

func (e explainer) atAnyHour(g Grant, door string) bool {
	if g.Group == "" {
		return g.Door == door
	}
	group := e.groups[g.Group]
	return !group.Gone && slices.Contains(group.Doors, door) && slices.ContainsFunc(group.Schedules, AlwaysOpen)
}

// refusal names the nearest thing that is missing for a yes.
func (e explainer) refusal(door string) []Fact {
	if at := e.p.BlockedAt; !at.IsZero() {
		return []Fact{{Closes, sentence("{{.Name}} was blocked at the desk on {{.Day}}. Unblock them in Members to give back what they had.",
			"Name", e.p.Name(), "Day", string(store.DateOf(at, e.loc)))}}
	}
	if lock := e.locks[door]; lock.Gone {
		return []Fact{{Closes, sentence("The door “{{.Door}}” is gone from SALTO KS.", "Door", lock.Name)}}
	}
	out := slices.Concat(e.ownDates(), e.mainDates(), e.closedGroups(door))
	if next, ok := e.nextBooking(door); ok {
		out = append(out, Fact{Note, sentence("The next booking that opens it: {{.Room}}, {{.From}} – {{.Until}}.",
			"Room", e.rooms[next.Room].Name, "From", string(next.Start), "Until", string(next.End))})
	}
	if len(out) == 0 {
		out = append(out, Fact{Closes, sentence("No plan, extra door or booking gives this door at that time.")})
	}
	return out
}

func (e explainer) ownDates() []Fact {
	no := func(text string, args ...string) []Fact { return []Fact{{Closes, sentence(text, args...)}} }
	switch p := e.p; p.State(store.DateOf(e.at, e.loc)) {
	case store.StateCancelled:
		return no("The membership ended on {{.Day}}, that day included.", "Day", string(p.EndsOn))
	case store.StateUpcoming:
		return no("The membership begins on {{.Day}}.", "Day", string(p.StartsOn))
	case store.StatePaused:
		if p.PausedUntil == "" {
			return no("Paused since {{.From}}.", "From", string(p.PausedFrom))
		}
		return no("Paused from {{.From}} to {{.Until}}, both days included.", "From", string(p.PausedFrom), "Until", string(p.PausedUntil))
	}
	return nil
}

func (e explainer) mainDates() []Fact {
	main, _ := e.person(e.p.Main)
	if e.p.Main == 0 || main.State(store.DateOf(e.at, e.loc)) == store.StateActive {
		return nil
	}
	return []Fact{{Closes, sentence("{{.Main}}, whose plan this co-member shares, has no active plan on that day.", "Main", main.Name())}}
}

// closedGroups explains the plan's groups that have the door but not now, or
// not without a pass.
func (e explainer) closedGroups(door string) []Fact {
	var out []Fact
	no := func(text string, args ...string) { out = append(out, Fact{Closes, sentence(text, args...)}) }
	for _, g := range e.planGrants(nil, e.p, asIfPassed) {
		group := e.groups[g.Group]
		switch {
		case !g.Window.Contains(e.at):
		case group.Gone || group.ID == "":
			no("The group that the plan “{{.Plan}}” stands for is gone from SALTO KS. Choose another in Plans.", "Plan", e.plans[g.Reason.Plan].Name)
		case !slices.Contains(group.Doors, door):
		case len(group.Schedules) == 0:
			no("The group “{{.Group}}” has no time schedule in SALTO KS, and so opens nothing. Give it one there.", "Group", group.Name)
		case !OpenAt(group.Schedules, e.at, e.zones.Of(door)):
			no("The group “{{.Group}}” has this door, but not at this hour.", "Group", group.Name)
		default:
			return []Fact{{Closes, sentence("{{.Name}} has no valid pass. Give one in Members.", "Name", e.p.Name())}}
		}
	}
	return out
}

func (e explainer) nextBooking(door string) (*store.Booking, bool) {
	next := &store.Booking{}
	for _, b := range e.byPerson[e.p.ID] {
		if b.StartAt.After(e.at) && slices.Contains(e.doors[b.Room], door) && (next.ID == 0 || b.StartAt.Before(next.StartAt)) {
			next = b
		}
	}
	return next, next.ID != 0
}

// doorNotes adds what the door and its hub mean for the answer: they can
// overrule it.
func (r *rules) doorNotes(door string) []Fact {
	d, ok := r.locks[door]
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

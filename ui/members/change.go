package members

import "latchkey/store"

// The changes of a membership, as values: each returns the person as they
// will be saved. today is the day in the space's zone; last days are included.

// started returns the person with a change of plan that has taken place made
// part of the plan.
func started(p store.Person, today store.Date) store.Person {
	if p.NextPlan != 0 && p.NextPlanOn != "" && p.NextPlanOn <= today {
		p.Plan, p.NextPlan, p.NextPlanOn = p.NextPlan, 0, ""
	}
	return p
}

// endedOn ends the membership with a last day. What would have come after it
// goes: a pause, a change of plan. A membership that would begin later ends
// the day before it begins: it never was.
func endedOn(p store.Person, last, today store.Date) store.Person {
	p = started(p, today)
	if p.StartsOn != "" {
		last = max(last, p.StartsOn.AddDays(-1))
	}
	p.EndsOn = last
	if p.NextPlanOn > last {
		p.NextPlan, p.NextPlanOn = 0, ""
	}
	if p.PausedFrom > last {
		p.PausedFrom, p.PausedUntil = "", ""
	}
	return p
}

// pausedFrom pauses the membership; until may be empty: until taken back.
func pausedFrom(p store.Person, from, until store.Date) store.Person {
	p.PausedFrom, p.PausedUntil = from, until
	return p
}

// reactivated takes back the end and the pause, those to come too.
func reactivated(p store.Person) store.Person {
	p.EndsOn, p.PausedFrom, p.PausedUntil = "", "", ""
	return p
}

// canReactivate tells whether there is an end or a pause to take back.
func canReactivate(p store.Person, today store.Date) bool {
	return !isVisitor(p) && (p.EndsOn != "" || p.PausedFrom != "" && (p.PausedUntil == "" || p.PausedUntil >= today))
}

// changedPlan gives another plan from a day on; a day that has come changes
// the plan at once.
func changedPlan(p store.Person, plan store.PlanID, from, today store.Date) store.Person {
	p = started(p, today)
	if from <= today {
		p.Plan, p.NextPlan, p.NextPlanOn = plan, 0, ""
		return p
	}
	p.NextPlan, p.NextPlanOn = plan, from
	return p
}

// asOn returns the person as they are on a day, made to last: the preview of
// a change that lies ahead then needs no clock of its own.
func asOn(p store.Person, day, today store.Date) store.Person {
	state := p.State(day)
	if !isVisitor(p) && p.Main == 0 {
		p.Plan = p.PlanOn(day)
	}
	p.NextPlan, p.NextPlanOn = 0, ""
	p.StartsOn, p.EndsOn, p.PausedFrom, p.PausedUntil = "", "", "", ""
	switch state {
	case store.StateCancelled, store.StatePaused, store.StateUpcoming:
		p.EndsOn = today.AddDays(-1)
	case store.StateActive, store.StateVisitor:
	}
	return p
}

// connectable tells whether “Connect all” means this person: a member or
// co-member whose membership has not ended and who is not connected.
func connectable(p store.Person, today store.Date) bool {
	return !isVisitor(p) && p.State(today) != store.StateCancelled &&
		(p.Connect == store.ConnectNone || p.Connect == "")
}

// connected connects a person in the way that what is known of them allows.
func connected(p store.Person) store.Person {
	p.Connect = store.ConnectPhoneAndTag
	if p.Email == "" {
		p.Connect = store.ConnectTagOnly
	}
	return p
}

// defaultConnect is how a new member of the space is connected.
func defaultConnect(s store.Space) store.Connect {
	if s.AutoConnect {
		return store.ConnectPhoneAndTag
	}
	return store.ConnectNone
}

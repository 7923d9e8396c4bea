package reconcile

import (
	"slices"

	"latchkey/store"
	"latchkey/store/mistake"
)

// schedules compares when a managed group opens. It has one schedule of ours:
// a window, or always.
func (g *groupSteps) schedules() {
	switch {
	case g.have.ScheduleID == "":
	case g.part(g.seen.SchedulesAt):
		if held := g.hoursDrift(); held {
			return
		}
	case g.stillHeld():
		return
	}
	have, want := g.have.State, g.want.State
	if g.have.ScheduleID != "" && have.Start == want.Start && have.End == want.End {
		return
	}
	class := Grant
	if g.have.ScheduleID != "" && len(have.People) > 0 && leavesOut(want, have) {
		class = Revoke
	}
	g.step(SetWindow, class, "window", func(s *Step) { s.Start, s.End, s.What = want.Start, want.End, g.words.gains(g.want) })
}

// leavesOut tells whether the new window leaves out a part of the old one.
func leavesOut(want, have store.GroupState) bool {
	return want.Start > have.Start || want.End != "" && (have.End == "" || want.End < have.End)
}

// hoursDrift finds schedules that somebody else changed or added. What opens
// longer than ours is put back; what opens shorter is held: it tells whether
// our own change has to wait for that.
func (g *groupSteps) hoursDrift() (held bool) {
	ours := store.Schedule{}
	for _, s := range g.seen.Schedules {
		if s.ID == g.have.ScheduleID {
			ours = s
		} else {
			g.dropHours(s, g.tooLong())
		}
	}
	have, want := g.have.State, g.want.State
	switch {
	case have.Start == asShown, ours.ID != "" && opensLike(ours, have.Start, have.End):
		return false
	case ours.ID != "" && opensLike(ours, want.Start, want.End): // somebody made it what is wanted
		g.put(func(s *store.GroupState) { s.Start, s.End = want.Start, want.End })
		return false
	case ours.ID != "" && !within(ours, have.Start, have.End):
		g.cut(ours, have.Start, have.End, g.tooLong())
		return true
	case ours.ID != "" && !within(ours, want.Start, want.End):
		g.cut(ours, want.Start, want.End, store.Sentence{})
	}
	return g.holdHours(ours)
}

// stillHeld tells whether hours that somebody changed have still to be left
// alone: until KS has settled after a change of our own to the group, it is not
// known whether they are as they were. What is not wanted any more is cut off all
// the same.
func (g *groupSteps) stillHeld() bool {
	ours := store.Schedule{}
	for _, s := range g.seen.Schedules {
		if s.ID == g.have.ScheduleID {
			ours = s
		}
	}
	have, want := g.have.State, g.want.State
	if opensLike(ours, have.Start, have.End) || !g.found("window") && !g.found("cut") && !g.found("schedule/"+g.have.ScheduleID) {
		return false
	}
	if ours.ID != "" && !within(ours, want.Start, want.End) {
		g.cut(ours, want.Start, want.End, store.Sentence{})
	}
	return true
}

// found tells whether a difference of the group is known from before.
func (g *groupSteps) found(suffix string) bool {
	x, known := g.answers[string(g.base.Object)+"/"+suffix]
	return known && x.OverAt.IsZero()
}

// tooLong is what the desk is told of hours that somebody made longer.
func (g *groupSteps) tooLong() store.Sentence {
	return g.words.drift("The hours of “{{.Group}}” of {{.Name}} were made longer in SALTO KS by somebody.", g.who, "Group", g.have.State.Name)
}

// asShown is the start of hours that are in KS as somebody made them, and that the
// desk wants put right: it is unlike any that is wanted.
const asShown = "?"

// holdHours keeps hours that somebody made shorter, or took away.
func (g *groupSteps) holdHours(ours store.Schedule) (held bool) {
	lg := g.have
	if lg.ScheduleID = ours.ID; ours.ID != "" {
		lg.State.Start, lg.State.End = asShown, ours.EndDate
	}
	if mistake.On(mistake.AutoRegrant) {
		g.note(Note{Group: &lg})
		g.have = lg
		return false
	}
	ours.ID = ""
	g.differs(g.base.Object, "window", HoursShorter, store.Narrower, g.who,
		g.words.drift("The hours of “{{.Group}}” of {{.Name}} were made shorter in SALTO KS by somebody.", g.who, "Group", g.have.State.Name),
		ours, g.wish, Note{Group: &lg})
	return true
}

// cut leaves of a schedule what lies between start and end. What cannot be cut
// is dropped. The desk is told why, unless the wish was its own.
func (g *groupSteps) cut(s store.Schedule, start, end string, why store.Sentence) {
	from, to := max(start, s.StartDate), end
	if s.EndDate != "" && (to == "" || s.EndDate < to) {
		to = s.EndDate
	}
	if !opensLike(s, s.StartDate, s.EndDate) || to != "" && from >= to {
		g.dropHours(s, why)
		return
	}
	if why.Text != "" && mistake.On(mistake.WiderStays) {
		return
	}
	what := why
	if why.Text == "" {
		what = g.words.narrowed(g.want)
	} else {
		g.differs(g.base.Object, "cut", HoursLonger, store.Wider, g.who, why, []string{s.StartDate, s.EndDate}, "")
	}
	g.step(SetWindow, Revoke, "cut", func(step *Step) { step.Start, step.End, step.What = from, to, what })
}

// dropHours removes a schedule.
func (g *groupSteps) dropHours(s store.Schedule, why store.Sentence) {
	if why.Text != "" && mistake.On(mistake.WiderStays) {
		return
	}
	suffix, what := "schedule/"+s.ID, why
	if why.Text == "" {
		what = g.words.narrowed(g.want)
	} else {
		g.differs(g.base.Object, suffix, HoursLonger, store.Wider, g.who, why, s, "")
	}
	g.step(DropSchedule, Revoke, suffix, func(step *Step) { step.Schedule, step.What = s.ID, what })
}

// opensLike tells whether a schedule is the window from start to end, all of
// each day; empty ends: always.
func opensLike(s store.Schedule, start, end string) bool {
	return allDay(s) && s.StartDate == start && s.EndDate == end
}

// within tells whether a schedule opens at no time at which the window does
// not.
func within(s store.Schedule, start, end string) bool {
	return s.StartDate >= start && (end == "" || s.EndDate != "" && s.EndDate <= end)
}

func allDay(s store.Schedule) bool {
	return !slices.Contains(s.Days[:], false) && (s.StartTime == "" || s.StartTime == "00:00:00") && (s.EndTime == "" || s.EndTime == "23:59:59")
}

package main

import (
	"context"
	"slices"
	"time"

	"latchkey/store"
	"latchkey/sync/access"
	"latchkey/ui/calendar"
	"latchkey/ui/members"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// answers gives the screens what the rules of access say. Everything in it is
// called away from the UI thread.
type answers struct {
	program *program
	space   func() store.SpaceID
}

func (a answers) read(ctx context.Context, at time.Time) (store.Snapshot, access.Known, error) {
	s, err := a.program.store.Space(ctx, a.space())
	if err != nil {
		return store.Snapshot{}, access.Known{}, err
	}
	return a.program.around(ctx, s, at)
}

// explain answers for every door of the space.
func (a answers) explain(ctx context.Context, person store.PersonID, at time.Time) ([]members.DoorLine, error) {
	snap, known, err := a.read(ctx, at)
	if err != nil {
		return nil, err
	}
	var out []members.DoorLine
	for _, d := range access.ExplainAll(snap, known, person, at) {
		line := members.DoorLine{Door: d.Door.Name, Open: d.Open, Proof: d.Proof}
		if d.Open {
			line.When = []store.Sentence{d.When}
		}
		for _, f := range d.Why {
			line.Why = append(line.Why, f.What)
		}
		out = append(out, line)
	}
	return out, nil
}

// faults names what opens nothing although it should.
func (a answers) faults(ctx context.Context) ([]store.Sentence, error) {
	snap, _, err := a.read(ctx, a.program.store.Now())
	if err != nil {
		return nil, err
	}
	return access.Faults(snap), nil
}

// preview names the doors that a person gains and loses by an edit, by what
// would hold today and at any hour.
func (a answers) preview(ctx context.Context, before, after store.Person) (gains, loses []string, err error) {
	snap, _, err := a.read(ctx, a.program.store.Now())
	if err != nil {
		return nil, nil, err
	}
	now := a.program.store.Now()
	had, has := standingDoors(snap, before, now), standingDoors(snap, after, now)
	for _, d := range has {
		if !slices.Contains(had, d) {
			gains = append(gains, d)
		}
	}
	for _, d := range had {
		if !slices.Contains(has, d) {
			loses = append(loses, d)
		}
	}
	return gains, loses, nil
}

// standingDoors returns the names of the doors that a person has without a
// booking. Somebody who is not in the file yet is looked at as if they were.
func standingDoors(snap store.Snapshot, p store.Person, now time.Time) []string {
	if p.ID == 0 {
		p.ID = -1 // no row has it
	}
	at := slices.IndexFunc(snap.People, func(o store.Person) bool { return o.ID == p.ID })
	people := slices.Clone(snap.People)
	if at >= 0 {
		people[at] = p
	} else {
		people = append(people, p)
	}
	snap.People = people
	return access.StandingDoors(snap, p.ID, now)
}

// bookingStates tells how far bookings have come on their way to the doors.
func (a answers) bookingStates(ctx context.Context, ids []store.BookingID) (map[store.BookingID]calendar.State, error) {
	now := a.program.store.Now()
	s, err := a.program.store.Space(ctx, a.space())
	if err != nil || s.SiteID == "" {
		return nil, err
	}
	snap, known, err := a.program.around(ctx, s, now)
	if err != nil {
		return nil, err
	}
	_, target := access.Compile(snap, now)
	lost := access.LostBookings(snap, known)
	ahead := make(map[store.BookingID]store.Booking, len(snap.Bookings))
	for _, b := range snap.Bookings {
		ahead[b.ID] = b
	}
	out := make(map[store.BookingID]calendar.State, len(ids))
	for _, id := range ids {
		b, ok := ahead[id]
		if !ok || b.EndAt.Before(now) {
			continue // over, or beyond what KS is told yet
		}
		out[id] = bookingState(snap, target, known.Ledger, b, now)
		if lost[id] {
			out[id] = calendar.State{Kind: widgets.Warn, Text: store.Sentence{Text: "changed in SALTO KS"}}
		}
	}
	return out, nil
}

func bookingState(snap store.Snapshot, target access.Target, ledger store.Ledger, b store.Booking, now time.Time) calendar.State {
	want, wanted := target.Groups[access.BookingKey(b.ID)]
	have := ledger.Groups[access.BookingKey(b.ID)]
	switch {
	case !wanted && b.StartAt.After(now.AddDate(0, 0, snap.Space.HorizonDays)):
		return calendar.State{Kind: widgets.Neutral, Text: store.Sentence{Text: "goes to SALTO KS later"}}
	case !wanted:
		return calendar.State{Kind: widgets.Warn, Text: store.Sentence{Text: "opens no door"}}
	case !sameGroup(want.State, have.State) || have.ConfirmedAt.IsZero():
		return calendar.State{Kind: widgets.Warn, Text: store.Sentence{Text: "waits"}}
	case hubOffline(snap.Mirror, want.State.Doors):
		return calendar.State{Kind: widgets.Warn, Text: store.Sentence{Text: "door offline"}}
	}
	return calendar.State{Kind: widgets.Good, Text: store.Sentence{
		Text: "in KS since {{.At}}", Args: map[string]string{"At": words.Instant(have.ConfirmedAt, now, snap.Space.Location())},
	}}
}

func sameGroup(want, have store.GroupState) bool {
	return want.Start == have.Start && want.End == have.End && slices.Equal(want.Doors, have.Doors) && slices.Equal(want.People, have.People)
}

func hubOffline(m store.Mirror, doors []string) bool {
	return slices.ContainsFunc(doors, func(id string) bool {
		d, ok := m.Door(id)
		return ok && d.IQ != "" && !d.IQOnline
	})
}

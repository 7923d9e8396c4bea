package engine

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/kssim"
)

// rotation is the slow look at a house in quiet time, without the plans between
// its turns: they ask for nothing, and of a large house there are too many.
type rotation struct {
	*house
	p *plan
}

// rotate begins as in a house that has been left alone for long.
func (h *house) rotate() *rotation {
	h.eng.looked = true
	r := &rotation{house: h, p: h.plan()}
	r.spread()
	return r
}

// reading is one list that the look reads.
type reading struct {
	every time.Duration
	turns int // that it takes
	note  func(at time.Time)
}

// spread sets when each list was last read. The look reads what is most
// overdue, so in the long run it comes to each when that is as many times
// overdue as any other.
func (r *rotation) spread() {
	list := r.readings()
	overdue := 0.0
	for _, x := range list {
		overdue += float64(x.turns) * float64(r.eng.cfg.LookEvery) / float64(x.every)
	}
	for i, x := range list {
		part := float64(i*7919%len(list)) / float64(len(list))
		x.note(r.clock.Now().Add(-time.Duration(max(overdue, 1) * part * float64(x.every))))
	}
}

func (r *rotation) readings() []reading {
	in := r.p.in
	list := []reading{
		{usersEvery, pages(len(in.Seen.Users)), func(at time.Time) { r.p.in.Seen.UsersAt = at }},
		{groupsEvery, pages(len(in.Seen.Groups)), func(at time.Time) { r.p.in.Seen.GroupsAt = at }},
		{siteEvery, 1, func(at time.Time) { r.eng.around.note("site", at) }},
		{tagsEvery, pages(len(in.Snap.Tags)), func(at time.Time) { r.eng.around.note("tags", at) }},
		{siteEvery, pages(len(in.Snap.Mirror.Doors)), func(at time.Time) { r.eng.around.note("doors", at) }},
	}
	for _, g := range in.Snap.Mirror.Groups {
		list = append(list, reading{detailsEvery, 2, func(at time.Time) { r.eng.around.note("details of "+g.ID, at) }},
			reading{membersEvery, pages(len(in.Seen.Groups[g.ID].People)), r.seen(g.ID, setPeople)})
	}
	for _, key := range slices.Sorted(maps.Keys(in.Ledger.Groups)) {
		for _, set := range []func(*store.SeenGroup, time.Time){setPeople, setDoors, setSchedules} {
			list = append(list, reading{partsEvery, 1, r.seen(in.Ledger.Groups[key].RemoteID, set)})
		}
	}
	return list
}

func pages(items int) int { return 1 + max(items-1, 0)/100 }

func setPeople(g *store.SeenGroup, at time.Time)    { g.PeopleAt = at }
func setDoors(g *store.SeenGroup, at time.Time)     { g.DoorsAt = at }
func setSchedules(g *store.SeenGroup, at time.Time) { g.SchedulesAt = at }

func (r *rotation) seen(id string, set func(*store.SeenGroup, time.Time)) func(at time.Time) {
	return func(at time.Time) {
		g := r.p.in.Seen.Groups[id]
		set(&g, at)
		r.p.in.Seen.Groups[id] = g
	}
}

// turn lets one turn of the look go by.
func (r *rotation) turn() {
	r.clock.Advance(r.eng.cfg.LookEvery)
	_, err := r.eng.lookAround(context.Background(), r.p)
	require.NoError(r.tb, err)
}

// day counts the requests of a day without an edit.
func (r *rotation) day() int {
	before := r.eng.requests()
	for end := r.clock.Now().AddDate(0, 0, 1); r.clock.Now().Before(end); {
		r.turn()
	}
	return r.eng.requests() - before
}

// meddling is a change that somebody makes in KS by hand, and the list that
// shows it.
type meddling struct {
	what string
	act  kssim.Act
	note func(at time.Time)
	read func() time.Time
}

func (r *rotation) meddlings() []meddling {
	person, err := r.store.Person(context.Background(), r.people[0]) // is in group 0
	require.NoError(r.tb, err)
	into := func(what, group string) meddling {
		return meddling{what, kssim.Act{Do: "add-member", Who: person.Email, Group: group}, r.seen(group, setPeople),
			func() time.Time { return r.p.in.Seen.Groups[group].PeopleAt }}
	}
	other := slices.IndexFunc(r.p.in.Snap.Mirror.Groups, func(g store.KSGroup) bool { return g.Name == "Group 1" })
	booking := slices.MaxFunc(slices.Collect(maps.Values(r.p.in.Ledger.Groups)), func(a, b store.LedgerGroup) int {
		return cmp.Or(cmp.Compare(a.State.End, b.State.End), cmp.Compare(a.Key, b.Key)) // the last to end
	})
	return []meddling{
		{"a user blocked", kssim.Act{Do: "block", Who: person.Email}, func(at time.Time) { r.p.in.Seen.UsersAt = at },
			func() time.Time { return r.p.in.Seen.UsersAt }},
		into("somebody put into the group of a plan", r.p.in.Snap.Mirror.Groups[other].ID),
		into("somebody put into the group of a booking", booking.RemoteID),
	}
}

// finds makes the change just after the look has read what shows it, and
// returns how long it takes until a plan knows of it: it is never longer.
func (r *rotation) finds(m meddling) time.Duration {
	known, began := len(r.p.set.Drifts), r.clock.Now()
	r.spread()
	m.note(began)
	require.NoError(r.tb, r.sim.Admin(m.act))
	for m.read().Equal(began) {
		r.turn()
	}
	r.p = r.plan()
	require.Len(r.tb, r.p.set.Drifts, known+1, m.what)
	return r.clock.Now().Sub(began)
}

func TestTheSlowLookFindsWhatSomebodyDid(t *testing.T) {
	r := newPlot(t, 60).moveIn(t).rotate()
	for i, m := range r.meddlings() {
		require.LessOrEqual(t, r.finds(m), []time.Duration{15 * time.Minute, time.Hour, 4 * time.Hour}[i], m.what)
	}
}

// quiet compares a day without an edit in a small and in a large house, and
// says how soon the slow look finds a change by hand.
func quiet(b *testing.B, large func() *plot) figures {
	var out figures
	for b.Loop() {
		few, many := newPlot(b, 10).moveIn(b).rotate().day(), large().moveIn(b).rotate().day()
		over := pages(most) - 1 // a list is read whole, and paid for afterwards
		out = figures{{"a quiet day of the slow look, 10,000 members", fmt.Sprint(many, " requests"), fmt.Sprint("10 members: ", few), ratio(many, few), ratio(few+over, few)}}
		for _, p := range []*plot{newPlot(b, 100), newPlot(b, 1000), large()} {
			r := p.moveIn(b).rotate()
			for _, m := range r.meddlings() {
				out = append(out, figure{fmt.Sprintf("%s by hand is found, at %d members", m.what, p.members), short(r.finds(m)), "at the latest, at a request a minute", 0, 0})
			}
		}
	}
	return out
}

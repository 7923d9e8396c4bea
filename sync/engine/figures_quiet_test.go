package engine

import (
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

// rotate begins with everything read at about the pace that the look can keep
// up: as in a house that has been left alone for long.
func (h *house) rotate() *rotation {
	h.eng.looked = true
	r := &rotation{house: h, p: h.plan()}
	r.spread()
	return r
}

// spread sets when each list was last read. The look reads what is most
// overdue, so in the long run each is read when it is as many times overdue as
// the others.
func (r *rotation) spread() {
	now, seen := r.clock.Now(), r.p.in.Seen
	pages := func(n int) float64 { return float64(1 + (n-1)/100) }
	type list struct {
		every time.Duration
		cost  float64
		set   func(at time.Time)
	}
	lists := []list{
		{usersEvery, pages(len(seen.Users)), func(at time.Time) { r.p.in.Seen.UsersAt = at }},
		{groupsEvery, pages(len(seen.Groups)), func(at time.Time) { r.p.in.Seen.GroupsAt = at }},
		{siteEvery, 1, func(at time.Time) { r.eng.around.note("site", at) }},
		{siteEvery, pages(len(r.p.in.Snap.Mirror.Doors)), func(at time.Time) { r.eng.around.note("doors", at) }},
	}
	managed := make(map[string]bool)
	for _, g := range r.p.in.Ledger.Groups {
		managed[g.RemoteID] = true
	}
	for id, g := range seen.Groups {
		set := func(change func(*store.SeenGroup)) {
			g := seen.Groups[id]
			change(&g)
			seen.Groups[id] = g
		}
		every := membersEvery
		if managed[id] {
			every = partsEvery
			lists = append(lists, list{every, 1, func(at time.Time) { set(func(g *store.SeenGroup) { g.DoorsAt = at }) }},
				list{every, 1, func(at time.Time) { set(func(g *store.SeenGroup) { g.SchedulesAt = at }) }})
		} else {
			lists = append(lists, list{detailsEvery, 2, func(at time.Time) { r.eng.around.note("details of "+id, at) }})
		}
		lists = append(lists, list{every, pages(len(g.People)), func(at time.Time) { set(func(g *store.SeenGroup) { g.PeopleAt = at }) }})
	}
	times := 0.0 // how many times overdue a list is when it is its turn
	for _, l := range lists {
		times += l.cost / (l.every.Minutes() / r.eng.cfg.LookEvery.Minutes())
	}
	for i, l := range lists {
		part := float64(i*7919%len(lists)) / float64(len(lists))
		l.set(now.Add(-time.Duration(max(times, 1) * part * float64(l.every))))
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

// meddling is a change that somebody makes in KS by hand.
type meddling struct {
	what string
	act  kssim.Act
	read func() time.Time // when the list was last read that shows it
}

func (r *rotation) meddlings() []meddling {
	person, err := r.store.Person(context.Background(), r.people[0]) // is in group 0
	require.NoError(r.tb, err)
	people := func(group string) func() time.Time {
		return func() time.Time { return r.p.in.Seen.Groups[group].PeopleAt }
	}
	list := []meddling{{"a user blocked", kssim.Act{Do: "block"}, func() time.Time { return r.p.in.Seen.UsersAt }}}
	for _, g := range r.p.in.Snap.Mirror.Groups {
		if g.Name == "Group 1" {
			list = append(list, meddling{"somebody put into a plan’s group", kssim.Act{Do: "add-member", Group: g.ID}, people(g.ID)})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(r.p.in.Ledger.Groups)) {
		if g := r.p.in.Ledger.Groups[key]; g.State.People[0] != person.ID {
			list = append(list, meddling{"somebody put into a booking’s group", kssim.Act{Do: "add-member", Group: g.RemoteID}, people(g.RemoteID)})
			break
		}
	}
	for i := range list {
		list[i].act.Who = person.Email
	}
	return list
}

// finds makes the change just after the look has read what shows it, and
// returns how long it takes until a plan knows of it: that is the longest.
func (r *rotation) finds(m meddling) time.Duration {
	r.spread()
	known := len(r.p.set.Drifts)
	for last := m.read(); m.read().Equal(last); {
		r.turn()
	}
	began, last := r.clock.Now(), m.read()
	require.NoError(r.tb, r.sim.Admin(m.act))
	for m.read().Equal(last) {
		r.turn()
	}
	r.p = r.plan()
	require.Len(r.tb, r.p.set.Drifts, known+1, m.what)
	return r.clock.Now().Sub(began)
}

func TestZZ(t *testing.T) {
	for _, n := range []int{10, 100, 1000, 10000} {
		h := newPlot(t, n).moveIn(t)
		r := h.rotate()
		t0 := time.Now()
		fmt.Println(n, "day", r.day(), time.Since(t0))
		for _, m := range r.meddlings() {
			t0 := time.Now()
			fmt.Println(n, m.what, short(r.finds(m)), time.Since(t0), len(r.p.set.Drifts), len(r.p.set.Steps))
		}
	}
}

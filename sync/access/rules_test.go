package access

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// Each row is one rule: what is changed in the space, and at which moments a
// door is open or closed because of it. 2026-11-23 is a Monday.
func TestRules(t *testing.T) {
	loc := paris(t)
	type try struct {
		person store.PersonID
		door   string
		at     store.LocalTime
		open   bool
	}
	edit := func(p store.Person, change func(*store.Person)) store.Person { change(&p); return p }
	rows := map[string]struct {
		people   []store.Person
		bookings []store.Booking
		change   func(*store.Snapshot)
		tries    []try
	}{
		"a plan gives its group's doors, at its group's hours": {
			people: []store.Person{member(1, planFull), member(2, planBasic)},
			tries: []try{
				{1, "front", "2026-11-22T03:00", true}, {1, "storage", "2026-11-22T03:00", true}, {1, "studio", "2026-11-23T10:00", false},
				{2, "front", "2026-11-23T10:00", true}, {2, "front", "2026-11-23T07:59", false}, {2, "front", "2026-11-22T10:00", false}, {2, "storage", "2026-11-23T10:00", false},
			},
		},
		"the first and the last day are included": {
			people: []store.Person{edit(member(1, planFull), func(p *store.Person) { p.StartsOn, p.EndsOn = "2026-11-23", "2026-11-30" })},
			tries: []try{
				{1, "front", "2026-11-22T23:59", false}, {1, "front", "2026-11-23T00:00", true},
				{1, "front", "2026-11-30T23:59", true}, {1, "front", "2026-12-01T00:00", false},
			},
		},
		"a pause closes from its first to its last day": {
			people: []store.Person{edit(member(1, planFull), func(p *store.Person) { p.PausedFrom, p.PausedUntil = "2026-11-24", "2026-11-25" })},
			tries: []try{
				{1, "front", "2026-11-23T23:59", true}, {1, "front", "2026-11-24T00:00", false},
				{1, "front", "2026-11-25T23:59", false}, {1, "front", "2026-11-26T00:00", true},
			},
		},
		"a change of plan holds from the first moment of its day": {
			people: []store.Person{edit(member(1, planBasic), func(p *store.Person) { p.NextPlan, p.NextPlanOn = planFull, "2026-12-01" })},
			tries: []try{
				{1, "storage", "2026-11-30T23:59", false}, {1, "storage", "2026-12-01T00:00", true}, {1, "front", "2026-12-01T03:00", true},
			},
		},
		"a co-member has the main member's plan while both are active": {
			people: []store.Person{
				edit(member(1, planFull), func(p *store.Person) { p.EndsOn = "2026-11-30" }),
				edit(member(2, 0), func(p *store.Person) { p.Main = 1 }),
				edit(member(3, 0), func(p *store.Person) { p.Main, p.EndsOn = 1, "2026-11-23" }),
			},
			tries: []try{
				{2, "storage", "2026-11-30T23:59", true}, {2, "storage", "2026-12-01T00:00", false},
				{3, "storage", "2026-11-23T12:00", true}, {3, "storage", "2026-11-24T12:00", false},
			},
		},
		"a co-member of a cancelled main member keeps a booking of their own, and nothing else": {
			people: []store.Person{
				edit(member(1, planFull), func(p *store.Person) { p.EndsOn = "2026-11-01" }),
				edit(member(2, 0), func(p *store.Person) {
					p.Main, p.ExtraDoors = 1, []store.ExtraDoor{{Space: 1, Door: store.KSRef{ID: "storage"}}}
				}),
			},
			bookings: []store.Booking{booked(1, 2, "2026-11-23T10:00", "2026-11-23T11:00", loc)},
			tries: []try{
				{2, "studio", "2026-11-23T10:30", true}, {2, "front", "2026-11-23T10:30", true},
				{2, "storage", "2026-11-23T10:30", false}, {2, "front", "2026-11-23T12:00", false},
			},
		},
		"extra doors hold beside the plan, also for a plan that is closed": {
			people: []store.Person{edit(member(1, planBasic), func(p *store.Person) {
				p.ExtraDoors = []store.ExtraDoor{{Space: 1, Door: store.KSRef{ID: "storage"}}, {Space: 2, Door: store.KSRef{ID: "studio"}}}
			})},
			tries: []try{{1, "storage", "2026-11-22T03:00", true}, {1, "studio", "2026-11-22T03:00", false}},
		},
		"a booking opens the room's doors with the buffers around it": {
			people:   []store.Person{{ID: 1, FirstName: "Tom", Email: "tom@example.org"}},
			bookings: []store.Booking{booked(1, 1, "2026-11-23T10:00", "2026-11-23T11:00", loc)},
			tries: []try{
				{1, "studio", "2026-11-23T09:54", false}, {1, "studio", "2026-11-23T09:55", true}, {1, "front", "2026-11-23T09:55", true},
				{1, "studio", "2026-11-23T11:04", true}, {1, "studio", "2026-11-23T11:05", false}, {1, "storage", "2026-11-23T10:30", false},
			},
		},
		"a room's own buffers come before the space's": {
			people:   []store.Person{{ID: 1, FirstName: "Tom", Email: "tom@example.org"}},
			bookings: []store.Booking{booked(1, 1, "2026-11-23T10:00", "2026-11-23T11:00", loc)},
			change: func(s *store.Snapshot) {
				before, after := 30, 0
				s.Rooms[0].Before, s.Rooms[0].After = &before, &after
			},
			tries: []try{{1, "studio", "2026-11-23T09:30", true}, {1, "studio", "2026-11-23T10:59", true}, {1, "studio", "2026-11-23T11:00", false}},
		},
		"a buffer ends where somebody else's booking begins, and not at one's own": {
			people: []store.Person{{ID: 1, FirstName: "Tom", Email: "tom@example.org"}, {ID: 2, FirstName: "Ana", Email: "ana@example.org"}},
			bookings: []store.Booking{
				booked(1, 1, "2026-11-23T10:00", "2026-11-23T11:00", loc),
				booked(2, 2, "2026-11-23T11:03", "2026-11-23T12:00", loc),
				booked(3, 2, "2026-11-23T12:00", "2026-11-23T13:00", loc),
			},
			tries: []try{
				{1, "studio", "2026-11-23T11:02", true}, {1, "studio", "2026-11-23T11:03", false},
				{2, "studio", "2026-11-23T10:59", false}, {2, "studio", "2026-11-23T11:00", true},
				{2, "studio", "2026-11-23T11:59", true}, {2, "studio", "2026-11-23T12:00", true}, {2, "studio", "2026-11-23T13:04", true},
			},
		},
		"the end of a booking takes nothing that the plan gives": {
			people:   []store.Person{member(1, planFull)},
			bookings: []store.Booking{booked(1, 1, "2026-11-23T10:00", "2026-11-23T11:00", loc)},
			tries:    []try{{1, "front", "2026-11-23T11:30", true}, {1, "studio", "2026-11-23T11:30", false}},
		},
		"one's own cancellation and pause close bookings too": {
			people: []store.Person{
				edit(member(1, planFull), func(p *store.Person) { p.EndsOn = "2026-11-22" }),
				edit(member(2, planFull), func(p *store.Person) { p.PausedFrom = "2026-11-23" }),
			},
			bookings: []store.Booking{
				booked(1, 1, "2026-11-23T10:00", "2026-11-23T11:00", loc), booked(2, 2, "2026-11-23T13:00", "2026-11-23T14:00", loc),
			},
			tries: []try{{1, "studio", "2026-11-23T10:30", false}, {2, "studio", "2026-11-23T13:30", false}},
		},
		"a booking over midnight is one window": {
			people:   []store.Person{{ID: 1, FirstName: "Tom", Email: "tom@example.org"}},
			bookings: []store.Booking{booked(1, 1, "2026-11-23T22:00", "2026-11-24T02:00", loc)},
			tries:    []try{{1, "studio", "2026-11-23T23:59", true}, {1, "studio", "2026-11-24T00:00", true}, {1, "studio", "2026-11-24T02:05", false}},
		},
		"a room mapped to a group opens that group's doors, at any hour of the booking": {
			people:   []store.Person{{ID: 1, FirstName: "Tom", Email: "tom@example.org"}},
			bookings: []store.Booking{booked(1, 1, "2026-11-22T22:00", "2026-11-22T23:00", loc)},
			change: func(s *store.Snapshot) {
				s.Rooms[0].Doors, s.Rooms[0].Groups = nil, []store.KSRef{{ID: "basic"}}
			},
			tries: []try{{1, "front", "2026-11-22T22:30", true}, {1, "studio", "2026-11-22T22:30", false}},
		},
		"a plan limited to passes gives its doors while a pass of one's own lets in": {
			people: []store.Person{member(1, planDay), member(2, planDay), edit(member(3, 0), func(p *store.Person) { p.Main = 1 })},
			change: func(s *store.Snapshot) {
				s.Passes = []store.PassTime{
					pass(1, "2026-11-23T10:00", "2026-11-23T14:00", loc), pass(1, "2026-11-23T14:00", "2026-11-23T15:00", loc),
					pass(2, "2026-11-24T00:00", "", loc),
				}
			},
			tries: []try{
				{1, "front", "2026-11-23T09:59", false}, {1, "front", "2026-11-23T10:00", true}, {1, "front", "2026-11-23T14:00", true}, {1, "front", "2026-11-23T15:00", false},
				{2, "front", "2026-11-23T12:00", false}, {2, "front", "2027-11-24T12:00", true},
				{3, "front", "2026-11-23T12:00", false},
			},
		},
		"a co-member under such a plan needs a pass of their own": {
			people: []store.Person{member(1, planDay), edit(member(2, 0), func(p *store.Person) { p.Main = 1 })},
			change: func(s *store.Snapshot) {
				s.Passes = []store.PassTime{pass(2, "2026-11-23T10:00", "2026-11-23T14:00", loc)}
			},
			tries: []try{{1, "front", "2026-11-23T12:00", false}, {2, "front", "2026-11-23T12:00", true}, {2, "front", "2026-11-23T14:00", false}},
		},
		"passes change nothing about extra doors, bookings and other plans": {
			people: []store.Person{edit(member(1, planDay), func(p *store.Person) {
				p.ExtraDoors = []store.ExtraDoor{{Space: 1, Door: store.KSRef{ID: "storage"}}}
				p.NextPlan, p.NextPlanOn = planFull, "2026-12-01"
			})},
			bookings: []store.Booking{booked(1, 1, "2026-11-23T10:00", "2026-11-23T11:00", loc)},
			tries: []try{
				{1, "storage", "2026-11-23T10:30", true}, {1, "studio", "2026-11-23T10:30", true}, {1, "front", "2026-11-23T10:30", true},
				{1, "front", "2026-11-23T12:00", false}, {1, "front", "2026-12-01T00:00", true},
			},
		},
		"a membership that has ended is not prolonged by a pass": {
			people: []store.Person{edit(member(1, planDay), func(p *store.Person) { p.EndsOn = "2026-11-23" })},
			change: func(s *store.Snapshot) { s.Passes = []store.PassTime{pass(1, "2026-11-23T10:00", "", loc)} },
			tries:  []try{{1, "front", "2026-11-23T23:59", true}, {1, "front", "2026-11-24T00:00", false}},
		},
		"who was blocked at the desk opens nothing at all": {
			people: []store.Person{
				edit(member(1, planFull), func(p *store.Person) {
					p.BlockedAt = store.LocalTime("2026-11-23T09:00").Start(loc)
					p.ExtraDoors = []store.ExtraDoor{{Space: 1, Door: store.KSRef{ID: "storage"}}}
				}),
				edit(member(2, 0), func(p *store.Person) { p.Main = 1 }),
			},
			bookings: []store.Booking{booked(1, 1, "2026-11-23T10:00", "2026-11-23T11:00", loc)},
			tries: []try{
				{1, "front", "2026-11-23T10:30", false}, {1, "studio", "2026-11-23T10:30", false}, {1, "storage", "2026-11-23T10:30", false},
				{2, "front", "2026-11-23T10:30", true},
			},
		},
		"a group that is gone opens nothing, and takes nothing else": {
			people: []store.Person{edit(member(1, planFull), func(p *store.Person) {
				p.ExtraDoors = []store.ExtraDoor{{Space: 1, Door: store.KSRef{ID: "storage"}}}
			})},
			change: func(s *store.Snapshot) { s.Mirror.Groups[0].Gone = true },
			tries:  []try{{1, "front", "2026-11-23T10:00", false}, {1, "storage", "2026-11-23T10:00", true}},
		},
		"a plan of several groups gives the doors of each, and loses one without the others": {
			people: []store.Person{member(1, planFull)},
			change: func(s *store.Snapshot) {
				s.Plans[0].Mappings = append(s.Plans[0].Mappings, store.Mapping{Space: 1, Group: store.KSRef{ID: "basic"}}, store.Mapping{Space: 1, Group: store.KSRef{Name: "Nowhere"}})
				s.Mirror.Groups[0].Gone = true
			},
			tries: []try{{1, "front", "2026-11-23T10:00", true}, {1, "front", "2026-11-23T19:00", false}, {1, "storage", "2026-11-23T10:00", false}},
		},
		"a main member who is paused pauses their co-members": {
			people: []store.Person{
				edit(member(1, planFull), func(p *store.Person) { p.PausedFrom, p.PausedUntil = "2026-11-23", "2026-11-24" }),
				edit(member(2, 0), func(p *store.Person) { p.Main = 1 }),
				edit(member(3, 0), func(p *store.Person) { p.Main = 9 }),
			},
			tries: []try{{2, "front", "2026-11-22T12:00", true}, {2, "front", "2026-11-24T12:00", false}, {2, "front", "2026-11-25T00:00", true}, {3, "front", "2026-11-22T12:00", false}},
		},
		"a member who was never there has no day at all": {
			people: []store.Person{edit(member(1, planFull), func(p *store.Person) { p.StartsOn, p.EndsOn = "2026-11-24", "2026-11-23" })},
			tries:  []try{{1, "front", "2026-11-23T12:00", false}, {1, "front", "2026-11-24T12:00", false}},
		},
		"a member of one day has that day, with the bookings on it": {
			people:   []store.Person{edit(member(1, planFull), func(p *store.Person) { p.StartsOn, p.EndsOn = "2026-11-24", "2026-11-24" })},
			bookings: []store.Booking{booked(1, 1, "2026-11-24T10:00", "2026-11-24T11:00", loc), booked(2, 1, "2026-11-25T10:00", "2026-11-25T11:00", loc)},
			tries: []try{
				{1, "front", "2026-11-24T00:00", true}, {1, "front", "2026-11-24T23:59", true}, {1, "front", "2026-11-25T00:00", false},
				{1, "studio", "2026-11-24T10:30", true}, {1, "studio", "2026-11-25T10:30", false},
			},
		},
		"a plan change without a plan or a day changes nothing": {
			people: []store.Person{
				edit(member(1, planFull), func(p *store.Person) { p.NextPlanOn = "2026-11-23" }),
				edit(member(2, planFull), func(p *store.Person) { p.NextPlan = planBasic }),
			},
			tries: []try{{1, "storage", "2026-11-24T12:00", true}, {2, "storage", "2026-11-24T12:00", true}},
		},
		"two bookings with different rooms of one door: the end of one leaves the other": {
			people:   []store.Person{{ID: 1, FirstName: "Tom", Email: "tom@example.org"}},
			bookings: []store.Booking{booked(1, 1, "2026-11-23T10:00", "2026-11-23T11:00", loc), inRoom(booked(2, 1, "2026-11-23T10:30", "2026-11-23T12:00", loc), hall)},
			tries: []try{
				{1, "studio", "2026-11-23T11:05", false}, {1, "front", "2026-11-23T11:05", true}, {1, "storage", "2026-11-23T11:05", true}, {1, "front", "2026-11-23T12:05", false},
			},
		},
		"a visitor who becomes a member at a date keeps the bookings before it": {
			people: []store.Person{
				edit(member(1, planBasic), func(p *store.Person) { p.StartsOn = "2026-11-25" }),
				edit(member(2, planBasic), func(p *store.Person) { p.StartsOn, p.EndsOn = "2026-11-25", "2026-11-24" }),
			},
			bookings: []store.Booking{
				booked(1, 1, "2026-11-24T20:00", "2026-11-24T21:00", loc), booked(2, 1, "2026-11-25T20:00", "2026-11-25T21:00", loc),
				booked(3, 2, "2026-11-24T10:00", "2026-11-24T11:00", loc),
			},
			tries: []try{
				{1, "studio", "2026-11-24T20:30", true}, {1, "studio", "2026-11-25T20:30", true}, {1, "front", "2026-11-25T10:00", true}, {1, "front", "2026-11-24T10:00", false},
				{2, "studio", "2026-11-24T10:30", false},
			},
		},
		"who is not connected opens nothing": {
			people: []store.Person{edit(member(1, planFull), func(p *store.Person) { p.Connect = store.ConnectNone })},
			tries:  []try{{1, "front", "2026-11-23T10:00", false}},
		},
		"who has neither tag nor phone opens nothing": {
			people: []store.Person{edit(member(1, planFull), func(p *store.Person) { p.Connect = store.ConnectTagOnly })},
			tries:  []try{{1, "front", "2026-11-23T10:00", false}},
		},
		"a group without a schedule opens nothing": {
			people: []store.Person{member(1, planFull)},
			change: func(s *store.Snapshot) { s.Mirror.Groups[0].Schedules = nil },
			tries:  []try{{1, "front", "2026-11-23T10:00", false}},
		},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			snap := space()
			snap.People, snap.Bookings = row.people, row.bookings
			if row.change != nil {
				row.change(&snap)
			}
			for _, try := range row.tries {
				answer := Explain(snap, Known{}, try.person, try.door, try.at.Start(loc))
				require.Equal(t, try.open, answer.Open, "person %d at %s, %s: %v", try.person, try.door, try.at, answer.Why)
				require.NotEmpty(t, answer.Why, "every answer has a reason")
			}
		})
	}
}

func TestTargetFollowsTheGrants(t *testing.T) {
	loc := paris(t)
	snap := space()
	snap.People = []store.Person{
		member(1, planFull),
		{ID: 2, FirstName: "Tom", Email: "tom@example.org"},
		{ID: 3, FirstName: "Ana", Email: "ana@example.org", Plan: planFull, Connect: store.ConnectTagOnly,
			ExtraDoors: []store.ExtraDoor{{Space: 1, Door: store.KSRef{ID: "studio"}}}},
		{ID: 4, FirstName: "Late", Email: "late@example.org"},
		{ID: 5, FirstName: "Off", Plan: planFull, Connect: store.ConnectNone},
	}
	snap.Bookings = []store.Booking{
		booked(7, 2, "2026-11-23T10:00", "2026-11-23T11:00", loc),
		booked(8, 4, "2026-12-20T10:00", "2026-12-20T11:00", loc),
	}
	snap.Tags = []store.Tag{{Number: "02300001", KSID: "tag-1", State: store.TagHeld, Holder: 3}, {KSID: "tag-2", State: store.TagLost, Holder: 0}}
	_, target := Compile(snap, store.LocalTime("2026-11-22T12:00").Start(loc))

	require.Equal(t, map[store.PersonID]store.UserState{
		1: {FirstName: "Mia", LastName: "-", Email: "mia@example.org", Subscribed: true},
		2: {FirstName: "Tom", LastName: "-", Email: "tom@example.org", Subscribed: true},
		3: {FirstName: "Ana", LastName: "-", TagID: "tag-1", Subscribed: true}, // no address: KS must send no invitation
	}, maps.Collect(target.Users.All()))
	require.Len(t, maps.Collect(target.Memberships.All()), 2)
	require.Contains(t, maps.Collect(target.Memberships.All()), store.MembershipKey{Group: "full", Person: 1})
	require.Equal(t, store.GroupState{
		Name: "Latchkey 3fa9-7", Doors: []string{"front", "studio"}, Start: "2026-11-23T09:55:00", End: "2026-11-23T11:05:00", People: []store.PersonID{2},
	}, target.Groups[BookingKey(7)].State)
	require.Equal(t, store.GroupState{Name: "Latchkey 3fa9-m3", Doors: []string{"studio"}, People: []store.PersonID{3}}, target.Groups[DoorsKey(3)].State)
	require.NotContains(t, target.Groups, BookingKey(8), "beyond the horizon")
	require.True(t, target.Keep[4], "somebody who comes back is not to be deleted")
	require.Equal(t, store.LocalTime("2026-11-23T09:55").Start(loc), target.Next.UTC())
}

func TestTargetChangesExactlyAtNext(t *testing.T) {
	loc := paris(t)
	snap := space()
	mia := member(1, planFull)
	mia.EndsOn = "2026-11-30"
	snap.People = []store.Person{mia}
	_, target := Compile(snap, store.LocalTime("2026-11-22T12:00").Start(loc))
	require.Equal(t, store.Date("2026-12-01").Start(loc), target.Next)
	_, before := Compile(snap, target.Next.Add(-time.Second))
	_, after := Compile(snap, target.Next)
	require.Len(t, before.Memberships, 1)
	require.Empty(t, after.Memberships)
	require.Zero(t, after.Users.Len())
}

// Dates belong to the space; only schedules are in the zone of the locks.
func TestTheSiteMayBeInAnotherZoneThanTheSpace(t *testing.T) {
	loc := paris(t)
	snap := space()
	snap.Mirror.Site.Zone = "Atlantic/Reykjavik"
	mia := member(1, planFull)
	mia.EndsOn = "2026-11-30"
	snap.People, snap.Bookings = []store.Person{mia}, []store.Booking{booked(7, 1, "2026-11-24T10:00", "2026-11-24T11:00", loc)}
	_, target := Compile(snap, store.LocalTime("2026-11-24T09:00").Start(loc))
	require.Equal(t, "2026-11-24T08:55:00", target.Groups[BookingKey(7)].State.Start, "the lock's clock is an hour behind")
	require.True(t, opens(snap, 1, "front", "2026-11-30T23:59"))
	require.False(t, opens(snap, 1, "front", "2026-12-01T00:00"))
}

func TestABookingEntersTheHorizonExactlyAtNext(t *testing.T) {
	loc := paris(t)
	snap := space()
	snap.Space.HorizonDays = 14
	snap.People = []store.Person{{ID: 1, FirstName: "Tom", Email: "tom@example.org"}}
	snap.Bookings = []store.Booking{booked(7, 1, "2026-10-30T10:00", "2026-10-30T11:00", loc)} // the clock goes back before it
	for _, zone := range []*time.Location{time.UTC, loc} {
		_, target := Compile(snap, store.LocalTime("2026-10-10T10:00").Start(loc).In(zone))
		require.Empty(t, target.Groups)
		_, before := Compile(snap, target.Next.Add(-time.Second).In(zone))
		_, after := Compile(snap, target.Next.In(zone))
		require.Empty(t, before.Groups)
		require.Len(t, after.Groups, 1)
	}
}

func TestDoorsThatKSHasLostAreNotAskedFor(t *testing.T) {
	snap := space()
	mia := member(1, planFull)
	mia.ExtraDoors = []store.ExtraDoor{{Space: 1, Door: store.KSRef{ID: "studio"}}}
	snap.People, snap.Mirror.Doors[1].Gone = []store.Person{mia}, true
	_, target := Compile(snap, store.LocalTime("2026-11-24T09:00").Start(paris(t)))
	require.Empty(t, target.Groups)
}

func TestTheNameOfAGroupFollowsFromItsKey(t *testing.T) {
	require.Equal(t, "Latchkey 3fa9-7", GroupName("3fa9", BookingKey(7)))
	require.Equal(t, "Latchkey 3fa9-m7", GroupName("3fa9", DoorsKey(7)))
	require.Empty(t, GroupName("3fa9", "orphan:x"))
	for _, key := range []string{BookingKey(7), DoorsKey(7)} {
		suffix, ours := strings.CutPrefix(GroupName("3fa9", key), GroupPrefix("3fa9"))
		require.True(t, ours)
		require.Equal(t, key, KeyOfName(suffix))
	}
	for _, other := range []string{"", "m", "x7", "7x"} {
		require.Empty(t, KeyOfName(other))
	}
}

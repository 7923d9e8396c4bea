package access

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// The times of these tests, on 23 November 2026 in Paris: what Latchkey put
// into KS was seen there at ten, and KS was last looked at at eleven.
const (
	putAt    store.LocalTime = "2026-11-23T10:00"
	lookedAt store.LocalTime = "2026-11-23T11:00"
	askedAt  store.LocalTime = "2026-11-23T12:00"
)

// inKS is Mia with her plan, a booking of the studio from eleven to one and the
// storage as an extra door, all of it in KS as it should be.
func inKS(t *testing.T) (store.Snapshot, Known) {
	loc := paris(t)
	snap := space()
	mia := member(1, planFull)
	mia.LastName = "Berg"
	mia.ExtraDoors = []store.ExtraDoor{{Space: 1, Door: store.KSRef{ID: "storage"}}}
	snap.People = []store.Person{mia}
	snap.Bookings = []store.Booking{booked(7, 1, "2026-11-23T11:00", "2026-11-23T13:00", loc)}
	snap.Mirror.Groups[0].Doors = []string{"front"}
	put, looked := putAt.Start(loc), lookedAt.Start(loc)
	always := []store.Schedule{always()}
	window := store.Schedule{Days: always[0].Days, StartDate: "2026-11-23T10:55:00", EndDate: "2026-11-23T13:05:00"}
	return snap, Known{
		Ledger: store.Ledger{
			Users: store.NewByPerson([]store.One[store.LedgerUser]{{Person: 1, Has: store.LedgerUser{
				Person: 1, SiteUserID: "su-1", PlatformID: "u-1", ConfirmedAt: put, State: store.UserState{Subscribed: true},
			}}}),
			Memberships: store.NewByGroup([]store.InGroup[store.LedgerMembership]{{
				MembershipKey: store.MembershipKey{Group: "full", Person: 1},
				Has:           store.LedgerMembership{MembershipKey: store.MembershipKey{Group: "full", Person: 1}, ConfirmedAt: put},
			}}),
			Groups: map[string]store.LedgerGroup{
				"booking:7": {Key: "booking:7", RemoteID: "g-7", ConfirmedAt: put, State: store.GroupState{
					Name: "Latchkey 3fa9-7", Doors: []string{"front", "studio"}, People: []store.PersonID{1}, Start: window.StartDate, End: window.EndDate,
				}},
				"doors:1": {Key: "doors:1", RemoteID: "g-m1", ConfirmedAt: put, State: store.GroupState{
					Name: "Latchkey 3fa9-m1", Doors: []string{"storage"}, People: []store.PersonID{1},
				}},
			},
		},
		Seen: store.Seen{
			UsersAt: looked, GroupsAt: looked,
			Users: map[string]store.KSUser{"su-1": {ID: "su-1", PlatformID: "u-1", Subscribed: true, At: looked}},
			Groups: map[string]store.SeenGroup{
				"full": {ID: "full", At: looked, People: []string{"u-1", "u-2"}, PeopleAt: looked},
				"g-7": {ID: "g-7", At: looked, People: []string{"u-1"}, PeopleAt: looked, Doors: []string{"front", "studio"}, DoorsAt: looked.Add(-time.Minute),
					Schedules: []store.Schedule{window}, SchedulesAt: looked.Add(time.Minute)},
				"g-m1": {ID: "g-m1", At: looked, People: []string{"u-1"}, PeopleAt: looked, Doors: []string{"storage"}, DoorsAt: looked,
					Schedules: always, SchedulesAt: looked},
			},
		},
	}
}

func asked(snap store.Snapshot, known Known, door string) Answer {
	return Explain(snap, known, 1, door, askedAt.Start(snap.Space.Location()))
}

// said are the facts of a verdict, as the desk reads them.
func said(a Answer, v Verdict) []string {
	var out []string
	for _, f := range a.Why {
		if f.Verdict == v {
			out = append(out, f.What.String())
		}
	}
	return out
}

func TestAYesThatKSShows(t *testing.T) {
	loc := paris(t)
	snap, known := inKS(t)
	for door, proof := range map[string]time.Time{
		"front":   lookedAt.Start(loc),                   // by the plan; the booking was seen earlier
		"studio":  lookedAt.Start(loc).Add(-time.Minute), // the oldest of what it rests on
		"storage": lookedAt.Start(loc),
	} {
		a := asked(snap, known, door)
		require.True(t, a.Open, door)
		require.Equal(t, putAt.Start(loc), a.Since, door)
		require.Equal(t, proof, a.Proof, door)
		require.Empty(t, said(a, Closes))
	}
}

func TestSinceIsTheOldestOfTheRightsThatHold(t *testing.T) {
	loc := paris(t)
	snap, known := inKS(t)
	m := known.Ledger.Memberships.Of(store.MembershipKey{Group: "full", Person: 1})
	m.ConfirmedAt = m.ConfirmedAt.Add(-time.Hour)
	known.Ledger.Memberships.Put(m.MembershipKey, m)
	require.Equal(t, putAt.Start(loc).Add(-time.Hour), asked(snap, known, "front").Since)
	require.Equal(t, putAt.Start(loc), asked(snap, known, "studio").Since)
	known.Ledger.Memberships.Drop(m.MembershipKey)
	require.Equal(t, putAt.Start(loc), asked(snap, known, "front").Since)
}

// group edits a group as it was seen.
func (k Known) group(id string, change func(*store.SeenGroup)) {
	g := k.Seen.Groups[id]
	change(&g)
	k.Seen.Groups[id] = g
}

func (k Known) userSeen(change func(*store.KSUser)) {
	u := k.Seen.Users["su-1"]
	change(&u)
	k.Seen.Users["su-1"] = u
}

func (k Known) userPut(change func(*store.LedgerUser)) {
	u := k.Ledger.Users.Of(1)
	change(&u)
	k.Ledger.Users.Put(1, u)
}

func (k Known) groupPut(key string, change func(*store.LedgerGroup)) {
	g := k.Ledger.Groups[key]
	change(&g)
	k.Ledger.Groups[key] = g
}

const whatToDo = "Restore it in Doors, or keep it so there."

func TestWhatSomebodyTookAwayInKSTurnsAYesIntoANo(t *testing.T) {
	for name, row := range map[string]struct {
		change func(*store.Snapshot, Known)
		door   string
		key    string // of the drift
		closes string
	}{
		"blocked": {func(_ *store.Snapshot, k Known) { k.userSeen(func(u *store.KSUser) { u.Blocked = true }) }, "studio", "user:1/block",
			"Somebody blocked Mia Berg in SALTO KS."},
		"suspended": {func(_ *store.Snapshot, k Known) { k.userSeen(func(u *store.KSUser) { u.Subscribed = false }) }, "front", "user:1/seat",
			"Somebody suspended Mia Berg in SALTO KS."},
		"removed": {func(_ *store.Snapshot, k Known) { k.userSeen(func(u *store.KSUser) { u.Gone = true }) }, "front", "user:1",
			"Somebody removed Mia Berg in SALTO KS."},
		"not in the list of users": {func(_ *store.Snapshot, k Known) { delete(k.Seen.Users, "su-1") }, "storage", "user:1",
			"Somebody removed Mia Berg in SALTO KS."},
		"the tag taken away": {func(s *store.Snapshot, k Known) {
			s.People[0].Connect = store.ConnectTagOnly
			s.Tags = []store.Tag{{Number: "02300001", KSID: "tag-1", State: store.TagHeld, Holder: 1}}
			k.userPut(func(u *store.LedgerUser) { u.State.TagID = "tag-1" })
		}, "front", "user:1/tag", "Somebody took the tag of Mia Berg away in SALTO KS."},
		"out of the plan's group": {func(s *store.Snapshot, k Known) {
			s.Bookings = nil
			k.group("full", func(g *store.SeenGroup) { g.People = []string{"u-2"} })
		}, "front", "members:full/1", "Somebody took Mia Berg out of the group “Full” in SALTO KS."},
		"out of the booking's group": {func(_ *store.Snapshot, k Known) { k.group("g-7", func(g *store.SeenGroup) { g.People = nil }) }, "studio", "group:booking:7/person/1",
			"Somebody took Mia Berg out of the group “Latchkey 3fa9-7” in SALTO KS."},
		"the door out of it": {func(_ *store.Snapshot, k Known) {
			k.group("g-7", func(g *store.SeenGroup) { g.Doors = []string{"front"} })
		}, "studio", "group:booking:7/door/studio",
			"Somebody took “Studio” out of the group “Latchkey 3fa9-7” in SALTO KS."},
		"its hours shorter": {func(_ *store.Snapshot, k Known) {
			k.group("g-7", func(g *store.SeenGroup) { g.Schedules[0].EndDate = "2026-11-23T12:00:00" })
		}, "studio", "group:booking:7/window", "Somebody made the hours of the group “Latchkey 3fa9-7” shorter in SALTO KS."},
		"the schedule gone": {func(_ *store.Snapshot, k Known) { k.group("g-m1", func(g *store.SeenGroup) { g.Schedules = nil }) }, "storage", "group:doors:1/window",
			"Somebody made the hours of the group “Latchkey 3fa9-m1” shorter in SALTO KS."},
		"the group deleted": {func(_ *store.Snapshot, k Known) { k.group("g-7", func(g *store.SeenGroup) { g.Gone = true }) }, "studio", "group:booking:7",
			"Somebody deleted the group “Latchkey 3fa9-7” in SALTO KS."},
		"the group not in the list": {func(_ *store.Snapshot, k Known) { delete(k.Seen.Groups, "g-m1") }, "storage", "group:doors:1",
			"Somebody deleted the group “Latchkey 3fa9-m1” in SALTO KS."},
	} {
		t.Run(name, func(t *testing.T) {
			snap, known := inKS(t)
			row.change(&snap, known)
			a := asked(snap, known, row.door)
			require.False(t, a.Open)
			require.Equal(t, []string{row.closes}, said(a, Closes))
			require.Equal(t, []string{whatToDo}, said(a, Note))
			require.Zero(t, a.Proof)
			require.Zero(t, a.Since)
			require.False(t, a.ByHand)

			kept := store.Drift{Key: row.key, Way: store.Narrower, Person: 1, Answer: store.Keep, AnsweredAt: askedAt.Start(snap.Space.Location())}
			known.Drifts = []store.Drift{kept}
			require.Equal(t, []string{"The desk keeps it so since 2026-11-23. Restore it in Doors to change that."}, said(asked(snap, known, row.door), Note))
			for _, other := range []func(*store.Drift){
				func(d *store.Drift) { d.Answer = store.Ignore },
				func(d *store.Drift) { d.Answer = store.Unanswered },
				func(d *store.Drift) { d.Way = store.Other },
				func(d *store.Drift) { d.Person = 2 },
				func(d *store.Drift) { d.OverAt = d.AnsweredAt },
				func(d *store.Drift) { d.Key = "user:11/block" },
				func(d *store.Drift) { d.Key = "group:booking:71" },
			} {
				known.Drifts = []store.Drift{kept}
				other(&known.Drifts[0])
				require.Equal(t, []string{whatToDo}, said(asked(snap, known, row.door), Note), "%+v", known.Drifts[0])
			}
		})
	}
}

// What was read before KS had shown what we put there says nothing, and what is
// still to be put there was taken away by nobody.
func TestWhatIsNotKnownIsNoObstacle(t *testing.T) {
	loc := paris(t)
	put := putAt.Start(loc)
	for name, row := range map[string]struct {
		change func(Known)
		door   string
	}{
		"people read as it was put there": {func(k Known) {
			k.group("g-7", func(g *store.SeenGroup) { g.People, g.PeopleAt = nil, put })
		}, "studio"},
		"doors read as it was put there": {func(k Known) {
			k.group("g-7", func(g *store.SeenGroup) { g.Doors, g.DoorsAt = nil, put })
		}, "studio"},
		"hours read as it was put there": {func(k Known) {
			k.group("g-7", func(g *store.SeenGroup) { g.Schedules, g.SchedulesAt = nil, put })
		}, "studio"},
		"groups listed before": {func(k Known) {
			delete(k.Seen.Groups, "g-m1")
			k.groupPut("doors:1", func(g *store.LedgerGroup) { g.ConfirmedAt = lookedAt.Start(loc) })
		}, "storage"},
		"users listed before": {func(k Known) {
			delete(k.Seen.Users, "su-1")
			k.userPut(func(u *store.LedgerUser) { u.ConfirmedAt = lookedAt.Start(loc) })
		}, "studio"},
		"the user not seen yet": {func(k Known) {
			delete(k.Seen.Users, "su-1")
			k.userPut(func(u *store.LedgerUser) { u.ConfirmedAt = time.Time{} })
		}, "studio"},
		"the group not confirmed yet": {func(k Known) {
			delete(k.Seen.Groups, "g-m1")
			k.groupPut("doors:1", func(g *store.LedgerGroup) { g.ConfirmedAt = time.Time{} })
		}, "storage"},
		"the person still to be put in": {func(k Known) {
			k.group("g-m1", func(g *store.SeenGroup) { g.People = nil })
			k.groupPut("doors:1", func(g *store.LedgerGroup) { g.State.People = nil })
		}, "storage"},
		"the door still to be put in": {func(k Known) {
			k.group("g-m1", func(g *store.SeenGroup) { g.Doors = nil })
			k.groupPut("doors:1", func(g *store.LedgerGroup) { g.State.Doors = nil })
		}, "storage"},
		"the window still to be moved back": {func(k Known) {
			k.group("g-7", func(g *store.SeenGroup) { g.Schedules[0].EndDate = "2026-11-23T12:00:00" })
			k.groupPut("booking:7", func(g *store.LedgerGroup) { g.State.End = "2026-11-23T12:00:00" })
		}, "studio"},
		"the window still to be moved ahead": {func(k Known) {
			k.group("g-7", func(g *store.SeenGroup) { g.Schedules[0].StartDate = "2026-11-23T12:30:00" })
			k.groupPut("booking:7", func(g *store.LedgerGroup) { g.State.Start = "2026-11-23T12:30:00" })
		}, "studio"},
		"nothing put there": {func(k Known) { delete(k.Ledger.Groups, "booking:7") }, "studio"},
		"no user there":     {func(k Known) { k.Ledger.Users.Drop(1) }, "studio"},
		"our own suspension, still to be taken back": {func(k Known) {
			k.userSeen(func(u *store.KSUser) { u.Subscribed = false })
			k.userPut(func(u *store.LedgerUser) { u.State.Subscribed = false })
		}, "studio"},
	} {
		t.Run(name, func(t *testing.T) {
			snap, known := inKS(t)
			row.change(known)
			a := asked(snap, known, row.door)
			require.True(t, a.Open, said(a, Closes))
			require.Zero(t, a.Proof, "and it is not proven either")
		})
	}
}

func TestABookingOpensWhatSomebodyTookFromThePlan(t *testing.T) {
	snap, known := inKS(t)
	known.group("full", func(g *store.SeenGroup) { g.People = nil })
	a := asked(snap, known, "front")
	require.True(t, a.Open)
	require.Equal(t, []string{"Booking of Studio, 2026-11-23T11:00 – 2026-11-23T13:00."}, said(a, Opens), "what does not open is no reason")
	require.Equal(t, "2026-11-23T10:55 – 2026-11-23T13:05", a.When.String())
}

func TestAllThatSomebodyTookAwayIsSaidOnce(t *testing.T) {
	snap, known := inKS(t)
	snap.Plans[0].Mappings = append(snap.Plans[0].Mappings, snap.Plans[0].Mappings...) // the same group twice
	snap.Bookings = nil
	known.group("full", func(g *store.SeenGroup) { g.People = nil })
	require.Equal(t, []string{"Somebody took Mia Berg out of the group “Full” in SALTO KS."}, said(asked(snap, known, "front"), Closes))

	known.userSeen(func(u *store.KSUser) { u.Blocked, u.Subscribed = true, false })
	require.Equal(t, []string{"Somebody blocked Mia Berg in SALTO KS.", "Somebody suspended Mia Berg in SALTO KS."}, said(asked(snap, known, "storage"), Closes))
	known.Drifts = []store.Drift{{Key: "user:1/block", Way: store.Narrower, Person: 1, Answer: store.Keep}}
	require.Equal(t, []string{whatToDo}, said(asked(snap, known, "storage"), Note), "one of them is still to be answered")
}

func TestASeatIsMissing(t *testing.T) {
	snap, known := inKS(t)
	known.userPut(func(u *store.LedgerUser) { u.NoSeat = true })
	known.userSeen(func(u *store.KSUser) { u.Subscribed = false })
	a := asked(snap, known, "front")
	require.False(t, a.Open)
	require.Equal(t, []string{"SALTO KS has no free seat for Mia Berg. Buy seats there, or free one."}, said(a, Closes), "nobody suspended her")
}

func TestAnotherTagOrAPhoneIsNoObstacle(t *testing.T) {
	tag := store.Tag{Number: "02300001", KSID: "tag-1", State: store.TagHeld, Holder: 1}
	for name, change := range map[string]func(*store.Snapshot, Known){
		"the tag is there": func(s *store.Snapshot, k Known) {
			s.People[0].Connect = store.ConnectTagOnly
			k.userSeen(func(u *store.KSUser) { u.TagNumber = tag.Number })
		},
		"she has the phone": func(*store.Snapshot, Known) {},
		"the tag is still to be given": func(s *store.Snapshot, k Known) {
			s.People[0].Connect = store.ConnectTagOnly
			k.userPut(func(u *store.LedgerUser) { u.State.TagID = "" })
		},
	} {
		t.Run(name, func(t *testing.T) {
			snap, known := inKS(t)
			snap.Tags = []store.Tag{tag}
			known.userPut(func(u *store.LedgerUser) { u.State.TagID = tag.KSID })
			change(&snap, known)
			require.True(t, asked(snap, known, "front").Open)
		})
	}
}

// A no that is a yes in KS, because somebody has put the person into a group.
func TestByHand(t *testing.T) {
	const hand = "Mia Berg is in the group “Full” of SALTO KS by somebody’s hand, which opens this door. Take them out in Doors, or there."
	for name, row := range map[string]struct {
		change func(*store.Snapshot, Known)
		byHand bool
		note   []string
	}{
		"put in by somebody": {func(*store.Snapshot, Known) {}, true, []string{hand}},
		"found there when it was wanted": {func(_ *store.Snapshot, k Known) {
			k.Ledger.Memberships.Put(store.MembershipKey{Group: "full", Person: 1}, store.LedgerMembership{ByHand: true})
		}, true, []string{hand}},
		"ours, and still to be taken out": {func(_ *store.Snapshot, k Known) {
			k.Ledger.Memberships.Put(store.MembershipKey{Group: "full", Person: 1}, store.LedgerMembership{})
		}, false, []string{"SALTO KS still has Mia Berg in the group “Full”, which opens this door, until the sync has taken them out."}},
		"not in it": {func(_ *store.Snapshot, k Known) {
			k.group("full", func(g *store.SeenGroup) { g.People = []string{"u-2"} })
		}, false, nil},
		"in it, and blocked":     {func(_ *store.Snapshot, k Known) { k.userSeen(func(u *store.KSUser) { u.Blocked = true }) }, false, nil},
		"in it, and suspended":   {func(_ *store.Snapshot, k Known) { k.userSeen(func(u *store.KSUser) { u.Subscribed = false }) }, false, nil},
		"in it, the user gone":   {func(_ *store.Snapshot, k Known) { k.userSeen(func(u *store.KSUser) { u.Gone = true }) }, false, nil},
		"no user seen":           {func(_ *store.Snapshot, k Known) { delete(k.Seen.Users, "su-1") }, false, nil},
		"no user of ours":        {func(_ *store.Snapshot, k Known) { k.Ledger.Users.Drop(1) }, false, nil},
		"the group is gone":      {func(s *store.Snapshot, _ Known) { s.Mirror.Groups[0].Gone = true }, false, nil},
		"the group has no hours": {func(s *store.Snapshot, _ Known) { s.Mirror.Groups[0].Schedules = nil }, false, nil},
		"the group has not the door": {func(s *store.Snapshot, _ Known) {
			s.Mirror.Groups[0].Doors = []string{"storage"}
		}, false, nil},
		"the group is one of ours": {func(s *store.Snapshot, _ Known) { s.Mirror.Groups[0].Managed = true }, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			snap, known := inKS(t)
			snap.People[0].Plan, snap.People[0].ExtraDoors, snap.Bookings = planBasic, nil, nil
			snap.Plans[1].Mappings = nil
			known.Ledger.Memberships.Drop(store.MembershipKey{Group: "full", Person: 1})
			row.change(&snap, known)
			a := asked(snap, known, "front")
			require.False(t, a.Open)
			require.Equal(t, row.byHand, a.ByHand)
			require.Equal(t, row.note, said(a, Note))
			require.Equal(t, []string{"No plan, extra door or booking gives this door at that time."}, said(a, Closes))
		})
	}
}

func TestBookingsOfWhichSomethingWasTaken(t *testing.T) {
	for name, row := range map[string]struct {
		change func(Known)
		want   map[store.BookingID]bool
	}{
		"nothing": {func(Known) {}, map[store.BookingID]bool{}},
		"a door":  {func(k Known) { k.group("g-7", func(g *store.SeenGroup) { g.Doors = []string{"front"} }) }, map[store.BookingID]bool{7: true}},
		"the first hour": {func(k Known) {
			k.group("g-7", func(g *store.SeenGroup) { g.Schedules[0].StartDate = "2026-11-23T12:00:00" })
		}, map[store.BookingID]bool{7: true}},
		"the last hour": {func(k Known) {
			k.group("g-7", func(g *store.SeenGroup) { g.Schedules[0].EndDate = "2026-11-23T12:00:00" })
		}, map[store.BookingID]bool{7: true}},
		"an extra door": {func(k Known) { k.group("g-m1", func(g *store.SeenGroup) { g.Doors = nil }) }, map[store.BookingID]bool{}},
	} {
		snap, known := inKS(t)
		row.change(known)
		require.Equal(t, row.want, LostBookings(snap, known), name)
	}
}

package access

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// compiled is the target at a reading of the space's clock.
func compiled(snap store.Snapshot, at store.LocalTime) Target {
	_, target := Compile(snap, at.Start(snap.Space.Location()))
	return target
}

func TestWhoIsBlockedHasNothingInTheTargetAndIsKept(t *testing.T) {
	loc := paris(t)
	snap := space()
	mia := member(1, planFull)
	mia.BlockedAt = time.Unix(1, 0)
	mia.ExtraDoors = []store.ExtraDoor{{Space: 1, Door: store.KSRef{ID: "studio"}}}
	off := member(2, planFull)
	off.BlockedAt, off.Connect = time.Unix(1, 0), store.ConnectNone
	snap.People = []store.Person{mia, off, member(3, planFull)}
	snap.Bookings = []store.Booking{booked(7, 1, "2026-11-24T10:00", "2026-11-24T11:00", loc)}
	target := compiled(snap, "2026-11-24T10:30")

	require.Equal(t, map[store.PersonID]bool{1: true, 2: true}, target.Blocked)
	require.Equal(t, map[store.PersonID]bool{1: true, 2: true}, target.Keep, "a block is never the end of a user")
	require.Empty(t, target.Groups)
	require.Equal(t, 1, target.Users.Len())
	require.Len(t, maps.Collect(target.Memberships.All()), 1)
	require.Empty(t, target.Unconnected, "one who is blocked lacks more than the connection")
}

func TestWhatEndsThoughKSDoesNotEndIt(t *testing.T) {
	loc := paris(t)
	now := store.LocalTime("2026-11-24T10:30").Start(loc)
	snap := space()
	leaving, over, passing, off := member(1, planFull), member(2, planFull), member(3, planDay), member(4, planFull)
	leaving.EndsOn, over.EndsOn = "2026-11-30", "2026-11-23"
	off.Connect = store.ConnectNone
	snap.People = []store.Person{leaving, over, passing, off}
	snap.Passes = []store.PassTime{pass(3, "2026-11-24T10:00", "2026-11-24T14:00", loc)}
	snap.Bookings = []store.Booking{booked(7, 1, "2026-11-24T10:00", "2026-11-24T11:00", loc)}
	ending, target := Compile(snap, now)
	require.Equal(t, []Grant{{
		Person: 1, Group: "full", Window: Window{To: store.LocalTime("2026-12-01T00:00").Start(loc)}, Reason: Reason{Kind: ByPlan, Plan: planFull},
	}}, ending, "not what is over, what is booked, what a pass gives, nor what has no end")
	require.Equal(t, map[store.PersonID]bool{4: true}, target.Unconnected)
}

func TestAPassOpensAtOnceAndItsEndWakesTheLoop(t *testing.T) {
	loc := paris(t)
	snap := space()
	snap.People = []store.Person{member(1, planDay)}
	none := compiled(snap, "2026-11-24T10:00")
	require.Zero(t, none.Users.Len())
	require.True(t, none.Keep[1], "with the next pass the member is back")
	require.True(t, none.Next.IsZero(), "nothing happens by the clock alone")

	snap.Passes = []store.PassTime{pass(1, "2026-11-24T10:00", "2026-11-24T14:00", loc), pass(1, "2026-11-24T13:00", "2026-11-24T16:30", loc)}
	given := compiled(snap, "2026-11-24T10:00")
	require.Contains(t, maps.Collect(given.Memberships.All()), store.MembershipKey{Group: "day", Person: 1})
	require.Equal(t, store.LocalTime("2026-11-24T16:30").Start(loc), given.Next)
	require.Empty(t, compiled(snap, "2026-11-24T16:30").Memberships)
	require.Equal(t, store.LocalTime("2026-11-24T10:00").Start(loc), compiled(snap, "2026-11-24T09:00").Next, "a pass that begins later")
}

func TestWhoIsToBeKept(t *testing.T) {
	const now store.LocalTime = "2026-11-24T10:00"
	edit := func(p store.Person, change func(*store.Person)) store.Person { change(&p); return p }
	for name, row := range map[string]struct {
		change   func(p, main *store.Person)
		comember bool
		want     bool
	}{
		"active, without a group":      {func(p, _ *store.Person) { p.Plan = 99 }, false, false},
		"paused":                       {func(p, _ *store.Person) { p.PausedFrom = "2026-11-24" }, false, true},
		"paused, and cancelled since":  {func(p, _ *store.Person) { p.PausedFrom, p.EndsOn = "2026-11-01", "2026-11-23" }, false, false},
		"not begun":                    {func(p, _ *store.Person) { p.StartsOn = "2026-11-25" }, false, true},
		"cancelled":                    {func(p, _ *store.Person) { p.EndsOn = "2026-11-23" }, false, false},
		"without a pass":               {func(p, _ *store.Person) { p.Plan = planDay }, false, true},
		"cancelled, without a pass":    {func(p, _ *store.Person) { p.Plan, p.EndsOn = planDay, "2026-11-23" }, false, false},
		"co-member, main paused":       {func(_, m *store.Person) { m.PausedFrom = "2026-11-24" }, true, true},
		"co-member, main not begun":    {func(_, m *store.Person) { m.StartsOn = "2026-11-25" }, true, true},
		"co-member, main cancelled":    {func(_, m *store.Person) { m.EndsOn = "2026-11-23" }, true, false},
		"paused co-member, main left":  {func(p, m *store.Person) { p.PausedFrom, m.EndsOn = "2026-11-24", "2026-11-23" }, true, false},
		"cancelled co-member":          {func(p, m *store.Person) { p.EndsOn, m.PausedFrom = "2026-11-23", "2026-11-24" }, true, false},
		"co-member without a pass":     {func(_, m *store.Person) { m.Plan = planDay }, true, true},
		"co-member of nobody":          {func(p, _ *store.Person) { p.Main = 77 }, true, false},
		"paused, and not connected":    {func(p, _ *store.Person) { p.PausedFrom, p.Connect = "2026-11-24", store.ConnectNone }, false, false},
		"limited to passes from later": {func(p, _ *store.Person) { p.Plan, p.NextPlan, p.NextPlanOn = 99, planDay, "2026-11-25" }, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			snap := space()
			p, main := member(1, planFull), member(2, planFull)
			if row.comember {
				p = edit(member(1, 0), func(p *store.Person) { p.Main = 2 })
			}
			row.change(&p, &main)
			snap.People = []store.Person{p, main}
			target := compiled(snap, now)
			require.NotContains(t, maps.Collect(target.Users.All()), p.ID)
			require.Equal(t, row.want, target.Keep[p.ID])
		})
	}
}

func TestWhoBooksLaterIsKept(t *testing.T) {
	snap := space()
	snap.Later = []store.PersonID{5}
	require.Equal(t, map[store.PersonID]bool{5: true}, compiled(snap, "2026-11-24T10:00").Keep)
}

// The group is a fault of its plan; nobody loses anything else for it.
func TestAGoneGroupHasNoMembersAndItsPeopleStayUsers(t *testing.T) {
	snap := space()
	snap.Plans[0].Mappings = append(snap.Plans[0].Mappings, store.Mapping{Space: 1, Group: store.KSRef{ID: "basic"}}, store.Mapping{Space: 1, Group: store.KSRef{Name: "Unknown"}})
	mia := member(1, planFull)
	mia.ExtraDoors = []store.ExtraDoor{{Space: 1, Door: store.KSRef{ID: "studio"}}}
	snap.People = []store.Person{mia, member(2, planFull)}
	snap.Mirror.Groups[0].Gone = true
	target := compiled(snap, "2026-11-24T10:00")
	require.Equal(t, map[store.MembershipKey]Reason{
		{Group: "basic", Person: 1}: {Kind: ByPlan, Plan: planFull}, {Group: "basic", Person: 2}: {Kind: ByPlan, Plan: planFull},
	}, maps.Collect(target.Memberships.All()))
	require.Contains(t, target.Groups, DoorsKey(1))
	require.Len(t, Faults(snap), 2)

	snap.Mirror.Groups[1].Gone = true
	target = compiled(snap, "2026-11-24T10:00")
	require.Empty(t, target.Memberships)
	require.Equal(t, 2, target.Users.Len(), "a group that somebody deleted suspends nobody")
}

func TestAUserIsAsThePersonWantsToOpen(t *testing.T) {
	snap := space()
	for i, connect := range []store.Connect{store.ConnectPhoneAndTag, store.ConnectTagOnly, store.ConnectPhoneOnly} {
		p := member(store.PersonID(i+1), planFull)
		p.LastName, p.Connect = "Berg", connect
		snap.People = append(snap.People, p)
		snap.Tags = append(snap.Tags, store.Tag{ID: store.TagID(i), Number: string(rune('1' + i)), KSID: "tag", State: store.TagHeld, Holder: p.ID})
	}
	snap.Tags = append(snap.Tags,
		store.Tag{ID: 9, Number: "0", KSID: "lower", State: store.TagHeld, Holder: 1},
		store.Tag{ID: 8, Number: "9", State: store.TagHeld, Holder: 1}, // not known to KS yet
		store.Tag{ID: 7, Number: "9", KSID: "lost", State: store.TagLost, Holder: 1},
	)
	require.Equal(t, map[store.PersonID]store.UserState{
		1: {FirstName: "Mia", LastName: "Berg", Email: "mia@example.org", TagID: "tag", Subscribed: true},
		2: {FirstName: "Mia", LastName: "Berg", TagID: "tag", Subscribed: true},
		3: {FirstName: "Mia", LastName: "Berg", Email: "mia@example.org", Subscribed: true},
	}, maps.Collect(compiled(snap, "2026-11-24T10:00").Users.All()))

	snap.People[0].FirstName, snap.People[0].LastName = "", ""
	u := compiled(snap, "2026-11-24T10:00").Users.Of(1)
	require.Equal(t, []string{"-", "-"}, []string{u.FirstName, u.LastName}, "KS wants both names")
}

func TestOfTwoTagsTheHigherNumberIsTheOne(t *testing.T) {
	snap := space()
	snap.People = []store.Person{member(1, planFull)}
	two := []store.Tag{
		{ID: 1, Number: "02300002", KSID: "higher", State: store.TagHeld, Holder: 1}, {ID: 2, Number: "02300001", KSID: "lower", State: store.TagHeld, Holder: 1},
	}
	same := []store.Tag{{ID: 1, KSID: "older", State: store.TagHeld, Holder: 1}, {ID: 2, KSID: "newer", State: store.TagHeld, Holder: 1}}
	for want, tags := range map[string][]store.Tag{"higher": two, "newer": same} {
		for range 2 {
			tags[0], tags[1] = tags[1], tags[0]
			snap.Tags = tags
			require.Equal(t, want, compiled(snap, "2026-11-24T10:00").Users.Of(1).TagID)
		}
	}
}

func TestTheExtraDoorsOfAMemberAreOneGroup(t *testing.T) {
	snap := space()
	mia := member(1, planFull)
	for _, d := range []string{"studio", "front", "studio"} {
		mia.ExtraDoors = append(mia.ExtraDoors, store.ExtraDoor{Space: 1, Door: store.KSRef{ID: d}})
	}
	snap.People = []store.Person{mia}
	require.Equal(t, map[string]Group{DoorsKey(1): {
		Reason: Reason{Kind: ByExtraDoor},
		State:  store.GroupState{Name: "Latchkey 3fa9-m1", Doors: []string{"front", "studio"}, People: []store.PersonID{1}},
	}}, compiled(snap, "2026-11-24T10:00").Groups)
}

// A pause can cut a booking in two; a group in KS has one window.
func TestABookingThatAPauseCutsHasItsPiecesOneAfterTheOther(t *testing.T) {
	loc := paris(t)
	snap := space()
	mia := member(1, planFull)
	mia.PausedFrom, mia.PausedUntil = "2026-11-25", "2026-11-25"
	snap.People = []store.Person{mia}
	snap.Bookings = []store.Booking{booked(7, 1, "2026-11-24T10:00", "2026-11-27T10:00", loc)}
	window := func(at store.LocalTime) []string {
		g := compiled(snap, at).Groups[BookingKey(7)].State
		require.Equal(t, []string{"front", "studio"}, g.Doors)
		return []string{g.Start, g.End}
	}
	require.Equal(t, []string{"2026-11-24T09:55:00", "2026-11-25T00:00:00"}, window("2026-11-24T09:00"))
	require.Equal(t, []string{"2026-11-24T09:55:00", "2026-11-25T00:00:00"}, window("2026-11-24T23:59"))
	require.Equal(t, []string{"2026-11-26T00:00:00", "2026-11-27T10:05:00"}, window("2026-11-25T00:00"))
	require.Empty(t, compiled(snap, "2026-11-27T10:05").Groups)
}

// One group has one schedule: where the hubs disagree about the hour, it opens
// for the whole booking at each of its doors.
func TestABookingOfDoorsInTwoZonesCoversBoth(t *testing.T) {
	loc := paris(t)
	snap := space()
	snap.Mirror.Doors[0].Zone, snap.Mirror.Doors[1].Zone = "Europe/Paris", "Europe/London"
	snap.People = []store.Person{{ID: 1, FirstName: "Tom", Email: "tom@example.org"}}
	snap.Bookings = []store.Booking{booked(7, 1, "2026-11-24T10:00", "2026-11-24T11:00", loc)}
	g := compiled(snap, "2026-11-24T09:00").Groups[BookingKey(7)].State
	require.Equal(t, []string{"2026-11-24T08:55:00", "2026-11-24T11:05:00"}, []string{g.Start, g.End})
}

func TestABookingGoesToKSWhenItsWindowComesWithinTheHorizon(t *testing.T) {
	loc := paris(t)
	snap := space()
	snap.People = []store.Person{{ID: 1, FirstName: "Tom", Email: "tom@example.org"}}
	snap.Bookings = []store.Booking{booked(7, 1, "2026-12-08T10:00", "2026-12-08T11:00", loc)}
	require.Empty(t, compiled(snap, "2026-11-24T09:54").Groups)
	require.True(t, compiled(snap, "2026-11-24T09:54").Keep[1])
	require.Len(t, compiled(snap, "2026-11-24T09:55").Groups, 1, "fourteen days ahead, with the buffer")
	require.Empty(t, compiled(snap, "2026-11-24T09:55").Keep)
}

func TestABookingThatIsOverLeavesNothing(t *testing.T) {
	loc := paris(t)
	snap := space()
	snap.People = []store.Person{{ID: 1, FirstName: "Tom", Email: "tom@example.org"}}
	snap.Bookings = []store.Booking{booked(7, 1, "2026-11-24T10:00", "2026-11-24T11:00", loc)}
	require.Equal(t, 1, compiled(snap, "2026-11-24T11:04").Users.Len())
	over := compiled(snap, "2026-11-24T11:05")
	require.Zero(t, over.Users.Len())
	require.Empty(t, over.Groups)
	require.Empty(t, over.Keep)
	require.True(t, over.Next.IsZero())
}

package access

import (
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// why is a whole explanation, a fact a line.
func why(a Answer) []string {
	var out []string
	for _, f := range a.Why {
		out = append(out, string(f.Verdict)+": "+f.What.String())
	}
	return out
}

// Each row is one chain of reasons, word for word.
func TestEveryAnswerSaysWhy(t *testing.T) {
	loc := paris(t)
	edit := func(p store.Person, change func(*store.Person)) []store.Person {
		p.LastName = "Berg"
		change(&p)
		return []store.Person{p}
	}
	asIs := func(*store.Person) {}
	storage := []store.ExtraDoor{{Space: 1, Door: store.KSRef{ID: "storage"}}}
	team := func(change func(main, co *store.Person)) []store.Person {
		main, co := member(2, planFull), member(1, 0)
		main.FirstName, co.Main = "Ana", 2
		change(&main, &co)
		return []store.Person{main, co}
	}
	for name, row := range map[string]struct {
		people   []store.Person
		bookings []store.Booking
		change   func(*store.Snapshot)
		door     string
		at       store.LocalTime
		when     string // for a yes
		why      []string
	}{
		"a plan": {people: edit(member(1, planFull), asIs), door: "front", at: "2026-11-23T12:00", when: "always",
			why: []string{"opens: Plan “Full”, through the group “Full”."}},
		"a plan at its hours": {people: edit(member(1, planBasic), asIs), door: "front", at: "2026-11-23T12:00", when: "at the hours of the group “Basic”",
			why: []string{"opens: Plan “Basic”, through the group “Basic”."}},
		"a plan at another hour": {people: edit(member(1, planBasic), asIs), door: "front", at: "2026-11-22T12:00",
			why: []string{"closes: The group “Basic” has this door, but not at this hour."}},
		"a plan until a day": {people: edit(member(1, planFull), func(p *store.Person) { p.EndsOn = "2026-11-30" }), door: "front", at: "2026-11-23T12:00", when: "until 2026-12-01T00:00",
			why: []string{"opens: Plan “Full”, through the group “Full”."}},
		"a plan of the main member": {people: team(func(_, _ *store.Person) {}), door: "front", at: "2026-11-23T12:00", when: "always",
			why: []string{"opens: Plan “Full” of Ana, through the group “Full”."}},
		"a main member who left": {people: team(func(main, _ *store.Person) { main.EndsOn = "2026-11-22" }), door: "front", at: "2026-11-23T12:00",
			why: []string{"closes: Ana, whose plan this co-member shares, has no active plan on that day."}},
		"nothing": {people: edit(member(1, planFull), asIs), door: "studio", at: "2026-11-23T12:00",
			why: []string{"closes: No plan, extra door or booking gives this door at that time."}},
		"cancelled": {people: edit(member(1, planFull), func(p *store.Person) { p.EndsOn = "2026-11-22" }), door: "front", at: "2026-11-23T12:00",
			why: []string{"closes: The membership ended on 2026-11-22, that day included."}},
		"not begun": {people: edit(member(1, planFull), func(p *store.Person) { p.StartsOn = "2026-11-24" }), door: "front", at: "2026-11-23T12:00",
			why: []string{"closes: The membership begins on 2026-11-24."}},
		"paused": {people: edit(member(1, planFull), func(p *store.Person) { p.PausedFrom = "2026-11-23" }), door: "front", at: "2026-11-23T12:00",
			why: []string{"closes: Paused since 2026-11-23."}},
		"paused until a day": {people: edit(member(1, planFull), func(p *store.Person) { p.PausedFrom, p.PausedUntil = "2026-11-23", "2026-11-24" }), door: "front", at: "2026-11-23T12:00",
			why: []string{"closes: Paused from 2026-11-23 to 2026-11-24, both days included."}},
		"blocked": {people: edit(member(1, planFull), func(p *store.Person) {
			p.BlockedAt, p.EndsOn = store.LocalTime("2026-11-23T00:10").Start(loc), "2026-11-22"
		}), door: "front", at: "2026-11-23T12:00",
			bookings: []store.Booking{booked(7, 1, "2026-11-24T10:00", "2026-11-24T11:00", loc)},
			why:      []string{"closes: Mia Berg was blocked at the desk on 2026-11-23. Unblock them in Members to give back what they had."}},
		"a pass": {people: edit(member(1, planDay), asIs), door: "front", at: "2026-11-23T12:00", when: "until 2026-11-23T18:00",
			change: func(s *store.Snapshot) {
				s.Passes = []store.PassTime{pass(1, "2026-11-22T00:00", "2026-11-22T23:00", loc), pass(1, "2026-11-23T09:00", "2026-11-23T18:00", loc)}
			},
			why: []string{"opens: Plan “Day”, through the group “Day”.", "note: A pass lets Mia Berg in until 2026-11-23T18:00."}},
		"a pass that does not expire": {people: edit(member(1, planDay), asIs), door: "front", at: "2026-11-23T12:00", when: "always",
			change: func(s *store.Snapshot) { s.Passes = []store.PassTime{pass(1, "2026-11-23T09:00", "", loc)} },
			why:    []string{"opens: Plan “Day”, through the group “Day”.", "note: A pass lets Mia Berg in."}},
		"no pass": {people: edit(member(1, planDay), asIs), door: "front", at: "2026-11-23T12:00",
			change: func(s *store.Snapshot) { s.Passes = []store.PassTime{pass(2, "2026-11-23T09:00", "", loc)} },
			why:    []string{"closes: Mia Berg has no valid pass. Give one in Members."}},
		"no pass, and not a door of the plan": {people: edit(member(1, planDay), asIs), door: "storage", at: "2026-11-23T12:00",
			why: []string{"closes: No plan, extra door or booking gives this door at that time."}},
		"no pass, at another hour": {people: edit(member(1, planDay), asIs), door: "front", at: "2026-11-22T12:00",
			change: func(s *store.Snapshot) { s.Mirror.Groups[2].Schedules = s.Mirror.Groups[1].Schedules },
			why:    []string{"closes: The group “Day” has this door, but not at this hour."}},
		"no pass needed for a booking": {people: edit(member(1, planDay), asIs), door: "front", at: "2026-11-23T12:00", when: "2026-11-23T11:55 – 2026-11-23T13:05",
			bookings: []store.Booking{booked(7, 1, "2026-11-23T12:00", "2026-11-23T13:00", loc)},
			why:      []string{"opens: Booking of Studio, 2026-11-23T12:00 – 2026-11-23T13:00."}},
		"a group that is gone": {people: edit(member(1, planFull), asIs), door: "front", at: "2026-11-23T12:00",
			change: func(s *store.Snapshot) { s.Mirror.Groups[0].Gone = true },
			why:    []string{"closes: The group that the plan “Full” stands for is gone from SALTO KS. Choose another in Plans."}},
		"a booking beside a group that is gone": {people: edit(member(1, planFull), asIs), door: "front", at: "2026-11-23T12:30", when: "2026-11-23T11:55 – 2026-11-23T13:05",
			bookings: []store.Booking{booked(7, 1, "2026-11-23T12:00", "2026-11-23T13:00", loc)},
			change:   func(s *store.Snapshot) { s.Mirror.Groups[0].Gone = true },
			why:      []string{"opens: Booking of Studio, 2026-11-23T12:00 – 2026-11-23T13:00."}},
		"a group that nobody knows": {people: edit(member(1, planFull), asIs), door: "front", at: "2026-11-23T12:00",
			change: func(s *store.Snapshot) { s.Mirror.Groups = s.Mirror.Groups[1:] },
			why:    []string{"closes: The group that the plan “Full” stands for is gone from SALTO KS. Choose another in Plans."}},
		"a group without a schedule": {people: edit(member(1, planFull), asIs), door: "front", at: "2026-11-23T12:00",
			change: func(s *store.Snapshot) { s.Mirror.Groups[0].Schedules = nil },
			why:    []string{"closes: The group “Full” has no time schedule in SALTO KS, and so opens nothing. Give it one there."}},
		"a plan that has not begun says nothing of its group": {people: edit(member(1, planBasic), func(p *store.Person) { p.NextPlan, p.NextPlanOn = planFull, "2026-11-24" }), door: "storage", at: "2026-11-23T12:00",
			why: []string{"closes: No plan, extra door or booking gives this door at that time."}},
		"the next booking": {people: edit(member(1, planFull), asIs), door: "studio", at: "2026-11-23T12:00",
			bookings: []store.Booking{
				booked(6, 1, "2026-11-23T08:00", "2026-11-23T09:00", loc), booked(9, 1, "2026-11-25T10:00", "2026-11-25T11:00", loc),
				booked(7, 1, "2026-11-24T10:00", "2026-11-24T11:00", loc), inRoom(booked(8, 1, "2026-11-23T20:00", "2026-11-23T21:00", loc), hall),
			},
			why: []string{"note: The next booking that opens it: Studio, 2026-11-24T10:00 – 2026-11-24T11:00."}},
		"an extra door": {people: edit(member(1, planBasic), func(p *store.Person) { p.ExtraDoors = storage }), door: "storage", at: "2026-11-23T03:00", when: "always",
			why: []string{"opens: Extra door of this member."}},
		"not connected": {people: edit(member(1, planFull), func(p *store.Person) { p.Connect = store.ConnectNone }), door: "front", at: "2026-11-23T12:00",
			why: []string{"closes: Mia Berg is not connected to SALTO KS. Connect them in Members.", "opens: Plan “Full”, through the group “Full”."}},
		"neither tag nor phone": {people: edit(member(1, planFull), func(p *store.Person) { p.Connect = store.ConnectTagOnly }), door: "front", at: "2026-11-23T12:00",
			why: []string{"closes: Mia Berg has neither a tag nor an e-mail address for the phone. Give a tag, or add the address.", "opens: Plan “Full”, through the group “Full”."}},
		"phone only, and no address": {people: edit(member(1, planFull), func(p *store.Person) { p.Connect, p.Email = store.ConnectPhoneOnly, "" }), door: "front", at: "2026-11-23T12:00",
			change: func(s *store.Snapshot) { s.Tags = []store.Tag{{KSID: "t", State: store.TagHeld, Holder: 1}} },
			why:    []string{"closes: Mia Berg has neither a tag nor an e-mail address for the phone. Give a tag, or add the address.", "opens: Plan “Full”, through the group “Full”."}},
		"office mode, privacy and a hub that is offline": {people: edit(member(1, planFull), asIs), door: "front", at: "2026-11-23T12:00", when: "always",
			change: func(s *store.Snapshot) {
				d := &s.Mirror.Doors[0]
				d.State, d.Privacy, d.IQ = store.DoorInOfficeMode, true, "IQ 01"
			},
			why: []string{
				"opens: Plan “Full”, through the group “Full”.",
				"note: “Front door” was in office mode at the last look: until that ends it opens for anybody.",
				"note: “Front door” was in privacy mode at the last look: somebody inside has locked it, and until that ends it opens for nobody else.",
				"note: The hub “IQ 01” was offline at the last look: the door may not know changes made since.",
			}},
		"a door that is offline": {people: edit(member(1, planFull), asIs), door: "studio", at: "2026-11-23T12:00",
			change: func(s *store.Snapshot) {
				d := &s.Mirror.Doors[1]
				d.Online, d.IQ, d.IQOnline = false, "IQ 01", true
			},
			why: []string{
				"closes: No plan, extra door or booking gives this door at that time.",
				"note: “Studio” was offline at the last look: the door may not know changes made since.",
			}},
		"a door that is gone": {people: edit(member(1, planFull), asIs), door: "front", at: "2026-11-23T12:00",
			change: func(s *store.Snapshot) { s.Mirror.Doors[0].Gone = true },
			why:    []string{"closes: The door “Front door” is gone from SALTO KS."}},
		"a door that nobody knows": {people: edit(member(1, planFull), asIs), door: "attic", at: "2026-11-23T12:00",
			why: []string{"closes: No plan, extra door or booking gives this door at that time."}},
		"somebody who is not there": {people: nil, door: "front", at: "2026-11-23T12:00", why: []string{"closes: This person is not in Latchkey."}},
	} {
		t.Run(name, func(t *testing.T) {
			snap := space()
			snap.People, snap.Bookings = row.people, row.bookings
			if row.change != nil {
				row.change(&snap)
			}
			a := Explain(snap, Known{}, 1, row.door, row.at.Start(loc))
			require.Equal(t, row.why, why(a))
			require.Equal(t, row.when, a.When.String())
			require.Equal(t, row.when != "", a.Open)
			require.Zero(t, a.Proof)
			require.Zero(t, a.Since)
		})
	}
}

// The hours of a yes join what overlaps or meets, whatever gives it.
func TestHoursJoinWhatMeets(t *testing.T) {
	loc := paris(t)
	visitor := store.Person{ID: 1, FirstName: "Tom", Email: "tom@example.org"}
	withDoor := func(change func(*store.Person)) store.Person {
		p := member(1, planBasic)
		p.ExtraDoors = []store.ExtraDoor{{Space: 1, Door: store.KSRef{ID: "studio"}}}
		change(&p)
		return p
	}
	from := func(id store.BookingID, from, until store.LocalTime) store.Booking {
		return booked(id, 1, from, until, loc)
	}
	for name, row := range map[string]struct {
		person   store.Person
		bookings []store.Booking
		want     string
	}{
		"one booking":                          {visitor, []store.Booking{from(7, "2026-11-23T12:00", "2026-11-23T13:00")}, "2026-11-23T11:55 – 2026-11-23T13:05"},
		"beside a plan that gives other doors": {member(1, planFull), []store.Booking{from(7, "2026-11-23T12:00", "2026-11-23T13:00")}, "2026-11-23T11:55 – 2026-11-23T13:05"},
		"back to back": {visitor, []store.Booking{
			from(7, "2026-11-23T11:00", "2026-11-23T12:00"), from(8, "2026-11-23T12:00", "2026-11-23T13:00"), from(9, "2026-11-23T13:00", "2026-11-23T14:00"),
		}, "2026-11-23T10:55 – 2026-11-23T14:05"},
		"with buffers that meet": {visitor, []store.Booking{
			from(7, "2026-11-23T12:00", "2026-11-23T13:00"), from(8, "2026-11-23T13:10", "2026-11-23T14:00"),
		}, "2026-11-23T11:55 – 2026-11-23T14:05"},
		"with a minute between": {visitor, []store.Booking{
			from(7, "2026-11-23T12:00", "2026-11-23T13:00"), from(8, "2026-11-23T13:11", "2026-11-23T14:00"),
		}, "2026-11-23T11:55 – 2026-11-23T13:05"},
		"with another room's doors": {visitor, []store.Booking{
			from(7, "2026-11-23T12:00", "2026-11-23T13:00"), inRoom(from(8, "2026-11-23T13:00", "2026-11-23T14:00"), hall),
		}, "2026-11-23T11:55 – 2026-11-23T13:05"},
		"an extra door, then a booking": {
			withDoor(func(p *store.Person) { p.EndsOn = "2026-11-23" }), []store.Booking{from(7, "2026-11-23T22:00", "2026-11-23T23:00")}, "until 2026-11-24T00:00",
		},
		"a booking, then an extra door": {
			withDoor(func(p *store.Person) { p.StartsOn = "2026-11-24" }), []store.Booking{from(7, "2026-11-23T12:00", "2026-11-24T00:00")}, "always",
		},
		"a booking until the extra door, which ends": {
			withDoor(func(p *store.Person) { p.StartsOn, p.EndsOn = "2026-11-24", "2026-11-25" }), []store.Booking{from(7, "2026-11-23T12:00", "2026-11-24T00:00")},
			"2026-11-23T11:55 – 2026-11-26T00:00",
		},
	} {
		t.Run(name, func(t *testing.T) {
			snap := space()
			snap.People, snap.Bookings = []store.Person{row.person}, row.bookings
			a := Explain(snap, Known{}, 1, "studio", store.LocalTime("2026-11-23T12:30").Start(loc))
			require.True(t, a.Open)
			require.Equal(t, row.want, a.When.String())
		})
	}
}

// What somebody took away does not count among the hours.
func TestHoursLeaveOutWhatWasTakenAway(t *testing.T) {
	loc := paris(t)
	snap, known := inKS(t)
	snap.Bookings = append(snap.Bookings, inRoom(booked(8, 1, "2026-11-23T11:30", "2026-11-23T12:30", loc), hall))
	known.group("full", func(g *store.SeenGroup) { g.People = nil })
	known.group("g-7", func(g *store.SeenGroup) { g.People = nil })
	require.Equal(t, "2026-11-23T11:25 – 2026-11-23T12:35", asked(snap, known, "front").When.String())
}

func TestExplainAllAnswersForEveryDoorByName(t *testing.T) {
	loc := paris(t)
	snap := space()
	snap.People = []store.Person{member(1, planFull)}
	snap.Mirror.Doors[1].Gone = true
	snap.Mirror.Doors[2].Name = "Attic"
	var doors []string
	for _, d := range ExplainAll(snap, Known{}, 1, store.LocalTime("2026-11-23T12:00").Start(loc)) {
		require.True(t, d.Open)
		doors = append(doors, d.Door.Name)
	}
	require.Equal(t, []string{"Attic", "Front door"}, doors)
	require.Empty(t, ExplainAll(snap, Known{}, 9, store.LocalTime("2026-11-23T12:00").Start(loc)))
}

func TestStandingDoorsAreThoseWithoutABooking(t *testing.T) {
	loc := paris(t)
	now := store.LocalTime("2026-11-23T20:00").Start(loc)
	snap := space()
	mia, day := member(1, planBasic), member(2, planDay)
	mia.ExtraDoors = []store.ExtraDoor{{Space: 1, Door: store.KSRef{ID: "storage"}}}
	blocked, off := member(3, planFull), member(4, planFull)
	blocked.BlockedAt, off.Connect = now, store.ConnectNone
	snap.People = []store.Person{mia, day, blocked, off}
	snap.Bookings = []store.Booking{booked(7, 1, "2026-11-23T20:00", "2026-11-23T21:00", loc)}
	require.Equal(t, []string{"Front door", "Storage"}, StandingDoors(snap, 1, now), "at whatever hour")
	for _, who := range []store.PersonID{2, 3, 4, 5} {
		require.Empty(t, StandingDoors(snap, who, now))
	}
	snap.Passes = []store.PassTime{pass(2, "2026-11-23T09:00", "", loc)}
	require.Equal(t, []string{"Front door"}, StandingDoors(snap, 2, now))
	snap.Mirror.Doors[2].Gone = true
	require.Equal(t, []string{"Front door"}, StandingDoors(snap, 1, now))
	snap.Mirror.Groups[1].Gone = true
	require.Empty(t, StandingDoors(snap, 1, now), "a group that is gone gives none")
}

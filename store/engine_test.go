package store

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestMirror(t *testing.T) {
	w := newWorld(t)
	always := Schedule{Days: [7]bool{true, true, true, true, true, true, true}, StartTime: "00:00:00", EndTime: "23:59:59"}
	look := Mirror{
		Site:   KSSite{ID: "s", Name: "Nord", Zone: "Europe/Paris", SeatsUsed: 3, SeatsBought: 50, SubscriptionValid: true, LookedAt: noon},
		Doors:  []KSDoor{{ID: "d-front", Name: "Front door", Online: true, IQ: "IQ 1", IQOnline: true}, {ID: "d-x", Name: "Other"}},
		Groups: []KSGroup{{ID: "g-full", Name: "Full time"}, {ID: "g-x", Name: "Other"}},
	}
	save := func() Change { return w.do(func(tx *Tx) error { return tx.SaveMirror(w.space.ID, look) }) }
	require.Equal(t, KindMirror, save().Kinds)
	require.Zero(t, save().Kinds, "nothing new")
	got, err := w.Mirror(w.ctx, w.space.ID)
	require.NoError(t, err)
	require.Equal(t, look, got)

	detail := KSGroup{ID: "g-full", Name: "Full time", Doors: []string{"d-front"}, Schedules: []Schedule{always}}
	w.do(func(tx *Tx) error { return tx.SaveGroupDetail(w.space.ID, detail) })
	detail.Detailed = true
	save()
	got, err = w.Mirror(w.ctx, w.space.ID)
	require.NoError(t, err)
	g, ok := got.Group("g-full")
	require.True(t, ok)
	require.Equal(t, detail, g, "a look at the list keeps the details")

	look.Doors, look.Groups = nil, nil
	save()
	got, err = w.Mirror(w.ctx, w.space.ID)
	require.NoError(t, err)
	require.Equal(t, []KSDoor{{ID: "d-front", Name: "Front door", IQ: "IQ 1", Gone: true}}, got.Doors, "a room refers to it")
	detail.Gone = true
	require.Equal(t, []KSGroup{detail}, got.Groups, "a plan refers to it")
	look.Groups = []KSGroup{{ID: "g-full", Name: "Full time"}}
	save()
	got, err = w.Mirror(w.ctx, w.space.ID)
	require.NoError(t, err)
	require.False(t, got.Groups[0].Gone)
}

func TestResolveRefs(t *testing.T) {
	w := newWorld(t)
	w.plan = Plan{Name: "By name"}
	w.plan.Mappings = []Mapping{{w.space.ID, KSRef{Name: "Full time"}}, {w.space.ID, KSRef{Name: "Twice"}}, {w.space.ID, KSRef{Name: "Nowhere"}}, {w.space.ID, KSRef{Name: "Latchkey ab12-1"}}}
	w.room.Doors, w.room.Groups = []KSRef{{Name: "Front door"}, {ID: "d-studio", Name: "Studio A"}, {Name: "Studio B"}}, []KSRef{{Name: "Full time"}}
	w.mia.ExtraDoors = []ExtraDoor{{w.space.ID, KSRef{Name: "Front door"}}}
	w.do(func(tx *Tx) error {
		if err := tx.SavePlan(&w.plan); err != nil {
			return err
		}
		if err := tx.SaveRoom(&w.room); err != nil {
			return err
		}
		return tx.SavePerson(&w.mia)
	})
	look := Mirror{
		Doors: []KSDoor{{ID: "d-front", Name: "Front door"}, {ID: "d-studio", Name: "Studio B"}},
		Groups: []KSGroup{{ID: "g-full", Name: "Full time"}, {ID: "g-1", Name: "Twice"}, {ID: "g-2", Name: "Twice"},
			{ID: "g-3", Name: "Latchkey ab12-1", Managed: true}},
	}
	resolve := func(tx *Tx) error {
		if err := tx.SaveMirror(w.space.ID, look); err != nil {
			return err
		}
		return tx.ResolveRefs(w.space.ID)
	}
	c := w.do(resolve)
	require.Equal(t, KindMirror|KindPlan|KindRoom|KindPerson, c.Kinds)
	require.Zero(t, w.do(resolve).Kinds)

	plan, err := w.Plan(w.ctx, w.plan.ID)
	require.NoError(t, err)
	require.Equal(t, []Mapping{{w.space.ID, KSRef{"g-full", "Full time"}}, {w.space.ID, KSRef{Name: "Twice"}}, {w.space.ID, KSRef{Name: "Nowhere"}},
		{w.space.ID, KSRef{Name: "Latchkey ab12-1"}}}, plan.Mappings)
	room, err := w.Room(w.ctx, w.room.ID)
	require.NoError(t, err)
	require.Equal(t, []KSRef{{"d-front", "Front door"}, {"d-studio", "Studio B"}}, room.Doors, "the rename is followed; the same door is there once")
	require.Equal(t, []KSRef{{"g-full", "Full time"}}, room.Groups)
	mia, err := w.Person(w.ctx, w.mia.ID)
	require.NoError(t, err)
	require.Equal(t, []ExtraDoor{{w.space.ID, KSRef{"d-front", "Front door"}}}, mia.ExtraDoors)

	// A form that was opened before the look still saves, and loses nothing.
	w.plan.Note = "all day"
	w.do(func(tx *Tx) error { return tx.SavePlan(&w.plan) })
	require.Equal(t, "g-full", w.plan.Mappings[0].Group.ID)

	look.Groups[0].Name = "Full time (new)"
	require.Equal(t, KindMirror|KindPlan|KindRoom, w.do(resolve).Kinds)
	plan, err = w.Plan(w.ctx, w.plan.ID)
	require.NoError(t, err)
	require.Equal(t, KSRef{"g-full", "Full time (new)"}, plan.Mappings[0].Group)
}

func TestLedger(t *testing.T) {
	w := newWorld(t)
	jo := w.person("Jo", nil)
	user := LedgerUser{Person: w.mia.ID, SiteUserID: "u-1", PlatformID: "p-1", NoSeat: true, HasProfile: true, ConfirmedAt: noon,
		State: UserState{FirstName: "Mia", Email: "mia@example.com", Subscribed: true}}
	member := LedgerMembership{MembershipKey: MembershipKey{"g-full", w.mia.ID}, ConfirmedAt: noon}
	group := LedgerGroup{Key: "booking:1", RemoteID: "g-9", ScheduleID: "s-9", ConfirmedAt: noon,
		State: GroupState{Name: "Latchkey ab12-1", Doors: []string{"d"}, Start: "2026-10-20T08:55:00", People: []PersonID{w.mia.ID}}}
	c := w.do(func(tx *Tx) error {
		if err := tx.PutUser(w.space.ID, user); err != nil {
			return err
		}
		if err := tx.PutMembership(w.space.ID, member); err != nil {
			return err
		}
		return tx.PutGroup(w.space.ID, group)
	})
	require.Equal(t, KindLedger, c.Kinds)
	require.Equal(t, []PersonID{w.mia.ID}, c.People)
	got, err := w.Ledger(w.ctx, w.space.ID)
	require.NoError(t, err)
	require.Equal(t, Ledger{
		Users:       NewByPerson([]One[LedgerUser]{{w.mia.ID, user}}),
		Memberships: NewByGroup([]InGroup[LedgerMembership]{{member.MembershipKey, member}}),
		Groups:      map[string]LedgerGroup{group.Key: group},
	}, got)

	p := w.refuse(CodeConflict, func(tx *Tx) error { return tx.PutUser(w.space.ID, LedgerUser{Person: jo.ID, SiteUserID: "u-1"}) })
	require.Contains(t, p.Error(), "Jo Test and Mia Berg")
	p = w.refuse(CodeConflict, func(tx *Tx) error { return tx.PutGroup(w.space.ID, LedgerGroup{Key: "booking:2", RemoteID: "g-9"}) })
	require.Contains(t, p.Error(), "two bookings")

	w.do(func(tx *Tx) error {
		if err := tx.DropUser(w.space.ID, w.mia.ID); err != nil {
			return err
		}
		if err := tx.DropMembership(w.space.ID, member.MembershipKey); err != nil {
			return err
		}
		return tx.DropGroup(w.space.ID, group.Key)
	})
	got, err = w.Ledger(w.ctx, w.space.ID)
	require.NoError(t, err)
	require.Empty(t, got.Users)
	require.Empty(t, got.Memberships)
	require.Empty(t, got.Groups)
	require.Zero(t, w.do(func(tx *Tx) error { return tx.DropUser(w.space.ID, w.mia.ID) }).Kinds)
}

func TestWork(t *testing.T) {
	w := newWorld(t)
	a := Work{Key: "a", Op: "add", Wish: "w", Person: w.mia.ID, What: say("{{.Name}} gets in.", "Name", "Mia"), Due: noon, Phase: PhaseSent,
		Attempts: 2, NotBefore: noon.Add(time.Minute), SentAt: noon, Error: say("No answer."), Since: noon}
	b := Work{Key: "b", Op: "drop", Phase: PhaseWaiting, Due: noon.Add(time.Hour)}
	set := func(list ...Work) Change { return w.do(func(tx *Tx) error { return tx.SetWork(w.space.ID, list) }) }
	require.Equal(t, KindWork, set(b, a).Kinds)
	require.Zero(t, set(a, b).Kinds, "the same again")
	got, err := w.Work(w.ctx, w.space.ID)
	require.NoError(t, err)
	require.Equal(t, []Work{a, b}, got)

	a.Phase = PhaseParked
	set(a)
	w.do(func(tx *Tx) error { return tx.PutWork(w.space.ID, b) })
	got, err = w.Work(w.ctx, w.space.ID)
	require.NoError(t, err)
	require.Equal(t, []Work{a, b}, got)
	w.do(func(tx *Tx) error { return tx.DropWork(w.space.ID, "a") })
	require.Zero(t, w.do(func(tx *Tx) error { return tx.DropWork(w.space.ID, "a") }).Kinds)
}

func TestSnapshot(t *testing.T) {
	w := newWorld(t)
	jo, gone := w.person("Jo", nil), w.person("Gone", nil)
	w.do(func(tx *Tx) error { return tx.DeletePerson(gone.ID) })
	tag := Tag{Number: "1", State: TagHeld, Holder: jo.ID}
	w.do(func(tx *Tx) error { return tx.SaveTag(&tag) })
	elsewhere := Space{Name: "Sud", Zone: "Europe/Paris"}
	w.do(func(tx *Tx) error { return tx.SaveSpace(&elsewhere) })
	there := Room{Space: elsewhere.ID, Name: "Attic"}
	w.do(func(tx *Tx) error { return tx.SaveRoom(&there) })
	w.book(jo.ID, "2026-10-18T09:00", "2026-10-18T10:00") // over
	in := w.book(jo.ID, "2026-10-20T09:00", "2026-10-20T10:00")
	dropped := w.book(jo.ID, "2026-10-21T09:00", "2026-10-21T10:00")
	w.book(w.mia.ID, "2027-01-20T09:00", "2027-01-20T10:00")
	w.do(func(tx *Tx) error {
		if err := tx.DeleteBooking(dropped.ID); err != nil {
			return err
		}
		return tx.SaveBooking(&Booking{Room: there.ID, Person: jo.ID, Start: "2027-01-20T09:00", End: "2027-01-20T10:00"})
	})

	m, err := w.Meta(w.ctx)
	require.NoError(t, err)
	to := noon.AddDate(0, 0, 14)
	snap, err := w.Snapshot(w.ctx, w.space.ID, noon, to)
	require.NoError(t, err)
	require.Equal(t, Snapshot{
		Lineage: m.Lineage, Install: m.Install, Serial: m.Serial, Space: w.space, Plans: []Plan{w.plan},
		People: []Person{w.mia, jo}, Rooms: []Room{w.room}, Bookings: []Booking{in}, Tags: []Tag{tag},
		Later: []PersonID{w.mia.ID}, From: noon, To: to, Removed: map[PersonID]time.Time{gone.ID: gone.CreatedAt}, NextPerson: gone.ID + 1,
	}, snap)
	_, err = w.Snapshot(w.ctx, 99, noon, to)
	require.Equal(t, CodeMissing, CodeOf(err))

	roster, err := w.Roster(w.ctx, w.space.ID, noon)
	require.NoError(t, err)
	require.Equal(t, Roster{Space: w.space, Plans: []Plan{w.plan}, People: PeopleOf([]Person{w.mia, jo}), Tags: []Tag{tag}, Count: 2}, roster, "the same people, and no more")
	_, err = w.Roster(w.ctx, 99, noon)
	require.Equal(t, CodeMissing, CodeOf(err))
}

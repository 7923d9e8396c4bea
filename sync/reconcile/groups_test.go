package reconcile

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/access"
)

func TestABookingBecomesAGroupWithAWindowDoorsAndAPerson(t *testing.T) {
	w := lived(t)
	w.books(8, ana, "14:00", "15:00", "a", "b")
	set := w.plan()
	require.Equal(t, []Op{CreateGroup, SetWindow, AddPerson, AddDoor, AddDoor}, ops(set.Steps))
	keys := make([]string, len(set.Steps))
	for i, s := range set.Steps {
		keys[i] = s.Key
		require.Equal(t, []any{Grant, ana, GroupObject(access.BookingKey(8))}, []any{s.Class, s.Person, s.Object}, "%s", s.Key)
		require.Equal(t, time.Date(2026, 11, 24, 13, 30, 0, 0, time.UTC), s.Due, "half an hour before it opens")
	}
	require.Equal(t, []string{
		"group:booking:8", "group:booking:8/window", "group:booking:8/person/2", "group:booking:8/door/a", "group:booking:8/door/b",
	}, keys)
	require.Equal(t, "Latchkey 3fa9-8", set.Steps[0].Name)
	w.quiet()
	require.Equal(t, tinyGroup{
		name: "Latchkey 3fa9-8", people: []string{w.platform(ana)}, doors: []string{"a", "b"},
		schedules: []store.Schedule{window(w.in.Ledger.Groups[access.BookingKey(8)].ScheduleID, at("14:00"), at("15:00"))},
	}, w.ks.groups[w.ksGroup(access.BookingKey(8))])
}

func TestAnExtraDoorOpensAlwaysAndIsDueAtOnce(t *testing.T) {
	w := lived(t)
	w.extra(ana, "c")
	set := w.plan()
	for _, s := range set.Steps {
		require.Equal(t, w.in.Now, s.Due)
	}
	w.quiet()
	require.Equal(t, []store.Schedule{window(w.in.Ledger.Groups[access.DoorsKey(ana)].ScheduleID, "", "")}, w.ks.groups[w.ksGroup(access.DoorsKey(ana))].schedules)
}

// What a group no longer needs is closed before anything is opened, and no
// door or person is added before that is done and the window is right.
func TestWhatNarrowsAGroupComesFirst(t *testing.T) {
	w := lived(t)
	w.books(7, ana, "11:00", "13:00", "b", "c")
	steps := w.plan().Steps
	require.Equal(t, []Op{RemovePerson, RemoveDoor, SetWindow, AddPerson, AddDoor}, ops(steps))
	for i, s := range steps {
		require.Equal(t, i < 3, s.Class == Revoke, "%s", s.Key)
		if i < 2 {
			require.Equal(t, w.in.Now, s.Due)
		}
	}
	w.quiet()
	require.Empty(t, w.asks())
}

func TestAnExtraDoorThatIsTakenBackIsClosed(t *testing.T) {
	w := lived(t)
	w.extra(mia, "a")
	steps := w.plan().Steps
	require.Equal(t, []Op{RemoveDoor, AddDoor}, ops(steps))
}

func TestWhatIsGoneOrThereAlreadyIsNotedAndNotAsked(t *testing.T) {
	w := lived(t)
	id := w.ksGroup(booking)
	w.ks.dropDoor(id, "a")
	w.ks.addDoor(id, "c")
	w.ks.out(id, w.platform(mia))
	w.ks.into(id, w.platform(ana))
	w.look()
	w.books(7, ana, "10:00", "12:00", "b", "c")
	set := w.plan()
	require.Empty(t, set.Steps)
	require.Empty(t, set.Drifts)
	require.Equal(t, store.GroupState{
		Name: "Latchkey 3fa9-7", Doors: []string{"b", "c"}, People: []store.PersonID{ana}, Start: at("10:00"), End: at("12:00"),
	}, w.in.Ledger.Groups[booking].State)
}

func TestAGroupThatNothingWantsIsRevokedOrTidiedAway(t *testing.T) {
	for name, row := range map[string]struct {
		now   time.Time
		class Class
	}{
		"before it opens":     {time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), Revoke},
		"while it is open":    {time.Date(2026, 11, 24, 11, 59, 59, 0, time.UTC), Revoke},
		"when it has closed":  {time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC), Tidy},
		"long after its time": {time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC), Tidy},
	} {
		w := lived(t)
		w.in.Now = row.now
		delete(w.in.Target.Groups, booking)
		steps := w.plan().Steps
		require.Equal(t, []Op{DeleteGroup}, ops(steps), name)
		s := steps[0]
		require.Equal(t, []any{"group:booking:7/delete", row.class, mia, row.now}, []any{s.Key, s.Class, s.Person, s.Due}, name)
		w.quiet()
		require.NotContains(t, w.in.Ledger.Groups, booking)
	}
}

// A lock in another zone than the space closes by its own clock: the group is
// over when it is at all of its doors.
func TestAGroupIsOverByTheClocksOfItsDoors(t *testing.T) {
	for name, row := range map[string]struct {
		site, studio string
		class        Class
	}{
		"the doors of the site are behind": {"America/New_York", "", Revoke},
		"one door is behind":               {"UTC", "America/New_York", Revoke},
		"all are ahead":                    {"Asia/Tokyo", "Asia/Tokyo", Tidy},
	} {
		w := lived(t)
		w.in.Now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
		w.in.Snap.Mirror.Site.Zone = row.site
		w.in.Snap.Mirror.Doors[1].Zone = row.studio
		delete(w.in.Target.Groups, booking)
		require.Equal(t, row.class, w.plan().Steps[0].Class, name)
	}
}

func TestAGroupThatIsGoneAndNotWantedIsForgotten(t *testing.T) {
	w := lived(t)
	delete(w.ks.groups, w.ksGroup(booking))
	delete(w.in.Target.Groups, booking)
	w.look()
	require.Empty(t, w.plan().Steps)
	require.NotContains(t, w.in.Ledger.Groups, booking)
	require.Empty(t, w.in.Drifts)
}

// A group whose making is still open cannot be deleted, nor forgotten.
func TestAGroupThatIsBeingMadeAndNotWantedWaits(t *testing.T) {
	w := lived(t)
	w.in.Ledger.Groups["booking:9"] = store.LedgerGroup{Key: "booking:9", State: store.GroupState{Name: "Latchkey 3fa9-9"}}
	w.in.Open[GroupObject("booking:9")] = true
	steps := w.plan().Steps
	require.Equal(t, []Op{DeleteGroup}, ops(steps))
	require.Zero(t, steps[0].Person, "nobody is in it")
	require.False(t, Ready(steps[0], w.in.Ledger))
	w.in.Open = nil
	require.Empty(t, w.plan().Steps)
	require.NotContains(t, w.in.Ledger.Groups, "booking:9")
}

// A group that was made and deleted before KS ever showed it is a difference
// like any other, and keeps nobody busy with reading it.
func TestAGroupThatKSNeverShowedIsAskedAbout(t *testing.T) {
	w := lived(t)
	w.books(8, ana, "14:00", "15:00", "a")
	step := w.plan().Steps[0]
	require.True(t, w.ks.carryOut(step, install, w.in.Ledger))
	delete(w.ks.groups, w.ksGroup("booking:8"))
	w.in.Open[step.Object] = true
	w.look()
	w.read(step.Object)
	require.Empty(t, w.plan().Drifts, "while it is open KS may be late")
	w.in.Open = nil
	set := w.plan()
	require.Empty(t, set.Steps)
	require.Empty(t, set.Unread)
	require.Equal(t, []string{"group:booking:8"}, w.asks())
	w.restore("group:booking:8")
	w.quiet()
	require.Contains(t, w.ks.groups, w.ksGroup("booking:8"))
}

func TestOneWhoIsNoUserAnyMoreIsNoStranger(t *testing.T) {
	w := lived(t)
	id := w.ks.addUser(store.KSUser{FirstName: "Bo", Subscribed: true})
	w.ks.into(w.ksGroup(booking), "p"+id)
	w.look()
	before := w.in.Seen.Groups[w.ksGroup(booking)]
	require.Equal(t, []Op{RemovePerson}, ops(Diff(w.in).Steps))
	w.ks.removeUser(id)
	w.look()
	w.in.Seen.Groups[before.ID] = before // was not read since
	require.Empty(t, w.plan().Steps)
	require.Empty(t, w.plan().Drifts)

	before.PeopleAt = w.in.Seen.UsersAt.Add(time.Second) // who came later is in no list of users yet
	w.in.Now = before.PeopleAt
	w.in.Seen.Groups[before.ID] = before
	set := w.plan()
	require.Equal(t, []Op{RemovePerson}, ops(set.Steps))
	require.Equal(t, "p"+id+" was put into “Latchkey 3fa9-7” of Mia Berg in SALTO KS by somebody.", set.Drifts[0].What.String())
}

// A part of a group that was not read since our own change settled says nothing
// of itself, and the others go on to count.
func TestEachPartOfAGroupCountsFromItsOwnReading(t *testing.T) {
	for name, row := range map[string]struct {
		forget func(g *store.SeenGroup)
		drifts []string
	}{
		"people":    {func(g *store.SeenGroup) { g.PeopleAt = time.Time{} }, []string{"group:booking:7/door/a", "group:booking:7/window"}},
		"doors":     {func(g *store.SeenGroup) { g.DoorsAt = time.Time{} }, []string{"group:booking:7/person/1", "group:booking:7/window"}},
		"schedules": {func(g *store.SeenGroup) { g.SchedulesAt = time.Time{} }, []string{"group:booking:7/person/1", "group:booking:7/door/a"}},
	} {
		w := lived(t)
		id := w.ksGroup(booking)
		w.ks.dropDoor(id, "a")
		w.ks.out(id, w.platform(mia))
		w.somebodySets("10:00", "11:00")
		w.look()
		g := w.in.Seen.Groups[id]
		row.forget(&g)
		w.in.Seen.Groups[id] = g
		set := w.plan()
		var keys []string
		for _, d := range set.Drifts {
			keys = append(keys, d.Key)
		}
		require.Equal(t, row.drifts, keys, name)
		require.Equal(t, map[Object]bool{GroupObject(booking): true}, set.Unsure, name)
		require.Empty(t, set.Steps, name)
	}
}

// While nothing is known of a group, nothing in it is taken for somebody's.
func TestAGroupOfWhichTheListTellsNothingHasNoStrangers(t *testing.T) {
	w := lived(t)
	id := w.ksGroup(booking)
	w.ks.into(id, w.stranger().PlatformID)
	w.ks.addDoor(id, "c")
	w.look()
	g := w.in.Seen.Groups[id]
	g.At = time.Time{}
	w.in.Seen.Groups[id] = g
	w.in.Seen.GroupsAt = time.Time{}
	set := w.plan()
	require.Empty(t, set.Steps)
	require.Empty(t, set.Drifts)
	require.Equal(t, map[Object]bool{GroupObject(booking): true}, set.Unsure)
}

func TestListsAreSortedAndTheOldOneStays(t *testing.T) {
	old := []string{"b", "d"}
	require.Equal(t, []string{"b", "c", "d"}, with(old, "c"))
	require.Equal(t, []string{"b", "d"}, with(old, "d"))
	require.Equal(t, []string{"d"}, without(old, "b"))
	require.Equal(t, []string{"b", "d"}, without(old, "c"))
	require.Equal(t, []string{"b", "d"}, old)
	require.Equal(t, []string{"c", "a"}, missingOf([]string{"c", "b", "a"}, []string{"b"}))
}

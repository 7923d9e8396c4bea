package store

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestPeopleAgainstTheFile(t *testing.T) {
	w := newWorld(t)
	archived := Plan{Name: "Old", Archived: true}
	w.do(func(tx *Tx) error { return tx.SavePlan(&archived) })
	co := w.person("Co", func(p *Person) { p.Main = w.mia.ID })
	gone := w.person("Gone", nil)
	w.do(func(tx *Tx) error { return tx.DeletePerson(gone.ID) })

	save := func(p Person) func(*Tx) error { return func(tx *Tx) error { return tx.SavePerson(&p) } }
	for _, c := range []struct {
		name  string
		p     Person
		code  Code
		field string
		says  string
	}{
		{"same e-mail, other case", Person{FirstName: "X", Email: "MIA@Example.COM"}, CodeConflict, "email", "Mia Berg"},
		{"under a co-member", Person{FirstName: "X", Main: co.ID}, CodeInvalid, "main", "Co Test"},
		{"under somebody removed", Person{FirstName: "X", Main: gone.ID}, CodeMissing, "main", "Gone Test"},
		{"under nobody", Person{FirstName: "X", Main: 999}, CodeMissing, "", ""},
		{"archived plan", Person{FirstName: "X", Plan: archived.ID}, CodeInvalid, "plan", "Old"},
		{"archived plan ahead", Person{FirstName: "X", Plan: w.plan.ID, NextPlan: archived.ID, NextPlanOn: "2027-01-01"}, CodeInvalid, "next_plan", "Old"},
		{"unknown plan", Person{FirstName: "X", Plan: 999}, CodeMissing, "", ""},
		{"door of no space", Person{FirstName: "X", ExtraDoors: []ExtraDoor{{9, KSRef{ID: "d"}}}}, CodeMissing, "", ""},
		{"a key in use", Person{FirstName: "X", Key: w.mia.Key}, CodeConflict, "key", ""},
		{"a main member goes under another", func() Person { p := w.mia; p.Plan, p.Main = 0, 999; return p }(), CodeMissing, "", ""},
		{"removed", func() Person { p := w.mia; p.Deleted = true; return p }(), CodeMissing, "", "Mia Berg"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w.t = t
			p := w.refuse(c.code, save(c.p))
			require.Equal(t, c.field, p.Field)
			require.Contains(t, p.Error(), c.says)
		})
	}

	jo := w.person("Jo", func(p *Person) { p.Plan = w.plan.ID })
	under := w.mia
	under.Plan, under.Main = 0, jo.ID
	require.Contains(t, w.refuse(CodeInvalid, save(under)).Error(), "Co Test")

	// Who has an archived plan keeps it.
	w.plan.Archived = true
	w.do(func(tx *Tx) error { return tx.SavePlan(&w.plan) })
	jo.Company = "Nord"
	w.do(func(tx *Tx) error { return tx.SavePerson(&jo) })
}

func TestSavingAnOldCopyIsRefused(t *testing.T) {
	w := newWorld(t)
	mine, theirs := w.mia, w.mia
	theirs.Phone = "+33 1"
	w.do(func(tx *Tx) error { return tx.SavePerson(&theirs) })
	mine.Phone = "+33 2"
	p := w.refuse(CodeChanged, func(tx *Tx) error { return tx.SavePerson(&mine) })
	require.Contains(t, p.Error(), "Mia Berg")
	require.Equal(t, w.mia.Rev, mine.Rev, "what was refused is as it was")
}

func TestSavingTheSameAgainLeavesNoTrace(t *testing.T) {
	w := newWorld(t)
	tag := Tag{Number: "1", UID: []byte{1}}
	run := Series{Room: w.room.ID, Person: w.mia.ID, Start: "2026-10-21T18:00", End: "2026-10-21T19:00", Rule: "FREQ=WEEKLY;COUNT=2"}
	b := w.book(w.mia.ID, "2026-10-20T09:00", "2026-10-20T10:00")
	kind := PassType{Name: "Day", Minutes: 60, Currency: "EUR"}
	pass := Pass{Person: w.mia.ID}
	all := func(tx *Tx) error {
		for _, err := range []error{
			tx.SaveSpace(&w.space), tx.SavePlan(&w.plan), tx.SavePerson(&w.mia), tx.SaveRoom(&w.room), tx.SaveBooking(&b),
			tx.SaveTag(&tag), tx.SavePassType(&kind), tx.SetSetting("a", "b"),
		} {
			if err != nil {
				return err
			}
		}
		pass.Type = kind.ID
		if err := tx.SavePass(&pass); err != nil {
			return err
		}
		_, err := tx.SaveSeries(&run)
		return err
	}
	w.do(all)
	before, err := w.Meta(w.ctx)
	require.NoError(t, err)
	c := w.do(all)
	require.Equal(t, Change{Serial: before.Serial, Actor: ActorDesk}, c)
	after, err := w.Meta(w.ctx)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

func TestAKeyBringsARemovedRowBack(t *testing.T) {
	w := newWorld(t)
	b := Booking{Key: "b-1", Room: w.room.ID, Person: w.mia.ID, Start: "2026-10-20T09:00", End: "2026-10-20T10:00"}
	again := b
	w.do(func(tx *Tx) error { return tx.SaveBooking(&b) })
	w.do(func(tx *Tx) error { return tx.DeleteBooking(b.ID) })
	w.do(func(tx *Tx) error { return tx.SaveBooking(&again) })
	require.Equal(t, b.ID, again.ID)
	require.False(t, again.Deleted)
}

func TestDeletePersonTakesWhatIsAhead(t *testing.T) {
	w := newWorld(t)
	past := w.book(w.mia.ID, "2026-10-12T09:00", "2026-10-12T10:00")
	ahead := w.book(w.mia.ID, "2026-10-20T09:00", "2026-10-20T10:00")
	run := Series{Room: w.room.ID, Person: w.mia.ID, Start: "2026-10-14T18:00", End: "2026-10-14T19:00", Rule: "FREQ=WEEKLY;COUNT=6"}
	tag := Tag{Number: "02300001", State: TagHeld, Holder: w.mia.ID}
	co := w.person("Co", func(p *Person) { p.Main = w.mia.ID })
	w.do(func(tx *Tx) error {
		if _, err := tx.SaveSeries(&run); err != nil {
			return err
		}
		return tx.SaveTag(&tag)
	})
	p := w.refuse(CodeConflict, func(tx *Tx) error { return tx.DeletePerson(w.mia.ID) })
	require.Contains(t, p.Error(), "Co Test")

	w.do(func(tx *Tx) error { return tx.DeletePerson(co.ID) })
	w.do(func(tx *Tx) error { return tx.DeletePerson(w.mia.ID) })
	for id, deleted := range map[BookingID]bool{past.ID: false, ahead.ID: true} {
		b, err := w.Booking(w.ctx, id)
		require.NoError(t, err)
		require.Equal(t, deleted, b.Deleted)
	}
	left, err := w.BookingsOf(w.ctx, w.mia.ID, noon.AddDate(-1, 0, 0))
	require.NoError(t, err)
	require.Len(t, left, 2, "the two that are over")
	got, err := w.SeriesOf(w.ctx, run.ID)
	require.NoError(t, err)
	starts, err := Occurrences(got)
	require.NoError(t, err)
	require.Equal(t, []LocalTime{"2026-10-14T18:00"}, starts)
	tags, err := w.Tags(w.ctx)
	require.NoError(t, err)
	require.Equal(t, TagFree, tags[0].State)
	lines, err := w.LogLines(w.ctx, LogFilter{Person: w.mia.ID, Limit: 1})
	require.NoError(t, err)
	require.Equal(t, "Mia Berg was removed, and with them the bookings that were not over: 6.", lines[0].What.String())
}

func TestFindingPeople(t *testing.T) {
	w := newWorld(t)
	zoe := w.person("Zoé", func(p *Person) {
		p.LastName, p.Company, p.Email = "Łukasz-Ørsted", "Café Größe", "z.o@example.org"
	})
	w.person("Zora", nil)
	tag := Tag{Number: "02300417", State: TagHeld, Holder: zoe.ID}
	w.do(func(tx *Tx) error { return tx.SaveTag(&tag) })
	gone := w.person("Zoelle", nil)
	w.do(func(tx *Tx) error { return tx.DeletePerson(gone.ID) })

	for query, want := range map[string][]string{
		"zoe":             {"Zoé Łukasz-Ørsted"},
		"ZOÉ":             {"Zoé Łukasz-Ørsted"},
		"zo":              {"Zoé Łukasz-Ørsted", "Zora Test"},
		"lukasz orsted":   {"Zoé Łukasz-Ørsted"},
		"grosse cafe":     {"Zoé Łukasz-Ørsted"},
		"z.o@EXAMPLE.org": {"Zoé Łukasz-Ørsted"},
		"00417":           {"Zoé Łukasz-Ørsted"},
		"z o k 023":       {"Zoé Łukasz-Ørsted"},
		"berg mia":        {"Mia Berg"},
		"":                {"Mia Berg", "Zoé Łukasz-Ørsted", "Zora Test"},
		"nobody":          nil,
		"%":               {"Mia Berg", "Zoé Łukasz-Ørsted", "Zora Test"},
		`"' OR 1=1 --`:    nil,
	} {
		list, err := w.People(w.ctx, PeopleFilter{Query: query})
		require.NoError(t, err, query)
		var names []string
		for _, p := range list {
			names = append(names, p.Name())
		}
		require.ElementsMatch(t, want, names, query)
	}

	// The tag goes, and takes its number along.
	tag.State, tag.Holder = TagFree, 0
	w.do(func(tx *Tx) error { return tx.SaveTag(&tag) })
	list, err := w.People(w.ctx, PeopleFilter{Query: "02300417"})
	require.NoError(t, err)
	require.Empty(t, list)
	deleted, err := w.People(w.ctx, PeopleFilter{Query: "zoelle", IncludeDeleted: true})
	require.NoError(t, err)
	require.Len(t, deleted, 1)
}

func TestFilteringPeople(t *testing.T) {
	w := newWorld(t)
	basic := Plan{Name: "Basic"}
	w.do(func(tx *Tx) error { return tx.SavePlan(&basic) })
	w.person("Ended", func(p *Person) { p.Plan, p.EndsOn = basic.ID, "2026-10-31" })
	w.person("Moves", func(p *Person) { p.Plan, p.NextPlan, p.NextPlanOn = w.plan.ID, basic.ID, "2026-11-01" })
	w.person("Visits", nil)
	for _, c := range []struct {
		name string
		f    PeopleFilter
		want []string
	}{
		{"plan before the change", PeopleFilter{Plan: basic.ID, On: "2026-10-31"}, []string{"Ended Test"}},
		{"plan after the change", PeopleFilter{Plan: basic.ID, On: "2026-11-01"}, []string{"Ended Test", "Moves Test"}},
		{"last day", PeopleFilter{State: StateActive, On: "2026-10-31"}, []string{"Mia Berg", "Ended Test", "Moves Test"}},
		{"day after", PeopleFilter{State: StateCancelled, On: "2026-11-01"}, []string{"Ended Test"}},
		{"today", PeopleFilter{State: StateVisitor}, []string{"Visits Test"}},
		{"the first", PeopleFilter{State: StateActive, Limit: 1}, []string{"Mia Berg"}},
		{"the first of all", PeopleFilter{Limit: 2}, []string{"Mia Berg", "Ended Test"}},
	} {
		list, err := w.People(w.ctx, c.f)
		require.NoError(t, err)
		var names []string
		for _, p := range list {
			names = append(names, p.Name())
		}
		require.Equal(t, c.want, names, c.name)
	}
}

func TestPersonByName(t *testing.T) {
	w := newWorld(t)
	zoe := w.person("Zoé", func(p *Person) { p.Email = "zoe@example.com" })
	twin := w.person("Zoe", nil)
	tag := Tag{Number: "77", State: TagHeld, Holder: zoe.ID}
	w.do(func(tx *Tx) error { return tx.SaveTag(&tag) })
	for name, want := range map[string][]PersonID{
		"Mia Berg":        {w.mia.ID},
		"mia berg":        {w.mia.ID},
		"Mia":             nil,
		"ZOE TEST":        {zoe.ID, twin.ID},
		"Zoe@Example.com": {zoe.ID},
		"77":              {zoe.ID},
		zoe.Key:           {zoe.ID},
		"":                nil,
		"example.com":     nil,
	} {
		list, err := w.PersonByName(w.ctx, name)
		require.NoError(t, err)
		var ids []PersonID
		for _, p := range list {
			ids = append(ids, p.ID)
		}
		require.ElementsMatch(t, want, ids, name)
	}
	p, err := w.PersonByEmail(w.ctx, "ZOE@example.com")
	require.NoError(t, err)
	require.Equal(t, zoe.ID, p.ID)
	_, err = w.PersonByEmail(w.ctx, "")
	require.Equal(t, CodeMissing, problem(t, err).Code)
}

// Somebody of whom an old copy of the file knows nothing is like one who was
// removed: their number is never given again.
func TestWhoWasLostIsThereAsRemoved(t *testing.T) {
	w := newWorld(t)
	m, err := w.Snapshot(w.ctx, w.space.ID, noon, noon)
	require.NoError(t, err)
	lost := Person{ID: m.NextPerson + 3, FirstName: "Zoe", LastName: "Lang", CreatedAt: noon.Add(-time.Hour)}
	c := w.do(func(tx *Tx) error { return tx.PutLost(lost) })
	require.NotZero(t, c.Kinds&KindPerson)
	p, err := w.Person(w.ctx, lost.ID)
	require.NoError(t, err)
	require.True(t, p.Deleted)
	require.Equal(t, "Zoe Lang", p.Name())
	after, err := w.Snapshot(w.ctx, w.space.ID, noon, noon)
	require.NoError(t, err)
	require.Equal(t, lost.CreatedAt, after.Removed[lost.ID])
	require.Equal(t, m.People, after.People)
	require.Greater(t, w.person("Next", nil).ID, lost.ID)
	_, err = w.Do(w.ctx, ActorSync, func(tx *Tx) error { return tx.PutLost(lost) })
	require.Error(t, err, "a number that is somebody’s already")
}

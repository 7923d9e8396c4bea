package exchange

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/tally"
)

// attended is a space with one of everything of attendance, on the day before
// the sample's fortnight; its only door was seen.
func attended(t *testing.T, st *store.Store) store.SpaceID {
	t.Helper()
	space := store.Space{Key: "s", Name: "S", Zone: "Europe/Paris"}
	hour := store.PassType{Key: "hour", Name: "Hour", Minutes: 60, Price: 600, Currency: "EUR", Archived: true}
	day := store.PassType{Key: "day", Name: "Day", Minutes: 600, Price: 2200, Currency: "EUR"}
	plan := store.Plan{Key: "monthly", Name: "Monthly", PassLimited: true}
	mia := store.Person{Key: "mia berg", FirstName: "Mia"}
	do(t, st, func(tx *store.Tx) error {
		for _, err := range []error{tx.SaveSpace(&space), tx.SavePassType(&hour), tx.SavePassType(&day)} {
			if err != nil {
				return err
			}
		}
		plan.Allowances = []store.Allowance{{Type: day.ID, Count: 3}, {Type: hour.ID, Count: 1}}
		if err := tx.SavePlan(&plan); err != nil {
			return err
		}
		mia.Plan = plan.ID
		if err := tx.SavePerson(&mia); err != nil {
			return err
		}
		if _, err := tx.GivePasses(store.Pass{Person: mia.ID, Type: hour.ID, Source: store.Bought, Note: "Paid in cash."}, 3); err != nil {
			return err
		}
		long := store.Pass{Person: mia.ID, Type: day.ID, GrantedAt: sunday.Add(-72 * time.Hour), ExpiresOn: "2026-12-31", Minutes: 720, Currency: "EUR"}
		return tx.SavePass(&long)
	})
	uses, err := st.PassesOf(t.Context(), mia.ID)
	require.NoError(t, err)
	do(t, st, func(tx *store.Tx) error {
		if err := tx.SaveMirror(space.ID, doorsSeen()); err != nil {
			return err
		}
		space.Arrivals = "door-2 door-1"
		if err := tx.SaveSpace(&space); err != nil {
			return err
		}
		for i, c := range []store.Correction{
			{Kind: store.CheckedIn, Note: "Phone flat."}, {Kind: store.CheckedOut}, {Kind: store.NotThem, Entry: "e-1"},
		} {
			c.Space, c.Person, c.At = space.ID, mia.ID, sunday.Add(time.Duration(i-10)*time.Hour)
			if err := tx.Correct(&c); err != nil {
				return err
			}
		}
		return tx.TakeBack("Bought twice.", uses[len(uses)-1].ID)
	})
	require.NoError(t, tally.Bring(t.Context(), st))
	return space.ID
}

func doorsSeen() store.Mirror {
	return store.Mirror{
		Site:  store.KSSite{ID: "site", Name: "S", Zone: "Europe/Paris"},
		Doors: []store.KSDoor{{ID: "door-1", Name: "Front door"}, {ID: "door-2", Name: "Gate"}, {ID: "door-3", Name: "Twin"}, {ID: "door-4", Name: "Twin"}},
	}
}

func do(t *testing.T, st *store.Store, f func(*store.Tx) error) {
	t.Helper()
	_, err := st.Do(t.Context(), store.ActorDesk, f)
	require.NoError(t, err)
}

func TestPassesAndCorrectionsGoWithTheSpace(t *testing.T) {
	st := openStore(t)
	id := attended(t, st)
	f, text := exported(t, st, id)
	require.NoError(t, accepts(t, spaceSchema(t), text))
	require.Equal(t, []Ref{{ID: "door-1", Name: "Front door"}, {ID: "door-2", Name: "Gate"}}, f.Space.Arrivals)
	require.Equal(t, []Allowance{{"day", 3}, {"hour", 1}}, f.Plans[0].PassesMonthly)
	require.Len(t, f.Corrections, 3)
	require.Len(t, f.Passes, 8, "four that were given, and four that come with the plan")
	sources := map[store.Source]int{}
	ended := 0
	for _, p := range f.Passes {
		sources[p.Source]++
		if p.Why == "Bought twice." {
			ended++
			require.Equal(t, "2026-10-18T18:00:00Z", p.EndedAt)
		}
	}
	require.Equal(t, map[store.Source]int{"": 1, store.Bought: 3, store.Allowed: 4}, sources)
	require.Equal(t, 1, ended)

	before := footprintOf(t, st)
	require.False(t, mustImport(t, st, f).Changed())
	require.Equal(t, before, footprintOf(t, st))

	other := openStore(t)
	again := mustImport(t, other, f).Space
	require.NoError(t, tally.Bring(t.Context(), other))
	got, second := exported(t, other, again)
	for i := range got.Space.Arrivals { // this file has not seen the site
		require.Empty(t, got.Space.Arrivals[i].Name)
		got.Space.Arrivals[i].Name = f.Space.Arrivals[i].Name
	}
	require.Equal(t, f, got, second)
	require.Equal(t, staysOf(t, st), staysOf(t, other))
}

// staysOf is who was there when, with the kind of the pass.
func staysOf(t *testing.T, st *store.Store) (list []string) {
	t.Helper()
	have, err := takeStock(t.Context(), st, store.Space{})
	require.NoError(t, err)
	kinds := map[store.PassID]string{0: "-"}
	for _, p := range have.passes {
		kinds[p.ID] = have.typeKeys[p.Type]
	}
	for _, p := range have.people {
		stays, err := st.CheckInsOf(t.Context(), p.ID)
		require.NoError(t, err)
		for _, c := range stays {
			list = append(list, p.Key+" "+c.First.String()+" "+c.Last.String()+" "+kinds[c.Pass])
		}
	}
	slices.Sort(list)
	require.NotEmpty(t, list)
	return list
}

// A file from before knows nothing of what was taken back, or of prices.
func TestAnImportGivesNoPassBack(t *testing.T) {
	st := openStore(t)
	id := attended(t, st)
	f, text := exported(t, st, id)
	for i := range f.Passes {
		p := &f.Passes[i]
		p.Minutes, p.Price, p.Currency, p.EndedAt, p.Why = 0, 0, "", "", ""
	}
	require.False(t, mustImport(t, st, f).Changed())
	_, after := exported(t, st, id)
	require.Equal(t, text, after)

	fresh := openStore(t)
	got, _ := exported(t, fresh, mustImport(t, fresh, f).Space)
	for _, p := range got.Passes {
		require.Equal(t, map[string]int{"hour": 60, "day": 600}[p.Type], p.Minutes, "that of the kind")
		require.Equal(t, "EUR", p.Currency)
	}
}

func TestAPassOfAnotherKindHasTheLengthOfTheFile(t *testing.T) {
	st := openStore(t)
	id := attended(t, st)
	f, _ := exported(t, st, id)
	i := slices.IndexFunc(f.Passes, func(p Pass) bool { return p.Type == "day" && p.Minutes == 720 })
	f.Passes[i].Type, f.Passes[i].Price = "hour", 5
	mustImport(t, st, f)
	got, _ := exported(t, st, id)
	require.Equal(t, f, got)
	require.False(t, mustImport(t, st, f).Changed())
}

func TestWhatIsClosedIsRefusedOnlyWhereItChanges(t *testing.T) {
	st := openStore(t)
	id := attended(t, st)
	do(t, st, func(tx *store.Tx) error { return tx.CloseThrough("2026-10-17") })
	f, _ := exported(t, st, id)
	old := Correction{Key: "old", Person: "mia berg", Kind: store.CheckedIn, At: "2026-10-16T08:00:00Z"}
	do(t, st, func(tx *store.Tx) error { return tx.CloseThrough("") })
	f.Corrections = append(f.Corrections, old)
	mustImport(t, st, f)
	do(t, st, func(tx *store.Tx) error { return tx.CloseThrough("2026-10-17") })
	require.False(t, mustImport(t, st, f).Changed(), "a pass and a correction of closed days are as they were")

	f.Corrections[3].Note = "Other."
	_, err := Import(t.Context(), st, f, Options{})
	require.ErrorContains(t, err, "corrections, entry 4 “old”: This day is closed.")
	f.Corrections = f.Corrections[:3]
	f.Passes = append(f.Passes, Pass{Key: "new", Person: "mia berg", Type: "day", GrantedAt: "2026-10-16T08:00:00Z"})
	_, err = Import(t.Context(), st, f, Options{})
	require.ErrorContains(t, err, "The days up to 2026-10-17 are closed.")
}

func TestDoorsOfArrivalByName(t *testing.T) {
	st := openStore(t)
	id := attended(t, st)
	f, text := exported(t, st, id)
	f.Space.Arrivals = []Ref{{Name: "Front door"}, {Name: "Gate"}, {ID: "door-1"}}
	require.False(t, mustImport(t, st, f).Changed())
	_, after := exported(t, st, id)
	require.Equal(t, text, after)

	for name, want := range map[string]string{
		"Cellar": "which was not seen in SALTO KS",
		"Twin":   "several doors in SALTO KS are called so",
	} {
		f.Space.Arrivals = []Ref{{Name: name}}
		_, err := Import(t.Context(), st, f, Options{})
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, "Nothing was imported.")
	}
	f.Space.Arrivals = nil
	require.Equal(t, Count{Updated: 1}, mustImport(t, st, f).Spaces)
	space, err := st.Space(t.Context(), id)
	require.NoError(t, err)
	require.Empty(t, space.Arrivals, "all doors count")
}

// The sample's desk has something to see: somebody with one pass left, somebody
// with none, a pack that expired, and passes that come each month.
func TestPassesOfTheSample(t *testing.T) {
	st, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "space.latchkey"), Now: func() time.Time { return sunday }})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	space := mustImport(t, st, sample(t)).Space
	require.NoError(t, tally.Bring(t.Context(), st))
	s, err := st.Space(t.Context(), space)
	require.NoError(t, err)
	counts := map[string]store.PassCount{}
	people, err := st.People(t.Context(), store.PeopleFilter{})
	require.NoError(t, err)
	for _, p := range people {
		uses, err := st.PassesOf(t.Context(), p.ID)
		require.NoError(t, err)
		stays, err := st.CheckInsOf(t.Context(), p.ID)
		require.NoError(t, err)
		if len(uses) > 0 {
			counts[p.Key] = store.CountPasses(uses, stays, sunday, s.Location())
		}
	}
	require.Equal(t, map[string]store.PassCount{
		"dora-szabo":       {Granted: 10, Used: 9, Left: 1},
		"zoe-petit":        {Granted: 3, Used: 3},
		"gaetan-colin":     {Granted: 9, Expired: 4, Left: 5},
		"joao-carvalho":    {Granted: 5, Left: 5},
		"marguerite-aubry": {Granted: 2, Left: 2},
	}, counts)
}

package tally

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/store"
)

// noon is Monday noon in Paris, six days before the clock goes back.
var noon = time.Date(2026, 10, 19, 10, 0, 0, 0, time.UTC)

type world struct {
	*store.Store
	t     require.TestingT
	ctx   context.Context
	now   time.Time
	space store.Space
	plan  store.Plan
	day   store.PassType
	hour  store.PassType
	next  int
}

func newWorld(t require.TestingT, dir string) *world {
	w := &world{t: t, ctx: context.Background(), now: noon}
	s, err := store.Open(w.ctx, store.Options{Path: filepath.Join(dir, "space.latchkey"), Now: func() time.Time { return w.now }})
	require.NoError(t, err)
	w.Store = s
	w.space = store.Space{Name: "Maison Nord", Zone: "Europe/Paris"}
	w.plan = store.Plan{Name: "Ten passes", PassLimited: true}
	w.day = store.PassType{Name: "Day", Minutes: 600, Price: 2000, Currency: "EUR"}
	w.hour = store.PassType{Name: "Hour", Minutes: 60, Price: 500, Currency: "EUR"}
	w.do(func(tx *store.Tx) error {
		for _, err := range []error{tx.SaveSpace(&w.space), tx.SavePlan(&w.plan), tx.SavePassType(&w.day), tx.SavePassType(&w.hour)} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	return w
}

func (w *world) do(f func(tx *store.Tx) error) {
	_, err := w.Do(w.ctx, store.ActorDesk, f)
	require.NoError(w.t, err)
}

// member adds somebody whom the doors know as "p-" and their number.
func (w *world) member(name string, main store.PersonID) store.Person {
	p := store.Person{FirstName: name, Main: main, Connect: store.ConnectTagOnly}
	if main == 0 {
		p.Plan = w.plan.ID
	}
	w.do(func(tx *store.Tx) error {
		if err := tx.SavePerson(&p); err != nil {
			return err
		}
		return tx.PutUser(w.space.ID, store.LedgerUser{Person: p.ID, SiteUserID: fmt.Sprint("s-", p.ID), PlatformID: platform(p)})
	})
	return p
}

func platform(p store.Person) string { return fmt.Sprint("p-", p.ID) }

func (w *world) entry(p store.Person, at time.Time) store.Entry {
	w.next++
	return store.Entry{ID: fmt.Sprint("e-", w.next), At: at, Category: store.EntryOpened, Way: "tag", Door: "front", Platform: platform(p)}
}

func (w *world) enters(list ...store.Entry) {
	w.do(func(tx *store.Tx) error { _, err := tx.AddEntries(w.space.ID, list); return err })
	w.bring()
}

func (w *world) bring() { require.NoError(w.t, Bring(w.ctx, w.Store)) }

func (w *world) gives(p store.Person, kind store.PassType, count int) {
	w.do(func(tx *store.Tx) error {
		_, err := tx.GivePasses(store.Pass{Person: p.ID, Type: kind.ID}, count)
		return err
	})
	w.bring()
}

func (w *world) stays(people ...store.Person) []store.CheckIn {
	var ids []store.PersonID
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	list, err := w.CheckInsOf(w.ctx, ids...)
	require.NoError(w.t, err)
	return list
}

func (w *world) left(p store.Person) int {
	list, err := w.PassesOf(w.ctx, p.ID)
	require.NoError(w.t, err)
	team, err := w.Team(w.ctx, p.ID)
	require.NoError(w.t, err)
	stays, err := w.CheckInsOf(w.ctx, team...)
	require.NoError(w.t, err)
	return store.CountPasses(list, stays, w.now, w.space.Location()).Left
}

func TestAnEntryUsesAPass(t *testing.T) {
	w := newWorld(t, t.TempDir())
	mia := w.member("Mia", 0)
	w.gives(mia, w.hour, 1)
	w.gives(mia, w.day, 1)
	e := w.entry(mia, noon)
	w.enters(e, e)
	require.Equal(t, []store.CheckIn{{
		Space: 1, Person: mia.ID, Day: "2026-10-19", First: noon, Last: noon, Pass: 3, Until: noon.Add(time.Hour),
		Reach: time.Date(2026, 10, 19, 22, 0, 0, 0, time.UTC), GaveBack: []store.PassID{},
	}}, w.cleared(w.stays(mia)))
	require.Equal(t, 1, w.left(mia))

	w.now = noon.Add(3 * time.Hour)
	w.enters(w.entry(mia, noon.Add(2*time.Hour)))
	stay := w.stays(mia)[0]
	require.Equal(t, noon.Add(10*time.Hour), stay.Until, "the longer pass, from the first entry on")
	require.Len(t, stay.GaveBack, 1)
	require.Equal(t, 1, w.left(mia), "and the hour is there again")
}

// cleared are check-ins whose pass is the number among those used first.
func (w *world) cleared(list []store.CheckIn) []store.CheckIn {
	for i := range list {
		if list[i].Pass != 0 {
			list[i].Pass = 3
		}
		if list[i].GaveBack == nil {
			list[i].GaveBack = []store.PassID{}
		}
	}
	return list
}

func TestACoMemberUsesThePassesOfTheTeam(t *testing.T) {
	w := newWorld(t, t.TempDir())
	ann := w.member("Ann", 0)
	ben := w.member("Ben", ann.ID)
	w.gives(ann, w.day, 2)
	w.enters(w.entry(ben, noon))
	require.Equal(t, 1, w.left(ann))
	require.Equal(t, 1, w.left(ben))
	require.NotZero(t, w.stays(ben)[0].Pass)

	w.now = noon.AddDate(0, 0, 1)
	w.do(func(tx *store.Tx) error { return tx.SetPassesApart(true) })
	w.bring()
	w.enters(w.entry(ben, w.now))
	require.Zero(t, w.stays(ben)[0].Pass, "Ben has none of his own")
	require.NotZero(t, w.stays(ben)[1].Pass, "what was stays")
	require.Equal(t, 1, w.left(ann))
}

func TestWhatIsClosedStaysAsItIs(t *testing.T) {
	w := newWorld(t, t.TempDir())
	mia := w.member("Mia", 0)
	w.gives(mia, w.day, 5)
	w.enters(w.entry(mia, noon))
	w.now = noon.AddDate(0, 0, 2)
	w.do(func(tx *store.Tx) error { return tx.CloseThrough("2026-10-20") })
	w.enters(w.entry(mia, noon.AddDate(0, 0, 1)), w.entry(mia, w.now))
	require.Len(t, w.stays(mia), 2, "the day before yesterday, and today")
	late, err := w.LateEntries(w.ctx, w.space.ID)
	require.NoError(t, err)
	require.Len(t, late, 1)
	require.Error(t, func() error {
		_, err := w.Do(w.ctx, store.ActorDesk, func(tx *store.Tx) error {
			return tx.Correct(&store.Correction{Space: 1, Person: mia.ID, Kind: store.CheckedIn, At: noon})
		})
		return err
	}(), "closed")

	w.do(func(tx *store.Tx) error { return tx.AnswerLate(w.space.ID, late[0].ID, true) })
	w.bring()
	require.Len(t, w.stays(mia), 3)
	require.Equal(t, 2, w.left(mia))
	w.do(func(tx *store.Tx) error { return tx.AnswerLate(w.space.ID, late[0].ID, false) })
	w.bring()
	require.Equal(t, 3, w.left(mia))

	w.enters(w.entry(mia, noon.AddDate(0, 0, 1)))
	require.Equal(t, 3, w.left(mia))
	w.do(func(tx *store.Tx) error { return tx.CloseThrough("") })
	w.bring()
	require.Equal(t, 2, w.left(mia), "it counts once the day is open")
}

func TestEntriesFromBeforeAUserWasKnownCount(t *testing.T) {
	w := newWorld(t, t.TempDir())
	p := store.Person{FirstName: "Zoé", Plan: w.plan.ID}
	w.do(func(tx *store.Tx) error { return tx.SavePerson(&p) })
	w.enters(w.entry(p, noon))
	require.Empty(t, w.stays(p))
	w.do(func(tx *store.Tx) error {
		return tx.PutUser(w.space.ID, store.LedgerUser{Person: p.ID, SiteUserID: "s", PlatformID: platform(p)})
	})
	w.bring()
	require.Len(t, w.stays(p), 1)
}

func TestAPlanGivesPassesEachMonth(t *testing.T) {
	w := newWorld(t, t.TempDir())
	mia, jo := w.member("Mia", 0), w.member("Jo", 0)
	w.bring()
	w.plan.Allowances = []store.Allowance{{Type: w.day.ID, Count: 3}}
	w.do(func(tx *store.Tx) error { return tx.SavePlan(&w.plan) })
	w.bring()
	require.Equal(t, 3, w.left(mia))
	w.bring()
	require.Equal(t, 3, w.left(mia), "once")
	w.enters(w.entry(mia, noon))
	require.Equal(t, 2, w.left(mia))

	w.now = time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC) // November was slept through
	got, err := w.Person(w.ctx, jo.ID)
	require.NoError(t, err)
	got.EndsOn = "2026-11-15"
	w.do(func(tx *store.Tx) error { return tx.SavePerson(&got) })
	w.bring()
	require.Equal(t, 3, w.left(mia), "those of October and November are over")
	list, err := w.PassesOf(w.ctx, mia.ID)
	require.NoError(t, err)
	require.Len(t, list, 9)
	require.Equal(t, store.Date("2026-12-31"), list[8].ExpiresOn)
	w.enters(w.entry(mia, noon.AddDate(0, 0, 15))) // comes late, of November
	list, err = w.PassesOf(w.ctx, mia.ID)
	require.NoError(t, err)
	used := map[store.Date]int{}
	for _, u := range list {
		if u.By != 0 {
			used[u.ExpiresOn]++
		}
	}
	require.Equal(t, map[store.Date]int{"2026-10-31": 1, "2026-11-30": 1}, used)
	require.Equal(t, 0, w.left(jo), "who left in November has none of December")

	late := w.member("Late", 0)
	w.bring()
	require.Equal(t, 3, w.left(late), "also who comes in the middle of a month")
}

// A month gives many passes: nobody's edit waits for all of them, and everybody
// has theirs in the end, once.
func TestAMonthGivesItsPassesAFewPeopleAtATime(t *testing.T) {
	w := newWorld(t, t.TempDir())
	w.plan.Allowances = []store.Allowance{{Type: w.day.ID, Count: 2}}
	w.do(func(tx *store.Tx) error { return tx.SavePlan(&w.plan) })
	var people []store.Person
	for n := range 50 {
		people = append(people, w.member(fmt.Sprint("M", n), 0))
	}
	w.bring()
	w.now = time.Date(2026, 12, 1, 3, 0, 0, 0, time.UTC) // November was slept through
	before, err := w.Meta(w.ctx)
	require.NoError(t, err)
	w.bring()
	after, err := w.Meta(w.ctx)
	require.NoError(t, err)
	require.GreaterOrEqual(t, after.Serial-before.Serial, int64(6), "transactions, of twenty people each and for each month")
	for _, p := range people {
		list, err := w.PassesOf(w.ctx, p.ID)
		require.NoError(t, err)
		require.Len(t, list, 6)
		require.Equal(t, 2, w.left(p))
	}
}

// Whatever arrives when, in whatever portions: the file holds what working out
// everything at once gives.
func TestTheOrderOfArrivalChangesNothing(t *testing.T) {
	w := newWorld(t, t.TempDir())
	rapid.Check(t, func(t *rapid.T) {
		w.t, w.now = t, noon
		ann := w.member("Ann", 0)
		people := []store.Person{ann, w.member("Ben", ann.ID), w.member("Cem", 0)}
		for _, p := range people {
			for range rapid.IntRange(0, 3).Draw(t, "packs") {
				like := store.Pass{Person: p.ID, Type: rapid.SampledFrom([]store.PassType{w.hour, w.day}).Draw(t, "kind").ID}
				like.GrantedAt = noon.Add(time.Duration(rapid.IntRange(-50, 100).Draw(t, "granted")) * time.Hour)
				if rapid.Bool().Draw(t, "expires") {
					like.ExpiresOn = store.DateOf(like.GrantedAt, w.space.Location()).AddDays(rapid.IntRange(0, 4).Draw(t, "for"))
				}
				w.do(func(tx *store.Tx) error {
					_, err := tx.GivePasses(like, rapid.IntRange(1, 3).Draw(t, "of"))
					return err
				})
			}
		}
		w.now = noon.AddDate(0, 0, 8)
		var entries []store.Entry
		for range rapid.IntRange(0, 25).Draw(t, "entries") {
			who := rapid.SampledFrom(people).Draw(t, "who")
			entries = append(entries, w.entry(who, noon.Add(time.Duration(rapid.IntRange(-40, 7*48).Draw(t, "at"))*30*time.Minute)))
		}
		for len(entries) > 0 {
			portion := entries[:rapid.IntRange(1, len(entries)).Draw(t, "portion")]
			entries = entries[len(portion):]
			w.enters(portion...)
		}
		got := w.stays(people...)
		w.startAfresh(people)
		require.Equal(t, w.stays(people...), got)
		for _, p := range people {
			require.GreaterOrEqual(t, w.left(p), 0)
		}
	})
}

// startAfresh has everything worked out from the beginning: what the desk says of
// a time before all else is the first to change something.
func (w *world) startAfresh(people []store.Person) {
	w.do(func(tx *store.Tx) error {
		for _, p := range people {
			if err := tx.SetCheckIns([]store.PersonID{p.ID}, time.Time{}, nil); err != nil {
				return err
			}
			if err := tx.Correct(&store.Correction{Space: w.space.ID, Person: p.ID, Kind: store.CheckedOut, At: noon.AddDate(0, 0, -9)}); err != nil {
				return err
			}
		}
		return nil
	})
	require.Empty(w.t, w.stays(people...))
	w.bring()
}

// What somebody has used can neither be taken back nor undone: the desk is told
// whom to give another.
func TestAPassThatIsUsedStays(t *testing.T) {
	w := newWorld(t, t.TempDir())
	mia := w.member("Mia", 0)
	p := store.Pass{Person: mia.ID, Type: w.hour.ID}
	given, err := w.Do(w.ctx, store.ActorDesk, func(tx *store.Tx) error { return tx.SavePass(&p) })
	require.NoError(t, err)
	w.enters(w.entry(mia, noon))
	_, err = w.Undo(w.ctx, given.Undo)
	require.ErrorContains(t, err, "Mia has used this pass.")
	_, err = w.Do(w.ctx, store.ActorDesk, func(tx *store.Tx) error { return tx.TakeBack("a mistake", p.ID) })
	require.ErrorContains(t, err, "Mia has used this pass.")

	e, err := w.EntriesOf(w.ctx, mia.ID, noon, noon.Add(time.Second))
	require.NoError(t, err)
	not := store.Correction{Space: w.space.ID, Person: mia.ID, Kind: store.NotThem, At: noon, Entry: e[0].ID}
	w.do(func(tx *store.Tx) error { return tx.Correct(&not) })
	w.bring()
	require.Equal(t, 1, w.left(mia), "it was not them: the pass is free again")
	_, err = w.Undo(w.ctx, given.Undo)
	require.NoError(t, err)
	w.bring()
	require.Zero(t, w.left(mia))
}

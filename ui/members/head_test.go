package members

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// crowd is a house with so many people of every kind, and more than one way to
// sort, among them those who share names, plans, passes and a company.
func crowd(count int) func(tx *store.Tx, space store.SpaceID) error {
	return func(tx *store.Tx, space store.SpaceID) error {
		dice := rand.New(rand.NewPCG(7, uint64(count)))
		plans := []store.Plan{{Name: "Full time"}, {Name: "Part time", PassLimited: true}}
		for i := range plans {
			plans[i].Mappings = []store.Mapping{{Space: space, Group: store.KSRef{Name: plans[i].Name}}}
			if err := tx.SavePlan(&plans[i]); err != nil {
				return err
			}
		}
		kind := store.PassType{Name: "Day", Minutes: 600, Price: 1500, Currency: "EUR"}
		if err := tx.SavePassType(&kind); err != nil {
			return err
		}
		var mains []store.PersonID
		for i := range count {
			p := store.Person{FirstName: pick(dice, "Ève", "eva", "Zoé", "Jean-Luc", "Jean", "Ørjan", "Anna"), LastName: pick(dice, "Ó Súilleabháin", "Martin", "d’Arc", "Weiß", "") + fmt.Sprint(i%7),
				Company: pick(dice, "", "Ostrea"), Connect: store.ConnectTagOnly}
			switch roll := dice.IntN(6); {
			case roll == 0: // a visitor
			case roll < 3 && len(mains) > 0:
				p.Main = mains[dice.IntN(len(mains))]
			default:
				p.Plan = plans[dice.IntN(2)].ID
				p.EndsOn = store.Date(pick(dice, "", "", "2026-10-01", "2026-12-01"))
			}
			if err := tx.SavePerson(&p); err != nil {
				return err
			}
			if p.Plan != 0 {
				mains = append(mains, p.ID)
			}
			if err := furnish(tx, dice, p.ID, kind.ID); err != nil {
				return err
			}
		}
		return nil
	}
}

// furnish gives somebody a tag and passes, or neither.
func furnish(tx *store.Tx, dice *rand.Rand, id store.PersonID, kind store.PassTypeID) error {
	if dice.IntN(2) == 0 {
		if err := tx.SaveTag(&store.Tag{Number: fmt.Sprintf("%04d", id), State: store.TagHeld, Holder: id}); err != nil {
			return err
		}
	}
	if dice.IntN(4) > 0 {
		return nil
	}
	_, err := tx.GivePasses(store.Pass{Person: id, Type: kind, GrantedAt: moment.Add(-1), Source: store.Bought}, 1+dice.IntN(3))
	return err
}

func pick(dice *rand.Rand, texts ...string) string { return texts[dice.IntN(len(texts))] }

// said is all that the table shows of rows.
func said(rows []row) []string {
	var all []string
	for _, w := range rows {
		kind, state := w.state()
		all = append(all, fmt.Sprint(w.id(), w.name(), w.company(), w.plan(), state, w.connect(), w.tag(), w.passes(), kind, w.of.passStateOf(w.person())))
	}
	return all
}

// What is shown first does not change when the rest is there.
func TestTheHeadOfARosterShowsTheFirstRowsOfAll(t *testing.T) {
	b := newBench(t, crowd(120))
	all, err := b.page.read(t.Context(), look{space: b.space})
	require.NoError(t, err)
	require.Len(t, all.rows, 120)
	for most := 1; most <= 120; most++ {
		head, err := b.page.read(t.Context(), look{b.space, most})
		require.NoError(t, err)
		require.Equal(t, 120, head.roster.Count)
		require.Equal(t, said(all.rows[:most]), said(head.rows), most)
		require.Equal(t, most < 120, head.roster.Head)
	}
}

// Free tags are in no head: one that has everybody all the same is not taken for
// the whole.
func TestAHeadWithEverybodyIsNotTheWhole(t *testing.T) {
	b := newBench(t, func(tx *store.Tx, _ store.SpaceID) error {
		plan := store.Plan{Name: "Full time"}
		if err := tx.SavePlan(&plan); err != nil {
			return err
		}
		main := store.Person{FirstName: "Ada", Plan: plan.ID}
		if err := tx.SavePerson(&main); err != nil {
			return err
		}
		if err := tx.SavePerson(&store.Person{FirstName: "Ben", Main: main.ID}); err != nil {
			return err
		}
		return tx.SaveTag(&store.Tag{Number: "0001", State: store.TagFree})
	})
	head, err := b.page.read(t.Context(), look{b.space, 1})
	require.NoError(t, err)
	require.Equal(t, 2, head.roster.People.Len(), "Ben, because he shares Ada's plan")
	require.Len(t, head.rows, 1)
	require.True(t, head.roster.Head)
	require.Len(t, b.page.roster.Tags, 1)
}

// steps does one thing after the other, when the test says so.
type steps struct{ work []func(context.Context) }

func (s *steps) Go(work func(context.Context)) { s.work = append(s.work, work) }
func (s *steps) Do(f func())                   { f() }

func (s *steps) next(t *testing.T) {
	t.Helper()
	require.NotEmpty(t, s.work)
	work := s.work[0]
	s.work = s.work[1:]
	work(t.Context())
}

func TestTheFirstRowsComeBeforeTheRest(t *testing.T) {
	b := newBench(t, crowd(inSight+30))
	s := &steps{}
	b.page.deps.Desk.Dispatch = s
	b.page.loaded, b.page.begun = false, false
	b.page.list.show(&roster{}, nil)
	b.page.Shown()
	s.next(t)
	require.Len(t, b.page.list.table.Rows(), inSight)
	require.Contains(t, b.texts(), "130 people")
	require.Nil(t, b.page.menu(b.page.list.table.Rows()[0].id()), "nothing is done with half of the people")
	s.next(t) // is painted
	s.next(t)
	require.Len(t, b.page.list.table.Rows(), inSight+30)
	require.NotEmpty(t, b.page.menu(b.page.list.table.Rows()[0].id()))
	require.Empty(t, s.work)
}

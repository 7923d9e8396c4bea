package attendance

import (
	"context"
	"fmt"
	"slices"

	"latchkey/store"
)

// recently is how many days somebody was here in, for whom one pass that is left
// is worth a word.
const recently = 30

// attention is what needs the desk.
type attention struct {
	Space store.Space
	Late  []lateEntry
	One   []store.Person // have one pass left, and were here lately
	None  []store.Person // have none, though their plan opens only with one
}

// lateEntry is an entry for a day that was closed.
type lateEntry struct {
	store.Entry
	Name string
}

func (a attention) none() bool { return len(a.Late)+len(a.One)+len(a.None) == 0 }

func loadAttention(ctx context.Context, s *store.Store, id store.SpaceID, counts arrives) (a attention, err error) {
	if a.Space, err = s.Space(ctx, id); err != nil {
		return a, fmt.Errorf("space %d: %w", id, err)
	}
	now := s.Now()
	entries, err := s.LateEntries(ctx, id)
	if err != nil {
		return a, fmt.Errorf("late entries: %w", err)
	}
	entries = slices.DeleteFunc(entries, func(e store.Entry) bool { return !counts(e, a.Space) }) // an answer makes no difference
	plans, err := s.Plans(ctx)
	if err != nil {
		return a, fmt.Errorf("plans: %w", err)
	}
	left, err := s.PassesLeft(ctx, now)
	if err != nil {
		return a, fmt.Errorf("passes: %w", err)
	}
	asked := limited(plans)
	if len(entries)+len(left)+len(asked) == 0 {
		return a, nil // most houses, at each start: the people need not be read
	}
	people, err := everybody(ctx, s)
	if err != nil {
		return a, err
	}
	for _, e := range entries {
		a.Late = append(a.Late, lateEntry{e, nameOf(people, e.Person)})
	}
	today := store.DateOf(now, a.Space.Location())
	seen, err := s.PerPerson(ctx, id, today.AddDays(1-recently), today)
	if err != nil {
		return a, fmt.Errorf("check-ins by person: %w", err)
	}
	apart, err := s.PassesApart(ctx)
	if err != nil {
		return a, fmt.Errorf("how passes are shared: %w", err)
	}
	a.One, a.None = running(people, asked, left, seen, today, apart)
	return a, nil
}

// running returns, by name, who has one pass left and who has none. Where a team
// shares its passes, the main member stands for all of it.
func running(people map[store.PersonID]store.Person, limited map[store.PlanID]bool, left map[store.PersonID]int, seen []store.PersonCount, today store.Date, apart bool) (one, none []store.Person) {
	here := make(map[store.PersonID]bool, len(seen))
	for _, c := range seen {
		here[c.Person] = true
	}
	last, out := make(map[store.PersonID]bool), make(map[store.PersonID]bool)
	for _, p := range people {
		team := p.ID
		if p.Main != 0 && !apart {
			team = p.Main
		}
		switch {
		case p.Deleted:
		case left[p.ID] == 1 && here[p.ID]:
			last[team] = true
		case left[p.ID] == 0 && limited[planOf(people, p)] && active(people, p, today):
			out[team] = true
		}
	}
	for _, p := range sortedPeople(people) {
		if last[p.ID] {
			one = append(one, p)
		}
		if out[p.ID] {
			none = append(none, p)
		}
	}
	return one, none
}

// active tells whether somebody is a member on a day, and their main member too.
func active(people map[store.PersonID]store.Person, p store.Person, today store.Date) bool {
	if p.Main != 0 && people[p.Main].State(today) != store.StateActive {
		return false
	}
	return p.State(today) == store.StateActive
}

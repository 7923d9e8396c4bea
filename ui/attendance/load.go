package attendance

import (
	"context"
	"fmt"
	"time"

	"latchkey/store"
)

// connected tells whether a space has an account and a site.
func connected(s store.Space) bool { return s.Account.Connected() && s.SiteID != "" }

// state is what decides whether there is anything to show at all.
type state struct {
	Space  store.Space
	First  store.Date // of the first check-in; empty: there is none
	Other  bool       // somebody was refused at a door, or the desk said something
	Closed store.Date // the last day that is closed; empty: none is
}

func loadState(ctx context.Context, s *store.Store, id store.SpaceID) (f state, err error) {
	if f.Space, err = s.Space(ctx, id); err != nil {
		return f, fmt.Errorf("space %d: %w", id, err)
	}
	if f.First, err = s.FirstDay(ctx, id); err != nil {
		return f, fmt.Errorf("first check-in: %w", err)
	}
	if f.Closed, err = s.ClosedThrough(ctx); err != nil {
		return f, fmt.Errorf("closed days: %w", err)
	}
	refused, err := s.Rejected(ctx, id, time.Time{}, 1)
	if err != nil {
		return f, fmt.Errorf("refused attempts: %w", err)
	}
	if f.Other = len(refused) > 0; f.Other || f.First != "" {
		return f, nil
	}
	said, err := s.Corrections(ctx, id, time.Time{}, s.Now().Add(time.Second))
	f.Other = len(said) > 0
	return f, err
}

// dayFacts is what is known of one day.
type dayFacts struct {
	Space       store.Space
	Day         store.Date
	Now         time.Time
	Collected   store.Collected
	Closed      store.Date
	Stays       []store.CheckIn // of the day, and of the day before what reaches into it; the first first
	Passes      map[store.PassID]string
	Entries     []store.Entry
	Corrections []store.Correction
	People      map[store.PersonID]store.Person // everybody
	Limited     map[store.PlanID]bool           // the plans that ask for a pass
}

// loadDay reads a day; "" is today.
func loadDay(ctx context.Context, s *store.Store, id store.SpaceID, day store.Date) (f dayFacts, err error) {
	if f.Space, err = s.Space(ctx, id); err != nil {
		return f, fmt.Errorf("space %d: %w", id, err)
	}
	zone := f.Space.Location()
	f.Now, f.Day = s.Now(), day
	if f.Day == "" {
		f.Day = store.DateOf(f.Now, zone)
	}
	start, end := f.Day.Start(zone), f.Day.End(zone)
	stays, err := s.CheckIns(ctx, id, f.Day.AddDays(-1), f.Day)
	if err != nil {
		return f, fmt.Errorf("check-ins: %w", err)
	}
	for _, c := range stays {
		if c.Day == f.Day || c.Until.After(start) || !c.Last.Before(start) {
			f.Stays = append(f.Stays, c)
		}
	}
	if f.Passes, err = s.UsedPassNames(ctx, id, f.Day.AddDays(-1), f.Day); err != nil {
		return f, fmt.Errorf("passes: %w", err)
	}
	if f.Entries, err = s.Entries(ctx, id, start, end); err != nil {
		return f, fmt.Errorf("entries: %w", err)
	}
	if f.Corrections, err = s.Corrections(ctx, id, start, end); err != nil {
		return f, fmt.Errorf("corrections: %w", err)
	}
	return f, f.loadRest(ctx, s, id)
}

func (f *dayFacts) loadRest(ctx context.Context, s *store.Store, id store.SpaceID) (err error) {
	if f.Collected, err = s.Collected(ctx, id); err != nil {
		return fmt.Errorf("reading of entries: %w", err)
	}
	if f.Closed, err = s.ClosedThrough(ctx); err != nil {
		return fmt.Errorf("closed days: %w", err)
	}
	if f.People, err = everybody(ctx, s); err != nil {
		return err
	}
	plans, err := s.Plans(ctx)
	f.Limited = limited(plans)
	return err
}

// everybody returns all people, also those who were removed: they came in.
func everybody(ctx context.Context, s *store.Store) (map[store.PersonID]store.Person, error) {
	list, err := s.People(ctx, store.PeopleFilter{IncludeDeleted: true})
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	out := make(map[store.PersonID]store.Person, len(list))
	for _, p := range list {
		out[p.ID] = p
	}
	return out, nil
}

func limited(plans []store.Plan) map[store.PlanID]bool {
	out := map[store.PlanID]bool{}
	for _, p := range plans {
		if p.PassLimited {
			out[p.ID] = true
		}
	}
	return out
}

// periodFacts is what is known of a number of days.
type periodFacts struct {
	Space    store.Space
	Period   period
	Today    store.Date
	From, To store.Date
	First    store.Date // of the first check-in of all; empty: there is none
	Days     []store.DayCount
	Arrivals []store.ArrivalCount
	Persons  []store.PersonCount
	People   map[store.PersonID]store.Person
}

func loadPeriod(ctx context.Context, s *store.Store, id store.SpaceID, p period) (f periodFacts, err error) {
	if f.Space, err = s.Space(ctx, id); err != nil {
		return f, fmt.Errorf("space %d: %w", id, err)
	}
	f.Period, f.Today = p, store.DateOf(s.Now(), f.Space.Location())
	f.From, f.To = p.days(f.Today)
	if f.First, err = s.FirstDay(ctx, id); err != nil {
		return f, fmt.Errorf("first check-in: %w", err)
	}
	return f, nil
}

// loadDays reads what the charts of a period show.
func loadDays(ctx context.Context, s *store.Store, id store.SpaceID, p period) (periodFacts, error) {
	f, err := loadPeriod(ctx, s, id, p)
	if err != nil {
		return f, err
	}
	if f.Days, err = s.PerDay(ctx, id, f.From, f.To); err != nil {
		return f, fmt.Errorf("people per day: %w", err)
	}
	if f.Arrivals, err = s.Arrivals(ctx, id, f.From, f.To); err != nil {
		return f, fmt.Errorf("arrivals: %w", err)
	}
	return f, nil
}

// loadMembers reads what the list of members of a period shows.
func loadMembers(ctx context.Context, s *store.Store, id store.SpaceID, p period) (periodFacts, error) {
	f, err := loadPeriod(ctx, s, id, p)
	if err != nil {
		return f, err
	}
	if f.Persons, err = s.PerPerson(ctx, id, f.From, f.To); err != nil {
		return f, fmt.Errorf("check-ins by person: %w", err)
	}
	f.People, err = everybody(ctx, s)
	return f, err
}

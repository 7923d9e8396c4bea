package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"latchkey/store/internal/db"
)

// Attended is what package attendance works a team's check-ins out from, from
// an instant on: no check-in that began before it can take in anything later.
type Attended struct {
	People      []PersonID
	From        time.Time
	Spaces      []Space
	Entries     []Entry // that could be presence
	Corrections []Correction
	Passes      []Pass // that no check-in before From uses, nor anybody outside of the team
}

// Attended reads what the check-ins of somebody's team are worked out from, at
// the latest from since on.
func (tx *Tx) Attended(person PersonID, since time.Time) (a Attended, err error) {
	if a.People, err = tx.rows.team(tx.ctx, person); err != nil {
		return a, err
	}
	list, err := tx.rows.q.Spaces(tx.ctx)
	if err != nil {
		return a, err
	}
	a.Spaces = mapped(list, space)
	if a.From, err = tx.rows.reachedFrom(tx.ctx, a, since); err != nil {
		return a, err
	}
	people, from := idList(a.People), unix(a.From)
	entries, err := tx.rows.q.EntriesFrom(tx.ctx, db.EntriesFromParams{People: people, Since: from})
	if err != nil {
		return a, err
	}
	corrections, err := tx.rows.q.CorrectionsFrom(tx.ctx, db.CorrectionsFromParams{People: people, Since: from})
	if err != nil {
		return a, err
	}
	day := DateOf(a.From.AddDate(0, 0, -1), time.UTC) // in no zone is it earlier
	passes, err := tx.rows.q.PassesFrom(tx.ctx, db.PassesFromParams{People: people, Since: from, Day: string(day)})
	a.Entries, a.Corrections = mapped(entries, entryOf), mapped(corrections, correction)
	a.Passes = mapped(passes, func(r db.PassesFromRow) Pass { return pass(r.Pass) })
	return a, err
}

// reachedFrom moves an instant back to the beginning of its day, and on to that
// of every check-in that may take in something later.
func (r rows) reachedFrom(ctx context.Context, a Attended, since time.Time) (time.Time, error) {
	if since.IsZero() {
		return since, nil
	}
	for from := since; ; {
		for _, s := range a.Spaces {
			if start := DateOf(since, s.Location()).Start(s.Location()).UTC(); start.Before(from) {
				from = start
			}
		}
		first, err := r.q.FirstReaching(ctx, db.FirstReachingParams{People: idList(a.People), Since: unix(from)})
		if err != nil || first == 0 {
			return from, err
		}
		since = instant(first)
		from = since
	}
}

// SetCheckIns replaces the check-ins of a team that began at or after an instant.
func (tx *Tx) SetCheckIns(people []PersonID, from time.Time, list []CheckIn) error {
	had, err := tx.rows.q.CheckInsFrom(tx.ctx, db.CheckInsFromParams{People: idList(people), Since: unix(from)})
	if err != nil {
		return err
	}
	wanted := make(map[string]bool, len(list))
	for _, c := range list {
		wanted[fmt.Sprint(c)] = true
	}
	have := make(map[string]bool, len(had))
	for _, row := range had {
		c, err := checkIn(row)
		if err != nil {
			return err
		}
		if key := fmt.Sprint(c); wanted[key] {
			have[key] = true
			continue
		}
		if err := tx.rows.q.DropCheckIn(tx.ctx, row.ID); err != nil {
			return wrap(err, "check-in")
		}
		tx.touchPerson(KindCheckIn, c.Person)
	}
	for _, c := range list {
		if have[fmt.Sprint(c)] {
			continue
		}
		if err := tx.addCheckIn(c); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) addCheckIn(c CheckIn) error {
	back, err := json.Marshal(append([]PassID{}, c.GaveBack...))
	if err != nil {
		return err
	}
	tx.touchPerson(KindCheckIn, c.Person)
	return wrap(tx.rows.q.AddCheckIn(tx.ctx, db.AddCheckInParams{
		SpaceID: int64(c.Space), PersonID: int64(c.Person), Day: string(c.Day), FirstAt: unix(c.First), LastAt: unix(c.Last), Out: c.Out,
		PassID: ref(c.Pass), UntilAt: unix(c.Until), Reach: unix(c.Reach), GaveBack: string(back),
	}), "check-in")
}

func checkIn(r db.CheckIn) (CheckIn, error) {
	c := CheckIn{
		Space: SpaceID(r.SpaceID), Person: PersonID(r.PersonID), Day: Date(r.Day), First: instant(r.FirstAt), Last: instant(r.LastAt), Out: r.Out,
		Pass: deref[PassID](r.PassID), Until: instant(r.UntilAt), Reach: instant(r.Reach),
	}
	if err := json.Unmarshal([]byte(r.GaveBack), &c.GaveBack); err != nil {
		return c, fmt.Errorf("check-in: %w", err)
	}
	return c, nil
}

func checkIns(list []db.CheckIn, err error) ([]CheckIn, error) {
	if err != nil {
		return nil, err
	}
	out := make([]CheckIn, 0, len(list))
	for _, row := range list {
		c, err := checkIn(row)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// Recounted says that the check-ins of somebody are up to date.
func (tx *Tx) Recounted(people ...PersonID) error {
	for _, p := range people {
		if err := tx.rows.q.DropRecount(tx.ctx, int64(p)); err != nil {
			return wrap(err, "recount")
		}
		tx.touch(KindCheckIn)
	}
	return nil
}

// CheckIns returns the check-ins of a space from one day to another, both
// included, the first first.
func (s *Store) CheckIns(ctx context.Context, space SpaceID, from, to Date) ([]CheckIn, error) {
	return read(ctx, s, func(r rows) ([]CheckIn, error) {
		return checkIns(r.q.CheckInsOfDays(ctx, db.CheckInsOfDaysParams{Space: int64(space), Since: string(from), Until: string(to)}))
	})
}

// CheckInsOf returns the check-ins of a person, the newest first.
func (s *Store) CheckInsOf(ctx context.Context, people ...PersonID) ([]CheckIn, error) {
	return read(ctx, s, func(r rows) ([]CheckIn, error) {
		return checkIns(r.q.CheckInsOfPeople(ctx, idList(slices.Clone(people))))
	})
}

// PerDay returns how many people had a check-in on each day that had one, from
// one day to another, both included.
func (s *Store) PerDay(ctx context.Context, space SpaceID, from, to Date) ([]DayCount, error) {
	return read(ctx, s, func(r rows) ([]DayCount, error) {
		list, err := r.q.CountPerDay(ctx, db.CountPerDayParams{Space: int64(space), Since: string(from), Until: string(to)})
		return mapped(list, func(row db.CountPerDayRow) DayCount { return DayCount{Date(row.Day), int(row.People)} }), err
	})
}

// FirstDay returns the day of a space's first check-in, "" where there is none.
func (s *Store) FirstDay(ctx context.Context, space SpaceID) (Date, error) {
	return read(ctx, s, func(r rows) (Date, error) {
		day, err := r.q.FirstCheckIn(ctx, int64(space))
		return Date(day), err
	})
}

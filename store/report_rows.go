package store

import (
	"context"
	"time"

	"latchkey/store/internal/db"
)

// PersonCount is what somebody's check-ins of some days come to.
type PersonCount struct {
	Person   PersonID
	Days     int
	CheckIns int
	Passes   int       // that they used
	Last     time.Time // that is known of them
}

// PerPerson counts the check-ins of a space from one day to another, both
// included, for each person who had one.
func (s *Store) PerPerson(ctx context.Context, space SpaceID, from, to Date) ([]PersonCount, error) {
	return read(ctx, s, func(r rows) ([]PersonCount, error) {
		list, err := r.q.CountPerPerson(ctx, db.CountPerPersonParams{Space: int64(space), Since: string(from), Until: string(to)})
		return mapped(list, func(row db.CountPerPersonRow) PersonCount {
			return PersonCount{PersonID(row.PersonID), int(row.Days), int(row.CheckIns), int(row.Passes), instant(row.LastAt)}
		}), err
	})
}

// ArrivalCount is how many check-ins began in the quarter of an hour from At on.
type ArrivalCount struct {
	At       time.Time
	CheckIns int
}

const quarter = 900 // seconds

// Arrivals returns when the check-ins of a space began, from one day to another,
// both included, the first first.
func (s *Store) Arrivals(ctx context.Context, space SpaceID, from, to Date) ([]ArrivalCount, error) {
	return read(ctx, s, func(r rows) ([]ArrivalCount, error) {
		list, err := r.q.CountPerQuarter(ctx, db.CountPerQuarterParams{Space: int64(space), Since: string(from), Until: string(to)})
		return mapped(list, func(row db.CountPerQuarterRow) ArrivalCount {
			return ArrivalCount{instant(row.Quarter * quarter), int(row.CheckIns)}
		}), err
	})
}

// UsedPassNames returns what the passes are called that the check-ins of a space
// use, from one day to another, both included.
func (s *Store) UsedPassNames(ctx context.Context, space SpaceID, from, to Date) (map[PassID]string, error) {
	return read(ctx, s, func(r rows) (map[PassID]string, error) {
		list, err := r.q.NamesOfUsedPasses(ctx, db.NamesOfUsedPassesParams{Space: int64(space), Since: string(from), Until: string(to)})
		out := make(map[PassID]string, len(list))
		for _, row := range list {
			out[PassID(row.ID)] = row.Name
		}
		return out, err
	})
}

// Corrections returns what the desk said of somebody's presence in a space in
// [from, to), the first first.
func (s *Store) Corrections(ctx context.Context, space SpaceID, from, to time.Time) ([]Correction, error) {
	return read(ctx, s, func(r rows) ([]Correction, error) {
		list, err := r.q.CorrectionsOfDays(ctx, db.CorrectionsOfDaysParams{Space: int64(space), Since: unix(from), Until: unix(to)})
		return mapped(list, correction), err
	})
}

// PassesLeft returns, for everybody who may use one, how many passes are left to
// them at an instant, as CountPasses says it: those of the team too where it
// shares them.
func (s *Store) PassesLeft(ctx context.Context, at time.Time) (map[PersonID]int, error) {
	return read(ctx, s, func(r rows) (map[PersonID]int, error) {
		zone, err := r.zone(ctx)
		if err != nil {
			return nil, err
		}
		apart, err := r.setting(ctx, settingApart)
		if err != nil {
			return nil, err
		}
		list, err := r.q.CountPassesLeft(ctx, db.CountPassesLeftParams{At: at.Unix(), Day: string(DateOf(at, zone))})
		if err != nil {
			return nil, err
		}
		people, err := r.people(ctx, PeopleFilter{})
		shared := teams(people, apart == "")
		left := make(map[PersonID]int, len(list))
		for _, row := range list {
			for _, p := range shared[PersonID(row.PersonID)] {
				left[p] += int(row.Passes)
			}
		}
		return left, err
	})
}

package store

import (
	"context"
	"encoding/json"
	"time"

	"latchkey/store/internal/db"
)

// The settings of attendance that hold for the whole file.
const (
	settingApart  = "passes.apart"      // "1": co-members do not share the main member's passes
	settingClosed = "attendance.closed" // the last day that is closed
	settingMonth  = "passes.month"      // for which the monthly passes were given last, "2026-11"
)

// recount has somebody's check-ins worked out anew from an instant on: package
// tally does that. What was closed stays as it is.
func (tx *Tx) recount(person PersonID, since time.Time) error {
	closed, err := tx.rows.closedBefore(tx.ctx)
	if err != nil {
		return err
	}
	if since.Before(closed) {
		since = closed
	}
	return tx.recountAll(person, since)
}

// recountAll is recount also where it was closed.
func (tx *Tx) recountAll(person PersonID, since time.Time) error {
	tx.touchPerson(KindCheckIn, person)
	return wrap(tx.rows.q.PutRecount(tx.ctx, db.PutRecountParams{PersonID: int64(person), Since: unix(since)}), "recount")
}

// recountEverybody is recount for all.
func (tx *Tx) recountEverybody(since time.Time) error {
	closed, err := tx.rows.closedBefore(tx.ctx)
	if err != nil {
		return err
	}
	if since.Before(closed) {
		since = closed
	}
	tx.touch(KindCheckIn)
	return wrap(tx.rows.q.RecountEverybody(tx.ctx, unix(since)), "recount")
}

// Recounts returns whose check-ins are to be worked out anew, by person.
func (tx *Tx) Recounts() ([]Recount, error) {
	list, err := tx.rows.q.Recounts(tx.ctx)
	return mapped(list, recountOf), err
}

func recountOf(r db.Recount) Recount { return Recount{PersonID(r.PersonID), instant(r.Since)} }

// team returns who shares passes with somebody: the main member and the
// co-members, or themselves alone.
func (r rows) team(ctx context.Context, person PersonID) ([]PersonID, error) {
	apart, err := r.setting(ctx, settingApart)
	if err != nil || apart != "" {
		return []PersonID{person}, err
	}
	list, err := r.q.TeamOf(ctx, int64(person))
	if err != nil || len(list) == 0 { // they were removed
		return []PersonID{person}, err
	}
	return mapped(list, func(id int64) PersonID { return PersonID(id) }), nil
}

// Team returns who shares passes with somebody as this transaction sees it, in a
// list that is the caller's.
func (tx *Tx) Team(person PersonID) ([]PersonID, error) { return tx.rows.team(tx.ctx, person) }

// Team returns who shares passes with somebody, themselves among them.
func (s *Store) Team(ctx context.Context, person PersonID) ([]PersonID, error) {
	return read(ctx, s, func(r rows) ([]PersonID, error) { return r.team(ctx, person) })
}

func (r rows) setting(ctx context.Context, key string) (string, error) {
	value, err := maybe(r.q.Setting(ctx, key))
	if err != nil || value == nil {
		return "", err
	}
	return *value, nil
}

// PassesApart tells whether each co-member has passes of their own only.
func (s *Store) PassesApart(ctx context.Context) (bool, error) {
	apart, err := s.Setting(ctx, settingApart)
	return apart != "", err
}

// SetPassesApart says whether each co-member has passes of their own only, from
// now on.
func (tx *Tx) SetPassesApart(apart bool) error {
	value, said := "", say("Co-members share the passes of their main member now.")
	if apart {
		value, said = "1", say("Co-members have passes of their own only now.")
	}
	was, err := tx.rows.setting(tx.ctx, settingApart)
	if err != nil || was == value {
		return err
	}
	if err := tx.SetSetting(settingApart, value); err != nil {
		return err
	}
	tx.touch(KindPass)
	if err := tx.recountEverybody(tx.Now); err != nil {
		return err
	}
	return tx.logEdit(0, 0, said)
}

// zone is the time zone of the file's first space: that of dates which belong
// to no space.
func (r rows) zone(ctx context.Context) (*time.Location, error) {
	list, err := r.q.Spaces(ctx)
	if err != nil || len(list) == 0 {
		return time.UTC, err
	}
	return space(list[0]).Location(), nil
}

func (tx *Tx) zone() *time.Location {
	loc, err := tx.rows.zone(tx.ctx)
	if err != nil {
		return time.UTC
	}
	return loc
}

// closedBefore is the end of the last day that was closed; zero: none was.
func (r rows) closedBefore(ctx context.Context) (time.Time, error) {
	day, err := r.setting(ctx, settingClosed)
	if err != nil || day == "" {
		return time.Time{}, err
	}
	loc, err := r.zone(ctx)
	return Date(day).End(loc).UTC(), err
}

// ClosedThrough returns the last day whose check-ins are closed; "": none is.
func (s *Store) ClosedThrough(ctx context.Context) (Date, error) {
	day, err := s.Setting(ctx, settingClosed)
	return Date(day), err
}

// CloseThrough closes the check-ins of all days up to one: entries that arrive
// for them later do not count before the desk has said so. An earlier day, or
// "", opens those behind it again: what came late for them counts then.
func (tx *Tx) CloseThrough(day Date) error {
	if day != "" && day >= DateOf(tx.Now, tx.zone()) {
		return invalid("day", "Today is not over yet. Close the days up to yesterday.")
	}
	if err := checkDate("day", day); err != nil {
		return err
	}
	was, err := tx.rows.setting(tx.ctx, settingClosed)
	if err != nil || was == string(day) {
		return err
	}
	if err := tx.SetSetting(settingClosed, string(day)); err != nil {
		return err
	}
	tx.touch(KindCheckIn)
	if Date(was) < day {
		return tx.logEdit(0, 0, say("Attendance is closed up to {{.Day}}.", "Day", string(day)))
	}
	if err := tx.reopen(); err != nil {
		return err
	}
	if day == "" {
		return tx.logEdit(0, 0, say("All days of attendance are open again."))
	}
	return tx.logEdit(0, 0, say("Attendance is open again after {{.Day}}.", "Day", string(day)))
}

// reopen lets what came late for days that are open count.
func (tx *Tx) reopen() error {
	from, err := tx.rows.closedBefore(tx.ctx)
	if err != nil {
		return err
	}
	spaces, err := tx.rows.q.Spaces(tx.ctx)
	if err != nil {
		return err
	}
	for _, s := range spaces {
		list, err := tx.rows.q.LateEntries(tx.ctx, s.ID)
		if err != nil {
			return err
		}
		for _, e := range list {
			if e.At < unix(from) {
				continue
			}
			if err := tx.setEntryState(entryOf(e), EntryCounts); err != nil {
				return err
			}
		}
	}
	return nil
}

// idList is a list of ids as SQL takes it.
func idList[T ~int64](ids []T) string {
	if ids == nil {
		ids = []T{}
	}
	list, err := json.Marshal(ids)
	if err != nil { // whole numbers always can
		return "[]"
	}
	return string(list)
}

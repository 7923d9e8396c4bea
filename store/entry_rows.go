package store

import (
	"context"
	"time"

	"latchkey/store/internal/db"
)

// AddEntries keeps entries of a space's site that were not kept yet, each once,
// finds whose they are, and has the check-ins of those people worked out anew.
// It returns how many were new.
func (tx *Tx) AddEntries(space SpaceID, list []Entry) (fresh int, err error) {
	closed, err := tx.rows.closedBefore(tx.ctx)
	if err != nil {
		return 0, err
	}
	since := map[PersonID]time.Time{}
	whose := map[string]PersonID{"": 0} // by KS user: a page is of few
	for _, e := range list {
		e.SeenAt, e.State = tx.Now, EntryCounts
		if e.At.Before(closed) {
			e.State = EntryLate
		}
		person, known := whose[e.Platform]
		if !known {
			if person, err = tx.personOfPlatform(space, e.Platform); err != nil {
				return fresh, err
			}
			whose[e.Platform] = person
		}
		e.Person = person
		n, err := tx.rows.q.AddEntry(tx.ctx, db.AddEntryParams{
			SpaceID: int64(space), ID: e.ID, At: unix(e.At), Category: e.Category, Detail: e.Detail, DoorID: e.Door, PlatformID: e.Platform,
			TagNumber: e.Tag, PersonID: ref(e.Person), DoorName: e.DoorName, UserName: e.UserName, Way: e.Way, Leaving: e.Leaving,
			SeenAt: unix(e.SeenAt), State: string(e.State),
		})
		if err != nil {
			return fresh, wrap(err, "entry")
		}
		fresh += int(n)
		if first, waits := since[e.Person]; n > 0 && e.Person != 0 && e.State == EntryCounts && (!waits || e.At.Before(first)) {
			since[e.Person] = e.At
		}
	}
	if fresh > 0 {
		tx.touch(KindEntry)
	}
	for p, at := range since {
		if err := tx.recount(p, at); err != nil {
			return fresh, err
		}
	}
	return fresh, nil
}

func (tx *Tx) personOfPlatform(space SpaceID, platform string) (PersonID, error) {
	id, err := maybe(tx.rows.q.PersonOfPlatform(tx.ctx, db.PersonOfPlatformParams{Space: int64(space), Platform: platform}))
	if err != nil || id == nil {
		return 0, err
	}
	return deref[PersonID](*id), nil
}

// giveEntries gives the entries of a KS user to the person whose user it is
// now known to be.
func (tx *Tx) giveEntries(space SpaceID, platform string, person PersonID) error {
	first, err := tx.rows.q.FirstOfNobody(tx.ctx, db.FirstOfNobodyParams{Space: int64(space), Platform: platform})
	if err != nil || first == 0 {
		return err
	}
	if err := tx.rows.q.GiveEntries(tx.ctx, db.GiveEntriesParams{Person: ref(person), Space: int64(space), Platform: platform}); err != nil {
		return err
	}
	tx.touchPerson(KindEntry, person)
	return tx.recount(person, instant(first))
}

func entryOf(r db.Entry) Entry {
	return Entry{
		Space: SpaceID(r.SpaceID), ID: r.ID, At: instant(r.At), Category: r.Category, Detail: r.Detail, Door: r.DoorID, DoorName: r.DoorName,
		Platform: r.PlatformID, UserName: r.UserName, Tag: r.TagNumber, Way: r.Way, Leaving: r.Leaving, Person: deref[PersonID](r.PersonID),
		SeenAt: instant(r.SeenAt), State: EntryState(r.State),
	}
}

// Entries returns what happened at the doors of a space in [from, to), the first
// first.
func (s *Store) Entries(ctx context.Context, space SpaceID, from, to time.Time) ([]Entry, error) {
	return read(ctx, s, func(r rows) ([]Entry, error) {
		list, err := r.q.EntriesOfDay(ctx, db.EntriesOfDayParams{SpaceID: int64(space), Since: unix(from), Until: unix(to)})
		return mapped(list, entryOf), err
	})
}

// EntriesOf returns a person's entries in [from, to), the first first.
func (s *Store) EntriesOf(ctx context.Context, person PersonID, from, to time.Time) ([]Entry, error) {
	return read(ctx, s, func(r rows) ([]Entry, error) {
		list, err := r.q.EntriesOfPerson(ctx, db.EntriesOfPersonParams{Person: ref(person), Since: unix(from), Until: unix(to)})
		return mapped(list, entryOf), err
	})
}

// Rejected returns the refused attempts at the doors of a space since an instant,
// the newest first, at most so many.
func (s *Store) Rejected(ctx context.Context, space SpaceID, since time.Time, most int) ([]Entry, error) {
	return read(ctx, s, func(r rows) ([]Entry, error) {
		list, err := r.q.RejectedEntries(ctx, db.RejectedEntriesParams{Space: int64(space), Since: unix(since), Most: int64(most)})
		return mapped(list, entryOf), err
	})
}

// LateEntries returns the entries for days that were closed, which wait for an
// answer of the desk, the first first.
func (s *Store) LateEntries(ctx context.Context, space SpaceID) ([]Entry, error) {
	return read(ctx, s, func(r rows) ([]Entry, error) {
		list, err := r.q.LateEntries(ctx, int64(space))
		return mapped(list, entryOf), err
	})
}

// AnswerLate says whether a late entry counts after all.
func (tx *Tx) AnswerLate(space SpaceID, id string, counts bool) error {
	row, err := tx.rows.q.Entry(tx.ctx, db.EntryParams{SpaceID: int64(space), ID: id})
	if row, err = found(row, err, "This entry is not known any more. Look again in Attendance."); err != nil {
		return err
	}
	e := entryOf(row)
	if e.State == EntryCounts {
		return nil
	}
	state, said := EntryLeftOut, say("An entry of {{.Person}} that came late does not count.", "Person", tx.nameOf(e.Person))
	if counts {
		state, said = EntryCounted, say("An entry of {{.Person}} that came late counts.", "Person", tx.nameOf(e.Person))
	}
	if e.State == state {
		return nil
	}
	if err := tx.setEntryState(e, state); err != nil {
		return err
	}
	return tx.logEdit(space, e.Person, said)
}

func (tx *Tx) setEntryState(e Entry, state EntryState) error {
	err := tx.rows.q.SetEntryState(tx.ctx, db.SetEntryStateParams{State: string(state), SpaceID: int64(e.Space), ID: e.ID})
	if err != nil {
		return wrap(err, "entry")
	}
	tx.touchPerson(KindEntry, e.Person)
	if e.Person == 0 {
		return nil
	}
	return tx.recountAll(e.Person, e.At)
}

// Collected returns where the reading of a space's entries stands.
func (s *Store) Collected(ctx context.Context, space SpaceID) (Collected, error) {
	return read(ctx, s, func(r rows) (Collected, error) {
		row, err := maybe(r.q.Collected(ctx, int64(space)))
		if err != nil || row == nil {
			return Collected{}, err
		}
		return Collected{
			Site: row.SiteID, Since: instant(row.Since), Part: instant(row.Part), ReadAt: instant(row.ReadAt),
			Hourly: instant(row.Hourly), Daily: instant(row.Daily), Keeps: time.Duration(row.Keeps) * time.Second,
		}, nil
	})
}

// PutCollected notes where the reading of a space's entries stands.
func (tx *Tx) PutCollected(space SpaceID, c Collected) error {
	tx.touch(KindEntry)
	return wrap(tx.rows.q.PutCollected(tx.ctx, db.PutCollectedParams{
		SpaceID: int64(space), SiteID: c.Site, Since: unix(c.Since), Part: unix(c.Part), ReadAt: unix(c.ReadAt),
		Hourly: unix(c.Hourly), Daily: unix(c.Daily), Keeps: int64(c.Keeps / time.Second),
	}), "entries")
}

package store

import (
	"context"
	"encoding/json"

	"latchkey/store/internal/db"
)

// Work returns the steps that are not yet confirmed in a space's site, by the
// time when they are due.
func (s *Store) Work(ctx context.Context, space SpaceID) ([]Work, error) {
	return read(ctx, s, func(r rows) ([]Work, error) {
		list, err := r.q.Works(ctx, int64(space))
		if err != nil {
			return nil, err
		}
		out := make([]Work, len(list))
		for i, row := range list {
			if out[i], err = work(row); err != nil {
				return nil, err
			}
		}
		return out, nil
	})
}

func work(r db.Work) (Work, error) {
	w := Work{
		Key: r.Key, Op: r.Op, Wish: r.Wish, Person: deref[PersonID](r.PersonID), Due: instant(r.Due), Phase: Phase(r.Phase),
		Attempts: int(r.Attempts), NotBefore: instant(r.NotBefore), SentAt: instant(r.SentAt), Since: instant(r.Since), Request: r.Request,
		Takes: r.Takes, Held: r.Held,
	}
	if err := json.Unmarshal([]byte(r.What), &w.What); err != nil {
		return w, wrap(err, "work")
	}
	return w, wrap(json.Unmarshal([]byte(r.Error), &w.Error), "work")
}

func workRow(space SpaceID, w Work) (db.PutWorkParams, error) {
	what, err := json.Marshal(w.What)
	if err != nil {
		return db.PutWorkParams{}, wrap(err, "work")
	}
	why, err := json.Marshal(w.Error)
	if w.Phase == "" {
		w.Phase = PhaseWaiting
	}
	return db.PutWorkParams{
		SpaceID: int64(space), Key: w.Key, Op: w.Op, Wish: w.Wish, PersonID: ref(w.Person), What: string(what),
		Due: unix(w.Due), Phase: string(w.Phase), Attempts: int64(w.Attempts), NotBefore: unix(w.NotBefore),
		SentAt: unix(w.SentAt), Error: string(why), Since: unix(w.Since), Request: w.Request,
		Takes: w.Takes, Held: w.Held,
	}, wrap(err, "work")
}

// SetWork makes a space's steps exactly these, keyed by Key. What should be
// carried over is the caller's to put into them.
func (tx *Tx) SetWork(space SpaceID, list []Work) error {
	rows, err := tx.rows.q.Works(tx.ctx, int64(space))
	if err != nil {
		return wrap(err, "work")
	}
	have := byID(rows, func(w db.Work) string { return w.Key })
	for _, w := range list {
		var old *db.Work
		if row, ok := have[w.Key]; ok {
			old = &row
		}
		if err := tx.putWork(space, old, w); err != nil {
			return err
		}
		delete(have, w.Key)
	}
	for key := range have {
		if err := tx.DropWork(space, key); err != nil {
			return err
		}
	}
	return nil
}

// PutWork inserts or updates one step.
func (tx *Tx) PutWork(space SpaceID, w Work) error {
	old, err := maybe(tx.rows.q.Work(tx.ctx, db.WorkParams{SpaceID: int64(space), Key: w.Key}))
	if err != nil {
		return wrap(err, "work")
	}
	return tx.putWork(space, old, w)
}

func (tx *Tx) putWork(space SpaceID, old *db.Work, w Work) error {
	row, err := workRow(space, w)
	if err != nil {
		return err
	}
	if old != nil && sameWork(*old, row) {
		return nil
	}
	tx.touchPerson(KindWork, w.Person)
	return wrap(tx.rows.q.PutWork(tx.ctx, row), "work")
}

func sameWork(a db.Work, b db.PutWorkParams) bool {
	if deref[PersonID](a.PersonID) != deref[PersonID](b.PersonID) {
		return false
	}
	b.PersonID = a.PersonID // pointers: compared above
	return a == db.Work(b)
}

// DropWork removes one step; one that is not there is no error.
func (tx *Tx) DropWork(space SpaceID, key string) error {
	n, err := tx.rows.q.DropWork(tx.ctx, db.DropWorkParams{SpaceID: int64(space), Key: key})
	if n > 0 {
		tx.touch(KindWork)
	}
	return wrap(err, "work")
}

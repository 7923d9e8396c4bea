package store

import (
	"context"
	"encoding/json"
	"time"

	"latchkey/store/internal/db"
)

// Way is how KS differs from what Latchkey put there.
type Way string

// The ways. Narrower is never given again without an answer; Wider in a
// managed group is put back at once and reported.
const (
	Narrower Way = "narrower"
	Wider    Way = "wider"
	Other    Way = "other" // neither, or none of Latchkey's
)

// Answer is what the desk said to a difference. To restore needs no memory:
// it makes a step of it.
type Answer string

// The answers.
const (
	Unanswered Answer = ""
	Keep       Answer = "keep"   // it stays as it is in KS, as an exception
	Ignore     Answer = "ignore" // seen; asked again when KS changes again
)

// Drift is one difference between SALTO KS and what Latchkey put there, made
// by somebody in KS.
type Drift struct {
	Key        string // stable: of the thing that differs
	Kind       string // what differs: see package reconcile
	Way        Way
	Person     PersonID // 0: about nobody in the file
	What       Sentence
	Seen       string    // fingerprint of what KS shows: an answer holds as long as it stays
	FoundAt    time.Time // when it was first seen
	OverAt     time.Time // when it was put back or went away by itself; zero: it is still so
	Answer     Answer
	AnsweredAt time.Time
}

// Asks tells whether the desk is still to answer.
func (d Drift) Asks() bool { return d.Answer == Unanswered && (d.Way != Wider || !d.OverAt.IsZero()) }

// Drifts returns the differences of a space's site that were found, the oldest
// first, also those that were answered.
func (s *Store) Drifts(ctx context.Context, space SpaceID) ([]Drift, error) {
	return read(ctx, s, func(r rows) ([]Drift, error) { return r.drifts(ctx, space) })
}

// Drifts returns the differences as this transaction sees them.
func (tx *Tx) Drifts(space SpaceID) ([]Drift, error) { return tx.rows.drifts(tx.ctx, space) }

func (r rows) drifts(ctx context.Context, space SpaceID) ([]Drift, error) {
	list, err := r.q.Drifts(ctx, int64(space))
	if err != nil {
		return nil, wrap(err, "drift")
	}
	out := make([]Drift, len(list))
	for i, row := range list {
		out[i] = Drift{
			Key: row.Key, Kind: row.Kind, Way: Way(row.Way), Person: PersonID(row.PersonID), Seen: row.Seen, FoundAt: instant(row.FoundAt),
			OverAt: instant(row.OverAt), Answer: Answer(row.Answer), AnsweredAt: instant(row.AnsweredAt),
		}
		if err := json.Unmarshal([]byte(row.What), &out[i].What); err != nil {
			return nil, wrap(err, "drift")
		}
	}
	return out, nil
}

// PutDrift inserts or updates a difference, by its key.
func (tx *Tx) PutDrift(space SpaceID, d Drift) error {
	what, err := json.Marshal(d.What)
	if err != nil {
		return wrap(err, "drift")
	}
	tx.touchPerson(KindDrift, d.Person)
	return wrap(tx.rows.q.PutDrift(tx.ctx, db.PutDriftParams{
		SpaceID: int64(space), Key: d.Key, Kind: d.Kind, Way: string(d.Way), PersonID: int64(d.Person), What: string(what), Seen: d.Seen,
		FoundAt: unix(d.FoundAt), OverAt: unix(d.OverAt), Answer: string(d.Answer), AnsweredAt: unix(d.AnsweredAt),
	}), "drift")
}

// DropDrift forgets a difference; one that is not there is no error.
func (tx *Tx) DropDrift(space SpaceID, key string) error {
	n, err := tx.rows.q.DropDrift(tx.ctx, db.DropDriftParams{SpaceID: int64(space), Key: key})
	if n > 0 {
		tx.touch(KindDrift)
	}
	return wrap(err, "drift")
}

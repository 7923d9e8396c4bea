package store

import (
	"context"
	"encoding/json"
	"time"

	"latchkey/store/internal/db"
)

// Question is what holds up a change set until the desk agrees.
type Question struct {
	Why     []Sentence `json:"why"`   // each reason, as a sentence
	Lose    int        `json:"lose"`  // people who lose access
	Gain    int        `json:"gain"`  // people who get access
	Steps   int        `json:"steps"` // requests that would be made
	View    string     `json:"view"`  // fingerprint of the change set: what is agreed to is this and nothing else
	AskedAt time.Time  `json:"asked_at"`
}

// Guard is where a space stands with the safety rails: where and when it was
// last brought into KS, the question that holds it up, and what was agreed to.
type Guard struct {
	SiteID   string    // the KS site that the desk agreed to write to; "": none yet
	Computer string    // the computer that it was written from
	SyncedAt time.Time // when KS was last known to be as it should be
	Restored bool      // the file is an older one that was put back; not agreed to yet
	Moved    bool      // the file came from another computer; not agreed to yet
	Question *Question // nil: nothing is held up
	Agreed   []string  // fingerprints of steps that the desk agreed to and that are still to be made
}

// Expense is one change at the doors that nobody was asked about.
type Expense struct {
	Way    string // ExpenseGives, ExpenseTakes or ExpenseNeither
	Person PersonID
	Object string
}

// The ways of an Expense.
const (
	ExpenseGives   = "gives"
	ExpenseTakes   = "takes"
	ExpenseNeither = "neither"
)

// Guard returns where a space stands with the safety rails; the zero Guard
// before anything was sent.
func (s *Store) Guard(ctx context.Context, space SpaceID) (Guard, error) {
	return read(ctx, s, func(r rows) (Guard, error) { return r.guard(ctx, space) })
}

// Guard returns it as this transaction sees it.
func (tx *Tx) Guard(space SpaceID) (Guard, error) { return tx.rows.guard(tx.ctx, space) }

func (r rows) guard(ctx context.Context, space SpaceID) (Guard, error) {
	row, err := maybe(r.q.Guard(ctx, int64(space)))
	if err != nil || row == nil {
		return Guard{}, wrap(err, "guard")
	}
	g := Guard{SiteID: row.SiteID, Computer: row.Computer, SyncedAt: instant(row.SyncedAt), Restored: row.Restored, Moved: row.Moved}
	if err := json.Unmarshal([]byte(row.Question), &g.Question); err != nil {
		return g, wrap(err, "guard")
	}
	return g, wrap(json.Unmarshal([]byte(row.Agreed), &g.Agreed), "guard")
}

// PutGuard replaces it.
func (tx *Tx) PutGuard(space SpaceID, g Guard) error {
	question, err := json.Marshal(g.Question)
	if err != nil {
		return wrap(err, "guard")
	}
	agreed, err := json.Marshal(g.Agreed)
	if err != nil {
		return wrap(err, "guard")
	}
	row := db.PutGuardParams{
		SpaceID: int64(space), SiteID: g.SiteID, Computer: g.Computer, SyncedAt: unix(g.SyncedAt), Restored: g.Restored, Moved: g.Moved,
		Question: string(question), Agreed: string(agreed),
	}
	have, err := maybe(tx.rows.q.Guard(tx.ctx, int64(space)))
	if err != nil || have != nil && *have == db.Guard(row) {
		return wrap(err, "guard")
	}
	tx.touch(KindGuard)
	return wrap(tx.rows.q.PutGuard(tx.ctx, row), "guard")
}

// Spent returns what was sent after a time without having been agreed to, each
// once.
func (s *Store) Spent(ctx context.Context, space SpaceID, since time.Time) ([]Expense, error) {
	return read(ctx, s, func(r rows) ([]Expense, error) {
		list, err := r.q.Spent(ctx, db.SpentParams{Space: int64(space), Since: unix(since)})
		return mapped(list, func(row db.SpentRow) Expense {
			return Expense{Way: row.Way, Person: PersonID(row.PersonID), Object: row.Object}
		}), wrap(err, "spent")
	})
}

// Spend notes a change at the doors that nobody was asked about, and forgets
// those that were made up to the time until.
func (tx *Tx) Spend(space SpaceID, x Expense, until time.Time) error {
	tx.touch(KindGuard)
	if err := tx.rows.q.DropSpent(tx.ctx, db.DropSpentParams{Space: int64(space), Until: unix(until)}); err != nil {
		return wrap(err, "spent")
	}
	return wrap(tx.rows.q.AddSpent(tx.ctx, db.AddSpentParams{
		SpaceID: int64(space), At: unix(tx.Now), Way: x.Way, PersonID: int64(x.Person), Object: x.Object,
	}), "spent")
}

package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Actor says who changes the file.
type Actor string

// The actors.
const (
	ActorDesk   Actor = "desk"
	ActorSync   Actor = "sync"
	ActorImport Actor = "import"
)

// Kind is a set of kinds of rows.
type Kind uint32

// The kinds. A series of bookings counts as KindBooking, a user, membership
// or managed group in the ledger as KindLedger.
const (
	KindSpace Kind = 1 << iota
	KindPlan
	KindPerson
	KindRoom
	KindBooking
	KindTag
	KindPass
	KindMirror
	KindLedger
	KindWork
	KindLog
	KindSetting
	KindSeen  // what KS was seen to hold
	KindDrift // differences found in KS, and their answers
	KindGuard // what holds changes up

	KindEntry   // what happened at the doors
	KindCheckIn // check-ins, and what the desk says of somebody's presence

	KindBlocked // beside KindPerson or KindTag: somebody was blocked, or a tag is lost, which waits for nothing
)

// Has tells whether the set has one of others.
func (k Kind) Has(others Kind) bool { return k&others != 0 }

// Change is what one transaction changed. People and Bookings are those whose
// rows, steps or ledger entries it touched.
type Change struct {
	Serial   int64
	Actor    Actor
	People   []PersonID
	Bookings []BookingID
	Kinds    Kind
	Undo     Undo
}

// Tx is a transaction that writes. It is good for the call of Do's function
// only, and by one goroutine.
type Tx struct {
	Now time.Time // one instant for the whole transaction

	ctx    context.Context
	rows   rows
	change Change
	book   logbook

	people    map[PersonID]bool
	bookings  map[BookingID]bool
	undoIndex map[undoKey]int
}

// Do runs f in a transaction of its own: all of what f writes is kept when f
// returns nil, and none of it when f returns an error, which Do passes on.
// Transactions run one after the other; f must not call Do. Subscribers hear
// of the change after the commit. A transaction that changed nothing leaves
// no trace.
//
// What a Save fills in (ID, Key, Rev) holds only once Do has returned nil.
func (s *Store) Do(ctx context.Context, actor Actor, f func(tx *Tx) error) (Change, error) {
	if s.writer == nil {
		return Change{}, &Problem{Code: CodeFile, Text: "The file is open for reading only: nothing was saved. Close it and open it for editing."}
	}
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return Change{}, ctx.Err()
	}
	st, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return Change{}, explain(err)
	}
	defer st.Rollback() //nolint:errcheck // after the commit there is nothing to roll back
	tx := &Tx{
		Now: s.Now(), ctx: ctx, rows: rowsOf(newPrepared(st)), change: Change{Actor: actor},
		people: map[PersonID]bool{}, bookings: map[BookingID]bool{}, undoIndex: map[undoKey]int{},
	}
	if err := f(tx); err != nil {
		return Change{}, explain(err)
	}
	return s.commit(tx, st)
}

// commit ends the transaction and queues its change while it is still this
// transaction's turn, so that the feed is in commit order.
func (s *Store) commit(tx *Tx, st *sql.Tx) (Change, error) {
	if tx.change.Kinds == 0 {
		m, err := tx.rows.meta(tx.ctx)
		return Change{Serial: m.Serial, Actor: tx.change.Actor}, explain(err)
	}
	serial, err := tx.rows.q.NextSerial(tx.ctx)
	if err != nil {
		return Change{}, explain(err)
	}
	if err := s.There(); err != nil {
		return Change{}, err
	}
	if err := st.Commit(); err != nil {
		return Change{}, explain(err)
	}
	s.keeper.committed()
	tx.change.Serial = serial
	tx.change.People = slices.Sorted(maps.Keys(tx.people))
	tx.change.Bookings = slices.Sorted(maps.Keys(tx.bookings))
	s.feed.add(tx.change)
	return tx.change, nil
}

func (tx *Tx) touch(k Kind) { tx.change.Kinds |= k }

func (tx *Tx) touchPerson(k Kind, id PersonID) {
	tx.touch(k)
	if id != 0 {
		tx.people[id] = true
	}
}

func (tx *Tx) touchBooking(id BookingID) {
	tx.touch(KindBooking)
	tx.bookings[id] = true
}

// newKey returns an external key for a row that came without one.
func newKey() string {
	id, err := uuid.NewV7()
	if err != nil { // no randomness for the newer kind: the older asks again, and panics as crypto/rand does
		id = uuid.New()
	}
	return id.String()
}

// Unix seconds, 0 for none.

func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func instant(sec int64) time.Time {
	if sec == 0 {
		return time.Time{}
	}
	return time.Unix(sec, 0).UTC()
}

// Ids of rows, nil for none.

func ref[T ~int64](id T) *int64 {
	if id == 0 {
		return nil
	}
	n := int64(id)
	return &n
}

func deref[T ~int64](id *int64) T {
	if id == nil {
		return 0
	}
	return T(*id)
}

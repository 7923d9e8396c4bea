package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
	_ "time/tzdata" // Windows has no zone database, and rules need one everywhere

	"github.com/gofrs/flock"

	"latchkey/store/internal/db"
)

//go:generate sqlc generate

// Options say which file to open, and how.
type Options struct {
	Path     string
	Now      func() time.Time // nil: time.Now
	ReadOnly bool             // no lock, no migration, every write refused
	Backups  string           // the folder for backups that Open makes; "": BackupFolder(Path)

	where func(path string) Place // nil: WhereIs
	rest  time.Duration           // how long nothing is written before the file is made whole; 0: restAfter
}

// Store is one open file. It is safe for use by many goroutines.
type Store struct {
	path   string // absolute
	place  Place
	file   os.FileInfo // the file as it was opened, to know it again
	now    func() time.Time
	writer *sql.DB // one connection; nil when opened for reading only
	reader *sql.DB
	turn   chan struct{} // held by the one transaction that writes
	feed   *feed
	keeper *keeper      // nil when opened for reading only
	lock   *flock.Flock // likewise
	before Owner        // who had the lock before and did not let go of it

	backups string // the folder for those that are made before a migration
	rest    time.Duration

	closing sync.Once
	closed  error
}

// readers bounds the read pool.
const readers = 4

// Open opens the file, and makes it and its folder where they are missing. A
// file that is not ours, or that a newer Latchkey has written, is refused with
// a Problem (CodeFile, CodeNewer) and not touched; so is one that another
// Latchkey has open (CodeBusy). Of a file that an older Latchkey has written a
// backup is made first, or it is not touched. A Restore that was killed is
// finished. Whether all of the file is sound takes too long for here: Check.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{now: o.Now, backups: o.Backups, rest: cmp.Or(o.rest, restAfter), turn: make(chan struct{}, 1), feed: newFeed()}
	if s.now == nil {
		s.now = wallClock
	}
	where := o.where
	if where == nil {
		where = WhereIs
	}
	s.place = where(o.Path)
	open := s.openToWrite
	if o.ReadOnly {
		open = s.openToRead
	}
	if err := open(ctx, o.Path); err != nil {
		return nil, errors.Join(err, s.Close()) //nolint:contextcheck // what was opened is closed also when ctx has ended
	}
	return s, nil
}

// Close stops the feed, moves everything into the one file and lets go of it.
// Calls after the first do nothing.
func (s *Store) Close() error {
	s.closing.Do(func() {
		s.feed.close()
		var errs []error
		if s.keeper != nil {
			errs = append(errs, s.keeper.close())
		}
		if s.reader != nil {
			errs = append(errs, s.reader.Close())
		}
		if s.writer != nil {
			_, err := s.writer.ExecContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)")
			errs = append(errs, err, s.writer.Close())
		}
		if s.lock != nil {
			errs = append(errs, unlock(s.path, s.lock))
		}
		s.closed = errors.Join(errs...)
	})
	return s.closed
}

// wallClock is the computer's clock, for what has no other.
func wallClock() time.Time {
	return time.Now() //nolint:forbidigo // the one place: everything else asks the store
}

// Now returns the time by the store's clock, in UTC and whole seconds.
func (s *Store) Now() time.Time { return s.now().UTC().Truncate(time.Second) }

// Meta tells files apart. Lineage is made with the file and kept for ever;
// Install marks the names of what this file's Latchkey makes in SALTO KS;
// Serial counts the transactions that changed something.
type Meta struct {
	Lineage, Install string
	Serial           int64
}

// Meta returns the file's marks as they are now.
func (s *Store) Meta(ctx context.Context) (Meta, error) {
	return read(ctx, s, func(r rows) (Meta, error) { return r.meta(ctx) })
}

// rows reads and maps rows; it works on the read pool and in a transaction
// that writes alike.
type rows struct {
	q   *db.Queries
	raw db.DBTX
}

func rowsOf(tx db.DBTX) rows { return rows{db.New(tx), tx} }

func (r rows) meta(ctx context.Context) (Meta, error) {
	m, err := r.q.Meta(ctx)
	return Meta(m), err
}

// read runs f on one consistent state of the file.
func read[T any](ctx context.Context, s *Store, f func(rows) (T, error)) (T, error) {
	var zero T
	tx, err := s.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return zero, explain(err)
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	v, err := f(rowsOf(tx))
	if err != nil {
		return zero, explain(err)
	}
	return v, nil
}

// found turns "no such row" into a Problem.
func found[T any](v T, err error, text string) (T, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return v, &Problem{Code: CodeMissing, Text: text, Err: err}
	}
	return v, err
}

// maybe returns nil where there is no such row.
func maybe[T any](v T, err error) (*T, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &v, nil
}

func wrap(err error, doing string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

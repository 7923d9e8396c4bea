package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"sync"
	"time"
)

// restAfter is how long nothing is written before the file is made whole.
const restAfter = 5 * time.Second

// keeper has a connection of its own, open from the beginning, so that it
// reaches the file also when that was taken away. It moves what was committed
// into the one file when nobody writes for a while, so that a copy of this one
// file holds everything.
type keeper struct {
	pool *sql.DB
	rest time.Duration

	mu    sync.Mutex  // held while it works
	timer *time.Timer // nil where there is no second file to move from
	ended bool
}

func openKeeper(ctx context.Context, s *Store) (*keeper, error) {
	pool, err := openPool(ctx, readerURI(s.path), 1)
	if err != nil {
		return nil, err
	}
	k := &keeper{pool: pool, rest: s.rest}
	if s.place.Kind != PlaceSynced {
		k.mu.Lock()
		k.timer = time.AfterFunc(s.rest, k.tidy) // for what a killed program left
		k.mu.Unlock()
	}
	return k, nil
}

// committed has it wait anew.
func (k *keeper) committed() {
	if k.timer != nil {
		k.timer.Reset(k.rest)
	}
}

func (k *keeper) close() error {
	if k.timer != nil {
		k.timer.Stop()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ended = true
	return k.pool.Close()
}

// tidy makes the file whole, or tries again later where somebody reads an older
// state or writes just now.
func (k *keeper) tidy() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.ended {
		return
	}
	if done, err := k.checkpoint(context.Background()); err != nil || !done {
		k.timer.Reset(k.rest)
	}
}

// checkpoint moves what it can and waits for nobody. Writing goes on meanwhile;
// only the last step, when all is moved, locks writers out for an instant.
func (k *keeper) checkpoint(ctx context.Context) (done bool, err error) {
	conn, err := k.pool.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "PRAGMA busy_timeout = 0"); err != nil {
		return false, err
	}
	defer func() {
		_, back := conn.ExecContext(ctx, "PRAGMA busy_timeout = 5000")
		err = errors.Join(err, back)
	}()
	for _, how := range []string{"PASSIVE", "TRUNCATE"} {
		var held, all, moved int
		if err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+how+")").Scan(&held, &all, &moved); err != nil {
			return false, err
		}
		if held != 0 || all != moved {
			return false, nil
		}
	}
	return true, nil
}

// There tells whether the open file still lies where it was opened; CodeGone
// means that it was deleted, moved or replaced, which systems other than Windows
// allow. It takes microseconds.
func (s *Store) There() error {
	now, err := os.Stat(s.path)
	if err == nil && !os.SameFile(s.file, now) || errors.Is(err, os.ErrNotExist) {
		return &Problem{Code: CodeGone, Text: "The file {{.File}} was moved, deleted or replaced while it was open: nothing more can be saved in it. Make a backup now, which holds all that was saved before, then close Latchkey and put that backup back.",
			Args: pairs([]any{"File", s.path}), Err: err}
	}
	return nil // a folder that nobody may look into any more takes nothing from who has the file open
}

// source is what a backup is made of.
func (s *Store) source() *sql.DB {
	if s.keeper != nil {
		return s.keeper.pool
	}
	return s.reader
}

package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"
)

// BackupFolder is where the backups of a file are kept when nobody says
// otherwise: beside it.
func BackupFolder(file string) string { return filepath.Join(filepath.Dir(file), "backups") }

// Backup writes a copy of the open file, as it is at one moment between two
// transactions, into a folder, which is made where it is missing. The copy was
// read back and checked, and is on the disk, when it appears under its name;
// what is not whole never bears one. Edits go on meanwhile. It works also when
// the file was taken away while it was open.
func (s *Store) Backup(ctx context.Context, folder string, why Reason) (Copy, error) {
	c, err := backup(ctx, s.source(), folder, why, s.Now())
	if err != nil {
		return Copy{}, explain(stopped(ctx, err))
	}
	return c, nil
}

// stopped prefers that somebody stopped it to what SQLite says of being stopped.
func stopped(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// backup copies what a pool reads.
func backup(ctx context.Context, pool *sql.DB, folder string, why Reason, now time.Time) (Copy, error) {
	folder, done, err := openFolder(folder)
	if err != nil {
		return Copy{}, err
	}
	defer done()
	half := filepath.Join(folder, halfName())
	defer os.Remove(half)
	if err := copyInto(ctx, pool, half); err != nil {
		return Copy{}, folderProblem(folder, explainDamage(err))
	}
	c, err := readBack(ctx, pool, half)
	if CodeOf(err) == CodeDamaged { // is it the copy, or what was copied?
		if err = sound(ctx, pool, false); err == nil {
			err = errCopy
		}
	}
	if err != nil {
		return Copy{}, folderProblem(folder, err)
	}
	c.At, c.Reason = now.UTC(), why
	c.Path = filepath.Join(folder, c.name())
	if err := move(half, c.Path); err != nil {
		return Copy{}, folderProblem(folder, err)
	}
	return c, nil
}

// copyInto writes a copy of what a pool reads and waits until it is on the disk.
func copyInto(ctx context.Context, pool *sql.DB, path string) error {
	if err := makeEmpty(path); err != nil { // SQLite would make it readable for others
		return err
	}
	if err := vacuumInto(ctx, pool, path); err != nil {
		return err
	}
	between("copied")
	return flushFile(path)
}

// vacuumInto uses a connection of the pool, which may be the only one left to a
// file that was taken away, and lets it write elsewhere for that long.
func vacuumInto(ctx context.Context, pool *sql.DB, path string) (err error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() {
		_, off := conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA query_only = 1")
		if off != nil { // nobody else is to have it
			_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		}
		err = errors.Join(err, conn.Close())
	}()
	if _, err := conn.ExecContext(ctx, "PRAGMA query_only = 0"); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "VACUUM INTO ?", path)
	return err
}

// readBack opens a copy, checks it, and compares it with where it came from.
func readBack(ctx context.Context, pool *sql.DB, path string) (Copy, error) {
	c, err := Inspect(ctx, path)
	if err != nil {
		return Copy{}, err
	}
	tx, err := pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return Copy{}, err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	now, _, err := marks(ctx, tx)
	if err != nil {
		return Copy{}, err
	}
	if c.Meta.Lineage != now.Lineage || c.Meta.Install != now.Install || c.Meta.Serial > now.Serial {
		return Copy{}, fmt.Errorf("the copy is of %s at %d, the file is %s at %d", c.Meta.Lineage, c.Meta.Serial, now.Lineage, now.Serial)
	}
	return c, nil
}

// half is the ending of a file that is not a backup yet.
const half = ".half"

func halfName() string { return "latchkey-" + uuid.NewString() + half }

// openFolder makes the folder, keeps other backups out of it until done is
// called, and removes what a backup left that was killed. Where a file system
// has no locks there is nothing to keep out with, and nothing is removed.
func openFolder(folder string) (path string, done func(), err error) {
	if folder, err = filepath.Abs(folder); err != nil {
		return "", nil, folderProblem(folder, err)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", nil, folderProblem(folder, err)
	}
	l := newLock(filepath.Join(folder, "latchkey"))
	switch mine, err := l.TryLock(); {
	case err != nil:
		return folder, func() {}, nil //nolint:nilerr // without a lock it works as well
	case !mine:
		return "", nil, &Problem{Code: CodeBusy, Text: "Another backup is being written into {{.Folder}}. Wait until it is there, then try again.", Args: pairs([]any{"Folder", folder})}
	}
	sweep(folder)
	return folder, func() { _ = l.Unlock() }, nil
}

// sweep removes halves.
func sweep(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return // what cannot be read shows at the next step
	}
	for _, e := range entries {
		name := e.Name()
		for _, suffix := range beside {
			name = strings.TrimSuffix(name, suffix)
		}
		if strings.HasPrefix(name, "latchkey-") && strings.HasSuffix(name, half) {
			_ = os.Remove(filepath.Join(folder, e.Name()))
		}
	}
}

// errCopy marks damage that only the copy has.
var errCopy = errors.New("the copy differs from the file")

// folderProblem says why no copy could be made in a folder.
func folderProblem(folder string, err error) error {
	var p *Problem
	if errors.As(err, &p) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	text := "No backup could be written into {{.Folder}}. Check that its disk is connected and has room, then try again."
	if errors.Is(err, fs.ErrPermission) {
		text = "No backup could be written into {{.Folder}}. Choose another folder, or ask whoever looks after this computer for the right to write there."
	}
	return &Problem{Code: CodeFile, Text: text, Args: pairs([]any{"Folder", folder}), Err: err}
}

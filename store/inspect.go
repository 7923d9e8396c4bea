package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"time"
)

// Inspect opens a backup, or any other file of Latchkey's, for reading only,
// checks that it is sound, and tells what it holds. A file of a newer Latchkey
// is a Problem with CodeNewer, a damaged one with CodeDamaged, and what is no
// file of Latchkey's with CodeFile. Nothing is changed. It takes about 5 ms for
// each megabyte.
func Inspect(ctx context.Context, path string) (Copy, error) {
	path, err := existing(path)
	if err != nil {
		return Copy{}, err
	}
	c, err := inspect(ctx, path)
	return c, stopped(ctx, err)
}

func inspect(ctx context.Context, path string) (Copy, error) {
	pool, version, err := openCopy(ctx, path)
	if err != nil {
		return Copy{}, err
	}
	defer pool.Close()
	if version == 0 {
		return Copy{}, &Problem{Code: CodeFile, Text: "The file {{.File}} is empty. Choose another one.", Args: pairs([]any{"File", path})}
	}
	if err := sound(ctx, pool, false); err != nil {
		return Copy{}, fileProblem(path, err)
	}
	c, err := holds(ctx, pool, path)
	return c, fileProblem(path, err)
}

// Holds tells what the open file holds, as Inspect does of a copy, without
// checking it.
func (s *Store) Holds(ctx context.Context) (Copy, error) {
	c, err := holds(ctx, s.reader, s.path)
	return c, explain(err)
}

// openCopy opens a file for reading only and returns the version of its form.
func openCopy(ctx context.Context, path string) (*sql.DB, int, error) {
	uri := readOnlyURI(path)
	if !hasBeside(path) {
		uri += "&immutable=1" // nobody has it open: nothing has to be made beside it, which may not be allowed
	}
	pool, err := openPool(ctx, uri, 1)
	if err != nil {
		return nil, 0, fileProblem(path, err)
	}
	version, err := versionOf(ctx, pool, path)
	if err != nil {
		return nil, 0, errors.Join(err, pool.Close())
	}
	return pool, version, nil
}

// holds reads what the forms of all versions have.
func holds(ctx context.Context, pool *sql.DB, path string) (Copy, error) {
	tx, err := pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return Copy{}, err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	c, ok := named(path)
	if info, err := os.Stat(path); err == nil {
		c.Size = info.Size()
		if !ok {
			c = Copy{At: info.ModTime().UTC(), Size: info.Size()}
		}
	}
	c.Path = path
	if c.Meta, c.Log, err = marks(ctx, tx); err != nil {
		return Copy{}, err
	}
	c.Of, c.Serial, c.Head = first8(c.Meta.Lineage), c.Meta.Serial, first8(c.Log.Hash)
	var edited int64
	now := wallClock()
	for _, q := range []struct {
		into  any
		query string
		args  []any
	}{
		{&c.Version, "PRAGMA user_version", nil},
		{&c.People, "SELECT count(*) FROM person WHERE deleted = 0", nil},
		{&c.Members, `SELECT count(*) FROM person p LEFT JOIN person m ON m.id = p.main_id AND m.deleted = 0
			WHERE p.deleted = 0 AND coalesce(p.plan_id, m.plan_id) IS NOT NULL
				AND (p.ends_on = '' OR p.ends_on >= ?1) AND (m.id IS NULL OR m.ends_on = '' OR m.ends_on >= ?1)`, []any{now.Format(time.DateOnly)}},
		{&c.Bookings, "SELECT count(*) FROM booking WHERE deleted = 0 AND end_at > ?", []any{now.Unix()}},
		{&c.Tags, "SELECT count(*) FROM tag WHERE deleted = 0 AND state IN ('free', 'held')", nil},
		{&edited, "SELECT coalesce((SELECT at FROM log ORDER BY id DESC LIMIT 1), 0)", nil},
	} {
		if err := tx.QueryRowContext(ctx, q.query, q.args...).Scan(q.into); err != nil {
			return Copy{}, err
		}
	}
	c.Edited = instant(edited)
	c.Spaces, err = names(ctx, tx, "SELECT name FROM space WHERE deleted = 0 ORDER BY id")
	return c, err
}

// marks reads what tells one state of a file from another.
func marks(ctx context.Context, tx *sql.Tx) (Meta, LogHead, error) {
	var m Meta
	if err := tx.QueryRowContext(ctx, "SELECT lineage, install, serial FROM meta WHERE one = 1").Scan(&m.Lineage, &m.Install, &m.Serial); err != nil {
		return m, LogHead{}, err
	}
	var head LogHead
	err := tx.QueryRowContext(ctx, "SELECT id, hash FROM log ORDER BY id DESC LIMIT 1").Scan(&head.Line, &head.Hash)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return m, head, err
}

// names reads a column of texts.
func names(ctx context.Context, tx *sql.Tx, query string) ([]string, error) {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		list = append(list, name)
	}
	return list, rows.Err()
}

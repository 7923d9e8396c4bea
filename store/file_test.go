package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOpenMakesFileAndFolderForThisUserOnly(t *testing.T) {
	// Every character that means something in an address.
	path := filepath.Join(t.TempDir(), "a folder", "50% #1? & ü.latchkey")
	s, err := Open(context.Background(), Options{Path: path})
	require.NoError(t, err)
	meta, err := s.Meta(context.Background())
	require.NoError(t, err)
	require.Len(t, meta.Lineage, 36)
	require.Regexp(t, `^[0-9a-f]{4}$`, meta.Install)
	for name, mode := range map[string]os.FileMode{path: 0o600, path + "-wal": 0o600, filepath.Dir(path): 0o700} {
		info, err := os.Stat(name)
		require.NoError(t, err)
		require.Equal(t, mode, info.Mode().Perm(), name)
	}
	require.NoError(t, s.Close())
	require.NoError(t, s.Close(), "closing twice")
	_, err = os.Stat(path + "-wal")
	require.ErrorIs(t, err, os.ErrNotExist, "the one file is the whole space once closed")

	again, err := Open(context.Background(), Options{Path: path})
	require.NoError(t, err)
	same, err := again.Meta(context.Background())
	require.NoError(t, err)
	require.Equal(t, meta, same)
	require.NoError(t, again.Close())
}

func TestOpenTwiceIsRefused(t *testing.T) {
	w := newWorld(t)
	_, err := Open(w.ctx, Options{Path: w.path})
	require.Equal(t, CodeBusy, problem(t, err).Code)

	reader, err := Open(w.ctx, Options{Path: w.path, ReadOnly: true})
	require.NoError(t, err)
	defer reader.Close()
	p, err := reader.Person(w.ctx, w.mia.ID)
	require.NoError(t, err)
	require.Equal(t, w.mia, p)
	_, err = reader.Do(w.ctx, ActorDesk, func(*Tx) error { return nil })
	require.Equal(t, CodeFile, problem(t, err).Code)
}

// write makes a SQLite file with the given statements.
func write(t *testing.T, path string, statements ...string) {
	t.Helper()
	raw, err := sql.Open("sqlite", fileURI(path, ""))
	require.NoError(t, err)
	for _, s := range statements {
		_, err := raw.ExecContext(context.Background(), s)
		require.NoError(t, err)
	}
	require.NoError(t, raw.Close())
}

func TestForeignFilesAreRefusedAndNotTouched(t *testing.T) {
	ours := fmt.Sprintf("PRAGMA application_id = %d", applicationID)
	for name, c := range map[string]struct {
		code Code
		make func(path string)
	}{
		"text":          {CodeFile, func(p string) { require.NoError(t, os.WriteFile(p, []byte("Mia;Berg\n"), 0o600)) }},
		"long garbage":  {CodeFile, func(p string) { require.NoError(t, os.WriteFile(p, bytes.Repeat([]byte{7}, 9000), 0o600)) }},
		"other program": {CodeFile, func(p string) { write(t, p, "CREATE TABLE album (id INTEGER)") }},
		"other id":      {CodeFile, func(p string) { write(t, p, "PRAGMA application_id = 7", "CREATE TABLE a (b)") }},
		"newer":         {CodeNewer, func(p string) { write(t, p, ours, "PRAGMA user_version = 99", "CREATE TABLE space (x)") }},
		"newer, WAL": {CodeNewer, func(p string) {
			write(t, p, "PRAGMA journal_mode = WAL", ours, "PRAGMA user_version = 99", "CREATE TABLE space (x)")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file.db")
			c.make(path)
			before, err := os.ReadFile(path)
			require.NoError(t, err)
			for _, readOnly := range []bool{false, true} {
				_, err = Open(context.Background(), Options{Path: path, ReadOnly: readOnly})
				require.Equal(t, c.code, problem(t, err).Code)
			}
			after, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, before, after)
			// The lock is free again: the next try is refused for the same reason.
			_, err = Open(context.Background(), Options{Path: path})
			require.Equal(t, c.code, CodeOf(err))
		})
	}
}

func TestPlacesThatCannotHoldAFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for name, o := range map[string]Options{
		"a folder":           {Path: dir},
		"under a file":       {Path: filepath.Join(file, "x", "y.db")},
		"no name":            {},
		"with NUL":           {Path: "a\x00b"},
		"nothing to read":    {Path: filepath.Join(dir, "none.db"), ReadOnly: true},
		"empty file to read": {Path: file, ReadOnly: true},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(context.Background(), o)
			require.Equal(t, CodeFile, problem(t, err).Code)
		})
	}
}

func TestReadOnlyFolderAndFile(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write everywhere")
	}
	w := newWorld(t)
	require.NoError(t, w.Close())
	require.NoError(t, os.Chmod(w.path, 0o400))
	_, err := Open(w.ctx, Options{Path: w.path})
	require.Equal(t, CodeFile, problem(t, err).Code)
	require.NoError(t, os.Remove(w.path+".lock"))
	require.NoError(t, os.Chmod(filepath.Dir(w.path), 0o500))
	_, err = Open(w.ctx, Options{Path: w.path})
	require.Equal(t, CodeFile, problem(t, err).Code)
	require.NoError(t, os.Chmod(filepath.Dir(w.path), 0o700))
}

func TestAnEmptyFileBecomesASpace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "empty.db")
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	s, err := Open(context.Background(), Options{Path: path})
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

func TestSettingsOfEveryConnection(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		pool *sql.DB
		n    int
		want map[string]string
	}{
		{w.writer, 1, map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000", "query_only": "0"}},
		{w.reader, readers, map[string]string{"journal_mode": "wal", "foreign_keys": "1", "busy_timeout": "5000", "query_only": "1"}},
	} {
		for range c.n { // held until the end, so that each is another one
			conn, err := c.pool.Conn(w.ctx)
			require.NoError(t, err)
			defer conn.Close()
			for pragma, want := range c.want {
				var got string
				require.NoError(t, conn.QueryRowContext(w.ctx, "PRAGMA "+pragma).Scan(&got))
				require.Equal(t, want, got, pragma)
			}
		}
	}
}

func TestMigrationsReachTheVersionWeKnow(t *testing.T) {
	scripts, err := migrations.ReadDir("migrations")
	require.NoError(t, err)
	require.Len(t, scripts, schemaVersion)
	w := newWorld(t)
	var version, id int
	require.NoError(t, w.reader.QueryRowContext(w.ctx, "PRAGMA user_version").Scan(&version))
	require.NoError(t, w.reader.QueryRowContext(w.ctx, "PRAGMA application_id").Scan(&id))
	require.Equal(t, schemaVersion, version)
	require.Equal(t, applicationID, id)
}

func TestEveryTableIsStrictAndSound(t *testing.T) {
	w := newWorld(t)
	rows, err := w.reader.QueryContext(w.ctx, `SELECT name FROM pragma_table_list
		WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%'`)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var name string
		require.NoError(t, rows.Scan(&name))
		t.Errorf("%s is not STRICT", name)
	}
	require.NoError(t, rows.Err())
	var check string
	require.NoError(t, w.reader.QueryRowContext(w.ctx, "PRAGMA integrity_check").Scan(&check))
	require.Equal(t, "ok", check)
}

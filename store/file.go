package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"latchkey/store/mistake"
)

// applicationID marks a SQLite file as ours: "LKEY".
const applicationID = 0x4C4B4559

// place makes the folder and returns the absolute path.
func place(path string) (string, error) {
	path, err := absolute(path)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", &Problem{Code: CodeFile, Text: "The folder {{.Folder}} cannot be made or used. Choose another folder, or ask whoever looks after this computer for the right to write there.",
			Args: pairs([]any{"Folder", filepath.Dir(path)}), Err: err}
	}
	return path, nil
}

// existing returns the absolute path of a file that must be there.
func existing(path string) (string, error) {
	path, err := absolute(path)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err != nil {
		return "", &Problem{Code: CodeFile, Text: "There is no file {{.File}}. Check the name and the folder.", Args: pairs([]any{"File", path}), Err: err}
	}
	return path, nil
}

func absolute(path string) (string, error) {
	if path == "" || strings.ContainsRune(path, 0) {
		return "", &Problem{Code: CodeFile, Text: "No file was named. Say which file Latchkey is to open."}
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", &Problem{Code: CodeFile, Text: "The file {{.File}} cannot be found. Name it with its whole path.", Args: pairs([]any{"File", path}), Err: err}
	}
	if info, err := os.Stat(abs); err == nil && !info.Mode().IsRegular() {
		return "", &Problem{Code: CodeFile, Text: "{{.File}} is a folder, not a file. Name the file in it that Latchkey is to open.", Args: pairs([]any{"File", abs})}
	}
	return abs, nil
}

// prepare makes the file, readable by this user alone, or looks whether the
// one that is there is ours, without changing it. It returns the version of its
// form, 0 for an empty one.
func prepare(ctx context.Context, path string) (int, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600) //nolint:forbidigo // the caller's choice; only where no file, and so no lock of SQLite's, is yet
	if errors.Is(err, fs.ErrExist) {
		return probe(ctx, path)
	}
	if err == nil {
		err = f.Close()
	}
	return 0, fileProblem(path, err)
}

// probe returns the version of a file's schema, 0 for an empty file, and
// refuses what is not ours or is newer. It opens the file for reading only.
func probe(ctx context.Context, path string) (version int, err error) {
	pool, err := openPool(ctx, readOnlyURI(path), 1)
	if err != nil {
		return 0, fileProblem(path, err)
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	return versionOf(ctx, pool, path)
}

// versionOf is probe for a file that is open.
func versionOf(ctx context.Context, pool *sql.DB, path string) (version int, err error) {
	var id, tables int
	for query, into := range map[string]*int{
		"PRAGMA application_id": &id,
		"PRAGMA user_version":   &version,
		"SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version'": &tables,
	} {
		if err := pool.QueryRowContext(ctx, query).Scan(into); err != nil {
			return 0, fileProblem(path, err)
		}
	}
	switch fresh := id == 0 && version == 0 && tables == 0; {
	case !fresh && id != applicationID:
		return 0, &Problem{Code: CodeFile, Text: "The file {{.File}} belongs to another program. Choose a file made by Latchkey, or a new name.",
			Args: pairs([]any{"File", path}), Err: errForeign}
	case version > schemaVersion:
		return 0, &Problem{Code: CodeNewer, Text: "The file {{.File}} was written by a newer Latchkey (version {{.Found}} of the file, this program knows {{.Known}}). Install the newer Latchkey to open it; nothing was changed.",
			Args: pairs([]any{"File", path, "Found", version, "Known", schemaVersion})}
	}
	return version, nil
}

// openPool opens and tries a pool of at most n connections. Every setting is
// in the address, so that each connection has it.
func openPool(ctx context.Context, uri string, n int) (*sql.DB, error) {
	pool, err := sql.Open("sqlite", uri)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return pool, nil
}

// The settings: busy_timeout comes first, because setting the others may
// already have to wait. FULL and not NORMAL, because with NORMAL a committed
// intent can vanish with the power. fullfsync counts on macOS only. Each reader
// has half the usual cache, 1 MB, because the pages of a cache take twice their size
// in memory: a week of the calendar is read as fast, and all rows within 5 %.
const (
	writerSettings   = "mode=rw&_txlock=immediate&_dqs=0&_defensive=1&_busy_timeout=5000&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=fullfsync(1)&_pragma=trusted_schema(0)"
	readerSettings   = "mode=rw&_dqs=0&_defensive=1&_busy_timeout=5000&_pragma=foreign_keys(1)&_query_only=1&_pragma=cache_size(-1024)"
	plainSettings    = "mode=rw&_dqs=0&_defensive=1&_busy_timeout=2000"
	readOnlySettings = "mode=ro&_dqs=0&_defensive=1&_busy_timeout=5000&_query_only=1"
)

// writerURI asks for the mode that fits a place. Where another program copies the
// file while it is open, what was committed must not lie in a second file, so
// there the journal is one that is empty between transactions. Locking the file
// for good, which would keep that program away, would keep our readers away too;
// they and the writer wait for each other instead, and the writer keeps all of a
// transaction in memory until the end of it.
func writerURI(path string, kind PlaceKind) string {
	settings := writerSettings
	if kind == PlaceSynced {
		settings = strings.NewReplacer("(WAL)", "(TRUNCATE)", "timeout=5000", "timeout=30000").Replace(settings) + "&_pragma=cache_spill(0)"
	}
	if mistake.On(mistake.NormalSync) {
		settings = strings.Replace(settings, "FULL", "NORMAL", 1)
	}
	return fileURI(path, settings)
}

func readerURI(path string) string   { return fileURI(path, readerSettings) }
func readOnlyURI(path string) string { return fileURI(path, readOnlySettings) }

// plainURI leaves a file in the mode that it is in.
func plainURI(path string) string { return fileURI(path, plainSettings) }

// fileURI escapes what SQLite would take for a part of an address.
func fileURI(path, settings string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: settings}).String()
}

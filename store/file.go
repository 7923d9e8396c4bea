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

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

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
// intent can vanish with the power. fullfsync counts on macOS only.
const (
	writerSettings   = "mode=rw&_txlock=immediate&_dqs=0&_defensive=1&_busy_timeout=5000&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=fullfsync(1)&_pragma=trusted_schema(0)"
	readerSettings   = "mode=rw&_dqs=0&_defensive=1&_busy_timeout=5000&_pragma=foreign_keys(1)&_query_only=1"
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

// fileProblem says what a failure to open means for the desk.
func fileProblem(path string, err error) error {
	var p *Problem
	if err == nil || errors.As(err, &p) && p.Code != CodeDamaged {
		return err
	}
	code, text := CodeFile, "The file {{.File}} cannot be opened. Check that the disk is there and has room, then try again."
	var e *sqlite.Error
	switch {
	case p != nil, errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_CORRUPT:
		code, text = CodeDamaged, "The file {{.File}} is damaged. Put back a copy of it, or choose another file; nothing was changed."
	case notADatabase(err):
		text = "{{.File}} is not a Latchkey file. Choose a file made by Latchkey, or a new name."
	case errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_READONLY, errors.Is(err, fs.ErrPermission):
		text = "The file {{.File}} cannot be written to. Take away its write protection, or copy it to a folder of your own and open it there."
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return &Problem{Code: code, Text: text, Args: pairs([]any{"File", path}), Err: err}
}

// errForeign marks a file that another program has made.
var errForeign = errors.New("not a file of Latchkey's")

// foreign tells whether a file could not be opened because it is none of ours.
func foreign(err error) bool { return errors.Is(err, errForeign) || notADatabase(err) }

func notADatabase(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_NOTADB
}

// explainDamage turns only what SQLite says of a damaged file into a sentence.
func explainDamage(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_CORRUPT {
		return damaged(err)
	}
	return err
}

// explain turns what SQLite says while the file is in use into a sentence;
// other errors pass as they are.
func explain(err error) error {
	var p *Problem
	var e *sqlite.Error
	if errors.As(err, &p) || !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return &Problem{Code: CodeFile, Text: "The disk is full: nothing was saved. Make room on it, then try again.", Err: err}
	case sqlite3.SQLITE_READONLY:
		return &Problem{Code: CodeFile, Text: "The file cannot be written to: nothing was saved. Take away its write protection, then try again.", Err: err}
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		return &Problem{Code: CodeFile, Text: "The disk does not answer: nothing was saved. Check that it is connected, then try again.", Err: err}
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return damaged(err)
	case sqlite3.SQLITE_BUSY:
		return &Problem{Code: CodeBusy, Text: "Another program holds the file: nothing was saved. Close it, then try again.", Err: err}
	case sqlite3.SQLITE_CONSTRAINT:
		if e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE {
			return &Problem{Code: CodeConflict, Text: "Somebody added the same thing at the same time: nothing was saved. Look at what is there now and try again.", Err: err}
		}
		return &Problem{Code: CodeInvalid, Text: "The file refuses this value: nothing was saved. Check what was typed and try again.", Err: err}
	}
	return err
}

package store

import (
	"context"
	"errors"
	"io/fs"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

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

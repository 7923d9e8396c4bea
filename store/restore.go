package store

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// RestoreOptions say what is put in the place of what.
type RestoreOptions struct {
	File    string           // the file of the program; it may be damaged or missing
	From    string           // the copy: a backup, or any other file of Latchkey's
	Backups string           // where what is there now is kept; "": BackupFolder(File)
	Now     func() time.Time // nil: time.Now
}

// Restored is what a Restore did.
type Restored struct {
	Copy Copy   // what File holds now
	Kept string // the file that holds what was there before; "": there was nothing
}

// Restore puts a copy in the place of a file that nobody has open (else
// CodeBusy). What was there is kept: as a backup with ReasonRestore, or, when it
// is damaged, beside it under a name that says so. Killed at any moment it has
// either done nothing to the file, or the next Open finishes it.
//
// A copy of an older form is brought up to date by the next Open. That an older
// state was put back is seen by its serial, and the engine asks before it
// writes to SALTO KS.
func Restore(ctx context.Context, o RestoreOptions) (r Restored, err error) {
	if o.Now == nil {
		o.Now = wallClock
	}
	if o.File, err = place(o.File); err != nil {
		return r, err
	}
	if o.From, err = existing(o.From); err != nil {
		return r, err
	}
	if o.Backups == "" {
		o.Backups = BackupFolder(o.File)
	}
	if at := WhereIs(o.File); at.Kind == PlaceNetwork {
		return r, onNetwork(o.File, at)
	}
	lock, _, err := lockFile(ctx, o.File, o.Now())
	if err != nil {
		return r, err
	}
	defer func() { err = cmp.Or(err, unlock(o.File, lock)) }()
	if err := finishRestore(o.File); err != nil { // one that was killed
		return r, err
	}
	if sameFile(o.File, o.From) {
		return r, &Problem{Code: CodeInvalid, Text: "{{.File}} is the file that is in use. Choose a copy of it.", Args: pairs([]any{"File", o.File})}
	}
	defer os.Remove(o.File + half)
	if err := layReady(ctx, o); err != nil {
		return r, stopped(ctx, err)
	}
	if r.Copy, err = Inspect(ctx, o.File+half); err != nil {
		return r, err
	}
	if r.Kept, err = keep(ctx, o); err != nil {
		return r, stopped(ctx, err)
	}
	// From here on the copy is the file, whatever happens.
	if err := move(o.File+half, ready(o.File)); err != nil {
		return r, fileProblem(o.File, err)
	}
	r.Copy.Path = o.File
	return r, finishRestore(o.File)
}

// ready is the name of a checked copy that is about to take the place of a file,
// whose old state is kept elsewhere.
func ready(file string) string { return file + ".ready" }

// layReady writes the copy beside the file.
func layReady(ctx context.Context, o RestoreOptions) error {
	if _, err := Inspect(ctx, o.From); err != nil {
		return err
	}
	pool, _, err := openCopy(ctx, o.From)
	if err != nil {
		return err
	}
	defer pool.Close() //nolint:errcheck // it was only read
	if err := copyInto(ctx, pool, o.File+half); err != nil {
		return folderProblem(filepath.Dir(o.File), err)
	}
	return nil
}

// finishRestore puts a copy that lies ready in the place of the file. What
// SQLite left beside the old file goes first: beside the new one it would be
// taken for a part of it. Without such a copy it does nothing. The caller holds
// the lock.
func finishRestore(file string) error {
	if _, err := os.Lstat(ready(file)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, suffix := range beside {
		if err := remove(file + suffix); err != nil {
			return unfinished(file, err)
		}
	}
	if err := flushFolder(filepath.Dir(file)); err != nil {
		return unfinished(file, err)
	}
	if err := move(ready(file), file); err != nil {
		return unfinished(file, err)
	}
	return nil
}

func unfinished(file string, err error) *Problem {
	return &Problem{Code: CodeFile, Text: "The copy lies ready, but the file {{.File}} cannot be replaced. Close the other programs that use it and start Latchkey again: it finishes then.",
		Args: pairs([]any{"File", file}), Err: err}
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	y, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(x, y)
}

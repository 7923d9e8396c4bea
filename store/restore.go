package store

import (
	"context"
	"errors"
	"fmt"
	"io"
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
	defer func() { err = errors.Join(err, unlock(o.File, lock)) }()
	if err := finishRestore(o.File); err != nil { // one that was killed
		return r, err
	}
	if sameFile(o.File, o.From) {
		return r, &Problem{Code: CodeInvalid, Text: "{{.File}} is the file that is in use. Choose a copy of it.", Args: pairs([]any{"File", o.File})}
	}
	defer os.Remove(o.File + half)
	if err := layReady(ctx, o); err != nil {
		return r, err
	}
	if r.Copy, err = Inspect(ctx, o.File+half); err != nil {
		return r, err
	}
	if r.Kept, err = keep(ctx, o); err != nil {
		return r, err
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

// keep keeps what is there, and returns where. The file is as it was after it.
func keep(ctx context.Context, o RestoreOptions) (string, error) {
	info, err := os.Stat(o.File)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 && !hasBeside(o.File) {
		return "", nil
	}
	if err != nil {
		return "", fileProblem(o.File, err)
	}
	c, err := keepSound(ctx, o)
	switch {
	case err == nil:
		return c.Path, closeOff(ctx, o.File)
	case CodeOf(err) == CodeDamaged:
		return setAside(o.File, "damaged", o.Now())
	case CodeOf(err) == CodeNewer, foreign(err):
		return setAside(o.File, "other", o.Now())
	}
	return "", err
}

// keepSound makes a backup of the file.
func keepSound(ctx context.Context, o RestoreOptions) (Copy, error) {
	rollBack(ctx, o.File)
	pool, err := openPool(ctx, readOnlyURI(o.File), 1)
	if err != nil {
		return Copy{}, fileProblem(o.File, err)
	}
	defer pool.Close() //nolint:errcheck // it was only read
	version, err := versionOf(ctx, pool, o.File)
	if err != nil {
		return Copy{}, err
	}
	if version == 0 {
		return Copy{}, damaged(errors.New("nothing is in it"))
	}
	if err := sound(ctx, pool, false); err != nil {
		return Copy{}, fileProblem(o.File, err)
	}
	return backup(ctx, pool, o.Backups, ReasonRestore, o.Now())
}

// closeOff has SQLite move everything into the one file, which works only while
// no other program has it open: who reads the old file would otherwise share
// what lies beside it with who writes the new one.
func closeOff(ctx context.Context, file string) error {
	pool, err := openPool(ctx, plainURI(file), 1)
	if err != nil {
		return fileProblem(file, err)
	}
	var mode string
	err = pool.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode)
	if err := errors.Join(err, pool.Close()); err != nil || mode != "delete" {
		return &Problem{Code: CodeBusy, Text: "Another program reads the file {{.File}}. Close it and try again; nothing was changed.",
			Args: pairs([]any{"File", file}), Err: err}
	}
	between("closed off")
	return nil
}

// rollBack has SQLite take back a transaction that was cut off in the middle,
// which it does not do for who only reads. What does not work shows later.
func rollBack(ctx context.Context, file string) {
	if info, err := os.Lstat(file + "-journal"); err != nil || info.Size() == 0 {
		return
	}
	if pool, err := openPool(ctx, plainURI(file), 1); err == nil {
		var version int
		_ = pool.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
		_ = pool.Close()
	}
}

// setAside gives a file, with what SQLite left beside it, second names.
func setAside(file, why string, now time.Time) (string, error) {
	aside := fmt.Sprintf("%s.%s-%s", file, why, now.UTC().Format(copyTime))
	for i := 2; taken(aside); i++ {
		aside = fmt.Sprintf("%s.%s-%s-%d", file, why, now.UTC().Format(copyTime), i)
	}
	for _, suffix := range []string{"-wal", "-journal", ""} {
		if err := linkOrCopy(file+suffix, aside+suffix); err != nil && (suffix == "" || !errors.Is(err, fs.ErrNotExist)) {
			return "", folderProblem(filepath.Dir(file), err)
		}
		between("kept")
	}
	if err := flushFolder(filepath.Dir(file)); err != nil {
		return "", folderProblem(filepath.Dir(file), err)
	}
	return aside, nil
}

func taken(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// linkOrCopy gives a file a second name, or copies it where the disk knows no
// such thing.
func linkOrCopy(from, to string) (err error) {
	err = os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrExist) {
		return err
	}
	in, err := os.Open(from) //nolint:forbidigo // a damaged file, which nobody has open
	if err != nil {
		return err
	}
	defer in.Close()                                                      //nolint:errcheck // it was only read
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:forbidigo // a new file
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	y, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(x, y)
}

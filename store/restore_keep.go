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

package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// Owner is who has a file open.
type Owner struct {
	Host  string    `json:"host"`
	User  string    `json:"user"`
	PID   int       `json:"pid"`
	Since time.Time `json:"since"`
}

// thisOwner is this process.
func thisOwner(now time.Time) Owner {
	o := Owner{PID: os.Getpid(), Since: now.UTC().Truncate(time.Second)}
	o.Host, _ = os.Hostname() // what is not known is left out
	if u, err := user.Current(); err == nil {
		o.User = u.Username
	}
	return o
}

// LockedBy tells whether somebody has the file at path open for editing, and
// who. The owner is zero where the lock does not say.
func LockedBy(path string) (Owner, bool) {
	if _, err := os.Stat(path + lockSuffix); err != nil {
		return Owner{}, false // asking would make it
	}
	l := newLock(path)
	free, err := l.TryRLock()
	if free {
		_ = l.Unlock()
	}
	if free || err != nil {
		return Owner{}, false
	}
	o, _ := readOwner(path)
	return o, true
}

// lockSuffix is added to the name of what is locked.
const lockSuffix = ".lock"

// newLock is the lock of what lies at path, not taken yet.
func newLock(path string) *flock.Flock {
	return flock.New(path+lockSuffix, flock.SetPermissions(0o600))
}

// A lock holds its owner as JSON, filled up with blanks to lockSize, after a
// byte that means nothing: it is the one that is locked, and that Windows lets
// nobody else read or write.
const lockSize = 1024

// patience is how long an opening waits for a lock. Who asks with LockedBy has
// it for an instant.
const patience = 250 * time.Millisecond

// lockFile keeps a second Latchkey out for as long as the returned lock lives,
// and notes who has it. before is who had it last and did not let go of it.
func lockFile(ctx context.Context, path string, now time.Time) (l *flock.Flock, before Owner, err error) {
	l = newLock(path)
	soon, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ok, err := l.TryLockContext(soon, patience/10)
	switch {
	case ctx.Err() != nil:
		return nil, before, ctx.Err()
	case !ok && (err == nil || errors.Is(err, context.DeadlineExceeded)):
		return nil, before, busy(path, now)
	case err != nil:
		return nil, before, &Problem{Code: CodeFile, Text: "The folder {{.Folder}} cannot be written to. Choose another folder, or ask whoever looks after this computer for the right to write there.",
			Args: pairs([]any{"Folder", filepath.Dir(path)}), Err: err}
	}
	before, _ = readOwner(path)
	text, err := json.Marshal(thisOwner(now))
	if err == nil {
		err = writeOwner(path, text)
	}
	if err != nil {
		return nil, before, errors.Join(fileProblem(path, err), l.Unlock())
	}
	return l, before, nil
}

// unlock lets go of the lock, and says that this was meant.
func unlock(path string, l *flock.Flock) error {
	return errors.Join(writeOwner(path, nil), l.Unlock())
}

// writeOwner is called with the lock held. A lock that was deleted meanwhile
// says nothing.
func writeOwner(path string, text []byte) error {
	f, err := os.OpenFile(path+lockSuffix, os.O_WRONLY, 0) //nolint:forbidigo // the lock, not the file
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if free := lockSize - len(text); free > 0 {
		text = append(text, bytes.Repeat([]byte{' '}, free)...)
	}
	_, err = f.WriteAt(text, 1)
	return errors.Join(err, f.Close())
}

// readOwner reads what a lock says; false: nothing.
func readOwner(path string) (Owner, bool) {
	f, err := os.Open(path + lockSuffix) //nolint:forbidigo // the lock, not the file
	if err != nil {
		return Owner{}, false
	}
	defer f.Close()
	text, err := io.ReadAll(io.NewSectionReader(f, 1, lockSize))
	if err != nil {
		return Owner{}, false
	}
	var o Owner
	if json.Unmarshal(bytes.TrimSpace(text), &o) != nil {
		return Owner{}, false
	}
	return o, true
}

// busy says who has the file.
func busy(path string, now time.Time) *Problem {
	o, ok := readOwner(path)
	if host, err := os.Hostname(); !ok || err != nil || o.Host == "" || o.Host == host {
		return &Problem{Code: CodeBusy, Text: "The file {{.File}} is already open in another Latchkey. Go on there, or close it and try again.",
			Args: pairs([]any{"File", path})}
	}
	since := o.Since.In(now.Location())
	form := "2006-01-02 15:04"
	if since.Format(time.DateOnly) == now.Format(time.DateOnly) {
		form = "15:04"
	}
	return &Problem{Code: CodeBusy, Text: "The file {{.File}} is open on {{.Host}} since {{.Since}}. Go on there, or close it there and try again.",
		Args: pairs([]any{"File", path, "Host", o.Host, "Since", since.Format(form)})}
}

package support

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// The files in the data folder: what Go writes when the program dies, while it
// runs, and what a run that died has left, until the desk has answered.
const (
	crashName   = "crash.txt"
	crashesLeft = "crash-*.txt"
	// mostLeft is how many crashes wait at most; the oldest go.
	mostLeft = 5
)

// Crashes is the crash file of a run.
type Crashes struct{ path string }

// Left is what the run before has left behind.
type Left struct {
	Unclean bool   // it did not end by itself
	About   string // which run that was
	Crash   string // the file that says of what it died; empty where nothing does, as after a power cut
}

// WatchCrashes puts aside what the run before has left, and has Go write into
// the data folder whatever it is that kills this one. The caller holds the lock
// of the data file. about is one line on who runs, without personal data.
func WatchCrashes(folder, about string, now time.Time) (*Crashes, Left, error) {
	c := &Crashes{path: filepath.Join(folder, crashName)}
	left, err := c.putAside(folder, now)
	if err != nil {
		return nil, left, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil { //nolint:gosec // the folder of the data is the person's choice
		return nil, left, err
	}
	f, err := os.OpenFile(c.path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY|os.O_APPEND, 0o600) //nolint:gosec // in that folder
	if err != nil {
		return nil, left, err
	}
	defer func() { _ = f.Close() }() // Go keeps its own
	if _, err := fmt.Fprintln(f, about); err != nil {
		return nil, left, err
	}
	return c, left, debug.SetCrashOutput(f, debug.CrashOptions{})
}

// End says that the program has ended as it should: only a file that is still
// there tells of another end.
func (c *Crashes) End() error {
	return errors.Join(debug.SetCrashOutput(nil, debug.CrashOptions{}), os.Remove(c.path))
}

// putAside gives the file of a run that died a name with the time at which it
// was found, and takes away one that says nothing.
func (c *Crashes) putAside(folder string, now time.Time) (Left, error) {
	text, err := os.ReadFile(c.path)
	if errors.Is(err, fs.ErrNotExist) {
		return Left{}, nil
	}
	if err != nil {
		return Left{}, err
	}
	about, died, _ := bytes.Cut(text, []byte{'\n'})
	left := Left{Unclean: true, About: string(about)}
	if len(bytes.TrimSpace(died)) == 0 {
		return left, nil // a power cut, or the program was ended by force
	}
	left.Crash = filepath.Join(folder, "crash-"+now.UTC().Format("20060102T150405Z")+".txt")
	if err := os.Rename(c.path, left.Crash); err != nil { //nolint:gosec // in that folder
		return left, err
	}
	all := CrashesLeft(folder)
	for _, old := range all[:max(0, len(all)-mostLeft)] {
		if err := os.Remove(old); err != nil {
			return left, err
		}
	}
	return left, nil
}

// CrashesLeft are the crash files of a data folder that wait for an answer,
// oldest first.
func CrashesLeft(folder string) []string {
	all, _ := filepath.Glob(filepath.Join(escaped(folder), crashesLeft)) // the pattern is good
	slices.Sort(all)
	return all
}

// escaped takes their meaning from the characters of a pattern.
func escaped(path string) string {
	return strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]").Replace(path)
}

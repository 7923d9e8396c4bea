package store

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// between is called after each single thing that a backup or a restore has done
// to files. Tests end the program there.
var between = func(_ string) {}

// flushFile waits until a file is on the disk. The file must be nobody's yet:
// closing it takes the locks away that this process has on it.
func flushFile(path string) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0) //nolint:forbidigo // a copy that only its maker knows, never the file that is open
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	defer between("flushed")
	return f.Sync()
}

// flushFolder waits until what was made, renamed and removed in a folder is on
// the disk. Windows has no such call, and needs none.
func flushFolder(folder string) (err error) {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(folder) //nolint:forbidigo // a folder
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return f.Sync()
}

// makeEmpty makes an empty file that this user alone can read, in the place of
// what may be there.
func makeEmpty(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600) //nolint:forbidigo // a new file
	if err != nil {
		return err
	}
	defer between("made")
	return f.Close()
}

// remove deletes a file; one that is not there is deleted.
func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	between("removed")
	return nil
}

// move renames a file that is on the disk already, and waits until its new name
// is.
func move(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	between("renamed")
	return flushFolder(filepath.Dir(to))
}

// beside are the files that SQLite keeps beside a file and that belong to that
// very state of it.
var beside = []string{"-wal", "-journal", "-shm"}

// hasBeside tells whether SQLite has left something beside a file, or is at
// work on it.
func hasBeside(path string) bool {
	for _, suffix := range beside {
		if _, err := os.Lstat(path + suffix); err == nil {
			return true
		}
	}
	return false
}

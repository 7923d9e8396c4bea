package drafts

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
)

// read returns what a file holds. One that is not there holds nothing.
func read(path string) ([]Entry, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all []Entry
	return all, json.Unmarshal(text, &all)
}

// write replaces the file as a whole: whatever happens, either the old one or the
// new one is there. Only the person who is logged in may read it. Nothing to keep
// leaves no file.
func write(path string, all []Entry) error {
	if len(all) == 0 {
		if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	next := path + ".new"
	f, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(next, path)
}

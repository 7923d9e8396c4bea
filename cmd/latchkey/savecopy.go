package main

import (
	"context"
	"os"
	"path/filepath"

	"latchkey/store"
)

// saveCopy writes a whole copy of an open file to a path, and replaces a copy
// that is there. It is complete or not there at all.
func saveCopy(ctx context.Context, s *store.Store, file, path string) (store.Copy, error) {
	if same(file, path) {
		return store.Copy{}, &store.Problem{Code: store.CodeInvalid, Text: "This is the file that is open. Choose another name for the copy."}
	}
	if _, err := os.Stat(path + "-wal"); err == nil { // what waits there would be read into the copy
		return store.Copy{}, &store.Problem{Code: store.CodeBusy, Text: "{{.File}} is in use, or was not closed properly. Choose another name for the copy.", Args: map[string]any{"File": path}}
	}
	unwritable := func(err error) error {
		return &store.Problem{Code: store.CodeFile, Text: "{{.File}} cannot be written. Choose a folder that you may write to, with room on the disk.",
			Args: map[string]any{"File": path}, Err: err}
	}
	own, err := os.MkdirTemp(filepath.Dir(path), ".latchkey-") // on the same disk; what a backup leaves beside it goes with it
	if err != nil {
		return store.Copy{}, unwritable(err)
	}
	defer func() { _ = os.RemoveAll(own) }() // a folder that stays is empty
	c, err := s.Backup(ctx, own, store.ReasonHand)
	if err != nil {
		return store.Copy{}, err
	}
	if err := os.Rename(c.Path, path); err != nil {
		return store.Copy{}, unwritable(err)
	}
	c.Path = path
	return c, nil
}

// same tells whether two paths name one file.
func same(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

// isFolder tells whether a path is, or is meant to be, a folder.
func isFolder(path string) bool {
	if path == "" || os.IsPathSeparator(path[len(path)-1]) {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

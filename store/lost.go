package store

import (
	"errors"
	"io/fs"
	"os"
)

// backupFolder is where the backups are that Open makes.
func (s *Store) backupFolder() string {
	if s.backups != "" {
		return s.backups
	}
	return BackupFolder(s.path)
}

// hasBackups tells whether there was a file before.
func (s *Store) hasBackups() bool {
	list, err := Backups(s.backupFolder())
	return err == nil && len(list) > 0
}

// lost refuses to begin an empty file where there are backups of one: whoever
// opened the window on it would take everything for lost.
func (s *Store) lost() error {
	info, err := os.Stat(s.path)
	switch {
	case err == nil && info.Size() > 0:
		return nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fileProblem(s.path, err)
	case !s.hasBackups():
		return nil
	}
	return &Problem{Code: CodeDamaged, Text: "The file {{.File}} is gone or empty, but there are backups of it in {{.Folder}}. Put one of them back, or move that folder away to begin with an empty file.",
		Args: pairs([]any{"File", s.path, "Folder", s.backupFolder()}), Err: err}
}

// beheaded calls a file damaged that is no database at all, where there are
// backups of one: after a power cut some file systems leave zeros at its
// beginning.
func (s *Store) beheaded(err error) error {
	if !notADatabase(err) || !s.hasBackups() {
		return err
	}
	return fileProblem(s.path, damaged(err))
}

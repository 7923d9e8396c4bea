package main

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"

	"latchkey/store"
)

// backupsOf is where the backups of a file lie: beside it, or on this computer
// where the file's own folder is carried to other computers, so that what ruins
// the file there does not ruin them too.
func backupsOf(file string) string {
	if store.WhereIs(file).Kind == store.PlaceLocal {
		return store.BackupFolder(file)
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		abs = file
	}
	sum := sha256.Sum256([]byte(abs)) // a folder for each file: two may have the same name
	return filepath.Join(defaultData(), "backups of other folders", filepath.Base(filepath.Dir(abs))+"-"+hex.EncodeToString(sum[:4]))
}

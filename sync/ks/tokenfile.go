package ks

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"latchkey/store"
)

// TokenFile is a Vault in a file: the choice of a person whose computer has
// no keychain. Where the system knows file modes, a file that others may read
// is refused.
type TokenFile struct {
	Path string
}

// Load implements Vault.
func (f TokenFile) Load(context.Context) (string, error) {
	info, err := os.Lstat(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", f.problem("The file {{.Path}} with the sign-in cannot be read. Check that it belongs to you.", err)
	}
	if !info.Mode().IsRegular() {
		return "", f.problem("{{.Path}} is not a plain file. Choose another file for the sign-in.", nil)
	}
	if readableByOthers(info) {
		return "", f.problem("Others on this computer can read {{.Path}}, which holds the sign-in. Make it readable by you alone (chmod 600), then sign in again.", nil)
	}
	if info.Size() > tokenLimit {
		return "", f.problem("{{.Path}} is too big to be a sign-in. Choose another file.", nil)
	}
	data, err := os.ReadFile(f.Path)
	if err != nil {
		return "", f.problem("The file {{.Path}} with the sign-in cannot be read. Check that it belongs to you.", err)
	}
	return strings.TrimSpace(string(data)), nil
}

// Store implements Vault. The new file takes the place of the old one in one
// step, after it has reached the disk.
func (f TokenFile) Store(_ context.Context, secret string) error {
	if err := writeAside(f.Path, secret); err != nil {
		return f.problem("The sign-in cannot be written to {{.Path}}. Choose a folder in which you may write.", err)
	}
	return nil
}

// Delete implements Vault.
func (f TokenFile) Delete(context.Context) error {
	if err := os.Remove(f.Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return f.problem("The file {{.Path}} with the sign-in cannot be deleted. Delete it by hand.", err)
	}
	return nil
}

// writeAside writes next to path and renames. os.CreateTemp makes the file
// readable by its owner alone.
func writeAside(path, secret string) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".latchkey-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tmp.Close()
			_ = os.Remove(tmp.Name())
		}
	}()
	if _, err = tmp.WriteString(secret + "\n"); err != nil {
		return err
	}
	if err = tmp.Sync(); err != nil {
		return err
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	if err = os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes the rename last. Windows does so by itself and knows no sync
// of a folder.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }()
	if err := dir.Sync(); err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return nil
}

func readableByOthers(info fs.FileInfo) bool {
	return runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0
}

func (f TokenFile) problem(text string, err error) error {
	return &store.Problem{Code: store.CodeFile, Text: text, Args: map[string]any{"Path": f.Path}, Err: err}
}

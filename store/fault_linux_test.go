package store

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	sys "golang.org/x/sys/unix"
)

// withoutRights runs f where the rights of files count: for root they do only on
// a thread that touches files as somebody else.
func withoutRights(t *testing.T, f func()) {
	t.Helper()
	if os.Getuid() == 0 {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		_, err := sys.SetfsuidRetUid(65534)
		require.NoError(t, err)
		defer func() {
			_, err := sys.SetfsuidRetUid(0)
			require.NoError(t, err)
		}()
	}
	f()
}

// The right to the folder is lost while the file is open: who has it open goes
// on, and whoever comes later is told.
func TestTheRightToTheFolderIsLost(t *testing.T) {
	w := newWorld(t)
	folder := filepath.Dir(w.path)
	elsewhere := t.TempDir()
	locked := filepath.Join(elsewhere, "locked")
	require.NoError(t, os.Mkdir(locked, 0o500))
	require.NoError(t, os.Chmod(folder, 0o000))
	defer func() { require.NoError(t, os.Chmod(folder, 0o700)) }()
	withoutRights(t, func() {
		require.NoError(t, w.There())
		w.person("Ada", nil)
		people, err := w.People(w.ctx, PeopleFilter{})
		require.NoError(t, err)
		require.Len(t, people, 2)

		_, err = w.Backup(w.ctx, locked, ReasonHand)
		p := problem(t, err)
		require.Equal(t, CodeFile, p.Code)
		require.Contains(t, p.Error(), "No backup could be written into "+locked)

		for _, readOnly := range []bool{false, true} {
			_, err = Open(w.ctx, Options{Path: w.path, ReadOnly: readOnly})
			require.Equal(t, CodeFile, problem(t, err).Code)
		}
		_, err = Restore(w.ctx, RestoreOptions{File: w.path, From: w.path + "x"})
		require.Equal(t, CodeFile, problem(t, err).Code)
	})
	require.NoError(t, os.Chmod(folder, 0o700))
	require.NoError(t, w.Close())
	w.open()
	people, err := w.People(w.ctx, PeopleFilter{})
	require.NoError(t, err)
	require.Len(t, people, 2)
}

func TestAFileThatMayOnlyBeRead(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.Close())
	folder := filepath.Dir(w.path)
	for name, mode := range map[string]os.FileMode{w.path: 0o444, w.path + lockSuffix: 0o444, folder: 0o555, filepath.Dir(folder): 0o755} {
		require.NoError(t, os.Chmod(name, mode))
	}
	before := bytesOf(t, w.path)
	withoutRights(t, func() {
		_, err := Open(w.ctx, Options{Path: w.path})
		p := problem(t, err)
		require.Equal(t, CodeFile, p.Code)
		require.Contains(t, p.Error(), "write")
	})
	require.Equal(t, before, bytesOf(t, w.path))
	require.NoError(t, os.Chmod(folder, 0o755))
}

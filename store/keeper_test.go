package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// alone copies the one file, without what lies beside it, and opens the copy.
func alone(t *testing.T, w *world) *Store {
	t.Helper()
	data, err := os.ReadFile(w.path)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "copy.latchkey")
	require.NoError(t, os.WriteFile(path, data, 0o600))
	s, err := Open(t.Context(), Options{Path: path})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func (w *world) waiting() int64 {
	w.t.Helper()
	info, err := os.Stat(w.path + "-wal")
	require.NoError(w.t, err)
	return info.Size()
}

func TestTheOneFileIsWholeWhenNobodyWrites(t *testing.T) {
	w := &world{t: t, ctx: t.Context(), path: filepath.Join(t.TempDir(), "space.latchkey"), now: noon, rest: 20 * time.Millisecond}
	w.open()
	ada := w.person("Ada", nil)
	require.Eventually(t, func() bool { return w.waiting() == 0 }, 10*time.Second, 5*time.Millisecond)
	there, err := alone(t, w).Person(w.ctx, ada.ID)
	require.NoError(t, err)
	require.Equal(t, ada, there)
}

// Somebody reads for a long time: the file cannot be made whole, edits go on,
// and it is made whole afterwards.
func TestMakingTheFileWholeHoldsNobodyUp(t *testing.T) {
	w := newWorld(t)
	tx, err := w.reader.BeginTx(w.ctx, nil)
	require.NoError(t, err)
	var n int
	require.NoError(t, tx.QueryRow("SELECT count(*) FROM person").Scan(&n))
	w.person("Ada", nil)
	began := time.Now()
	done, err := w.keeper.checkpoint(w.ctx)
	require.NoError(t, err)
	require.False(t, done)
	require.Less(t, time.Since(began), 2*time.Second, "it does not wait for who reads")
	eve := w.person("Eve", nil)
	require.NoError(t, tx.Rollback())

	st, err := w.writer.BeginTx(w.ctx, nil) // somebody writes
	require.NoError(t, err)
	done, err = w.keeper.checkpoint(w.ctx)
	require.NoError(t, err)
	require.False(t, done)
	require.NoError(t, st.Rollback())

	done, err = w.keeper.checkpoint(w.ctx)
	require.NoError(t, err)
	require.True(t, done)
	_, err = alone(t, w).Person(w.ctx, eve.ID)
	require.NoError(t, err)
}

func TestWhatAKilledProgramLeftIsMadeWholeWithoutAnEdit(t *testing.T) {
	w := newWorld(t)
	conn, err := w.reader.Conn(w.ctx) // keeps the second file when the store is closed
	require.NoError(t, err)
	defer conn.Close()
	require.Positive(t, w.waiting())
	s := &world{t: t, ctx: t.Context(), path: w.path, now: noon, rest: time.Millisecond}
	_, err = w.writer.Exec("PRAGMA wal_autocheckpoint = 0")
	require.NoError(t, err)
	require.NoError(t, unlock(w.path, w.lock)) // as if it had died
	s.open()
	require.Eventually(t, func() bool { return s.waiting() == 0 }, 10*time.Second, 5*time.Millisecond)
}

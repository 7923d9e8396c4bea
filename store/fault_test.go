package store

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// saveAda adds somebody whose note fills some pages.
func (w *world) saveAda() error {
	note := make([]byte, 60_000)
	for i := range note {
		note[i] = byte('a' + i%23)
	}
	_, err := w.Do(w.ctx, ActorDesk, func(tx *Tx) error {
		for i := range 20 {
			if err := tx.Log(LogLine{Space: w.space.ID, Kind: "test", What: say(fmt.Sprint(i, string(note)))}); err != nil {
				return err
			}
		}
		return tx.SavePerson(&Person{FirstName: "Ada", LastName: "Test"})
	})
	return err
}

// What the disk refuses is said, nothing of it is kept, and all that was saved
// before is there.
func TestWhatTheDiskRefusesIsSaidAndNothingIsLost(t *testing.T) {
	for name, fault := range map[string]struct {
		begin, end string
		says       string
	}{
		"full":       {"PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000", "The disk is full"},
		"read-only":  {"PRAGMA query_only = 1", "PRAGMA query_only = 0", "cannot be written to"},
		"stuck half": {"PRAGMA cache_size = 5; PRAGMA max_page_count = 90", "PRAGMA max_page_count = 1000000", "The disk is full"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			eve := w.person("Eve", nil)
			_, err := w.writer.ExecContext(w.ctx, fault.begin)
			require.NoError(t, err)
			p := problem(t, w.saveAda())
			require.Equal(t, CodeFile, p.Code)
			require.Contains(t, p.Error(), fault.says)
			require.Contains(t, p.Error(), "nothing was saved")

			c := w.backup(ReasonHand) // somewhere else there is room
			require.Equal(t, 2, c.People)
			_, err = w.writer.ExecContext(w.ctx, fault.end)
			require.NoError(t, err)
			require.NoError(t, w.saveAda(), "and goes on when there is room again")
			require.NoError(t, w.Check(w.ctx, true))
			require.NoError(t, w.Close())
			w.open()
			saved, err := w.Person(w.ctx, eve.ID)
			require.NoError(t, err)
			require.Equal(t, eve, saved)
		})
	}
}

// Damage that shows only when a page is read is said as damage by whoever meets
// it, and the newest good backup is found.
func TestDamageIsCalledDamageWhoeverMeetsIt(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		require.NoError(t, w.saveAda())
		w.now = w.now.Add(time.Hour)
	}
	made := w.backup(ReasonDaily)
	require.NoError(t, w.Close())
	spoilTable(t, w.path, "log")
	s, err := Open(w.ctx, w.options())
	require.NoError(t, err, "the opening reads little")
	defer s.Close()
	require.Equal(t, CodeDamaged, problem(t, s.Check(w.ctx, false)).Code)
	_, err = s.LogLines(w.ctx, LogFilter{})
	require.Equal(t, CodeDamaged, problem(t, err).Code)
	_, err = s.Backup(w.ctx, t.TempDir(), ReasonHand)
	require.Equal(t, CodeDamaged, problem(t, err).Code)
	good, ok := NewestGood(w.ctx, w.folder())
	require.True(t, ok)
	require.Equal(t, made.Path, good.Path)
}

// spoilTable writes over the first page of a table, in a file that nobody has
// open.
func spoilTable(t *testing.T, path, table string) {
	t.Helper()
	pool, err := openPool(t.Context(), readOnlyURI(path), 1)
	require.NoError(t, err)
	var page, size int64
	require.NoError(t, pool.QueryRow("SELECT rootpage FROM sqlite_schema WHERE name = ?", table).Scan(&page))
	require.NoError(t, pool.QueryRow("PRAGMA page_size").Scan(&size))
	require.NoError(t, pool.Close())
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	defer f.Close()
	_, err = f.WriteAt(make([]byte, size), (page-1)*size)
	require.NoError(t, err)
}

// After a power cut some file systems leave zeros where the beginning was. With
// backups beside it, it was one of ours.
func TestAFileWhoseBeginningIsLostIsDamagedAndNotAnothers(t *testing.T) {
	w := newWorld(t)
	made := w.backup(ReasonDaily)
	require.NoError(t, w.Close())
	for name, spoilt := range map[string]func(data []byte) []byte{
		"zeros": func(data []byte) []byte { clear(data[:4096]); return data },
		"empty": func([]byte) []byte { return nil },
	} {
		data, err := os.ReadFile(made.Path)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(w.path, spoilt(data), 0o600))
		before := bytesOf(t, w.path)
		_, err = Open(w.ctx, w.options())
		require.Equal(t, CodeDamaged, problem(t, err).Code, name)
		require.Equal(t, before, bytesOf(t, w.path))
		_, err = Restore(w.ctx, RestoreOptions{File: w.path, From: made.Path})
		require.NoError(t, err)
		w.open()
		require.NoError(t, w.Check(w.ctx, true))
		require.NoError(t, w.Close())
	}
	require.NoError(t, os.Remove(w.path))
	_, err := Open(w.ctx, w.options())
	require.Equal(t, CodeDamaged, problem(t, err).Code, "gone, with its backups there")
	require.False(t, taken(w.path), "and no empty one is put in its place")

	elsewhere := w.options()
	elsewhere.Path = filepath.Join(t.TempDir(), "new.latchkey")
	s, err := Open(w.ctx, elsewhere)
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

package store

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// The file is taken away while it is open: nothing more is acknowledged, and
// what was before can still be saved elsewhere.
func TestAFileThatIsTakenAwayWhileItIsOpen(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows deletes no open file")
	}
	for name, take := range map[string]func(w *world) error{
		"deleted":         func(w *world) error { return os.Remove(w.path) },
		"with all beside": func(w *world) error { return os.RemoveAll(filepath.Dir(w.path)) },
		"moved":           func(w *world) error { return os.Rename(w.path, w.path+".old") },
		"replaced": func(w *world) error {
			write(t, w.path+".new", "CREATE TABLE album (id INTEGER)")
			return os.Rename(w.path+".new", w.path)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			require.NoError(t, w.There())
			ada := w.person("Ada", nil)
			require.NoError(t, take(w))

			require.Equal(t, CodeGone, problem(t, w.There()).Code)
			require.Equal(t, CodeGone, problem(t, w.Check(w.ctx, false)).Code)
			eve := Person{FirstName: "Eve", LastName: "Test"}
			_, err := w.Do(w.ctx, ActorDesk, func(tx *Tx) error { return tx.SavePerson(&eve) })
			require.Equal(t, CodeGone, problem(t, err).Code)

			c, err := w.Backup(w.ctx, t.TempDir(), ReasonHand)
			require.NoError(t, err)
			_ = w.Close() // whatever it says, there is nothing to close it into
			w.restoreAfterLoss(c.Path)
			saved, err := w.Person(w.ctx, ada.ID)
			require.NoError(t, err)
			require.Equal(t, ada, saved)
			people, err := w.People(w.ctx, PeopleFilter{})
			require.NoError(t, err)
			require.Len(t, people, 2, "what was refused is not there")
			require.NoError(t, w.Check(w.ctx, true))
		})
	}
}

func (w *world) restoreAfterLoss(from string) {
	w.t.Helper()
	_, err := Restore(w.ctx, RestoreOptions{File: w.path, From: from})
	require.NoError(w.t, err)
	w.open()
}

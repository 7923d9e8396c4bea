package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// restore puts a copy in the place of the world's file, which is closed for it
// and opened again.
func (w *world) restore(from string) Restored {
	w.t.Helper()
	require.NoError(w.t, w.Close())
	r, err := Restore(w.ctx, RestoreOptions{File: w.path, From: from, Now: func() time.Time { return w.now }})
	require.NoError(w.t, err)
	w.open()
	return r
}

func TestRestorePutsAnOlderStateBackAndKeepsWhatWasThere(t *testing.T) {
	w := newWorld(t)
	w.now = noon.Add(time.Hour)
	made := w.backup(ReasonDaily)
	w.now = noon.Add(2 * time.Hour)
	ada := w.person("Ada", nil)
	late, err := w.Meta(w.ctx)
	require.NoError(t, err)

	w.now = noon.Add(3 * time.Hour)
	r := w.restore(made.Path)
	require.Equal(t, w.path, r.Copy.Path)
	require.Equal(t, 1, r.Copy.Members)
	_, err = w.Person(w.ctx, ada.ID)
	require.Equal(t, CodeMissing, problem(t, err).Code)
	meta, err := w.Meta(w.ctx)
	require.NoError(t, err)
	require.Equal(t, late.Lineage, meta.Lineage)
	require.Less(t, meta.Serial, late.Serial, "what the engine knows an older file by")
	require.NoError(t, w.Check(w.ctx, true))
	found, err := w.People(w.ctx, PeopleFilter{Query: "berg"})
	require.NoError(t, err)
	require.Equal(t, []Person{w.mia}, found, "the search index came along")

	kept, err := Inspect(w.ctx, r.Kept)
	require.NoError(t, err)
	require.Equal(t, ReasonRestore, kept.Reason)
	require.Equal(t, late, kept.Meta)
	require.Equal(t, 2, kept.People)

	w.restore(r.Kept)
	_, err = w.Person(w.ctx, ada.ID)
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"backups", "space.latchkey", "space.latchkey.lock", "space.latchkey-wal", "space.latchkey-shm"}, files(t, filepath.Dir(w.path)))
}

func TestRestoreIsRefusedWhereItWouldLoseSomething(t *testing.T) {
	w := newWorld(t)
	made := w.backup(ReasonDaily)
	o := RestoreOptions{File: w.path, From: made.Path}
	_, err := Restore(w.ctx, o)
	require.Equal(t, CodeBusy, problem(t, err).Code, "the file is open")

	reader, err := Open(w.ctx, Options{Path: w.path, ReadOnly: true})
	require.NoError(t, err)
	require.NoError(t, w.Close())
	_, err = Restore(w.ctx, o)
	require.Equal(t, CodeBusy, problem(t, err).Code, "somebody reads it")
	require.NoError(t, reader.Close())

	for name, from := range map[string]string{"itself": w.path, "nothing": made.Path + "x"} {
		_, err = Restore(w.ctx, RestoreOptions{File: w.path, From: from})
		require.Error(t, err, name)
	}
	spoil(t, made.Path)
	_, err = Restore(w.ctx, o)
	require.Equal(t, CodeDamaged, problem(t, err).Code)
	w.open()
	mia, err := w.Person(w.ctx, w.mia.ID)
	require.NoError(t, err)
	require.Equal(t, w.mia, mia)
}

func TestADamagedFileIsKeptBesideTheOneThatReplacesIt(t *testing.T) {
	w := newWorld(t)
	made := w.backup(ReasonDaily)
	require.NoError(t, w.Close())
	spoil(t, w.path)
	require.NoError(t, os.WriteFile(w.path+"-wal", []byte("an old wal"), 0o600))
	bad, err := os.ReadFile(w.path)
	require.NoError(t, err)

	_, err = Open(w.ctx, Options{Path: w.path})
	require.Equal(t, CodeDamaged, problem(t, err).Code)
	r, err := Restore(w.ctx, RestoreOptions{File: w.path, From: made.Path, Now: func() time.Time { return noon }})
	require.NoError(t, err)
	require.Equal(t, w.path+".damaged-20261019T100000Z", r.Kept)
	still, err := os.ReadFile(r.Kept)
	require.NoError(t, err)
	require.Equal(t, bad, still)
	wal, err := os.ReadFile(r.Kept + "-wal")
	require.NoError(t, err)
	require.Equal(t, "an old wal", string(wal))
	w.open()
	require.NoError(t, w.Check(w.ctx, true))
}

func TestRestoreOfAnOlderFormIsBroughtUpToDateByTheNextOpen(t *testing.T) {
	w := &world{t: t, ctx: t.Context(), path: filepath.Join(t.TempDir(), "new.latchkey"), now: noon}
	old := golden(t, 2)
	r, err := Restore(w.ctx, RestoreOptions{File: w.path, From: old})
	require.NoError(t, err)
	require.Empty(t, r.Kept, "there was nothing")
	require.Equal(t, 2, r.Copy.Version)
	require.Equal(t, 2, w.version())
	w.open()
	require.Equal(t, schemaVersion, w.version())
}

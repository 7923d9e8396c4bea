package store

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// folder is where the world's backups go.
func (w *world) folder() string { return BackupFolder(w.path) }

func (w *world) backup(why Reason) Copy {
	w.t.Helper()
	c, err := w.Backup(w.ctx, w.folder(), why)
	require.NoError(w.t, err)
	return c
}

// files lists what lies in a folder.
func files(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func TestABackupHoldsWhatTheFileHeld(t *testing.T) {
	w := newWorld(t)
	w.book(w.mia.ID, "2126-10-20T09:00", "2126-10-20T10:00")
	w.book(w.mia.ID, "2016-10-20T09:00", "2016-10-20T10:00")
	w.person("Ada", nil)
	made := w.backup(ReasonHand)

	require.Regexp(t, `^latchkey-20261019T100000Z-hand-[0-9a-f]{8}-7-[0-9a-f]{8}\.db$`, filepath.Base(made.Path))
	for name, mode := range map[string]os.FileMode{made.Path: 0o600, w.folder(): 0o700} {
		info, err := os.Stat(name)
		require.NoError(t, err)
		require.Equal(t, mode, info.Mode().Perm(), name)
	}
	now, err := w.Holds(w.ctx)
	require.NoError(t, err)
	c, err := Inspect(w.ctx, made.Path)
	require.NoError(t, err)
	require.Equal(t, made, c)
	require.Equal(t, now.Meta, c.Meta)
	require.Equal(t, now.Log, c.Log)
	require.True(t, c.IsOf(now.Meta))
	require.Equal(t, Copy{
		Path: made.Path, At: noon, Reason: ReasonHand, Of: now.Meta.Lineage[:8], Serial: 7, Head: now.Log.Hash[:8], Size: c.Size,
		Version: schemaVersion, Meta: now.Meta, Log: now.Log, Spaces: []string{"Maison Nord"}, People: 2, Members: 1, Bookings: 1, Tags: 0, Edited: noon,
	}, c)
	require.Positive(t, c.Size)

	list, err := Backups(w.folder())
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, Copy{Path: c.Path, At: c.At, Reason: c.Reason, Of: c.Of, Serial: c.Serial, Head: c.Head, Size: c.Size}, list[0])

	copied, err := Open(w.ctx, Options{Path: made.Path, ReadOnly: true})
	require.NoError(t, err)
	defer copied.Close()
	require.NoError(t, copied.Check(w.ctx, true))
	mia, err := copied.Person(w.ctx, w.mia.ID)
	require.NoError(t, err)
	require.Equal(t, w.mia, mia)
}

func TestEditsGoOnAfterABackupAndReadersStillCannotWrite(t *testing.T) {
	w := newWorld(t)
	w.backup(ReasonHand)
	w.person("Ada", nil)
	for range readers {
		_, err := w.reader.ExecContext(w.ctx, "DELETE FROM setting")
		require.Error(t, err)
	}
}

func TestBackupsAreListedNewestFirstAndOtherFilesPassedOver(t *testing.T) {
	w := newWorld(t)
	first := w.backup(ReasonDaily)
	w.now = noon.Add(time.Hour)
	w.person("Ada", nil)
	second := w.backup(ReasonHand)
	for _, name := range []string{"notes.txt", "latchkey-20261019T100000Z-hand-12345678-7-12345678.db.half", "latchkey-20261319T100000Z-hand-12345678-7-12345678.db"} {
		require.NoError(t, os.WriteFile(filepath.Join(w.folder(), name), []byte("x"), 0o600))
	}
	require.NoError(t, os.Mkdir(filepath.Join(w.folder(), "latchkey-20261019T100000Z-hand-12345678-7-12345678.db"), 0o700))
	list, err := Backups(w.folder())
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, []string{second.Path, first.Path}, []string{list[0].Path, list[1].Path})

	none, err := Backups(filepath.Join(w.folder(), "none"))
	require.NoError(t, err)
	require.Empty(t, none)
	_, err = Backups(first.Path)
	require.Equal(t, CodeFile, problem(t, err).Code)
}

func TestWhatAKilledBackupLeftIsRemovedByTheNext(t *testing.T) {
	w := newWorld(t)
	made := w.backup(ReasonHand)
	for _, name := range []string{halfName(), halfName() + "-journal"} {
		require.NoError(t, os.WriteFile(filepath.Join(w.folder(), name), []byte("half"), 0o600))
	}
	again := w.backup(ReasonDaily)
	require.Equal(t, []string{filepath.Base(again.Path), filepath.Base(made.Path), "latchkey.lock"}, files(t, w.folder()))
}

func TestABackupThatCannotBeWrittenSaysSo(t *testing.T) {
	w := newWorld(t)
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := w.Backup(w.ctx, filepath.Join(file, "backups"), ReasonHand)
	require.Equal(t, CodeFile, problem(t, err).Code)

	ended, cancel := context.WithCancel(w.ctx)
	cancel()
	_, err = w.Backup(ended, w.folder(), ReasonHand)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, []string{"latchkey.lock"}, files(t, w.folder()))

	_, done, err := openFolder(w.folder())
	require.NoError(t, err)
	defer done()
	_, err = w.Backup(w.ctx, w.folder(), ReasonHand)
	require.Equal(t, CodeBusy, problem(t, err).Code)
}

// spoil writes over the middle of a file that nobody has open.
func spoil(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	const page = 4096
	for at := 2 * page; at < len(data); at += page {
		copy(data[at:], bytes.Repeat([]byte{0x5a}, 64))
	}
	require.NoError(t, os.WriteFile(path, data, 0o600))
}

func TestInspectRefusesWhatIsNotSound(t *testing.T) {
	w := newWorld(t)
	whole, err := os.ReadFile(w.backup(ReasonHand).Path)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		code Code
		make func(path string)
	}{
		"spoilt":    {CodeDamaged, func(p string) { require.NoError(t, os.WriteFile(p, whole, 0o600)); spoil(t, p) }},
		"cut short": {CodeDamaged, func(p string) { require.NoError(t, os.WriteFile(p, whole[:len(whole)/2], 0o600)) }},
		"a reference": {CodeDamaged, func(p string) {
			require.NoError(t, os.WriteFile(p, whole, 0o600))
			write(t, p, "UPDATE person SET plan_id = 99")
		}},
		"newer": {CodeNewer, func(p string) {
			require.NoError(t, os.WriteFile(p, whole, 0o600))
			write(t, p, "PRAGMA user_version = 99")
		}},
		"other":  {CodeFile, func(p string) { write(t, p, "CREATE TABLE album (id INTEGER)") }},
		"text":   {CodeFile, func(p string) { require.NoError(t, os.WriteFile(p, []byte("Mia;Berg\n"), 0o600)) }},
		"empty":  {CodeFile, func(p string) { require.NoError(t, os.WriteFile(p, nil, 0o600)) }},
		"none":   {CodeFile, func(string) {}},
		"folder": {CodeFile, func(p string) { require.NoError(t, os.Mkdir(p, 0o700)) }},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file.db")
			c.make(path)
			before, _ := os.ReadFile(path)
			_, err := Inspect(w.ctx, path)
			require.Equal(t, c.code, problem(t, err).Code)
			after, _ := os.ReadFile(path)
			require.Equal(t, before, after)
		})
	}
}

func TestTheNewestGoodBackupIsFound(t *testing.T) {
	w := newWorld(t)
	_, ok := NewestGood(w.ctx, w.folder())
	require.False(t, ok)
	good := w.backup(ReasonDaily)
	w.now = noon.Add(24 * time.Hour)
	spoil(t, w.backup(ReasonDaily).Path)
	found, ok := NewestGood(w.ctx, w.folder())
	require.True(t, ok)
	require.Equal(t, good.Path, found.Path)
	require.Equal(t, 1, found.Members)
}

func TestABackupOfADamagedFileSaysThatTheFileIsDamaged(t *testing.T) {
	w := newWorld(t)
	_, err := w.writer.ExecContext(w.ctx, "PRAGMA foreign_keys = 0")
	require.NoError(t, err)
	_, err = w.writer.ExecContext(w.ctx, "UPDATE person SET plan_id = 99")
	require.NoError(t, err)
	_, err = w.Backup(w.ctx, w.folder(), ReasonHand)
	require.Equal(t, CodeDamaged, problem(t, err).Code)
	require.Equal(t, CodeDamaged, problem(t, w.Check(w.ctx, false)).Code)
	require.Equal(t, []string{"latchkey.lock"}, files(t, w.folder()))
}

// Whoever stops a backup or a restore in the middle is told that it was stopped,
// and nothing is left of it.
func TestABackupThatIsStoppedInTheMiddle(t *testing.T) {
	w := newWorld(t)
	made := w.backup(ReasonHand)
	ctx, cancel := context.WithCancel(w.ctx)
	between = func(string) { cancel() }
	defer func() { between = func(string) {} }()
	w.now = noon.Add(time.Hour)
	_, err := w.Backup(ctx, w.folder(), ReasonHand)
	require.Equal(t, context.Canceled, err)
	require.Equal(t, []string{filepath.Base(made.Path), "latchkey.lock"}, files(t, w.folder()))

	require.NoError(t, w.Close())
	ctx, cancel = context.WithCancel(w.ctx)
	defer cancel()
	_, err = Restore(ctx, RestoreOptions{File: w.path, From: made.Path})
	require.Equal(t, context.Canceled, err)
	require.Equal(t, []string{"backups", "space.latchkey", "space.latchkey.lock"}, files(t, filepath.Dir(w.path)))
}

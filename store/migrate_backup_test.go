package store

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAnOlderFileIsBackedUpBeforeItIsBroughtUpToDate(t *testing.T) {
	for version := 1; version < schemaVersion; version++ {
		path := golden(t, version)
		w := &world{t: t, ctx: t.Context(), path: path, now: noon}
		was, err := Inspect(w.ctx, path)
		require.NoError(t, err)
		w.open()
		require.NoError(t, w.Close())
		w.open()
		list, err := Backups(w.folder())
		require.NoError(t, err)
		require.Len(t, list, 1, "one for each update")
		c, err := Inspect(w.ctx, list[0].Path)
		require.NoError(t, err)
		require.Equal(t, ReasonUpdate, c.Reason)
		require.Equal(t, version, c.Version)
		require.Equal(t, was.Meta, c.Meta)
		require.Equal(t, was.Log, c.Log)
		require.NoError(t, w.Check(w.ctx, true))

		w.restore(c.Path)
		again, err := Backups(w.folder())
		require.NoError(t, err)
		require.Len(t, again, 2, "what was there before the restore; of the older state there is one already")
	}
}

func TestWithoutABackupNothingIsBroughtUpToDate(t *testing.T) {
	path := golden(t, 3)
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	folder := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(folder, nil, 0o600))
	_, err = Open(t.Context(), Options{Path: path, Backups: folder})
	p := problem(t, err)
	require.Equal(t, CodeFile, p.Code)
	require.Contains(t, p.Error(), "could not make a backup")
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, before, after)

	elsewhere := t.TempDir()
	s, err := Open(t.Context(), Options{Path: path, Backups: elsewhere})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	list, err := Backups(elsewhere)
	require.NoError(t, err)
	require.Len(t, list, 1)
}

package engine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// The backup of a file is put in its place, as the program does it, and the
// engine asks before it makes SALTO KS what the backup says.
func TestARestoredFileIsAskedAbout(t *testing.T) {
	w := newWorld(t)
	seen := witness{}
	remote := w.eng.cfg.Remote
	w.eng.cfg.Witness, w.eng.cfg.Computer = seen, "here"
	w.team(2)
	copied, err := w.store.Backup(t.Context(), t.TempDir(), store.ReasonDaily)
	require.NoError(t, err)
	w.member("ana", "Full time")
	w.settle()
	require.True(t, w.opens("ana", "Front door"))

	require.NoError(t, w.store.Close())
	r, err := store.Restore(t.Context(), store.RestoreOptions{File: w.path, From: copied.Path, Now: w.clock.Now})
	require.NoError(t, err)
	kept, err := store.Inspect(t.Context(), r.Kept)
	require.NoError(t, err)
	w.open()
	meta, err := w.store.Meta(t.Context())
	require.NoError(t, err)
	require.Greater(t, seen[meta.Lineage], meta.Serial)
	require.NoError(t, NoticeOld(t.Context(), w.store, seen))
	w.start(remote)
	w.eng.cfg.Witness, w.eng.cfg.Computer = seen, "here"
	w.member("zoe", "Full time")
	w.clock.Advance(time.Minute)
	w.writes()
	require.Contains(t, w.held().Why[0].Text, "a backup was put back")
	require.True(t, w.opens("ana", "Front door"), "nothing is taken unasked")
	require.False(t, w.opens("zoe", "Front door"), "and nothing is given")
	require.Greater(t, kept.Meta.Serial, meta.Serial)
}

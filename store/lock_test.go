package store

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTheLockSaysWhoHasTheFile(t *testing.T) {
	w := newWorld(t)
	o, ok := LockedBy(w.path)
	require.True(t, ok)
	require.Equal(t, thisOwner(noon), o)
	require.Equal(t, os.Getpid(), o.PID)
	require.NotEmpty(t, o.Host)
	require.Equal(t, noon, o.Since)

	require.NoError(t, w.Close())
	_, ok = LockedBy(w.path)
	require.False(t, ok)
	text, err := os.ReadFile(w.path + ".lock")
	require.NoError(t, err)
	require.NotContains(t, string(text), o.Host, "who closes it takes the note back")
	_, ok = LockedBy(w.path + "x")
	require.False(t, ok)
	require.False(t, taken(w.path+"x.lock"), "asking leaves nothing behind")
}

// note writes another computer's name into the lock.
func (w *world) note(host string, since time.Time) {
	w.t.Helper()
	text, err := json.Marshal(Owner{Host: host, User: "desk", PID: 7, Since: since})
	require.NoError(w.t, err)
	require.NoError(w.t, writeOwner(w.path, text))
}

func TestWhoIsRefusedIsToldWhichComputerHasTheFile(t *testing.T) {
	w := newWorld(t)
	w.now = noon.Add(8 * time.Hour)
	refused := func() string {
		t.Helper()
		_, err := Open(w.ctx, w.options())
		p := problem(t, err)
		require.Equal(t, CodeBusy, p.Code)
		return p.Error()
	}
	require.Contains(t, refused(), "already open in another Latchkey")
	w.note("FRONTDESK-2", noon.Add(-48*time.Minute))
	require.Contains(t, refused(), "is open on FRONTDESK-2 since 09:12.")
	w.note("FRONTDESK-2", noon.Add(-48*time.Hour))
	require.Contains(t, refused(), "is open on FRONTDESK-2 since 2026-10-17 10:00.")
	require.NoError(t, os.WriteFile(w.path+".lock", []byte("nonsense"), 0o600))
	require.Contains(t, refused(), "already open in another Latchkey")
}

func TestWhoAsksForTheLockKeepsNobodyOut(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.Close())
	l := newLock(w.path)
	ok, err := l.TryRLock()
	require.NoError(t, err)
	require.True(t, ok)
	time.AfterFunc(30*time.Millisecond, func() { _ = l.Unlock() })
	w.open()
}

func TestACopiedFolderTellsOfAnotherComputer(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.Close())
	w.note("FRONTDESK-2", noon)
	w.at = Place{PlaceSynced, "Dropbox"}
	w.open()
	o, ok := w.OpenElsewhere()
	require.True(t, ok)
	require.Equal(t, "FRONTDESK-2", o.Host)
	require.NoError(t, w.Close())
	w.open()
	_, ok = w.OpenElsewhere()
	require.False(t, ok, "it was closed here")
}

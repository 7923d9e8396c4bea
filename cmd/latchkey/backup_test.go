package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// spaceIn makes a data folder with the sample space.
func spaceIn(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	_, errOut, status := cli(t, "import", "space", sampleFile(t), "--data", data)
	require.Equal(t, exitDone, status, errOut)
	return data
}

func member(t *testing.T, data, first string) {
	t.Helper()
	list := filepath.Join(t.TempDir(), "members.csv")
	require.NoError(t, os.WriteFile(list, []byte("First name,Last name,Email\n"+first+",Lind,"+first+"@example.org\n"), 0o600))
	_, errOut, status := cli(t, "import", "members", list, "--data", data)
	require.Equal(t, exitDone, status, errOut)
}

func people(t *testing.T, data string) string {
	t.Helper()
	out, errOut, status := cli(t, "export", "members", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	return out
}

func TestABackupIsPutBackOnTheCommandLine(t *testing.T) {
	data := spaceIn(t)
	member(t, data, "Nora")
	out, errOut, status := cli(t, "backup", "--json", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	var made copyLine
	require.NoError(t, json.Unmarshal([]byte(out), &made))
	require.Equal(t, filepath.Join(data, "backups"), filepath.Dir(made.File))
	member(t, data, "Otto")

	_, errOut, status = cli(t, "restore", "--data", data)
	require.Equal(t, exitError, status, "nobody was asked")
	require.NotEmpty(t, errOut)
	require.Contains(t, people(t, data), "Otto", "so nothing was done")

	out, errOut, status = cli(t, "restore", "--yes", "--json", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	var r restored
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	require.True(t, r.Restored)
	require.Less(t, r.Backup.Serial, r.Before.Serial)
	require.Contains(t, people(t, data), "Nora")
	require.NotContains(t, people(t, data), "Otto")

	out, errOut, status = cli(t, "restore", "--list", "--json", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	var all []copyLine
	require.NoError(t, json.Unmarshal([]byte(out), &all))
	require.Len(t, all, 2, "what was there is kept")
	_, errOut, status = cli(t, "restore", filepath.Base(r.Kept), "--yes", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.Contains(t, people(t, data), "Otto", "and can be put back in its turn, by its name alone")
}

func TestBackupAndCheckWorkWhileTheFileIsOpen(t *testing.T) {
	data := spaceIn(t)
	s, err := store.Open(t.Context(), store.Options{Path: options{data: data}.file()})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	for _, args := range [][]string{{"backup"}, {"check"}, {"check", "--full"}, {"restore", "--list"}} {
		_, errOut, status := cli(t, append(args, "--data", data)...)
		require.Equal(t, exitDone, status, "%v: %s", args, errOut)
	}
	_, errOut, status := cli(t, "restore", "--yes", "--data", data)
	require.Equal(t, exitError, status)
	require.Contains(t, errOut, "open", "it has to be closed first")
}

func TestACopyIsWrittenWhereOneSays(t *testing.T) {
	data, elsewhere := spaceIn(t), t.TempDir()
	_, errOut, status := cli(t, "backup", "--to", elsewhere, "--data", data)
	require.Equal(t, exitDone, status, errOut)
	all, err := store.Backups(elsewhere)
	require.NoError(t, err)
	require.Len(t, all, 1)

	usb := t.TempDir()
	named := filepath.Join(usb, "Maison Nord.db")
	for range 2 { // the second replaces the first
		_, errOut, status = cli(t, "backup", "--to", named, "--data", data)
		require.Equal(t, exitDone, status, errOut)
	}
	_, err = store.Inspect(t.Context(), named)
	require.NoError(t, err)
	entries, err := os.ReadDir(usb)
	require.NoError(t, err)
	require.Len(t, entries, 1, "and nothing lies beside it")

	file := options{data: data}.file()
	_, errOut, status = cli(t, "backup", "--to", file, "--data", data)
	require.Equal(t, exitError, status)
	require.Contains(t, errOut, "This is the file that is open.")
	require.NoError(t, os.WriteFile(named+"-wal", []byte("waits"), 0o600))
	_, errOut, status = cli(t, "backup", "--to", named, "--data", data)
	require.Equal(t, exitError, status)
	require.Contains(t, errOut, "in use")
}

func TestDamageIsFoundAndMended(t *testing.T) {
	data := spaceIn(t)
	file := options{data: data}.file()
	_, errOut, status := cli(t, "backup", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	spoil(t, file)
	_, errOut, status = cli(t, "check", "--data", data)
	require.Equal(t, exitError, status)
	require.Contains(t, errOut, "damaged")
	out, errOut, status := cli(t, "restore", "--yes", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.Contains(t, out, "It is moved aside and kept.")
	_, errOut, status = cli(t, "check", "--full", "--data", data)
	require.Equal(t, exitDone, status, errOut)
}

// spoil writes nonsense into the middle of a file that nobody has open.
func spoil(t *testing.T, file string) {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	for i := 4096; i < len(content)-4096; i++ {
		content[i] = byte(i * 7)
	}
	require.NoError(t, os.WriteFile(file, content, 0o600))
}

// Who was taken off since the backup must not get in again because it was put
// back, before somebody has looked at it.
func TestNothingIsSentAfterARestoreBeforeSomebodyAgrees(t *testing.T) {
	sim := simulate(t)
	data := connected(t, sim, weeksToToday(time.Now()))
	syncAll(t, data)
	_, errOut, status := cli(t, "backup", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	opens := func() bool { return sim.sim.Can("eva@example.org", "Storage", time.Now()).Open }
	list := filepath.Join(t.TempDir(), "members.csv")
	require.NoError(t, os.WriteFile(list, []byte("Prénom;Nom;E-mail;Forfait\nÉva;Noël;eva@example.org;Full time\n"), 0o600))
	_, errOut, status = cli(t, "import", "members", list, "--data", data)
	require.Equal(t, exitDone, status, errOut)
	syncAll(t, data)
	require.True(t, opens())

	_, errOut, status = cli(t, "restore", "--yes", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	out, errOut, status := cli(t, "sync", "--once", "--data", data)
	require.Equal(t, exitWaiting, status, out+errOut)
	require.True(t, opens(), "the file does not know her any more, but nothing was sent")
	out, _, status = cli(t, "plan", "--data", data)
	require.Equal(t, exitWaiting, status)
	require.Contains(t, out, "Held up until somebody agrees:")
	syncAll(t, data)
	require.False(t, opens(), "with an answer the doors follow the file")
}

package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// logFolder is a data folder whose log has a few lines of each kind, on both
// sides of a midnight in Paris.
func logFolder(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	s, err := store.Open(t.Context(), store.Options{Path: options{data: data}.file(), Now: func() time.Time { return now }})
	require.NoError(t, err)
	do := func(by store.Actor, f func(tx *store.Tx) error) {
		_, err := s.Do(t.Context(), by, f)
		require.NoError(t, err)
	}
	space := store.Space{Name: "Maison Nord", Zone: "Europe/Paris"}
	mia := store.Person{FirstName: "Mia", LastName: "Berg", Email: "mia@example.org"}
	gone := store.Person{FirstName: "=Éva", LastName: "Noël"}
	do(store.ActorDesk, func(tx *store.Tx) error { return tx.SaveSpace(&space) })
	do(store.ActorImport, func(tx *store.Tx) error { return tx.SavePerson(&mia) })
	do(store.ActorDesk, func(tx *store.Tx) error { return tx.SavePerson(&gone) })
	gets := store.Sentence{Text: "{{.Name}} gets {{.Doors}}: extra door.", Args: map[string]string{"Name": "Mia Berg", "Doors": "Front door"}}
	at := func(moment time.Time, kind string) {
		now = moment
		do(store.ActorSync, func(tx *store.Tx) error {
			return tx.Log(store.LogLine{Space: space.ID, Person: mia.ID, Kind: kind, What: gets})
		})
	}
	at(time.Date(2026, 11, 22, 22, 59, 59, 0, time.UTC), "intent")  // 23:59:59 in Paris
	at(time.Date(2026, 11, 22, 23, 0, 0, 0, time.UTC), "confirmed") // midnight
	at(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), "look")
	do(store.ActorDesk, func(tx *store.Tx) error { return tx.DeletePerson(gone.ID) })
	require.NoError(t, s.Close())
	return data
}

// kindsOf runs the command with --json and returns what it says of each line.
func kindsOf(t *testing.T, args ...string) (kinds []string, all logged) {
	t.Helper()
	out, errOut, status := cli(t, append([]string{"log", "--json"}, args...)...)
	require.Equal(t, exitDone, status, errOut)
	require.NoError(t, json.Unmarshal([]byte(out), &all))
	kinds = []string{}
	for _, l := range all.Lines {
		kinds = append(kinds, l.By+" "+l.Kind)
	}
	return kinds, all
}

func TestTheLogIsFilteredOnTheCommandLine(t *testing.T) {
	data := logFolder(t)
	_, all := kindsOf(t, "--data", data)
	require.Len(t, all.Lines, 7)
	newest, oldest := all.Lines[0], all.Lines[6]
	require.Equal(t, "=Éva Noël was removed.", newest.What)
	require.Equal(t, "=Éva Noël", newest.Person)
	require.Equal(t, int64(7), newest.Line)
	require.Equal(t, "2026-11-23T10:00:00+01:00", newest.At.Format(time.RFC3339))
	require.Equal(t, "The space Maison Nord was added.", oldest.What)
	require.Len(t, oldest.Hash, 64)
	require.False(t, all.More)

	for name, c := range map[string]struct {
		args []string
		want []string
	}{
		"a person":              {[]string{"--person", "mia berg"}, []string{"sync look", "sync confirmed", "sync intent", "import edit"}},
		"by address":            {[]string{"--person", "mia@example.org", "--kind", "edit"}, []string{"import edit"}},
		"who was removed":       {[]string{"--person", "=Éva Noël"}, []string{"desk edit", "desk edit"}},
		"words":                 {[]string{"--find", "front door"}, []string{"sync look", "sync confirmed", "sync intent"}},
		"doors":                 {[]string{"--kind", "doors"}, []string{"sync confirmed", "sync intent"}},
		"other":                 {[]string{"--kind", "other"}, []string{"sync look"}},
		"desk":                  {[]string{"--by", "desk"}, []string{"desk edit", "desk edit", "desk edit"}},
		"until a day":           {[]string{"--kind", "doors", "--until", "2026-11-22"}, []string{"sync intent"}},
		"from a day":            {[]string{"--kind", "doors", "--from", "2026-11-23"}, []string{"sync confirmed"}},
		"both ends of one day":  {[]string{"--from", "2026-11-22", "--until", "2026-11-22", "--by", "sync"}, []string{"sync intent"}},
		"nothing that fits":     {[]string{"--find", "back door"}, []string{}},
		"a limit of what there": {[]string{"--limit", "7"}, []string{"desk edit", "sync look", "sync confirmed", "sync intent", "desk edit", "import edit", "desk edit"}},
	} {
		kinds, got := kindsOf(t, append(c.args, "--data", data)...)
		require.Equal(t, c.want, kinds, name)
		require.False(t, got.More, name)
	}
	kinds, few := kindsOf(t, "--limit", "2", "--data", data)
	require.Equal(t, []string{"desk edit", "sync look"}, kinds)
	require.True(t, few.More)
}

func TestTheLogIsPrintedForPeople(t *testing.T) {
	data := logFolder(t)
	out, errOut, status := cli(t, "log", "--kind", "doors", "--limit", "1", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.Equal(t, "2026-11-23 00:00:00  sync    confirmed  Mia Berg gets Front door: extra door.\nThere are older lines. Ask for more with --limit.\n", out)
	out, _, _ = cli(t, "log", "--find", "nobody", "--data", data)
	require.Equal(t, "No line of the log fits the filter.\n", out)
	out, _, _ = cli(t, "log", "--kind", "doors", "--limit", "1", "--lang", "fr", "--data", data)
	require.Contains(t, out, "Mia Berg reçoit Front door")
}

func TestTheLogIsExportedAsCSV(t *testing.T) {
	data := logFolder(t)
	file := filepath.Join(t.TempDir(), "log.csv")
	out, errOut, status := cli(t, "log", "--csv", file, "--json", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	var saved savedLog
	require.NoError(t, json.Unmarshal([]byte(out), &saved))
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 8)
	require.Equal(t, []string{"2026-11-23 10:00:00", "2026-11-23T09:00:00Z", "desk", "edit", "'=Éva Noël", "'=Éva Noël was removed.", "2", "7"}, rows[1][:8], "no formula")
	require.Equal(t, savedLog{File: file, Lines: 7, Head: 7, Hash: rows[1][8]}, saved)

	out, errOut, status = cli(t, "log", "--csv", "-", "--kind", "doors", "--data", data)
	require.Equal(t, exitDone, status)
	require.Equal(t, 3, strings.Count(out, "\r\n"))
	require.Equal(t, "The whole log has 7 lines and ends with "+saved.Hash+".\n", errOut, "not in what goes into the file")
	out, _, _ = cli(t, "log", "--csv", file, "--limit", "1", "--data", data)
	require.Equal(t, "Lines written to "+file+": 1.\nThe whole log has 7 lines and ends with "+saved.Hash+".\n", out)
	whole, _, _ := cli(t, "export", "log", "--data", data)
	require.Equal(t, string(text), whole, "the same by its other name")
}

func TestALogThatWasTamperedWithIsFound(t *testing.T) {
	data := logFolder(t)
	_, all := kindsOf(t, "--data", data)
	var sound verified
	out, errOut, status := cli(t, "log", "--verify", "--json", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.NoError(t, json.Unmarshal([]byte(out), &sound))
	require.Equal(t, verified{Whole: true, Lines: 7, Hash: all.Lines[0].Hash}, sound)
	out, _, _ = cli(t, "log", "--verify", "--data", data)
	require.Contains(t, out, "The log is whole: every line is as it was written.\n")
	require.Contains(t, out, "7 lines")

	// Somebody with a hex editor lets another person have had the door.
	path := options{data: data}.file()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	was := []byte(`{"text":"{{.Name}} gets {{.Doors}}: extra door.","args":{"Doors":"Front door","Name":"Mia Berg"}}`)
	require.Contains(t, string(text), string(was))
	text = bytes.Replace(text, was, bytes.Replace(was, []byte("Mia Berg"), []byte("Tom Berg"), 1), 1)
	require.NoError(t, os.WriteFile(path, text, 0o600))
	out, errOut, status = cli(t, "log", "--verify", "--data", data)
	require.Equal(t, exitError, status, out)
	require.Empty(t, out)
	require.Regexp(t, `^The log was changed by another program, at line [4-6]\. Put back a copy`, errOut)
	_, _, status = cli(t, "log", "--data", data)
	require.Equal(t, exitDone, status, "it can still be read, as evidence")
}

func TestBadFiltersOfTheLogAreSaid(t *testing.T) {
	data := logFolder(t)
	for want, args := range map[string][]string{
		"“door” is not a kind of line. Choose edit, doors or other.":                                        {"--kind", "door"},
		"“mia” is nobody who writes into the log. Choose desk, sync or import.":                             {"--by", "mia"},
		"“yesterday” is not a date. Write it as year-month-day, like 2026-11-30.":                           {"--from", "yesterday"},
		"The last day is before the first. Change one of them.":                                             {"--from", "2026-11-23", "--until", "2026-11-22"},
		"The limit cannot be less than 0. Write 0 for all lines.":                                           {"--limit", "-1"},
		"Nobody is called “Zoé”. Give the full name, the e-mail address or the tag number.":                 {"--person", "Zoé"},
		"/nowhere/log.csv cannot be written. Choose a folder that you may write to, with room on the disk.": {"--csv", "/nowhere/log.csv"},
	} {
		out, errOut, status := cli(t, append(append([]string{"log"}, args...), "--data", data)...)
		require.Equal(t, exitError, status, out)
		require.Equal(t, want+"\n", errOut)
	}
	_, errOut, status := cli(t, "log", "--verify", "--csv", "-", "--data", data)
	require.Equal(t, exitError, status, "one checks the whole log, the other chooses from it")
	require.Contains(t, errOut, "verify")
}

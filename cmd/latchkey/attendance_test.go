package main

import (
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// doorsFolder is a data folder with a member, who has a pass of an hour and
// entered twice on a Monday in November; nothing is worked out of that yet.
func doorsFolder(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	s := openAt(t, data)
	space := store.Space{Name: "Maison Nord", Zone: "Europe/Paris"}
	hour := store.PassType{Key: "hour", Name: "Hour", Minutes: 60, Price: 600, Currency: "EUR"}
	day := store.PassType{Key: "day", Name: "Day", Minutes: 600, Price: 2200, Currency: "EUR"}
	gone := store.PassType{Name: "Week", Minutes: 9000, Currency: "EUR", Archived: true}
	mia := store.Person{FirstName: "Mia", LastName: "Berg", Email: "mia@example.org", Connect: store.ConnectTagOnly}
	_, err := s.Do(t.Context(), store.ActorDesk, func(tx *store.Tx) error {
		for _, err := range []error{tx.SaveSpace(&space), tx.SavePassType(&hour), tx.SavePassType(&day), tx.SavePassType(&gone), tx.SavePerson(&mia)} {
			if err != nil {
				return err
			}
		}
		if err := tx.PutUser(space.ID, store.LedgerUser{Person: mia.ID, SiteUserID: "s-1", PlatformID: "p-1"}); err != nil {
			return err
		}
		if _, err := tx.GivePasses(store.Pass{Person: mia.ID, Type: hour.ID}, 1); err != nil {
			return err
		}
		_, err := tx.AddEntries(space.ID, []store.Entry{
			{ID: "e-1", At: noon.Add(time.Minute), Category: store.EntryOpened, Way: "tag", Door: "d", DoorName: "Front door", Platform: "p-1"},
			{ID: "e-2", At: noon.Add(30 * time.Minute), Category: store.EntryOpened, Way: "tag", Door: "d", DoorName: "Front door", Platform: "p-1"},
		})
		return err
	})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	return data
}

// noon is when the member of doorsFolder got the pass, in Paris.
var noon = time.Date(2025, 11, 24, 11, 0, 0, 0, time.UTC)

func openAt(t *testing.T, data string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: options{data: data}.file(), Now: func() time.Time { return noon }})
	require.NoError(t, err)
	return s
}

// stale tells whether check-ins are not up to date.
func stale(t *testing.T, data string) bool {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: options{data: data}.file(), ReadOnly: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	stale, _, err := s.Untallied(t.Context())
	require.NoError(t, err)
	return stale
}

func TestAttendanceIsExportedUpToDate(t *testing.T) {
	data := doorsFolder(t)
	require.True(t, stale(t, data))
	out, errOut, status := cli(t, "export", "attendance", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.Empty(t, errOut)
	require.Contains(t, out, "2025-11-24,Mia Berg,,mia@example.org,Maison Nord,2025-11-24 12:01,2025-11-24 12:30,,Hour,2025-11-24 13:01,\r\n")
	require.False(t, stale(t, data))

	out, errOut, status = cli(t, "export", "attendance", "--by", "day", "--from", "2025-11-24", "--to", "2025-11-24", "-", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.Equal(t, "\ufeffDay,People,Check-ins\r\n2025-11-24,1,1\r\n", out)
	out, errOut, status = cli(t, "export", "attendance", "--by", "member", "--to", "2025-11-23", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.Equal(t, 1, strings.Count(out, "\r\n"), "nobody was there")

	file := filepath.Join(t.TempDir(), "entries.json")
	out, errOut, status = cli(t, "export", "attendance", "--by", "entry", "--json", file, "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.Empty(t, out)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var list struct {
		Rows []struct{ Time, Door, Person, Counted string }
	}
	require.NoError(t, json.Unmarshal(text, &list))
	require.Len(t, list.Rows, 2)
	require.Equal(t, "2025-11-24T12:01:00+01:00 Front door Mia Berg yes", strings.Join([]string{list.Rows[0].Time, list.Rows[0].Door, list.Rows[0].Person, list.Rows[0].Counted}, " "))
}

func TestAttendanceOfAFileThatAnotherHasOpen(t *testing.T) {
	data := doorsFolder(t)
	window := openAt(t, data)
	defer func() { require.NoError(t, window.Close()) }()
	out, errOut, status := cli(t, "export", "attendance", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.Equal(t, 1, strings.Count(out, "\r\n"))
	require.Contains(t, errOut, "The check-ins are not up to date")
	require.True(t, stale(t, data))
}

func TestBadFlagsOfAttendanceAreSaid(t *testing.T) {
	data := doorsFolder(t)
	kept := filepath.Join(t.TempDir(), "kept.csv")
	require.NoError(t, os.WriteFile(kept, []byte("before"), 0o600))
	for want, args := range map[string][]string{
		"“week” is no way to list the attendance. Choose checkin, day, member or entry.":                  {"--by", "week", kept},
		"“yesterday” is not a date. Write it as year-month-day, like 2026-11-30.":                         {"--from", "yesterday", kept},
		"The last day is before the first. Change one of them.":                                           {"--from", "2025-11-24", "--to", "2025-11-23", kept},
		"/nowhere/x.csv cannot be written. Choose a folder that you may write to, with room on the disk.": {"/nowhere/x.csv"},
	} {
		out, errOut, status := cli(t, append(append([]string{"export", "attendance"}, args...), "--data", data)...)
		require.Equal(t, exitError, status, out)
		require.Equal(t, want+"\n", errOut)
	}
	text, err := os.ReadFile(kept)
	require.NoError(t, err)
	require.Equal(t, "before", string(text))
}

// What plan and explain say of doors depends on which passes are used.
func TestPlanAndExplainWorkOutWhoUsedAPass(t *testing.T) {
	for _, args := range [][]string{{"plan"}, {"explain", "--person", "Mia Berg", "--door", "Front door"}} {
		data := doorsFolder(t)
		_, errOut, status := cli(t, append(args, "--data", data)...)
		require.NotEqual(t, exitDone, status, "there is no site yet")
		require.NotContains(t, errOut, "not up to date")
		require.False(t, stale(t, data), args[0])
	}
}

// An old copy that was put back is noticed by whatever opens the file for writing
// first, also by a command that only wants to read and brings check-ins up to
// date: after that the copy looks newer.
func TestAnOldCopyIsNoticedByACommandThatReads(t *testing.T) {
	data := doorsFolder(t)
	s := openAt(t, data)
	_, err := s.Do(t.Context(), store.ActorDesk, func(tx *store.Tx) error {
		return tx.PutGuard(1, store.Guard{SiteID: "site", SyncedAt: noon})
	})
	require.NoError(t, err)
	m, err := s.Meta(t.Context())
	require.NoError(t, err)
	require.NoError(t, s.Close())
	thisComputer(computerFile(), slog.New(slog.DiscardHandler)).Saw(m.Lineage, m.Serial+1)

	_, errOut, status := cli(t, "export", "attendance", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.False(t, stale(t, data), "it has written")
	s = openAt(t, data)
	defer func() { require.NoError(t, s.Close()) }()
	g, err := s.Guard(t.Context(), 1)
	require.NoError(t, err)
	require.True(t, g.Restored)
}

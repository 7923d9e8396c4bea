package store

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// golden unpacks the file that the Latchkey of an earlier version wrote.
func golden(t *testing.T, version int) string {
	t.Helper()
	packed, err := os.Open(filepath.Join("testdata", fmt.Sprintf("version%d.latchkey.gz", version)))
	require.NoError(t, err)
	defer func() { _ = packed.Close() }()
	r, err := gzip.NewReader(packed)
	require.NoError(t, err)
	data, err := io.ReadAll(r)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "old.latchkey")
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return path
}

func (w *world) version() int {
	w.t.Helper()
	version, err := probe(w.ctx, w.path)
	require.NoError(w.t, err)
	return version
}

// TestAFileOfEveryEarlierVersionIsBroughtUpToDate, and nothing in it is lost.
func TestAFileOfEveryEarlierVersionIsBroughtUpToDate(t *testing.T) {
	for version := 1; version < schemaVersion; version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			w := &world{t: t, ctx: t.Context(), path: golden(t, version), now: noon}
			require.Equal(t, version, w.version())
			w.open()
			require.Equal(t, schemaVersion, w.version())
			space := whatWasThere(t, w, version)

			space.Account.APIVersion, space.Account.SchedulesVersion, space.Account.EntriesVersion = "v2", "v1.2", "v1.1"
			w.do(func(tx *Tx) error { return tx.SaveSpace(&space) })
			require.NoError(t, w.Close())
			w.open()
			again, err := w.Space(t.Context(), space.ID)
			require.NoError(t, err)
			require.Equal(t, space, again)
		})
	}
}

// whatWasThere checks what the older Latchkey put into the file.
func whatWasThere(t *testing.T, w *world, version int) Space {
	t.Helper()
	ctx := t.Context()
	spaces, err := w.Spaces(ctx)
	require.NoError(t, err)
	require.Len(t, spaces, 2)
	require.Equal(t, Space{
		ID: 1, Key: "maison-nord", Rev: 1, Name: "Maison Nord", Zone: "Europe/Paris", Before: 5, After: 10, HorizonDays: 21,
		AutoConnect: true, Leaving: LeavingDelete, OpenFrom: "07:30", OpenUntil: "24:00", SiteID: "s-1", SiteName: "Maison Nord Paris",
		Account: Account{API: "https://ks.example", Issuer: "https://id.ks.example", ClientID: "desk", Redirect: "http://127.0.0.1:9000/callback",
			Vault: VaultSession, Email: "desk@maisonnord.example"},
	}, spaces[0])
	mia, err := w.Person(ctx, 1)
	require.NoError(t, err)
	require.Equal(t, "mia@example.com", mia.Email)
	require.Equal(t, []ExtraDoor{{1, KSRef{ID: "d-store", Name: "Storage"}}}, mia.ExtraDoors)
	ledger, err := w.Ledger(ctx, 1)
	require.NoError(t, err)
	require.Equal(t, "su-1", ledger.Users.Of(mia.ID).SiteUserID)
	mirror, err := w.Mirror(ctx, 1)
	require.NoError(t, err)
	require.Equal(t, 50, mirror.Site.SeatsBought)
	require.Equal(t, KSDoor{ID: "d-front", Name: "Front door", Online: true, IQ: "IQ 1", IQOnline: true}, mirror.Doors[0], "what no look has told yet is empty")
	tags := version / 4 // the fourth has a second one, which was lost
	for table, want := range map[string]int{
		"booking": 6, "series": 1, "tag": 1 + tags, "tag_holder": 1 + tags, "pass": 1, "entry": 1, "check_in": 1, "work": 1, "setting": 1,
		"log":        15 + version/3 + 3*tags, // the third has one more line
		"plan_group": 1, "room_door": 2, "binding": 2,
	} {
		var rows int
		require.NoError(t, w.reader.QueryRowContext(ctx, "SELECT count(*) FROM "+table).Scan(&rows))
		require.Equal(t, want, rows, table)
	}
	tagsWereKept(t, w, tags)
	bad, err := w.reader.QueryContext(ctx, "PRAGMA foreign_key_check")
	require.NoError(t, err)
	defer func() { _ = bad.Close() }()
	require.False(t, bad.Next(), "a reference to what is not there")
	require.NoError(t, bad.Err())
	var sound string
	require.NoError(t, w.reader.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&sound))
	require.Equal(t, "ok", sound)
	return spaces[0]
}

// tagsWereKept checks what the older Latchkey knew of tags, and what can be told
// of how it ended.
func tagsWereKept(t *testing.T, w *world, more int) {
	t.Helper()
	tags, err := w.Tags(t.Context())
	require.NoError(t, err)
	require.Equal(t, Tag{ID: 1, Key: "fob-1", Rev: 1, Number: "02300001", UID: []byte{4, 1, 2, 3}, Printed: "A-17", State: TagHeld, Holder: 1}, tags[0])
	held, err := w.TagHistory(t.Context(), 1)
	require.NoError(t, err)
	require.Equal(t, []Holding{{Person: 1, From: noon}}, held)
	if more == 0 {
		return
	}
	require.Equal(t, TagLost, tags[1].State)
	held, err = w.TagHistory(t.Context(), 2)
	require.NoError(t, err)
	require.Equal(t, []Holding{{Person: 1, From: noon, Until: noon.Add(time.Hour), Ended: EndLost}}, held)
}

func TestAnOlderFileIsNotChangedByReading(t *testing.T) {
	path := golden(t, 1)
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	_, err = Open(t.Context(), Options{Path: path, ReadOnly: true})
	p := problem(t, err)
	require.Equal(t, CodeFile, p.Code)
	require.Contains(t, p.Error(), "older Latchkey")
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

func TestABadVersionOfTheAPIIsRefused(t *testing.T) {
	w := newWorld(t)
	for field, put := range map[string]func(*Account, string){
		"api_version":       func(a *Account, v string) { a.APIVersion = v },
		"schedules_version": func(a *Account, v string) { a.SchedulesVersion = v },
		"entries_version":   func(a *Account, v string) { a.EntriesVersion = v },
	} {
		for _, bad := range []string{"1.2", "v1.2/../x", "v", "v1.", "v1.2.3", "V1.2", " v1.2", "v1.2\n", "v1234", "v1.2?x=1", "v١"} {
			s := w.space
			put(&s.Account, bad)
			p := w.refuse(CodeInvalid, func(tx *Tx) error { return tx.SaveSpace(&s) })
			require.Equal(t, field, p.Field)
			require.Contains(t, p.Error(), bad)
		}
		for _, good := range []string{"", "v1.2", "v2", "v10.11"} {
			var a Account
			put(&a, good)
			require.NoError(t, a.CheckVersions())
		}
	}
}

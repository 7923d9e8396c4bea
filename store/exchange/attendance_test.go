package exchange

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/attendance"
	"latchkey/sync/tally"
)

// entered is a space in which two people used their passes around the night in
// which the clock goes back.
func entered(t *testing.T) (*store.Store, store.SpaceID) {
	t.Helper()
	now := time.Date(2026, 10, 27, 9, 0, 0, 0, time.UTC)
	st, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "space.latchkey"), Now: func() time.Time { return now }})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	space := store.Space{Name: "Maison Nord", Zone: "Europe/Paris"}
	hour := store.PassType{Name: "Hour", Minutes: 60, Price: 600, Currency: "EUR"}
	long := store.PassType{Name: "Day", Minutes: 600, Price: 2200, Currency: "EUR"}
	eva := store.Person{FirstName: "Éva", LastName: "Noël", Company: "=SUM(A1)", Email: "eva@example.org", Connect: store.ConnectTagOnly}
	mia := store.Person{FirstName: "Mia", LastName: "Berg", Connect: store.ConnectTagOnly}
	do(t, st, func(tx *store.Tx) error {
		for _, err := range []error{tx.SaveSpace(&space), tx.SavePassType(&hour), tx.SavePassType(&long), tx.SavePerson(&eva), tx.SavePerson(&mia)} {
			if err != nil {
				return err
			}
		}
		for p, platform := range map[store.PersonID]string{eva.ID: "p-eva", mia.ID: "p-mia"} {
			if err := tx.PutUser(space.ID, store.LedgerUser{Person: p, SiteUserID: "s" + platform, PlatformID: platform}); err != nil {
				return err
			}
		}
		for _, kind := range []store.PassTypeID{hour.ID, long.ID} {
			granted := store.Pass{Person: eva.ID, Type: kind, GrantedAt: time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)}
			if err := tx.SavePass(&granted); err != nil {
				return err
			}
		}
		return nil
	})
	entry := func(id, platform string, at time.Time) store.Entry {
		return store.Entry{ID: id, At: at, Category: store.EntryOpened, Way: "tag", Tag: "0230", Door: "front", DoorName: "Front door", Platform: platform}
	}
	no := entry("e-5", "", time.Date(2026, 10, 26, 7, 0, 5, 0, time.UTC))
	no.Category, no.Detail, no.UserName = store.EntryRejected, "no_access", "@Stranger"
	list := []store.Entry{
		entry("e-1", "p-eva", time.Date(2026, 10, 24, 23, 30, 0, 0, time.UTC)), // 01:30 in summer
		entry("e-2", "p-eva", time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC)),  // 02:30 again, in winter
		entry("e-3", "p-mia", time.Date(2026, 10, 25, 8, 15, 0, 0, time.UTC)),
		entry("e-4", "p-mia", time.Date(2026, 10, 26, 8, 15, 0, 0, time.UTC)),
		no,
		entry("e-6", "p-mia", time.Date(2026, 10, 26, 9, 15, 0, 0, time.UTC)),
	}
	do(t, st, func(tx *store.Tx) error {
		if _, err := tx.AddEntries(space.ID, list); err != nil {
			return err
		}
		for _, c := range []store.Correction{
			{Kind: store.NotThem, Entry: "e-6", At: list[5].At},
			{Kind: store.CheckedOut, At: time.Date(2026, 10, 26, 16, 0, 0, 0, time.UTC)},
		} {
			c.Space, c.Person = space.ID, mia.ID
			if err := tx.Correct(&c); err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(t, tally.Bring(t.Context(), st))
	return st, space.ID
}

// attendanceLines are the lines of an export as CSV.
func attendanceLines(t *testing.T, st *store.Store, id store.SpaceID, e AttendanceExport) []string {
	t.Helper()
	e.Arrives = attendance.Arrives
	a, err := ReadAttendance(t.Context(), st, id, e)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, a.WriteCSV(&b))
	text, marked := strings.CutPrefix(b.String(), "\ufeff")
	require.True(t, marked)
	return strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n")
}

func TestAttendanceAsCSV(t *testing.T) {
	st, id := entered(t)
	require.Equal(t, []string{
		`Day,Person,Company,E-mail,Space,First,Last,"Left, as the desk says",Pass,Pass until,Given back`,
		"2026-10-25,Éva Noël,'=SUM(A1),eva@example.org,Maison Nord,2026-10-25 01:30,2026-10-25 02:30+01:00,,Day,2026-10-25 10:30,Hour",
		"2026-10-25,Mia Berg,,,Maison Nord,2026-10-25 09:15,2026-10-25 09:15,,,,",
		"2026-10-26,Mia Berg,,,Maison Nord,2026-10-26 09:15,2026-10-26 17:00,2026-10-26 17:00,,,",
	}, attendanceLines(t, st, id, AttendanceExport{}))
	require.Equal(t, []string{"Day,People,Check-ins", "2026-10-25,2,2", "2026-10-26,1,1"}, attendanceLines(t, st, id, AttendanceExport{By: ByDay}))
	require.Equal(t, []string{"Day,People,Check-ins", "2026-10-26,1,1"}, attendanceLines(t, st, id, AttendanceExport{By: ByDay, From: "2026-10-26"}))
	require.Equal(t, []string{"Day,People,Check-ins", "2026-10-25,2,2"}, attendanceLines(t, st, id, AttendanceExport{By: ByDay, To: "2026-10-25"}))
	require.Equal(t, []string{
		"Person,E-mail,Days,Check-ins,Passes used,Last",
		"Mia Berg,,2,2,0,2026-10-26 09:15",
		"Éva Noël,eva@example.org,1,1,1,2026-10-25 01:30",
	}, attendanceLines(t, st, id, AttendanceExport{By: ByMember}))
	require.Equal(t, []string{
		"Time,Door,What,Person,Tag,Counted",
		"2026-10-25 01:30:00,Front door,opened (tag),Éva Noël,0230,yes",
		"2026-10-25 02:30:00+01:00,Front door,opened (tag),Éva Noël,0230,yes",
		"2026-10-25 09:15:00,Front door,opened (tag),Mia Berg,0230,yes",
		`2026-10-26 08:00:05,Front door,"refused (no_access, tag)",'@Stranger,0230,no`,
		"2026-10-26 09:15:00,Front door,opened (tag),Mia Berg,0230,yes",
		"2026-10-26 10:15:00,Front door,opened (tag),Mia Berg,0230,no",
	}, attendanceLines(t, st, id, AttendanceExport{By: ByEntry}))
}

func TestEntriesOfSomeDays(t *testing.T) {
	st, id := entered(t)
	require.Len(t, attendanceLines(t, st, id, AttendanceExport{By: ByEntry, To: "2026-10-24"}), 1, "the first is behind midnight")
	require.Len(t, attendanceLines(t, st, id, AttendanceExport{By: ByEntry, To: "2026-10-25"}), 4)
	require.Len(t, attendanceLines(t, st, id, AttendanceExport{By: ByEntry, From: "2026-10-26"}), 4)
	do(t, st, func(tx *store.Tx) error { return tx.CloseThrough("2026-10-26") })
	late := store.Entry{ID: "late", At: time.Date(2026, 10, 26, 12, 0, 0, 0, time.UTC), Category: store.EntryOpened, Way: "tag", Door: "front", Platform: "p-mia"}
	do(t, st, func(tx *store.Tx) error { _, err := tx.AddEntries(id, []store.Entry{late}); return err })
	lines := attendanceLines(t, st, id, AttendanceExport{By: ByEntry, From: "2026-10-26"})
	require.Equal(t, "2026-10-26 13:00:00,front,opened (tag),Mia Berg,,asked", lines[4])
	do(t, st, func(tx *store.Tx) error { return tx.AnswerLate(id, "late", false) })
	lines = attendanceLines(t, st, id, AttendanceExport{By: ByEntry, From: "2026-10-26"})
	require.True(t, strings.HasSuffix(lines[4], ",no"), lines[4])
}

func TestAttendanceAsJSON(t *testing.T) {
	st, id := entered(t)
	a, err := ReadAttendance(t.Context(), st, id, AttendanceExport{To: "2026-10-25"})
	require.NoError(t, err)
	text, err := json.Marshal(a)
	require.NoError(t, err)
	require.JSONEq(t, `{"space":"Maison Nord","zone":"Europe/Paris","by":"checkin","rows":[
		{"day":"2026-10-25","person":"Éva Noël","company":"=SUM(A1)","email":"eva@example.org","space":"Maison Nord",
		 "first":"2026-10-25T01:30:00+02:00","last":"2026-10-25T02:30:00+01:00","left":null,
		 "pass":"Day","pass_until":"2026-10-25T10:30:00+01:00","given_back":["Hour"]},
		{"day":"2026-10-25","person":"Mia Berg","space":"Maison Nord",
		 "first":"2026-10-25T09:15:00+01:00","last":"2026-10-25T09:15:00+01:00","left":null,"pass_until":null,"given_back":[]}]}`, string(text))
}

// The distance to UTC is there in the two hours that the clock shows twice, and
// nowhere else.
func TestTheHourThatComesTwice(t *testing.T) {
	for _, c := range []struct{ zone, utc, want string }{
		{"Europe/Paris", "2026-10-24T23:59:59Z", "2026-10-25 01:59:59"},
		{"Europe/Paris", "2026-10-25T00:00:00Z", "2026-10-25 02:00:00+02:00"},
		{"Europe/Paris", "2026-10-25T00:59:59Z", "2026-10-25 02:59:59+02:00"},
		{"Europe/Paris", "2026-10-25T01:00:00Z", "2026-10-25 02:00:00+01:00"},
		{"Europe/Paris", "2026-10-25T01:59:59Z", "2026-10-25 02:59:59+01:00"},
		{"Europe/Paris", "2026-10-25T02:00:00Z", "2026-10-25 03:00:00"},
		{"Europe/Paris", "2026-03-29T00:59:59Z", "2026-03-29 01:59:59"},
		{"Europe/Paris", "2026-03-29T01:00:00Z", "2026-03-29 03:00:00"},
		{"Australia/Lord_Howe", "2026-04-04T14:29:59Z", "2026-04-05 01:29:59"},
		{"Australia/Lord_Howe", "2026-04-04T14:30:00Z", "2026-04-05 01:30:00+11:00"},
		{"Australia/Lord_Howe", "2026-04-04T15:29:59Z", "2026-04-05 01:59:59+10:30"},
		{"Australia/Lord_Howe", "2026-04-04T15:30:00Z", "2026-04-05 02:00:00"},
		{"UTC", "2026-10-25T01:30:00Z", "2026-10-25 01:30:00"},
	} {
		loc, err := time.LoadLocation(c.zone)
		require.NoError(t, err)
		at, err := time.Parse(time.RFC3339, c.utc)
		require.NoError(t, err)
		require.Equal(t, c.want, wall(at.In(loc), toSecond), c.utc)
	}
	require.Empty(t, wall(time.Time{}, toMinute))
}

package reconcile

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func TestEveryFateOfAThing(t *testing.T) {
	for _, row := range []struct {
		want, put bool
		seen      shown
		fate      fate
	}{
		{true, true, there, settled},
		{true, true, unknown, settled}, // what is not known is not taken for gone
		{true, true, missing, narrowed},
		{true, false, there, found},
		{true, false, missing, give},
		{true, false, unknown, give},
		{false, true, there, take},
		{false, true, unknown, take}, // to ask once too often leaves nobody inside
		{false, true, missing, over},
		{false, false, there, widened},
		{false, false, missing, settled},
		{false, false, unknown, settled},
	} {
		require.Equal(t, row.fate, threeWay(row.want, row.put, row.seen), "%+v", row)
	}
}

// A reading counts from the moment on at which KS must show what was changed.
func TestAReadingProvesNothingBeforeOurOwnChangeHasSettled(t *testing.T) {
	changed := now
	for name, row := range map[string]struct {
		read time.Time
		open bool
		want shown
	}{
		"never read":           {time.Time{}, false, unknown},
		"before the change":    {changed.Add(-time.Hour), false, unknown},
		"too early":            {changed.Add(settle - time.Second), false, unknown},
		"just late enough":     {changed.Add(settle), false, there},
		"late":                 {changed.Add(time.Hour), false, there},
		"late, but it is open": {changed.Add(time.Hour), true, unknown},
	} {
		in := Input{
			Now: changed.Add(2 * time.Hour), Settle: settle, Open: map[Object]bool{UserObject(1): row.open, GroupObject("booking:7"): row.open, MembersObject("full"): row.open},
			Seen: store.Seen{
				Users:  map[string]store.KSUser{"su": {ID: "su", At: row.read}},
				Groups: map[string]store.SeenGroup{"g": {ID: "g", At: row.read}, "full": {ID: "full", People: []string{"p"}, PeopleAt: row.read}},
			},
		}
		_, user := in.user(store.LedgerUser{Person: 1, SiteUserID: "su", ConfirmedAt: changed})
		require.Equal(t, row.want, user, name)
		_, group := in.group(store.LedgerGroup{Key: "booking:7", RemoteID: "g", ConfirmedAt: changed})
		require.Equal(t, row.want, group, name)
		require.Equal(t, row.want, in.roster("full").member("p", store.LedgerMembership{ConfirmedAt: changed}), name)
	}
}

func TestAListInWhichSomethingIsNotProvesItsAbsenceOnlyWhenItHasSettled(t *testing.T) {
	for name, row := range map[string]struct {
		list time.Time
		want shown
	}{
		"never read": {time.Time{}, unknown},
		"too early":  {now.Add(settle - time.Second), unknown},
		"late":       {now.Add(settle), missing},
	} {
		in := Input{Now: now.Add(2 * time.Hour), Settle: settle, Seen: store.Seen{UsersAt: row.list, GroupsAt: row.list, Groups: map[string]store.SeenGroup{
			"part": {ID: "part", DoorsAt: now.Add(time.Hour)}, // of which only a part was read
		}}}
		_, user := in.user(store.LedgerUser{Person: 1, SiteUserID: "su", ConfirmedAt: now})
		require.Equal(t, row.want, user, name)
		_, group := in.group(store.LedgerGroup{RemoteID: "g", ConfirmedAt: now})
		require.Equal(t, row.want, group, name)
		_, group = in.group(store.LedgerGroup{RemoteID: "part", ConfirmedAt: now})
		require.Equal(t, row.want, group, name)
	}
}

// A clock that was put back leaves times that are still to come: a reading of
// then proves nothing of what was changed since, and a change of then has
// settled by now. Of two such times the later is the later.
func TestTimesThatAreStillToComeWereNotedByAClockThatWasPutBack(t *testing.T) {
	ahead := func(d time.Duration) time.Time { return now.Add(time.Hour + d) }
	ago := func(d time.Duration) time.Time { return now.Add(d - time.Hour) }
	for name, row := range map[string]struct {
		read, changed time.Time
		want          bool
	}{
		"a reading of then":                    {ahead(0), ago(0), false},
		"a change of then":                     {ago(0), ahead(0), true},
		"a change of then, read this moment":   {now, ahead(0), true},
		"both of then, too early":              {ahead(settle - time.Second), ahead(0), false},
		"both of then":                         {ahead(settle), ahead(0), true},
		"changed this moment":                  {now, now, false},
		"a reading of then, and never shown":   {ahead(0), time.Time{}, false},
		"a reading from before, never shown":   {ago(0), time.Time{}, true},
		"never read, and a change that is old": {time.Time{}, ago(0), false},
		"never read, and a change of then":     {time.Time{}, ahead(0), false},
	} {
		require.Equal(t, row.want, (&Input{Now: now, Settle: settle}).proven(row.read, row.changed), name)
	}
}

func TestWhatWasAskedForAndIsNotThereIsGone(t *testing.T) {
	in := Input{Now: now.Add(settle), Settle: settle, Seen: store.Seen{
		Users:  map[string]store.KSUser{"su": {ID: "su", Gone: true, At: now.Add(settle)}},
		Groups: map[string]store.SeenGroup{"g": {ID: "g", Gone: true, At: now.Add(settle)}},
	}}
	_, user := in.user(store.LedgerUser{Person: 1, SiteUserID: "su", ConfirmedAt: now})
	require.Equal(t, missing, user)
	_, group := in.group(store.LedgerGroup{RemoteID: "g", ConfirmedAt: now})
	require.Equal(t, missing, group)
}

func TestWhoIsInAGroup(t *testing.T) {
	in := Input{Now: now, Settle: settle, Seen: store.Seen{Groups: map[string]store.SeenGroup{"full": {People: []string{"p1", "p3"}, PeopleAt: now}}}}
	none := store.LedgerMembership{}
	require.Equal(t, there, in.roster("full").member("p3", none), "who is not in the ledger yet is believed as read")
	require.Equal(t, missing, in.roster("full").member("p2", none))
	require.Equal(t, unknown, in.roster("full").member("", none), "who has no user yet cannot be seen")
	require.Equal(t, unknown, in.roster("basic").member("p1", none), "a group that was never read")
}

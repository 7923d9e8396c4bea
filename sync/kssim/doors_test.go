package kssim

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCan(t *testing.T) {
	d := newDesk(t, Config{})
	tag := func(number string) string { return `"tag_id":"` + fixedID("tag", "FR0000000001", number) + `"` }
	_, mia := d.addUser("Mia", "Berg", `"email":"mia@example.org","alias":"M-1"`)
	_, tom := d.addUser("Tom", "Tag", tag("02300005"))
	_, nil_ := d.addUser("Nora", "Nothing", "")
	_, bob := d.addUser("Bob", "Blocked", `"email":"bob@example.org","blocked":true`)
	_, eve := d.addUser("Eve", "Expired", `"email":"eve@example.org","expires_at":"2026-09-03T11:00:00Z"`)
	sue, suePlatform := d.addUser("Sue", "Suspended", `"email":"sue@example.org"`)
	d.call("PATCH", d.site+"/users/"+sue+"/subscription", `{"state":"suspended"}`, http.StatusNoContent)
	for _, id := range []string{mia, tom, nil_, bob, eve, suePlatform} {
		d.join(d.groupPath("Basic"), id)
	}

	thursday := func(clock string) time.Time { // wall clock of Paris
		at, err := time.Parse(time.RFC3339, "2026-09-03T"+clock+":00+02:00")
		require.NoError(t, err)
		return at
	}
	tests := []struct {
		name, who, door string
		at              time.Time
		open            bool
		why             string // part of the sentence
	}{
		{"by e-mail, any case", "MIA@example.org", "front door", thursday("09:00"), true, "Group Basic gives Front door to Mia Berg: Mon-Fri 08:00-18:00."},
		{"by name", "mia berg", "Front door", thursday("09:00"), true, "Basic"},
		{"by alias", "M-1", "Front door", thursday("09:00"), true, "Basic"},
		{"by tag", "02300005", "Front door", thursday("09:00"), true, "Tom Tag"},
		{"early", "mia@example.org", "Front door", thursday("07:59"), false, "opens 08:00"},
		{"late", "mia@example.org", "Front door", thursday("18:01"), false, "opens 2026-09-04 08:00"},
		{"over the weekend", "mia@example.org", "Front door", thursday("18:01").Add(24 * time.Hour), false, "opens 2026-09-07 08:00"},
		{"other door", "mia@example.org", "Workshop", thursday("09:00"), false, "No group gives Workshop to Mia Berg."},
		{"no means", "Nora Nothing", "Front door", thursday("09:00"), false, "no means of opening"},
		{"blocked", "bob@example.org", "Front door", thursday("09:00"), false, "Bob Blocked is blocked."},
		{"not yet expired", "eve@example.org", "Front door", thursday("12:59"), true, "Basic"},
		{"expired", "eve@example.org", "Front door", thursday("13:00"), false, "expired"},
		{"suspended", "sue@example.org", "Front door", thursday("09:00"), false, "not subscribed"},
		{"free tag", "02300006", "Front door", thursday("09:00"), false, "Tag 02300006 is not given to anybody."},
		{"unregistered tag", "09999999", "Front door", thursday("09:00"), false, "not registered"},
		{"unknown person", "who@example.org", "Front door", thursday("09:00"), false, `no user or tag "who@example.org"`},
		{"unknown door", "mia@example.org", "Cellar", thursday("09:00"), false, `There is no door "Cellar".`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := d.sim.Can(tt.who, tt.door, tt.at)
			require.Equal(t, tt.open, got.Open, got.Why)
			require.Contains(t, got.Why, tt.why)
		})
	}
}

func TestCanNeedsASeatAndASite(t *testing.T) {
	site := MaisonNord()
	site.Seats = 1
	d := newDeskAt(t, Config{}, site)
	_, mia := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	d.join(d.groupPath("All doors"), mia)
	require.Contains(t, d.sim.Can("mia@example.org", "Workshop", noon).Why, "no seat is free")

	d = newDesk(t, Config{})
	_, mia = d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	d.join(d.groupPath("All doors"), mia)
	require.True(t, d.sim.Can("mia@example.org", "Workshop", noon).Open)
	d.sim.st.Sites[0].SubscriptionValid = false
	require.Contains(t, d.sim.Can("mia@example.org", "Workshop", noon).Why, "subscription of Maison Nord has ended")
	d.sim.st.Sites[0].Released = false
	require.Contains(t, d.sim.Can("mia@example.org", "Workshop", noon).Why, "not released")
}

// The IQ keeps the clock, not the site.
func TestDoorGoesByTheClockOfItsIQ(t *testing.T) {
	site := MaisonNord()
	site.IQs = []SiteIQ{{Name: "IQ 01", TimeZone: "America/New_York"}}
	d := newDeskAt(t, Config{}, site)
	_, mia := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	d.join(d.groupPath("Basic"), mia)
	require.True(t, d.sim.Can("mia@example.org", "Front door", noon).Open, "08:00 in New York")
	require.False(t, d.sim.Can("mia@example.org", "Front door", noon.Add(-time.Second)).Open)
}

func TestPastWindowAndWindowAhead(t *testing.T) {
	d := newDesk(t, Config{})
	_, mia := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	group := d.addGroup("Booking")
	d.join(group, mia)
	d.call("POST", group+"/locks", `{"lock_id":"`+lockOf("Studio A")+`"}`, http.StatusOK)
	d.call("POST", group+"/time_schedules", window("2026-09-01T09:55:00", "2026-09-01T11:05:00"), http.StatusOK)
	require.Contains(t, d.sim.Can("mia@example.org", "Studio A", noon).Why, "opens no more")
	d.call("POST", group+"/time_schedules", window("2026-09-03T23:55:00", "2026-09-04T01:05:00"), http.StatusOK)
	require.Contains(t, d.sim.Can("mia@example.org", "Studio A", noon).Why, "opens 23:55")
	require.True(t, d.sim.Can("mia@example.org", "Studio A", noon.Add(10*time.Hour)).Open, "over midnight")
}

func TestPresentLeavesEntries(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{PageSize: 2}})
	_, mia := d.addUser("Mia", "Berg", `"tag_id":"`+fixedID("tag", "FR0000000001", "02300001")+`"`)
	d.join(d.groupPath("Team"), mia)
	require.True(t, d.sim.Present("02300001", "Front door").Open)
	d.sim.Clock().Advance(time.Minute)
	require.False(t, d.sim.Present("Mia Berg", "Workshop").Open)
	d.sim.Clock().Advance(time.Minute)
	require.False(t, d.sim.Present("09999999", "Workshop").Open)
	require.False(t, d.sim.Present("nobody", "Workshop").Open)

	path := strings.Replace(d.site, "v1.2", "v1.1", 1) + "/entries"
	q := "?" + url.Values{"$orderby": {"utc_date_time desc"}}.Encode()
	first := d.call("GET", path+q, "", http.StatusOK)
	require.Len(t, items(first), 2)
	require.Equal(t, "lock_rejected", text(first, "items", 0, "event_category"))
	require.Nil(t, at(first, "items", 0, "user_id"))
	require.Equal(t, "09999999", text(first, "items", 0, "access_detail"))
	require.Equal(t, "no_access", text(first, "items", 1, "event_detail"))

	req, err := http.NewRequestWithContext(t.Context(), "GET", d.base+path+q, nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+d.token)
	req.Header.Set("CLP-Continuation-Token", text(first, "continuation_token"))
	require.True(t, d.sim.Present("02300001", "Front door").Open, "a late arrival does not shift the pages")
	res, err := d.http.Do(req)
	require.NoError(t, err)
	second := decodeBody(t, res)
	require.Len(t, items(second), 1)
	require.Equal(t, "lock_opened", text(second, "items", 0, "event_category"))
	require.Equal(t, mia, text(second, "items", 0, "user_id"))
	require.Equal(t, "2026-09-03T14:00:00", text(second, "items", 0, "local_date_time"))
	require.Equal(t, "2026-09-03T12:00:00Z", text(second, "items", 0, "utc_date_time"))
	require.Nil(t, at(second, "continuation_token"))

	since := "?" + url.Values{"$filter": {"utc_date_time ge DateTime'2026-09-03T12:01:00Z' and event_category eq 'lock_opened'"}}.Encode()
	require.Len(t, items(d.call("GET", path+since, "", http.StatusOK)), 1)
	d.call("GET", d.site+"/entries", "", http.StatusMethodNotAllowed)
}

package kssim

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestControlCan(t *testing.T) {
	d := newDesk(t, Config{})
	_, mia := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	d.join(d.groupPath("Basic"), mia)
	can := func(who, door, at string, want int) any {
		return d.call("GET", "/_sim/can?"+url.Values{"who": {who}, "door": {door}, "at": {at}}.Encode(), "", want)
	}
	require.Equal(t, true, at(can("mia@example.org", "Front door", "", 200), "open"))
	require.Equal(t, false, at(can("mia@example.org", "Front door", "2026-09-03T07:00:00+02:00", 200), "open"))
	require.Equal(t, false, at(can("nobody", "Front door", "", 200), "open"))
	require.NotEmpty(t, text(can("", "Front door", "", 400), "error"))
	require.NotEmpty(t, text(can("mia@example.org", "", "", 400), "error"))
	require.NotEmpty(t, text(can("mia@example.org", "Front door", "noon", 400), "error"))
}

func TestControlRequests(t *testing.T) {
	d := newDesk(t, Config{})
	d.call("DELETE", "/_sim/requests", "", http.StatusNoContent)
	refresh := d.signIn()
	d.call("GET", d.site+"/users?$top=1", "", http.StatusOK)
	d.addGroup("X")
	d.refused("POST", d.site+"/access_groups", `{}`, 400, "1101")

	all := d.call("GET", "/_sim/requests", "", http.StatusOK)
	require.EqualValues(t, 5, at(all, "count")) // authorize, token, users, two groups
	require.Equal(t, "$top=1", text(all, "requests", 2, "query"))
	writes := d.call("GET", "/_sim/requests?writes=1", "", http.StatusOK)
	require.EqualValues(t, 2, at(writes, "count"))
	require.Equal(t, "POST", text(writes, "requests", 0, "method"))
	require.Equal(t, d.site+"/access_groups", text(writes, "requests", 0, "path"))
	require.EqualValues(t, 400, at(writes, "requests", 1, "status"))

	log, err := json.Marshal(all)
	require.NoError(t, err)
	for _, secret := range []string{d.token, text(refresh), verifier, challenge(verifier), DefaultAccount().Password} {
		require.NotContains(t, string(log), secret)
	}
}

func TestControlClock(t *testing.T) {
	d := newDesk(t, Config{})
	set := func(body string) any { return d.call("POST", "/_sim/clock", body, http.StatusOK) }
	require.Equal(t, "2026-12-01T08:00:00Z", text(set(`{"now":"2026-12-01T09:00:00+01:00"}`), "now"))
	require.Equal(t, "2026-12-01T09:30:00Z", text(set(`{"advance":"1h30m"}`), "now"))
	require.Equal(t, false, at(d.call("GET", "/_sim/clock", "", http.StatusOK), "real"))
	require.Equal(t, true, at(set(`{"real":true}`), "real"))
	require.WithinDuration(t, time.Now(), d.sim.Clock().Now(), time.Minute)
	set(`{"advance":"1h"}`)
	require.WithinDuration(t, time.Now().Add(time.Hour), d.sim.Clock().Now(), time.Minute)
	for _, body := range []string{"", "{}", `{"advance":"later"}`, `{"now":"noon"}`, `{"tomorrow":1}`} {
		d.call("POST", "/_sim/clock", body, http.StatusBadRequest)
	}

	d = newDesk(t, Config{Now: func() time.Time { return noon }})
	d.call("POST", "/_sim/clock", `{"real":true}`, http.StatusConflict)
}

func TestControlSeedAndState(t *testing.T) {
	d := newDesk(t, Config{})
	second := MaisonNord()
	second.Name, second.UID = "Maison Sud", "FR0000000002"
	second.Owner = SiteOwner{FirstName: "Olga", LastName: "Owner", Email: "olga@example.org", Tag: "02300060"}
	body, err := json.Marshal(second)
	require.NoError(t, err)
	added := d.call("POST", "/_sim/seed", string(body), http.StatusOK)
	d.call("POST", "/_sim/seed", string(body), http.StatusBadRequest) // the uid is taken
	d.call("GET", "/v1.2/sites/"+text(added, "id"), "", http.StatusOK)

	state := d.call("GET", "/_sim/state", "", http.StatusOK)
	require.Equal(t, "Maison Sud", text(state, "sites", 1, "name"))
	require.Equal(t, "02300060", text(state, "sites", 1, "users", 1, "tag"))
	require.Equal(t, []any{"Front door", "Storage"}, at(state, "sites", 1, "groups", 0, "doors"))
	require.Equal(t, []any{"always"}, at(state, "sites", 1, "groups", 0, "schedules"))
	require.Len(t, items(d.call("GET", "/v1.2/sites", "", http.StatusOK)), 2)
	filtered := d.call("GET", "/v1.1/sites?"+url.Values{"$filter": {"site_uid eq 'FR0000000002'"}}.Encode(), "", http.StatusOK)
	require.Equal(t, text(added, "id"), text(filtered, "items", 0, "id"))
	require.Equal(t, "Olga", text(filtered, "items", 0, "owner", "first_name"))
}

func TestSiteDefinitionsAreChecked(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Site)
		want   string
	}{
		{"no name", func(s *Site) { s.Name = " " }, "name"},
		{"no IQ", func(s *Site) { s.IQs = nil }, "at least one IQ"},
		{"unknown zone", func(s *Site) { s.TimeZone = "Europe/Nowhere" }, "Europe/Nowhere"},
		{"no zone", func(s *Site) { s.TimeZone = "" }, "time zone"},
		{"door on no IQ", func(s *Site) { s.Doors[0].IQ = "IQ 99" }, "IQ 99"},
		{"group with no door", func(s *Site) { s.Groups[0].Doors = []string{"Cellar"} }, "Cellar"},
		{"bad day", func(s *Site) { s.Groups[0].Schedules[0].Days = []string{"Freitag"} }, "Freitag"},
		{"bad hours", func(s *Site) { s.Groups[0].Schedules[0].Start = "25:00" }, "25:00"},
		{"unknown owner's tag", func(s *Site) { s.Owner = SiteOwner{FirstName: "O", Tag: "1"} }, "tag"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			site := MaisonNord()
			tt.change(&site)
			sim := New(Config{})
			require.ErrorContains(t, sim.AddSite(site), tt.want)
			require.Empty(t, sim.Snapshot().Sites)
		})
	}
}

func TestControlPresent(t *testing.T) {
	d := newDesk(t, Config{})
	answer := d.call("POST", "/_sim/present", `{"who":"`+DefaultAccount().Email+`","door":"Workshop"}`, http.StatusOK)
	require.Equal(t, false, at(answer, "open"))
	require.EqualValues(t, 1, at(d.call("GET", "/_sim/state", "", http.StatusOK), "sites", 0, "entries"))
	d.call("POST", "/_sim/present", `{"who":"x"}`, http.StatusBadRequest)
	d.call("POST", "/_sim/profile", `{"who":"nobody","complete":true}`, http.StatusBadRequest)
}

package kssim

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatAnAdminDoesByHandChangesTheDoors(t *testing.T) {
	d := newDesk(t, Config{})
	_, platform := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	d.join(d.groupPath("Full time"), platform)
	who, group := "mia@example.org", "full time"
	steps := []struct {
		act  Act
		door string
		open bool
	}{
		{Act{Do: "block", Who: who}, "Front door", false},
		{Act{Do: "unblock", Who: who}, "Front door", true},
		{Act{Do: "suspend", Who: who}, "Front door", false},
		{Act{Do: "subscribe", Who: who}, "Front door", true},
		{Act{Do: "remove-member", Who: who, Group: group}, "Front door", false},
		{Act{Do: "add-member", Who: who, Group: group}, "Front door", true},
		{Act{Do: "add-door", Group: group, Door: "workshop"}, "Workshop", true},
		{Act{Do: "remove-door", Group: group, Door: "workshop"}, "Workshop", false},
		{Act{Do: "close", Group: group}, "Front door", false},
		{Act{Do: "widen", Group: group}, "Front door", true},
		{Act{Do: "rename-group", Group: group, Name: "All day"}, "Front door", true},
		{Act{Do: "delete-group", Group: "All day"}, "Front door", false},
		{Act{Do: "add-member", Who: who, Group: "Studio"}, "Studio A", true},
		{Act{Do: "give-tag", Who: who, Tag: "02300009"}, "Studio A", true},
		{Act{Do: "rename-user", Who: who, Name: "Bergson"}, "Studio A", true},
		{Act{Do: "take-tag", Who: who}, "Studio A", true},
		{Act{Do: "delete-user", Who: who}, "Studio A", false},
	}
	d.sim.ResetRequests()
	done := map[string]bool{}
	for _, step := range steps {
		require.NoError(t, d.sim.Admin(step.act), step.act)
		require.Equal(t, step.open, d.can(who, step.door), step.act)
		done[step.act.Do] = true
	}
	for _, name := range ActNames() {
		require.True(t, done[name] || name == "add-user", "%s has no example", name)
		require.Contains(t, ControlHelp, name)
	}
	require.Empty(t, d.sim.Requests(), "what is done by hand is no request")
}

func TestAnAdminNamesWhatIsThere(t *testing.T) {
	d := newDesk(t, Config{})
	d.addUser("Mia", "Berg", `"tag_id":"`+fixedID("tag", "FR0000000001", "02300001")+`"`)
	d.addUser("Tom", "Tag", "")
	for _, wrong := range []Act{
		{Do: "fly"}, {Do: "block", Who: "nobody"}, {Do: "widen", Group: "Nothing"}, {Do: "add-door", Group: "Team", Door: "Cellar"},
		{Do: "add-member", Who: "Mia Berg", Group: "Nothing"}, {Do: "give-tag", Who: "Mia Berg", Tag: "1"}, {Do: "give-tag", Who: "Tom Tag", Tag: "02300001"},
		{Do: "rename-user", Who: "Mia Berg", Name: " "}, {Do: "rename-group", Group: "Team"},
	} {
		require.Error(t, d.sim.Admin(wrong), wrong)
	}
	require.ErrorContains(t, New(Config{}).Admin(Act{Do: "block"}), "no site")
}

func TestAWidenedScheduleIsAlways(t *testing.T) {
	d := newDesk(t, Config{})
	require.NoError(t, d.sim.Admin(Act{Do: "widen", Group: "Basic"}))
	for _, g := range d.sim.Snapshot().Sites[0].Groups {
		if g.Name == "Basic" {
			require.Equal(t, []string{"always"}, g.Schedules)
		}
	}
}

func TestControlOfDoorsAndSites(t *testing.T) {
	d := newDesk(t, Config{})
	d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	d.call("POST", "/_sim/door", `{"door":"Storage","privacy":true,"linked":false}`, http.StatusOK)
	d.call("POST", "/_sim/iq", `{"iq":"IQ 01","online":false}`, http.StatusOK)
	d.call("POST", "/_sim/site", `{"seats":9,"account_role":"site_super_user"}`, http.StatusOK)
	d.call("POST", "/_sim/admin", `{"do":"block","who":"mia@example.org"}`, http.StatusOK)
	d.call("POST", "/_sim/register", `{"door":"Workshop"}`, http.StatusOK)
	d.call("POST", "/_sim/register", `{"door":"Workshop","tag":"09900009"}`, http.StatusOK)
	d.call("POST", "/_sim/leave", `{"door":"Workshop"}`, http.StatusOK)
	d.call("POST", "/_sim/present", `{"who":"mia@example.org","door":"Workshop","phone":true}`, http.StatusOK)
	site := at(d.call("GET", "/_sim/state", "", http.StatusOK), "sites", 0)
	door := func(n int, field string) any { return at(site, "doors", n, field) }
	require.Equal(t, "Storage", door(4, "name"))
	require.Equal(t, true, door(4, "privacy"))
	require.Equal(t, false, door(4, "linked"))
	require.NotNil(t, door(3, "registers_until"))
	require.Equal(t, false, at(site, "iqs", 0, "online"))
	require.NotNil(t, at(site, "iqs", 0, "held_entries"))
	require.EqualValues(t, 9, at(site, "seats"))
	require.Equal(t, "site_super_user", at(site, "account_role"))
	require.Equal(t, "09900009", at(site, "tags", 60, "number"))

	for path, body := range map[string]string{
		"door": `{"door":"Cellar"}`, "iq": `{"iq":"IQ 99"}`, "site": `{"seats":-1}`, "admin": `{"do":"dance"}`,
		"register": `{"door":"Workshop","tag":"1"}`, "leave": `{}`, "present": `{"who":"x"}`,
	} {
		require.NotEmpty(t, text(d.call("POST", "/_sim/"+path, body, http.StatusBadRequest), "error"), path)
		require.Contains(t, text(d.call("POST", "/_sim/"+path, `{"colour":1}`, http.StatusBadRequest), "error"), "colour")
	}
}

func TestControlIsNotForOtherWebPages(t *testing.T) {
	d := newDesk(t, Config{})
	ask := func(origin string) int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/_sim/admin", strings.NewReader(`{"do":"widen","group":"Basic"}`))
		require.NoError(t, err)
		req.Header.Set("Origin", origin)
		res, err := d.http.Do(req)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		return res.StatusCode
	}
	require.Equal(t, http.StatusForbidden, ask("https://evil.example"))
	require.Equal(t, http.StatusForbidden, ask("null"))
	require.Equal(t, http.StatusOK, ask(base))

	server := httptest.NewServer(d.sim.Handler())
	defer server.Close()
	asHost := func(host string) int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/_sim/state", http.NoBody)
		require.NoError(t, err)
		req.Host = host
		res, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		return res.StatusCode
	}
	require.Equal(t, http.StatusForbidden, asHost("evil.example:7310"))
	require.Equal(t, http.StatusOK, asHost("localhost:7310"))
	require.Equal(t, http.StatusOK, asHost("127.0.0.1"))
}

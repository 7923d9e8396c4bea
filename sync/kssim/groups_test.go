package kssim

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNothingIsIdempotent(t *testing.T) {
	d := newDesk(t, Config{})
	one, two := d.addGroup("Latchkey-1"), d.addGroup("Latchkey-1")
	require.NotEqual(t, one, two)
	q := url.Values{"$filter": {"customer_reference eq 'Latchkey-1'"}, "$inlinecount": {"allpages"}}
	found := d.call("GET", d.site+"/access_groups?"+q.Encode(), "", http.StatusOK)
	require.Len(t, items(found), 2)
	require.EqualValues(t, 2, at(found, "count"))
}

func TestGroupLife(t *testing.T) {
	d := newDesk(t, Config{})
	_, platform := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	group := d.addGroup("Booking 1")
	d.join(group, platform)
	d.call("POST", group+"/locks", `{"lock_id":"`+lockOf("Workshop")+`"}`, http.StatusOK)
	d.refused("POST", group+"/locks", `{"lock_id":"`+platform+`"}`, 404, "2202")
	require.Contains(t, d.sim.Can("mia@example.org", "Workshop", noon).Why, "no schedule")

	sc := d.call("POST", group+"/time_schedules", window("2026-09-03T13:00:00", "2026-09-03T15:00:00"), http.StatusOK)
	require.True(t, d.sim.Can("mia@example.org", "Workshop", noon).Open)
	d.call("PATCH", group+"/time_schedules/"+text(sc, "id"), `{"start_date":"2026-09-03T14:30:00"}`, http.StatusOK)
	require.False(t, d.sim.Can("mia@example.org", "Workshop", noon).Open)
	d.call("DELETE", group+"/time_schedules/"+text(sc, "id"), "", http.StatusNoContent)
	d.refused("DELETE", group+"/time_schedules/"+text(sc, "id"), "", 404, "2202")

	d.call("DELETE", group+"/locks/"+lockOf("Workshop"), "", http.StatusNoContent)
	d.refused("DELETE", group+"/locks/"+lockOf("Workshop"), "", 404, "2202")
	d.call("DELETE", group+"/users/"+platform, "", http.StatusNoContent)
	d.refused("DELETE", group+"/users/"+platform, "", 404, "2202")
	require.Equal(t, "Booking 2", text(d.call("PATCH", group, `{"customer_reference":"Booking 2"}`, http.StatusOK), "customer_reference"))
	d.call("DELETE", group, "", http.StatusNoContent)
	d.refused("GET", group, "", 404, "2202")
}

func TestMembersInBulk(t *testing.T) {
	d := newDesk(t, Config{})
	_, a := d.addUser("Ada", "One", "")
	_, b := d.addUser("Ben", "Two", "")
	group := d.groupPath("Team")
	d.join(group, a)
	d.call("PATCH", group+"/users", `{"add_ids":["`+b+`"],"remove_ids":["`+a+`"]}`, http.StatusOK)
	members := items(d.call("GET", group+"/users", "", http.StatusOK))
	require.Len(t, members, 1)
	require.Equal(t, b, text(members[0], "id"))
}

func TestBadBodies(t *testing.T) {
	d := newDesk(t, Config{})
	d.refused("POST", d.site+"/access_groups", `{"customer_reference":" "}`, 400, "1101")
	d.refused("POST", d.site+"/access_groups", `{"customer_`, 400, "1100")
	d.refused("POST", d.site+"/access_groups", `[]`, 400, "1100")
	status, _, _ := d.send("POST", d.site+"/access_groups", "text/plain", `{"customer_reference":"X"}`)
	require.Equal(t, http.StatusUnsupportedMediaType, status)
}

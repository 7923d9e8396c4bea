package kssim

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhatWasJustMadeIsUnknownForAWhile(t *testing.T) {
	for as, status := range map[string]int{"2202": 404, "2203": 403} {
		t.Run(as, func(t *testing.T) {
			d := newDesk(t, Config{Readings: Readings{Late: Duration(time.Minute), LateAs: as}})
			mia, platform := d.addUser("Mia", "Berg", "")
			group := d.addGroup("Booking")
			d.refused("GET", d.site+"/users/"+mia, "", status, as)
			d.refused("POST", d.groupPath("Team")+"/users", `{"user_id":"`+platform+`"}`, status, as)
			d.refused("POST", group+"/locks", `{"lock_id":"`+lockOf("Storage")+`"}`, status, as)
			require.Len(t, items(d.call("GET", d.site+"/users", "", http.StatusOK)), 2, "lists show it")

			d.sim.Clock().Advance(time.Minute)
			d.call("GET", d.site+"/users/"+mia, "", http.StatusOK)
			d.join(d.groupPath("Team"), platform)
			d.call("POST", group+"/locks", `{"lock_id":"`+lockOf("Storage")+`"}`, http.StatusOK)
			sc := d.call("POST", group+"/time_schedules", window("2026-09-03T08:00:00", "2026-09-03T09:00:00"), http.StatusOK)
			d.refused("PATCH", group+"/time_schedules/"+text(sc, "id"), window("2026-09-03T08:00:00", "2026-09-03T10:00:00"), status, as)
		})
	}
}

func TestListsMayBeLateToo(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{Late: Duration(time.Minute), LateLists: true}})
	before := len(items(d.call("GET", d.site+"/access_groups", "", http.StatusOK)))
	group := d.addGroup("Booking")
	require.Len(t, items(d.call("GET", d.site+"/access_groups", "", http.StatusOK)), before)
	d.sim.Clock().Advance(time.Minute)
	require.Len(t, items(d.call("GET", d.site+"/access_groups", "", http.StatusOK)), before+1)
	d.call("POST", group+"/locks", `{"lock_id":"`+lockOf("Storage")+`"}`, http.StatusOK)
	d.call("POST", group+"/time_schedules", window("2026-09-03T08:00:00", "2026-09-03T09:00:00"), http.StatusOK)
	for _, part := range []string{"/locks", "/time_schedules"} {
		require.Empty(t, items(d.call("GET", group+part, "", http.StatusOK)), part)
	}
	d.sim.Clock().Advance(time.Minute)
	for _, part := range []string{"/locks", "/time_schedules"} {
		require.Len(t, items(d.call("GET", group+part, "", http.StatusOK)), 1, part)
	}
}

func TestADeletedUserLingers(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{Linger: Duration(10 * time.Second), Deleted204: true}})
	mia, _ := d.addUser("Mia", "Berg", "")
	d.call("DELETE", d.site+"/users/"+mia, "", http.StatusNoContent)
	d.call("GET", d.site+"/users/"+mia, "", http.StatusOK)
	d.refused("PATCH", d.site+"/users/"+mia, `{"blocked":true}`, 404, "2202")
	d.sim.Clock().Advance(10 * time.Second)
	d.refused("GET", d.site+"/users/"+mia, "", 404, "2202")
}

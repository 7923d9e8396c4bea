package kssim

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestReadingsOfAList(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{PageSize: 1, NoCount: true, HTTPLinks: true}})
	d.base = "https://ks.test"
	d.addUser("Mia", "Berg", "")
	list := d.call("GET", d.site+"/users?%24inlinecount=allpages", "", http.StatusOK)
	require.Nil(t, at(list, "count"))
	require.True(t, strings.HasPrefix(text(list, "next_page_link"), "http://ks.test/v1.2/"), text(list, "next_page_link"))
}

func TestReadingsOfAnError(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{NumericCodes: true}})
	require.EqualValues(t, 2202, at(d.call("GET", d.site+"/users/nobody", "", http.StatusNotFound), "ErrorCode"))
	require.NoError(t, d.sim.SetReadings(Readings{ErrorsIn200: true}))
	d.refused("GET", d.site+"/users/nobody", "", 200, "2202")
	require.NoError(t, d.sim.SetReadings(Readings{TakenEmail: "409"}))
	d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	body := `{"first_name":"A","last_name":"B","email":"mia@example.org","role_ids":["` + roleID(roleUser) + `"]}`
	require.Nil(t, at(d.call("POST", d.site+"/users", body, http.StatusConflict), "ErrorCode"))
	require.NoError(t, d.sim.SetReadings(Readings{TakenEmail: "2203"}))
	d.refused("POST", d.site+"/users", body, 403, "2203")
}

func TestReadingsOfMembersAndLocks(t *testing.T) {
	d := newDesk(t, Config{})
	_, platform := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	group := d.groupPath("Team")
	d.join(group, platform)
	member := func() any { return items(d.call("GET", group+"/users", "", http.StatusOK))[0] }
	require.Equal(t, platform, text(member(), "id"))
	require.NoError(t, d.sim.SetReadings(Readings{Members: "user"}))
	require.Equal(t, platform, text(member(), "user", "id"))
	require.NotEqual(t, platform, text(member(), "id"))
	require.NoError(t, d.sim.SetReadings(Readings{Members: "user_id"}))
	require.Equal(t, platform, text(member(), "user_id"))
	require.NoError(t, d.sim.SetReadings(Readings{WrappedLocks: true}))
	require.Equal(t, "Front door", text(items(d.call("GET", group+"/locks", "", http.StatusOK))[0], "lock", "customer_reference"))
}

func TestReadingsOfFields(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{MoreFields: true}})
	mia, _ := d.addUser("Mia", "Berg", "")
	shown := d.call("GET", d.site+"/users/"+mia, "", http.StatusOK)
	require.NotNil(t, at(shown, "since_yesterday"))
	require.Contains(t, at(shown, "user"), "email")
	require.NoError(t, d.sim.SetReadings(Readings{FewerFields: true}))
	require.NotContains(t, at(d.call("GET", d.site+"/users/"+mia, "", http.StatusOK), "user"), "email")
	require.NoError(t, d.sim.SetReadings(Readings{EmptyAnswers: true}))
	d.call("PATCH", d.site+"/users/"+mia, `{"alias":"x"}`, http.StatusNoContent)
	d.call("POST", d.site+"/access_groups", `{"customer_reference":"X"}`, http.StatusNoContent)
	d.call("DELETE", d.site+"/users/"+mia, "", http.StatusAccepted)
}

func TestReadingsOfDates(t *testing.T) {
	for style, want := range map[string]string{"": "2026-09-03T08:00:00", "z": "2026-09-03T08:00:00Z", "space": "2026-09-03 08:00:00", "fraction": "2026-09-03T08:00:00.0000000"} {
		d := newDesk(t, Config{Readings: Readings{DateStyle: style}})
		group := d.addGroup("Booking")
		require.Equal(t, want, text(d.call("POST", group+"/time_schedules", window("2026-09-03T08:00:00", "2026-09-03T09:00:00"), http.StatusOK), "start_date"))
		require.Equal(t, want, text(items(d.call("GET", group+"/time_schedules", "", http.StatusOK))[0], "start_date"))
	}
}

func TestReadingsOfASeatAndAName(t *testing.T) {
	site := MaisonNord()
	site.Seats = 1
	d := newDeskAt(t, Config{Readings: Readings{SilentSeats: true, IgnoreNames: true}}, site)
	mia, _ := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	d.call("PATCH", d.site+"/users/"+mia+"/subscription", `{"state":"subscribed"}`, http.StatusNoContent)
	require.Equal(t, "suspended", text(d.call("GET", d.site+"/users/"+mia, "", http.StatusOK), "subscription_state"))
	require.NoError(t, d.sim.SetProfile("mia@example.org", true))
	require.Equal(t, "Berg", text(d.call("PATCH", d.site+"/users/"+mia, `{"last_name":"Bergson"}`, http.StatusOK), "user", "last_name"))
}

func TestAPhoneMayNeedACompleteProfile(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{ProfileNeeded: true}})
	mia, platform := d.addUser("Mia", "Berg", `"email":"mia@example.org","tag_id":"`+fixedID("tag", "FR0000000001", "02300001")+`"`)
	d.join(d.groupPath("Full time"), platform)
	require.True(t, d.sim.Present("mia@example.org", "Front door").Open, "by the tag")
	require.Contains(t, d.sim.PresentPhone("mia@example.org", "Front door").Why, "has not completed the profile")
	require.NoError(t, d.sim.SetProfile("mia@example.org", true))
	require.True(t, d.sim.PresentPhone("mia@example.org", "Front door").Open)
	d.addUser("Tom", "Tag", `"tag_id":"`+fixedID("tag", "FR0000000001", "02300002")+`"`)
	require.Contains(t, d.sim.PresentPhone("Tom Tag", "Front door").Why, "no e-mail address, and so no phone")
	keys := items(d.call("GET", d.site+"/users/"+mia+"/keys", "", http.StatusOK))
	require.Equal(t, []string{"tag", "mobile_key"}, []string{text(keys[0], "type"), text(keys[1], "type")})
}

func TestRolesOfEachSite(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{SiteRoles: true}})
	d.refused("POST", d.site+"/users", `{"first_name":"A","last_name":"B","role_ids":["`+roleID(roleUser)+`"]}`, 400, "1101")
	var own string
	for _, r := range items(d.call("GET", d.site+"/roles", "", http.StatusOK)) {
		if text(r, "code") == roleUser {
			own = text(r, "id")
		}
	}
	d.call("POST", d.site+"/users", `{"first_name":"A","last_name":"B","role_ids":["`+own+`"]}`, http.StatusOK)
}

func TestWhichPassOfTheRepeatedHourALockMeans(t *testing.T) {
	sc := schedule{weekdays: everyDay, StartTime: "00:00:00", EndTime: "23:59:59", StartDate: orNull("2026-10-25T02:15:00"), EndDate: orNull("2026-10-25T02:45:00")}
	paris, err := time.LoadLocation("Europe/Paris")
	require.NoError(t, err)
	first := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC) // 02:30 in summer time
	for pass, want := range map[string][2]bool{"": {true, true}, "both": {true, true}, "first": {true, false}, "second": {false, true}} {
		require.Equal(t, want, [2]bool{sc.opensAt(first, paris, pass), sc.opensAt(first.Add(time.Hour), paris, pass)}, pass)
	}
	plain := schedule{weekdays: everyDay, StartTime: "00:00:00", EndTime: "23:59:59", StartDate: orNull("2026-10-25T12:00:00"), EndDate: orNull("2026-10-25T13:00:00")}
	for _, pass := range []string{"both", "first", "second"} {
		require.True(t, plain.opensAt(time.Date(2026, 10, 25, 11, 30, 0, 0, time.UTC), paris, pass))
		require.False(t, plain.opensAt(time.Date(2026, 10, 25, 12, 30, 0, 0, time.UTC), paris, pass))
	}
}

func TestReadingsAreNamedAndChecked(t *testing.T) {
	var r Readings
	require.NoError(t, r.Change([]byte(`{"late":"45s","members":"user","page_size":7}`)))
	require.NoError(t, r.Change([]byte(`{"members":""}`)))
	require.Equal(t, Readings{Late: Duration(45 * time.Second), PageSize: 7}, r)
	for _, wrong := range []string{`{"later":"45s"}`, `{"late":"soon"}`, `{"late":"-1s"}`, `{"members":"odd"}`, `{"page_size":-1}`, `[]`, `x`} {
		require.Error(t, r.Change([]byte(wrong)), wrong)
	}
	require.Equal(t, Readings{Late: Duration(45 * time.Second), PageSize: 7}, r, "a refused change changes nothing")
	require.Error(t, New(Config{}).SetReadings(Readings{LateAs: "404"}))

	set := Readings{}
	for name, value := range map[string]string{"bare_arrays": "", "no_count": "true", "page_size": "7", "late": "45s", "late_as": "2203"} {
		require.NoError(t, set.Set(name, value))
	}
	require.Equal(t, Readings{BareArrays: true, NoCount: true, PageSize: 7, Late: Duration(45 * time.Second), LateAs: "2203"}, set)
	for name, value := range map[string]string{"later": "", "late": "", "page_size": "many", "no_count": "perhaps", "late_as": "1"} {
		require.Error(t, set.Set(name, value), name)
	}

	data, err := json.Marshal(Readings{Late: Duration(time.Minute)})
	require.NoError(t, err)
	require.JSONEq(t, `{"late":"1m0s"}`, string(data))
	require.Contains(t, ReadingNames(), "schedule_delay")

	d := newDesk(t, Config{})
	d.call("POST", "/_sim/readings", `{"late":"45s"}`, http.StatusOK)
	require.Equal(t, "45s", text(d.call("GET", "/_sim/readings", "", http.StatusOK), "late"))
	require.Contains(t, text(d.call("POST", "/_sim/readings", `{"late_as":"1"}`, http.StatusBadRequest), "error"), "late_as")
}

package kssim

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// can asks the door of Maison Nord.
func (d *desk) can(who, door string) bool {
	d.t.Helper()
	return d.sim.Can(who, door, d.sim.now()).Open
}

func (d *desk) why(who, door string) string {
	d.t.Helper()
	return d.sim.Can(who, door, d.sim.now()).Why
}

func TestRightsTakeAWhileToReachTheDoors(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{MemberDelay: Duration(45 * time.Second), ScheduleDelay: Duration(210 * time.Second)}})
	mia, platform := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	d.join(d.groupPath("Full time"), platform)
	require.Contains(t, d.why("mia@example.org", "Front door"), "does not know of Mia Berg yet")
	d.sim.Clock().Advance(44 * time.Second)
	require.False(t, d.can("mia@example.org", "Front door"))
	d.sim.Clock().Advance(2 * time.Second)
	require.True(t, d.can("mia@example.org", "Front door"), "into a group that the doors know: within the minute")

	group := d.addGroup("Booking")
	d.call("POST", group+"/locks", `{"lock_id":"`+lockOf("Workshop")+`"}`, http.StatusOK)
	d.join(group, platform)
	d.call("POST", group+"/time_schedules", window("2026-09-03T14:00:00", "2026-09-03T18:00:00"), http.StatusOK)
	d.sim.Clock().Advance(time.Minute)
	require.False(t, d.can("mia@example.org", "Workshop"), "a new schedule takes longer")
	d.sim.Clock().Advance(151 * time.Second)
	require.True(t, d.can("mia@example.org", "Workshop"))

	d.call("PATCH", d.site+"/users/"+mia, `{"blocked":true}`, http.StatusOK)
	require.True(t, d.can("mia@example.org", "Front door"), "so does a revocation")
	d.sim.Clock().Advance(46 * time.Second)
	require.False(t, d.can("mia@example.org", "Front door"))
}

func TestSeveralChangesWithinTheDelayComeInOrder(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{MemberDelay: Duration(40 * time.Second)}})
	_, platform := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	d.sim.Clock().Advance(10 * time.Second)
	d.join(d.groupPath("Full time"), platform)
	d.sim.Clock().Advance(10 * time.Second)
	d.call("DELETE", d.groupPath("Full time")+"/users/"+platform, "", http.StatusNoContent)
	var seen []bool
	for range 7 {
		seen = append(seen, d.can("mia@example.org", "Front door"))
		d.sim.Clock().Advance(10 * time.Second)
	}
	require.Equal(t, []bool{false, false, false, true, false, false, false}, seen)
}

func TestAnOfflineHubGoesByWhatItKnew(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{NoticeDelay: Duration(30 * time.Minute)}})
	mia, platform := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	d.join(d.groupPath("Full time"), platform)
	online := func() any {
		return at(d.call("GET", d.site+"/locks", "", http.StatusOK), "items", 0, "iq", "is_online")
	}
	require.NoError(t, d.sim.SetIQ("IQ 01", false))
	require.Equal(t, true, online(), "KS has not noticed")
	d.call("DELETE", d.site+"/users/"+mia, "", http.StatusAccepted)
	_, late := d.addUser("Tom", "Late", `"email":"tom@example.org"`)
	d.join(d.groupPath("Full time"), late)

	require.True(t, d.sim.Present("mia@example.org", "Front door").Open, "a deleted user still opens")
	require.Contains(t, d.why("tom@example.org", "Front door"), "does not know")
	require.Empty(t, items(d.call("GET", "/v1.1"+d.site[len("/v1.2"):]+"/entries", "", http.StatusOK)), "and nobody hears of it")
	d.sim.Clock().Advance(31 * time.Minute)
	require.Equal(t, false, online())

	require.NoError(t, d.sim.SetIQ("IQ 01", true))
	require.False(t, d.can("mia@example.org", "Front door"))
	require.True(t, d.can("tom@example.org", "Front door"))
	late2 := items(d.call("GET", "/v1.1"+d.site[len("/v1.2"):]+"/entries", "", http.StatusOK))
	require.Len(t, late2, 1, "the entry arrives late")
	require.Equal(t, "2026-09-03T12:00:00Z", text(late2[0], "utc_date_time"), "with the time at which it was made")
	require.Error(t, d.sim.SetIQ("IQ 99", true))
}

func TestWhatAHubKnewSurvivesARestart(t *testing.T) {
	d := newDesk(t, Config{})
	mia, platform := d.addUser("Mia", "Berg", "")
	tag := fixedID("tag", "FR0000000001", "02300001")
	d.call("PATCH", d.site+"/users/"+mia, `{"tag_id":"`+tag+`"}`, http.StatusOK)
	d.join(d.groupPath("Full time"), platform)
	require.NoError(t, d.sim.SetIQ("IQ 01", false))
	d.call("DELETE", d.site+"/users/"+mia, "", http.StatusAccepted)
	d.sim.Present("02300001", "Front door")

	var saved bytes.Buffer
	require.NoError(t, d.sim.Save(&saved))
	again := New(Config{})
	require.NoError(t, again.Load(&saved))
	require.True(t, again.Can("02300001", "Front door", noon).Open)
	require.NoError(t, again.SetIQ("IQ 01", true))
	require.False(t, again.Can("02300001", "Front door", noon).Open)
	require.Equal(t, 1, again.Snapshot().Sites[0].Entries)
}

func TestALockWithoutItsHubOpensForOfflineKeysAtAnyTime(t *testing.T) {
	d := newDesk(t, Config{})
	withKey, one := d.addUser("Mia", "Berg", `"tag_id":"`+fixedID("tag", "FR0000000001", "02300001")+`","tag_offline_access":true`)
	_, two := d.addUser("Tom", "Tag", `"tag_id":"`+fixedID("tag", "FR0000000001", "02300002")+`"`)
	for _, platform := range []string{one, two} {
		d.join(d.groupPath("Basic"), platform) // weekdays from 8 to 18
	}
	off := false
	require.NoError(t, d.sim.SetDoor(DoorChange{Door: "Front door", Linked: &off}))
	night := time.Date(2026, 9, 6, 1, 0, 0, 0, time.UTC) // a Sunday
	require.True(t, d.sim.Can("02300001", "Front door", night).Open, "offline access knows no timeframe")
	require.False(t, d.sim.Can("02300002", "Front door", noon).Open)
	require.False(t, d.sim.Can("02300001", "Studio A", night).Open, "and no other door")

	lock := d.call("GET", d.site+"/locks/"+lockOf("Front door"), "", http.StatusOK)
	require.Equal(t, false, at(lock, "online"))
	require.EqualValues(t, 1, at(lock, "offline_access_keys_count"))
	keys := items(d.call("GET", d.site+"/locks/"+lockOf("Front door")+"/offline_keys", "", http.StatusOK))
	require.Len(t, keys, 1)
	require.Equal(t, "02300001", text(keys[0], "key_identifier"))
	require.Equal(t, true, at(d.call("GET", d.site+"/users/"+withKey+"/keys", "", http.StatusOK), "items", 0, "offline_access"))

	require.Equal(t, "offline", *d.entryOf("02300002", "Front door").EventDetail)
}

// entryOf presents and returns the entry that was made, wherever it lies.
func (d *desk) entryOf(who, door string) entry {
	d.t.Helper()
	d.sim.Present(who, door)
	si := d.sim.st.Sites[0]
	all := append(append([]entry{}, si.Entries...), si.IQs[0].Held...)
	require.NotEmpty(d.t, all)
	return all[len(all)-1]
}

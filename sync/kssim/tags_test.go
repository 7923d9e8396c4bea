package kssim

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestANewTagIsRegisteredAtALock(t *testing.T) {
	site := MaisonNord()
	site.TagsElsewhere = []string{"09900001"}
	d := newDeskAt(t, Config{}, site)
	other := MaisonNord()
	other.Name, other.UID, other.Tags = "Maison Sud", "FR0000000002", []string{"09900002"}
	for i := range other.Doors {
		other.Doors[i].Name += " (Sud)"
	}
	for g := range other.Groups {
		for i := range other.Groups[g].Doors {
			other.Groups[g].Doors[i] += " (Sud)"
		}
	}
	require.NoError(t, d.sim.AddSite(other))

	require.ErrorContains(t, d.sim.Register("09900003", "Front door"), "does not take in tags")
	lock := d.site + "/locks/" + lockOf("Front door")
	d.refused("PATCH", lock+"/tag_registration", `{"duration_in_seconds":5}`, 400, "1101")
	d.call("PATCH", lock+"/tag_registration", `{"duration_in_seconds":60}`, http.StatusOK)
	require.Equal(t, "started", text(d.call("GET", lock, "", http.StatusOK), "tag_registration_state"))

	require.NoError(t, d.sim.Register("09900003", "Front door"))
	require.ErrorContains(t, d.sim.Register("09900003", "Front door"), "already")
	require.ErrorContains(t, d.sim.Register("09900001", "Front door"), "another site")
	require.ErrorContains(t, d.sim.Register("09900002", "Front door"), "another site")
	require.ErrorContains(t, d.sim.Register("0990", "Front door"), "eight digits")
	found := items(d.call("GET", d.site+"/tags?%24filter=tag_number+eq+%2709900003%27", "", http.StatusOK))
	require.Len(t, found, 1)
	mia, _ := d.addUser("Mia", "Berg", `"tag_id":"`+text(found[0], "id")+`"`)

	d.call("DELETE", d.site+"/tags/"+text(found[0], "id"), "", http.StatusNoContent)
	require.Nil(t, at(d.call("GET", d.site+"/users/"+mia, "", http.StatusOK), "user", "tag_number"))
	d.sim.Clock().Advance(time.Minute)
	require.Equal(t, "not_started", text(d.call("GET", lock, "", http.StatusOK), "tag_registration_state"))
	require.NoError(t, d.sim.StartRegistration("Storage"))
	require.NoError(t, d.sim.Register("09900003", "Storage"))
}

func TestRegistrationNeedsAHubThatAnswers(t *testing.T) {
	d := newDesk(t, Config{})
	require.NoError(t, d.sim.SetIQ("IQ 01", false))
	d.refused("PATCH", d.site+"/locks/"+lockOf("Front door")+"/tag_registration", `{"duration_in_seconds":60}`, 400, "2204")
}

func TestWhatTakesATagAway(t *testing.T) {
	for way, want := range map[string][2]bool{"": {true, true}, "null": {true, false}, "empty": {false, true}, "none": {false, false}, "refused": {false, false}} {
		d := newDesk(t, Config{Readings: Readings{TagTaking: way}})
		taken := func(body string) bool {
			mia, _ := d.addUser("Mia", "Berg", `"tag_id":"`+fixedID("tag", "FR0000000001", "02300001")+`"`)
			status := http.StatusOK
			if way == "refused" {
				status = http.StatusBadRequest
			}
			d.call("PATCH", d.site+"/users/"+mia, body, status)
			gone := at(d.call("GET", d.site+"/users/"+mia, "", http.StatusOK), "user", "tag_number") == nil
			d.call("DELETE", d.site+"/users/"+mia, "", http.StatusAccepted)
			return gone
		}
		require.Equal(t, want, [2]bool{taken(`{"tag_id":null}`), taken(`{"tag_id":""}`)}, "tag_taking %q", way)
	}
}

func TestATagMayBeBlockedByItself(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{TagBlocking: true}})
	tag := fixedID("tag", "FR0000000001", "02300001")
	d.addUser("Mia", "Berg", `"tag_id":"`+tag+`"`)
	blocked := func() bool {
		return d.sim.Can("02300001", "Front door", d.sim.Clock().Now()).Why == "Tag 02300001 is blocked."
	}
	require.False(t, blocked())
	d.call("PATCH", d.site+"/tags/"+tag, `{"blocked":true}`, http.StatusNoContent)
	require.True(t, blocked())
	d.call("PATCH", d.site+"/tags/"+tag, `{"blocked":false}`, http.StatusNoContent)
	require.False(t, blocked())
	d.refused("PATCH", d.site+"/tags/none", `{"blocked":true}`, 404, "2202")

	d = newDesk(t, Config{})
	status, _, _ := d.send("PATCH", d.site+"/tags/"+tag, `{"blocked":true}`, "")
	require.Equal(t, http.StatusMethodNotAllowed, status)
}

func TestASiteMayShowNoTags(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{NoTags: true}})
	status, _, body := d.send("GET", d.site+"/tags", "", "")
	require.Equal(t, http.StatusNotFound, status)
	require.Empty(t, body)
}

func TestAGuestTakesASeatAndKeepsIt(t *testing.T) {
	site := MaisonNord()
	site.Seats = 2
	d := newDeskAt(t, Config{}, site)
	d.refused("POST", d.site+"/guests", `{"alias":"Visit","expires_at":"2026-09-01T00:00:00Z"}`, 400, "1101")
	guest := d.call("POST", d.site+"/guests", `{"alias":"Visit","expires_at":"2026-09-04T00:00:00Z"}`, http.StatusCreated)
	require.Equal(t, "site_guest", text(guest, "roles", 0, "code"))
	require.Empty(t, d.sim.Invitations())
	second := d.call("POST", d.site+"/guests", `{"alias":"More","expires_at":"2026-09-04T00:00:00Z"}`, http.StatusCreated)
	require.Equal(t, "suspended", text(second, "subscription_state"), "created all the same")
	pin, _ := d.call("PUT", d.site+"/users/"+text(second, "id")+"/pin", `{}`, http.StatusOK).(string)
	require.NotEmpty(t, pin, "and even given a PIN")

	d.sim.Clock().Advance(48 * time.Hour)
	d.signIn()
	require.EqualValues(t, 2, at(d.call("GET", d.site, "", http.StatusOK), "active_user_amount"), "expiry frees no seat")
	d.call("DELETE", d.site+"/users/"+text(guest, "id"), "", http.StatusAccepted)
	require.EqualValues(t, 1, at(d.call("GET", d.site, "", http.StatusOK), "active_user_amount"))
}

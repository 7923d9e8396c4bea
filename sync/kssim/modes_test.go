package kssim

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func yes() *bool { on := true; return &on }
func no() *bool  { off := false; return &off }

func (d *desk) entries() []any {
	d.t.Helper()
	return items(d.call("GET", "/v1.1"+d.site[len("/v1.2"):]+"/entries", "", http.StatusOK))
}

func TestOfficeModeOpensForAnybody(t *testing.T) {
	d := newDesk(t, Config{})
	require.NoError(t, d.sim.SetDoor(DoorChange{Door: "Front door", OfficeMode: yes()}))
	require.True(t, d.can("99999999", "Front door"))
	require.False(t, d.can("99999999", "Storage"))
	require.Equal(t, "office_mode", text(d.call("GET", d.site+"/locks/"+lockOf("Front door"), "", http.StatusOK), "locked_state"))
	require.NoError(t, d.sim.SetDoor(DoorChange{Door: "Front door", OfficeMode: yes()}))
	require.NoError(t, d.sim.SetDoor(DoorChange{Door: "Front door", OfficeMode: no()}))
	require.False(t, d.can("99999999", "Front door"))
	modes := d.entries()
	require.Len(t, modes, 2, "one for each change")
	require.Equal(t, "office_mode", text(modes[0], "event_category"))
	require.Equal(t, []string{"start", "end"}, []string{text(modes[0], "event_detail"), text(modes[1], "event_detail")})
}

func TestATagThatSwitchesOfficeModeLeavesNoOpening(t *testing.T) {
	d := newDesk(t, Config{})
	tag := func(n string) string { return `"tag_id":"` + fixedID("tag", "FR0000000001", n) + `"` }
	_, host := d.addUser("Mia", "Host", tag("02300001")+`,"toggle_easy_office_mode":true`)
	_, guest := d.addUser("Tom", "Guest", tag("02300002"))
	for _, platform := range []string{host, guest} {
		d.join(d.groupPath("Full time"), platform)
	}
	require.NoError(t, d.sim.SetDoor(DoorChange{Door: "Front door", EasyOffice: yes()}))
	d.sim.Present("02300001", "Front door")
	require.True(t, d.can("99999999", "Front door"))
	d.sim.Present("02300002", "Front door")
	d.sim.Present("02300001", "Front door")
	require.False(t, d.can("99999999", "Front door"))
	var seen []string
	for _, e := range d.entries() {
		seen = append(seen, text(e, "user_first_name")+" "+text(e, "event_category")+" "+text(e, "event_detail")+" by "+text(e, "access_by"))
	}
	require.Equal(t, []string{"Mia easy_office_mode start by tag", "Tom lock_opened  by tag", "Mia easy_office_mode end by tag"}, seen)
}

func TestPrivacyModeShutsOutAllButThoseWhoMayOverrideIt(t *testing.T) {
	d := newDesk(t, Config{})
	_, plain := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	_, above := d.addUser("Ada", "Above", `"email":"ada@example.org","override_privacy_mode":true`)
	for _, platform := range []string{plain, above} {
		d.join(d.groupPath("Full time"), platform)
	}
	require.NoError(t, d.sim.SetDoor(DoorChange{Door: "Storage", Privacy: yes()}))
	require.Contains(t, d.why("mia@example.org", "Storage"), "privacy mode")
	require.True(t, d.can("ada@example.org", "Storage"))
	require.Equal(t, true, at(d.call("GET", d.site+"/locks/"+lockOf("Storage"), "", http.StatusOK), "privacy_mode"))
	require.Equal(t, "privacy_mode", text(d.entries()[0], "event_category"))
}

func TestEntriesOfEveryKnownKind(t *testing.T) {
	d := newDesk(t, Config{})
	mia, platform := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	d.join(d.groupPath("Full time"), platform)
	pin, _ := d.call("PUT", d.site+"/users/"+mia+"/pin", `{}`, http.StatusOK).(string)
	require.Regexp(t, `^\d{6}$`, pin)
	again, _ := d.call("PUT", d.site+"/users/"+mia+"/pin", `{}`, http.StatusOK).(string)
	require.NotEqual(t, pin, again, "each call makes a new one")

	d.sim.Present("mia@example.org", "Front door")
	d.sim.Present(again, "Front door")
	d.sim.Present(pin, "Front door") // nobody's any more
	d.sim.Present("77777777", "Front door")
	require.NoError(t, d.sim.Leave("Front door"))
	d.call("PATCH", d.site+"/users/"+mia+"/subscription", `{"state":"suspended"}`, http.StatusNoContent)
	d.sim.Present("mia@example.org", "Front door")
	type line struct {
		category, detail, by string
		user                 any
		exit                 bool
	}
	var seen []line
	for _, e := range d.entries() {
		exit, _ := at(e, "exit_requested").(bool)
		seen = append(seen, line{text(e, "event_category"), text(e, "event_detail"), text(e, "access_by"), at(e, "user_id"), exit})
	}
	require.Equal(t, []line{
		{"lock_opened", "", "mobile_key", platform, false},
		{"lock_opened", "", "pin_code", platform, false},
		{"lock_rejected", "no_access", "pin_code", nobodyID, false},
		{"lock_rejected", "no_access", "tag", nil, false},
		{"lock_opened", "", "inside_handle", nil, true},
		{"lock_rejected", "suspended", "mobile_key", platform, false},
	}, seen)
	require.Error(t, d.sim.Leave("Cellar"))
}

func TestEntriesAreKeptForNinetyDays(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{}})
	d.sim.Present("77777777", "Front door")
	d.sim.Clock().Advance(usualRetention*24*time.Hour - 1)
	d.signIn()
	require.Len(t, d.entries(), 1)
	d.sim.Clock().Advance(1)
	require.Empty(t, d.entries())
}

func TestAnExportOfEntriesIsATableWithSemicolons(t *testing.T) {
	d := newDesk(t, Config{})
	d.sim.Present(DefaultAccount().Email, "Front door")
	path := "/v1.1" + d.site[len("/v1.2"):] + "/entries/export?from_date=2026-09-01T00:00:00Z&to_date=2026-10-01T00:00:00Z"
	status, header, body := d.send("GET", path, "", "")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, header.Get("Content-Type"), "text/csv")
	require.Contains(t, body, "09/03/2026 02:00:00 PM;Front door;Dana Desk;lock_rejected;mobile_key")
	d.call("GET", "/v1.1"+d.site[len("/v1.2"):]+"/entries/export", "", http.StatusBadRequest)
	require.Empty(t, items(d.call("GET", "/v1.1"+d.site[len("/v1.2"):]+"/incidents", "", http.StatusOK)))
}

package kssim

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func (d *desk) role(code string) {
	d.t.Helper()
	require.NoError(d.t, d.sim.SetSite(SiteChange{AccountRole: &code}))
}

func TestWhatAnAccountWithoutTheRoleMayNotDo(t *testing.T) {
	site := MaisonNord()
	site.Owner = SiteOwner{FirstName: "Olga", LastName: "Owner", Email: "olga@example.org", Tag: "02300060"}
	d := newDeskAt(t, Config{}, site)
	mia, platform := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	ada, _ := d.addUser("Ada", "Admin", `"email":"ada@example.org"`)
	d.call("PATCH", d.site+"/users/"+ada, `{"role_ids":["`+roleID(roleAdmin)+`"]}`, http.StatusOK)
	group := d.groupPath("Team")
	user := `{"first_name":"A","last_name":"B","role_ids":["` + roleID(roleUser) + `"]}`

	d.role(roleSuperUser)
	d.call("POST", d.site+"/users", user, http.StatusOK)
	d.join(group, platform)
	d.call("PATCH", d.site+"/users/"+mia, `{"blocked":true}`, http.StatusOK)
	d.refused("PATCH", d.site+"/users/"+ada, `{"blocked":true}`, 403, "2203")
	d.refused("DELETE", d.site+"/users/"+ada, "", 403, "2203")
	d.refused("PATCH", d.site+"/users/"+mia, `{"role_ids":["`+roleID(roleAdmin)+`"]}`, 403, "2203")
	d.refused("PATCH", d.site+"/locks/"+lockOf("Front door")+"/tag_registration", `{"duration_in_seconds":60}`, 403, "2203")
	require.NotContains(t, d.roleCodes(), roleAdmin, "only what it may give")

	d.role(roleUser)
	d.call("GET", d.site, "", http.StatusOK)
	d.call("GET", d.site+"/locks", "", http.StatusOK)
	for _, path := range []string{"/users", "/access_groups", "/tags"} {
		d.refused("GET", d.site+path, "", 403, "2203")
	}
	d.refused("POST", d.site+"/users", user, 403, "2203")
	d.refused("DELETE", group+"/users/"+platform, "", 403, "2203")

	d.role("")
	require.Empty(t, items(d.call("GET", "/v1.2/sites", "", http.StatusOK)))
	d.refused("GET", d.site, "", 404, "2202")
	d.role(roleAdmin)
	d.call("DELETE", d.site+"/users/"+ada, "", http.StatusAccepted)
	code := "king"
	require.ErrorContains(t, d.sim.SetSite(SiteChange{AccountRole: &code}), "king")
}

func (d *desk) roleCodes() []string {
	d.t.Helper()
	var codes []string
	for _, r := range items(d.call("GET", d.site+"/roles", "", http.StatusOK)) {
		codes = append(codes, text(r, "code"))
	}
	return codes
}

func TestTheOwnersTagIsNeverMoved(t *testing.T) {
	site := MaisonNord()
	site.Owner = SiteOwner{FirstName: "Olga", LastName: "Owner", Email: "olga@example.org", Tag: "02300060"}
	d := newDeskAt(t, Config{}, site)
	tag := fixedID("tag", site.UID, "02300060")
	owner := fixedID("site_user", site.UID, fixedID("person", "olga@example.org"))
	mia, _ := d.addUser("Mia", "Berg", "")
	d.refused("PATCH", d.site+"/users/"+owner, `{"tag_id":null}`, 403, "2203")
	d.refused("PATCH", d.site+"/users/"+mia, `{"tag_id":"`+tag+`"}`, 400, "2218")
	d.refused("DELETE", d.site+"/tags/"+tag, "", 403, "2203")
	d.refused("DELETE", d.site+"/users/"+owner, "", 403, "2203")
}

func TestTheNewerInterfaceIsNotForThisScope(t *testing.T) {
	d := newDesk(t, Config{})
	answer := d.call("GET", "/v2"+d.site[len("/v1.2"):]+"/roles", "", http.StatusForbidden)
	require.Equal(t, "Forbidden", text(answer, "title"))
	require.Nil(t, at(answer, "ErrorCode"))
}

func TestSitesOpenAndCloseWhileRunning(t *testing.T) {
	d := newDesk(t, Config{})
	require.NoError(t, d.sim.SetSite(SiteChange{Released: no()}))
	d.refused("POST", d.site+"/access_groups", `{"customer_reference":"X"}`, 400, "2210")
	require.NoError(t, d.sim.SetSite(SiteChange{Released: yes(), SubscriptionValid: no()}))
	d.refused("POST", d.site+"/access_groups", `{"customer_reference":"X"}`, 403, "2212")
	seats := 1
	require.NoError(t, d.sim.SetSite(SiteChange{SubscriptionValid: yes(), Seats: &seats}))
	id, _ := d.addUser("Mia", "Berg", "")
	require.Equal(t, "suspended", text(d.call("GET", d.site+"/users/"+id, "", http.StatusOK), "subscription_state"))
	seats = -1
	require.Error(t, d.sim.SetSite(SiteChange{Seats: &seats}))
	require.Error(t, d.sim.SetSite(SiteChange{Site: "elsewhere"}))
}

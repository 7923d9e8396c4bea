package kssim

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTwoIDsPerUser(t *testing.T) {
	d := newDesk(t, Config{})
	siteUser, platform := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	require.NotEqual(t, siteUser, platform)
	group := d.groupPath("Team")

	d.call("GET", d.site+"/users/"+siteUser, "", http.StatusOK)
	d.refused("GET", d.site+"/users/"+platform, "", 404, "2202")
	d.refused("PATCH", d.site+"/users/"+platform, `{"blocked":true}`, 404, "2202")
	d.refused("DELETE", d.site+"/users/"+platform, "", 404, "2202")
	d.refused("POST", group+"/users", `{"user_id":"`+siteUser+`"}`, 404, "2202")
	d.refused("PATCH", group+"/users", `{"add_ids":["`+platform+`","`+siteUser+`"]}`, 404, "2202")
	require.Empty(t, items(d.call("GET", group+"/users", "", http.StatusOK)))

	d.join(group, platform)
	members := items(d.call("GET", group+"/users", "", http.StatusOK))
	require.Len(t, members, 1)
	require.Equal(t, platform, text(members[0], "id"))
}

func TestSiteUIDIsNoID(t *testing.T) {
	d := newDesk(t, Config{})
	d.refused("GET", "/v1.2/sites/FR0000000001/users", "", 400, "1100")
	d.refused("GET", "/v1.2/sites/00000000-0000-4000-8000-000000000000", "", 404, "2202")
}

func TestSeats(t *testing.T) {
	site := MaisonNord()
	site.Seats = 2 // one is the account's
	d := newDeskAt(t, Config{}, site)
	one, _ := d.addUser("Ada", "One", "")
	two, _ := d.addUser("Ben", "Two", "")
	state := func(id string) string {
		return text(d.call("GET", d.site+"/users/"+id, "", http.StatusOK), "subscription_state")
	}
	require.Equal(t, "subscribed", state(one))
	require.Equal(t, "suspended", state(two), "a full site suspends silently")

	d.refused("PATCH", d.site+"/users/"+two+"/subscription", `{"state":"subscribed"}`, 403, "2203")
	d.refused("PATCH", d.site+"/users/"+one+"/subscription", `{"subscription_state":"suspended"}`, 400, "1101")
	d.call("PATCH", d.site+"/users/"+one+"/subscription", `{"state":"suspended"}`, http.StatusNoContent)
	d.call("PATCH", d.site+"/users/"+two+"/subscription", `{"state":"subscribed"}`, http.StatusNoContent)
	require.Equal(t, "subscribed", state(two))

	d.call("DELETE", d.site+"/users/"+two, "", http.StatusAccepted)
	shown := d.call("GET", d.site, "", http.StatusOK)
	require.EqualValues(t, 1, at(shown, "active_user_amount"))
	require.EqualValues(t, 2, at(shown, "subscribed_user_amount"))
}

func TestEmailRules(t *testing.T) {
	d := newDesk(t, Config{})
	role := `"role_ids":["` + roleID(roleUser) + `"]`
	d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	refused := []struct{ name, body string }{
		{"empty", `{"first_name":"A","last_name":"B","email":"",` + role + `}`},
		{"no address", `{"first_name":"A","last_name":"B","email":"mia",` + role + `}`},
		{"taken, in another case", `{"first_name":"A","last_name":"B","email":"MIA@example.org",` + role + `}`},
		{"no role", `{"first_name":"A","last_name":"B"}`},
		{"no last name", `{"first_name":"A",` + role + `}`},
	}
	for _, tt := range refused {
		t.Run(tt.name, func(t *testing.T) {
			d := *d
			d.t = t
			d.refused("POST", d.site+"/users", tt.body, 400, "1101")
		})
	}
	require.Len(t, d.sim.Snapshot().Sites[0].Users, 2, "nothing was made")
}

func TestInvitationsGoWithTheEmailAddress(t *testing.T) {
	d := newDesk(t, Config{})
	d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	tagOnly, _ := d.addUser("Tom", "Tag", "")
	require.Len(t, d.sim.Invitations(), 1)

	d.call("PATCH", d.site+"/users/"+tagOnly, `{"email":"tom@example.org"}`, http.StatusOK)
	require.Len(t, d.sim.Invitations(), 2)
	require.Equal(t, "tom@example.org", d.sim.Invitations()[1].Email)
}

func TestTags(t *testing.T) {
	d := newDesk(t, Config{})
	found := items(d.call("GET", d.site+"/tags?"+url.Values{"$filter": {"tag_number eq '02300007'"}}.Encode(), "", http.StatusOK))
	require.Len(t, found, 1)
	tagID := text(found[0], "id")
	mia, _ := d.addUser("Mia", "Berg", `"tag_id":"`+tagID+`"`)
	tom, _ := d.addUser("Tom", "Tag", `"tag_id":""`)
	number := func(id string) any {
		return at(d.call("GET", d.site+"/users/"+id, "", http.StatusOK), "user", "tag_number")
	}
	require.Equal(t, "02300007", number(mia))
	require.Nil(t, number(tom))

	d.refused("PATCH", d.site+"/users/"+tom, `{"tag_id":"`+tagID+`"}`, 400, "2218")
	d.refused("PATCH", d.site+"/users/"+tom, `{"tag_id":"00000000-0000-4000-8000-000000000000"}`, 404, "2202")
	d.call("PATCH", d.site+"/users/"+mia, `{"alias":"kept"}`, http.StatusOK)
	require.Equal(t, "02300007", number(mia), "an absent tag_id changes nothing")

	d.call("PATCH", d.site+"/users/"+mia, `{"tag_id":null}`, http.StatusOK)
	require.Nil(t, number(mia))
	d.call("PATCH", d.site+"/users/"+tom, `{"tag_id":"`+tagID+`"}`, http.StatusOK)
	d.call("DELETE", d.site+"/users/"+tom, "", http.StatusAccepted)
	d.call("PATCH", d.site+"/users/"+mia, `{"tag_id":"`+tagID+`"}`, http.StatusOK)
}

func TestProfileOwnsTheName(t *testing.T) {
	d := newDesk(t, Config{})
	mia, _ := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	d.call("PATCH", d.site+"/users/"+mia, `{"last_name":"Berger"}`, http.StatusOK)
	d.call("POST", "/_sim/profile", `{"who":"mia@example.org","complete":true}`, http.StatusOK)
	d.refused("PATCH", d.site+"/users/"+mia, `{"last_name":"Berg"}`, 403, "2203")
	d.call("PATCH", d.site+"/users/"+mia, `{"last_name":"Berger","alias":"M"}`, http.StatusOK)
}

func TestDeletedUserLeavesGroups(t *testing.T) {
	d := newDesk(t, Config{})
	mia, platform := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	d.join(d.groupPath("Team"), platform)
	d.call("DELETE", d.site+"/users/"+mia, "", http.StatusAccepted)
	require.Empty(t, items(d.call("GET", d.groupPath("Team")+"/users", "", http.StatusOK)))
	d.refused("GET", d.site+"/users/"+mia, "", 404, "2202")

	again, samePerson := d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	require.NotEqual(t, mia, again)
	require.Equal(t, platform, samePerson, "the platform still knows the person")
	require.False(t, d.sim.Can("mia@example.org", "Front door", noon).Open)
}

func TestOwnAccountStays(t *testing.T) {
	d := newDesk(t, Config{})
	me := text(d.call("GET", d.site+"/me", "", http.StatusOK), "id")
	d.refused("DELETE", d.site+"/users/"+me, "", 403, "2203")
}

func TestClosedSitesRefuseWrites(t *testing.T) {
	site := MaisonNord()
	site.Unreleased = true
	d := newDeskAt(t, Config{}, site)
	d.refused("POST", d.site+"/access_groups", `{"customer_reference":"X"}`, 400, "2210")
	site.Unreleased, site.SubscriptionEnded = false, true
	d = newDeskAt(t, Config{}, site)
	d.refused("POST", d.site+"/access_groups", `{"customer_reference":"X"}`, 403, "2212")
	d.call("GET", d.site+"/access_groups", "", http.StatusOK)
}

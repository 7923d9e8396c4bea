package kssim

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAPersonAddedByHandIsInvitedAndOpensWithAGroup(t *testing.T) {
	d := newDesk(t, Config{})
	require.NoError(t, d.sim.Admin(Act{Do: "add-user", Name: " Anna Maria Berg ", Email: "anna@example.org"}))
	require.NoError(t, d.sim.Admin(Act{Do: "add-member", Who: "anna@example.org", Group: "Full time"}))
	require.True(t, d.can("anna@example.org", "Front door"))

	users := d.sim.Snapshot().Sites[0].Users
	added := users[len(users)-1]
	require.Equal(t, "Anna", added.FirstName)
	require.Equal(t, "Maria Berg", added.LastName)
	require.True(t, added.Subscribed)
	require.False(t, added.Admin)
	mails := d.sim.Invitations()
	require.Len(t, mails, 1)
	require.Equal(t, "anna@example.org", mails[0].Email)
	require.Equal(t, "anna@example.org", text(d.call("GET", d.site+"/users/"+added.ID, "", 200), "user", "email"), "the API shows it at once")
}

func TestAPersonAddedByHandTakesASeatIfThereIsOne(t *testing.T) {
	site := MaisonNord()
	site.Seats = 2
	d := newDeskAt(t, Config{}, site)
	require.NoError(t, d.sim.Admin(Act{Do: "add-user", Name: "Mia Berg"}))
	require.NoError(t, d.sim.Admin(Act{Do: "add-user", Name: "Tom Late"}))
	users := d.sim.Snapshot().Sites[0].Users
	require.True(t, users[1].Subscribed)
	require.False(t, users[2].Subscribed)
	require.Empty(t, d.sim.Invitations(), "without an e-mail address there is nothing to send")
}

func TestAPersonAddedByHandNeedsNameAndAFreeAddress(t *testing.T) {
	d := newDesk(t, Config{})
	d.addUser("Mia", "Berg", `"email":"mia@example.org"`)
	before := d.sim.Snapshot().Sites[0].Users
	for want, wrong := range map[string]Act{
		"a first and a last name":               {Do: "add-user", Name: "Mia "},
		"is not an e-mail address":              {Do: "add-user", Name: "Mia Two", Email: "mia"},
		"has a user mia@example.org already":    {Do: "add-user", Name: "Mia Two", Email: "MIA@example.org"},
		"there is no site":                      {Do: "add-user", Name: "Mia Two", Site: "Maison Sud"},
		`there is no user "nobody@example.org"`: {Do: "block", Who: "nobody@example.org"},
	} {
		require.ErrorContains(t, d.sim.Admin(wrong), want)
	}
	require.Equal(t, before, d.sim.Snapshot().Sites[0].Users)
}

func TestAnActCanNameItsSite(t *testing.T) {
	d := newDesk(t, Config{})
	second := MaisonNord()
	second.Name, second.UID = "Maison Sud", "FR0000000002"
	require.NoError(t, d.sim.AddSite(second))
	require.NoError(t, d.sim.Admin(Act{Do: "add-user", Name: "Mia Berg", Site: "maison sud"}))
	require.NoError(t, d.sim.Admin(Act{Do: "close", Group: "Basic", Site: fixedID("site", second.UID)}))
	sites := d.sim.Snapshot().Sites
	require.Len(t, sites[0].Users, 1)
	require.Len(t, sites[1].Users, 2)
	require.NotEmpty(t, sites[0].Groups[1].Schedules)
	require.Empty(t, sites[1].Groups[1].Schedules)
}

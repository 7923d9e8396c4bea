package ks

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/sync/kssim"
)

// crowd is a simulated site with people, of whom most are in one group.
type crowd struct {
	sim    *kssim.Sim
	client *Client
	site   string
	group  string
	role   string // id of RoleSiteUser
}

// newCrowd makes a site of that many people, the account among them, and of as
// many groups; those that are not the account are in the first group.
func newCrowd(t *testing.T, many int) *crowd {
	t.Helper()
	sim := kssim.New(kssim.Config{Now: func() time.Time { return noon }})
	site := kssim.Site{Name: "Crowd", UID: "FR0000000002", TimeZone: "Europe/Paris", IQs: []kssim.SiteIQ{{Name: "IQ 01"}}, Seats: many}
	for i := range many {
		site.Groups = append(site.Groups, kssim.SiteGroup{Name: fmt.Sprint("Group ", i)})
	}
	require.NoError(t, sim.AddSite(site))
	c := &crowd{sim: sim, client: signInTo(t, sim)}
	sites, err := c.client.Sites(t.Context())
	require.NoError(t, err)
	c.site = sites[0].ID
	roles, err := c.client.Roles(t.Context(), c.site)
	require.NoError(t, err)
	c.role = roles[slices.IndexFunc(roles, func(r Role) bool { return r.Code == RoleSiteUser })].ID
	groups, err := c.client.Groups(t.Context(), c.site)
	require.NoError(t, err)
	c.group = groups[0].ID
	for i := range many - 1 {
		u := c.add(t, fmt.Sprint("Person ", i))
		require.NoError(t, c.client.AddGroupMember(t.Context(), c.site, c.group, u.PlatformID))
	}
	return c
}

func (c *crowd) add(t *testing.T, name string) User {
	t.Helper()
	u, err := c.client.CreateUser(t.Context(), c.site, NewUser{FirstName: name, LastName: "Crowd", RoleID: c.role})
	require.NoError(t, err)
	return u
}

// signInTo returns a client of the simulation, signed in as a person is.
func signInTo(t *testing.T, sim *kssim.Sim) *Client {
	t.Helper()
	now := func() time.Time { return noon }
	env := Environment{API: "https://ks.test", Issuer: "https://identity.test", ClientID: "latchkey-sample", Redirect: "http://127.0.0.1:0/callback"}
	login := Login{Env: env, HTTP: sim.Transport(), Now: now, Open: func(address string) error {
		who := kssim.DefaultAccount()
		form := url.Values{"email": {who.Email}, "password": {who.Password}, "decision": {"allow"}}
		person := &http.Client{Transport: sim.Transport(), CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		resp, err := person.PostForm(address, form)
		if err != nil {
			return err
		}
		_ = resp.Body.Close()
		back, err := http.Get(resp.Header.Get("Location"))
		if err != nil {
			return err
		}
		return back.Body.Close()
	}}
	token, err := login.Run(t.Context())
	require.NoError(t, err)
	tokens := NewTokens(TokensConfig{Env: env, Refresh: &MemoryVault{}, HTTP: sim.Transport(), Now: now})
	require.NoError(t, tokens.Adopt(t.Context(), token))
	return New(env, tokens, Options{HTTP: sim.Transport(), Now: now, Rate: 1e9, Burst: 1e9})
}

// TestPagesGiveTheSameAsTheList for any size of a page, and however KS answers;
// it takes a request for each page and no more.
func TestPagesGiveTheSameAsTheList(t *testing.T) {
	const many = 23
	c := newCrowd(t, many)
	rapid.Check(t, func(rt *rapid.T) {
		size := rapid.IntRange(1, many+2).Draw(rt, "items of a page")
		readings := kssim.Readings{
			PageSize: size, NoCount: rapid.Bool().Draw(rt, "no count"), HTTPLinks: rapid.Bool().Draw(rt, "http links"),
			FewerFields: rapid.Bool().Draw(rt, "fewer fields"), Members: rapid.SampledFrom([]string{"flat", "user", "user_id"}).Draw(rt, "members"),
			BareArrays: rapid.IntRange(0, 4).Draw(rt, "bare arrays") == 0,
		}
		require.NoError(rt, c.sim.SetReadings(readings))
		if readings.BareArrays {
			size = many
		}
		at := "/v1.2/sites/" + c.site
		sameAsList(rt, c, at+"/users", many, size, c.client.Users, c.client.UserPages)
		sameAsList(rt, c, at+"/access_groups", many, size, c.client.Groups, c.client.GroupPages)
		sameAsList(rt, c, at+"/access_groups/"+c.group+"/users", many-1, size,
			func(ctx context.Context, site string) ([]Member, error) {
				return c.client.GroupMembers(ctx, site, c.group)
			},
			func(site string) *Pages[Member] { return c.client.MemberPages(site, c.group) })
	})
}

func sameAsList[T any](t *rapid.T, c *crowd, path string, many, size int, list func(context.Context, string) ([]T, error), pages func(string) *Pages[T]) {
	all, err := list(t.Context(), c.site)
	require.NoError(t, err)
	require.Len(t, all, many)
	c.sim.ResetRequests()
	var got []T
	p := pages(c.site)
	for p.More() {
		some, err := p.Next(t.Context())
		require.NoError(t, err)
		require.LessOrEqual(t, len(some), size)
		got = append(got, some...)
	}
	require.Equal(t, all, got)
	asked, err := c.sim.Count("GET " + path)
	require.NoError(t, err)
	require.Equal(t, (many+size-1)/size, asked)
}

// TestAListThatChangesWhileItIsReadIsNoWholeList when somebody left it: the
// pages go by position, and the next person slipped past. Who came is in it.
func TestAListThatChangesWhileItIsReadIsNoWholeList(t *testing.T) {
	c := newCrowd(t, 5)
	require.NoError(t, c.sim.SetReadings(kssim.Readings{PageSize: 2}))
	p := c.client.UserPages(c.site)
	_, err := p.Next(t.Context())
	require.NoError(t, err)
	came := c.add(t, "New")
	rest, err := p.all(t.Context())
	require.NoError(t, err)
	require.Len(t, rest, 4)
	require.Equal(t, came.ID, rest[3].ID)

	p = c.client.UserPages(c.site)
	first, err := p.Next(t.Context())
	require.NoError(t, err)
	require.NoError(t, c.client.DeleteUser(t.Context(), c.site, first[1].ID))
	_, err = p.Next(t.Context())
	require.NoError(t, err)
	_, err = p.Next(t.Context())
	require.Equal(t, Unusable, KindOf(err), "%v", err)
	require.True(t, p.More())
}

// TestAReadingGetsThroughAnUnrulyKS: each page fails in the way of a server
// that is busy, some of them often, and the whole list comes once.
func TestAReadingGetsThroughAnUnrulyKS(t *testing.T) {
	c := newCrowd(t, 12)
	require.NoError(t, c.sim.SetReadings(kssim.Readings{PageSize: 5}))
	want, err := c.client.Users(t.Context(), c.site)
	require.NoError(t, err)
	var n int
	c.sim.SetOnRequest(func(kssim.Request) kssim.Fault {
		n++
		return [4]kssim.Fault{{Status: 503}, {Drop: kssim.DropBefore}, {Drop: kssim.DropAfter}, {}}[(n-1)%4]
	})
	var got []User
	failed := 0
	for p := c.client.UserPages(c.site); p.More(); {
		some, err := p.Next(t.Context())
		if err != nil {
			failed++
			require.Equal(t, Retryable, KindOf(err), "%v", err)
		}
		got = append(got, some...)
	}
	require.Equal(t, 9, failed)
	require.Equal(t, want, got)
}

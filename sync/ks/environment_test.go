package ks

import (
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func TestEnvironmentsLackOnlyTheClient(t *testing.T) {
	for _, env := range []Environment{Production(), Accept()} {
		var p *store.Problem
		require.True(t, errors.As(env.Check(), &p))
		require.Equal(t, "ClientID", p.Field)
		env.ClientID = "c"
		require.NoError(t, env.Check())
		require.Contains(t, env.Scopes, "offline_access")
	}
	require.NotEqual(t, Production().API, Accept().API)
	require.NotEqual(t, Production().Issuer, Accept().Issuer)
}

func TestCheckNamesTheSetting(t *testing.T) {
	good := Environment{API: "https://a", Issuer: "http://127.0.0.1:7310", ClientID: "c", Redirect: defaultRedirect}
	require.NoError(t, good.Check())
	for field, spoil := range map[string]func(*Environment){
		"API":      func(e *Environment) { e.API = "http://a" },
		"Issuer":   func(e *Environment) { e.Issuer = "http://10.0.0.1" },
		"ClientID": func(e *Environment) { e.ClientID = "" },
		"Redirect": func(e *Environment) { e.Redirect = "no address" },

		"api_version":       func(e *Environment) { e.Versions.Main = "1.2" },
		"schedules_version": func(e *Environment) { e.Versions.Schedules = "v1.2/../x" },
		"entries_version":   func(e *Environment) { e.Versions.Entries = "new" },
	} {
		env := good
		spoil(&env)
		var p *store.Problem
		require.True(t, errors.As(env.Check(), &p), field)
		require.Equal(t, field, p.Field)
		require.Equal(t, store.CodeInvalid, p.Code)
	}
}

func TestLoopback(t *testing.T) {
	for _, host := range []string{"localhost", "ks.localhost", "127.0.0.1", "127.9.9.9", "::1"} {
		require.True(t, loopback(host), host)
	}
	for _, host := range []string{"", "127.0.0.1.evil.test", "localhost.evil.test", "10.0.0.1", "0.0.0.0", "notlocalhost"} {
		require.False(t, loopback(host), host)
	}
}

// TestVersionsAreSettings: each is used where it belongs, and a bad one is
// refused before anything is sent.
func TestVersionsAreSettings(t *testing.T) {
	var asked []string
	c := inMemory(roundTrip(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.URL.Path)
		return gives(200, nil, []byte(`{"items":[],"id":"1"}`)).RoundTrip(r)
	}))
	for _, set := range []struct {
		versions Versions
		paths    []string
	}{
		{Versions{}, []string{"/v1.2/me", "/v1.1/sites/s/access_groups/g/time_schedules", "/v1.1/sites/s/access_groups/g/locks/l", "/v1.1/sites/s/entries"}},
		{Versions{Main: "v1.1", Schedules: "v2", Entries: "v1.2"}, []string{"/v1.1/me", "/v2/sites/s/access_groups/g/time_schedules", "/v2/sites/s/access_groups/g/locks/l", "/v1.2/sites/s/entries"}},
	} {
		asked, c.env.Versions = nil, set.versions
		_, err := c.Me(t.Context())
		require.NoError(t, err)
		_, err = c.Schedules(t.Context(), "s", "g")
		require.NoError(t, err)
		require.NoError(t, c.RemoveGroupLock(t.Context(), "s", "g", "l"))
		_, err = readAllEntries(t, c, EntryQuery{})
		require.NoError(t, err)
		require.Equal(t, set.paths, asked)
	}
	asked, c.env.Versions = nil, Versions{Main: "v1.2/../../x"}
	_, err := c.Me(t.Context())
	require.Equal(t, store.CodeInvalid, store.CodeOf(err))
	_, err = readAllEntries(t, c, EntryQuery{})
	require.Equal(t, store.CodeInvalid, store.CodeOf(err))
	require.Empty(t, asked)
	require.Equal(t, UsualVersions(), Production().Versions)
	require.Equal(t, UsualVersions(), Accept().Versions)
}

package settings

import (
	"errors"
	"fmt"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func TestEveryZoneLoads(t *testing.T) {
	seen := map[string]bool{}
	for _, z := range zones {
		_, err := time.LoadLocation(z)
		require.NoError(t, err, z)
		require.False(t, seen[z], "%s is there twice", z)
		seen[z] = true
	}
}

func TestStages(t *testing.T) {
	in := store.Account{API: "https://ks.example", Email: "desk@x.example"}
	require.Equal(t, unconnected, stageOf(store.Space{}))
	require.Equal(t, unconnected, stageOf(store.Space{SiteID: "s"}), "a site without an account opens nothing")
	require.Equal(t, signedIn, stageOf(store.Space{Account: in}))
	require.Equal(t, connected, stageOf(store.Space{Account: in, SiteID: "s"}))
}

func TestHalfHours(t *testing.T) {
	plain := halfHours()
	require.Len(t, plain, 49)
	require.Equal(t, "00:00", plain[0])
	require.Equal(t, "24:00", plain[48])
	require.Equal(t, plain, halfHours("08:00", ""))
	require.Equal(t, []string{"08:00", "08:10", "08:30"}, halfHours("08:10")[16:19])
}

func TestPorts(t *testing.T) {
	const usual = "http://127.0.0.1:7311/callback"
	require.EqualValues(t, 7311, portOf(usual))
	require.Equal(t, "http://127.0.0.1:80/callback", withPort(usual, 80))
	require.Equal(t, "http://[::1]:80/back", withPort("http://[::1]:7/back", 80))
	for _, none := range []string{"", "http://127.0.0.1/callback", "://", "http://127.0.0.1:99999/"} {
		require.Zero(t, portOf(none), none)
	}
	require.Equal(t, "http://127.0.0.1:80/callback", withPort("", 80))
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	whole := ConnectRequest{API: "https://a", Issuer: "https://i", ClientID: "c"}
	require.NoError(t, whole.check())
	for field, r := range map[string]ConnectRequest{
		"api":       {Issuer: "https://i", ClientID: "c"},
		"issuer":    {API: "https://a", ClientID: "c"},
		"client_id": {API: "https://a", Issuer: "https://i"},
	} {
		var p *store.Problem
		require.True(t, errors.As(r.check(), &p))
		require.Equal(t, field, p.Field)
	}
}

func TestARequestNeverPrintsItsSecret(t *testing.T) {
	r := ConnectRequest{API: "https://a", ClientID: "c", Secret: "hunter2"}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		require.NotContains(t, fmt.Sprintf(verb, r), "hunter2")
	}
}

func TestAddressesAreTrimmed(t *testing.T) {
	require.Equal(t, "https://ks.example", address("  https://ks.example/ \n"))
}

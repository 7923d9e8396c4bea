package ks

import (
	"errors"
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

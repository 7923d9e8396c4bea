package ks

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// TestThePagesLoadNothing: no address, no script, no picture; and each says
// the same in four languages.
func TestThePagesLoadNothing(t *testing.T) {
	for name, page := range map[string]string{"done": donePage, "denied": deniedPage, "unknown": unknownPage} {
		low := strings.ToLower(page)
		for _, bad := range []string{"http:", "https:", "//", "<script", "<img", "<link", "<iframe", "<form", "src=", "href=", "url(", "@import", "onload", "javascript:", "refresh"} {
			require.NotContains(t, low, bad, name)
		}
		require.Contains(t, page, `<html lang="en">`, name)
		for _, language := range []string{"fr", "de", "es"} {
			require.Equal(t, 1, strings.Count(page, `<div lang="`+language+`">`), "%s %s", name, language)
		}
		require.Equal(t, 4, strings.Count(page, "<h1>"), name)
		require.Equal(t, 4, strings.Count(page, "<p>"), name)
	}
}

func testCallback(t *testing.T) *callback {
	t.Helper()
	redirect, err := url.Parse(defaultRedirect)
	require.NoError(t, err)
	return newCallback("state-1", redirect)
}

func TestThePagesAreNotKeptAndMayDoNothing(t *testing.T) {
	cb := testCallback(t)
	for _, target := range []string{"/callback?state=state-1&code=c", "/callback", "/favicon.ico", "/"} {
		w := httptest.NewRecorder()
		cb.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, http.NoBody))
		require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
		require.Contains(t, w.Header().Get("Content-Security-Policy"), "default-src 'none'")
		require.Equal(t, "no-referrer", w.Header().Get("Referrer-Policy"))
		require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
		require.Empty(t, w.Header().Values("Set-Cookie"))
	}
}

// TestTheStateHasToBeExactlyTheOne that was sent, and comes by GET.
func TestTheStateHasToBeExactlyTheOne(t *testing.T) {
	cb := testCallback(t)
	for _, state := range []string{"", "state-", "state-11", "STATE-1", " state-1", "state-1\x00"} {
		status, page := cb.answer(url.Values{"state": {state}, "code": {"c"}})
		require.Equal(t, http.StatusBadRequest, status, state)
		require.Equal(t, unknownPage, page)
	}
	w := httptest.NewRecorder()
	cb.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/callback?state=state-1&code=c", http.NoBody))
	require.Equal(t, http.StatusNotFound, w.Code)
	require.Empty(t, cb.replies)
	status, _ := cb.answer(url.Values{"state": {"state-1"}, "code": {"c"}})
	require.Equal(t, http.StatusOK, status)
	status, page := cb.answer(url.Values{"state": {"state-1"}, "code": {"c"}})
	require.Equal(t, http.StatusGone, status, "the second is refused, even the same one")
	require.Equal(t, unknownPage, page)
	require.Equal(t, reply{code: "c"}, <-cb.replies)
}

// TestTheReturnAddressIsOnThisMachine: a fixed port, as it has to be
// registered, and 127.0.0.1 whatever the name says.
func TestTheReturnAddressIsOnThisMachine(t *testing.T) {
	for _, env := range []Environment{Production(), Accept()} {
		u, err := url.Parse(env.Redirect)
		require.NoError(t, err)
		require.Equal(t, "127.0.0.1", u.Hostname())
		require.Equal(t, "7311", u.Port())
	}
	for _, redirect := range []string{"http://127.0.0.1:0/callback", "http://localhost:0/callback", "http://ks.localhost:0/x"} {
		u, l, err := listen(t.Context(), redirect)
		require.NoError(t, err)
		at, ok := l.Addr().(*net.TCPAddr)
		require.True(t, ok)
		require.Equal(t, "127.0.0.1", at.IP.String(), redirect)
		require.NotEqual(t, "0", u.Port(), "the port that was free is what KS is told")
		require.NoError(t, l.Close())
	}
	for _, elsewhere := range []string{"https://desk.example/callback", "org.example.desk:/callback", "https://127.0.0.1:7311/callback"} {
		_, l, err := listen(t.Context(), elsewhere)
		require.NoError(t, err)
		require.Nil(t, l, elsewhere)
	}
}

// TestThePortIsGivenBackAfterTheSignIn.
func TestThePortIsGivenBackAfterTheSignIn(t *testing.T) {
	p := newProvider(t)
	address, ended := begin(t, &Login{Env: p.env()})
	back, err := p.approve(address)
	require.NoError(t, err)
	fetch(t, back)
	require.NoError(t, (<-ended).err)
	u, err := url.Parse(back)
	require.NoError(t, err)
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", u.Host)
	require.NoError(t, err)
	require.NoError(t, l.Close())
}

// TestAPersonHasFiveMinutes to sign in.
func TestAPersonHasFiveMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		env := Production()
		env.ClientID, env.Redirect = "c", "org.example.desk:/callback"
		began := time.Now()
		_, err := (&Login{Env: env, HTTP: gives(404, nil, nil), Open: func(string) error { return nil }}).Run(t.Context())
		require.Equal(t, store.CodeSignIn, store.CodeOf(err))
		require.Contains(t, err.Error(), "in time")
		require.Equal(t, 5*time.Minute, time.Since(began))
	})
}

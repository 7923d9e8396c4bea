package ks

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"

	"latchkey/store"
)

type signedIn struct {
	token *oauth2.Token
	err   error
}

// begin runs l and returns the address that it opens, and where Run ends.
func begin(t *testing.T, l *Login) (address string, ended <-chan signedIn) {
	t.Helper()
	opened, done := make(chan string, 1), make(chan signedIn, 1)
	l.Open = func(address string) error { opened <- address; return nil }
	go func() {
		token, err := l.Run(t.Context())
		done <- signedIn{token, err}
	}()
	select {
	case address = <-opened:
	case r := <-done:
		t.Fatalf("ended before the browser: %v", r.err)
	}
	return address, done
}

func TestSignIn(t *testing.T) {
	for name, secret := range map[string]string{"public client": "", "client with a secret": canary} {
		t.Run(name, func(t *testing.T) {
			p := newProvider(t)
			p.secret = secret
			l := &Login{Env: p.env(), Secret: secret, Now: func() time.Time { return noon }}
			address, ended := begin(t, l)
			require.True(t, strings.HasPrefix(address, p.URL+"/auth?"), address)
			back, err := p.approve(address)
			require.NoError(t, err)
			status, page := fetch(t, back)
			require.Equal(t, http.StatusOK, status)
			require.Contains(t, page, "SALTO KS has answered")
			require.Contains(t, page, "SALTO KS a répondu")
			require.NotContains(t, page, "http", "a page without outside assets")
			r := <-ended
			require.NoError(t, r.err)
			_, current := p.counted()
			require.Equal(t, current, r.token.RefreshToken)
			require.Equal(t, noon.Add(time.Hour), r.token.Expiry)
			require.Error(t, l.Paste(back), "nothing waits any more")
		})
	}
}

func TestEachSignInHasItsOwnSecrets(t *testing.T) {
	p := newProvider(t)
	states := map[string]bool{}
	for range 3 {
		address, ended := begin(t, &Login{Env: p.env()})
		u, err := url.Parse(address)
		require.NoError(t, err)
		states[u.Query().Get("state")], states[u.Query().Get("code_challenge")] = true, true
		back, err := p.approve(address)
		require.NoError(t, err)
		fetch(t, back)
		require.NoError(t, (<-ended).err)
	}
	require.Len(t, states, 6)
}

func TestOnlyTheRightReplyCounts(t *testing.T) {
	p := newProvider(t)
	l := &Login{Env: p.env()}
	address, ended := begin(t, l)
	back, err := p.approve(address)
	require.NoError(t, err)
	u, err := url.Parse(back)
	require.NoError(t, err)

	edit := func(f func(*url.URL, url.Values)) string {
		v, q := *u, u.Query()
		f(&v, q)
		v.RawQuery = q.Encode()
		return v.String()
	}
	for want, bad := range map[string]string{
		"400 wrong state": edit(func(_ *url.URL, q url.Values) { q.Set("state", "wrong") }),
		"400 no state":    edit(func(_ *url.URL, q url.Values) { q.Del("state") }),
		"400 no code":     edit(func(_ *url.URL, q url.Values) { q.Del("code") }),
		"400 forged end":  edit(func(_ *url.URL, q url.Values) { q.Set("state", ""); q.Set("error", "access_denied") }),
		"404 other path":  edit(func(v *url.URL, _ url.Values) { v.Path = "/other" }),
	} {
		status, page := fetch(t, bad)
		require.Equal(t, want[:3], strconv.Itoa(status), want)
		require.NotContains(t, page, canary)
		require.Error(t, l.Paste(bad), want)
	}
	status, _ := fetch(t, back)
	require.Equal(t, http.StatusOK, status)
	require.NoError(t, (<-ended).err)
}

func TestASecondReplyIsRefused(t *testing.T) {
	redirect, err := url.Parse("http://127.0.0.1:1/callback")
	require.NoError(t, err)
	cb := newCallback("s", redirect)
	back := "http://127.0.0.1:1/callback?state=s&code=1"
	require.NoError(t, cb.paste(" "+back+"\n"))
	require.ErrorIs(t, cb.paste(back), errSecondReply)
	status, _ := cb.answer(url.Values{"state": {"s"}, "code": {"2"}})
	require.Equal(t, http.StatusGone, status)
	require.Equal(t, reply{code: "1"}, <-cb.replies)
	require.Empty(t, cb.replies)
}

func TestThePastedAddressSignsIn(t *testing.T) {
	for name, redirect := range map[string]string{
		"loopback":      "http://127.0.0.1:0/callback",
		"custom scheme": "org.example.desk:/callback",
		"elsewhere":     "https://desk.example/callback",
	} {
		t.Run(name, func(t *testing.T) {
			p := newProvider(t)
			env := p.env()
			env.Redirect = redirect
			l := &Login{Env: env}
			address, ended := begin(t, l)
			back, err := p.approve(address)
			require.NoError(t, err)
			for _, bad := range []string{"", "hello", address, strings.Replace(back, "state=", "state=x", 1)} {
				require.Equal(t, store.CodeInvalid, store.CodeOf(l.Paste(bad)), bad)
			}
			require.NoError(t, l.Paste(" "+back+" "))
			require.NoError(t, (<-ended).err)
		})
	}
}

func TestADeniedSignInSaysSo(t *testing.T) {
	p := newProvider(t)
	address, ended := begin(t, &Login{Env: p.env()})
	u, err := url.Parse(address)
	require.NoError(t, err)
	q := u.Query()
	_, page := fetch(t, q.Get("redirect_uri")+"?error=access_denied&state="+q.Get("state"))
	require.Contains(t, page, "La connexion a été refusée")
	err = (<-ended).err
	var problem *store.Problem
	require.True(t, errors.As(err, &problem))
	require.Contains(t, problem.Error(), "refused in the browser")
}

func TestASignInEnds(t *testing.T) {
	p := newProvider(t)
	nothing := func(string) error { return nil }
	_, err := (&Login{Env: p.env(), Open: nothing, Limit: 20 * time.Millisecond}).Run(t.Context())
	require.Equal(t, store.CodeSignIn, store.CodeOf(err), "%v", err)

	_, err = (&Login{Env: p.env(), Open: func(string) error { return errors.New("none") }}).Run(t.Context())
	require.Contains(t, err.Error(), "browser could not be opened")

	ctx, cancel := context.WithCancel(t.Context())
	_, err = (&Login{Env: p.env(), Open: func(string) error { cancel(); return nil }}).Run(ctx)
	require.ErrorIs(t, err, context.Canceled)
}

func TestATakenPortIsNamed(t *testing.T) {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = l.Close() }()
	p := newProvider(t)
	env := p.env()
	env.Redirect = "http://" + l.Addr().String() + "/callback"
	_, err = (&Login{Env: env, Open: func(string) error { return nil }}).Run(t.Context())
	require.Equal(t, store.CodeBusy, store.CodeOf(err))
	_, port, err2 := net.SplitHostPort(l.Addr().String())
	require.NoError(t, err2)
	require.Contains(t, err.Error(), port)
}

// TestSignInWithoutDiscovery: the paths that SALTO documents do.
func TestSignInWithoutDiscovery(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"missing":      says(404, ""),
		"refused":      says(403, html),
		"another host": says(200, `{"authorization_endpoint":"https://evil.test/auth","token_endpoint":"https://evil.test/tok"}`),
		"nothing":      says(200, `{}`),
	} {
		t.Run(name, func(t *testing.T) {
			p := newProvider(t)
			p.become(func() { p.discovery = handler })
			address, ended := begin(t, &Login{Env: p.env()})
			require.True(t, strings.HasPrefix(address, p.URL+"/connect/authorize?"), address)
			back, err := p.approve(address)
			require.NoError(t, err)
			fetch(t, back)
			require.NoError(t, (<-ended).err)
		})
	}
}

func TestAnIssuerThatIsDownStopsTheSignIn(t *testing.T) {
	for want, handler := range map[Kind]http.HandlerFunc{
		Unusable:  says(200, html),
		Retryable: says(503, ""),
		Limited:   says(429, ""),
	} {
		p := newProvider(t)
		p.become(func() { p.discovery = handler })
		_, err := (&Login{Env: p.env(), Open: func(string) error { return nil }}).Run(t.Context())
		require.Equal(t, want, KindOf(err), "%v", err)
	}
}

func TestAnUnreachableIssuerIsOffline(t *testing.T) {
	p := newProvider(t)
	p.Close()
	_, err := (&Login{Env: p.env(), Open: func(string) error { return nil }}).Run(t.Context())
	require.Equal(t, Offline, KindOf(err))
	require.Equal(t, store.CodeOffline, store.CodeOf(err))
}

func TestASignInWithoutLastingAccessFails(t *testing.T) {
	p := newProvider(t)
	p.keepToken = true
	address, ended := begin(t, &Login{Env: p.env()})
	back, err := p.approve(address)
	require.NoError(t, err)
	fetch(t, back)
	err = (<-ended).err
	require.Equal(t, store.CodeRefused, store.CodeOf(err))
	require.Contains(t, err.Error(), "offline_access")
}

func TestTheBrowserOpensWebAddressesOnly(t *testing.T) {
	for _, bad := range []string{"file:///etc/passwd", "javascript:x", "-x", "", "::"} {
		require.Error(t, OpenBrowser(bad), bad)
	}
}

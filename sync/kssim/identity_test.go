package kssim

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"
)

func TestSignIn(t *testing.T) {
	d := newDesk(t, Config{})
	d.token = ""
	status, header, page := d.send("GET", "/connect/authorize?"+authQuery().Encode(), "", "")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, header.Get("Content-Type"), "text/html")
	require.Contains(t, page, `<form method="post">`)

	back := d.consent(authQuery(), allow())
	require.Equal(t, "st", back.Get("state"))
	status, answer := d.tokenCall(codeForm(back.Get("code")))
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "Bearer", answer["token_type"])
	require.EqualValues(t, 3600, answer["expires_in"])
	require.NotEmpty(t, answer["refresh_token"])

	d.token = text(any(answer), "access_token")
	require.Equal(t, DefaultAccount().Email, text(d.call("GET", "/v1.2/me", "", http.StatusOK), "email"))
}

func TestDiscoveryFollowsTheHost(t *testing.T) {
	d := newDesk(t, Config{})
	for _, host := range []string{"http://ks.test:7310", "https://identity.test"} {
		answer := d.call("GET", host+"/.well-known/openid-configuration", "", http.StatusOK)
		require.Equal(t, host, text(answer, "issuer"))
		require.Equal(t, host+"/connect/token", text(answer, "token_endpoint"))
	}
}

func TestAuthorizeRefuses(t *testing.T) {
	d := newDesk(t, Config{})
	tests := []struct {
		name, field, value string
		onPage             bool   // the redirect URI cannot be trusted
		code               string // error of the redirect
	}{
		{"unknown client", "client_id", "other", true, ""},
		{"unregistered redirect", "redirect_uri", "https://evil.example/callback", true, ""},
		{"other loopback path", "redirect_uri", "http://127.0.0.1:7311/other", true, ""},
		{"localhost for 127.0.0.1", "redirect_uri", "http://localhost:7311/callback", true, ""},
		{"unknown scope", "scope", "core_api.all", false, "invalid_scope"},
		{"no scope", "scope", "", false, "invalid_scope"},
		{"implicit flow", "response_type", "token", false, "unsupported_response_type"},
		{"no PKCE", "code_challenge", "", false, "invalid_request"},
		{"plain PKCE", "code_challenge_method", "plain", false, "invalid_request"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := authQuery()
			q.Set(tt.field, tt.value)
			status, header, _ := d.send("GET", "/connect/authorize?"+q.Encode(), "", "")
			if tt.onPage {
				require.Equal(t, http.StatusBadRequest, status)
				require.Empty(t, header.Get("Location"))
				return
			}
			target, err := url.Parse(header.Get("Location"))
			require.NoError(t, err)
			require.Equal(t, tt.code, target.Query().Get("error"))
			require.Equal(t, "st", target.Query().Get("state"))
		})
	}
}

func TestConsent(t *testing.T) {
	d := newDesk(t, Config{})
	deny := allow()
	deny.Set("decision", "deny")
	require.Equal(t, "access_denied", d.consent(authQuery(), deny).Get("error"))

	wrong := allow()
	wrong.Set("password", "guess")
	status, _, page := d.send("POST", "/connect/authorize?"+authQuery().Encode(), "application/x-www-form-urlencoded", wrong.Encode())
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, `role="alert"`)
}

func TestLoopbackPortIsFree(t *testing.T) {
	d := newDesk(t, Config{})
	q := authQuery()
	q.Set("redirect_uri", "http://127.0.0.1:50123/callback")
	form := codeForm(d.consent(q, allow()).Get("code"))
	form.Set("redirect_uri", q.Get("redirect_uri"))
	status, _ := d.tokenCall(form)
	require.Equal(t, http.StatusOK, status)
}

func TestCodeIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		change func(*desk, url.Values)
		status int
		code   string
	}{
		{"wrong verifier", func(_ *desk, f url.Values) { f.Set("code_verifier", verifier+"x") }, 400, "invalid_grant"},
		{"no verifier", func(_ *desk, f url.Values) { f.Del("code_verifier") }, 400, "invalid_grant"},
		{"other redirect", func(_ *desk, f url.Values) { f.Set("redirect_uri", "http://127.0.0.1:1/callback") }, 400, "invalid_grant"},
		{"unknown code", func(_ *desk, f url.Values) { f.Set("code", "made-up") }, 400, "invalid_grant"},
		{"too late", func(d *desk, _ url.Values) { d.sim.Clock().Advance(time.Minute) }, 400, "invalid_grant"},
		{"other client", func(_ *desk, f url.Values) { f.Set("client_id", "other") }, 401, "invalid_client"},
		{"other grant", func(_ *desk, f url.Values) { f.Set("grant_type", "password") }, 400, "unsupported_grant_type"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Config{})
			form := codeForm(d.code())
			tt.change(d, form)
			status, answer := d.tokenCall(form)
			require.Equal(t, tt.status, status)
			require.Equal(t, tt.code, answer["error"])
		})
	}
}

func TestCodeReuseRevokesTheSignIn(t *testing.T) {
	d := newDesk(t, Config{})
	form := codeForm(d.code())
	_, answer := d.tokenCall(form)
	status, again := d.tokenCall(form)
	require.Equal(t, http.StatusBadRequest, status)
	require.Equal(t, "invalid_grant", again["error"])

	d.token = text(any(answer), "access_token")
	d.call("GET", "/v1.2/me", "", http.StatusUnauthorized)
	status, _ = d.tokenCall(refreshForm(answer["refresh_token"]))
	require.Equal(t, http.StatusBadRequest, status)
}

func TestALostRefreshIsForgivenOnce(t *testing.T) {
	d := newDesk(t, Config{})
	first := d.signIn()
	_, lost := d.tokenCall(refreshForm(first))
	status, second := d.tokenCall(refreshForm(first))
	require.Equal(t, http.StatusOK, status)
	status, _ = d.tokenCall(refreshForm(second["refresh_token"]))
	require.Equal(t, http.StatusOK, status)
	status, _ = d.tokenCall(refreshForm(lost["refresh_token"]))
	require.Equal(t, http.StatusBadRequest, status, "the lost one is replaced")
	status, _ = d.tokenCall(refreshForm(first))
	require.Equal(t, http.StatusBadRequest, status, "its successor has been used")
}

func TestRefreshRotates(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{StrictRotation: true}})
	first := d.signIn()
	status, second := d.tokenCall(refreshForm(first))
	require.Equal(t, http.StatusOK, status)
	require.NotEqual(t, first, second["refresh_token"])

	// A second use of the first means that somebody else has it: all end.
	status, reuse := d.tokenCall(refreshForm(first))
	require.Equal(t, http.StatusBadRequest, status)
	require.Equal(t, "invalid_grant", reuse["error"])
	status, _ = d.tokenCall(refreshForm(second["refresh_token"]))
	require.Equal(t, http.StatusBadRequest, status)
	d.token = text(any(second), "access_token")
	d.call("GET", "/v1.2/me", "", http.StatusUnauthorized)
}

func TestRefreshWithoutRotation(t *testing.T) {
	d := newDesk(t, Config{Readings: Readings{NoRotation: true}})
	first := d.signIn()
	for range 3 {
		status, answer := d.tokenCall(refreshForm(first))
		require.Equal(t, http.StatusOK, status)
		require.Equal(t, first, answer["refresh_token"])
	}
}

func TestRefreshScopeCannotGrow(t *testing.T) {
	d := newDesk(t, Config{})
	q := authQuery()
	q.Set("scope", "offline_access")
	_, answer := d.tokenCall(codeForm(d.consent(q, allow()).Get("code")))
	form := refreshForm(answer["refresh_token"])
	form.Set("scope", scopeAPI)
	status, answer := d.tokenCall(form)
	require.Equal(t, http.StatusBadRequest, status)
	require.Equal(t, "invalid_scope", answer["error"])
}

func TestConfidentialClient(t *testing.T) {
	sim := New(Config{ClientSecret: "s3 cret"})
	d := &desk{t: t, sim: sim, base: base, http: &http.Client{Transport: sim.Transport()}}
	d.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	status, answer := d.tokenCall(codeForm(d.code()))
	require.Equal(t, http.StatusUnauthorized, status)
	require.Equal(t, "invalid_client", answer["error"])

	form := codeForm(d.code())
	form.Set("client_secret", "s3 cret")
	status, _ = d.tokenCall(form)
	require.Equal(t, http.StatusOK, status)
}

func TestRevocation(t *testing.T) {
	d := newDesk(t, Config{})
	refresh := d.signIn()
	form := url.Values{"token": {refresh.(string)}, "client_id": {"latchkey-sample"}}
	status, _, _ := d.send("POST", "/connect/revocation", "application/x-www-form-urlencoded", form.Encode())
	require.Equal(t, http.StatusOK, status)
	d.call("GET", "/v1.2/me", "", http.StatusUnauthorized)
}

// golang.org/x/oauth2 is not ours, so it does not share our misunderstandings.
func TestSignInWithAnotherLibrary(t *testing.T) {
	for _, secret := range []string{"", "s3cret:&+ %"} {
		sim := New(Config{ClientSecret: secret, TokenLife: time.Second})
		require.NoError(t, sim.AddSite(MaisonNord()))
		d := &desk{t: t, sim: sim, base: base, http: &http.Client{Transport: sim.Transport()}}
		d.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		cfg := oauth2.Config{
			ClientID: "latchkey-sample", ClientSecret: secret, RedirectURL: callback, Scopes: []string{scopeOffline, scopeAPI},
			Endpoint: oauth2.Endpoint{AuthURL: base + "/connect/authorize", TokenURL: base + "/connect/token", AuthStyle: oauth2.AuthStyleInHeader},
		}
		if secret == "" {
			cfg.Endpoint.AuthStyle = oauth2.AuthStyleInParams
		}
		verifier := oauth2.GenerateVerifier()
		address, err := url.Parse(cfg.AuthCodeURL("st", oauth2.S256ChallengeOption(verifier)))
		require.NoError(t, err)
		ctx := context.WithValue(t.Context(), oauth2.HTTPClient, d.http)
		token, err := cfg.Exchange(ctx, d.consent(address.Query(), allow()).Get("code"), oauth2.VerifierOption(verifier))
		require.NoError(t, err)

		sim.Clock().Advance(time.Minute)
		token.Expiry = time.Now().Add(-time.Minute)
		client := cfg.Client(ctx, token) // refreshes first
		res, err := client.Get(base + "/v1.2/sites")
		require.NoError(t, err)
		require.Len(t, items(decodeBody(t, res)), 1)
	}
}

func TestUnauthorized(t *testing.T) {
	d := newDesk(t, Config{TokenLife: time.Minute})
	d.call("GET", "/v1.2/me", "", http.StatusOK)
	d.sim.Clock().Advance(time.Minute)
	status, header, body := d.send("GET", "/v1.2/me", "", "")
	require.Equal(t, http.StatusUnauthorized, status)
	require.Empty(t, body)
	require.Contains(t, header.Get("WWW-Authenticate"), `Bearer error="invalid_token"`)
}

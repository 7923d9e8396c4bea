//go:build oidc

package ks

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// rewrite changes the query of an address.
func rewrite(t *testing.T, address string, change func(url.Values)) string {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	q := u.Query()
	change(q)
	u.RawQuery = q.Encode()
	return u.String()
}

// signInWith runs a sign-in at an address that change has been at.
func signInWith(t *testing.T, l *Login, p *person, change func(url.Values)) signedIn {
	t.Helper()
	address, ended := begin(t, l)
	status, _ := fetch(t, p.answer(t, rewrite(t, address, change)))
	require.Equal(t, http.StatusOK, status)
	return <-ended
}

func asIs(url.Values) {}

func TestOIDCASignInGivesTokensThatTheProviderAccepts(t *testing.T) {
	f := newForeign(t)
	for client, secret := range clientSecrets {
		t.Run(client, func(t *testing.T) {
			w, mia := newRelay(t), newPerson(t, "mia")
			address, ended := begin(t, &Login{Env: f.env(client), Secret: secret, HTTP: w, Now: func() time.Time { return noon }})
			require.True(t, strings.HasPrefix(address, f.paths["authorization_endpoint"]+"?"), address)
			require.NotContains(t, address, "/connect/", "the paths are the provider's, not SALTO's")

			status, page := fetch(t, mia.answer(t, address))
			require.Equal(t, []string{"login", "consent"}, mia.pages)
			require.Equal(t, http.StatusOK, status)
			require.Contains(t, page, "SALTO KS has answered")
			r := <-ended
			require.NoError(t, r.err)
			asked, _ := w.took()
			require.Equal(t, []string{"GET /.well-known/openid-configuration", tokenLine}, asked)

			require.Equal(t, noon.Add(accessLife), r.token.Expiry)
			access, refresh := f.knows(t, r.token.AccessToken), f.knows(t, r.token.RefreshToken)
			for _, about := range []map[string]any{access, refresh} {
				require.Equal(t, true, about["active"])
				require.Equal(t, client, about["client_id"])
				require.Equal(t, "mia", about["sub"])
				require.Contains(t, about["scope"], "user_api.full_access")
			}
			require.Contains(t, refresh["scope"], "offline_access")

			status, about := f.post(t, "userinfo_endpoint", url.Values{}, withToken(r.token.AccessToken))
			require.Equal(t, http.StatusOK, status)
			require.Equal(t, "mia", about["sub"])
		})
	}
}

func TestOIDCThePastedAddressSignsIn(t *testing.T) {
	f := newForeign(t)
	l := &Login{Env: f.env(publicClient)}
	l.Env.Redirect = "https://desk.example/callback"
	address, ended := begin(t, l)
	back := newPerson(t, "mia").answer(t, address)
	require.True(t, strings.HasPrefix(back, l.Env.Redirect+"?"), back)
	require.NoError(t, l.Paste(back))
	r := <-ended
	require.NoError(t, r.err)
	require.True(t, f.accepts(t, r.token.AccessToken))
}

// TestOIDCASignInWithoutPKCEIsRefused: the provider does not merely put up
// with what Latchkey sends, it wants it.
func TestOIDCASignInWithoutPKCEIsRefused(t *testing.T) {
	f := newForeign(t)
	for name, change := range map[string]func(url.Values){
		"none":     func(q url.Values) { q.Del("code_challenge"); q.Del("code_challenge_method") },
		"in plain": func(q url.Values) { q.Set("code_challenge_method", "plain") },
	} {
		t.Run(name, func(t *testing.T) {
			w := newRelay(t)
			r := signInWith(t, &Login{Env: f.env(publicClient), HTTP: w}, newPerson(t, "mia"), change)
			require.Equal(t, Final, KindOf(r.err), "%v", r.err)
			require.Equal(t, "invalid_request", asError(t, r.err).Code)
			require.Equal(t, store.CodeRefused, store.CodeOf(r.err))
			_, forToken := w.took()
			require.Zero(t, forToken)
		})
	}
}

// TestOIDCACodeIsWorthNothingWithoutItsVerifier, to whoever got hold of it.
func TestOIDCACodeIsWorthNothingWithoutItsVerifier(t *testing.T) {
	f, w := newForeign(t), newRelay(t)
	r := signInWith(t, &Login{Env: f.env(publicClient), HTTP: w}, newPerson(t, "mia"), func(q url.Values) {
		q.Set("code_challenge", strings.Repeat("A", 43))
	})
	require.Equal(t, store.CodeSignIn, store.CodeOf(r.err))
	require.Contains(t, r.err.Error(), "could not be finished")
	_, forToken := w.took()
	require.Equal(t, 1, forToken, "a code is good once and is sent once")

	address, _ := begin(t, &Login{Env: f.env(publicClient)})
	back, err := url.Parse(newPerson(t, "mia").answer(t, address))
	require.NoError(t, err)
	stolen := url.Values{
		"grant_type": {"authorization_code"}, "client_id": {publicClient}, "code": {back.Query().Get("code")},
		"redirect_uri": {"http://" + back.Host + back.Path},
	}
	for _, verifier := range []string{"", strings.Repeat("A", 43)} {
		if verifier != "" {
			stolen.Set("code_verifier", verifier)
		}
		status, body := f.post(t, "token_endpoint", stolen)
		require.Equal(t, http.StatusBadRequest, status)
		require.Equal(t, codeInvalidGrant, body["error"])
	}
}

func TestOIDCADeniedConsentSaysSo(t *testing.T) {
	f, w, mia := newForeign(t), newRelay(t), newPerson(t, "mia")
	mia.denies = true
	address, ended := begin(t, &Login{Env: f.env(publicClient), HTTP: w})
	_, page := fetch(t, mia.answer(t, address))
	require.Equal(t, []string{"login", "consent"}, mia.pages)
	require.Contains(t, page, "La connexion a été refusée")
	err := (<-ended).err
	require.Equal(t, codeAccessDenied, asError(t, err).Code)
	require.Contains(t, sentence(t, err), "refused in the browser")
	_, forToken := w.took()
	require.Zero(t, forToken)

	mia.denies = false
	require.NoError(t, signInWith(t, &Login{Env: f.env(publicClient)}, mia, asIs).err, "the same person may think again")
	require.Equal(t, []string{"login", "consent", "consent"}, mia.pages)
}

// TestOIDCAFaultOfTheProviderIsNotTakenForTheNetwork: it says so itself, in the
// reply (RFC 6749 4.1.2.1).
func TestOIDCAFaultOfTheProviderIsNotTakenForTheNetwork(t *testing.T) {
	r := signInWith(t, &Login{Env: newForeign(t).env(publicClient)}, newPerson(t, "unlucky"), asIs)
	require.Equal(t, "temporarily_unavailable", asError(t, r.err).Code)
	require.Equal(t, store.CodeSignIn, store.CodeOf(r.err))
	require.Contains(t, sentence(t, r.err), "could not be finished. Start it again.")
}

// TestOIDCAReplyToAnotherSignInIsNotTaken: somebody else's code, genuine and
// fresh, would make Latchkey work with somebody else's account.
func TestOIDCAReplyToAnotherSignInIsNotTaken(t *testing.T) {
	f, w := newForeign(t), newRelay(t)
	l := &Login{Env: f.env(publicClient), HTTP: w}
	address, ended := begin(t, l)
	back := newPerson(t, "mia").answer(t, address)

	other, _ := begin(t, &Login{Env: f.env(publicClient)})
	foreignReply, err := url.Parse(newPerson(t, "mallory").answer(t, other))
	require.NoError(t, err)
	home, err := url.Parse(back)
	require.NoError(t, err)
	foreignReply.Host = home.Host
	for _, bad := range []string{
		foreignReply.String(),
		rewrite(t, foreignReply.String(), func(q url.Values) { q.Del("state") }),
		rewrite(t, back, func(q url.Values) { q.Set("state", q.Get("state")+"x") }),
	} {
		status, _ := fetch(t, bad)
		require.Equal(t, http.StatusBadRequest, status)
		require.Error(t, l.Paste(bad))
	}
	_, forToken := w.took()
	require.Zero(t, forToken)

	status, _ := fetch(t, back)
	require.Equal(t, http.StatusOK, status)
	r := <-ended
	require.NoError(t, r.err)
	require.Equal(t, "mia", f.knows(t, r.token.AccessToken)["sub"])
}

// TestOIDCALostAnswerToTheCodeNeedsANewSignIn: sent again, the code would end
// what it has just begun.
func TestOIDCALostAnswerToTheCodeNeedsANewSignIn(t *testing.T) {
	f, w, mia := newForeign(t), newRelay(t), newPerson(t, "mia")
	l := &Login{Env: f.env(publicClient), HTTP: w}
	for _, lost := range []mishap{answerLost, requestLost} {
		w.spoil(lost)
		r := signInWith(t, l, mia, asIs)
		require.Equal(t, store.CodeSignIn, store.CodeOf(r.err))
		require.Contains(t, r.err.Error(), "could not be finished")
		_, forToken := w.took()
		require.Equal(t, 1, forToken)
	}
	require.NoError(t, signInWith(t, l, mia, asIs).err)
}

func TestOIDCAClientThatTheProviderDoesNotKnowIsNamedAsTheCause(t *testing.T) {
	f := newForeign(t)
	for name, secret := range map[string]string{"wrong secret": confidentialSecret + "x", "no secret": ""} {
		t.Run(name, func(t *testing.T) {
			w := newRelay(t)
			r := signInWith(t, &Login{Env: f.env(confidentialClient), Secret: secret, HTTP: w}, newPerson(t, "mia"), asIs)
			require.Equal(t, Final, KindOf(r.err), "%v", r.err)
			require.Equal(t, codeInvalidClient, asError(t, r.err).Code)
			require.Contains(t, sentence(t, r.err), "client id or the client secret")
			require.NotContains(t, r.err.Error(), confidentialSecret)
			_, forToken := w.took()
			require.Equal(t, 1, forToken, "no second way to prove itself is tried")
		})
	}
}

// TestOIDCASecretHasToBeEncoded: the one used here shows whether it was.
func TestOIDCASecretHasToBeEncoded(t *testing.T) {
	f := newForeign(t)
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"none"}}
	_, body := f.post(t, "token_endpoint", form, asClient(confidentialClient, confidentialSecret))
	require.NotEqual(t, codeInvalidGrant, body["error"])
	_, body = f.post(t, "token_endpoint", form, asClient(url.QueryEscape(confidentialClient), url.QueryEscape(confidentialSecret)))
	require.Equal(t, codeInvalidGrant, body["error"], "the client is known, the token is not")
}

// TestOIDCWithoutLastingAccessThereIsNoSignIn, at a provider that takes OpenID
// Connect Core 11 by the letter: there, offline_access counts only together
// with prompt=consent, and nothing else is missing.
func TestOIDCWithoutLastingAccessThereIsNoSignIn(t *testing.T) {
	f := newForeign(t)
	r := signInWith(t, &Login{Env: f.env(strictClient)}, newPerson(t, "mia"), asIs)
	require.Equal(t, store.CodeRefused, store.CodeOf(r.err))
	require.Contains(t, r.err.Error(), "offline_access")

	r = signInWith(t, &Login{Env: f.env(strictClient)}, newPerson(t, "mia"), func(q url.Values) { q.Set("prompt", "consent") })
	require.NoError(t, r.err)
	require.True(t, f.accepts(t, r.token.RefreshToken))
}

// sentence is what the desk reads.
func sentence(t *testing.T, err error) string {
	t.Helper()
	var problem *store.Problem
	require.Truef(t, errors.As(err, &problem), "%v", err)
	return problem.Error()
}

//go:build oidc

package ks

import (
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// desk is Latchkey with an account at a foreign provider. Its clock and the
// provider's move together.
type desk struct {
	*Tokens
	*foreign
	env    Environment
	relay  *relay
	vault  *stiffVault
	secret *MemoryVault
	now    time.Time
}

// newDesk returns a desk where mia is signed in.
func newDesk(t *testing.T, f *foreign, client string) *desk {
	t.Helper()
	d := &desk{foreign: f, relay: newRelay(t), vault: new(stiffVault), secret: new(MemoryVault), now: noon}
	d.env = f.env(client)
	require.NoError(t, d.secret.Store(t.Context(), clientSecrets[client]))
	d.Tokens = NewTokens(TokensConfig{Env: d.env, Refresh: d.vault, Secret: d.secret, HTTP: d.relay, Now: d.clock})
	d.signIn(t)
	return d
}

func (d *desk) clock() time.Time { return d.now }

func (d *desk) signIn(t *testing.T) {
	t.Helper()
	r := signInWith(t, &Login{Env: d.env, Secret: clientSecrets[d.env.ClientID], HTTP: d.relay, Now: d.clock}, newPerson(t, "mia"), asIs)
	require.NoError(t, r.err)
	require.NoError(t, d.Adopt(t.Context(), r.token))
	require.Equal(t, r.token.RefreshToken, d.stored(t))
	d.relay.took()
}

// pass lets time go by, here and there.
func (d *desk) pass(t *testing.T, by time.Duration) {
	t.Helper()
	d.now = d.now.Add(by)
	d.foreign.pass(t, by)
}

func (d *desk) stored(t *testing.T) string {
	t.Helper()
	stored, err := d.vault.Load(t.Context())
	require.NoError(t, err)
	return stored
}

// token is the access token, which must be one that the provider accepts.
func (d *desk) token(t *testing.T) string {
	t.Helper()
	token, err := d.Token(t.Context())
	require.NoError(t, err)
	require.True(t, d.accepts(t, token))
	return token
}

// mustSignIn fails unless Latchkey asks for a new sign-in, leaves the provider
// alone until then, and works again after it.
func (d *desk) mustSignIn(t *testing.T) {
	t.Helper()
	d.relay.took()
	for range 3 {
		token, err := d.Token(t.Context())
		require.Empty(t, token)
		require.Equal(t, SignIn, KindOf(err), "%v", err)
		require.Equal(t, store.CodeSignIn, store.CodeOf(err))
		require.Equal(t, "SALTO KS wants a new sign-in. Open Settings and sign in again; what waits is sent after that.", sentence(t, err))
	}
	asked, _ := d.relay.took()
	require.Empty(t, asked)
	d.signIn(t)
	d.token(t)
}

func TestOIDCEachRefreshRotatesAndTheNewestIsKept(t *testing.T) {
	f := newForeign(t)
	for client := range clientSecrets {
		t.Run(client, func(t *testing.T) {
			d := newDesk(t, f, client)
			access := d.token(t)
			for range 3 {
				old := d.stored(t)
				renewed, err := d.Renew(t.Context(), access)
				require.NoError(t, err)
				require.NotEqual(t, access, renewed)
				require.True(t, d.accepts(t, renewed))
				require.NotEqual(t, old, d.stored(t))
				require.True(t, d.accepts(t, d.stored(t)), "the newest is the one that is good")
				require.False(t, d.accepts(t, old))
				access = renewed
			}
			_, forToken := d.relay.took()
			require.Equal(t, 3, forToken)
		})
	}
}

func TestOIDCNoAccessTokenBeforeItsRefreshTokenIsStored(t *testing.T) {
	d := newDesk(t, newForeign(t), publicClient)
	access, old := d.token(t), d.stored(t)
	d.vault.stiff = true
	for range 3 {
		token, err := d.Renew(t.Context(), access)
		require.Empty(t, token)
		require.Equal(t, store.CodeFile, store.CodeOf(err))
	}
	require.Equal(t, old, d.stored(t))
	d.vault.stiff = false
	require.NotEqual(t, access, d.token(t))
	require.True(t, d.accepts(t, d.stored(t)), "the token that waited is in the vault")
	_, forToken := d.relay.took()
	require.Equal(t, 1, forToken)
}

func TestOIDCManyCallersRefreshOnce(t *testing.T) {
	d := newDesk(t, newForeign(t), publicClient)
	access := d.token(t)
	var all sync.WaitGroup
	got := make([]string, 20)
	for i := range got {
		all.Go(func() { got[i], _ = d.Renew(t.Context(), access) })
	}
	all.Wait()
	for _, token := range got {
		require.Equal(t, got[0], token)
	}
	require.True(t, d.accepts(t, got[0]))
	_, forToken := d.relay.took()
	require.Equal(t, 1, forToken)
}

func TestOIDCAccessTokensAreRenewedAMinuteBeforeTheyEnd(t *testing.T) {
	d := newDesk(t, newForeign(t), publicClient)
	access := d.token(t)
	about := d.knows(t, access)
	require.InDelta(t, accessLife.Seconds(), about["exp"].(float64)-about["iat"].(float64), 0)

	d.pass(t, accessLife-time.Minute-time.Second)
	require.Equal(t, access, d.token(t))
	_, forToken := d.relay.took()
	require.Zero(t, forToken)

	d.pass(t, time.Second)
	next := d.token(t)
	require.NotEqual(t, access, next)
	_, forToken = d.relay.took()
	require.Equal(t, 1, forToken)

	d.pass(t, accessLife)
	require.False(t, d.accepts(t, access))
	require.False(t, d.accepts(t, next))
	require.NotEqual(t, next, d.token(t))
}

// TestOIDCAnAccessTokenThatIsRefusedEarlyIsRenewed, whatever our clock says.
func TestOIDCAnAccessTokenThatIsRefusedEarlyIsRenewed(t *testing.T) {
	d := newDesk(t, newForeign(t), publicClient)
	access := d.token(t)
	status, _ := d.post(t, "revocation_endpoint", url.Values{"token": {access}, "client_id": {publicClient}})
	require.Equal(t, http.StatusOK, status)
	require.False(t, d.accepts(t, access))
	renewed, err := d.Renew(t.Context(), access)
	require.NoError(t, err)
	require.True(t, d.accepts(t, renewed))
	require.Equal(t, renewed, d.token(t))
	_, forToken := d.relay.took()
	require.Equal(t, 1, forToken)
}

// TestOIDCAnOldRefreshTokenUsedAgainEndsTheSignIn: the provider takes it for
// theft and ends all that came of the sign-in.
func TestOIDCAnOldRefreshTokenUsedAgainEndsTheSignIn(t *testing.T) {
	d := newDesk(t, newForeign(t), publicClient)
	old := d.stored(t)
	access, err := d.Renew(t.Context(), d.token(t))
	require.NoError(t, err)

	status, body := d.thief(t, old)
	require.Equal(t, http.StatusBadRequest, status)
	require.Equal(t, codeInvalidGrant, body["error"])
	require.False(t, d.accepts(t, access))
	require.False(t, d.accepts(t, d.stored(t)))

	d.relay.took()
	_, err = d.Renew(t.Context(), access)
	require.Equal(t, SignIn, KindOf(err))
	_, forToken := d.relay.took()
	require.Equal(t, 1, forToken)
	d.mustSignIn(t)
}

// TestOIDCALostAnswerToARefreshIsAskedForOnceMore and no more: this provider
// ends the sign-in when it sees a refresh token twice.
func TestOIDCALostAnswerToARefreshIsAskedForOnceMore(t *testing.T) {
	d := newDesk(t, newForeign(t), publicClient)
	access, old := d.token(t), d.stored(t)
	d.relay.spoil(answerLost)
	_, err := d.Renew(t.Context(), access)
	require.Equal(t, Unknown, KindOf(err))
	require.Equal(t, old, d.stored(t), "nothing came that could be stored")
	require.False(t, d.accepts(t, old), "the provider has used it up")

	_, err = d.Token(t.Context())
	require.Equal(t, SignIn, KindOf(err))
	require.Equal(t, codeInvalidGrant, asError(t, err).Code)
	for range 5 {
		_, err = d.Token(t.Context())
		require.Equal(t, SignIn, KindOf(err))
	}
	_, forToken := d.relay.took()
	require.Equal(t, 2, forToken)
	d.mustSignIn(t)
}

func TestOIDCTwoLostAnswersToARefreshEndInANewSignIn(t *testing.T) {
	d := newDesk(t, newForeign(t), publicClient)
	access := d.token(t)
	d.relay.spoil(answerLost, answerLost)
	_, err := d.Renew(t.Context(), access)
	require.Equal(t, Unknown, KindOf(err))
	for range 5 {
		_, err = d.Token(t.Context())
	}
	require.Equal(t, SignIn, KindOf(err))
	_, forToken := d.relay.took()
	require.Equal(t, 2, forToken)
	d.mustSignIn(t)
}

// TestOIDCARefreshThatDidNotReachTheProviderIsMadeAgain, and the sign-in stays.
func TestOIDCARefreshThatDidNotReachTheProviderIsMadeAgain(t *testing.T) {
	f := newForeign(t)
	for name, c := range map[string]struct {
		mishap mishap
		times  int
		kind   Kind
	}{
		"lost on its way": {requestLost, 1, Unknown},
		"no connection":   {unreachable, 4, Offline},
		"overloaded":      {overloaded, 4, Retryable},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, f, publicClient)
			access, old := d.token(t), d.stored(t)
			for range c.times {
				d.relay.spoil(c.mishap)
				_, err := d.Renew(t.Context(), access)
				require.Equal(t, c.kind, KindOf(err), "%v", err)
			}
			require.Equal(t, old, d.stored(t))
			require.True(t, d.accepts(t, old))
			require.NotEqual(t, access, d.token(t))
			require.True(t, d.accepts(t, d.stored(t)))
			_, forToken := d.relay.took()
			require.Equal(t, c.times+1, forToken)
		})
	}
}

func TestOIDCASignInThatSomebodyElseRevokedIsAskedForAgain(t *testing.T) {
	d := newDesk(t, newForeign(t), publicClient)
	access := d.token(t)
	status, _ := d.post(t, "revocation_endpoint", url.Values{"token": {d.stored(t)}, "client_id": {publicClient}})
	require.Equal(t, http.StatusOK, status)
	require.False(t, d.accepts(t, access))

	_, err := d.Renew(t.Context(), access)
	require.Equal(t, SignIn, KindOf(err))
	require.Equal(t, codeInvalidGrant, asError(t, err).Code)
	_, forToken := d.relay.took()
	require.Equal(t, 1, forToken)
	d.mustSignIn(t)
}

func TestOIDCASignInThatWasLeftAloneTooLongIsAskedForAgain(t *testing.T) {
	d := newDesk(t, newForeign(t), publicClient)
	for range 3 {
		d.pass(t, 10*24*time.Hour)
		d.token(t) // each use makes it last on
	}
	d.pass(t, 15*24*time.Hour)
	_, err := d.Token(t.Context())
	require.Equal(t, SignIn, KindOf(err))
	d.mustSignIn(t)
}

func TestOIDCSignOutEndsTheSignInAtTheProvider(t *testing.T) {
	f := newForeign(t)
	for client := range clientSecrets {
		t.Run(client, func(t *testing.T) {
			d := newDesk(t, f, client)
			access, refresh := d.token(t), d.stored(t)
			require.True(t, d.accepts(t, refresh))
			require.NoError(t, d.SignOut(t.Context()))
			asked, _ := d.relay.took()
			require.Equal(t, []string{"GET /.well-known/openid-configuration", "POST /token/revocation"}, asked)
			require.Empty(t, d.stored(t))
			require.False(t, d.accepts(t, refresh))
			require.False(t, d.accepts(t, access))
			d.mustSignIn(t)
		})
	}
}

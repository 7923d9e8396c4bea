package ks

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"

	"latchkey/store"
)

// account is a Tokens that was signed in at p, with a clock to turn.
type account struct {
	*Tokens
	p     *provider
	vault *MemoryVault
	mu    sync.Mutex
	now   time.Time
}

func newAccount(t *testing.T, p *provider) *account {
	t.Helper()
	a := &account{p: p, vault: new(MemoryVault), now: noon}
	p.mu.Lock()
	p.current = canary + "-refresh-0"
	p.mu.Unlock()
	require.NoError(t, a.vault.Store(t.Context(), canary+"-refresh-0"))
	a.Tokens = NewTokens(TokensConfig{Env: p.env(), Refresh: a.vault, Now: a.clock})
	return a
}

func (a *account) clock() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.now
}

func (a *account) pass(d time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.now = a.now.Add(d)
}

func (a *account) stored(t *testing.T) string {
	t.Helper()
	s, err := a.vault.Load(t.Context())
	require.NoError(t, err)
	return s
}

func TestATokenIsKeptUntilAMinuteBeforeItsEnd(t *testing.T) {
	a := newAccount(t, newProvider(t))
	first, err := a.Token(t.Context())
	require.NoError(t, err)
	a.pass(time.Hour - expiryMargin - time.Second)
	again, err := a.Token(t.Context())
	require.NoError(t, err)
	require.Equal(t, first, again)
	a.pass(time.Second)
	next, err := a.Token(t.Context())
	require.NoError(t, err)
	require.NotEqual(t, first, next)
	refreshes, current := a.p.counted()
	require.Equal(t, 2, refreshes)
	require.Equal(t, current, a.stored(t), "the newest refresh token is kept")
}

func TestManyCallersRefreshOnce(t *testing.T) {
	a := newAccount(t, newProvider(t))
	var all sync.WaitGroup
	got := make([]string, 20)
	for i := range got {
		all.Go(func() { got[i], _ = a.Token(t.Context()) })
	}
	all.Wait()
	for _, token := range got {
		require.NotEmpty(t, token)
		require.Equal(t, got[0], token)
	}
	refused := got[0]
	for i := range got {
		all.Go(func() { got[i], _ = a.Renew(t.Context(), refused) })
	}
	all.Wait()
	for _, token := range got {
		require.Equal(t, got[0], token)
		require.NotEqual(t, refused, token)
	}
	refreshes, _ := a.p.counted()
	require.Equal(t, 2, refreshes)
}

func TestTheVaultIsReadBeforeEachRefresh(t *testing.T) {
	a := newAccount(t, newProvider(t))
	_, err := a.Token(t.Context())
	require.NoError(t, err)
	a.p.mu.Lock()
	a.p.current = canary + "-from-elsewhere"
	a.p.mu.Unlock()
	require.NoError(t, a.vault.Store(t.Context(), canary+"-from-elsewhere"))
	a.pass(time.Hour)
	_, err = a.Token(t.Context())
	require.NoError(t, err)
}

func TestAnAnswerWithoutRefreshTokenKeepsTheOld(t *testing.T) {
	p := newProvider(t)
	p.keepToken = true
	a := newAccount(t, p)
	for range 3 {
		_, err := a.Token(t.Context())
		require.NoError(t, err)
		a.pass(2 * time.Hour)
	}
	require.Equal(t, canary+"-refresh-0", a.stored(t))
}

// stiffVault refuses to store while stiff.
type stiffVault struct {
	MemoryVault
	stiff bool
}

func (v *stiffVault) Store(ctx context.Context, secret string) error {
	if v.stiff {
		return &store.Problem{Code: store.CodeFile, Text: "The disk is full."}
	}
	return v.MemoryVault.Store(ctx, secret)
}

// TestNoAccessTokenBeforeItsRefreshTokenIsStored, and none is lost by it.
func TestNoAccessTokenBeforeItsRefreshTokenIsStored(t *testing.T) {
	p := newProvider(t)
	vault := new(stiffVault)
	tokens := NewTokens(TokensConfig{Env: p.env(), Refresh: vault, Now: func() time.Time { return noon }})
	p.current = canary + "-refresh-0"
	require.NoError(t, vault.Store(t.Context(), p.current))
	vault.stiff = true
	for range 3 {
		token, err := tokens.Token(t.Context())
		require.Empty(t, token)
		require.Equal(t, store.CodeFile, store.CodeOf(err))
	}
	vault.stiff = false
	token, err := tokens.Token(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, token)
	refreshes, current := p.counted()
	require.Equal(t, 1, refreshes, "the answer was not thrown away")
	stored, err := vault.Load(t.Context())
	require.NoError(t, err)
	require.Equal(t, current, stored)
}

// TestALostAnswerIsAskedForOnceMore, by the next caller, and then a person has
// to sign in.
func TestALostAnswerIsAskedForOnceMore(t *testing.T) {
	p := newProvider(t)
	a := newAccount(t, p)
	p.become(func() { p.fault = hangUp })
	_, err := a.Token(t.Context())
	require.Equal(t, Unknown, KindOf(err))
	require.Len(t, tokenRequests(p), 1, "no repetition by itself")
	_, err = a.Token(t.Context())
	require.Equal(t, Unknown, KindOf(err))
	for range 3 {
		_, err = a.Token(t.Context())
		require.Equal(t, SignIn, KindOf(err))
		require.Equal(t, store.CodeSignIn, store.CodeOf(err))
	}
	require.Len(t, tokenRequests(p), 2)

	p.become(func() { p.fault = nil })
	require.NoError(t, a.Adopt(t.Context(), &oauth2.Token{AccessToken: "a", RefreshToken: p.current, Expiry: noon}))
	_, err = a.Token(t.Context())
	require.NoError(t, err, "a new sign-in mends it")
}

func TestALostAnswerThatUsedTheTokenUpWantsASignIn(t *testing.T) {
	p := newProvider(t)
	a := newAccount(t, p)
	p.become(func() { p.lose = true })
	_, err := a.Token(t.Context())
	require.Equal(t, Unknown, KindOf(err))
	p.become(func() { p.lose = false })
	for range 3 {
		_, err = a.Token(t.Context())
		require.Equal(t, SignIn, KindOf(err))
	}
	refreshes, _ := p.counted()
	require.Equal(t, 2, refreshes, "a refused token is not sent again")
}

func TestALostAnswerMayTurnOutWell(t *testing.T) {
	p := newProvider(t)
	a := newAccount(t, p)
	p.become(func() { p.fault = says(500, "") })
	_, err := a.Token(t.Context())
	require.Equal(t, Unknown, KindOf(err))
	p.become(func() { p.fault = nil })
	_, err = a.Token(t.Context())
	require.NoError(t, err)
}

// TestWhatCannotHaveUsedTheTokenMayBeRepeated as often as need be.
func TestWhatCannotHaveUsedTheTokenMayBeRepeated(t *testing.T) {
	for want, fault := range map[Kind]http.HandlerFunc{
		Retryable: says(503, "", "Retry-After", "5"),
		Limited:   says(429, "", "Retry-After", "5"),
		Unusable:  says(404, ""),
		Final:     says(401, `{"error":"invalid_client"}`, "Content-Type", "application/json"),
	} {
		p := newProvider(t)
		a := newAccount(t, p)
		p.become(func() { p.fault = fault })
		for range 4 {
			_, err := a.Token(t.Context())
			require.Equal(t, want, KindOf(err), "%v", err)
		}
		p.become(func() { p.fault = nil })
		_, err := a.Token(t.Context())
		require.NoError(t, err)
	}
}

// TestANetworkThatIsDownRisksNoToken: it shows on the request before.
func TestANetworkThatIsDownRisksNoToken(t *testing.T) {
	for _, down := range []http.HandlerFunc{hangUp, says(502, html), says(200, html), says(302, "")} {
		p := newProvider(t)
		a := newAccount(t, p)
		p.become(func() { p.discovery = down })
		for range 5 {
			_, err := a.Token(t.Context())
			require.Contains(t, []Kind{Retryable, Unusable}, KindOf(err))
		}
		require.Empty(t, tokenRequests(p))
		p.become(func() { p.discovery = nil })
		_, err := a.Token(t.Context())
		require.NoError(t, err)
	}
}

func TestAnAnswerWithoutTokenIsInDoubt(t *testing.T) {
	for _, body := range []string{"", html, "{}", `{"access_token":`, `{"access_token":""}`} {
		p := newProvider(t)
		a := newAccount(t, p)
		p.become(func() { p.fault = says(200, body, "Content-Type", "application/json") })
		_, err := a.Token(t.Context())
		require.Equal(t, Unknown, KindOf(err), body)
	}
}

func TestNobodySignedIn(t *testing.T) {
	p := newProvider(t)
	tokens := NewTokens(TokensConfig{Env: p.env(), Refresh: new(MemoryVault)})
	_, err := tokens.Token(t.Context())
	require.Equal(t, SignIn, KindOf(err))
	require.Empty(t, p.requests())
}

func TestAStoppedCallerLosesNoToken(t *testing.T) {
	p := newProvider(t)
	a := newAccount(t, p)
	arrived, answer := make(chan struct{}), make(chan struct{})
	p.fault = func(w http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-answer
		p.become(func() { p.fault = nil })
		p.token(w, r)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	_, err := a.Token(ctx)
	require.ErrorIs(t, err, context.Canceled)
	short, stop := context.WithTimeout(t.Context(), time.Millisecond)
	defer stop()
	require.ErrorIs(t, a.Close(short), context.DeadlineExceeded, "a renewal is under way")
	close(answer)
	require.NoError(t, a.Close(t.Context()))
	_, current := p.counted()
	require.Equal(t, current, a.stored(t))
}

func TestTheClientSecretComesFromItsVault(t *testing.T) {
	p := newProvider(t)
	p.secret = canary + "-client"
	p.current = canary + "-refresh-0"
	vault, secret := new(MemoryVault), new(MemoryVault)
	require.NoError(t, vault.Store(t.Context(), p.current))
	require.NoError(t, secret.Store(t.Context(), p.secret))
	_, err := NewTokens(TokensConfig{Env: p.env(), Refresh: vault, Secret: secret}).Token(t.Context())
	require.NoError(t, err)
	_, err = NewTokens(TokensConfig{Env: p.env(), Refresh: vault}).Token(t.Context())
	require.Equal(t, Final, KindOf(err))
	var problem *store.Problem
	require.True(t, errors.As(err, &problem))
	require.Contains(t, problem.Error(), "client secret")
}

func TestSignOutForgetsAndRevokes(t *testing.T) {
	a := newAccount(t, newProvider(t))
	_, err := a.Token(t.Context())
	require.NoError(t, err)
	was := a.stored(t)
	require.NoError(t, a.SignOut(t.Context()))
	require.Empty(t, a.stored(t))
	require.Equal(t, []string{was}, a.p.revoked)
	_, err = a.Token(t.Context())
	require.Equal(t, SignIn, KindOf(err))
}

func TestSignOutWorksOffline(t *testing.T) {
	a := newAccount(t, newProvider(t))
	a.p.Close()
	require.NoError(t, a.SignOut(t.Context()))
	require.Empty(t, a.stored(t))
}

func tokenRequests(p *provider) []seen {
	var only []seen
	for _, r := range p.requests() {
		if r.line == "POST /tok" {
			only = append(only, r)
		}
	}
	return only
}

package ks

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/oauth2"
)

// TokensConfig is what a Tokens works with.
type TokensConfig struct {
	Env     Environment
	Refresh Vault // the refresh token of the account
	Secret  Vault // the client secret; nil for a public client

	HTTP   http.RoundTripper // nil: a transport with TLS 1.2 or later
	Now    func() time.Time  // nil: the computer's clock
	Logger *slog.Logger      // nil: silent
}

// Tokens is the TokenSource of a signed-in account. KS may let a refresh
// token be used once only (nothing is published), and may then end the
// sign-in when it sees one twice. So at most one refresh is under way; the
// vault is read again just before it; the new refresh token is in the vault
// before the access token that came with it is used; and a refresh whose
// answer got lost is repeated once, by the next caller, and no more.
//
// Only one program may use an account's vault at a time.
type Tokens struct {
	cfg  TokensConfig
	http *http.Client

	// gate is a lock that a caller can stop waiting for. It guards the rest.
	gate    chan struct{}
	access  string
	expiry  time.Time
	unsaved *oauth2.Token // has a refresh token that did not reach the vault
	dead    string        // a refresh token that KS refused
	doubt   doubt
}

// doubt counts the lost answers to one refresh token.
type doubt struct {
	token string
	times int
}

const (
	expiryMargin = 60 * time.Second
	mostDoubts   = 2
)

// Both end in a new sign-in.
var (
	errNotSignedIn = errors.New("nobody is signed in")
	errDoubtful    = errors.New("the answers to two renewals got lost")
)

// NewTokens returns the token source of an account. It reads nothing yet.
func NewTokens(cfg TokensConfig) *Tokens {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	return &Tokens{cfg: cfg, http: newHTTPClient(cfg.HTTP), gate: make(chan struct{}, 1)}
}

// String hides the tokens from %v and from logs.
func (t *Tokens) String() string { return "Tokens" }

// GoString hides the tokens from %#v.
func (t *Tokens) GoString() string { return t.String() }

// Token implements TokenSource. Its errors are *Error, or the vault's.
func (t *Tokens) Token(ctx context.Context) (string, error) { return t.obtain(ctx, "") }

// Renew implements TokenSource.
func (t *Tokens) Renew(ctx context.Context, refused string) (string, error) {
	return t.obtain(ctx, refused)
}

// obtain gives the access token unless it is the refused one or about to
// expire, and else renews it. The renewal goes on when the caller gives up: a
// refresh token that is cut off halfway may be lost.
func (t *Tokens) obtain(ctx context.Context, refused string) (string, error) {
	if err := t.lock(ctx); err != nil {
		return "", &Error{Op: "renew the sign-in", Kind: Offline, Err: err}
	}
	if t.access != "" && t.access != refused && t.cfg.Now().Before(t.expiry.Add(-expiryMargin)) {
		defer t.unlock()
		return t.access, nil
	}
	type result struct {
		access string
		err    error
	}
	done := make(chan result, 1)
	go func() {
		defer t.unlock()
		access, err := t.renew(context.WithoutCancel(ctx))
		done <- result{access, err}
	}()
	select {
	case r := <-done:
		return r.access, r.err
	case <-ctx.Done():
		return "", &Error{Op: "renew the sign-in", Kind: Offline, Err: ctx.Err()}
	}
}

func (t *Tokens) lock(ctx context.Context) error {
	select {
	case t.gate <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *Tokens) unlock() { <-t.gate }

// renew runs with the gate held.
func (t *Tokens) renew(ctx context.Context) (string, error) {
	t.access = ""
	if t.unsaved != nil {
		return t.keep(ctx, t.unsaved)
	}
	stored, err := t.cfg.Refresh.Load(ctx)
	if err != nil {
		return "", err
	}
	if err := t.mayUse(stored); err != nil {
		return "", err
	}
	id, err := t.identity(ctx)
	if err != nil {
		return "", err
	}
	token, failed := t.refresh(ctx, id, stored)
	if failed != nil {
		t.remember(stored, failed)
		t.cfg.Logger.LogAttrs(ctx, slog.LevelInfo, "SALTO KS sign-in not renewed",
			slog.String("kind", string(failed.Kind)), slog.String("code", failed.Code), slog.Int("status", failed.Status))
		return "", failed
	}
	t.doubt = doubt{}
	if token.RefreshToken == "" || token.RefreshToken == stored {
		t.use(token)
		return t.access, nil
	}
	return t.keep(ctx, token)
}

// mayUse refuses without a request what can only fail, or do harm.
func (t *Tokens) mayUse(stored string) error {
	const op = "renew the sign-in"
	switch {
	case stored == "":
		return &Error{Op: op, Kind: SignIn, Err: errNotSignedIn}
	case stored == t.dead:
		return &Error{Op: op, Kind: SignIn, Code: codeInvalidGrant}
	case stored == t.doubt.token && t.doubt.times >= mostDoubts:
		return &Error{Op: op, Kind: SignIn, Err: errDoubtful}
	}
	return nil
}

func (t *Tokens) remember(stored string, failed *Error) {
	switch failed.Kind {
	case SignIn:
		t.dead = stored
	case Unknown:
		if t.doubt.token != stored {
			t.doubt = doubt{token: stored}
		}
		t.doubt.times++
	}
}

// refresh asks for the addresses each time: when the network or the server is
// down, that shows on a request that puts no token at risk.
func (t *Tokens) refresh(ctx context.Context, id identity, stored string) (*oauth2.Token, *Error) {
	found, failed := id.discover(ctx)
	if failed != nil {
		return nil, failed
	}
	return id.refresh(ctx, found, stored)
}

// keep stores the refresh token first. If that fails the token waits for the
// next caller, and its access token with it.
func (t *Tokens) keep(ctx context.Context, token *oauth2.Token) (string, error) {
	t.unsaved = token
	if err := t.cfg.Refresh.Store(ctx, token.RefreshToken); err != nil {
		return "", err
	}
	t.unsaved = nil
	t.use(token)
	return t.access, nil
}

func (t *Tokens) use(token *oauth2.Token) {
	t.access, t.expiry = token.AccessToken, token.Expiry
}

func (t *Tokens) identity(ctx context.Context) (identity, error) {
	if err := t.cfg.Env.Check(); err != nil {
		return identity{}, err
	}
	id := identity{env: t.cfg.Env, http: t.http, now: t.cfg.Now}
	if t.cfg.Secret == nil {
		return id, nil
	}
	var err error
	id.secret, err = t.cfg.Secret.Load(ctx)
	return id, err
}

// Adopt takes over what a [Login] brought: it stores the refresh token, and
// only then lets the access token be used.
func (t *Tokens) Adopt(ctx context.Context, token *oauth2.Token) error {
	if err := t.lock(ctx); err != nil {
		return err
	}
	defer t.unlock()
	t.access, t.dead, t.doubt, t.unsaved = "", "", doubt{}, nil
	_, err := t.keep(ctx, token)
	return err
}

// SignOut forgets the account here, and then asks KS to forget the sign-in.
// When KS does not hear of it the account is forgotten all the same: the
// error is only that of the vault.
func (t *Tokens) SignOut(ctx context.Context) error {
	if err := t.lock(ctx); err != nil {
		return err
	}
	defer t.unlock()
	stored, err := t.cfg.Refresh.Load(ctx)
	if err != nil {
		return err
	}
	if err := t.cfg.Refresh.Delete(ctx); err != nil {
		return err
	}
	t.access, t.unsaved = "", nil
	if stored == "" {
		return nil
	}
	if err := t.revoke(ctx, stored); err != nil {
		t.cfg.Logger.InfoContext(ctx, "SALTO KS was not told of the sign-out", "error", err)
	}
	return nil
}

func (t *Tokens) revoke(ctx context.Context, stored string) error {
	id, err := t.identity(ctx)
	if err != nil {
		return err
	}
	found, failed := id.discover(ctx)
	if failed != nil {
		return failed
	}
	if found.Revoke == "" {
		return nil
	}
	if failed := id.revoke(ctx, found.Revoke, stored); failed != nil {
		return failed
	}
	return nil
}

// Close waits for a renewal under way, so that the program does not end
// between its answer and the vault.
func (t *Tokens) Close(ctx context.Context) error {
	if err := t.lock(ctx); err != nil {
		return err
	}
	t.unlock()
	return nil
}

package ks

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"latchkey/store"
)

// TokenSource gives access tokens. [Tokens] is the one for real use.
type TokenSource interface {
	// Token returns an access token that should still be valid.
	Token(ctx context.Context) (string, error)
	// Renew returns another one in place of refused, which KS did not accept.
	Renew(ctx context.Context, refused string) (string, error)
}

// Options adjust a Client. The zero value is right for real use.
type Options struct {
	HTTP      http.RoundTripper // nil: a transport with TLS 1.2 or later
	Rate      rate.Limit        // requests a second; 0: 2, or 200 to this machine
	Burst     int               // 0: 5, or 200 to this machine
	Now       func() time.Time  // nil: the computer's clock
	Logger    *slog.Logger      // nil: silent
	UserAgent string            // "": "Latchkey"
}

// Client makes the calls of the Connect API. It may be used by several
// goroutines. Every error that it returns is an *Error.
type Client struct {
	env    Environment
	tokens TokenSource
	http   *http.Client
	pace   *pace
	now    func() time.Time
	log    *slog.Logger
	agent  string
	skew   atomic.Int64
	made   atomic.Int64 // requests
	taking tagTaking
}

// New returns a client of env. It opens no connection.
func New(env Environment, tokens TokenSource, opts Options) *Client {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	if opts.UserAgent == "" {
		opts.UserAgent = "Latchkey"
	}
	limit, burst := politeRate, politeBurst
	if u, err := url.Parse(env.API); err == nil && loopback(u.Hostname()) {
		limit, burst = localRate, localBurst
	}
	if opts.Rate > 0 {
		limit = opts.Rate
	}
	if opts.Burst > 0 {
		burst = opts.Burst
	}
	return &Client{
		env: env, tokens: tokens, http: newHTTPClient(opts.HTTP),
		pace: newPace(limit, burst, opts.Now), now: opts.Now, log: opts.Logger, agent: opts.UserAgent,
	}
}

// Skew is how far the clock of KS was ahead of this computer's at the last
// answer, to the second. It is 0 before the first answer.
func (c *Client) Skew() time.Duration { return time.Duration(c.skew.Load()) }

// Requests counts the requests that were made since the client was made, those
// of signing in apart.
func (c *Client) Requests() int { return int(c.made.Load()) }

// request is one call to make.
type request struct {
	op     string
	method string
	url    string
	body   []byte // nil for none

	continuation string // of a list of entries; "" for none
}

func (r request) write() bool { return r.method != http.MethodGet }

// do sends a request. A 401 says that nothing was applied, so that is the one
// case in which it is sent again, with a new token.
func (c *Client) do(ctx context.Context, r request) (answer, error) {
	token, err := c.tokens.Token(ctx)
	if err != nil {
		return answer{}, tokenError(r.op, err)
	}
	a, failed := c.once(ctx, r, token)
	if failed != nil && failed.Kind == SignIn {
		if token, err = c.tokens.Renew(ctx, token); err != nil {
			return answer{}, tokenError(r.op, err)
		}
		a, failed = c.once(ctx, r, token)
	}
	if failed != nil {
		return answer{}, failed
	}
	return a, nil
}

// tokenError keeps the kind of what went wrong with the token. Nothing was
// sent to the API, so no write is in doubt.
func tokenError(op string, err error) *Error {
	var inner *Error
	if errors.As(err, &inner) {
		e := *inner
		e.Op, e.Err = op, err
		if e.Kind == Unknown {
			e.Kind = Retryable
		}
		return &e
	}
	e := &Error{Op: op, Kind: Retryable, Err: err}
	switch code := store.CodeOf(err); {
	case errors.Is(err, context.Canceled):
		e.Kind = Offline
	case errors.Is(err, context.DeadlineExceeded):
		// a keychain that waits for its owner: later is soon enough
	case code == store.CodeInvalid:
		e.Kind = Final
	case code == store.CodeSignIn, code == store.CodeFile:
		e.Kind = SignIn
	}
	return e
}

// once makes one attempt and judges it.
func (c *Client) once(ctx context.Context, r request, token string) (answer, *Error) {
	left, err := c.pace.wait(ctx)
	if err != nil {
		return answer{}, &Error{Op: r.op, Kind: Offline, Err: err}
	}
	if left > 0 {
		return answer{}, &Error{Op: r.op, Kind: Limited, RetryAfter: left}
	}
	if err := mayWrite(ctx); r.write() && err != nil {
		return answer{}, &Error{Op: r.op, Kind: Offline, Err: err}
	}
	c.made.Add(1)
	started := c.now()
	a, failed := c.exchange(ctx, r, token)
	c.pace.learn(failed)
	if failed != nil {
		failed.hide(token)
	}
	c.record(ctx, r, a.status, failed, c.now().Sub(started))
	return a, failed
}

func (c *Client) noteDate(h http.Header) {
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		c.skew.Store(int64(date.Sub(c.now()).Round(time.Second)))
	}
}

// record logs what was done. It names no address: a query may hold an e-mail
// address.
func (c *Client) record(ctx context.Context, r request, status int, failed *Error, took time.Duration) {
	attrs := []slog.Attr{
		slog.String("op", r.op), slog.String("method", r.method),
		slog.Int("status", status), slog.Duration("took", took),
	}
	level := slog.LevelDebug
	if failed != nil {
		level = slog.LevelInfo
		attrs = append(attrs, slog.String("kind", string(failed.Kind)), slog.String("code", failed.Code), slog.String("message", failed.Message))
	}
	c.log.LogAttrs(ctx, level, "SALTO KS call", attrs...)
}

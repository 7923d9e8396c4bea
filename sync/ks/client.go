package ks

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
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

// request is one call to make.
type request struct {
	op     string
	method string
	url    string
	body   []byte // nil for none
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
	started := c.now()
	a, failed := c.exchange(ctx, r, token)
	c.pace.learn(failed)
	if failed != nil {
		failed.hide(token)
	}
	c.record(ctx, r, a.status, failed, c.now().Sub(started))
	return a, failed
}

// hide takes the token out of an error of a server that echoes it.
func (e *Error) hide(token string) {
	if token == "" {
		return
	}
	e.Message = strings.ReplaceAll(e.Message, token, hidden)
	e.Code = strings.ReplaceAll(e.Code, token, hidden)
	if e.Err != nil && strings.Contains(e.Err.Error(), token) {
		e.Err = errors.New(strings.ReplaceAll(e.Err.Error(), token, hidden))
	}
}

const hidden = "[hidden]"

func (c *Client) exchange(ctx context.Context, r request, token string) (answer, *Error) {
	ctx, cancel := context.WithTimeout(ctx, requestLimit)
	defer cancel()
	ctx, tr := withTrace(ctx)
	req, err := c.build(ctx, r, token)
	if err != nil {
		return answer{}, &Error{Op: r.op, Kind: Final, Err: withoutURL(err)}
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return answer{}, networkError(r.op, r.write(), tr, err)
	}
	defer func() { _ = resp.Body.Close() }()
	c.noteDate(resp.Header)
	a := answer{status: resp.StatusCode, header: resp.Header}
	if a.body, err = readAll(resp.Body, pageLimit); err != nil {
		return a, cutOff(r, a, err, c.now())
	}
	if token != "" {
		a.body = bytes.ReplaceAll(a.body, []byte(token), []byte(hidden))
	}
	return a, judge(r.op, r.write(), a, c.now())
}

// cutOff is for an answer whose head arrived and whose body did not.
func cutOff(r request, a answer, err error, now time.Time) *Error {
	if e := judge(r.op, r.write(), a, now); e != nil {
		e.Err = err
		return e
	}
	e := &Error{Op: r.op, Status: a.status, Kind: Unusable, Err: fmt.Errorf("read the answer: %w", err)}
	if r.write() {
		e.Kind = Unknown
	}
	return e
}

func (c *Client) build(ctx context.Context, r request, token string) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, r.method, r.url, bytes.NewReader(r.body))
	if err != nil {
		return nil, err
	}
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Authorization", "Bearer "+token)
	return req, nil
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

// get fetches a single object.
func get[W wire[T], T any](ctx context.Context, c *Client, op string, at route) (T, error) {
	var zero T
	a, err := c.send(ctx, op, http.MethodGet, at, nil)
	if err != nil {
		return zero, err
	}
	v, err := decodeOne[W, T](a.body)
	if err != nil {
		return zero, &Error{Op: op, Status: a.status, Kind: Unusable, Err: err}
	}
	return v, nil
}

// create posts body and returns what KS made of it. Without an id in the
// answer nobody knows what was made, so that is Unknown and not a success.
func create[W wire[T], T any](ctx context.Context, c *Client, op string, at route, body any) (T, error) {
	var zero T
	a, err := c.send(ctx, op, http.MethodPost, at, body)
	if err != nil {
		return zero, err
	}
	v, err := decodeOne[W, T](a.body)
	if err != nil {
		return zero, &Error{Op: op, Status: a.status, Kind: Unknown, Err: err}
	}
	return v, nil
}

// change makes a write whose answer does not matter: any 2xx will do, with
// whatever body or none (MEAS: 200, 201, 202 and 204 all occur).
func (c *Client) change(ctx context.Context, op, method string, at route, body any) error {
	_, err := c.send(ctx, op, method, at, body)
	return err
}

// update changes one object and returns what KS answered with, or the zero
// value when that was no such object (GUESS: some of these answer 204).
func update[W wire[T], T any](ctx context.Context, c *Client, op string, at route, body any) (T, error) {
	var zero T
	a, err := c.send(ctx, op, http.MethodPatch, at, body)
	if err != nil {
		return zero, err
	}
	// The change was made, whatever the body says.
	if v, err := decodeOne[W, T](a.body); err == nil {
		return v, nil
	}
	return zero, nil
}

func (c *Client) send(ctx context.Context, op, method string, at route, body any) (answer, error) {
	address, err := at.address(c.env)
	if err != nil {
		return answer{}, &Error{Op: op, Kind: Final, Err: err}
	}
	r := request{op: op, method: method, url: address}
	if body != nil {
		if r.body, err = json.Marshal(body); err != nil {
			return answer{}, &Error{Op: op, Kind: Final, Err: err}
		}
	}
	return c.do(ctx, r)
}

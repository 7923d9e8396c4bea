package ks

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"latchkey/store"
)

// Login signs a person in through the browser: authorization code with PKCE
// (RFC 7636), back to this machine (RFC 8252). A Login runs one sign-in at a
// time. Its errors are *store.Problem or hold one.
type Login struct {
	Env    Environment
	Secret string // client secret, "" for a public client

	// Open shows the address to the person; nil is OpenBrowser. It is called
	// on a goroutine of its own and may block.
	Open func(address string) error

	HTTP  http.RoundTripper // nil: a transport with TLS 1.2 or later
	Now   func() time.Time  // nil: the computer's clock
	Limit time.Duration     // how long the person may take; 0: five minutes

	mu      sync.Mutex
	waiting *callback
}

// String hides the secret from %v and from logs.
func (l *Login) String() string { return "Login" }

// GoString hides the secret from %#v.
func (l *Login) GoString() string { return l.String() }

const personLimit = 5 * time.Minute

// Run signs in and returns the tokens, with the expiry by Now. Give them to
// [Tokens.Adopt]; nothing is kept here.
func (l *Login) Run(ctx context.Context) (*oauth2.Token, error) {
	if err := l.Env.Check(); err != nil {
		return nil, err
	}
	id := identity{env: l.Env, secret: l.Secret, http: newHTTPClient(l.HTTP), now: l.Now}
	if id.now == nil {
		id.now = time.Now
	}
	found, failed := id.discover(ctx)
	if failed != nil {
		return nil, failed
	}
	redirect, listener, err := listen(ctx, l.Env.Redirect)
	if err != nil {
		return nil, err
	}
	cb := newCallback(oauth2.GenerateVerifier(), redirect)
	if listener != nil {
		stop := cb.serve(ctx, listener)
		defer stop()
	}
	l.await(cb)
	defer l.await(nil)

	conf, verifier := id.config(found, redirect.String()), oauth2.GenerateVerifier()
	code, err := l.ask(ctx, cb, conf.AuthCodeURL(cb.state, oauth2.S256ChallengeOption(verifier)))
	if err != nil {
		return nil, err
	}
	token, failed := id.trade(ctx, conf, code, verifier)
	if failed != nil {
		return nil, unfinished(failed)
	}
	if token.RefreshToken == "" {
		return nil, &store.Problem{Code: store.CodeRefused, Text: codeSentences[codeInvalidScope], Err: errors.New("no refresh token")}
	}
	return token, nil
}

// Paste takes the address that the browser ended on, for when it could not
// come back by itself. A wrong address leaves the sign-in waiting.
func (l *Login) Paste(address string) error {
	l.mu.Lock()
	cb := l.waiting
	l.mu.Unlock()
	if cb == nil {
		return &store.Problem{Code: store.CodeSignIn, Text: "No sign-in is waiting for an address. Start the sign-in again."}
	}
	return cb.paste(address)
}

func (l *Login) await(cb *callback) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = cb
}

// ask sends the person to the browser and waits for the code.
func (l *Login) ask(ctx context.Context, cb *callback, address string) (string, error) {
	limit := l.Limit
	if limit == 0 {
		limit = personLimit
	}
	timer := time.NewTimer(limit)
	defer timer.Stop()
	opened := make(chan error, 1)
	open := l.Open
	if open == nil {
		open = OpenBrowser
	}
	go func() { opened <- open(address) }()
	for {
		select {
		case r := <-cb.replies:
			if r.denied != "" {
				return "", denied(r.denied)
			}
			return r.code, nil
		case err := <-opened:
			if err != nil {
				return "", &store.Problem{Code: store.CodeSignIn, Text: "The browser could not be opened. Set a default browser on this computer, then sign in again.", Err: err}
			}
			opened = nil
		case <-timer.C:
			return "", &store.Problem{Code: store.CodeSignIn, Text: "Nobody signed in in time, so Latchkey stopped waiting. Start the sign-in again."}
		case <-ctx.Done():
			return "", &store.Problem{Code: store.CodeSignIn, Text: "The sign-in was stopped. Start it again when you are ready.", Err: ctx.Err()}
		}
	}
}

// denied puts the error of a reply in words. A fault of the server's own comes
// this way too, as a redirect has no status (RFC 6749 4.1.2.1).
func denied(code string) error {
	if code == "server_error" || code == "temporarily_unavailable" {
		return unfinished(&Error{Op: "sign in", Kind: SignIn, Code: code})
	}
	e := &Error{Op: "sign in", Kind: Final, Code: knownOAuthCode(code)}
	if e.Code == "" {
		e.Kind = Unusable
	}
	return e
}

// unfinished puts a refusal of the code in words: the remedy is always to
// start again, as a code is good once and for a minute or so.
func unfinished(e *Error) error {
	if e.Kind != SignIn && e.Kind != Unknown {
		return e
	}
	return &store.Problem{Code: store.CodeSignIn, Text: "The sign-in could not be finished. Start it again.", Err: e}
}

// listen opens the port that redirect names, on this machine only. A redirect
// to somewhere else has no listener: its address is pasted.
func listen(ctx context.Context, redirect string) (*url.URL, net.Listener, error) {
	u, err := url.Parse(redirect)
	if err != nil {
		return nil, nil, badSetting("Redirect", "The return address of the sign-in is not a valid address. Enter it exactly as it is registered at SALTO.")
	}
	if u.Scheme != "http" || !loopback(u.Hostname()) {
		return u, nil, nil
	}
	host := u.Hostname()
	if net.ParseIP(host) == nil {
		host = "127.0.0.1"
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", net.JoinHostPort(host, orElse(u.Port(), "80")))
	if err != nil {
		return nil, nil, &store.Problem{
			Code: store.CodeBusy,
			Text: "Port {{.Port}} of this computer, to which the sign-in returns, cannot be opened: another program probably uses it. Close that program, or choose another return address in Settings.",
			Args: map[string]any{"Port": u.Port()},
			Err:  err,
		}
	}
	if u.Port() == "0" {
		_, port, err := net.SplitHostPort(l.Addr().String())
		if err != nil {
			return nil, nil, errors.Join(err, l.Close())
		}
		u.Host = net.JoinHostPort(u.Hostname(), port)
	}
	return u, l, nil
}

package ks

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// identity talks to the identity server (OpenID Connect, DOC).
type identity struct {
	env    Environment
	secret string // "" for a public client
	http   *http.Client
	now    func() time.Time
}

// endpoints of the identity server.
type endpoints struct {
	Authorize string `json:"authorization_endpoint"`
	Token     string `json:"token_endpoint"`
	Revoke    string `json:"revocation_endpoint"`
}

// discover asks the server for its addresses. A server that has none to tell,
// or names another host, gets the paths that SALTO documents, on the host that
// was configured: tokens go nowhere else.
func (i identity) discover(ctx context.Context) (endpoints, *Error) {
	const op = "find the sign-in service"
	base := strings.TrimRight(i.env.Issuer, "/")
	fallback := endpoints{
		Authorize: base + "/connect/authorize",
		Token:     base + "/connect/token",
		Revoke:    base + "/connect/revocation",
	}
	ctx, cancel := context.WithTimeout(ctx, requestLimit)
	defer cancel()
	ctx, tr := withTrace(ctx)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/.well-known/openid-configuration", http.NoBody)
	if err != nil {
		return endpoints{}, &Error{Op: op, Kind: Final, Err: withoutURL(err)}
	}
	resp, err := i.http.Do(req)
	if err != nil {
		return endpoints{}, networkError(op, false, tr, err)
	}
	defer func() { _ = resp.Body.Close() }()
	a := answer{status: resp.StatusCode, header: resp.Header}
	if a.body, err = readAll(resp.Body, tokenLimit); err != nil {
		return endpoints{}, networkError(op, false, tr, err)
	}
	if a.status >= 400 && a.status < 500 && a.status != http.StatusTooManyRequests {
		return fallback, nil
	}
	if failed := judge(op, false, a, i.now()); failed != nil {
		return endpoints{}, failed
	}
	var found endpoints
	if json.Unmarshal(trimmed(a.body), &found) != nil || !sameHost(base, found.Authorize) || !sameHost(base, found.Token) {
		return fallback, nil
	}
	if !sameHost(base, found.Revoke) {
		found.Revoke = ""
	}
	return found, nil
}

func sameHost(a, b string) bool {
	first, err1 := url.Parse(a)
	second, err2 := url.Parse(b)
	return err1 == nil && err2 == nil && first.Scheme == second.Scheme && hostPort(first) == hostPort(second)
}

// config pins how the client proves itself: left open, the library tries
// both ways, and the first may use up a refresh token.
func (i identity) config(e endpoints, redirect string) *oauth2.Config {
	style := oauth2.AuthStyleInParams
	if i.secret != "" {
		style = oauth2.AuthStyleInHeader
	}
	return &oauth2.Config{
		ClientID: i.env.ClientID, ClientSecret: i.secret, RedirectURL: redirect, Scopes: i.env.scopes(),
		Endpoint: oauth2.Endpoint{AuthURL: e.Authorize, TokenURL: e.Token, AuthStyle: style},
	}
}

// tokenCall runs ask, one request for a token, with the limits of this
// package, and reckons the expiry by our own clock.
func (i identity) tokenCall(ctx context.Context, op string, ask func(context.Context) (*oauth2.Token, error)) (*oauth2.Token, *Error) {
	ctx, cancel := context.WithTimeout(ctx, requestLimit)
	defer cancel()
	ctx, tr := withTrace(ctx)
	token, err := ask(context.WithValue(ctx, oauth2.HTTPClient, i.http))
	if err != nil {
		return nil, tokenFailure(op, tr, err, i.now())
	}
	life := time.Duration(token.ExpiresIn) * time.Second
	if life <= 0 {
		life = usualLife
	}
	token.Expiry = i.now().Add(life)
	return token, nil
}

// usualLife is the life of an access token (MEAS), for an answer that does
// not say.
const usualLife = time.Hour

// tokenFailure never keeps the library's error when there was an answer: it
// holds the whole body, which may hold a token.
func tokenFailure(op string, tr *trace, err error, now time.Time) *Error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) && refused.Response != nil {
		return tokenRefusal(op, refused, now)
	}
	var u *url.Error
	if errors.As(err, &u) {
		return networkError(op, true, tr, err)
	}
	return &Error{Op: op, Kind: Unknown, Err: errors.New("the answer held no token that can be read")}
}

func tokenRefusal(op string, r *oauth2.RetrieveError, now time.Time) *Error {
	e := &Error{Op: op, Status: r.Response.StatusCode, Code: knownOAuthCode(r.ErrorCode)}
	e.readHeaders(r.Response.Header, now)
	switch {
	case e.Code == codeInvalidGrant:
		e.Kind = SignIn
	case e.Code != "":
		e.Kind = Final
	case e.Status == http.StatusTooManyRequests:
		e.Kind = Limited
	case e.Status == http.StatusServiceUnavailable:
		e.Kind = Retryable
	case e.Status >= 500:
		e.Kind = Unknown // the token may have been used up before it failed
	default:
		e.Kind = Unusable
	}
	return e
}

// knownOAuthCode lets only the codes of RFC 6749 5.2 through: anything else
// in their place is text of the server's choice.
func knownOAuthCode(code string) string {
	switch code {
	case codeInvalidGrant, codeInvalidClient, codeUnauthorizedApp, codeInvalidScope, codeAccessDenied,
		"invalid_request", "unsupported_grant_type":
		return code
	}
	return ""
}

// refresh trades a refresh token for an access token, in one request.
func (i identity) refresh(ctx context.Context, e endpoints, refreshToken string) (*oauth2.Token, *Error) {
	return i.tokenCall(ctx, "renew the sign-in", func(ctx context.Context) (*oauth2.Token, error) {
		return i.config(e, "").TokenSource(ctx, &oauth2.Token{RefreshToken: refreshToken}).Token()
	})
}

// trade trades the code of a sign-in for tokens, in one request.
func (i identity) trade(ctx context.Context, conf *oauth2.Config, code, verifier string) (*oauth2.Token, *Error) {
	return i.tokenCall(ctx, "finish the sign-in", func(ctx context.Context) (*oauth2.Token, error) {
		return conf.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	})
}

// revoke tells the server that a refresh token is no longer wanted (RFC 7009).
func (i identity) revoke(ctx context.Context, address, refreshToken string) *Error {
	const op = "sign out"
	ctx, cancel := context.WithTimeout(ctx, requestLimit)
	defer cancel()
	ctx, tr := withTrace(ctx)
	form := url.Values{"token": {refreshToken}, "token_type_hint": {"refresh_token"}}
	if i.secret == "" {
		form.Set("client_id", i.env.ClientID)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return &Error{Op: op, Kind: Final, Err: withoutURL(err)}
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if i.secret != "" {
		req.SetBasicAuth(url.QueryEscape(i.env.ClientID), url.QueryEscape(i.secret))
	}
	resp, err := i.http.Do(req)
	if err != nil {
		return networkError(op, true, tr, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return &Error{Op: op, Status: resp.StatusCode, Kind: Final}
	}
	return nil
}

package ks

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// provider is a small identity server with rotating refresh tokens that ends
// the sign-in when it sees one twice, as IdentityServer can.
type provider struct {
	*server
	secret    string // wanted from the client, "" for a public one
	life      int
	discovery http.HandlerFunc
	fault     http.HandlerFunc // answers token requests in place of the provider
	lose      bool             // applies token requests and cuts the answer
	keepToken bool             // gives no refresh token with a refresh

	mu        sync.Mutex
	challenge map[string]string // by code
	redirect  map[string]string // by code
	current   string            // the one valid refresh token
	burned    bool
	issued    int
	refreshes int
	revoked   []string
}

func newProvider(t *testing.T) *provider {
	t.Helper()
	p := &provider{life: 3600, challenge: map[string]string{}, redirect: map[string]string{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, r *http.Request) {
		if discovery := p.handler(&p.discovery); discovery != nil {
			discovery(w, r)
			return
		}
		fmt.Fprintf(w, `{"issuer":%q,"authorization_endpoint":"%s/auth","token_endpoint":"%s/tok","revocation_endpoint":"%s/rev"}`, p.URL, p.URL, p.URL, p.URL)
	})
	for _, path := range []string{"POST /tok", "POST /connect/token"} {
		mux.HandleFunc(path, p.token)
	}
	mux.HandleFunc("POST /rev", func(_ http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.revoked = append(p.revoked, r.FormValue("token"))
	})
	p.server = newServer(t, func(w http.ResponseWriter, r *http.Request) {
		// The recorder has read the body: give it back to the form.
		seen := p.requests()
		r.Body = io.NopCloser(strings.NewReader(seen[len(seen)-1].body))
		mux.ServeHTTP(w, r)
	})
	return p
}

// become changes how the provider behaves while it serves.
func (p *provider) become(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
}

func (p *provider) handler(h *http.HandlerFunc) http.HandlerFunc {
	p.mu.Lock()
	defer p.mu.Unlock()
	return *h
}

func (p *provider) env() Environment {
	return Environment{API: p.URL, Issuer: p.URL, ClientID: "desk", Redirect: "http://127.0.0.1:0/callback"}
}

// approve does what a browser and a person would do with the address.
func (p *provider) approve(address string) (back string, err error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	q := u.Query()
	if q.Get("response_type") != "code" || q.Get("code_challenge_method") != "S256" || q.Get("client_id") != "desk" || q.Get("state") == "" {
		return "", fmt.Errorf("a bad request for a sign-in: %v", q)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.issued++
	code := fmt.Sprintf("%s-code-%d", canary, p.issued)
	p.challenge[code], p.redirect[code] = q.Get("code_challenge"), q.Get("redirect_uri")
	return q.Get("redirect_uri") + "?" + url.Values{"code": {code}, "state": {q.Get("state")}}.Encode(), nil
}

func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	if fault := p.handler(&p.fault); fault != nil {
		fault(w, r)
		return
	}
	p.mu.Lock()
	body, status := p.grant(r)
	lose := p.lose
	p.mu.Unlock()
	if lose {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func (p *provider) grant(r *http.Request) (map[string]any, int) {
	id, secret, basic := r.BasicAuth()
	if !basic {
		id, secret = r.FormValue("client_id"), r.FormValue("client_secret")
	}
	if id != "desk" || secret != p.secret || basic != (p.secret != "") {
		return map[string]any{"error": "invalid_client", "error_description": canary}, http.StatusUnauthorized
	}
	switch r.FormValue("grant_type") {
	case "authorization_code":
		code := r.FormValue("code")
		sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
		if p.challenge[code] == "" || p.challenge[code] != base64.RawURLEncoding.EncodeToString(sum[:]) || p.redirect[code] != r.FormValue("redirect_uri") {
			return map[string]any{"error": "invalid_grant", "error_description": canary}, http.StatusBadRequest
		}
		delete(p.challenge, code)
	case "refresh_token":
		p.refreshes++
		if p.burned || r.FormValue("refresh_token") != p.current {
			p.burned = true
			return map[string]any{"error": "invalid_grant", "error_description": canary}, http.StatusBadRequest
		}
	}
	p.issued++
	body := map[string]any{"access_token": fmt.Sprintf("%s-access-%d", canary, p.issued), "token_type": "Bearer", "expires_in": p.life}
	if !p.keepToken {
		p.current = fmt.Sprintf("%s-refresh-%d", canary, p.issued)
		body["refresh_token"] = p.current
	}
	return body, http.StatusOK
}

func (p *provider) counted() (refreshes int, current string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.refreshes, p.current
}

// fetch is the browser that follows the redirect back to Latchkey.
func fetch(t *testing.T, address string) (int, string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	require.NoError(t, err)
	resp, err := (&http.Client{}).Do(req)
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(body)
}

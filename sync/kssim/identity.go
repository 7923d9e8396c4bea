package kssim

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	scopeAPI     = "user_api.full_access"
	scopeOffline = "offline_access"
	codeLife     = time.Minute
)

var knownScopes = []string{"openid", "profile", scopeOffline, scopeAPI}

func (s *Sim) addIdentityRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /.well-known/openid-configuration", discovery)
	mux.HandleFunc("GET /.well-known/openid-configuration/jwks", keySet)
	mux.HandleFunc("GET /connect/authorize", s.showAuthorize)
	mux.HandleFunc("POST /connect/authorize", s.answerAuthorize)
	mux.HandleFunc("POST /connect/token", s.token)
	mux.HandleFunc("POST /connect/revocation", s.revocation)
}

func discovery(w http.ResponseWriter, r *http.Request) {
	base := baseURL(r)
	writeJSON(w, http.StatusOK, map[string]any{
		"issuer":                                base,
		"jwks_uri":                              base + "/.well-known/openid-configuration/jwks",
		"authorization_endpoint":                base + "/connect/authorize",
		"token_endpoint":                        base + "/connect/token",
		"revocation_endpoint":                   base + "/connect/revocation",
		"scopes_supported":                      knownScopes,
		"grant_types_supported":                 []string{"authorization_code", "refresh_token"},
		"response_types_supported":              []string{"code"},
		"response_modes_supported":              []string{"query"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post"},
		"subject_types_supported":               []string{"public"},
		"code_challenge_methods_supported":      []string{"S256"},
	})
}

// keySet is empty because the access tokens are opaque here: no client of the
// Connect API has to look into them.
func keySet(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{"keys": []any{}})
}

// authRequest is what a client asks of the authorize endpoint.
type authRequest struct {
	redirect  string
	state     string
	scopes    []string
	challenge string
}

// readAuthRequest answers for itself, and returns false, when the request is
// wrong: on a page as long as the redirect URI cannot be trusted, and by a
// redirect with an error afterwards.
func (s *Sim) readAuthRequest(w http.ResponseWriter, r *http.Request) (authRequest, bool) {
	q := r.URL.Query()
	a := authRequest{
		redirect:  q.Get("redirect_uri"),
		state:     q.Get("state"),
		scopes:    strings.Fields(q.Get("scope")),
		challenge: q.Get("code_challenge"),
	}
	if q.Get("client_id") != s.cfg.ClientID {
		showRefusal(w, "This client id is not known here (unauthorized_client).")
		return a, false
	}
	if !redirectAllowed(s.cfg.RedirectURIs, a.redirect) {
		showRefusal(w, "This redirect URI is not registered for the client (invalid_request).")
		return a, false
	}
	if code := a.fault(q); code != "" {
		a.redirectError(w, r, code)
		return a, false
	}
	return a, true
}

// fault returns the OAuth error code of a request that cannot be granted.
func (a authRequest) fault(q url.Values) string {
	switch {
	case q.Get("response_type") != "code":
		return "unsupported_response_type"
	case len(a.scopes) == 0, slices.ContainsFunc(a.scopes, func(scope string) bool { return !slices.Contains(knownScopes, scope) }):
		return "invalid_scope"
	case a.challenge == "", q.Get("code_challenge_method") != "S256":
		return "invalid_request"
	}
	return ""
}

func (a authRequest) redirectError(w http.ResponseWriter, r *http.Request, code string) {
	a.redirectBack(w, r, url.Values{"error": {code}})
}

func (a authRequest) redirectBack(w http.ResponseWriter, r *http.Request, answer url.Values) {
	if a.state != "" {
		answer.Set("state", a.state)
	}
	target, err := url.Parse(a.redirect)
	if err != nil {
		showRefusal(w, "The redirect URI cannot be read (invalid_request).")
		return
	}
	q := target.Query()
	for key, values := range answer {
		q[key] = values
	}
	target.RawQuery = q.Encode()
	http.Redirect(w, r, target.String(), http.StatusFound)
}

func (s *Sim) showAuthorize(w http.ResponseWriter, r *http.Request) {
	if _, ok := s.readAuthRequest(w, r); ok {
		s.showConsent(w, r, "")
	}
}

func (s *Sim) answerAuthorize(w http.ResponseWriter, r *http.Request) {
	a, ok := s.readAuthRequest(w, r)
	if !ok {
		return
	}
	if r.PostFormValue("decision") != "allow" {
		a.redirectError(w, r, "access_denied")
		return
	}
	account := s.cfg.Account
	if !strings.EqualFold(r.PostFormValue("email"), account.Email) || !equalSecret(r.PostFormValue("password"), account.Password) {
		s.showConsent(w, r, "That e-mail address and password do not belong together.")
		return
	}
	a.redirectBack(w, r, url.Values{"code": {s.issueCode(a)}})
}

// redirectAllowed compares with the registered URIs: exactly, but with any port
// for a loopback address (RFC 8252, section 7.3).
func redirectAllowed(registered []string, uri string) bool {
	if slices.Contains(registered, uri) {
		return true
	}
	got, ok := loopback(uri)
	return ok && slices.ContainsFunc(registered, func(known string) bool {
		want, ok := loopback(known)
		return ok && want == got
	})
}

// loopback returns a loopback URI without its port.
func loopback(uri string) (string, bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "http" || u.Hostname() != "127.0.0.1" || u.User != nil || u.Fragment != "" {
		return "", false
	}
	u.Host = u.Hostname()
	return u.String(), true
}

func equalSecret(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

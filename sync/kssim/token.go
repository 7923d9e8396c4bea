package kssim

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// tokens holds what identity has given out, keyed by the SHA-256 of each
// secret: a saved state can check a token but not reveal one.
type tokens struct {
	Codes   map[string]authCode     `json:"codes"`
	Access  map[string]accessToken  `json:"access"`
	Refresh map[string]refreshToken `json:"refresh"`
}

// A family is everything that descends from one sign-in. It is revoked as a
// whole when a code or a rotated refresh token comes a second time.
type authCode struct {
	Family    string    `json:"family"`
	Redirect  string    `json:"redirect"`
	Challenge string    `json:"challenge"`
	Scopes    []string  `json:"scopes"`
	Expires   time.Time `json:"expires"`
	Used      bool      `json:"used"`
}

type accessToken struct {
	Family  string    `json:"family"`
	Scopes  []string  `json:"scopes"`
	Expires time.Time `json:"expires"`
}

type refreshToken struct {
	Family string   `json:"family"`
	Scopes []string `json:"scopes"`
	Used   bool     `json:"used"`
	Next   string   `json:"next,omitempty"` // hash of the token that replaced it
}

func newTokens() tokens {
	return tokens{Codes: map[string]authCode{}, Access: map[string]accessToken{}, Refresh: map[string]refreshToken{}}
}

func (t tokens) revoke(family string) {
	for key, v := range t.Access {
		if v.Family == family {
			delete(t.Access, key)
		}
	}
	for key, v := range t.Refresh {
		if v.Family == family {
			delete(t.Refresh, key)
		}
	}
}

// forgetOld keeps the maps small over months of refreshing. Used refresh
// tokens stay: their second use must be noticed.
func (t tokens) forgetOld(now time.Time) {
	for key, v := range t.Access {
		if now.Sub(v.Expires) > 24*time.Hour {
			delete(t.Access, key)
		}
	}
	for key, v := range t.Codes {
		if now.Sub(v.Expires) > 24*time.Hour {
			delete(t.Codes, key)
		}
	}
}

// oauthError is the error code of an answer of the token endpoint.
type oauthError string

func (e oauthError) write(w http.ResponseWriter) {
	status := http.StatusBadRequest
	if e == "invalid_client" {
		status = http.StatusUnauthorized
	}
	writeJSON(w, status, map[string]string{"error": string(e)})
}

// tokenAnswer is the body of a successful answer of the token endpoint.
type tokenAnswer struct {
	AccessToken  string `json:"access_token"`
	ExpiresIn    int    `json:"expires_in"` // seconds
	TokenType    string `json:"token_type"`
	RefreshToken string `json:"refresh_token,omitempty"`
	Scope        string `json:"scope"`
}

func (s *Sim) issueCode(a authRequest) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	code := newSecret()
	s.st.Tokens.Codes[hash(code)] = authCode{
		Family: newSecret(), Redirect: a.redirect, Challenge: a.challenge, Scopes: a.scopes, Expires: s.now().Add(codeLife),
	}
	return code
}

func (s *Sim) token(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if err := r.ParseForm(); err != nil {
		oauthError("invalid_request").write(w)
		return
	}
	if !s.isClient(r) {
		oauthError("invalid_client").write(w)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var answer tokenAnswer
	var fault oauthError
	switch r.PostForm.Get("grant_type") {
	case "authorization_code":
		answer, fault = s.redeemCode(r.PostForm)
	case "refresh_token":
		answer, fault = s.refresh(r.PostForm)
	default:
		fault = "unsupported_grant_type"
	}
	if fault != "" {
		fault.write(w)
		return
	}
	writeJSON(w, http.StatusOK, answer)
}

// isClient authenticates the client by Basic header or form fields. A public
// client has only its id.
func (s *Sim) isClient(r *http.Request) bool {
	id, secret, basic := r.BasicAuth()
	if basic {
		id, secret = formDecoded(id), formDecoded(secret)
	} else {
		id, secret = r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	}
	return id == s.cfg.ClientID && (s.cfg.ClientSecret == "" || equalSecret(secret, s.cfg.ClientSecret))
}

// formDecoded undoes the encoding of RFC 6749, section 2.3.1.
func formDecoded(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

func (s *Sim) redeemCode(form url.Values) (tokenAnswer, oauthError) {
	key := hash(form.Get("code"))
	code, ok := s.st.Tokens.Codes[key]
	switch {
	case !ok:
		return tokenAnswer{}, "invalid_grant"
	case code.Used:
		s.st.Tokens.revoke(code.Family)
		return tokenAnswer{}, "invalid_grant"
	}
	code.Used = true
	s.st.Tokens.Codes[key] = code
	verifier := form.Get("code_verifier")
	sum := sha256.Sum256([]byte(verifier))
	switch {
	case !s.now().Before(code.Expires),
		form.Get("redirect_uri") != code.Redirect,
		len(verifier) < 43 || len(verifier) > 128,
		!equalSecret(base64.RawURLEncoding.EncodeToString(sum[:]), code.Challenge):
		return tokenAnswer{}, "invalid_grant"
	}
	answer := s.issueAccess(code.Family, code.Scopes)
	if slices.Contains(code.Scopes, scopeOffline) {
		answer.RefreshToken = s.issueRefresh(code.Family, code.Scopes)
	}
	return answer, ""
}

func (s *Sim) refresh(form url.Values) (tokenAnswer, oauthError) {
	given := form.Get("refresh_token")
	old, ok := s.st.Tokens.Refresh[hash(given)]
	switch {
	case !ok:
		return tokenAnswer{}, "invalid_grant"
	case old.Used && !s.forgiven(old):
		s.st.Tokens.revoke(old.Family)
		return tokenAnswer{}, "invalid_grant"
	}
	scopes := old.Scopes
	if asked := strings.Fields(form.Get("scope")); len(asked) > 0 {
		if slices.ContainsFunc(asked, func(scope string) bool { return !slices.Contains(old.Scopes, scope) }) {
			return tokenAnswer{}, "invalid_scope"
		}
		scopes = asked
	}
	answer := s.issueAccess(old.Family, scopes)
	answer.RefreshToken = given
	if !s.cfg.Readings.NoRotation {
		delete(s.st.Tokens.Refresh, old.Next)
		answer.RefreshToken = s.issueRefresh(old.Family, old.Scopes)
		old.Used, old.Next = true, hash(answer.RefreshToken)
		s.st.Tokens.Refresh[hash(given)] = old
	}
	return answer, ""
}

// forgiven says whether a refresh token may come a second time: its answer may
// have been lost, as long as nobody has used the token that replaced it.
func (s *Sim) forgiven(old refreshToken) bool {
	next, ok := s.st.Tokens.Refresh[old.Next]
	return ok && !next.Used && !s.cfg.Readings.StrictRotation
}

func (s *Sim) issueAccess(family string, scopes []string) tokenAnswer {
	s.st.Tokens.forgetOld(s.now())
	access := newSecret()
	s.st.Tokens.Access[hash(access)] = accessToken{Family: family, Scopes: scopes, Expires: s.now().Add(s.cfg.TokenLife)}
	return tokenAnswer{
		AccessToken: access,
		ExpiresIn:   int(s.cfg.TokenLife / time.Second),
		TokenType:   "Bearer",
		Scope:       strings.Join(scopes, " "),
	}
}

func (s *Sim) issueRefresh(family string, scopes []string) string {
	refresh := newSecret()
	s.st.Tokens.Refresh[hash(refresh)] = refreshToken{Family: family, Scopes: scopes}
	return refresh
}

// revocation follows RFC 7009: 200 also for a token that nobody knows.
func (s *Sim) revocation(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		oauthError("invalid_request").write(w)
		return
	}
	if !s.isClient(r) {
		oauthError("invalid_client").write(w)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := hash(r.PostForm.Get("token"))
	if refresh, ok := s.st.Tokens.Refresh[key]; ok {
		s.st.Tokens.revoke(refresh.Family)
	}
	delete(s.st.Tokens.Access, key)
	w.WriteHeader(http.StatusOK)
}

// authorize checks the bearer token of an API call and returns the reason for
// which it is refused, or "".
func (s *Sim) authorize(r *http.Request) string {
	bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	token, known := s.st.Tokens.Access[hash(bearer)]
	switch {
	case !ok:
		return "The access token is missing"
	case !known:
		return "The access token is not valid"
	case !s.now().Before(token.Expires):
		return "The token expired at " + token.Expires.Format(time.RFC3339)
	case !slices.Contains(token.Scopes, scopeAPI):
		return "The audience is invalid"
	}
	return ""
}

func newSecret() string { return rand.Text() + rand.Text() }

func hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

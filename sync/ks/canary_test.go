package ks

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// leak fails when the canary is in anything that err can be made to say.
func leak(t *testing.T, err error) {
	t.Helper()
	require.Error(t, err)
	for e := err; e != nil; e = errors.Unwrap(e) {
		for _, verb := range []string{"%v", "%+v", "%#v", "%q"} {
			require.NotContains(t, fmt.Sprintf(verb, e), canary)
		}
		if text, jsonErr := json.Marshal(e); jsonErr == nil {
			require.NotContains(t, string(text), canary)
		}
		var p *store.Problem
		if errors.As(e, &p) {
			require.NotContains(t, p.Error(), canary)
		}
	}
}

// faults are answers of a server that gives away all it was sent.
func faults() map[string]http.HandlerFunc {
	echo := func(status int, form, contentType string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			_ = r.ParseForm()
			all := strings.Join([]string{r.Header.Get("Authorization"), canary, r.Form.Encode()}, " ")
			w.Header().Set("Content-Type", contentType)
			w.Header().Set("Location", "http://127.0.0.1:1/?"+canary)
			w.WriteHeader(status)
			fmt.Fprintf(w, form, strings.TrimPrefix(all, "Bearer "))
		}
	}
	all := map[string]http.HandlerFunc{"cut": hangUp}
	for _, status := range []int{200, 302, 400, 401, 403, 404, 429, 500, 503} {
		for form, contentType := range map[string]string{
			`{"ErrorCode":"1101","Message":%q}`:                   "application/json",
			`{"ErrorCode":%q}`:                                    "application/json",
			`{"error":%q,"error_description":"x"}`:                "application/json",
			`{"error":"invalid_grant","error_description":%q}`:    "application/json",
			`{"access_token":17,"expires_in":%q}`:                 "application/json",
			`<html>%s</html>`:                                     "text/html",
			`error=%[1]s&error_description=%[1]s&error_uri=%[1]s`: "text/plain",
			`{"items":[{"id":"1","blocked":%q}]}`:                 "application/json",
		} {
			all[fmt.Sprintf("%d %s", status, form)] = echo(status, form, contentType)
		}
	}
	return all
}

func TestNoTokenInErrorsOrLogs(t *testing.T) {
	for name, handler := range faults() {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))

			s := newServer(t, handler)
			c := New(Environment{API: s.URL}, onlyToken{}, Options{Logger: logger, Now: func() time.Time { return noon }})
			_, err := c.Users(t.Context(), "s")
			leak(t, err)
			_, err = c.CreateGroup(t.Context(), "s", "G")
			leak(t, err)

			p := newProvider(t)
			p.become(func() { p.fault = handler })
			vault, secret := new(MemoryVault), new(MemoryVault)
			require.NoError(t, vault.Store(t.Context(), canary))
			require.NoError(t, secret.Store(t.Context(), canary))
			tokens := NewTokens(TokensConfig{Env: p.env(), Refresh: vault, Secret: secret, Logger: logger})
			_, err = tokens.Token(t.Context())
			leak(t, err)
			require.NoError(t, tokens.SignOut(t.Context()))

			address, ended := begin(t, &Login{Env: p.env(), Secret: canary})
			back, err := p.approve(address)
			require.NoError(t, err)
			fetch(t, back)
			leak(t, (<-ended).err)

			require.NotContains(t, log.String(), canary)
			require.NotEmpty(t, log.String(), "the log was on")
		})
	}
}

// onlyToken gives the canary itself.
type onlyToken struct{}

func (onlyToken) Token(context.Context) (string, error)         { return canary, nil }
func (onlyToken) Renew(context.Context, string) (string, error) { return canary, nil }

func TestSecretsDoNotPrint(t *testing.T) {
	vault := new(MemoryVault)
	require.NoError(t, vault.Store(t.Context(), canary))
	a := newAccount(t, newProvider(t))
	_, err := a.Token(t.Context())
	require.NoError(t, err)
	for _, v := range []any{vault, a.Tokens, &Login{Secret: canary}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
			require.NotContains(t, fmt.Sprintf(verb, v), canary)
		}
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "v", v)
		require.NotContains(t, log.String(), canary)
	}
}

// TestALongTokenIsHiddenBeforeAMessageIsCut: half a token is a secret too.
func TestALongTokenIsHiddenBeforeAMessageIsCut(t *testing.T) {
	long := longToken(canary + strings.Repeat("x", 2*longestMessage))
	s := newServer(t, says(400, `{"ErrorCode":"1100","Message":"`+string(long)+`"}`))
	_, err := s.client(long).Me(t.Context())
	leak(t, err)
	require.Contains(t, err.Error(), hidden)
}

type longToken string

func (l longToken) Token(context.Context) (string, error)         { return string(l), nil }
func (l longToken) Renew(context.Context, string) (string, error) { return string(l), nil }

func TestNoAddressInErrors(t *testing.T) {
	for _, handler := range []http.HandlerFunc{hangUp, says(500, ""), says(200, html)} {
		s := newServer(t, handler)
		_, err := s.client(new(countedTokens)).UserByEmail(t.Context(), "s", canary+"@example.org")
		leak(t, err)
	}
}

package ks

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// canary stands for every token and secret in the tests: it must turn up
// nowhere.
const canary = "canary-7f3a9c-secret"

var noon = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)

// countedTokens gives "<canary>-1", "<canary>-2", … .
type countedTokens struct{ renewed atomic.Int32 }

func (s *countedTokens) Token(context.Context) (string, error) {
	return fmt.Sprintf("%s-%d", canary, s.renewed.Load()+1), nil
}

func (s *countedTokens) Renew(ctx context.Context, _ string) (string, error) {
	s.renewed.Add(1)
	return s.Token(ctx)
}

// seen is a request as the server got it.
type seen struct {
	line, body, auth string
	header           http.Header
	coding           []string // of the transfer
}

// server answers every request with handler and keeps what it saw.
type server struct {
	*httptest.Server
	mu   sync.Mutex
	seen []seen
}

func newServer(t *testing.T, handler http.HandlerFunc) *server {
	t.Helper()
	s := new(server)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		line, err := r.URL.Parse(r.URL.RequestURI())
		if err != nil {
			return
		}
		text := r.Method + " " + line.EscapedPath()
		if r.URL.RawQuery != "" {
			text += "?" + r.URL.RawQuery
		}
		s.mu.Lock()
		s.seen = append(s.seen, seen{text, string(body), r.Header.Get("Authorization"), r.Header.Clone(), r.TransferEncoding})
		s.mu.Unlock()
		handler(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) requests() []seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]seen(nil), s.seen...)
}

func (s *server) client(tokens TokenSource) *Client {
	env := Environment{API: s.URL, Issuer: s.URL, ClientID: "c", Redirect: "http://127.0.0.1:0/callback"}
	return New(env, tokens, Options{Now: func() time.Time { return noon }})
}

// inMemory is a client whose requests all go to rt.
func inMemory(rt http.RoundTripper) *Client {
	env := Environment{API: "https://ks.test", Issuer: "https://ks.test", ClientID: "c", Redirect: defaultRedirect}
	return New(env, onlyToken{}, Options{HTTP: rt, Rate: 1e9, Burst: 1e9, Now: func() time.Time { return noon }})
}

// gives is a transport that answers every request with one body.
func gives(status int, header http.Header, body []byte) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		if header == nil {
			header = http.Header{}
		}
		return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(bytes.NewReader(body)), Request: r}, nil
	})
}

// says answers always the same.
func says(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// hangUp cuts the connection after reading the request.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func asError(t *testing.T, err error) *Error {
	t.Helper()
	var e *Error
	require.Truef(t, errors.As(err, &e), "%v is no *Error", err)
	return e
}

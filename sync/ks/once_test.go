package ks

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// everyWrite is every call that changes something.
func everyWrite() map[string]func(context.Context, *Client) error {
	yes, name := true, "Mia"
	return map[string]func(context.Context, *Client) error{
		"create a person": func(x context.Context, c *Client) error {
			_, err := c.CreateUser(x, "s", NewUser{FirstName: "Mia", LastName: "Berg"})
			return err
		},
		"change a person": func(x context.Context, c *Client) error {
			_, err := c.UpdateUser(x, "s", "u", UserPatch{FirstName: &name, Blocked: &yes})
			return err
		},
		"change a seat":   func(x context.Context, c *Client) error { return c.SetSubscribed(x, "s", "u", true) },
		"delete a person": func(x context.Context, c *Client) error { return c.DeleteUser(x, "s", "u") },
		"create a group":  func(x context.Context, c *Client) error { _, err := c.CreateGroup(x, "s", "G"); return err },
		"rename a group":  func(x context.Context, c *Client) error { return c.RenameGroup(x, "s", "g", "H") },
		"delete a group":  func(x context.Context, c *Client) error { return c.DeleteGroup(x, "s", "g") },
		"add a member":    func(x context.Context, c *Client) error { return c.AddGroupMember(x, "s", "g", "p") },
		"remove a member": func(x context.Context, c *Client) error { return c.RemoveGroupMember(x, "s", "g", "p") },
		"add a door":      func(x context.Context, c *Client) error { return c.AddGroupLock(x, "s", "g", "l") },
		"remove a door":   func(x context.Context, c *Client) error { return c.RemoveGroupLock(x, "s", "g", "l") },
		"add a schedule":  func(x context.Context, c *Client) error { _, err := c.AddSchedule(x, "s", "g", Always()); return err },
		"change a schedule": func(x context.Context, c *Client) error {
			s := Always()
			s.ID = "t"
			_, err := c.UpdateSchedule(x, "s", "g", s)
			return err
		},
		"remove a schedule": func(x context.Context, c *Client) error { return c.RemoveSchedule(x, "s", "g", "t") },
	}
}

// everyFailure is each way in which a request can fail after it was sent, and
// what that means for a write.
func everyFailure() map[string]struct {
	answer http.HandlerFunc
	want   Kind
} {
	half := func(status int, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			says(status, `{"id":`, append(header, "Content-Length", "100")...)(w, r)
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}
	}
	type failure = struct {
		answer http.HandlerFunc
		want   Kind
	}
	all := map[string]failure{
		"cut":                  {hangUp, Unknown},
		"half an answer":       {half(200), Unknown},
		"half a zipped answer": {half(200, "Content-Encoding", "gzip"), Unknown},
		"half a refusal":       {half(400), Final},
		"web page":             {says(200, html), Unknown},
		"failure inside a 200": {says(200, `{"ErrorCode":2201}`), Unknown},
		"refused":              {says(400, `{"ErrorCode":"1101"}`), Final},
		"not allowed":          {says(403, `{"ErrorCode":"2203"}`), Forbidden},
		"not found":            {says(404, `{"ErrorCode":"2202"}`), NotFound},
		"too many, in a while": {says(429, "", "Retry-After", "3600"), Limited},
		"busy, in a while":     {says(503, "", "Retry-After", "1"), Unknown},
	}
	for status, want := range map[int]Kind{
		302: Unknown, 307: Unknown, 308: Unknown, 404: Unknown, 405: Final, 408: Unknown, 410: Unknown, 415: Final, 421: Unknown, 425: Final,
		429: Limited, 500: Unknown, 502: Unknown, 503: Unknown, 504: Unknown,
	} {
		all[fmt.Sprint(status)] = failure{says(status, "", "Location", "/elsewhere"), want}
	}
	return all
}

// TestEveryWriteIsSentExactlyOnce, whatever comes back. The first request
// leaves a connection behind for the write: that is the one on which net/http
// likes to try again.
func TestEveryWriteIsSentExactlyOnce(t *testing.T) {
	for failure, f := range everyFailure() {
		t.Run(failure, func(t *testing.T) {
			s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet {
					says(200, `{"id":"1"}`)(w, r)
					return
				}
				f.answer(w, r)
			})
			for name, write := range everyWrite() {
				c, before := s.client(new(countedTokens)), len(s.requests())
				_, err := c.Me(t.Context())
				require.NoError(t, err)
				require.Equal(t, f.want, KindOf(write(t.Context(), c)), name)
				require.Len(t, s.requests(), before+2, name)
			}
		})
	}
}

// TestNoRequestAsksForReplay: net/http repeats what carries a key like that,
// and KS knows none.
func TestNoRequestAsksForReplay(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			says(200, `[]`)(w, r)
			return
		}
		says(200, `{"id":"1"}`)(w, r)
	})
	c := s.client(new(countedTokens))
	for name, write := range everyWrite() {
		require.NoError(t, write(t.Context(), c), name)
	}
	for name, l := range everyList() {
		_, err := l.read(t.Context(), c)
		require.NoError(t, err, name)
	}
	p := newProvider(t)
	_, err := newAccount(t, p).Token(t.Context())
	require.NoError(t, err)
	all := append(s.requests(), p.requests()...)
	require.Greater(t, len(all), len(everyWrite())+len(everyList()))
	for _, r := range all {
		for key := range r.header {
			require.NotContains(t, strings.ToLower(key), "idempotency", r.line)
		}
		if strings.HasPrefix(r.line, "DELETE") {
			require.Empty(t, r.body)
			require.Empty(t, r.header.Values("Content-Type"))
			require.Empty(t, r.coding, "an empty body is not sent in chunks")
		}
	}
}

// trusting is the transport of real use, to a server with a certificate of its
// own.
func trusting(t *testing.T, cert *x509.Certificate) *http.Transport {
	t.Helper()
	rt, ok := newTransport().(*http.Transport)
	require.True(t, ok)
	rt.TLSClientConfig.RootCAs = x509.NewCertPool()
	rt.TLSClientConfig.RootCAs.AddCert(cert)
	t.Cleanup(rt.CloseIdleConnections)
	return rt
}

// TestOldEncryptionIsRefused: nothing below TLS 1.2, and nothing is sent.
func TestOldEncryptionIsRefused(t *testing.T) {
	var asked atomic.Int32
	for version, want := range map[uint16]Kind{tls.VersionTLS10: Offline, tls.VersionTLS11: Offline, tls.VersionTLS12: "", tls.VersionTLS13: ""} {
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
		s.Config.ErrorLog = log.New(io.Discard, "", 0) // it would name our refusal
		s.TLS = &tls.Config{MinVersion: version, MaxVersion: version}
		s.StartTLS()
		c := New(Environment{API: s.URL}, new(countedTokens), Options{HTTP: trusting(t, s.Certificate())})
		err := c.DeleteGroup(t.Context(), "s", "g")
		require.Equal(t, want, KindOf(err), "%v", err)
		if want != "" {
			require.Contains(t, asError(t, err).Problem().Error(), "not trusted")
		}
		s.Close()
	}
	require.EqualValues(t, 2, asked.Load())
}

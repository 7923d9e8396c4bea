package ks

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

const (
	requestLimit = 30 * time.Second
	pageLimit    = 16 << 20
	tokenLimit   = 1 << 20
)

// newTransport is the way to KS when the caller brings none. Connections are
// dropped after a short idle time, before servers do it: a write on a
// connection that has just died cannot be told from one that arrived.
func newTransport() http.RoundTripper {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    10 * time.Second,
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        20 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}
}

// sendOnce keeps net/http from sending a write a second time by itself. Over
// HTTP/2 it would do so, when the server says that it did not look at it,
// unless there is a body that cannot be had again.
type sendOnce struct{ next http.RoundTripper }

func (s sendOnce) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.WithContext(r.Context())
	r.GetBody = nil
	if r.Method != http.MethodGet && (r.Body == nil || r.Body == http.NoBody) {
		r.Body = io.NopCloser(http.NoBody) // as empty, but not known to be
	}
	return s.next.RoundTrip(r)
}

// newHTTPClient follows no redirect: a token goes to one host only.
func newHTTPClient(rt http.RoundTripper) *http.Client {
	if rt == nil {
		rt = newTransport()
	}
	return &http.Client{
		Transport:     sendOnce{rt},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// trace follows how far a request came.
type trace struct {
	asked, connected atomic.Bool
}

func withTrace(ctx context.Context) (context.Context, *trace) {
	t := new(trace)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { t.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { t.connected.Store(true) },
	}), t
}

// neverSent reports whether err proves that no byte of the request left. A
// transport that knows no tracing (one in memory) proves it by an error of
// dialling only.
func (t *trace) neverSent(err error) bool {
	if t.connected.Load() {
		return false
	}
	var (
		op  *net.OpError
		dns *net.DNSError
	)
	return t.asked.Load() || errors.As(err, &op) && op.Op == "dial" || errors.As(err, &dns)
}

// networkError is for a request that got no whole answer.
func networkError(op string, write bool, t *trace, err error) *Error {
	e := &Error{Op: op, Kind: Retryable, Err: withoutURL(err)}
	switch {
	case t.neverSent(err):
		e.Kind = Offline
	case write:
		e.Kind = Unknown
	}
	return e
}

// withoutURL takes the address out of an error of net/http: its query can
// hold an e-mail address or a code.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// readAll reads a body that must not be longer than limit bytes.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(body)) > limit {
		return nil, fmt.Errorf("an answer of more than %d bytes", limit)
	}
	return body, nil
}

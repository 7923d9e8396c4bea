//go:build oidc

package ks

import (
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// relay is the network between Latchkey and a provider. It notes what is asked
// for and spoils requests for a token.
type relay struct {
	way http.RoundTripper

	mu    sync.Mutex
	asked []string // "GET /.well-known/openid-configuration", …
	next  []mishap
}

// mishap is what happens to a request in place of a plain round trip on way.
type mishap func(way http.RoundTripper, r *http.Request) (*http.Response, error)

func newRelay(t *testing.T) *relay {
	t.Helper()
	way := &http.Transport{}
	t.Cleanup(way.CloseIdleConnections)
	return &relay{way: way}
}

// spoil lets a mishap happen to each of the next requests for a token.
func (w *relay) spoil(mishaps ...mishap) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next = mishaps
}

// RoundTrip implements http.RoundTripper.
func (w *relay) RoundTrip(r *http.Request) (*http.Response, error) {
	if happens := w.note(r); happens != nil {
		return happens(w.way, r)
	}
	return w.way.RoundTrip(r)
}

func (w *relay) note(r *http.Request) (happens mishap) {
	w.mu.Lock()
	defer w.mu.Unlock()
	line := r.Method + " " + r.URL.Path
	w.asked = append(w.asked, line)
	if line == tokenLine && len(w.next) > 0 {
		happens, w.next = w.next[0], w.next[1:]
	}
	return happens
}

// tokenLine is a request for a token at this provider.
const tokenLine = "POST /token"

// took returns what was asked for since the last call, and how many of that
// were requests for a token.
func (w *relay) took() (asked []string, forToken int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	asked, w.asked = w.asked, nil
	for _, line := range asked {
		if line == tokenLine {
			forToken++
		}
	}
	return asked, forToken
}

// answerLost: the provider did what it was asked and nobody hears of it.
func answerLost(way http.RoundTripper, r *http.Request) (*http.Response, error) {
	resp, err := way.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	return nil, io.ErrUnexpectedEOF
}

// requestLost: the provider never got it, which the other side cannot know.
func requestLost(_ http.RoundTripper, r *http.Request) (*http.Response, error) {
	_ = r.Body.Close()
	return nil, io.ErrUnexpectedEOF
}

// unreachable: no connection came about.
func unreachable(_ http.RoundTripper, r *http.Request) (*http.Response, error) {
	_ = r.Body.Close()
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: io.ErrUnexpectedEOF}
}

// overloaded: something in front of the provider sends the request away.
func overloaded(_ http.RoundTripper, r *http.Request) (*http.Response, error) {
	_ = r.Body.Close()
	return &http.Response{
		StatusCode: http.StatusServiceUnavailable, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Retry-After": {"5"}}, Body: io.NopCloser(strings.NewReader("")), Request: r,
	}, nil
}

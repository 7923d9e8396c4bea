package kssim

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strconv"
)

// Transport reaches the simulation in memory, without a port: any scheme and
// host do. A cut connection is an error, as it is on a real network, and an
// offline network fails like a dial, before httptrace hears of a connection.
func (s *Sim) Transport() http.RoundTripper { return transport{s, s.Handler()} }

type transport struct {
	sim     *Sim
	handler http.Handler
}

// RoundTrip implements http.RoundTripper.
func (t transport) RoundTrip(out *http.Request) (*http.Response, error) {
	if out.Body != nil {
		defer func() { _ = out.Body.Close() }()
	}
	if err := out.Context().Err(); err != nil {
		return nil, err
	}
	in := arriving(out)
	if t.sim.Network().Offline && !isControl(in) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errOffline}
	}
	traceSent(out)
	answer := newBuffer()
	if dropped := serveInMemory(t.handler, answer, in); dropped {
		return nil, errDropped
	}
	return &http.Response{
		Status:        strconv.Itoa(answer.status) + " " + http.StatusText(answer.status),
		StatusCode:    answer.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        answer.header,
		Body:          io.NopCloser(bytes.NewReader(answer.body.Bytes())),
		ContentLength: int64(answer.body.Len()),
		Request:       out,
	}, nil
}

// arriving turns a client's request into the one that a server would see.
func arriving(out *http.Request) *http.Request {
	in := out.Clone(out.Context())
	if in.Host == "" {
		in.Host = in.URL.Host
	}
	if in.URL.Scheme == "https" {
		in.TLS = &tls.ConnectionState{}
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	in.RequestURI = in.URL.RequestURI()
	return in
}

// traceSent tells the caller's httptrace what a real transport would: from here
// on the request may have been applied.
func traceSent(out *http.Request) {
	trace := httptrace.ContextClientTrace(out.Context())
	if trace == nil {
		return
	}
	if trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	if trace.WroteRequest != nil {
		trace.WroteRequest(httptrace.WroteRequestInfo{})
	}
}

func serveInMemory(h http.Handler, w http.ResponseWriter, r *http.Request) (dropped bool) {
	defer func() {
		switch v := recover(); v {
		case nil:
		case http.ErrAbortHandler:
			dropped = true
		default:
			panic(v)
		}
	}()
	h.ServeHTTP(w, r)
	return false
}

// What a caller of Transport sees of a cut connection, and of no network.
var (
	errDropped = errors.New("kssim: connection reset by the simulation")
	errOffline = errors.New("kssim: the simulated network is offline")
)

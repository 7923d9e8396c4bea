package kssim

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/http/httptrace"
	"os"
	"syscall"
)

// Transport reaches the simulation in memory, without a port: any scheme and
// host do. A cut connection is an error, as it is on a real network, and an
// offline network fails like a dial, before httptrace hears of a connection.
// Faults of Fault.TLS fail like a handshake, also where the scheme is http.
func (s *Sim) Transport() http.RoundTripper { return transport{s} }

type transport struct{ sim *Sim }

// RoundTrip implements http.RoundTripper.
func (t transport) RoundTrip(out *http.Request) (*http.Response, error) {
	if out.Body != nil {
		defer func() { _ = out.Body.Close() }()
	}
	if err := out.Context().Err(); err != nil {
		return nil, err
	}
	trace := traceAsked(out)
	in := arriving(out)
	if isControl(in) {
		traceSent(trace)
		answer := newBuffer()
		t.sim.serveControl(answer, inMemory(in))
		return Fault{}.deliver(answer).response(out), nil
	}
	if t.sim.Network().Offline {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errOffline}
	}
	v := t.sim.arrive(in, true)
	if v.fault.TLS {
		return nil, untrusted()
	}
	traceSent(trace)
	answer, err := t.sim.serve(out.Context(), v)
	if err != nil {
		return nil, err
	}
	return v.fault.deliver(answer).response(out), nil
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

// traceAsked tells the caller's httptrace that a connection was wanted.
func traceAsked(out *http.Request) *httptrace.ClientTrace {
	trace := httptrace.ContextClientTrace(out.Context())
	if trace != nil && trace.GetConn != nil {
		trace.GetConn(out.URL.Host)
	}
	return trace
}

// traceSent tells the caller's httptrace what a real transport would: from here
// on the request may have been applied.
func traceSent(trace *httptrace.ClientTrace) {
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

type memoryKey struct{}

// inMemory marks a request that came through no port.
func inMemory(r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), memoryKey{}, true))
}

func cameInMemory(r *http.Request) bool { return r.Context().Value(memoryKey{}) != nil }

// What a caller of Transport sees of a cut connection, and of no network.
var (
	errReset   error = &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
	errOffline       = errors.New("kssim: the simulated network is offline")
)

package kssim

import (
	"bytes"
	"io"
	"net/http"
	"strings"
)

// maxBody is more than any body that the API takes.
const maxBody = 1 << 20

// Handler serves identity, API and control on one listener. The addresses in
// its answers follow the Host of the request, so one or two listeners do. To
// cut a connection it panics with http.ErrAbortHandler, as net/http wants it.
func (s *Sim) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", s.now().Format(http.TimeFormat))
		if isControl(r) {
			r.Body = http.MaxBytesReader(w, r.Body, maxBody)
			s.control.ServeHTTP(w, r)
			return
		}
		s.serveKS(w, r)
	})
}

func isControl(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/_sim/") }

// serveKS lets a request through the network and the fault hook, records it,
// and holds the answer back until the change is saved.
func (s *Sim) serveKS(w http.ResponseWriter, r *http.Request) {
	network := s.Network()
	if network.Offline {
		panic(http.ErrAbortHandler)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "The body cannot be read or is too large.", http.StatusBadRequest)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	req := s.describe(r, body)
	fault := s.faultFor(req)
	answer := newBuffer()
	switch {
	case fault.Drop == DropBefore:
		s.record(req)
		panic(http.ErrAbortHandler)
	case fault.Status != 0:
		fault.write(answer)
	case network.HTML && req.API:
		answer.Header().Set("Content-Type", "text/html; charset=utf-8")
		writeBody(answer, "<!DOCTYPE html><title>Welcome</title><p>Please accept the terms of this network.")
	default:
		s.apply(answer, r)
	}
	if fault.Drop == DropAfter {
		s.record(req)
		panic(http.ErrAbortHandler)
	}
	req.Status = answer.status
	s.record(req)
	answer.copyTo(w)
}

// apply serves the request and has the change saved.
func (s *Sim) apply(answer *buffer, r *http.Request) {
	s.ks.ServeHTTP(answer, r)
	if r.Method == http.MethodGet || answer.status >= http.StatusBadRequest {
		return
	}
	if err := s.changed(); err != nil {
		answer.reset()
		errInternal.write(answer)
	}
}

func (s *Sim) changed() error {
	if s.cfg.OnChange == nil {
		return nil
	}
	err := s.cfg.OnChange(s)
	if err != nil {
		s.cfg.Logger.Error("the change was applied but not saved", "error", err)
	}
	return err
}

// describe notes what may be shown of a request: identity carries its secrets
// in query and body, so neither is kept.
func (s *Sim) describe(r *http.Request, body []byte) Request {
	req := Request{Time: s.now(), Method: r.Method, Path: r.URL.Path, API: strings.HasPrefix(r.URL.Path, "/v1.")}
	if req.API {
		req.Query, req.Body = r.URL.RawQuery, body
	}
	return req
}

func (f Fault) write(w http.ResponseWriter) {
	for key, values := range f.Header {
		w.Header()[http.CanonicalHeaderKey(key)] = values
	}
	w.WriteHeader(f.Status)
	writeBody(w, f.Body)
}

// writeBody sends text; the only thing that can fail is the connection, and
// then nobody is left to be told.
func writeBody(w io.Writer, text string) { _, _ = io.WriteString(w, text) }

// baseURL is the address under which the caller reached the simulation.
func baseURL(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// buffer is an answer that can still be thrown away.
type buffer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newBuffer() *buffer { return &buffer{header: http.Header{}, status: http.StatusOK} }

func (b *buffer) Header() http.Header         { return b.header }
func (b *buffer) WriteHeader(status int)      { b.status = status }
func (b *buffer) Write(p []byte) (int, error) { return b.body.Write(p) }

func (b *buffer) reset() { *b = *newBuffer() }

func (b *buffer) copyTo(w http.ResponseWriter) {
	for key, values := range b.header {
		w.Header()[key] = values
	}
	w.WriteHeader(b.status)
	_, _ = b.body.WriteTo(w)
}

package kssim

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
)

// maxBody is more than any body that the API takes.
const maxBody = 1 << 20

// Handler serves identity, API, control and the page of doors on one listener. The addresses in
// its answers follow the Host of the request, so one or two listeners do. A
// connection is cut with a reset where the listener can do that, and else by a
// panic with http.ErrAbortHandler, as net/http wants it.
func (s *Sim) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isControl(r) {
			s.serveControl(w, r)
			return
		}
		if serveDoors(w, r) {
			return
		}
		if s.Network().Offline {
			panic(http.ErrAbortHandler)
		}
		v := s.arrive(r, false)
		answer, err := s.serve(r.Context(), v)
		if err != nil {
			resetConnection(w)
			return
		}
		v.fault.deliver(answer).sendTo(w, r)
	})
}

func isControl(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/_sim/") }

func (s *Sim) serveControl(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.now().Format(http.TimeFormat))
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	s.control.ServeHTTP(w, r)
}

// visit is one request to KS on its way through the simulation.
type visit struct {
	r      *http.Request
	req    Request
	fault  Fault
	portal bool // a web page answers in place of KS
}

// badBody answers a request that cannot be read, or is too large.
var badBody = Fault{Status: http.StatusBadRequest, Body: "The body cannot be read or is too large."}

// arrive reads a request and asks what goes wrong with it. The handshake is
// that of a transport in memory; a port had its own.
func (s *Sim) arrive(r *http.Request, handshake bool) *visit {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	r.Body = io.NopCloser(bytes.NewReader(body))
	v := &visit{r: r, req: s.describe(r, body), fault: badBody}
	if err != nil {
		return v
	}
	v.req.again = takeMark(r)
	v.fault = s.faultFor(&v.req, handshake)
	v.portal = v.fault.HTML || s.Network().HTML && v.req.API
	return v
}

// serve makes the answer and records the request. An error means that there is
// no answer: the connection is lost, or the caller has gone.
func (s *Sim) serve(ctx context.Context, v *visit) (*buffer, error) {
	answer, err := s.answerTo(ctx, v)
	if err == nil && v.fault.Drop == DropAfter {
		err = errReset
	}
	if err != nil {
		s.record(v.req)
		return nil, err
	}
	v.req.Status = answer.status
	answer.header.Set("Date", s.now().Add(v.fault.Skew).Format(http.TimeFormat))
	s.record(v.req)
	return answer, nil
}

func (s *Sim) answerTo(ctx context.Context, v *visit) (*buffer, error) {
	if err := pause(ctx, v.fault.Delay); err != nil {
		return nil, err
	}
	answer := newBuffer()
	switch {
	case v.fault.Drop == DropBefore:
		return nil, errReset
	case v.fault.Status != 0:
		v.fault.write(answer)
	case v.portal:
		answer.Header().Set("Content-Type", "text/html; charset=utf-8")
		writeBody(answer, portalPage)
	default:
		return s.disturbPage(v.fault.Page, v.r, s.apply(v.r)), nil
	}
	return answer, nil
}

const portalPage = "<!DOCTYPE html><title>Welcome</title><p>Please accept the terms of this network."

// apply serves the request and has the change saved before it is answered.
func (s *Sim) apply(r *http.Request) *buffer {
	answer := newBuffer()
	s.ks.ServeHTTP(answer, r)
	if r.Method == http.MethodGet || answer.status >= http.StatusBadRequest {
		return answer
	}
	if err := s.changed(); err != nil {
		answer = newBuffer()
		errInternal.write(answer)
	}
	return answer
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
	req := Request{Time: s.now(), Method: r.Method, Path: r.URL.Path, API: isAPI(r.URL.Path)}
	if req.API {
		req.Query, req.Body = r.URL.RawQuery, body
	}
	return req
}

func isAPI(path string) bool {
	return strings.HasPrefix(path, "/v1.") || strings.HasPrefix(path, "/v2/")
}

func (f Fault) write(w http.ResponseWriter) {
	for key, values := range f.Header {
		w.Header()[http.CanonicalHeaderKey(key)] = slices.Clone(values)
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

// buffer is an answer that is not on its way yet.
type buffer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newBuffer() *buffer { return &buffer{header: http.Header{}, status: http.StatusOK} }

func (b *buffer) Header() http.Header         { return b.header }
func (b *buffer) WriteHeader(status int)      { b.status = status }
func (b *buffer) Write(p []byte) (int, error) { return b.body.Write(p) }

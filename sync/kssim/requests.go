package kssim

import (
	"net/http"
	"time"
)

// Request describes one request to identity or API: for the fault hook before
// it is served, and in the log afterwards. It holds no token, code, secret or
// password.
type Request struct {
	Time   time.Time `json:"time"`
	Method string    `json:"method"`
	Path   string    `json:"path"`
	Query  string    `json:"query,omitempty"` // of API routes only
	API    bool      `json:"api"`             // false for identity
	Status int       `json:"status"`          // 0 in the hook, and where nothing was answered
	Fault  string    `json:"fault,omitempty"` // what went wrong with it, on purpose
	Rule   string    `json:"rule,omitempty"`  // id of the rule that said so
	Body   []byte    `json:"-"`               // of API routes, in the hook only
	again  bool      // it asks for the second copy of a doubled page
}

// IsWrite says whether the request asks the API for a change. Signing in and
// refreshing a token are none.
func (r Request) IsWrite() bool {
	return r.API && r.Method != http.MethodGet && r.Method != http.MethodHead
}

// maxLog bounds the memory of a simulation that runs for days.
const maxLog = 50_000

func (s *Sim) record(r Request) {
	r.Body = nil
	s.cfg.Logger.Debug("request", "method", r.Method, "path", r.Path, "status", r.Status, "fault", r.Fault)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.log) >= maxLog {
		s.log = append(s.log[:0], s.log[maxLog/2:]...)
	}
	s.log = append(s.log, r)
}

// Requests returns the requests that arrived, oldest first: at most the last
// 50,000. Those that met an offline network or a failed handshake did not
// arrive.
func (s *Sim) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.log...)
}

// RequestsOn returns those of Requests that a pattern fits, written as in
// Rule.On: RequestsOn("POST /v1.2/sites/*/users").
func (s *Sim) RequestsOn(on string) ([]Request, error) {
	p, err := parsePattern(on)
	if err != nil {
		return nil, err
	}
	return without(s.Requests(), func(r Request) bool { return !p.fits(r) }), nil
}

// Count says how many of Requests a pattern fits.
func (s *Sim) Count(on string) (int, error) {
	fitting, err := s.RequestsOn(on)
	return len(fitting), err
}

// ResetRequests empties the log of requests.
func (s *Sim) ResetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = nil
}

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
	Body   []byte    `json:"-"`               // of API routes, in the hook only
}

// IsWrite says whether the request asks the API for a change. Signing in and
// refreshing a token are none.
func (r Request) IsWrite() bool {
	return r.API && r.Method != http.MethodGet && r.Method != http.MethodHead
}

// Fault is what goes wrong with one request; the zero value is nothing.
type Fault struct {
	// Status, if not 0, is answered with Header and Body instead of serving
	// the request: nothing is applied.
	Status int
	Header http.Header
	Body   string
	// Drop cuts the connection without an answer.
	Drop Drop
}

// Drop says whether, and when, the connection is cut.
type Drop int

// The ways to lose a connection.
const (
	DropNot    Drop = iota // answer as usual
	DropBefore             // the request is lost: nothing is applied
	DropAfter              // the request is applied and the answer is lost
)

// Network is a lasting disturbance of everything but the control side.
type Network struct {
	Offline bool `json:"offline"` // connections are cut before anything is applied
	HTML    bool `json:"html"`    // API calls get 200 text/html, as from a hotel's portal
}

// SetNetwork replaces the disturbance.
func (s *Sim) SetNetwork(n Network) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.network = n
}

// Network returns the disturbance in force.
func (s *Sim) Network() Network {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.network
}

// SetOnRequest replaces Config.OnRequest; nil ends all faults.
func (s *Sim) SetOnRequest(hook func(Request) Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cfg.OnRequest = hook
}

// faultFor asks the hook, which may itself call the Sim.
func (s *Sim) faultFor(r Request) Fault {
	s.mu.Lock()
	hook := s.cfg.OnRequest
	s.mu.Unlock()
	if hook == nil {
		return Fault{}
	}
	return hook(r)
}

// maxLog bounds the memory of a simulation that runs for days.
const maxLog = 50_000

func (s *Sim) record(r Request) {
	r.Body = nil
	s.cfg.Logger.Debug("request", "method", r.Method, "path", r.Path, "status", r.Status)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.log) >= maxLog {
		s.log = append(s.log[:0], s.log[maxLog/2:]...)
	}
	s.log = append(s.log, r)
}

// Requests returns the requests that arrived, oldest first: at most the last
// 50,000. Those that met an offline network did not arrive.
func (s *Sim) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.log...)
}

// ResetRequests empties the log of requests.
func (s *Sim) ResetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = nil
}

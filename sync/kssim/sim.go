package kssim

import (
	"net/http"
	"sync"
	"time"
)

// Sim is one simulated SALTO KS. Safe for concurrent use: each request is
// applied as a whole, one after the other.
type Sim struct {
	clock   *Clock // nil when Config.Now is given
	ks      http.Handler
	control http.Handler
	script  script

	mu      sync.Mutex // guards everything below
	cfg     Config
	st      state
	log     []Request
	network Network
}

// New returns a simulation without sites.
func New(cfg Config) *Sim {
	s := &Sim{cfg: cfg.withDefaults(), st: newState()}
	if cfg.Now == nil {
		s.clock = &Clock{}
		s.cfg.Now = s.clock.Now
	}
	s.ks = s.newKSRoutes()
	s.control = s.newControlRoutes()
	return s
}

// Clock returns the Sim's own clock, or nil when Config.Now is the clock.
func (s *Sim) Clock() *Clock { return s.clock }

// now is the current instant in UTC.
func (s *Sim) now() time.Time { return s.cfg.Now().UTC() }

func (s *Sim) newKSRoutes() http.Handler {
	mux := http.NewServeMux()
	s.addIdentityRoutes(mux)
	s.addAPIRoutes(mux)
	return mux
}

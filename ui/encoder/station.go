package encoder

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

const (
	// often and seldom are the pauses between two looks at the ports while no
	// reader is open; seldom when none is remembered and nothing has changed
	// for idleAfter.
	often     = 2 * time.Second
	seldom    = 10 * time.Second
	idleAfter = 10 * time.Minute
	// soon is the pause before a second try. A port that was plugged in just
	// now belongs to the administrator until the system has given it to its
	// group, and other programs look what it is.
	soon = 500 * time.Millisecond
	// settled is how long a reader has to work for its next failure to be a
	// new one.
	settled = 5 * time.Second
)

// Config is what a Station is made of.
type Config struct {
	Ports Ports
	// Remembered is Status.Reader as it was kept.
	Remembered Remembered
	// Now is the clock that waits are measured with; nil: the real one.
	Now func() time.Time
	// After waits; nil: time.After.
	After func(time.Duration) <-chan time.Time
	// Changed and Tapped are called by the goroutine of Run, one after the
	// other, and should return soon: the reader waits. Either may be nil.
	Changed func(Status)
	Tapped  func(Event)
}

// Station keeps a tag reader open: it finds it, asks it what it is, hands its
// taps on, and takes it up again when it was unplugged, on whatever port.
//
// A reader of a vendor who makes nothing else is found by itself. To a bridge or
// an unknown device nothing is written, and it is not even opened, before
// somebody says by Use that it is the reader, now or in an earlier run.
//
// Run starts one goroutine for each reader that it opens, which ends with the
// reader. Where the system hangs in a call, one such goroutine may be left, and
// no other reader is opened until it is back.
type Station struct {
	cfg  Config
	wake chan struct{} // Use or Forget was called

	mu     sync.Mutex
	order  func(*Station) // what Use or Forget wants, for Run to do
	status Status

	// What follows belongs to Run.
	reader   Remembered
	used     PortInfo // named by Use
	was      bool     // a reader was ready
	ports    []PortInfo
	others   []Device
	moved    time.Time // when something changed last
	failures int       // in a row
	stray    *session  // one that hangs
	told     bool      // Changed was called
}

// NewStation makes a Station, which does nothing until Run.
func NewStation(cfg Config) *Station {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.After == nil {
		cfg.After = time.After
	}
	return &Station{cfg: cfg, wake: make(chan struct{}, 1), reader: cfg.Remembered, status: Status{Reader: cfg.Remembered}}
}

// Status is the newest one. It may be called from anywhere.
func (s *Station) Status() Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.status
}

// Use says that a port is that of the tag reader: of Status.Choices, or another
// one by its name. It may be called from anywhere, and returns at once. For a
// reader that is in use already it asks anew what it is.
func (s *Station) Use(p PortInfo) {
	s.tell(func(s *Station) {
		s.used, s.reader, s.was = p, remember(p, FamilyNone), false
	})
}

// Forget lets go of the reader. One of a vendor who makes nothing else is found
// again by itself.
func (s *Station) Forget() {
	s.tell(func(s *Station) {
		s.used, s.reader, s.was = PortInfo{}, Remembered{}, false
	})
}

func (s *Station) tell(order func(*Station)) {
	s.mu.Lock()
	s.order = order
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// obey does what was told, if anything, and says whether.
func (s *Station) obey() bool {
	s.mu.Lock()
	order := s.order
	s.order = nil
	s.mu.Unlock()
	if order == nil {
		return false
	}
	order(s)
	s.failures, s.moved = 0, s.cfg.Now()
	return true
}

// Run works until the context ends. It is called once.
func (s *Station) Run(ctx context.Context) {
	s.moved = s.cfg.Now()
	for ctx.Err() == nil {
		s.obey()
		select {
		case <-s.cfg.After(s.round(ctx)):
		case <-s.wake:
		case <-ctx.Done():
		}
	}
}

// round looks at the ports once, and stays with a reader for as long as there
// is one. It returns how long to wait before the next.
func (s *Station) round(ctx context.Context) time.Duration {
	ports, err := s.cfg.Ports.List(ctx)
	if err != nil {
		s.set(ctx, Status{State: Trouble, Err: err})
		return seldom
	}
	s.compare(ports)
	if p, can := s.cfg.Ports.(Portless); can {
		s.others = p.Portless(ctx)
	}
	f := sortPorts(ports, s.reader, s.used)
	if !s.free() {
		s.hanging(ctx, f)
		return often
	}
	var first error
	var failed candidate
	for _, c := range f.open {
		err := s.serve(ctx, c, f.ask)
		var ready *watched
		switch {
		case ctx.Err() != nil:
			return 0
		case err == nil: // told to let go
			return 0
		case errors.As(err, &ready):
			return s.lost(ctx, err, f)
		case errors.Is(err, ErrNoPort):
			continue
		case errors.Is(err, ErrStuck):
			s.hanging(ctx, f)
			return often
		}
		if first == nil {
			first, failed = err, c
		}
	}
	if first == nil {
		s.idle(ctx, f)
		return s.pace()
	}
	return s.failed(ctx, first, failed, f.ask)
}

// compare notes whether something was plugged in or out.
func (s *Station) compare(ports []PortInfo) {
	if slices.Equal(ports, s.ports) {
		return
	}
	s.ports, s.moved, s.failures = slices.Clone(ports), s.cfg.Now(), 0
	here := func(p PortInfo) bool { return p.Name == s.used.Name }
	if s.reader.Vendor != "" && !slices.ContainsFunc(ports, here) {
		s.used = PortInfo{} // the name may be another's from now on
	}
}

// free tells that no session hangs.
func (s *Station) free() bool {
	if s.stray == nil {
		return true
	}
	select {
	case <-s.stray.done:
		s.stray = nil
		return true
	default:
		return false
	}
}

// serve stays with a port until its session ends. It returns nil when it was
// told to let go.
func (s *Station) serve(ctx context.Context, c candidate, ask []PortInfo) error {
	begun := s.cfg.Now()
	// A trouble stays until it is over: it would else flicker at each try.
	if last := s.Status(); last.State != Trouble || last.Port != c.Name {
		s.set(ctx, Status{State: Opening, Name: c.Title(), Port: c.Name, Choices: ask})
	}
	one := begin(ctx, s.cfg.Ports, s.cfg.Now, c)
	defer one.cancel()
	told := false
	for {
		select {
		case n := <-one.news:
			if !told {
				s.take(ctx, c, n, ask)
			}
		case <-one.done:
			switch {
			case told:
				return nil
			case s.cfg.Now().Sub(begun) >= settled:
				s.failures = 0
			}
			return one.err
		case <-one.hung:
			s.stray = one
			return ErrStuck
		case <-s.wake:
			if s.obey() {
				told = true
				one.cancel()
			}
		}
	}
}

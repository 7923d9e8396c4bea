package encoder

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// session is a port that a goroutine of its own opens, asks and reads, until
// the reader is gone or the session is cancelled. Only it touches the port, but
// for closing a port that hangs.
type session struct {
	cancel context.CancelFunc
	news   chan news     // what happens; nobody waits for it after cancel
	hung   chan struct{} // closed when the system doesn't come back
	done   chan struct{} // closed when the goroutine has ended
	err    error         // why, to be read after done

	ports Ports
	now   func() time.Time
	once  sync.Once // for hung

	mu   sync.Mutex
	port *guarded
}

// news is one thing that a session tells.
type news struct {
	opened bool   // the reader is ready, or more is known of it
	name   string // what it calls itself; may be empty
	family Family
	heard  bool
	event  Event // a tap, when opened is false
}

func begin(ctx context.Context, ports Ports, now func() time.Time, c candidate) *session {
	ctx, cancel := context.WithCancel(ctx)
	s := &session{cancel: cancel, news: make(chan news), hung: make(chan struct{}), done: make(chan struct{}), ports: ports, now: now}
	go func() {
		defer close(s.done)
		defer s.close()
		s.err = s.run(ctx, c)
	}()
	return s
}

const (
	// unheard is for how long a reader that has answered nothing is listened to
	// before it is asked again: it may have been starting still. Each time it is
	// twice as long, up to mostUnheard.
	unheard     = 4 * time.Second
	mostUnheard = time.Minute
)

var errUnheard = errors.New("nothing was heard")

// run asks until somebody answers, and reads.
func (s *session) run(ctx context.Context, c candidate) error {
	again := len(c.families) > 0 && !c.families[0].Silent()
	for patience := unheard; ; patience = min(2*patience, mostUnheard) {
		if !again {
			patience = 0
		}
		if err := s.try(ctx, c, patience); !errors.Is(err, errUnheard) {
			return err
		}
	}
}

// twice is the families to try: those that answer a second time before those that
// only listen, which any silence fits.
func twice(list []Family) []Family {
	at := slices.IndexFunc(list, Family.Silent)
	if at <= 0 {
		return list
	}
	return slices.Concat(list[:at], list)
}

// try tries the families in turn and reads with the one that is there. One that
// only listens gives up with errUnheard when nothing was heard for so long; 0:
// never.
func (s *session) try(ctx context.Context, c candidate, patience time.Duration) error {
	var port *guarded
	baud, worst := 0, error(ErrSilent)
	for _, f := range twice(c.families) {
		if f.Baud() != baud {
			s.close()
			opened, err := s.open(c.Name, f.Baud())
			if err != nil {
				return err
			}
			port, baud = opened, f.Baud()
		}
		r := Open(f, port, s.now)
		name, err := r.Probe(ctx)
		switch {
		case err == nil:
			if !f.Silent() {
				patience = 0
			}
			return s.watch(ctx, r, news{opened: true, name: name, family: f, heard: !f.Silent()}, patience)
		case ctx.Err() != nil, errors.Is(err, ErrGone):
			return err
		case errors.Is(err, ErrOther), errors.Is(err, ErrRefused):
			worst = ErrOther
		}
	}
	return worst
}

func (s *session) watch(ctx context.Context, r Reader, n news, patience time.Duration) error {
	s.tell(ctx, n)
	listening, giveUp := context.WithCancel(ctx)
	defer giveUp()
	heard := func() bool { return true }
	if patience > 0 {
		heard = time.AfterFunc(patience, giveUp).Stop
	}
	defer heard()
	err := Watch(listening, r, s.now, func(e Event) {
		heard()
		if push, ok := r.(*pushReader); ok && push.decided != FamilyNone {
			n.family = push.decided
		}
		if !n.heard && e.Err == nil {
			n.heard = true
			s.tell(ctx, n)
		}
		s.tell(ctx, news{event: e})
	})
	if listening.Err() != nil && ctx.Err() == nil {
		return errUnheard
	}
	return &watched{err}
}

// watched is why a reader ended that was ready.
type watched struct{ error }

func (w *watched) Unwrap() error { return w.error }

func (s *session) tell(ctx context.Context, n news) {
	select {
	case s.news <- n:
	case <-ctx.Done():
	}
}

func (s *session) open(name string, baud int) (*guarded, error) {
	port, err := openGuarded(s.ports, name, baud, s.overdue)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.port = port
	return port, nil
}

func (s *session) close() {
	s.mu.Lock()
	port := s.port
	s.port = nil
	s.mu.Unlock()
	if port != nil {
		_ = port.Close() // it is gone, whatever the system says
	}
}

// overdue runs on a timer. On Windows closing a port ends a write that hangs.
func (s *session) overdue() {
	s.once.Do(func() {
		s.cancel()
		close(s.hung)
		s.close()
	})
}

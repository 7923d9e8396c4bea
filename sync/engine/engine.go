package engine

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"latchkey/store"
	"latchkey/sync/health"
	"latchkey/sync/ks"
)

// Config is what an engine works with. Store, Space and Remote are required.
type Config struct {
	Store  *store.Store
	Space  store.SpaceID
	Remote Remote
	Now    func() time.Time // nil: the store's clock
	Rand   func() float64   // jitter, in [0, 1); nil: none
	Logger *slog.Logger     // nil: no log

	// Settle is how long KS may take to show an object that it accepted
	// (ks-connect-api: up to a minute was measured). Before it is over, the
	// absence of something sent proves nothing.
	Settle time.Duration
	// LookEvery is the time between two requests of the slow look around, which
	// finds what somebody changed in KS (see lookAround).
	LookEvery time.Duration
	// EntriesEvery is the time between two readings of what happened at the
	// doors; negative: it is not read.
	EntriesEvery time.Duration
	// Debounce is how long after an edit a pass begins, so that edits that
	// follow each other go out together.
	Debounce time.Duration

	Computer string  // names this computer; "": not known
	Witness  Witness // nil: an old file that was put back is not noticed
}

// The defaults of Config.
const (
	DefaultSettle       = 90 * time.Second
	DefaultLookEvery    = time.Minute
	DefaultEntriesEvery = time.Minute
	DefaultDebounce     = 300 * time.Millisecond
)

// Engine keeps one space's site true. Its methods may be called from any
// goroutine; passes never overlap.
type Engine struct {
	cfg   Config
	wake  chan struct{}
	hurry atomic.Bool // an edit since the last pass, a block or a pass that was given, is not to wait for others
	awoke atomic.Bool // the computer slept since the last plan
	pulse pulse

	pass      sync.Mutex         // one pass at a time; guards the fields below it
	role      string             // KS id of the role "site_user", once asked for
	looked    bool               // a full look has been made since the start
	lookDue   bool               // the desk wants another
	next      time.Time          // when the target changes by the clock alone
	asOf      time.Time          // of the last plan: what was due then has been tried
	accepted  map[string]attempt // by step, what KS accepted; of a request before the start nobody knows
	between   bool               // steps are made while a list is read
	stale     bool               // such steps were made: the plan at hand does not know of what led to them
	site      siteHealth
	details   details // of a look that has not come to its end
	around    around  // the slow look
	tags      tags    // the reading of the site's tags
	entries   entries // the reading of what happened at the doors
	last      *plan   // the newest; for the health of the space
	watch     health.Watch
	answered  time.Time // when KS last gave an answer that made sense
	witnessed bool      // the file was compared with what this computer has seen
	sweepFrom time.Time // the desk wants everything to have been read since; zero: not

	tell sync.Mutex // held while watchers are called, one status after the other

	mu       sync.Mutex // guards the fields below it
	status   Status
	watchers map[int]func(Status)
	nextID   int
	lookAsap bool
	tagWish  tagWish
}

// New returns an engine that does nothing yet.
func New(cfg Config) *Engine {
	if cfg.Now == nil {
		cfg.Now = cfg.Store.Now
	}
	if cfg.Rand == nil {
		cfg.Rand = func() float64 { return 1 }
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Settle == 0 {
		cfg.Settle = DefaultSettle
	}
	if cfg.LookEvery == 0 {
		cfg.LookEvery = DefaultLookEvery
	}
	if cfg.EntriesEvery == 0 {
		cfg.EntriesEvery = DefaultEntriesEvery
	}
	if cfg.Debounce == 0 {
		cfg.Debounce = DefaultDebounce
	}
	return &Engine{cfg: cfg, wake: make(chan struct{}, 1), watchers: make(map[int]func(Status)), accepted: make(map[string]attempt)}
}

// Run makes a pass after every edit, whenever something falls due, and after
// failures with growing patience, until ctx ends. It returns when the last
// pass is over; nothing of it runs on.
func (e *Engine) Run(ctx context.Context) {
	unsubscribe := e.cfg.Store.Subscribe(func(c store.Change) {
		if c.Actor == store.ActorSync {
			return
		}
		if c.Kinds.Has(store.KindBlocked | store.KindPass) {
			e.hurry.Store(true)
		}
		e.Wake()
	})
	defer unsubscribe()
	var beating sync.WaitGroup
	beating.Go(func() { e.keepPulse(ctx) })
	defer beating.Wait()
	for ctx.Err() == nil {
		result := e.Pass(ctx)
		if !e.sleep(ctx, result.Next) {
			return
		}
	}
}

// sleep waits until t, or for an edit and, unless somebody was blocked by it, the
// moment of quiet after it. It tells whether to go on.
func (e *Engine) sleep(ctx context.Context, t time.Time) bool {
	for nap := minPause; ; nap = min(t.Sub(e.cfg.Now()), longestNap) {
		if nap <= 0 {
			return ctx.Err() == nil
		}
		timer := time.NewTimer(nap)
		select {
		case <-ctx.Done():
			timer.Stop()
			return false
		case <-timer.C:
			continue
		case <-e.wake:
			timer.Stop()
		}
		break
	}
	if e.hurry.Swap(false) {
		return ctx.Err() == nil
	}
	quiet := time.NewTimer(e.cfg.Debounce)
	defer quiet.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-quiet.C:
		return true
	}
}

// minPause keeps passes that find nothing to do apart. longestNap is how often
// Run looks at the clock: a timer stands still while the computer sleeps, and
// knows nothing of a clock that is put right.
const (
	minPause   = 50 * time.Millisecond
	longestNap = 30 * time.Second
)

// Wake makes Run start a pass soon, and a running pass plan anew.
func (e *Engine) Wake() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// edited tells whether Wake was called since the last plan.
func (e *Engine) edited() bool { return len(e.wake) > 0 }

// old tells whether the plan at hand is not to be gone on with.
func (e *Engine) old() bool { return e.stale || e.edited() }

// noticeEdits takes what Wake announced: the plan that follows knows of it.
func (e *Engine) noticeEdits() {
	e.stale = false
	select {
	case <-e.wake:
	default:
	}
}

// SyncNow asks for a pass at once that begins with a full look at the site.
// It does not wait for a pause to be over, unless KS itself asked for quiet.
func (e *Engine) SyncNow() {
	e.mu.Lock()
	e.lookAsap = true
	e.mu.Unlock()
	e.Wake()
}

// takeSyncNow tells whether SyncNow was called since the last time.
func (e *Engine) takeSyncNow() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	asap := e.lookAsap
	e.lookAsap = false
	return asap
}

// Retry takes what was parked back into the queue: the step with the given
// key, or every one for "".
func (e *Engine) Retry(ctx context.Context, key string) error {
	work, err := e.cfg.Store.Work(ctx, e.cfg.Space)
	if err != nil {
		return err
	}
	_, err = e.cfg.Store.Do(ctx, store.ActorDesk, func(tx *store.Tx) error {
		for _, w := range work {
			if w.Phase != store.PhaseParked || key != "" && w.Key != key {
				continue
			}
			w.Phase, w.Attempts, w.NotBefore, w.Wish = store.PhaseWaiting, 0, time.Time{}, ""
			if err := tx.PutWork(e.cfg.Space, w); err != nil {
				return err
			}
		}
		return nil
	})
	e.Wake()
	return err
}

// Drain makes passes until nothing is left, or until what is left waits for
// longer than patience, for the network or for the desk.
func (e *Engine) Drain(ctx context.Context, patience time.Duration) (Result, error) {
	for {
		r := e.Pass(ctx)
		wait := r.Next.Sub(e.cfg.Now())
		if r.Waiting == 0 || r.Err != nil && ks.KindOf(r.Err) != ks.Retryable || wait > patience {
			return r, r.Err
		}
		timer := time.NewTimer(max(wait, minPause))
		select {
		case <-ctx.Done():
			timer.Stop()
			return r, errors.Join(r.Err, ctx.Err())
		case <-timer.C:
		}
	}
}

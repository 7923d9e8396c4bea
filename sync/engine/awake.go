package engine

import (
	"context"
	"errors"
	"sync"
	"time"

	"latchkey/store"
)

// A computer that sleeps takes the program with it, wherever it stands. What it
// had planned before is hours old when it goes on, and timers know nothing of
// it: so the wall clock is looked at every pulseEvery, and one that went on by
// more than sleptAfter since the last time has slept, or was put forward.
const (
	pulseEvery = 20 * time.Second
	sleptAfter = time.Minute
)

// pulse is when the clock was last looked at; zero: nobody looks.
type pulse struct {
	mu   sync.Mutex
	last time.Time
}

// beat notes that it is now, and tells whether the computer slept since the
// last time.
func (p *pulse) beat(now time.Time) (slept bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	slept = !p.last.IsZero() && now.Sub(p.last) > sleptAfter
	p.last = now
	return slept
}

// late is beat for who must not wait for the next one. It notes nothing but a
// sleep: what takes long between two beats is none.
func (p *pulse) late(now time.Time) (slept bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last.IsZero() || now.Sub(p.last) <= sleptAfter {
		return false
	}
	p.last = now
	return true
}

// Awoke tells the engine that the computer slept: before another step is sent,
// SALTO KS is looked at afresh and everything planned anew, as after a start.
// Only who is blocked at once goes before. Run notices a sleep by itself, within
// pulseEvery at the latest and before the next step; who learns of one sooner,
// says so.
func (e *Engine) Awoke() {
	e.awoke.Store(true)
	e.Wake()
}

// overslept tells whether the computer slept since the plan at hand was made.
func (e *Engine) overslept() bool {
	if e.pulse.late(e.cfg.Now()) {
		e.Awoke()
	}
	return e.awoke.Load()
}

// errSlept is that a request was not made because the computer slept since it
// was decided on: while it waited for its turn, or for a new token.
var errSlept = errors.New("the computer slept")

var slept = store.Sentence{Text: "The computer slept before this was sent. SALTO KS is looked at first."}

func (e *Engine) notSlept() error {
	if e.overslept() {
		return errSlept
	}
	return nil
}

// forgetLook takes what was seen before a sleep for too old to act on.
func (e *Engine) forgetLook() {
	if e.awoke.Swap(false) {
		e.looked = false
		e.details.forget()
	}
}

// keepPulse looks at the clock until ctx ends.
func (e *Engine) keepPulse(ctx context.Context) {
	tick := time.NewTicker(pulseEvery)
	defer tick.Stop()
	for {
		if e.pulse.beat(e.cfg.Now()) {
			e.cfg.Logger.InfoContext(ctx, "the computer slept, or its clock was put forward")
			e.Awoke()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

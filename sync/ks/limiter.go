package ks

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Nothing is published about KS's limits, so these are polite (GUESS).
const (
	politeRate, politeBurst = rate.Limit(2), 5
	localRate, localBurst   = rate.Limit(200), 200

	slowest  = 8  // a limited client goes down to an eighth of its rate
	recovery = 20 // good answers after which it doubles again
)

// pace spaces requests out, more slowly after KS asked for it, and lets none
// out before the time that KS named.
type pace struct {
	limiter *rate.Limiter
	full    rate.Limit
	now     func() time.Time

	mu        sync.Mutex
	good      int
	notBefore time.Time
	quiet     time.Duration // that KS asked for last
}

func newPace(limit rate.Limit, burst int, now func() time.Time) *pace {
	return &pace{limiter: rate.NewLimiter(limit, burst), full: limit, now: now}
}

// wait blocks until a request may go. When KS named a time it does not sit it
// out: it returns how long that still is, for the caller to plan with.
func (p *pace) wait(ctx context.Context) (time.Duration, error) {
	if left := p.left(); left > 0 {
		return left, nil
	}
	return 0, p.limiter.Wait(ctx)
}

// ahead is how long a request would have to wait for its turn by the rate; it takes
// none.
func (p *pace) ahead() time.Duration {
	limit, missing := p.limiter.Limit(), 1-p.limiter.Tokens()
	if limit == rate.Inf || missing <= 0 {
		return 0
	}
	return time.Duration(missing / float64(limit) * float64(time.Second))
}

// left is how long the quiet that KS asked for still lasts. Where the clock was
// put back since, it begins anew.
func (p *pace) left() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if p.notBefore.Sub(now) > p.quiet {
		p.notBefore = now.Add(p.quiet)
	}
	return p.notBefore.Sub(now)
}

// learn takes over what the last answer said; nil is a good answer.
func (p *pace) learn(e *Error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case e == nil:
		if p.good++; p.good >= recovery {
			p.good = 0
			p.limiter.SetLimit(min(p.limiter.Limit()*2, p.full))
		}
	case e.Kind == Limited:
		p.good = 0
		p.limiter.SetLimit(max(p.limiter.Limit()/2, p.full/slowest))
	}
	if e != nil && e.RetryAfter > 0 {
		p.quiet = e.RetryAfter
		p.notBefore = p.now().Add(p.quiet)
	}
}

package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"latchkey/store"
	"latchkey/sync/ks"
)

// A step's patience: 2 s, doubled with each attempt, up to 15 minutes, of
// which half is chance so that retries do not come in step.
const (
	firstBackoff = 2 * time.Second
	lastBackoff  = 15 * time.Minute
)

func (e *Engine) backoff(attempts int) time.Duration {
	d := lastBackoff
	if attempts < 10 {
		d = min(firstBackoff<<max(attempts-1, 0), lastBackoff)
	}
	return d/2 + time.Duration(e.cfg.Rand()*float64(d/2))
}

// siteHealth pauses the whole site, not the program: while KS cannot be
// reached, asks for quiet, or fails time after time.
type siteHealth struct {
	failures int       // in a row, of any request
	rests    int       // in a row, of passes that ended early
	until    time.Time // no request before
	last     error     // why not
}

// failuresToPause is how many requests in a row may fail before the site is
// paused.
const failuresToPause = 5

// ok notes an answer that made sense.
func (h *siteHealth) ok() { *h = siteHealth{} }

// paused tells whether no request is to be made at t.
func (h *siteHealth) paused(t time.Time) bool {
	return t.Before(h.until) && h.until.Sub(t) <= longestPause // else the clock was put back
}

// longestPause is as long as KS may ask for quiet.
const longestPause = time.Hour

// rest puts off the next pass after one that ended early, whatever the reason:
// the pass that follows would meet the same.
func (e *Engine) rest(err error) {
	h, now := &e.site, e.cfg.Now()
	if h.paused(now) {
		return
	}
	h.rests++
	h.last, h.until = err, now.Add(e.backoff(h.rests))
}

// resume ends a pause that is over, or that the desk does not want to wait
// for: before anything is written, one small request shows that KS is there.
func (e *Engine) resume(ctx context.Context, site string, hurry bool) error {
	h := &e.site
	if h.until.IsZero() {
		return nil
	}
	if h.paused(e.cfg.Now()) && (!hurry || ks.KindOf(h.last) == ks.Limited) {
		return h.last
	}
	found, err := e.ksSite(ctx, site)
	if err == nil {
		err = e.noteSite(ctx, found)
	}
	if err == nil {
		err = found.Closed()
	}
	if err != nil {
		h.until = time.Time{}
		if ctx.Err() == nil {
			e.siteFailed(err)
		}
		return err
	}
	h.until = time.Time{}
	return nil
}

// siteFailed notes a failure of the site and tells whether the pass should stop.
func (e *Engine) siteFailed(err error) (stop bool) {
	h := &e.site
	h.last = err
	switch ks.KindOf(err) {
	case ks.Offline, ks.Unusable:
		h.failures++
		h.until = e.cfg.Now().Add(min(e.backoff(h.failures+1), time.Minute))
		return true
	case ks.Limited:
		h.failures++
		h.until = e.cfg.Now().Add(max(retryAfter(err), e.backoff(h.failures)))
		return true
	case ks.SignIn, ks.Closed:
		h.until = e.cfg.Now().Add(lastBackoff)
		return true
	case ks.Retryable, ks.Unknown:
		h.failures++
		if h.failures < failuresToPause {
			return false
		}
		h.until = e.cfg.Now().Add(min(time.Minute<<min(h.failures-failuresToPause, 4), lastBackoff))
		return true
	default:
		h.failures = 0
		return false
	}
}

func retryAfter(err error) time.Duration {
	var ke *ks.Error
	if errors.As(err, &ke) {
		return ke.RetryAfter
	}
	return 0
}

// trouble is the sentence of an error for the desk.
func trouble(err error) store.Sentence {
	var p *store.Problem
	var ke *ks.Error
	switch {
	case errors.As(err, &p):
	case errors.As(err, &ke):
		p = ke.Problem()
	default:
		return store.Sentence{Text: "Something went wrong inside Latchkey: {{.Error}}. Your data is safe; it will try again.",
			Args: map[string]string{"Error": err.Error()}}
	}
	s := store.Sentence{Text: p.Text, Args: make(map[string]string, len(p.Args))}
	for k, v := range p.Args {
		s.Args[k] = fmt.Sprint(v)
	}
	return s
}

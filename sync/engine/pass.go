package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"latchkey/store"
	"latchkey/store/mistake"
	"latchkey/sync/reconcile"
)

// maxRounds bounds the plans of one pass; each round has the results of the
// one before, so a group and what goes into it take one or two.
const maxRounds = 20

// Result is how a pass ended.
type Result struct {
	Waiting int       // steps not yet confirmed, not parked and not held up by a question
	Held    int       // steps that wait for an answer to the guard's question
	Parked  int       // steps that need the desk
	Asks    int       // differences in KS that wait for an answer
	Next    time.Time // when there is something to do again without an edit
	Err     error     // why the site cannot be worked with; nil: it can
}

// Pass brings the site as far towards the target as is possible now.
func (e *Engine) Pass(ctx context.Context) Result {
	e.pass.Lock()
	defer e.pass.Unlock()
	more, err := e.work(ctx)
	stopped := ctx.Err() != nil // by us: that says nothing about the site
	if err != nil && !stopped {
		e.rest(err)
		e.cfg.Logger.WarnContext(ctx, "pass ended early", "err", err)
	}
	r := e.result(ctx, err)
	if more {
		r.Next = e.cfg.Now()
	}
	if !stopped {
		e.finish(ctx, r)
	}
	return r
}

// work alternates planning with looking, asking and applying until nothing is
// ready. It tells whether there is more to do than one pass should take on.
func (e *Engine) work(ctx context.Context) (more bool, err error) {
	hurry := false
	for range maxRounds {
		e.noticeEdits()
		e.forgetLook()
		p, err := e.plan(ctx) // what waits is known also when KS is out of reach
		if err != nil {
			return false, err
		}
		if e.takeSyncNow() {
			hurry, e.lookDue = true, true
			e.entries.next, e.entries.deep = time.Time{}, true
		}
		if err := e.resume(ctx, p.space.SiteID, hurry); err != nil {
			return false, err
		}
		if again, err := e.round(ctx, p); err != nil || !again {
			return false, err
		}
	}
	return true, nil
}

// round does the first of these that there is reason for: whoever is blocked at
// once, the first look since the start, asking what became of open requests,
// reading what too little is known of, steps that are ready, a further look.
// It tells whether there was one, so that a new plan is worth making. No step
// waits for a further look: on a bad day that takes a while to come to its end.
func (e *Engine) round(ctx context.Context, p *plan) (again bool, err error) {
	if urgent := p.urgent(e.cfg.Now()); len(urgent) > 0 {
		return true, e.apply(ctx, p, urgent)
	}
	if !e.looked {
		return true, e.fullLook(ctx, p)
	}
	if asked, err := e.askAboutSent(ctx, p); asked || err != nil {
		return true, err
	}
	if len(p.set.Unread) > 0 {
		return true, e.readUnread(ctx, p)
	}
	if ready := p.ready(e.cfg.Now()); len(ready) > 0 {
		e.setStatus(func(s *Status) { s.State, s.Waiting = Working, len(ready) })
		return true, e.apply(ctx, p, ready)
	}
	if e.lookDue {
		return true, e.fullLook(ctx, p)
	}
	if looked, err := e.lookForTag(ctx, p); looked || err != nil {
		return true, err
	}
	if collected, err := e.collect(ctx, p); collected || err != nil {
		return true, err
	}
	if looked, err := e.lookAround(ctx, p); looked || err != nil {
		return true, err
	}
	return e.old(), nil
}

// readUnread reads what the ledger knows nothing of but the id.
func (e *Engine) readUnread(ctx context.Context, p *plan) error {
	for _, o := range p.set.Unread {
		if err := e.observe(ctx, p, o); err != nil {
			if fromKS(err) && ctx.Err() == nil {
				e.siteFailed(err)
			}
			return err
		}
		if e.old() {
			return nil
		}
	}
	return nil
}

// ready returns the steps that may run now, in order, or none when not a
// single one has what it builds on.
func (p *plan) ready(now time.Time) []reconcile.Step {
	var out []reconcile.Step
	any := false
	for _, s := range p.set.Steps {
		if mistake.On(mistake.FailureStops) && p.work[s.Key].Phase == store.PhaseParked {
			break
		}
		if p.mayRun(s, now) {
			out = append(out, s)
			any = any || p.canRun(s)
		}
	}
	if !any {
		return nil
	}
	return out
}

// urgent are those of them that take everything from somebody who is blocked.
func (p *plan) urgent(now time.Time) []reconcile.Step {
	return slices.DeleteFunc(p.ready(now), func(s reconcile.Step) bool { return s.Class != reconcile.Urgent || !p.canRun(s) })
}

func (p *plan) mayRun(s reconcile.Step, now time.Time) bool {
	w := p.work[s.Key]
	return w.Phase == store.PhaseWaiting && !w.NotBefore.After(now) && !w.Held && !p.doubtful[s.Key]
}

// canRun tells whether KS has what the step builds on, and whether what must
// come before it was accepted.
func (p *plan) canRun(s reconcile.Step) bool {
	return reconcile.Ready(s, p.in.Ledger) && !slices.ContainsFunc(p.byObject[s.Object], func(o reconcile.Step) bool {
		w, left := p.work[o.Key]
		switch {
		case !left || p.wasAccepted(w) || mistake.On(mistake.GrantFirst):
			return false
		case s.Op == reconcile.SetWindow && w.Phase == store.PhaseParked: // it takes too: what cannot be done does not hold it up
			return false
		}
		return reconcile.Before(o, s)
	})
}

// wasAccepted tells whether KS is known to have accepted what a row was last sent
// for. Of what was sent before the program was started nobody knows.
func (p *plan) wasAccepted(w store.Work) bool {
	return w.Phase == store.PhaseSent && w.Error.Text == "" && p.accepted[w.Key] == attemptOf(w)
}

// attempt is one sending of a step.
type attempt struct {
	at     int64
	number int
}

func attemptOf(w store.Work) attempt { return attempt{w.SentAt.Unix(), w.Attempts} }

// result counts what is left and says when to go on.
func (e *Engine) result(ctx context.Context, err error) Result {
	r := Result{Err: err}
	now := e.cfg.Now()
	r.Next = now.Add(e.cfg.LookEvery)
	earlier := func(t time.Time) {
		if !t.IsZero() && t.Before(r.Next) {
			r.Next = t
		}
	}
	ctx = context.WithoutCancel(ctx) // the counts are wanted also when the program stops
	work, readErr := e.cfg.Store.Work(ctx, e.cfg.Space)
	if readErr != nil {
		r.Err = cmp.Or(err, fmt.Errorf("count what waits: %w", readErr))
		return r
	}
	for _, w := range work {
		switch {
		case w.Phase == store.PhaseParked:
			r.Parked++
			continue
		case w.Held && w.Phase == store.PhaseWaiting:
			r.Held++
			continue
		}
		r.Waiting++
		if w.NotBefore.After(e.asOf) { // else it was tried, or lacks what it builds on
			earlier(maxTime(w.NotBefore, now.Add(minPause)))
		}
	}
	drifts, readErr := e.cfg.Store.Drifts(ctx, e.cfg.Space)
	if readErr != nil {
		r.Err = cmp.Or(err, fmt.Errorf("count what is to be answered: %w", readErr))
	}
	for _, d := range drifts {
		if d.Asks() {
			r.Asks++
		}
	}
	earlier(e.next)
	earlier(e.entries.next)
	earlier(e.nextTags())
	earlier(e.watch.Next())
	if err != nil {
		r.Next = maxTime(e.site.until, now.Add(minPause))
	}
	return r
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func maxTime(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// finish tells the desk how a pass ended, and the witness how new the file is.
func (e *Engine) finish(ctx context.Context, r Result) {
	e.report(r, e.checkHealth(ctx, r))
	if e.cfg.Witness == nil || !e.witnessed {
		return
	}
	m, err := e.cfg.Store.Meta(context.WithoutCancel(ctx))
	if err != nil {
		e.cfg.Logger.WarnContext(ctx, "how new the file is not noted", "err", err)
		return
	}
	e.cfg.Witness.Saw(m.Lineage, m.Serial)
}

package engine

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"latchkey/store"
	"latchkey/sync/access"
	"latchkey/sync/reconcile"
)

// margin is how far around [now, horizon] bookings are read: the longest
// buffer of a room.
const margin = 2 * time.Hour

// maxRounds bounds the plans of one pass; each round has the results of the
// one before, so a group and what goes into it take one or two.
const maxRounds = 20

// Result is how a pass ended.
type Result struct {
	Waiting int       // steps not yet confirmed and not parked
	Parked  int       // steps that need the desk
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
		e.report(r)
	}
	return r
}

// work alternates planning with looking, asking and applying until nothing is
// ready. It tells whether there is more to do than one pass should take on.
func (e *Engine) work(ctx context.Context) (more bool, err error) {
	hurry := false
	for range maxRounds {
		e.noticeEdits()
		p, err := e.plan(ctx) // what waits is known also when KS is out of reach
		if err != nil {
			return false, err
		}
		if e.takeSyncNow() {
			hurry, e.lookDue = true, true
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

// round does the first of these that there is reason for: the first look since
// the start, asking what became of open requests, steps that are ready, a
// further look. It tells whether there was one, so that a new plan is worth
// making. No step waits for a further look: on a bad day that takes a while to
// come to its end.
func (e *Engine) round(ctx context.Context, p *plan) (again bool, err error) {
	if !e.looked {
		return true, e.fullLook(ctx)
	}
	if asked, err := e.askAboutSent(ctx, p); asked || err != nil {
		return true, err
	}
	ready := p.ready(e.cfg.Now())
	if len(ready) == 0 && (e.lookDue || e.cfg.Now().Sub(p.lookedAt) >= e.cfg.LookEvery) {
		return true, e.fullLook(ctx)
	}
	if len(ready) == 0 {
		return e.edited(), e.countSeats(ctx, p)
	}
	e.setStatus(func(s *Status) { s.State, s.Waiting = Working, len(p.steps) })
	return true, e.apply(ctx, p, ready)
}

// plan is what one round works from. The ledger and the work in it are kept
// up to date as the round goes on.
type plan struct {
	space    store.Space
	install  string // the file's mark on what Latchkey makes
	lookedAt time.Time
	ledger   store.Ledger
	tags     map[string]string // KS id by number, of the tags in the file
	steps    []reconcile.Step
	byKey    map[string]reconcile.Step
	byObject map[reconcile.Object][]reconcile.Step
	target   access.Target
	work     map[string]store.Work
}

// open tells whether a step was sent and not yet settled.
func (p *plan) open(key string) bool { return p.work[key].Phase == store.PhaseSent }

// wantsUser tells whether a person is to be able to open anything.
func (p *plan) wantsUser(id store.PersonID) bool {
	_, wanted := p.target.Users[id]
	return wanted
}

// Plan returns what is left to do in SALTO KS, as far as the file knows,
// without talking to it and without changing the file. The snapshot that it
// was made from comes with it.
func Plan(ctx context.Context, s *store.Store, id store.SpaceID, now time.Time) (reconcile.ChangeSet, store.Snapshot, error) {
	c, err := compute(ctx, s, id, now)
	return c.changes, c.snap, err
}

// computed is the pure part of a plan.
type computed struct {
	snap    store.Snapshot
	ledger  store.Ledger
	target  access.Target
	changes reconcile.ChangeSet
}

func compute(ctx context.Context, s *store.Store, id store.SpaceID, now time.Time) (c computed, err error) {
	space, err := s.Space(ctx, id)
	if err != nil {
		return c, err
	}
	c.snap, err = s.Snapshot(ctx, id, now.Add(-margin), now.AddDate(0, 0, space.HorizonDays).Add(margin))
	if err != nil {
		return c, err
	}
	c.ledger, err = s.Ledger(ctx, id)
	if err != nil {
		return c, err
	}
	_, c.target = access.Compile(c.snap, now)
	c.changes = reconcile.Diff(c.snap, c.target, c.ledger, now)
	return c, nil
}

// plan computes what is left and writes it down as the waiting work, keeping
// what is known of each step.
func (e *Engine) plan(ctx context.Context) (*plan, error) {
	now := e.cfg.Now()
	c, err := compute(ctx, e.cfg.Store, e.cfg.Space, now)
	if err != nil {
		return nil, err
	}
	old, err := e.cfg.Store.Work(ctx, e.cfg.Space)
	if err != nil {
		return nil, err
	}
	e.next, e.asOf = c.target.Next, now
	rows := merge(c.changes.Steps, old, now)
	p := newPlan(c, len(rows))
	for _, w := range rows {
		p.work[w.Key] = w
	}
	if slices.EqualFunc(rows, sorted(old), sameWork) {
		return p, nil
	}
	_, err = e.cfg.Store.Do(ctx, store.ActorSync, func(tx *store.Tx) error { return tx.SetWork(e.cfg.Space, rows) })
	return p, err
}

func newPlan(c computed, rows int) *plan {
	p := &plan{
		space: c.snap.Space, install: c.snap.Install, lookedAt: c.snap.Mirror.Site.LookedAt,
		ledger: c.ledger, steps: c.changes.Steps, target: c.target,
		tags:     make(map[string]string, len(c.snap.Tags)),
		byKey:    make(map[string]reconcile.Step, len(c.changes.Steps)),
		byObject: make(map[reconcile.Object][]reconcile.Step),
		work:     make(map[string]store.Work, rows),
	}
	for _, t := range c.snap.Tags {
		if t.Number != "" {
			p.tags[t.Number] = t.KSID
		}
	}
	for _, s := range c.changes.Steps {
		p.byKey[s.Key] = s
		p.byObject[s.Object] = append(p.byObject[s.Object], s)
	}
	return p
}

// gone marks a wish that stays parked until the desk says otherwise.
const gone = "gone"

// merge makes the rows of the waiting work from the steps of a change set.
// What was tried stays known as long as the same thing is wanted, and a step
// whose outcome is open stays until KS was asked, wanted or not.
func merge(steps []reconcile.Step, old []store.Work, now time.Time) []store.Work {
	known := make(map[string]store.Work, len(old))
	for _, w := range old {
		known[w.Key] = w
	}
	rows := make([]store.Work, 0, len(steps))
	for _, s := range steps {
		w := store.Work{Key: s.Key, Op: string(s.Op), Wish: s.Wish(), Person: s.Person, What: s.What, Due: s.Due, Phase: store.PhaseWaiting, Since: now}
		if was, ok := known[s.Key]; ok {
			w.Since, w.Phase, w.SentAt = was.Since, was.Phase, was.SentAt
			if was.Wish == w.Wish || was.Wish == gone || was.Phase == store.PhaseSent {
				w.Wish, w.Attempts, w.NotBefore, w.Error = was.Wish, was.Attempts, was.NotBefore, was.Error
			} else {
				w.Phase = store.PhaseWaiting
			}
			if was.Wish == "" { // taken back into the queue by the desk
				w.Wish = s.Wish()
			}
			delete(known, s.Key)
		}
		rows = append(rows, w)
	}
	for _, w := range known {
		if w.Phase == store.PhaseSent {
			rows = append(rows, w)
		}
	}
	return sorted(rows)
}

func sorted(rows []store.Work) []store.Work {
	slices.SortFunc(rows, func(a, b store.Work) int { return cmp.Compare(a.Key, b.Key) })
	return rows
}

func sameWork(a, b store.Work) bool {
	return a.Key == b.Key && a.Op == b.Op && a.Wish == b.Wish && a.Phase == b.Phase && a.Attempts == b.Attempts &&
		a.NotBefore.Equal(b.NotBefore) && sameSentence(a.What, b.What) && sameSentence(a.Error, b.Error)
}

func sameSentence(a, b store.Sentence) bool { return a.Text == b.Text && maps.Equal(a.Args, b.Args) }

// ready returns the steps that may run now, in order, or none when not a
// single one has what it builds on.
func (p *plan) ready(now time.Time) []reconcile.Step {
	var out []reconcile.Step
	any := false
	for _, s := range p.steps {
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

func (p *plan) mayRun(s reconcile.Step, now time.Time) bool {
	w := p.work[s.Key]
	return w.Phase == store.PhaseWaiting && !w.NotBefore.After(now)
}

// canRun tells whether KS has what the step builds on, and whether what must
// come before it was accepted.
func (p *plan) canRun(s reconcile.Step) bool {
	return reconcile.Ready(s, p.ledger) && !slices.ContainsFunc(p.byObject[s.Object], func(o reconcile.Step) bool {
		if !reconcile.Before(o, s) {
			return false
		}
		w, left := p.work[o.Key]
		return left && (w.Phase != store.PhaseSent || w.Error.Text != "")
	})
}

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
		if w.Phase == store.PhaseParked {
			r.Parked++
			continue
		}
		r.Waiting++
		if w.NotBefore.After(e.asOf) { // else it was tried, or lacks what it builds on
			earlier(maxTime(w.NotBefore, now.Add(minPause)))
		}
	}
	earlier(e.next)
	if err != nil {
		r.Next = maxTime(e.site.until, now.Add(minPause))
	}
	return r
}

func maxTime(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

package engine

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"latchkey/store"
	"latchkey/sync/access"
	"latchkey/sync/reconcile"
	"latchkey/sync/tally"
)

// margin is how far around [now, horizon] bookings are read: the longest
// buffer of a room.
const margin = 2 * time.Hour

// plan is what one round works from. What is learnt as the round goes on is
// written into its input and its work.
type plan struct {
	in        reconcile.Input
	space     store.Space
	set       reconcile.ChangeSet
	verdict   reconcile.Verdict
	guard     store.Guard
	byKey     map[string]reconcile.Step
	byObject  map[reconcile.Object][]reconcile.Step
	work      map[string]store.Work
	ending    []access.Grant
	usersRead bool               // all users were read since the plan was made
	accepted  map[string]attempt // the engine's
	doubtful  map[string]bool    // keys of steps that only one of two clocks wants
}

// open tells whether a step was sent and not yet settled.
func (p *plan) open(key string) bool { return p.work[key].Phase == store.PhaseSent }

// groupName is the name in KS of the managed group with a key.
func (p *plan) groupName(key string) string { return access.GroupName(p.in.Snap.Install, key) }

// at is the plan's input as of another moment.
func (p *plan) at(now time.Time) reconcile.Input {
	in := p.in
	in.Now = now
	return in
}

// computed is everything that a plan is made from, read and worked out without
// a change to the file.
type computed struct {
	in     reconcile.Input
	set    reconcile.ChangeSet
	work   []store.Work
	guard  store.Guard
	rails  reconcile.Rails
	ending []access.Grant
}

// compute works a space out from the file alone. What the desk wants and what is
// known of KS are read side by side: either takes a while with thousands of members.
func compute(ctx context.Context, s *store.Store, id store.SpaceID, now time.Time, settle time.Duration) (c computed, err error) {
	space, err := s.Space(ctx, id)
	if err != nil {
		return c, err
	}
	c.in = reconcile.Input{Now: now, Settle: settle}
	var spent []store.Expense
	var reading errgroup.Group
	reading.Go(func() (err error) {
		c.in.Snap, err = snapshot(ctx, s, space, now)
		return err
	})
	reading.Go(func() (err error) {
		spent, err = c.readKS(ctx, s, id, now)
		return err
	})
	if err := reading.Wait(); err != nil {
		return c, err
	}
	c.in.Open = openObjects(c.work)
	c.ending, c.in.Target = access.Compile(c.in.Snap, now)
	c.set = reconcile.Diff(c.in)
	c.in.Ledger = c.set.Ledger
	c.rails = rails(c.in, c.guard, spent)
	return c, nil
}

// readKS reads what is known of KS and of the steps there.
func (c *computed) readKS(ctx context.Context, s *store.Store, id store.SpaceID, now time.Time) (spent []store.Expense, err error) {
	if c.in.Ledger, err = s.Ledger(ctx, id); err != nil {
		return nil, err
	}
	if c.in.Seen, err = s.Seen(ctx, id); err != nil {
		return nil, err
	}
	if c.in.Drifts, err = s.Drifts(ctx, id); err != nil {
		return nil, err
	}
	if c.work, err = s.Work(ctx, id); err != nil {
		return nil, err
	}
	if c.guard, err = s.Guard(ctx, id); err != nil {
		return nil, err
	}
	return s.Spent(ctx, id, now.Add(-reconcile.Budget))
}

// snapshot reads what decides access at a moment, with the bookings up to the horizon.
func snapshot(ctx context.Context, s *store.Store, space store.Space, now time.Time) (store.Snapshot, error) {
	return s.Snapshot(ctx, space.ID, now.Add(-margin), now.AddDate(0, 0, space.HorizonDays).Add(margin))
}

func openObjects(work []store.Work) map[reconcile.Object]bool {
	open := make(map[reconcile.Object]bool)
	for _, w := range work {
		if w.Phase == store.PhaseSent {
			open[objectOf(w.Key)] = true
		}
	}
	return open
}

func rails(in reconcile.Input, g store.Guard, spent []store.Expense) reconcile.Rails {
	return reconcile.Rails{
		Guard: g, Spent: spent, People: in.Ledger.Users.Len(), Objects: in.Ledger.Users.Len() + len(in.Ledger.Memberships) + len(in.Ledger.Groups),
		SiteID: in.Snap.Space.SiteID, AskFirst: in.Snap.Space.AskFirst, Now: in.Now,
	}
}

// plan computes what is left, writes it down as the waiting work, keeping what
// is known of each step, and notes what KS was found to have already, what
// somebody changed there, and what has to be asked.
func (e *Engine) plan(ctx context.Context) (*plan, error) {
	if !e.witnessed {
		if err := NoticeOld(ctx, e.cfg.Store, e.cfg.Witness); err != nil {
			return nil, fmt.Errorf("look whether the file is an old copy: %w", err)
		}
		e.witnessed = true
	}
	if err := tally.Bring(ctx, e.cfg.Store); err != nil {
		return nil, fmt.Errorf("work out the check-ins: %w", err)
	}
	now := e.cfg.Now()
	c, err := compute(ctx, e.cfg.Store, e.cfg.Space, now, e.cfg.Settle)
	if err != nil {
		return nil, err
	}
	e.next, e.asOf = c.in.Target.Next, now
	p := &plan{
		accepted: e.accepted, in: c.in, ending: c.ending, space: c.in.Snap.Space, set: c.set, guard: e.whereAndWhen(c),
		byKey: make(map[string]reconcile.Step, len(c.set.Steps)), byObject: make(map[reconcile.Object][]reconcile.Step), work: make(map[string]store.Work, len(c.set.Steps)),
	}
	for _, s := range c.set.Steps {
		p.byKey[s.Key] = s
		p.byObject[s.Object] = append(p.byObject[s.Object], s)
	}
	c.rails.Guard = p.guard
	p.verdict = reconcile.Judge(p.set, c.rails)
	rows := merge(c.set.Steps, p.verdict, c.work, now)
	for _, w := range rows {
		p.work[w.Key] = w
	}
	if err := e.clockSafe(ctx, p); err != nil {
		return nil, err
	}
	e.ask(p)
	e.last = p
	return p, e.writeDown(ctx, p, c, rows)
}

// writeDown keeps the file in step with a plan.
func (e *Engine) writeDown(ctx context.Context, p *plan, c computed, rows []store.Work) error {
	drifts := driftChanges(c.in.Drifts, p.set, e.looked, c.in.Now)
	if len(p.set.Notes) == 0 && len(drifts) == 0 && sameGuard(p.guard, c.guard) && sameRows(rows, c.work) {
		return nil
	}
	return e.record(ctx, p, func(b *book) error {
		for _, n := range p.set.Notes { // the plan has them already
			if err := n.Write(b.file()); err != nil {
				return err
			}
		}
		for _, change := range drifts {
			if err := change(b.tx, e.cfg.Space); err != nil {
				return err
			}
		}
		if err := b.tx.PutGuard(e.cfg.Space, p.guard); err != nil {
			return err
		}
		return b.tx.SetWork(e.cfg.Space, rows)
	})
}

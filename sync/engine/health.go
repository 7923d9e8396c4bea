package engine

import (
	"context"
	"errors"
	"time"

	"latchkey/store"
	"latchkey/sync/access"
	"latchkey/sync/health"
	"latchkey/sync/ks"
	"latchkey/sync/reconcile"
)

// soon is how far ahead the desk is told of access whose end needs this
// computer.
const soon = 7 * 24 * time.Hour

// checkHealth judges how things stand after a pass.
func (e *Engine) checkHealth(ctx context.Context, r Result) []health.Warning {
	if e.last == nil {
		return e.watch.Update(e.cfg.Now(), health.Judge(health.Facts{Now: e.cfg.Now(), Trouble: troubleOf(r.Err)}))
	}
	f, err := e.facts(context.WithoutCancel(ctx), r.Err)
	if err != nil {
		e.cfg.Logger.WarnContext(ctx, "health not judged", "err", err)
		return nil
	}
	return e.watch.Update(f.Now, health.Judge(f))
}

// facts gathers what the state of the space is judged by.
func (e *Engine) facts(ctx context.Context, trouble error) (f health.Facts, err error) {
	p := e.last
	in := p.in
	if trouble == nil {
		e.answered = e.cfg.Now()
	}
	f = health.Facts{
		Now: e.cfg.Now(), Space: in.Snap.Space, Trouble: troubleOf(trouble), AnsweredAt: maxTime(e.answered, in.Seen.UsersAt),
		LookedAt: maxTime(in.Seen.UsersAt, in.Seen.GroupsAt), Skew: e.skew(), Mirror: in.Snap.Mirror, Seen: in.Seen,
		Question: p.guard.Question, Faults: access.Faults(in.Snap), Out: p.leavers(), Endings: p.endings(),
	}
	if f.Work, err = e.cfg.Store.Work(ctx, e.cfg.Space); err != nil {
		return f, err
	}
	if f.Drifts, err = e.cfg.Store.Drifts(ctx, e.cfg.Space); err != nil {
		return f, err
	}
	c, err := e.cfg.Store.Collected(ctx, e.cfg.Space)
	if err != nil {
		return f, err
	}
	if c.Site == f.Space.SiteID {
		f.EntriesReadAt, f.EntriesKept = c.ReadAt, c.Keeps
	}
	f.EntriesRefused = e.entries.refused != nil
	p.rights(&f)
	return f, nil
}

// skew is the difference between this computer's clock and that of KS.
func (e *Engine) skew() time.Duration {
	if clock, tells := e.cfg.Remote.(interface{ Skew() time.Duration }); tells {
		return clock.Skew()
	}
	return 0
}

// leavers are the people from whom something is still to be taken, and who
// have no right any more.
func (p *plan) leavers() []health.Leaver {
	since := make(map[store.PersonID]time.Time)
	var out []health.Leaver
	for _, s := range p.set.Steps {
		if !s.Takes() || s.Person == 0 || p.in.Target.Users.Of(s.Person) != (store.UserState{}) {
			continue
		}
		w := p.work[s.Key]
		if _, known := since[s.Person]; !known {
			out = append(out, health.Leaver{Name: s.What.Args["Name"], Since: w.Since})
		}
		since[s.Person] = w.Since
	}
	return out
}

// endings are the rights that end soon and that KS does not end by itself.
func (p *plan) endings() []health.Ending {
	names := p.names()
	seen := make(map[health.Ending]bool)
	var out []health.Ending
	for _, g := range p.ending {
		if g.Window.To.After(p.in.Now.Add(soon)) {
			continue
		}
		if end := (health.Ending{Name: names[g.Person], At: g.Window.To}); !seen[end] {
			seen[end] = true
			out = append(out, end)
		}
	}
	return out
}

func (p *plan) names() map[store.PersonID]string {
	names := make(map[store.PersonID]string, len(p.in.Snap.People))
	for _, x := range p.in.Snap.People {
		names[x.ID] = x.Name()
	}
	return names
}

// rights finds people who have a right that they cannot use.
func (p *plan) rights(f *health.Facts) {
	names := p.names()
	for _, x := range p.in.Snap.People {
		want, wanted := p.in.Target.Users.Get(x.ID)
		switch {
		case wanted && p.in.Ledger.Users.Of(x.ID).NoSeat:
			f.Unseated = append(f.Unseated, names[x.ID])
		case wanted && want.Email == "" && want.TagID == "":
			f.Keyless = append(f.Keyless, names[x.ID])
		case p.in.Target.Unconnected[x.ID]:
			f.Unconnected = append(f.Unconnected, names[x.ID])
		}
	}
}

// notReleased is KS's code for a site that its installer has not released yet
// (ks-connect-api, section 3).
const notReleased = "2210"

// troubleOf says how an attempt to work with KS ended.
func troubleOf(err error) health.Trouble {
	if err == nil {
		return health.Trouble{}
	}
	t := health.Trouble{Code: health.Internal, Text: trouble(err)}
	var ke *ks.Error
	errors.As(err, &ke)
	switch kind := ks.KindOf(err); {
	case errors.Is(err, errSiteLost):
		t.Code = health.SiteGone
	case kind == ks.SignIn:
		t.Code = health.SignedOut
	case kind == ks.Forbidden, errors.Is(err, errNoRole):
		t.Code = health.RoleLost
	case kind == ks.Closed && ke != nil && ke.Code == notReleased:
		t.Code = health.NotReleased
	case kind == ks.Closed:
		t.Code = health.SubscriptionEnded
	case kind == ks.Offline, kind == ks.Unusable:
		t.Code = health.Offline
	case kind == ks.Limited:
		t.Code = health.TooMany
	case kind == ks.Retryable, kind == ks.Unknown:
		t.Code = health.Failing
	case kind != "":
		t.Code = health.Refused
	}
	return t
}

// clockSafe keeps back the steps that this computer's clock wants and that of
// KS does not, where they are far apart: one of the two is wrong.
func (e *Engine) clockSafe(ctx context.Context, p *plan) error {
	skew := e.skew()
	if skew.Abs() <= health.ClockHolds {
		return nil
	}
	in := p.in
	in.Now = in.Now.Add(skew)
	var err error
	if in.Snap, err = snapshot(ctx, e.cfg.Store, p.space, in.Now); err != nil { // with the bookings that are ahead then
		return err
	}
	_, in.Target = access.Compile(in.Snap, in.Now)
	there := marks(reconcile.Diff(in).Steps)
	p.doubtful = make(map[string]bool)
	for _, s := range p.set.Steps {
		p.doubtful[s.Key] = !there[s.Mark()]
	}
	return nil
}

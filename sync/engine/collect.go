package engine

import (
	"cmp"
	"context"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/sync/ks"
)

// Entries may arrive in KS long after they happened: a hub that was offline
// hands them in later. So each reading begins some time before what is known,
// once an hour a day before it, and once a day more than a week before.
const (
	overlap       = 15 * time.Minute
	hourlyOverlap = 24 * time.Hour
	dailyOverlap  = 8 * 24 * time.Hour
	usualKeeps    = 90 * 24 * time.Hour // MEAS, where KS does not say
)

// entries is where the reading of what happened at the doors stands, beside
// what the file knows of it.
type entries struct {
	next    time.Time // when it is read again; zero: at once
	last    time.Time // when it was last thought of
	deep    bool      // the desk wants to know: a week is read again
	refused error     // why KS does not show any; nil: it does
}

// collect reads what happened at the doors since the last time, when it is time
// for that. It tells whether that calls for a new plan.
func (e *Engine) collect(ctx context.Context, p *plan) (bool, error) {
	now := e.cfg.Now()
	if now.Before(e.entries.last) { // the clock was put back
		e.entries.next = time.Time{}
	}
	e.entries.last = now
	if e.cfg.EntriesEvery < 0 || now.Before(e.entries.next) {
		return false, nil
	}
	e.entries.next = now.Add(e.cfg.EntriesEvery) // also where it fails
	fresh, err := e.readEntries(ctx, p, now)
	switch {
	case err == nil:
		e.entries.refused = nil
		e.site.ok()
		return fresh || e.old(), nil
	case !fromKS(err) || ctx.Err() != nil:
		return true, err
	case ks.NotOffered(err):
		e.entries.next = now.Add(detailsEvery)
		fallthrough
	default:
		if e.siteFailed(err) {
			return true, err
		}
		e.entries.refused = err
		e.cfg.Logger.InfoContext(ctx, "entries not read", "err", err)
	}
	return true, nil
}

// entryReading is one reading of entries.
type entryReading struct {
	*Engine
	plan   *plan
	c      store.Collected
	newest time.Time
	sorted bool // all so far came in the order of time
	times  int  // different times so far
	fresh  bool // there was something new
}

func (e *Engine) readEntries(ctx context.Context, p *plan, now time.Time) (fresh bool, err error) {
	c, err := e.cfg.Store.Collected(ctx, e.cfg.Space)
	if err != nil {
		return false, err
	}
	if c.Site != p.space.SiteID {
		c = store.Collected{Site: p.space.SiteID}
	}
	r := entryReading{Engine: e, plan: p, c: c, sorted: true}
	if e.entries.deep {
		c.Daily = time.Time{}
	}
	from, hourly, daily := since(c, now)
	whole := !c.Part.After(from)
	if !whole {
		from = c.Part // the rest of one that was broken off
	}
	if err := e.cfg.Remote.Entries(ctx, p.space.SiteID, ks.EntryQuery{Since: from}, func(page []ks.Entry) error { return r.page(ctx, page) }); err != nil {
		return false, err
	}
	r.c.Since, r.c.Part, r.c.ReadAt = maxTime(r.c.Since, r.newest), time.Time{}, now
	if hourly && whole {
		r.c.Hourly = now
	}
	if daily && whole {
		r.c.Daily, e.entries.deep = now, false
	}
	return r.fresh, e.record(ctx, p, func(b *book) error {
		if gap, lost := gapIn(c, now); lost {
			if err := b.tx.Log(store.LogLine{Space: e.cfg.Space, Kind: "found", What: gapSaid(gap, p.space)}); err != nil {
				return err
			}
		}
		return b.tx.PutCollected(e.cfg.Space, r.c)
	})
}

// since is from when on a reading asks, and whether it goes back by a day and by
// a week; zero: for all that there is. It goes by the times of entries, which
// are KS's, and not by this computer's clock.
func since(c store.Collected, now time.Time) (from time.Time, hourly, daily bool) {
	hourly = !now.Before(past(c.Hourly, now).Add(time.Hour))
	daily = !now.Before(past(c.Daily, now).Add(24 * time.Hour))
	back := overlap
	switch {
	case c.Since.IsZero():
		return time.Time{}, true, true
	case daily:
		back = dailyOverlap
	case hourly:
		back = hourlyOverlap
	}
	return c.Since.Add(-back), hourly || daily, daily
}

// page keeps a page of entries, and how far the reading has come, in one
// transaction. Then edits have their turn.
func (r *entryReading) page(ctx context.Context, page []ks.Entry) error {
	list := make([]store.Entry, 0, len(page))
	for _, e := range page {
		list = append(list, entryOf(e))
		if e.Keeps > 0 {
			r.c.Keeps = e.Keeps
		}
		r.sorted = r.sorted && !e.At.Before(r.newest)
		if e.At.After(r.newest) {
			r.times++
			r.newest = e.At
		}
	}
	if r.sorted && r.times > 1 { // else nothing tells that the next page begins with it
		r.c.Part = r.newest
	}
	err := r.record(ctx, r.plan, func(b *book) error {
		fresh, err := b.tx.AddEntries(r.cfg.Space, list)
		if err != nil || fresh == 0 {
			return err
		}
		r.fresh = true
		return b.tx.PutCollected(r.cfg.Space, r.c)
	})
	if err != nil || !r.edited() {
		return err
	}
	_, err = r.goBetween(ctx, true)
	return err
}

func entryOf(e ks.Entry) store.Entry {
	s := store.Entry{
		ID: e.ID, At: e.At, Category: e.Category, Detail: e.Detail, Door: e.LockID, DoorName: e.LockName, Platform: e.PlatformID,
		UserName: nameIn(e), Way: e.AccessBy, Leaving: e.ExitRequested,
	}
	if e.AccessBy == ks.AccessByTag {
		s.Tag = e.AccessDetail
	}
	return s
}

func nameIn(e ks.Entry) string {
	return cmp.Or(strings.TrimSpace(e.FirstName+" "+e.LastName), e.Alias)
}

// gapIn tells whether KS has forgotten some of what happened since the last
// reading, and up to when.
func gapIn(c store.Collected, now time.Time) (until time.Time, lost bool) {
	until = now.Add(-cmp.Or(c.Keeps, usualKeeps))
	return until, !c.ReadAt.IsZero() && c.ReadAt.Before(until)
}

func gapSaid(until time.Time, s store.Space) store.Sentence {
	return store.Sentence{
		Text: "What happened at the doors was not read for longer than SALTO KS keeps it. What happened before {{.At}} and was not read is lost.",
		Args: map[string]string{"At": string(store.LocalOf(until, s.Location()))},
	}
}

package engine

import (
	"context"
	"time"

	"latchkey/store"
	"latchkey/sync/ks"
)

// tags is what the engine knows of the reading of a site's tags.
type tags struct {
	hidden bool      // the site shows none
	next   time.Time // when they are read because the desk waits for one
}

// pace is how often they are read in quiet time. A site that shows none is not
// asked as often.
func (t tags) pace() time.Duration {
	if t.hidden {
		return partsEvery
	}
	return tagsEvery
}

// tagWish is that the desk waits for a tag to appear.
type tagWish struct {
	until time.Time
	over  <-chan struct{} // the desk waits no more
}

func (w tagWish) alive(now time.Time) bool {
	select {
	case <-w.over:
		return false
	default:
		return now.Before(w.until) && w.until.Sub(now) <= tagPatience // else the clock was put back
	}
}

// While the desk waits for a tag that is being registered at a lock, the list of
// tags is read this often, for this long. A list of many pages is read less
// often: it may take half of what is asked of KS.
const (
	tagsQuickly = 5 * time.Second
	tagPatience = 2 * time.Minute
	pagePause   = time.Second
)

// LookForTags has the tags of the site read every few seconds, for two minutes or
// until ctx ends: the desk waits for one to appear. It does not wait itself. What
// is read is in the file (store.SiteTags). A further call takes the place of the
// one before.
func (e *Engine) LookForTags(ctx context.Context) {
	e.wishTag(tagWish{e.cfg.Now().Add(tagPatience), ctx.Done()})
	e.Wake()
}

func (e *Engine) wishTag(w tagWish) {
	e.mu.Lock()
	e.tagWish = w
	e.mu.Unlock()
}

// awaitsTag tells whether the desk waits for a tag.
func (e *Engine) awaitsTag(now time.Time) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.tagWish.alive(now)
}

// lookForTag reads the tags when it is time for that, while the desk waits for
// one. It tells whether it did.
func (e *Engine) lookForTag(ctx context.Context, p *plan) (bool, error) {
	now := e.cfg.Now()
	if !e.awaitsTag(now) {
		e.tags.next = time.Time{}
		return false, nil
	}
	if now.Before(e.tags.next) {
		return false, nil
	}
	before := e.requests()
	err := e.readTags(ctx, p)
	cost := time.Duration(max(1, e.requests()-before))
	e.tags.next = now.Add(max(tagsQuickly, cost*pagePause))
	e.around.note("tags", now)
	if e.tags.hidden { // there is nothing to wait for
		e.wishTag(tagWish{})
	}
	if err != nil && (!fromKS(err) || ctx.Err() != nil || e.siteFailed(err)) {
		return true, err
	}
	if err != nil {
		e.cfg.Logger.InfoContext(ctx, "not looked for tags", "err", err)
		return true, nil
	}
	e.site.ok()
	return true, nil
}

// nextTags is when the tags are read again for the desk; zero: not.
func (e *Engine) nextTags() time.Time {
	if e.awaitsTag(e.cfg.Now()) {
		return e.tags.next
	}
	return time.Time{}
}

// readTags reads which tags the site has.
func (e *Engine) readTags(ctx context.Context, p *plan) error {
	found, err := e.siteTags(ctx, p.space.SiteID)
	if err != nil {
		return err
	}
	return e.record(ctx, p, found.write)
}

// siteTags are the tags of a site as they were read.
type siteTags struct {
	shown bool // the site shows them
	all   []store.SiteTag
}

// siteTags reads the tags of a site. One without the (undocumented) list of tags
// is no reason to stop.
func (e *Engine) siteTags(ctx context.Context, site string) (found siteTags, err error) {
	list, err := e.cfg.Remote.Tags(ctx, site)
	e.tags.hidden = ks.NotOffered(err)
	if e.tags.hidden {
		e.cfg.Logger.InfoContext(ctx, "the site shows no tags", "err", err)
		return found, nil
	}
	if err != nil {
		return found, err
	}
	found.shown = true
	for _, t := range list {
		found.all = append(found.all, store.SiteTag{ID: t.ID, Number: t.Number})
	}
	return found, nil
}

// write puts them into the file.
func (t siteTags) write(b *book) error {
	if !t.shown {
		return nil
	}
	return b.tx.SaveSiteTags(b.space.ID, t.all)
}

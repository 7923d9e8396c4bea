package engine

import "context"

// Look reads the site in full, and writes nothing to it. A space that was just
// connected looks once, so that the desk can be told what is about to happen.
func (e *Engine) Look(ctx context.Context) error {
	e.pass.Lock()
	defer e.pass.Unlock()
	if e.site.paused(e.cfg.Now()) {
		return e.site.last
	}
	p, err := e.plan(ctx)
	if err != nil {
		return err
	}
	if err := e.fullLook(ctx, p); err != nil {
		return err
	}
	p, err = e.plan(ctx)
	if err != nil {
		return err
	}
	if err := e.readUnread(ctx, p); err != nil {
		return err
	}
	_, err = e.plan(ctx) // what is found and asked is in the file then
	return err
}

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
	return e.fullLook(ctx)
}

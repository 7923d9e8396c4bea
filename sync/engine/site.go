package engine

import (
	"context"

	"latchkey/store"
	"latchkey/sync/ks"
)

// noteSite puts what KS says of the site itself into the mirror.
func (e *Engine) noteSite(ctx context.Context, site ks.Site) error {
	mirror, err := e.cfg.Store.Mirror(ctx, e.cfg.Space)
	if err != nil {
		return err
	}
	before, now := mirror.Site, mirror.Site
	now.SeatsUsed, now.SeatsBought, now.SubscriptionValid = site.SeatsUsed, site.SeatsBought, site.SubscriptionValid
	if now == before || before.ID != site.ID { // or not looked at yet
		return nil
	}
	_, err = e.cfg.Store.Do(ctx, store.ActorSync, func(tx *store.Tx) error { return tx.SaveKSSite(e.cfg.Space, now) })
	return err
}

// noteClosed looks at a site that takes no changes, so that the desk sees why
// in its health as well.
func (e *Engine) noteClosed(ctx context.Context, id string) error {
	site, err := e.cfg.Remote.Site(ctx, id)
	if err != nil {
		e.cfg.Logger.InfoContext(ctx, "a closed site not looked at", "err", err)
		return nil // it is said in the status
	}
	return e.noteSite(ctx, site)
}

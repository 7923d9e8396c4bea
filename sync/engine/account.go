package engine

import (
	"context"
	"errors"

	"latchkey/store"
	"latchkey/sync/ks"
)

// ksSite reads the site itself. An account that lost its place on it is shown
// no site at all, so one that is not found is not taken for deleted.
func (e *Engine) ksSite(ctx context.Context, id string) (ks.Site, error) {
	site, err := e.cfg.Remote.Site(ctx, id)
	if k := ks.KindOf(err); k == ks.NotFound || k == ks.Forbidden {
		return site, siteLost(err)
	}
	return site, err
}

func siteLost(cause error) error {
	return &store.Problem{
		Code: store.CodeForbid,
		Text: "The SALTO KS account that Latchkey uses does not see the site any more. Ask the owner of the site to make it a site admin again, or connect another site in Settings.",
		Err:  errors.Join(errSiteLost, cause),
	}
}

// errSiteLost is that the account does not see the pinned site.
var errSiteLost = errors.New("the site is not among those of the account")

// accountLost finds out whether KS refuses a step time after time because the
// account may do nothing on the site any more. Then that is the trouble, and
// not each step that meets it.
func (e *Engine) accountLost(ctx context.Context, siteID string, w store.Work, refusal error) error {
	if k := ks.KindOf(refusal); k != ks.NotFound && k != ks.Forbidden || w.Attempts < 2 {
		return nil // once is no reason to ask: KS may be late
	}
	me, err := e.cfg.Remote.SiteMe(ctx, siteID)
	if k := ks.KindOf(err); k == ks.NotFound || k == ks.Forbidden {
		return siteLost(err)
	}
	if err != nil {
		e.cfg.Logger.InfoContext(ctx, "the role of the account is not known", "err", err)
		return nil
	}
	// An owner is told by the site; who may do most things may be refused one.
	if me.Has(ks.RoleSuperUser) || e.mayAll(ctx, siteID, me) {
		return nil
	}
	return &store.Problem{
		Code: store.CodeForbid,
		Text: "The SALTO KS account that Latchkey uses has the role {{.Role}} now, and may change nothing. Ask the owner of the site to make it a site admin again.",
		Args: map[string]any{"Role": me.RoleNames()},
		Err:  refusal,
	}
}

// mayAll tells whether the account may do everything on the site, also where
// the site cannot be asked who owns it just now: nothing is held against it.
func (e *Engine) mayAll(ctx context.Context, siteID string, me ks.User) bool {
	site, err := e.cfg.Remote.Site(ctx, siteID)
	return err != nil || ks.CheckRights(site, me) == nil
}

// full tells whether the site has no seat left.
func (e *Engine) full(ctx context.Context, siteID string) bool {
	site, err := e.cfg.Remote.Site(ctx, siteID)
	return err == nil && site.SeatsUsed >= site.SeatsBought
}

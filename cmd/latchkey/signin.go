package main

import (
	"context"

	"latchkey/store"
	"latchkey/sync/ks"
)

// signIn signs a space in with an account and stores the tokens, then the
// account in the space. The login is the caller's, to paste an address into.
func (p *program) signIn(ctx context.Context, s *store.Space, account store.Account, secret string, login *ks.Login) error {
	next := *s
	next.Account = account
	if err := p.tryVault(ctx, next); err != nil {
		return err
	}
	login.Env, login.Secret = environment(account), secret
	login.HTTP, login.Now = p.http, p.now
	token, err := login.Run(ctx)
	if err != nil {
		return err
	}
	*s = next
	clientVault, err := p.vault(ctx, *s, "client")
	if err != nil {
		return err
	}
	if secret == "" {
		err = clientVault.Delete(ctx)
	} else {
		err = clientVault.Store(ctx, secret)
	}
	if err != nil {
		return err
	}
	p.forget(s.ID)
	tokens, err := p.account(ctx, *s)
	if err != nil {
		return err
	}
	if err := tokens.Adopt(ctx, token); err != nil {
		return err
	}
	client, err := p.client(ctx, *s)
	if err != nil {
		return err
	}
	me, err := client.Me(ctx)
	if err != nil {
		return err
	}
	s.Account.Email = me.Email
	return p.saveSpace(ctx, s)
}

// tryVault finds out whether the sign-in can be kept before somebody signs in
// for nothing.
func (p *program) tryVault(ctx context.Context, s store.Space) error {
	vault, err := p.vault(ctx, s, "refresh")
	if err != nil {
		return err
	}
	_, err = vault.Load(ctx)
	return err
}

func (p *program) saveSpace(ctx context.Context, s *store.Space) error {
	_, err := p.store.Do(ctx, store.ActorDesk, func(tx *store.Tx) error { return tx.SaveSpace(s) })
	return err
}

// sites lists the sites that a space's account may see.
func (p *program) sites(ctx context.Context, s store.Space) ([]ks.Site, error) {
	client, err := p.client(ctx, s)
	if err != nil {
		return nil, err
	}
	return client.Sites(ctx)
}

// rights returns the names of the roles that the space's account has on a
// site, and a Problem when they do not allow everything that Latchkey does.
// Neither is there when SALTO KS does not tell.
func (p *program) rights(ctx context.Context, s store.Space, site ks.Site) (roles string, warning error) {
	client, err := p.client(ctx, s)
	if err != nil {
		return "", nil //nolint:nilerr // the caller's own call to SALTO KS says so
	}
	me, err := client.SiteMe(ctx, site.ID)
	if err != nil {
		p.log.InfoContext(ctx, "the rights of the account are not known", "err", err)
		return "", nil
	}
	return me.RoleNames(), ks.CheckRights(site, me)
}

// chooseSite pins a site to a space: the one that is named, or the only one.
func (p *program) chooseSite(ctx context.Context, s *store.Space, name string) error {
	sites, err := p.sites(ctx, *s)
	if err != nil {
		return err
	}
	var names []string
	for _, site := range sites {
		names = append(names, site.Name)
		if name == "" && len(sites) == 1 || site.Name == name || site.ID == name || site.UID == name {
			s.SiteID, s.SiteName = site.ID, site.Name
			return p.pin(ctx, s)
		}
	}
	if len(sites) == 0 {
		return &store.Problem{Code: store.CodeForbid, Text: "The account {{.Account}} sees no site in SALTO KS. Ask the owner of the site to make it a site admin.",
			Args: map[string]any{"Account": s.Account.Email}}
	}
	return &store.Problem{Code: store.CodeInvalid, Text: "Which site? The account sees: {{.Sites}}. Name one with --site.",
		Args: map[string]any{"Sites": joinNames(names)}}
}

// pin stores the site of a space. What Latchkey put into another site before
// is left there as it is: its ids mean nothing in the new one.
func (p *program) pin(ctx context.Context, s *store.Space) error {
	mirror, err := p.store.Mirror(ctx, s.ID)
	if err != nil {
		return err
	}
	ledger, err := p.store.Ledger(ctx, s.ID)
	if err != nil {
		return err
	}
	_, err = p.store.Do(ctx, store.ActorDesk, func(tx *store.Tx) error {
		if mirror.Site.ID != "" && mirror.Site.ID != s.SiteID {
			if err := forgetSite(tx, s.ID, ledger); err != nil {
				return err
			}
		}
		return tx.SaveSpace(s)
	})
	return err
}

func forgetSite(tx *store.Tx, id store.SpaceID, ledger store.Ledger) error {
	for k := range ledger.Memberships.All() {
		if err := tx.DropMembership(id, k); err != nil {
			return err
		}
	}
	for key := range ledger.Groups {
		if err := tx.DropGroup(id, key); err != nil {
			return err
		}
	}
	for person := range ledger.Users.All() {
		if err := tx.DropUser(id, person); err != nil {
			return err
		}
	}
	drifts, err := tx.Drifts(id)
	if err != nil {
		return err
	}
	for _, d := range drifts {
		if err := tx.DropDrift(id, d.Key); err != nil {
			return err
		}
	}
	if err := tx.ForgetSeen(id); err != nil {
		return err
	}
	if err := tx.SetWork(id, nil); err != nil {
		return err
	}
	return tx.SaveMirror(id, store.Mirror{})
}

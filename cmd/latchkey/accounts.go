package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"latchkey/store"
	"latchkey/sync/ks"
	"latchkey/ui/settings"
)

// accounts does what Settings asks about the space's account with SALTO KS.
// Its methods are called away from the UI thread.
type accounts struct {
	desktop *desktop

	mu    sync.Mutex
	login *ks.Login // the sign-in that waits, if any
}

func (a *accounts) space(ctx context.Context) (store.Space, error) {
	return a.desktop.desk.Store.Space(ctx, a.desktop.spaceID())
}

// connect signs the space in. Another account's engine stops first.
func (a *accounts) connect(ctx context.Context, r settings.ConnectRequest, opened func(string, error)) error {
	s, err := a.space(ctx)
	if err != nil {
		return err
	}
	login := &ks.Login{Open: func(address string) error {
		opened(address, nil) // at once: some browsers return only when they are closed
		if err := ks.OpenBrowser(address); err != nil {
			opened(address, err)
		}
		return nil // the person can still carry the address to a browser
	}}
	if sim := a.desktop.cfg.sim; sim != nil && r.API == sim.base {
		login.Open = sim.consent(ctx) // the sample space answers its own sign-in page
	}
	a.waits(login)
	defer a.waits(nil)
	a.desktop.keeper.halt()
	defer a.desktop.restart()
	account := store.Account{
		API: r.API, Issuer: r.Issuer, ClientID: r.ClientID, Redirect: r.Redirect, Vault: a.vault(s.ID, r.Keep),
		APIVersion: r.Versions.Service, SchedulesVersion: r.Versions.Schedules, EntriesVersion: r.Versions.Entries,
	}
	if s.Account.API != "" && s.Account.API != account.API {
		s.SiteID, s.SiteName = "", "" // another SALTO KS has other sites
	}
	return a.desktop.cfg.program.signIn(ctx, &s, account, r.Secret, login)
}

// vault is where a sign-in is kept, as store.Account names it.
func (a *accounts) vault(id store.SpaceID, k settings.Keep) string {
	switch k {
	case settings.KeepSession:
		return store.VaultSession
	case settings.KeepFile:
		return filepath.Join(filepath.Dir(a.desktop.cfg.file), fmt.Sprintf("sign-in-%d", id))
	}
	return ""
}

func (a *accounts) waits(l *ks.Login) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.login = l
}

func (a *accounts) paste(address string) error {
	a.mu.Lock()
	login := a.login
	a.mu.Unlock()
	if login == nil {
		return &store.Problem{Code: store.CodeMissing, Text: "No sign-in is waiting for an address. Start the sign-in again."}
	}
	return login.Paste(address)
}

// mostRoles bounds the questions about rights: each site costs one.
const mostRoles = 10

func (a *accounts) sites(ctx context.Context) ([]settings.Site, error) {
	space, err := a.space(ctx)
	if err != nil {
		return nil, err
	}
	found, err := a.desktop.cfg.program.sites(ctx, space)
	if err != nil {
		return nil, err
	}
	out := make([]settings.Site, 0, len(found))
	for i, site := range found {
		s := settings.Site{ID: site.ID, Name: site.Name}
		if i < mostRoles {
			_, s.Warning = a.desktop.cfg.program.rights(ctx, space, site)
		}
		out = append(out, s)
	}
	return out, nil
}

func (a *accounts) choose(ctx context.Context, site settings.Site) error {
	s, err := a.space(ctx)
	if err != nil {
		return err
	}
	a.desktop.keeper.halt()
	defer a.desktop.restart()
	return a.desktop.cfg.program.chooseSite(ctx, &s, site.ID)
}

// disconnect forgets the account and the sign-in, and leaves KS as it is. The
// ledger stays: connecting the same site again goes on from it.
func (a *accounts) disconnect(ctx context.Context) error {
	s, err := a.space(ctx)
	if err != nil {
		return err
	}
	p := a.desktop.cfg.program
	a.desktop.keeper.halt()
	defer a.desktop.restart()
	tokens, err := p.account(ctx, s)
	if err != nil {
		return err
	}
	signedOut := tokens.SignOut(ctx)
	secret, err := p.vault(ctx, s, "client")
	if err != nil {
		return err
	}
	err = secret.Delete(ctx)
	p.forget(s.ID)
	s.Account, s.SiteID, s.SiteName = store.Account{}, "", ""
	return errors.Join(p.saveSpace(ctx, &s), err, signedOut)
}

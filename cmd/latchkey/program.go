package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"latchkey/store"
	"latchkey/sync/engine"
	"latchkey/sync/ks"
)

// settle is how long SALTO KS may take to show what it accepted; zero means
// the engine's own patience. Tests, whose simulation is prompt, shorten it.
var settle time.Duration

// program is the file and what talks to SALTO KS for its spaces: the same
// wiring for the window, the subcommands and the tests.
type program struct {
	store    *store.Store
	file     string           // where the data is
	now      func() time.Time // nil: the computer's clock
	log      *slog.Logger
	closeLog func() error      // nil: the log goes nowhere
	computer *computer         // nil: the sample space, which is nobody's file
	life     *life             // nil: there is no window
	http     http.RoundTripper // nil: a real connection
	rate     rate.Limit        // requests a second; 0: the polite default

	// memory keeps the secrets in this process only: the sample space's
	// sign-in is made anew at each start.
	memory bool

	// entriesEvery is the time between two readings of what happened at the doors;
	// zero: the engine's own.
	entriesEvery time.Duration

	mu     sync.Mutex
	vaults map[string]*ks.MemoryVault
	tokens map[store.SpaceID]*ks.Tokens // one refresher per account
}

func openProgram(ctx context.Context, o options, readOnly bool) (*program, error) {
	s, err := store.Open(ctx, store.Options{Path: o.file(), ReadOnly: readOnly, Backups: backupsOf(o.file())})
	if err != nil {
		return nil, err
	}
	p := newProgram(s)
	p.file = o.file()
	if !readOnly {
		p.log, p.closeLog = openLog(o.folder(), o.verbose)
		p.began(ctx)
		p.computer = thisComputer(computerFile(), p.log)
		if err := engine.NoticeOld(ctx, s, p.computer); err != nil {
			return nil, errors.Join(err, p.close(ctx))
		}
	}
	return p, nil
}

func newProgram(s *store.Store) *program {
	return &program{
		store: s, log: slog.New(slog.DiscardHandler),
		vaults: make(map[string]*ks.MemoryVault), tokens: make(map[store.SpaceID]*ks.Tokens),
	}
}

// endPatience is how long a renewal of the sign-in that is under way is waited
// for. One that takes longer has mostly not reached SALTO KS.
const endPatience = time.Second

// close ends the program. A refresh token that could not be kept is the only
// thing that can be lost, and is said.
func (p *program) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, endPatience)
	defer cancel()
	p.mu.Lock()
	defer p.mu.Unlock()
	var first error
	if p.life != nil {
		first = p.life.end()
		defer p.life.ended()
	}
	for _, t := range p.tokens {
		if err := t.Close(ctx); err != nil && first == nil {
			first = err
		}
	}
	if err := p.store.Close(); err != nil && first == nil { //nolint:contextcheck // closes also when ctx has ended
		first = err
	}
	if p.closeLog != nil {
		_ = p.closeLog() // what was logged is written already
	}
	return first
}

// chosen returns the space that the flags name, or the only one.
func (p *program) chosen(ctx context.Context, o options) (store.Space, error) {
	spaces, err := p.store.Spaces(ctx)
	if err != nil {
		return store.Space{}, err
	}
	for _, s := range spaces {
		if o.space == "" && len(spaces) == 1 || s.Name == o.space || s.Key == o.space {
			return s, nil
		}
	}
	switch {
	case len(spaces) == 0:
		return store.Space{}, &store.Problem{Code: store.CodeMissing, Text: "There is no space yet. Make one in the window, or with “latchkey import space FILE.json”."}
	case o.space == "":
		return store.Space{}, &store.Problem{Code: store.CodeInvalid, Text: "The file has several spaces. Name one with --space."}
	}
	return store.Space{}, &store.Problem{Code: store.CodeMissing, Text: "There is no space named “{{.Name}}”. Check the spelling after --space.",
		Args: map[string]any{"Name": o.space}}
}

// environment returns where an account's KS is.
func environment(a store.Account) ks.Environment {
	env := ks.Production()
	env.API, env.Issuer, env.ClientID = a.API, a.Issuer, a.ClientID
	env.Versions = ks.Versions{Main: a.APIVersion, Schedules: a.SchedulesVersion, Entries: a.EntriesVersion} // empty: the usual ones
	if a.Redirect != "" {
		env.Redirect = a.Redirect
	}
	return env
}

// vault keeps one secret of a space's account: what is "refresh" or "client".
func (p *program) vault(ctx context.Context, s store.Space, what string) (ks.Vault, error) {
	meta, err := p.store.Meta(ctx)
	if err != nil {
		return nil, err
	}
	host := s.Account.Issuer
	if u, err := url.Parse(s.Account.Issuer); err == nil {
		host = u.Host
	}
	name := fmt.Sprintf("%s %s %s/%d %s", host, s.Account.ClientID, meta.Install, s.ID, what)
	switch {
	case p.memory || s.Account.Vault == store.VaultSession:
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.vaults[name] == nil {
			p.vaults[name] = &ks.MemoryVault{}
		}
		return p.vaults[name], nil
	case s.Account.Vault != "" && what == "client":
		return ks.TokenFile{Path: s.Account.Vault + ".client"}, nil
	case s.Account.Vault != "":
		return ks.TokenFile{Path: s.Account.Vault}, nil
	}
	return ks.Keychain{Service: "Latchkey", Account: name}, nil
}

// account returns the tokens of a space's account. There is one for each
// space, because only one may renew them.
func (p *program) account(ctx context.Context, s store.Space) (*ks.Tokens, error) {
	refresh, err := p.vault(ctx, s, "refresh")
	if err != nil {
		return nil, err
	}
	secret, err := p.vault(ctx, s, "client")
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.tokens[s.ID] == nil {
		p.tokens[s.ID] = ks.NewTokens(ks.TokensConfig{
			Env: environment(s.Account), Refresh: refresh, Secret: secret, HTTP: p.http, Now: p.now, Logger: p.log,
		})
	}
	return p.tokens[s.ID], nil
}

// forget drops the tokens of a space, before another account is used.
func (p *program) forget(id store.SpaceID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.tokens, id)
}

func (p *program) client(ctx context.Context, s store.Space) (*ks.Client, error) {
	tokens, err := p.account(ctx, s)
	if err != nil {
		return nil, err
	}
	return ks.New(environment(s.Account), tokens, ks.Options{HTTP: p.http, Now: p.now, Logger: p.log, Rate: p.rate}), nil
}

// engine returns the engine of a connected space.
func (p *program) engine(ctx context.Context, s store.Space) (*engine.Engine, error) {
	if s.SiteID == "" || !s.Account.Connected() {
		return nil, notConnected(s)
	}
	client, err := p.client(ctx, s)
	if err != nil {
		return nil, err
	}
	cfg := engine.Config{Store: p.store, Space: s.ID, Remote: client, Settle: settle, Now: p.now, Logger: p.log, Rand: rand.Float64}
	cfg.EntriesEvery = p.entriesEvery
	if p.computer != nil {
		cfg.Computer, cfg.Witness = p.computer.ID(), p.computer
	}
	return engine.New(cfg), nil
}

func notConnected(s store.Space) error {
	return &store.Problem{Code: store.CodeSignIn, Text: "The space “{{.Name}}” is not connected to SALTO KS. Connect it in Settings, or with “latchkey connect”.",
		Args: map[string]any{"Name": s.Name}}
}

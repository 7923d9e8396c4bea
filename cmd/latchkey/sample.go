package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"latchkey/assets"
	"latchkey/store"
	"latchkey/store/exchange"
	"latchkey/sync/engine"
	"latchkey/sync/ks"
	"latchkey/sync/kssim"
)

// simulation is the simulated SALTO KS of the sample space, on a port of this
// computer.
type simulation struct {
	sim    *kssim.Sim
	base   string // "http://127.0.0.1:port"
	server *http.Server
	ended  chan struct{}

	rest func() // ends the life in it; nil: there is none
	life sync.WaitGroup
}

// startSimulation serves the sample site. With a state file it goes on where
// it was, so that a restart finds its users and groups again.
func startSimulation(ctx context.Context, addr, stateFile string, now func() time.Time) (*simulation, error) {
	cfg := kssim.Config{Now: now}
	if stateFile != "" {
		var one sync.Mutex // save at a time: requests and the life in it both change something
		cfg.OnChange = func(s *kssim.Sim) error {
			one.Lock()
			defer one.Unlock()
			return saveState(s, stateFile)
		}
	}
	sim := kssim.New(cfg)
	if err := loadState(sim, stateFile); err != nil {
		return nil, err
	}
	if err := requireLoopback(addr); err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, &store.Problem{Code: store.CodeFile, Text: "The simulated SALTO KS cannot listen on {{.Address}}. Choose another address with --sim-listen, or leave it out.",
			Args: map[string]any{"Address": addr}, Err: err}
	}
	s := &simulation{
		sim: sim, base: "http://" + listener.Addr().String(), ended: make(chan struct{}),
		server: &http.Server{Handler: sim.Handler(), ReadHeaderTimeout: 10 * time.Second},
	}
	go func() {
		defer close(s.ended)
		_ = s.server.Serve(listener) // ends with stop
	}()
	return s, nil
}

// lifeTick is how often the simulation looks who is at a door by now.
const lifeTick = 5 * time.Second

// live fills the log of the doors with the past month, once the sample's people
// are known, and has them come and go from then on, until stop.
func (s *simulation) live(ctx context.Context, known func(context.Context) bool) {
	ctx, s.rest = context.WithCancel(context.WithoutCancel(ctx))
	s.life.Go(func() {
		_ = s.sim.Live(ctx, kssim.Past{}, lifeTick, known) // fails for another past only
	})
}

func requireLoopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return &store.Problem{Code: store.CodeInvalid, Text: "The simulated SALTO KS only listens on this computer: give an address like 127.0.0.1:7310.", Err: err}
	}
	return nil
}

func (s *simulation) stop(ctx context.Context) {
	if s.rest != nil {
		s.rest()
		s.life.Wait()
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 300*time.Millisecond)
	defer cancel()
	if s.server.Shutdown(ctx) != nil {
		_ = s.server.Close() // a connection that does not end is of no interest any more
	}
	<-s.ended
}

func loadState(sim *kssim.Sim, path string) error {
	if path == "" {
		return sim.AddSite(kssim.MaisonNord())
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return sim.AddSite(kssim.MaisonNord())
	}
	if err != nil {
		return err
	}
	return sim.Load(bytes.NewReader(data))
}

func saveState(sim *kssim.Sim, path string) error {
	var b bytes.Buffer
	if err := sim.Save(&b); err != nil {
		return err
	}
	tmp := path + ".new"
	if err := os.WriteFile(tmp, b.Bytes(), 0o600); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}

// account is where the simulation is, for a space.
func (s *simulation) account() store.Account {
	return store.Account{API: s.base, Issuer: s.base, ClientID: "latchkey-sample", Redirect: "http://127.0.0.1:0/callback"}
}

// consent answers the simulation's sign-in page as a person would: it fills
// in the form, allows, and follows the redirect back to this program.
func (s *simulation) consent(ctx context.Context) func(address string) error {
	return func(address string) error {
		who := kssim.DefaultAccount()
		form := url.Values{"email": {who.Email}, "password": {who.Password}, "decision": {"allow"}}
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewBufferString(form.Encode()))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := (&http.Client{Timeout: 10 * time.Second}).Do(req)
		if err != nil {
			return err
		}
		defer func() { _ = resp.Body.Close() }()
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("the simulated sign-in answered %s", resp.Status)
		}
		_, err = io.Copy(io.Discard, resp.Body)
		return err
	}
}

// loadSample puts the sample space into an empty file, moved by weeks, and
// returns it. A file that has a space already is left as it is.
func (p *program) loadSample(ctx context.Context, weeks int) (store.Space, error) {
	spaces, err := p.store.Spaces(ctx)
	if err != nil {
		return store.Space{}, err
	}
	if len(spaces) > 0 {
		return spaces[0], nil
	}
	f, err := exchange.Decode(bytes.NewReader(assets.Sample()))
	if err != nil {
		return store.Space{}, err
	}
	f.Shift(7 * weeks)
	report, err := exchange.Import(ctx, p.store, f, exchange.Options{})
	if err != nil {
		return store.Space{}, err
	}
	return p.store.Space(ctx, report.Space)
}

// sampleMonday is the first day of the sample space's fortnight.
const sampleMonday = "2026-10-19"

// weeksToToday is by how many weeks the sample must be moved so that today
// lies in its first week.
func weeksToToday(now time.Time) int {
	first, err := time.Parse("2006-01-02", sampleMonday)
	if err != nil {
		return 0
	}
	days := int(now.UTC().Sub(first).Hours() / 24)
	if days < 0 {
		return (days - 6) / 7
	}
	return days / 7
}

// sampleEntries is how often the log of the sample's doors is read: nobody waits a
// minute for the month that it is filled with, or for who comes in.
const sampleEntries = 10 * time.Second

// connectSample signs the sample space in to the simulation, through the real
// flow, chooses its site, and lets life begin there as soon as its people are
// known.
func (p *program) connectSample(ctx context.Context, s store.Space, sim *simulation) (store.Space, error) {
	if err := p.signIn(ctx, &s, sim.account(), "", &ks.Login{Open: sim.consent(ctx)}); err != nil {
		return s, err
	}
	if err := p.chooseSite(ctx, &s, ""); err != nil {
		return s, err
	}
	if err := p.agreeToSample(ctx, s); err != nil {
		return s, err
	}
	if p.now == nil { // else whoever moves the clock says what happens
		sim.live(ctx, p.allSent(s.ID))
	}
	return s, nil
}

// allSent tells whether SALTO KS has all that the file says, by what was seen
// of it.
func (p *program) allSent(id store.SpaceID) func(context.Context) bool {
	return func(ctx context.Context) bool {
		left, err := engine.Plan(ctx, p.store, id, p.store.Now())
		return err == nil && left.Question == nil && len(left.Set.Steps) == 0
	}
}

// agreeToSample agrees to the first push of the sample space, for the desk that
// wants to see it at work. Any later question is the desk's.
func (p *program) agreeToSample(ctx context.Context, s store.Space) error {
	g, err := p.store.Guard(ctx, s.ID)
	if err != nil || g.SiteID != "" {
		return err
	}
	e, err := p.engine(ctx, s)
	if err != nil {
		return err
	}
	if err := e.Look(ctx); err != nil {
		return err
	}
	first, err := engine.Plan(ctx, p.store, s.ID, p.store.Now())
	if err != nil || first.Question == nil {
		return err
	}
	return engine.Agree(ctx, p.store, s.ID, first.View, p.store.Now())
}

func stateFile(folder string) string { return filepath.Join(folder, "simulated-ks.json") }

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/time/rate"

	"latchkey/store"
	"latchkey/sync/engine"
	"latchkey/sync/kssim"
)

func newDemo(o *options) *cobra.Command {
	var headless bool
	var draw func(context.Context, *player)
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Run the sample space",
		Long: `Run the sample space “Maison Nord” with a simulated SALTO KS inside the program.

Without --headless this opens the window, like “latchkey --demo”. With it, the
program signs in through the real flow, loads the sample space, brings the
simulated doors up to date and plays a day with a clock of its own. It prints
one line for each attempt at a door and ends with “N passed, N failed”; the
status is 1 if any failed.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !headless {
				return openWindow(cmd.Context(), *o, windowOptions{demo: true, simAddr: "127.0.0.1:0"})
			}
			return runDemo(cmd.Context(), cmd.OutOrStdout(), *o, draw)
		},
	}
	cmd.Flags().BoolVar(&headless, "headless", false, "play a day without a window")
	draw = pictureFlag(cmd)
	return cmd
}

// player plays the day. Everything in it goes through the same ways as in the
// window: the store for the desk, the engine for KS, HTTP for the doors.
type player struct {
	*program
	clock  *kssim.Clock
	sim    *simulation
	space  store.Space
	engine *engine.Engine
	out    io.Writer
	json   bool

	passed, failed int
	err            error // of the play itself; the rest is skipped then
}

// attempt is somebody at a door.
type attempt struct {
	At       string `json:"at"`
	Person   string `json:"person"`
	Door     string `json:"door"`
	Expected bool   `json:"expected"`
	Got      bool   `json:"got"`
	Why      string `json:"why"`
}

func runDemo(ctx context.Context, out io.Writer, o options, draw func(context.Context, *player)) error {
	if o.data == "" {
		dir, err := os.MkdirTemp("", "latchkey-demo-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
		o.data = dir
	} else if _, err := os.Stat(o.file()); err == nil {
		return &store.Problem{Code: store.CodeConflict, Text: "{{.Folder}} holds a data file already. Give the demo an empty folder, or leave --data out.",
			Args: map[string]any{"Folder": o.folder()}}
	}
	p := &player{clock: &kssim.Clock{}, out: out, json: o.json}
	p.clock.Set(time.Date(2026, 10, 24, 6, 0, 0, 0, time.UTC))
	if err := p.start(ctx, o); err != nil {
		return err
	}
	defer closeQuietly(ctx, p.program)
	defer p.sim.stop(ctx)
	p.playDay(ctx)
	if p.err == nil {
		draw(ctx, p)
	}
	return p.finish()
}

// start opens a new file on the sample space, starts the simulated KS and
// signs in to it.
func (p *player) start(ctx context.Context, o options) error {
	s, err := store.Open(ctx, store.Options{Path: o.file(), Now: p.clock.Now})
	if err != nil {
		return err
	}
	p.program = newProgram(s)
	p.memory, p.now, p.rate = true, p.clock.Now, rate.Inf
	if p.sim, err = startSimulation(ctx, "127.0.0.1:0", "", p.clock.Now); err != nil {
		closeQuietly(ctx, p.program)
		return err
	}
	if p.space, err = p.loadSample(ctx, 0); err == nil {
		p.space, err = p.connectSample(ctx, p.space, p.sim)
	}
	if err == nil {
		p.engine, err = p.program.engine(ctx, p.space)
	}
	if err != nil {
		p.sim.stop(ctx)
		closeQuietly(ctx, p.program)
	}
	return err
}

func (p *player) finish() error {
	if p.err != nil {
		return p.err
	}
	if !p.json {
		fmt.Fprintf(p.out, "%d passed, %d failed\n", p.passed, p.failed)
	}
	if p.failed > 0 {
		return exitCode(exitError)
	}
	return nil
}

// at moves the clock to a moment of the space. Nothing is sent to KS: what
// opens and closes now does so by itself.
func (p *player) at(local store.LocalTime) {
	p.clock.Set(local.Start(p.space.Location()))
}

// note prints what happens between the attempts.
func (p *player) note(format string, args ...any) {
	if p.err == nil && !p.json {
		fmt.Fprintf(p.out, "%s  · %s\n", p.wall(), fmt.Sprintf(format, args...))
	}
}

func (p *player) wall() string {
	return p.clock.Now().In(p.space.Location()).Format("Mon 15:04:05 MST")
}

// desk makes a change as the desk would, and lets the engine follow it.
func (p *player) desk(ctx context.Context, change func(tx *store.Tx) error) {
	if p.err != nil {
		return
	}
	if _, p.err = p.store.Do(ctx, store.ActorDesk, change); p.err == nil {
		p.sync(ctx)
	}
}

// mostPauses and longestPause are how much patience the play has with steps
// that are to be tried again a little later.
const (
	mostPauses   = 20
	longestPause = time.Minute
)

// sync lets the engine do what it can. That the network is down is no error
// of the play.
func (p *player) sync(ctx context.Context) {
	if p.err != nil {
		return
	}
	r, err := p.engine.Drain(ctx, 0)
	for range mostPauses {
		if err != nil || r.Waiting == 0 || r.Next.Sub(p.clock.Now()) > longestPause {
			break
		}
		p.clock.Set(r.Next) // this clock stands still by itself
		r, err = p.engine.Drain(ctx, 0)
	}
	switch {
	case store.CodeOf(err) == store.CodeOffline:
		p.note("SALTO KS cannot be reached: %d changes wait", r.Waiting)
	case err != nil:
		p.err = err
	case r.Waiting+r.Parked > 0:
		p.err = fmt.Errorf("the sync left %d changes waiting and %d parked", r.Waiting, r.Parked)
	default:
		p.live()
	}
}

// live has those whom the simulation knows come and go until now, the first
// time from a month ago on.
func (p *player) live() {
	begins := !p.sim.sim.HasPast()
	n, err := p.sim.sim.PlayPast(kssim.Past{})
	if p.err = err; begins && n > 0 {
		p.note("the log of the doors holds a month: %d entries", n)
	}
}

// tries presents a person at a door of the simulation, over HTTP, and
// compares the answer.
func (p *player) tries(ctx context.Context, person, door string, expected bool) {
	if p.err != nil {
		return
	}
	a := attempt{At: p.clock.Now().In(p.space.Location()).Format(time.RFC3339), Person: person, Door: door, Expected: expected}
	var answer struct {
		Open bool   `json:"open"`
		Why  string `json:"why"`
	}
	query := url.Values{"who": {person}, "door": {door}, "at": {p.clock.Now().Format(time.RFC3339)}}
	if p.err = getJSON(ctx, p.sim.base+"/_sim/can?"+query.Encode(), &answer); p.err != nil {
		return
	}
	a.Got, a.Why = answer.Open, answer.Why
	verdict := "ok"
	if a.Got == a.Expected {
		p.passed++
	} else {
		p.failed++
		verdict = "FAILED"
	}
	if p.json {
		p.err = json.NewEncoder(p.out).Encode(a)
		return
	}
	fmt.Fprintf(p.out, "%s  %-20s %-13s expected %-6s got %-6s %s  (%s)\n", p.wall(), person, door, openWord(expected), openWord(a.Got), verdict, a.Why)
}

func openWord(open bool) string {
	if open {
		return "open"
	}
	return "closed"
}

func getJSON(ctx context.Context, address string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", req.URL.Path, resp.Status)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}

package main

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/listdetail/hand"
	"latchkey/ui/settings"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// uiThread runs what background work hands to the UI, on the goroutine of the
// test: the test's stand-in for Fyne's main loop.
type uiThread chan func()

func (u uiThread) until(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for !done() {
		select {
		case f := <-u:
			f()
		case <-time.After(10 * time.Millisecond):
		case <-deadline:
			require.Fail(t, "it never came to this: "+what)
		}
	}
}

// never is a clock that does not move on.
func never(time.Duration, func()) (stop func()) { return func() {} }

// The whole window, with its engine and a simulated KS over real HTTP: an edit
// in the file reaches the doors and the screens, and so does the account.
func TestTheWindowFollowsFileAndDoors(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(t.TempDir(), "latchkey.db")})
	require.NoError(t, err)
	p := newProgram(s)
	p.memory = true
	defer func() { require.NoError(t, p.close(context.Background())) }()
	sim := simulate(t)
	space, err := p.loadSample(ctx, weeksToToday(time.Now()))
	require.NoError(t, err)

	a := test.NewTempApp(t)
	ui := make(uiThread, 1000)
	dispatch := widgets.NewAsync(ctx, func(f func()) { ui <- f })
	look := theme.New(theme.Light)
	d := newDesktop(ctx, desktopConfig{
		program: p, space: space, app: a, win: test.NewTempWindow(t, nil), theme: look, dispatch: dispatch, after: never, sim: sim,
	})
	d.start()
	defer func() { cancel(); d.end(); dispatch.Wait() }()

	opens := func(who string) func() bool {
		return func() bool { return sim.sim.Can(who, "Front door", time.Now()).Open }
	}
	account := &accounts{desktop: d}
	env := environments(sim)[2]
	run := func(what string, work func() error) {
		ended := make(chan error, 1)
		go func() { ended <- work() }()
		ui.until(t, what, func() bool {
			select {
			case err := <-ended:
				require.NoError(t, err)
				return true
			default:
				return false
			}
		})
	}
	run("signed in", func() error {
		return account.connect(ctx, settings.ConnectRequest{API: env.API, Issuer: env.Issuer, ClientID: env.ClientID, Redirect: env.Redirect}, nil)
	})
	run("site chosen", func() error {
		sites, err := account.sites(ctx)
		if err != nil {
			return err
		}
		return account.choose(ctx, sites[0])
	})
	agreeInTheWindow(t, d, ui)
	ui.until(t, "the sample space is at the doors", opens("Amélie Rousseau"))

	plans, err := s.Plans(ctx)
	require.NoError(t, err)
	nora := store.Person{FirstName: "Nora", LastName: "Lind", Email: "nora@example.org", Connect: store.ConnectPhoneOnly}
	for _, plan := range plans {
		if plan.Name == "Full time" {
			nora.Plan = plan.ID
		}
	}
	offered, undone := false, d.desk.Undone
	d.desk.Undone = func(text string, undo func()) { undone(text, undo); offered = true }
	require.NoError(t, d.desk.Commit(ctx, "Nora Lind added.", func(tx *store.Tx) error { return tx.SavePerson(&nora) }))
	ui.until(t, "the new member opens", opens("Nora Lind"))
	ui.until(t, "undo is offered", func() bool { return offered && d.cfg.win.Canvas().Overlays().Top() == nil }) // the doors may have been faster
	d.shell.Undo()
	ui.until(t, "undone, the member does not", func() bool { return !opens("Nora Lind")() })

	run("disconnected", func() error { return account.disconnect(ctx) })
	require.Nil(t, d.keeper.engine())
	require.True(t, opens("Amélie Rousseau")(), "SALTO KS is left as it is")
}

// agreeInTheWindow looks at the first changes at a site, as the desk is asked
// to, and agrees to them.
func agreeInTheWindow(t *testing.T, d *desktop, ui uiThread) {
	t.Helper()
	ui.until(t, "the desk is asked before anything is sent", func() bool {
		_, text := d.doors.Pill()
		return text == "Needs an answer"
	})
	d.shell.Go(d.doors.Name())
	h := hand.Hand{T: t, Win: d.cfg.win}
	shown := func(word string) func() bool {
		return func() bool { return h.Button(word) != nil }
	}
	ui.until(t, "the question is in sight", shown("Look at the changes…"))
	h.Tap("Look at the changes…")
	ui.until(t, "the changes are in sight", shown("Agree"))
	require.Contains(t, h.Texts(), "Amélie Rousseau")
	h.Tap("Agree")
}

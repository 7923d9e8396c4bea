package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/systray"

	"latchkey/assets"
	"latchkey/cmd/internal/instance"
	"latchkey/cmd/internal/session"
	"latchkey/store"
	"latchkey/ui/encoder"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// windowOptions are the flags of the window alone.
type windowOptions struct {
	demo    bool
	simAddr string
	reader  string // port of the tag reader; empty: it is found by itself
	hidden  bool   // start without the window, where there is a tray
}

// Choices that belong to this computer and not to the file.
const (
	prefLanguage = "language"
	prefTheme    = "theme"
)

const appID = "io.github.latchkey.Latchkey"

// openWindow runs the program with its window, until that is closed.
func openWindow(ctx context.Context, o options, w windowOptions) (err error) {
	if o = w.folder(o); instance.Raise(ctx, o.file()) == instance.Raised {
		return nil
	}
	startLarge()
	a := app.NewWithID(appID)
	a.SetIcon(fyne.NewStaticResource("latchkey.png", assets.SmallIcon()))
	if choice := a.Preferences().String(prefLanguage); o.lang == "" && choice != "" {
		if err := setLanguage(choice); err != nil {
			return err
		}
	}
	look := theme.New(theme.ParseVariant(a.Preferences().String(prefTheme)))
	a.Settings().SetTheme(look)
	if err := needGraphics(o); err != nil {
		return err
	}
	leaveConsole()

	p, sim, space, err := openForWindow(ctx, o, w)
	if errors.Is(err, errRaised) {
		return nil
	}
	if err != nil {
		return tellFailure(ctx, a, o.file(), err)
	}
	defer closeQuietly(ctx, p)
	if sim != nil {
		defer sim.stop(ctx)
	}
	ports, endPorts := readerPorts(ctx, sim, w)
	defer endPorts()
	interrupted := ctx // by Ctrl+C in the terminal
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	dispatch := widgets.NewAsync(ctx, loop.do)
	bar := session.OpenTray()
	defer bar.Close()
	host := systemTray(ctx, a, bar, w.trayWait())
	win := mainWindow(a)
	d := newDesktop(ctx, desktopConfig{
		program: p, space: space, app: a, win: win, theme: look, dispatch: dispatch, file: p.file, sim: sim, ports: ports, reader: w.reader,
		tray: host, tooltip: systray.SetTooltip, first: time.Second,
	})
	d.followSystem(ctx, bar)
	win.SetCloseIntercept(d.back.close)
	a.Lifecycle().SetOnStarted(d.started)
	p.life.window(func() { loop.do(d.raise) })
	defer onInstaller(func() { loop.do(d.quit) })()
	ignore := context.AfterFunc(interrupted, func() { loop.do(d.quit) }) // closes the window as its button does
	d.back.hidden = w.hidden && host != nil
	loop.run(interrupted, d)
	p.life.over(ctx, p.log)
	ignore()
	cancel()
	d.end()
	dispatch.Wait()
	return d.afterwards
}

// loop is Fyne's loop on the UI thread. Tests stand in for it: what paints in
// memory has none.
var loop = struct {
	do  func(func())
	run func(interrupted context.Context, d *desktop) // until the window is closed
}{fyne.Do, func(_ context.Context, d *desktop) {
	if !d.back.hidden {
		d.cfg.win.Show()
	}
	d.cfg.app.Run()
}}

// trayWait is how long to wait for a tray.
func (w windowOptions) trayWait() time.Duration {
	if w.hidden {
		return trayWait
	}
	return 0
}

// readerPorts are the ports of this computer, or the reader of the sample space
// unless a port is named.
func readerPorts(ctx context.Context, sim *simulation, w windowOptions) (ports encoder.Ports, end func()) {
	if sim == nil || w.reader != "" {
		return encoder.SystemPorts(), func() {}
	}
	r := newSampleReader(ctx)
	return r, r.end
}

// folder names the folder of the data: the sample space has one of its own
// unless another is named.
func (w windowOptions) folder(o options) options {
	if w.demo && o.data == "" {
		o.data = filepath.Join(defaultData(), "sample")
	}
	return o
}

// openForWindow opens the file, and for the sample space its simulation.
func openForWindow(ctx context.Context, o options, w windowOptions) (*program, *simulation, store.Space, error) {
	if !w.demo {
		p, err := openAtDesk(ctx, o)
		if err != nil {
			return nil, nil, store.Space{}, err
		}
		space, err := p.firstSpace(ctx)
		if err != nil {
			closeQuietly(ctx, p)
			return nil, nil, store.Space{}, err
		}
		return p, nil, space, nil
	}
	return openSample(ctx, o, w)
}

// openSample opens the sample space, and signs it in to the simulation.
func openSample(ctx context.Context, o options, w windowOptions) (*program, *simulation, store.Space, error) {
	if err := os.MkdirAll(o.data, 0o700); err != nil {
		return nil, nil, store.Space{}, &store.Problem{Code: store.CodeFile, Text: "The folder {{.Folder}} cannot be made. Choose another with --data.",
			Args: map[string]any{"Folder": o.data}, Err: err}
	}
	p, err := openAtDesk(ctx, o)
	if err != nil {
		return nil, nil, store.Space{}, err
	}
	p.memory, p.computer = true, nil
	sim, err := startSimulation(ctx, w.simAddr, stateFile(o.data), nil)
	if err != nil {
		closeQuietly(ctx, p)
		return nil, nil, store.Space{}, err
	}
	space, err := p.loadSample(ctx, weeksToToday(time.Now()))
	if err == nil {
		err = p.pairSample(ctx)
	}
	if err == nil {
		space, err = p.connectSample(ctx, space, sim)
	}
	if err != nil {
		sim.stop(ctx)
		closeQuietly(ctx, p)
		return nil, nil, store.Space{}, err
	}
	fmt.Printf("The simulated SALTO KS is at %s (client id latchkey-sample). Open it in a browser to stand at its doors.\n", sim.base)
	return p, sim, space, nil
}

// firstSpace returns the first space of the file; a new file gets one, in the
// computer's zone, to be named in Settings.
func (p *program) firstSpace(ctx context.Context) (store.Space, error) {
	spaces, err := p.store.Spaces(ctx)
	if err != nil {
		return store.Space{}, err
	}
	if len(spaces) > 0 {
		return spaces[0], nil
	}
	s := store.Space{
		Name: "Latchkey", Zone: localZone(), Before: 5, After: 5, HorizonDays: 14, AutoConnect: true,
		Leaving: store.LeavingSuspend, OpenFrom: "07:00", OpenUntil: "22:00",
	}
	return s, p.saveSpace(ctx, &s)
}

// localZone is the IANA name of the computer's zone, as far as Go knows it.
func localZone() string {
	if name := time.Local.String(); name != "Local" {
		if _, err := time.LoadLocation(name); err == nil {
			return name
		}
	}
	if target, err := filepath.EvalSymlinks("/etc/localtime"); err == nil {
		dir, base := filepath.Split(target)
		for _, name := range []string{filepath.Join(filepath.Base(dir), base), base} {
			if _, err := time.LoadLocation(name); err == nil {
				return name
			}
		}
	}
	return "UTC"
}

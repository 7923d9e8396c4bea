package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
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
func openWindow(ctx context.Context, o options, w windowOptions) error {
	if o = w.folder(o); instance.Raise(ctx, o.file()) == instance.Raised {
		return nil
	}
	startLarge()
	a, look := newApp()
	if o.lang == "" {
		o.lang = a.Preferences().String(prefLanguage)
	}
	if err := chooseLanguage(o.lang); err != nil {
		return err
	}
	if err := needGraphics(o); err != nil {
		return err
	}
	leaveConsole()
	win, file := prepare(ctx, a, o, w)
	p, sim := file.program, file.sim
	switch {
	case errors.Is(file.err, errRaised):
		return nil
	case file.err != nil:
		return tellFailure(ctx, win, o.file(), file.err)
	}
	ports, endPorts := readerPorts(ctx, sim, w)
	bar := session.OpenTray()
	closeAll := func() {
		bar.Close()
		endPorts()
		if sim != nil {
			sim.stop(ctx)
		}
		closeQuietly(ctx, p)
	}
	defer closeAll()
	return runWindow(ctx, bar, w.hidden, desktopConfig{
		program: p, space: file.space, app: a, win: win, theme: look, file: p.file, sim: sim, ports: ports, reader: w.reader,
		tray: systemTray(ctx, a, bar, w.trayWait()), tooltip: systray.SetTooltip, first: time.Second,
		leave: func(err error) {
			closeAll()
			os.Exit(status(ctx, os.Args[1:], err))
		},
	})
}

// newApp is Fyne's part of the program, with the look that was chosen on this
// computer.
func newApp() (fyne.App, *theme.Theme) {
	a := app.NewWithID(appID)
	a.SetIcon(fyne.NewStaticResource("latchkey.png", assets.SmallIcon()))
	look := theme.New(theme.ParseVariant(a.Preferences().String(prefTheme)))
	a.Settings().SetTheme(look)
	return a, look
}

// opened is the file, or why it is not open.
type opened struct {
	program *program
	sim     *simulation // of the sample space; nil otherwise
	space   store.Space
	err     error
}

// prepare makes the window, which is the main thread's, and meanwhile reads what it
// needs: the catalogue, the file and the fonts. Each takes as long as another.
func prepare(ctx context.Context, a fyne.App, o options, w windowOptions) (win fyne.Window, file opened) {
	var meanwhile sync.WaitGroup
	meanwhile.Go(readFonts)
	meanwhile.Go(func() {
		if file.err = loadCatalogue(o.lang); file.err == nil {
			file.program, file.sim, file.space, file.err = openForWindow(ctx, o, w)
		}
	})
	win = mainWindow(a)
	meanwhile.Wait()
	return win, file
}

// readFonts has Fyne read its fonts and those of the system. Nothing else may
// measure text meanwhile.
func readFonts() {
	for _, bold := range []bool{false, true} {
		widgets.Measure("Latchkey", theme.SizeText, bold)
	}
}

// pictureTakes is how long what the first screen reads is waited for: a picture
// without it would take as long, and be followed by another.
const pictureTakes = 100 * time.Millisecond

// runWindow shows the window, unless it is to be hidden and there is a tray to
// bring it back from, and returns when it is closed and all that it began has
// ended.
func runWindow(interrupted context.Context, bar *session.Tray, hidden bool, cfg desktopConfig) error {
	ctx, cancel := context.WithCancel(interrupted)
	defer cancel()
	early := &early{later: loop.do}
	dispatch := widgets.NewAsync(ctx, early.do)
	cfg.dispatch = dispatch
	d := newDesktop(ctx, cfg)
	d.back.hidden = hidden && cfg.tray != nil
	cfg.win.SetCloseIntercept(d.back.close)
	cfg.app.Lifecycle().SetOnStarted(d.started)
	quit := func() { loop.do(d.quit) }
	cfg.program.life.window(func() { loop.do(d.raise) })
	defer onInstaller(quit)()
	ignore := context.AfterFunc(interrupted, quit) // closes the window as its button does
	if !d.back.hidden {
		d.shell.BeforeFirstPicture(func() {
			dispatch.Settle(pictureTakes)
			early.begin()
		})
		cfg.win.Show() // sets OpenGL up, which takes most of a start
	}
	early.begin()
	d.followSystem(ctx, bar)
	end := func() error {
		cfg.program.life.over(ctx, cfg.program.log)
		ignore()
		cancel()
		d.end()
		dispatch.Wait()
		return d.afterwards
	}
	late := &lateEnd{end: func() { cfg.leave(end()) }}
	d.quitting = late.begin
	forget := context.AfterFunc(interrupted, late.begin) // Fyne ends its loop then too, and may forget to call quit
	loop.run(interrupted, d)
	forget()
	late.stop()
	return end()
}

// loop is Fyne's loop on the UI thread. Tests stand in for it: what paints in
// memory has none.
var loop = struct {
	do  func(func())
	run func(interrupted context.Context, d *desktop) // until the window is closed
}{fyne.Do, func(_ context.Context, d *desktop) { d.cfg.app.Run() }}

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

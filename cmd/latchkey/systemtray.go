package main

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/systray"

	"latchkey/cmd/internal/session"
	"latchkey/ui/tray"
)

// trayWait is how long a start without a window waits for a tray: after the
// sign-in to the computer the program may be there first.
const trayWait = 30 * time.Second

// systemTray is where the icon of a is shown, or nil where it would not be in
// sight. It waits for up to wait.
func systemTray(ctx context.Context, a fyne.App, t *session.Tray, wait time.Duration) tray.Host {
	host, able := a.(tray.Host)
	if !able {
		return nil
	}
	enough := time.After(wait)
	for !t.Shown(ctx) {
		select {
		case <-ctx.Done():
			return nil
		case <-enough:
			return nil
		case <-time.After(time.Second):
		}
	}
	return host
}

// followSystem tells the window of a tray that comes and goes, and the engine of
// a computer that woke up, until ctx ends.
func (d *desktop) followSystem(ctx context.Context, t *session.Tray) {
	if d.back.icon != nil {
		systray.SetOnTapped(func() { fyne.Do(d.raise) }) // before the program runs
		d.cfg.dispatch.Go(func(context.Context) {
			t.Follow(ctx, func(shown bool) { d.cfg.dispatch.Do(func() { d.back.setShown(shown) }) })
		})
	}
	d.cfg.dispatch.Go(func(context.Context) { session.OnWake(ctx, d.keeper.Awoke) })
}

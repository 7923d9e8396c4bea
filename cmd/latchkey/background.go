package main

import (
	"context"
	"os"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/cmd/internal/autostart"
	"latchkey/store"
	"latchkey/sync/health"
	"latchkey/ui/doors"
	"latchkey/ui/settings"
	"latchkey/ui/tray"
	"latchkey/ui/widgets"
)

// Choices of this computer about closing the window.
const (
	prefKeepSyncing = "close.keep"  // the program goes on without it
	prefAskedToKeep = "close.asked" // whether it should was asked once
)

// background is the program without its window: the icon in the tray, and what
// becomes of the program when the window is closed. The window is hidden only
// while an icon is in sight that brings it back. It is used on the UI thread.
type background struct {
	d       *desktop
	icon    *tray.Tray // nil: there was no tray when the program began
	shown   bool       // the icon is in sight
	hidden  bool       // the window is not
	closing bool       // whether to go on is being found out, or asked
	doors   doors.Status
}

// newBackground shows the icon, where there is a tray.
func newBackground(d *desktop, host tray.Host, tooltip func(string)) *background {
	b := &background{d: d}
	if host != nil {
		b.shown = true
		b.icon = tray.New(tray.Spec{Host: host, Tooltip: tooltip, Open: d.raise, SyncNow: d.keeper.SyncNow, Quit: d.quit})
	}
	return b
}

// started is called once the program runs.
func (b *background) started() {
	if b.icon != nil {
		b.icon.Started()
	}
}

// update has the icon say what the window says of the doors.
func (b *background) update() {
	if b.icon != nil {
		_, text := b.d.doors.Pill()
		b.icon.Show(trayState(b.doors, b.d.warnings), text)
	}
}

func trayState(s doors.Status, warnings []doors.Warning) tray.State {
	for _, w := range warnings {
		if w.Code == string(health.SignedOut) {
			return tray.SignedOut
		}
	}
	switch s.State {
	case "":
		return tray.SignedOut
	case doors.StateNeedsYou:
		return tray.Attention
	case doors.StateOffline:
		return tray.Offline
	case doors.StateWorking:
		return tray.Working
	case doors.StateWaiting:
		return tray.Waiting
	}
	return tray.InStep
}

// setShown takes it that the tray came or went. Without one there is no way back
// to a hidden window: it is shown again.
func (b *background) setShown(shown bool) {
	b.shown = shown && b.icon != nil
	b.d.settings.SetTray(b.shown)
	if !b.shown && b.hidden {
		b.raise()
	}
}

// hide closes the window and leaves the rest as it is.
func (b *background) hide() {
	b.d.shell.Remember()
	b.hidden = true
	b.d.cfg.win.Hide()
}

// raise brings the window to the front, from wherever it is.
func (b *background) raise() {
	b.hidden = false
	raiseWindow(b.d.cfg.win)
}

// raise brings the window to the front, as a second start of the program wants.
func (d *desktop) raise() { d.back.raise() }

// close does what the button of the window asks for: the program ends, or goes on
// without the window. The first time that there is something to go on for, it asks.
func (b *background) close() {
	prefs := b.d.cfg.app.Preferences()
	switch {
	case !b.shown || b.closing:
		b.d.quit()
	case prefs.Bool(prefKeepSyncing):
		b.hide()
	case prefs.Bool(prefAskedToKeep) || b.doors.State == "" || b.d.cfg.sim != nil:
		b.d.quit()
	case b.doors.Waiting > 0:
		b.ask()
	default:
		b.askIfBooked()
	}
}

// askIfBooked asks where bookings are to come, and ends the program else. Whoever
// closes the window again meanwhile does not wait for the answer.
func (b *background) askIfBooked() {
	b.closing = true
	b.d.cfg.dispatch.Go(func(ctx context.Context) {
		now := b.d.desk.Now()
		booked, err := b.d.desk.Store.Bookings(ctx, b.d.spaceID(), now, now.Add(week))
		b.d.cfg.dispatch.Do(func() {
			b.closing = false
			if err != nil || len(booked) == 0 {
				b.d.quit()
				return
			}
			b.ask()
		})
	})
}

// week is how far ahead bookings are reason to ask.
const week = 7 * 24 * time.Hour

func (b *background) ask() {
	b.closing = true
	prefs := b.d.cfg.app.Preferences()
	answered := func(keep bool, then func()) func() {
		return func() {
			prefs.SetBool(prefAskedToKeep, true)
			prefs.SetBool(prefKeepSyncing, keep)
			b.d.settings.SetKeep(keep)
			then()
		}
	}
	widgets.Offer(b.d.cfg.win, widgets.OfferSpec{
		Title:    lang.L("Go on without the window?"),
		Sentence: lang.L("Latchkey can keep syncing while its window is closed: what waits goes out to SALTO KS, and changed bookings reach the doors. Its icon beside the clock brings the window back. This can be changed in Settings."),
		Yes:      lang.L("Keep syncing"), No: lang.L("Quit"),
		OnYes: answered(true, b.hide), OnNo: answered(false, b.d.quit),
		OnClose: func() { b.closing = false },
	})
}

// card is what Settings shows of it.
func (b *background) card() *settings.Background {
	prefs := b.d.cfg.app.Preferences()
	card := &settings.Background{
		Problem: func(err error) { b.d.shell.ShowProblem(err) },
		Keep:    prefs.Bool(prefKeepSyncing), Tray: b.shown,
		SetKeep: func(keep bool) {
			prefs.SetBool(prefKeepSyncing, keep)
			prefs.SetBool(prefAskedToKeep, true) // who chose needs no question
		},
	}
	if autostart.Supported && b.d.cfg.file == (options{}).file() { // the computer starts it on the usual file
		card.Starts, card.Start = autostart.On(appID), startWithComputer
	}
	return card
}

// startWithComputer has the program started with the computer, or not any more.
func startWithComputer(on bool) error {
	program, err := os.Executable()
	if err == nil {
		err = autostart.Set(appID, "Latchkey", program, on)
	}
	if err != nil {
		return &store.Problem{Code: store.CodeFile, Text: "It cannot be changed here whether Latchkey starts with the computer. Change it in the settings of the computer.", Err: err}
	}
	return nil
}

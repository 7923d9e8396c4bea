package main

import (
	"context"
	"net/http"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/cmd/internal/updates"
	"latchkey/store"
	"latchkey/sync/ks"
	"latchkey/ui/settings"
)

// updateAddress is where the newest version is asked for; empty: nowhere, and
// nothing of it is shown. A release sets it, from UpdateAddress in FyneApp.toml:
// -ldflags "-X main.updateAddress=https://…".
var updateAddress string

// What this computer remembers of newer versions.
const (
	prefUpdatesOff   = "updates.off"   // it is not to be asked
	prefUpdatesAsked = "updates.asked" // when it was, in RFC 3339
	prefUpdatesFound = "updates.found" // the newest version then
	prefUpdatesPage  = "updates.page"  // and where it is
)

// How often is asked, and how often is looked whether it is time to.
const (
	updatesEvery = 7 * 24 * time.Hour
	updatesAgain = 24 * time.Hour // after a question that was not answered
	updatesFirst = time.Minute    // after the start, which has more urgent things to do
	updatesPulse = time.Hour
)

// newVersions asks once a week whether there is a newer version, and says so. It
// downloads nothing.
type newVersions struct {
	d         *desktop
	address   string
	running   string
	transport http.RoundTripper // nil: the usual one
	browse    func(address string) error
	failed    time.Time // when the last question got no answer; of the asking goroutine
}

// newNewVersions returns nil where there is nowhere to ask. The sample space asks
// nothing.
func newNewVersions(d *desktop) *newVersions {
	if updateAddress == "" || d.cfg.sim != nil {
		return nil
	}
	return &newVersions{d: d, address: updateAddress, running: version(), browse: ks.OpenBrowser}
}

func (n *newVersions) prefs() fyne.Preferences { return n.d.cfg.app.Preferences() }

// card is what Settings shows of it.
func (n *newVersions) card() *settings.Updates {
	if n == nil {
		return nil
	}
	return &settings.Updates{
		On: !n.prefs().Bool(prefUpdatesOff), Open: n.open,
		Set: func(on bool) { n.prefs().SetBool(prefUpdatesOff, !on) },
	}
}

// start says what is known, and asks when it is time to.
func (n *newVersions) start(ctx context.Context) {
	if n == nil {
		return
	}
	n.show(false)
	n.d.cfg.dispatch.Go(func(context.Context) {
		wait := time.NewTimer(updatesFirst)
		defer wait.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-wait.C:
			}
			n.ask(ctx, time.Now())
			wait.Reset(updatesPulse)
		}
	})
}

// due tells whether it is time to ask.
func (n *newVersions) due(now time.Time) bool {
	if n.prefs().Bool(prefUpdatesOff) || now.Before(n.failed.Add(updatesAgain)) {
		return false
	}
	asked, err := time.Parse(time.RFC3339, n.prefs().String(prefUpdatesAsked))
	return err != nil || asked.After(now) || now.Sub(asked) >= updatesEvery
}

// ask asks, if it is time to, away from the UI thread. No answer is no trouble: the
// log says so, and tomorrow is another day.
func (n *newVersions) ask(ctx context.Context, now time.Time) {
	if !n.due(now) {
		return
	}
	found, err := updates.Look(ctx, n.transport, n.address)
	if err != nil {
		n.failed = now
		n.d.cfg.program.log.InfoContext(ctx, "the newest version is not known", "err", err)
		return
	}
	n.prefs().SetString(prefUpdatesAsked, now.Format(time.RFC3339))
	n.prefs().SetString(prefUpdatesPage, found.Page)
	n.prefs().SetString(prefUpdatesFound, found.Version)
	n.d.cfg.dispatch.Do(func() { n.show(true) })
}

// show says in Settings, and once in the window, that there is a newer version.
func (n *newVersions) show(aloud bool) {
	found := n.prefs().String(prefUpdatesFound)
	if !updates.Newer(n.running, found) {
		n.d.settings.SetNewVersion("")
		return
	}
	n.d.settings.SetNewVersion(found)
	if aloud {
		n.d.shell.ShowOffer(lang.L("Latchkey {{.Version}} is there.", map[string]any{"Version": found}), lang.L("Open the download page"), n.open)
	}
}

// open shows the page of the newer version in the browser.
func (n *newVersions) open() {
	page := n.prefs().String(prefUpdatesPage)
	n.d.cfg.dispatch.Go(func(context.Context) {
		if err := n.browse(page); err != nil {
			n.d.cfg.dispatch.Do(func() {
				n.d.shell.ShowProblem(&store.Problem{Code: store.CodeFile, Text: "The browser could not be opened. Open this page yourself: {{.Page}}",
					Args: map[string]any{"Page": page}, Err: err})
			})
		}
	})
}

package main

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/doors"
	"latchkey/ui/listdetail/hand"
	"latchkey/ui/theme"
	"latchkey/ui/tray"
	"latchkey/ui/widgets"
)

// panel is a place for icons that remembers.
type panel struct {
	menu *fyne.Menu
	icon string
}

func (p *panel) SetSystemTrayMenu(m *fyne.Menu)       { p.menu = m }
func (p *panel) SetSystemTrayIcon(icon fyne.Resource) { p.icon = icon.Name() }

func (p *panel) tap(t *testing.T, label string) {
	t.Helper()
	for _, i := range p.menu.Items {
		if i.Label == label {
			i.Action()
			return
		}
	}
	require.Fail(t, "the tray has no "+label)
}

// countedApp counts how often it was told to end.
type countedApp struct {
	fyne.App
	quits int
}

func (a *countedApp) Quit() { a.quits++ }

// seenWindow knows whether it is in sight.
type seenWindow struct {
	fyne.Window
	seen bool
}

func (w *seenWindow) Show() { w.seen = true; w.Window.Show() }
func (w *seenWindow) Hide() { w.seen = false }

// closer is a window over a file of its own, at a computer with a tray or none.
type closer struct {
	t     *testing.T
	d     *desktop
	app   *countedApp
	win   *seenWindow
	panel *panel
	hand  hand.Hand
}

func newCloser(t *testing.T, withTray bool) *closer {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "latchkey.db")})
	require.NoError(t, err)
	p := newProgram(s)
	t.Cleanup(func() { require.NoError(t, p.close(context.Background())) })
	space, err := p.loadSample(t.Context(), weeksToToday(time.Now()))
	require.NoError(t, err)
	c := &closer{t: t, app: &countedApp{App: test.NewTempApp(t)}, win: &seenWindow{Window: test.NewTempWindow(t, nil), seen: true}, panel: &panel{}}
	c.app.Settings().SetTheme(theme.New(theme.Light))
	cfg := desktopConfig{program: p, space: space, app: c.app, win: c.win, theme: theme.New(theme.Light), dispatch: widgets.Sync{}, after: never}
	if withTray {
		cfg.tray = c.panel
	}
	c.d = newDesktop(t.Context(), cfg)
	c.hand = hand.Hand{T: t, Win: c.win}
	return c
}

// stands says how it stands with the doors.
func (c *closer) stands(s doors.Status) {
	c.d.back.doors = s
	c.d.doors.SetStatus(s)
	c.d.countDoors()
}

func (c *closer) asked() bool { return c.hand.Button("Keep syncing") != nil }

var waiting = doors.Status{State: doors.StateWaiting, Waiting: 3}

func TestClosingTheWindowEndsTheProgramUnlessItIsToKeepSyncing(t *testing.T) {
	c := newCloser(t, true)
	c.app.Preferences().SetBool(prefAskedToKeep, true)
	c.stands(waiting)
	c.d.back.close()
	require.Equal(t, 1, c.app.quits, "off by default")

	c.d.back.card().SetKeep(true)
	c.d.back.close()
	require.Equal(t, 1, c.app.quits)
	require.False(t, c.win.seen)
	c.panel.tap(t, "Open Latchkey")
	require.True(t, c.win.seen)
	c.d.back.close()
	c.panel.tap(t, "Quit")
	require.Equal(t, 2, c.app.quits)
}

// The window must never be where nobody finds it again.
func TestTheWindowIsNotHiddenWhereNoTrayShows(t *testing.T) {
	c := newCloser(t, false)
	c.app.Preferences().SetBool(prefKeepSyncing, true)
	c.d.back.setShown(true) // one came after the start: Linux shows no icon then
	c.d.back.close()
	require.Equal(t, 1, c.app.quits)

	c = newCloser(t, true)
	c.app.Preferences().SetBool(prefKeepSyncing, true)
	c.d.back.close()
	require.False(t, c.win.seen)
	c.d.back.setShown(false)
	require.True(t, c.win.seen, "the tray went away while the window was hidden")
	c.d.back.close()
	require.Equal(t, 1, c.app.quits, "closing ends the program then")
	c.d.back.setShown(true)
	c.d.back.close()
	require.False(t, c.win.seen, "the tray is back")
}

func TestTheFirstCloseThatLeavesWorkAsksOnce(t *testing.T) {
	c := newCloser(t, true)
	c.d.back.close()
	require.False(t, c.asked(), "not connected: there is nothing to keep in step")
	require.Equal(t, 1, c.app.quits)

	c.stands(waiting)
	c.d.back.close()
	require.True(t, c.asked())
	c.hand.Press(fyne.KeyEscape)
	require.Equal(t, 1, c.app.quits, "Esc is no answer: nothing is closed")
	require.True(t, c.win.seen)
	c.d.back.close()
	c.hand.Tap("Keep syncing")
	require.False(t, c.win.seen)
	c.d.back.raise()
	c.d.back.close()
	require.False(t, c.asked(), "it is remembered")
	require.False(t, c.win.seen)

	c = newCloser(t, true)
	c.stands(doors.Status{State: doors.StateUpToDate}) // the sample space has bookings to come
	c.d.back.close()
	require.True(t, c.asked())
	c.hand.Tap("Quit")
	require.Equal(t, 1, c.app.quits)
	c.d.back.close()
	require.False(t, c.asked())
	require.Equal(t, 2, c.app.quits)
}

// Whoever closes the window twice wants it closed.
func TestASecondCloseDoesNotAskAgain(t *testing.T) {
	c := newCloser(t, true)
	c.stands(waiting)
	c.d.back.close()
	c.d.back.close()
	require.Equal(t, 1, c.app.quits)
}

func TestTheIconFollowsTheDoors(t *testing.T) {
	c := newCloser(t, true)
	for icon, s := range map[tray.State]doors.Status{
		tray.SignedOut: {}, tray.InStep: {State: doors.StateUpToDate}, tray.Working: {State: doors.StateWorking, Waiting: 1},
		tray.Waiting: waiting, tray.Attention: {State: doors.StateNeedsYou, Parked: 1}, tray.Offline: {State: doors.StateOffline},
	} {
		c.stands(s)
		_, words := c.d.doors.Pill()
		require.Equal(t, "tray-"+string(icon)+".svg", c.panel.icon)
		require.Equal(t, words, c.panel.menu.Items[0].Label)
	}
	c.d.warnings = []doors.Warning{{Code: "signed-out"}}
	c.stands(doors.Status{State: doors.StateNeedsYou})
	require.Equal(t, "tray-signed-out.svg", c.panel.icon)
}

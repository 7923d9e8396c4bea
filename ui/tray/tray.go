// Package tray is the icon beside the clock of the computer: it shows the state of
// the doors, also while the window is closed, and brings the window back.
package tray

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// Host is what shows the icon: Fyne's app, where there is a desktop.
type Host interface {
	SetSystemTrayMenu(menu *fyne.Menu)
	SetSystemTrayIcon(icon fyne.Resource)
}

// Spec is what an icon is made of.
type Spec struct {
	Host    Host
	Tooltip func(text string) // nil: there is none
	Open    func()            // shows the window
	SyncNow func()
	Quit    func()
}

// Tray is the icon with its menu. It is used on the UI thread.
type Tray struct {
	spec  Spec
	state State
	line  string
	words *fyne.MenuItem
	sync  *fyne.MenuItem
	menu  *fyne.Menu
	tells bool // the tooltip can be set
}

// New shows the icon. On Linux that works before the program runs and not later.
func New(spec Spec) *Tray {
	t := &Tray{spec: spec, words: fyne.NewMenuItem("", nil), sync: fyne.NewMenuItem(lang.L("Sync now"), spec.SyncNow)}
	t.words.Disabled = true
	quit := fyne.NewMenuItem(lang.L("Quit"), spec.Quit)
	quit.IsQuit = true
	t.menu = fyne.NewMenu("Latchkey", t.words, fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(lang.L("Open Latchkey"), spec.Open), t.sync,
		fyne.NewMenuItemSeparator(), quit)
	return t
}

// Show says how it stands with the doors: by the icon, and in words.
func (t *Tray) Show(s State, line string) {
	if s != t.state {
		t.spec.Host.SetSystemTrayIcon(Icon(s))
	}
	if s == t.state && line == t.line {
		return
	}
	t.state, t.line = s, line
	t.words.Label, t.sync.Disabled = line, s == SignedOut
	t.spec.Host.SetSystemTrayMenu(t.menu)
	t.tell()
}

// Started is called once the program runs: before that there is no tooltip.
func (t *Tray) Started() {
	t.tells = t.spec.Tooltip != nil
	t.tell()
}

func (t *Tray) tell() {
	if t.tells {
		t.spec.Tooltip("Latchkey: " + t.line)
	}
}

package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// mainMenu holds every shortcut of the program: only those of menu items work
// while an entry has the focus.
func (s *Shell) mainMenu() *fyne.MainMenu {
	return fyne.NewMainMenu(s.fileMenu(), s.editMenu(), s.goMenu(), s.helpMenu())
}

// item is a menu item that does nothing while a dialog is open, so that a
// shortcut cannot change the page behind it.
func (s *Shell) item(text string, shortcut fyne.Shortcut, action func()) *fyne.MenuItem {
	m := fyne.NewMenuItem(text, s.unlessDialog(action))
	m.Shortcut = shortcut
	s.menu = append(s.menu, m)
	return m
}

func (s *Shell) unlessDialog(action func()) func() {
	return func() {
		if action != nil && s.win.Canvas().Overlays().Top() == nil {
			action()
		}
	}
}

func (s *Shell) fileMenu() *fyne.Menu {
	menu := fyne.NewMenu(lang.L("File"))
	for _, p := range s.cfg.Pages {
		for _, given := range p.Menu() {
			own := *given
			own.Action = s.unlessDialog(given.Action)
			s.menu = append(s.menu, &own)
			menu.Items = append(menu.Items, &own)
		}
	}
	if len(menu.Items) > 0 {
		menu.Items = append(menu.Items, fyne.NewMenuItemSeparator())
	}
	quit := s.item(lang.L("Quit"), ctrl(fyne.KeyQ), s.cfg.Quit)
	quit.IsQuit = true
	menu.Items = append(menu.Items, quit)
	return menu
}

func (s *Shell) editMenu() *fyne.Menu {
	// Not unlessDialog: in a dialog it undoes the typing.
	undo := fyne.NewMenuItem(lang.L("Undo"), s.Undo)
	undo.Shortcut = &fyne.ShortcutUndo{}
	s.menu = append(s.menu, undo)
	return fyne.NewMenu(lang.X("menu Edit", "Edit"), undo,
		fyne.NewMenuItemSeparator(),
		s.item(lang.L("Find…"), ctrl(fyne.KeyK), s.OpenSearch))
}

// Undo undoes the typing where somebody types, and otherwise what the undo bar
// offers.
func (s *Shell) Undo() {
	canvas := s.win.Canvas()
	if entry, ok := canvas.Focused().(interface{ Undo() }); ok {
		entry.Undo()
		return
	}
	if canvas.Overlays().Top() == nil {
		s.undo.Undo()
	}
}

func (s *Shell) goMenu() *fyne.Menu {
	menu := fyne.NewMenu(lang.L("Go"))
	for i, p := range s.cfg.Pages {
		var shortcut fyne.Shortcut
		if i < 9 {
			shortcut = ctrl(fyne.KeyName(rune('1' + i)))
		}
		menu.Items = append(menu.Items, s.item(p.Title(), shortcut, func() { s.Go(p.Name()) }))
	}
	return menu
}

func (s *Shell) helpMenu() *fyne.Menu {
	menu := fyne.NewMenu(lang.L("Help"), s.item(lang.L("Keyboard shortcuts"), nil, s.ShowShortcuts))
	if s.cfg.TryDoors != nil {
		menu.Items = append(menu.Items, s.item(lang.L("Stand at the doors of the sample space"), nil, s.cfg.TryDoors))
	}
	if s.cfg.TapFobs != nil {
		menu.Items = append(menu.Items, s.item(lang.L("Tap a fob of the sample space"), nil, s.cfg.TapFobs))
	}
	for _, m := range s.cfg.Support {
		menu.Items = append(menu.Items, s.item(m.Label, m.Shortcut, m.Action))
	}
	menu.Items = append(menu.Items, s.item(lang.L("About Latchkey"), nil, s.cfg.About))
	return menu
}

// ctrl is Ctrl and a key, or Cmd on macOS.
func ctrl(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}

// find gives the palette the pages and the actions whose words fit, and behind
// them what the program finds.
func (s *Shell) find(ctx context.Context, query string) []widgets.Result {
	var results []widgets.Result
	if query != "" && s.cfg.Search != nil {
		results = s.cfg.Search(ctx, query)
	}
	words := strings.Fields(strings.ToLower(query))
	for _, m := range s.menu {
		if fits(strings.ToLower(m.Label), words) {
			results = append(results, widgets.Result{
				Text:   m.Label,
				Detail: shortcutName(m.Shortcut),
				Icon:   theme.NewColoredIcon(theme.IconRight, theme.ColorMuted),
				Action: m.Action,
			})
		}
	}
	return results
}

func fits(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

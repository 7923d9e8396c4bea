package ui

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/widgets"
)

// ShowShortcuts lists every shortcut of the menu.
func (s *Shell) ShowShortcuts() {
	var rows []widgets.Pair
	for _, m := range s.menu {
		if name := shortcutName(m.Shortcut); name != "" {
			rows = append(rows, widgets.Pair{Key: m.Label, Value: widgets.NewPill(widgets.Neutral, name)})
		}
	}
	half := (len(rows) + 1) / 2
	both := widgets.Columns(0.5, widgets.KeyValues(rows[:half]...), widgets.KeyValues(rows[half:]...))
	widgets.ShowContent(s.win, lang.L("Keyboard shortcuts"),
		container.NewGridWrap(fyne.NewSize(600, both.MinSize().Height), both))
}

// shortcutName is how a shortcut is written on this system.
func shortcutName(sc fyne.Shortcut) string {
	if _, undo := sc.(*fyne.ShortcutUndo); undo {
		sc = ctrl(fyne.KeyZ)
	}
	custom, ok := sc.(*desktop.CustomShortcut)
	if !ok {
		return ""
	}
	mac := runtime.GOOS == "darwin"
	var parts []string
	for _, m := range []struct {
		bit       fyne.KeyModifier
		name, mac string
	}{
		{fyne.KeyModifierControl, "Ctrl", "⌃"},
		{fyne.KeyModifierAlt, "Alt", "⌥"},
		{fyne.KeyModifierShift, "Shift", "⇧"},
		{fyne.KeyModifierSuper, "Super", "⌘"},
	} {
		if custom.Modifier&m.bit == 0 {
			continue
		}
		if mac {
			parts = append(parts, m.mac)
		} else {
			parts = append(parts, m.name)
		}
	}
	if mac {
		return strings.Join(parts, "") + string(custom.KeyName)
	}
	return strings.Join(append(parts, string(custom.KeyName)), "+")
}

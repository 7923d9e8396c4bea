package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
)

// MouseIn shows the mark under the pointer.
func (c *chart) MouseIn(ev *desktop.MouseEvent) { c.point(ev.Position, true) }

// MouseMoved shows the mark under the pointer.
func (c *chart) MouseMoved(ev *desktop.MouseEvent) { c.point(ev.Position, true) }

// MouseOut goes back to the selected mark.
func (c *chart) MouseOut() { c.point(fyne.Position{}, false) }

func (c *chart) point(at fyne.Position, over bool) {
	before := c.hovered()
	c.pointer, c.over = at, over
	if c.hovered() != before {
		c.mark()
	}
}

// Cursor is a hand over a mark that can be chosen.
func (c *chart) Cursor() desktop.Cursor {
	if c.marks.choosable() && c.hovered() >= 0 {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// Tapped selects a mark and chooses it.
func (c *chart) Tapped(ev *fyne.PointEvent) {
	if window := CanvasOf(c.line); window != nil {
		window.Focus(c.marks.(fyne.Focusable))
	}
	if at := c.marks.markAt(ev.Position); at >= 0 {
		c.selected = at
		c.mark()
		c.marks.choose(at)
	}
}

// FocusGained draws the ring of the focus.
func (c *chart) FocusGained() { c.focused = true; c.mark() }

// FocusLost makes the ring thin.
func (c *chart) FocusLost() { c.focused = false; c.mark() }

// TypedRune is called by Fyne and ignored.
func (c *chart) TypedRune(rune) {}

// TypedKey moves the selection, or chooses with Enter and Space.
func (c *chart) TypedKey(ev *fyne.KeyEvent) {
	if isEnter(ev) || ev.Name == fyne.KeySpace {
		if c.selected >= 0 {
			c.marks.choose(c.selected)
			return
		}
	} else if to, ok := c.marks.step(c.selected, ev.Name); ok && c.marks.count() > 0 {
		c.over, c.selected = false, to
		c.mark()
		return
	}
	bubble(c.line, ev)
}

// TypedShortcut copies the numbers, for a spreadsheet. Fyne sends every
// shortcut to what has the focus: the others go on to the window.
func (c *chart) TypedShortcut(s fyne.Shortcut) {
	if _, isCopy := s.(*fyne.ShortcutCopy); isCopy {
		fyne.CurrentApp().Clipboard().SetContent(tabbed(c.marks.Text()))
		c.line.SetText(lang.L("The numbers are copied."))
		return
	}
	if window, ok := CanvasOf(c.line).(fyne.Shortcutable); ok {
		window.TypedShortcut(s)
	}
}

// tabbed writes a table as spreadsheets read it from the clipboard.
func tabbed(rows [][]string) string {
	clean := strings.NewReplacer("\t", " ", "\r", " ", "\n", " ")
	var b strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(clean.Replace(cell))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// AccessibilityLabel is the line above the chart.
func (c *chart) AccessibilityLabel() string { return c.line.Text() }

// AccessibilityRole is that of a text.
func (c *chart) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

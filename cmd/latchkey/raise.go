package main

import "fyne.io/fyne/v2"

// raise brings the window to the front, also where it is hidden or minimised.
// On Wayland no window may do so: there it asks for attention.
func (d *desktop) raise() { raiseWindow(d.cfg.win) }

func raiseWindow(win fyne.Window) {
	win.Show()
	unminimise(win)
	win.RequestFocus()
}

package widgets

import "fyne.io/fyne/v2"

// bubble hands a key that a focused widget has no use for to the canvas, where
// a dialog listens for Enter and Esc. Fyne itself sends keys to the focused
// widget only.
func bubble(from fyne.CanvasObject, ev *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(from)
	if c == nil {
		return
	}
	if f := c.OnTypedKey(); f != nil {
		f(ev)
	}
}

func isEnter(ev *fyne.KeyEvent) bool {
	return ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter
}

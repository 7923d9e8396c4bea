package widgets

import "fyne.io/fyne/v2"

// bubble hands a key that a focused widget has no use for to the canvas, where
// a dialog listens for Enter and Esc. Fyne itself sends keys to the focused
// widget only.
func bubble(from fyne.CanvasObject, ev *fyne.KeyEvent) {
	c := CanvasOf(from)
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

// CanvasOf returns the canvas that an object is on, or nil. Fyne knows it only
// after the object was painted once; until then it is that of the window, if
// the program has just one.
func CanvasOf(o fyne.CanvasObject) fyne.Canvas {
	driver := fyne.CurrentApp().Driver()
	if c := driver.CanvasForObject(o); c != nil {
		return c
	}
	if all := driver.AllWindows(); len(all) == 1 {
		return all[0].Canvas()
	}
	return nil
}

package widgets

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
)

// Capture renders what a window shows, dialogs included.
func Capture(win fyne.Window) image.Image { return win.Canvas().Capture() }

// Picture renders an object at a size with Fyne's software painter: no window,
// no graphics library. The object must not be part of a window at that time.
func Picture(obj fyne.CanvasObject, size fyne.Size) image.Image {
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(obj)
	c.Resize(size)
	return c.Capture()
}

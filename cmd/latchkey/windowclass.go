package main

import (
	"runtime"

	"fyne.io/fyne/v2"
)

// mainWindow makes the window of the program.
func mainWindow(a fyne.App) fyne.Window {
	win := a.NewWindow("Latchkey")
	if runtime.GOOS == "linux" {
		return &classed{Window: win, wanted: win.Title()}
	}
	return win
}

// classed is a window that keeps its first title until it is shown. On X11 the
// title at that moment becomes the class of the window, by which menus and
// task bars know whose it is (StartupWMClass in assets/linux), and the name of
// a space does not say that. Nothing but the UI thread uses it.
type classed struct {
	fyne.Window
	shown  bool
	wanted string // the title, shown or not
}

// Title is the title that was set last.
func (c *classed) Title() string { return c.wanted }

// SetTitle changes the title, or keeps it for when there is a window.
func (c *classed) SetTitle(title string) {
	c.wanted = title
	if c.shown {
		c.Window.SetTitle(title)
	}
}

// Show shows the window, the first time under its first title for a moment.
func (c *classed) Show() {
	c.Window.Show()
	if !c.shown {
		c.shown = true
		c.Window.SetTitle(c.wanted)
	}
}

// ShowAndRun shows the window and runs the program.
func (c *classed) ShowAndRun() {
	c.Show()
	fyne.CurrentApp().Run()
}

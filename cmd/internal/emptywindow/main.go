// Command emptywindow is a window of Fyne's with one word in it: what the start,
// the memory and the rest of Latchkey's window are compared with by `make bench`.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

func main() {
	win := app.NewWithID("io.github.latchkey.emptywindow").NewWindow("Empty")
	win.SetContent(container.NewBorder(widget.NewLabel("Empty"), nil, nil, nil))
	win.Resize(fyne.NewSize(1440, 900))
	win.ShowAndRun()
}

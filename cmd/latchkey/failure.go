package main

import (
	"context"
	"fmt"
	"os"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// tellFailure says why the program cannot open, in the terminal and, for who
// started it with a double click, in its window, made small, which offers a backup
// where one may help. It returns what to end with.
func tellFailure(ctx context.Context, win fyne.Window, file string, err error) error {
	text := problemText(err)
	fmt.Fprintln(os.Stderr, text)
	if _, failed := saidBefore(); failed != "" { // a backup could not be put back, and the file is still damaged
		text = failed + " " + text
	}
	switch {
	case hasDisplay() && curable(err):
		return damagedWindow(ctx, win, file, text)
	case hasDisplay():
		fillFailure(win, text)
		win.ShowAndRun()
	}
	return exitCode(exitError)
}

// hasDisplay tells whether a window can be shown. Only Linux runs without.
func hasDisplay() bool {
	return runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

// fillFailure puts a sentence into a window. Its button, Enter and Esc close it.
func fillFailure(win fyne.Window, text string) {
	const width = 420
	sentence := widgets.NewParagraph(text, "")
	sentence.Resize(fyne.NewSize(width, sentence.MinSize().Height)) // breaks into lines before it is measured
	height := sentence.MinSize().Height
	quit := widgets.NewPrimaryButton(lang.L("Quit"), win.Close)
	rows := container.NewVBox(
		widgets.Heading(lang.L("Latchkey cannot open")),
		container.NewGridWrap(fyne.NewSize(width, height+24), sentence),
		container.NewHBox(quit))
	win.SetPadded(false)
	win.SetContent(container.NewStack(widgets.NewPanel(theme.ColorSurface, "", 0), widgets.Padded(rows)))
	win.SetFixedSize(true)
	win.CenterOnScreen()
	win.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) {
		switch ev.Name {
		case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
			win.Close()
		}
	})
}

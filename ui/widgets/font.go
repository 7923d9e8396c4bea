package widgets

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// boldFont is the font of bold lines. By name of a style Fyne would load its
// emoji and the system's font of the language a second time: ten megabytes at
// each start. What this font does not have comes from the system all the same.
func boldFont(bold bool) fyne.Resource {
	if !bold {
		return nil // that of the plain style, which is there in any case
	}
	return fynetheme.TextBoldFont()
}

// Measure is the room that a line of text takes.
func Measure(text string, size fyne.ThemeSizeName, bold bool) fyne.Size {
	return measure(text, fynetheme.Size(size), bold)
}

func measure(text string, size float32, bold bool) fyne.Size {
	room, _ := fyne.CurrentApp().Driver().RenderedTextSize(text, size, fyne.TextStyle{Bold: bold}, boldFont(bold))
	return room
}

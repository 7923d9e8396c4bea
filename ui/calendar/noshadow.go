package calendar

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// noShadow is the theme of the program without the shadows that Fyne draws
// where a scroller goes on: on a grid of lines they look like dirt.
type noShadow struct{}

// theme is asked of the program and not of theme.Current, which answers with
// noShadow itself while Fyne draws what it is laid over.
func (noShadow) theme() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

func (n noShadow) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	if name == fynetheme.ColorNameShadow {
		return color.Transparent
	}
	return n.theme().Color(name, v)
}

func (n noShadow) Font(s fyne.TextStyle) fyne.Resource        { return n.theme().Font(s) }
func (n noShadow) Icon(name fyne.ThemeIconName) fyne.Resource { return n.theme().Icon(name) }
func (n noShadow) Size(name fyne.ThemeSizeName) float32       { return n.theme().Size(name) }

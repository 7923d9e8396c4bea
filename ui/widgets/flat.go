package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// flat is the present theme without padding and without the shadow at the end
// of a scroller, for Fyne's List: its rows then touch, and each draws its own
// separator.
type flat struct{}

func (flat) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	if n == theme.ColorNameShadow {
		return color.Transparent
	}
	return appTheme().Color(n, v)
}

func (flat) Font(s fyne.TextStyle) fyne.Resource     { return appTheme().Font(s) }
func (flat) Icon(n fyne.ThemeIconName) fyne.Resource { return appTheme().Icon(n) }

func (flat) Size(n fyne.ThemeSizeName) float32 {
	if n == theme.SizeNamePadding {
		return 0
	}
	return appTheme().Size(n)
}

// appTheme is the theme of the program. It does not ask theme.Current, which
// answers with flat itself while Fyne draws what flat is laid over.
func appTheme() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

// ProgramTheme, embedded in a widget, leaves it and all in it at the theme of the
// program where another one is laid over what it lies in. Fyne 2.8.1 keeps the
// fonts of each such place apart: its emoji alone are four megabytes and six
// milliseconds, each time.
type ProgramTheme struct{}

// SetDeviceIsMobile is that by which Fyne's theme overrides know another one, over
// which they do not lie.
func (ProgramTheme) SetDeviceIsMobile(bool) {}

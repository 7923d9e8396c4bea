package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/ui/theme"
)

// accentShare is how much of the accent is in each step of the scale of colours
// of a heat map; the rest is surface. The first step is for none.
var accentShare = [...]float64{0, 0.16, 0.32, 0.50, 0.90}

// stepColor is the colour of a step. None is the colour behind the cards, that
// it is seen on their surface.
func stepColor(step int) color.Color {
	if step == 0 {
		return fynetheme.Color(theme.ColorBackground)
	}
	return tint(accentShare[step])
}

// weakShare is the same for a bar that is weak.
const weakShare = 0.42

// tint is the colour between the surface and the accent of the theme in use.
func tint(share float64) color.NRGBA {
	return blend(fynetheme.Color(theme.ColorSurface), fynetheme.Color(theme.ColorAccent), share)
}

// textOnTint names the colour of a text that reads on a step of the scale; a
// test says that it does.
func textOnTint(step int) fyne.ThemeColorName {
	if step == len(accentShare)-1 {
		return theme.ColorOnAccent
	}
	return theme.ColorText
}

func blend(from, to color.Color, share float64) color.NRGBA {
	a, b := color.NRGBAModel.Convert(from).(color.NRGBA), color.NRGBAModel.Convert(to).(color.NRGBA)
	mix := func(x, y uint8) uint8 { return uint8(float64(x) + (float64(y)-float64(x))*share + 0.5) }
	return color.NRGBA{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: 0xFF}
}

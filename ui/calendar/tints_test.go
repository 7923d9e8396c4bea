package calendar

import (
	"image/color"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/ui/theme"
)

func TestTextsReadOnEveryTint(t *testing.T) {
	for _, tt := range []struct {
		variant theme.Variant
		tints   []tint
	}{{theme.Light, lightTints}, {theme.Dark, darkTints}} {
		look := theme.New(tt.variant)
		for i, tint := range tt.tints {
			for _, name := range []fyne.ThemeColorName{theme.ColorText, theme.ColorWarn, theme.ColorBad} {
				ratio := contrast(look.Color(name, fynetheme.VariantLight), tint.Back)
				require.GreaterOrEqual(t, ratio, 4.5, "%s on tint %d, %s", name, i, tt.variant)
			}
			require.GreaterOrEqual(t, contrast(tint.Ink, tint.Back), 4.5, "bar of tint %d, %s", i, tt.variant)
		}
	}
}

// contrast is the ratio of WCAG 2.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xFFFF
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func TestRoomsKeepTheirTint(t *testing.T) {
	require.Equal(t, lightTints[0], tintOf(1, false))
	require.Equal(t, darkTints[1], tintOf(2, true))
	require.Equal(t, tintOf(3, false), tintOf(9, false))
	require.Equal(t, lightTints[5], tintOf(0, false))
}

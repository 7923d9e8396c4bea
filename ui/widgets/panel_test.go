package widgets

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"github.com/stretchr/testify/require"

	"latchkey/ui/theme"
)

// A large panel is painted in parts, and looks as if it were one: its border goes
// all around it, nothing of the parts shows within, and its corners are round.
func TestALargePanelLooksLikeOne(t *testing.T) {
	look := fyne.CurrentApp().Settings().Theme()
	red := color.NRGBA{R: 255, A: 255}
	p := NewPanel(theme.ColorSurface, theme.ColorBorder, 12)
	const width, height = 200, 300
	img := Picture(container.NewStack(canvas.NewRectangle(red), p), fyne.NewSize(width, height))

	at := func(x, y int) color.Color { return color.NRGBAModel.Convert(img.At(x, y)) }
	fill, border := color.NRGBAModel.Convert(look.Color(theme.ColorSurface, 0)), color.NRGBAModel.Convert(look.Color(theme.ColorBorder, 0))
	for y := range height {
		if y >= 13 && y < height-13 {
			require.Equal(t, border, at(0, y), "left edge, row %d", y)
			require.Equal(t, border, at(width-1, y), "right edge, row %d", y)
		}
		if y > 1 && y < height-2 {
			require.Equal(t, fill, at(width/2, y), "middle, row %d", y)
		}
	}
	require.Equal(t, border, at(width/2, 0))
	require.Equal(t, border, at(width/2, height-1))
	for _, corner := range [][2]int{{0, 0}, {width - 1, 0}, {0, height - 1}, {width - 1, height - 1}} {
		require.Equal(t, color.Color(red), at(corner[0], corner[1]))
	}
}

// Of a square panel the corners belong to it, and without a border all of it has one
// colour.
func TestALargeSquarePanelIsFilledToItsCorners(t *testing.T) {
	look := fyne.CurrentApp().Settings().Theme()
	for border, edge := range map[fyne.ThemeColorName]fyne.ThemeColorName{"": theme.ColorSurface, theme.ColorBorder: theme.ColorBorder} {
		const width, height = 200, 300
		img := Picture(NewPanel(theme.ColorSurface, border, 0), fyne.NewSize(width, height))
		for y := range height {
			for x := range width {
				name := theme.ColorSurface
				if x == 0 || y == 0 || x == width-1 || y == height-1 {
					name = edge
				}
				if want := color.NRGBAModel.Convert(look.Color(name, 0)); want != color.NRGBAModel.Convert(img.At(x, y)) {
					require.Equal(t, want, color.NRGBAModel.Convert(img.At(x, y)), "border %q: %d, %d", border, x, y)
				}
			}
		}
	}
}

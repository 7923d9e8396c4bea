package calendar

import (
	"image/color"

	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/store"
	"latchkey/ui/theme"
)

// tint is the colour of a room: Ink for the bar at the left, Back for the
// block and Edge for the buffers around it.
type tint struct{ Ink, Back, Edge color.NRGBA }

// The tints of the rooms on light and on dark surfaces. The texts of the theme
// read on every Back; a test says so.
var (
	lightTints = []tint{
		{hex(0x3451C6), hex(0xE8ECFB), hex(0xB9C4EC)},
		{hex(0x1F7A3A), hex(0xE3F4E8), hex(0xB0D3BA)},
		{hex(0x7B3FA0), hex(0xF3E8F9), hex(0xD2BCDF)},
		{hex(0x9A5B00), hex(0xFDF0DC), hex(0xE0C7A2)},
		{hex(0x0F7285), hex(0xE0F3F6), hex(0xA9D0D8)},
		{hex(0xA8325A), hex(0xFBE8EF), hex(0xE2B7C7)},
	}
	darkTints = []tint{
		{hex(0x8EA2FF), hex(0x202844), hex(0x35426F)},
		{hex(0x6BD08A), hex(0x17301F), hex(0x27503A)},
		{hex(0xC79BE8), hex(0x30223D), hex(0x503A63)},
		{hex(0xF0B45A), hex(0x352911), hex(0x594522)},
		{hex(0x63C6DA), hex(0x12303A), hex(0x22505D)},
		{hex(0xF29CB8), hex(0x3B1F2A), hex(0x623546)},
	}
)

func hex(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16 & 0xFF), G: uint8(v >> 8 & 0xFF), B: uint8(v & 0xFF), A: 0xFF}
}

// tintOf is the colour of a room, which keeps it when others come and go.
func tintOf(room store.RoomID, dark bool) tint {
	tints := lightTints
	if dark {
		tints = darkTints
	}
	n := store.RoomID(len(tints))
	return tints[((room-1)%n+n)%n]
}

// darkTheme tells whether the theme in use has dark surfaces.
func darkTheme() bool {
	r, g, b, _ := fynetheme.Color(theme.ColorSurface).RGBA()
	return r+g+b < 3*0x8000
}

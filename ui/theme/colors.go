package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The colours of the desk. Each text colour reads on ColorSurface and
// ColorBackground, and on the back of its own name, with a contrast of at
// least 4.5:1; the coloured ones go on their own back or on a surface.
const (
	ColorBackground = theme.ColorNameBackground // behind the cards
	ColorText       = theme.ColorNameForeground

	ColorSurface  fyne.ThemeColorName = "latchkey.surface" // cards, bars, dialogs
	ColorBorder   fyne.ThemeColorName = "latchkey.border"
	ColorMuted    fyne.ThemeColorName = "latchkey.muted"    // text of second rank
	ColorSelected fyne.ThemeColorName = "latchkey.selected" // back of a selected row
	ColorHover    fyne.ThemeColorName = "latchkey.hover"    // over a row that the pointer is on

	ColorGood       fyne.ThemeColorName = "latchkey.good"
	ColorGoodBack   fyne.ThemeColorName = "latchkey.good.back"
	ColorWarn       fyne.ThemeColorName = "latchkey.warn"
	ColorWarnBack   fyne.ThemeColorName = "latchkey.warn.back"
	ColorBad        fyne.ThemeColorName = "latchkey.bad"
	ColorBadBack    fyne.ThemeColorName = "latchkey.bad.back"
	ColorAccent     fyne.ThemeColorName = "latchkey.accent"
	ColorAccentBack fyne.ThemeColorName = "latchkey.accent.back"

	ColorOnAccent fyne.ThemeColorName = "latchkey.on.accent" // text on a fill of ColorAccent
	ColorOnBad    fyne.ThemeColorName = "latchkey.on.bad"    // text on a fill of ColorBad
)

type pair struct{ light, dark color.NRGBA }

// palette holds the tokens, and Fyne's own names in terms of them.
var palette = map[fyne.ThemeColorName]pair{
	ColorBackground: {rgb(0xF5F6F8), rgb(0x14171C)},
	ColorText:       {rgb(0x1B2330), rgb(0xE7EAF0)},
	ColorSurface:    {rgb(0xFFFFFF), rgb(0x1C2128)},
	ColorBorder:     {rgb(0xE1E5EA), rgb(0x2E3641)},
	ColorMuted:      {rgb(0x5B6676), rgb(0x9BA6B6)},
	ColorSelected:   {rgb(0xEEF1FD), rgb(0x232A3B)},
	ColorHover:      {rgba(0x1B2330, 0x0C), rgba(0xFFFFFF, 0x0D)},

	ColorGood:       {rgb(0x1F7A3A), rgb(0x6BD08A)},
	ColorGoodBack:   {rgb(0xE3F4E8), rgb(0x17301F)},
	ColorWarn:       {rgb(0x9A5B00), rgb(0xF0B45A)},
	ColorWarnBack:   {rgb(0xFCF0DA), rgb(0x3A2C12)},
	ColorBad:        {rgb(0xB3261E), rgb(0xFF8A80)},
	ColorBadBack:    {rgb(0xFBE6E4), rgb(0x3D1C1A)},
	ColorAccent:     {rgb(0x3451C6), rgb(0x8EA2FF)},
	ColorAccentBack: {rgb(0xE8ECFB), rgb(0x242D4F)},
	ColorOnAccent:   {rgb(0xFFFFFF), rgb(0x14171C)},
	ColorOnBad:      {rgb(0xFFFFFF), rgb(0x14171C)},

	theme.ColorNameButton:              {rgb(0xEDF0F4), rgb(0x2A313B)},
	theme.ColorNameDisabledButton:      {rgb(0xF2F4F7), rgb(0x222831)},
	theme.ColorNameDisabled:            {rgb(0x8A94A3), rgb(0x6F7A8A)},
	theme.ColorNameError:               {rgb(0xB3261E), rgb(0xFF8A80)},
	theme.ColorNameForegroundOnError:   {rgb(0xFFFFFF), rgb(0x14171C)},
	theme.ColorNameSuccess:             {rgb(0x1F7A3A), rgb(0x6BD08A)},
	theme.ColorNameForegroundOnSuccess: {rgb(0xFFFFFF), rgb(0x14171C)},
	theme.ColorNameWarning:             {rgb(0x9A5B00), rgb(0xF0B45A)},
	theme.ColorNameForegroundOnWarning: {rgb(0xFFFFFF), rgb(0x14171C)},
	theme.ColorNamePrimary:             {rgb(0x3451C6), rgb(0x8EA2FF)},
	theme.ColorNameForegroundOnPrimary: {rgb(0xFFFFFF), rgb(0x14171C)},
	theme.ColorNameHyperlink:           {rgb(0x3451C6), rgb(0x8EA2FF)},
	theme.ColorNameFocus:               {rgba(0x3451C6, 0x33), rgba(0x8EA2FF, 0x40)},
	theme.ColorNameSelection:           {rgba(0x3451C6, 0x33), rgba(0x8EA2FF, 0x40)},
	theme.ColorNameHover:               {rgba(0x1B2330, 0x0C), rgba(0xFFFFFF, 0x0D)},
	theme.ColorNamePressed:             {rgba(0x1B2330, 0x1A), rgba(0xFFFFFF, 0x1A)},
	theme.ColorNameHeaderBackground:    {rgb(0xFFFFFF), rgb(0x1C2128)},
	theme.ColorNameInputBackground:     {rgb(0xFFFFFF), rgb(0x14171C)},
	theme.ColorNameInputBorder:         {rgb(0xC6CDD7), rgb(0x414B59)},
	theme.ColorNameMenuBackground:      {rgb(0xFFFFFF), rgb(0x1C2128)},
	theme.ColorNameOverlayBackground:   {rgb(0xFFFFFF), rgb(0x1C2128)},
	theme.ColorNamePlaceHolder:         {rgb(0x5B6676), rgb(0x9BA6B6)},
	theme.ColorNameScrollBar:           {rgba(0x5B6676, 0x80), rgba(0x9BA6B6, 0x80)},
	theme.ColorNameSeparator:           {rgb(0xE1E5EA), rgb(0x2E3641)},
	theme.ColorNameShadow:              {rgba(0x1B2330, 0x40), rgba(0x000000, 0x80)},
}

func rgb(v uint32) color.NRGBA { return rgba(v, 0xFF) }

func rgba(v uint32, alpha uint8) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16 & 0xFF), G: uint8(v >> 8 & 0xFF), B: uint8(v & 0xFF), A: alpha}
}

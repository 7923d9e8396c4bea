// Package theme is the look of the desk: one accent colour, calm neutral
// surfaces, a type scale and an 8-pixel rhythm, in light and dark.
//
// It extends Fyne's theme rather than replacing it, so that Fyne's own widgets
// follow it too; the colours and sizes that Fyne has no name for are named
// here and looked up in the same way.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Variant is the person's choice between light and dark.
type Variant string

// The choices; System follows the operating system.
const (
	System Variant = "system"
	Light  Variant = "light"
	Dark   Variant = "dark"
)

// ParseVariant reads a stored choice; anything unknown means System.
func ParseVariant(s string) Variant {
	switch v := Variant(s); v {
	case Light, Dark:
		return v
	default:
		return System
	}
}

// Theme is Latchkey's theme in one variant. Make it with New.
type Theme struct {
	variant Variant
	base    fyne.Theme
}

var _ fyne.Theme = (*Theme)(nil)

// New returns the theme for a choice. To change the choice, set a new theme.
func New(v Variant) *Theme {
	return &Theme{variant: v, base: fynetheme.DefaultTheme()}
}

// Variant returns the choice that the theme was made for.
func (t *Theme) Variant() Variant { return t.variant }

// Color returns a named colour. A choice of light or dark beats the variant
// that Fyne asks for, which is the operating system's.
func (t *Theme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch t.variant {
	case Light:
		v = fynetheme.VariantLight
	case Dark:
		v = fynetheme.VariantDark
	case System:
	}
	p, ok := palette[name]
	switch {
	case !ok:
		return t.base.Color(name, v)
	case v == fynetheme.VariantDark:
		return p.dark
	default:
		return p.light
	}
}

// Font returns Fyne's Noto Sans, whose digits are all of one width.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource { return t.base.Font(s) }

// Icon returns Fyne's icons; Latchkey's own are made with Icon.
func (t *Theme) Icon(n fyne.ThemeIconName) fyne.Resource { return t.base.Icon(n) }

// Size returns a named size in Fyne's device-independent pixels.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := sizes[name]; ok {
		return s
	}
	return t.base.Size(name)
}

package widgets

import (
	"fyne.io/fyne/v2"

	"latchkey/ui/theme"
)

// Kind is how a state is meant; it chooses the colour and the icon that stand
// beside the word.
type Kind int

// The kinds.
const (
	Neutral Kind = iota
	Good
	Warn
	Bad
	Accent
)

// text and back are the kind's colours.
func (k Kind) text() fyne.ThemeColorName {
	switch k {
	case Good:
		return theme.ColorGood
	case Warn:
		return theme.ColorWarn
	case Bad:
		return theme.ColorBad
	case Accent:
		return theme.ColorAccent
	default:
		return theme.ColorMuted
	}
}

func (k Kind) back() fyne.ThemeColorName {
	switch k {
	case Good:
		return theme.ColorGoodBack
	case Warn:
		return theme.ColorWarnBack
	case Bad:
		return theme.ColorBadBack
	case Accent:
		return theme.ColorAccentBack
	default:
		return theme.ColorBackground
	}
}

func (k Kind) icon() theme.IconName {
	switch k {
	case Good:
		return theme.IconGood
	case Warn:
		return theme.IconWarn
	case Bad:
		return theme.IconBad
	default:
		return theme.IconNeutral
	}
}

package theme_test

import (
	"bytes"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/require"

	"latchkey/ui/theme"
)

// Every text that the desk writes on every back that it may lie on.
func TestTextReadsOnItsBack(t *testing.T) {
	plain := []fyne.ThemeColorName{theme.ColorSurface, theme.ColorBackground, theme.ColorSelected,
		fynetheme.ColorNameInputBackground, fynetheme.ColorNameMenuBackground, fynetheme.ColorNameOverlayBackground,
		fynetheme.ColorNameHeaderBackground, fynetheme.ColorNameButton}
	on := map[fyne.ThemeColorName][]fyne.ThemeColorName{
		theme.ColorText: append([]fyne.ThemeColorName{theme.ColorGoodBack, theme.ColorWarnBack, theme.ColorBadBack,
			theme.ColorAccentBack}, plain...),
		theme.ColorMuted:                       {theme.ColorSurface, theme.ColorBackground, theme.ColorSelected},
		fynetheme.ColorNamePlaceHolder:         {fynetheme.ColorNameInputBackground, theme.ColorSurface, theme.ColorBackground},
		theme.ColorGood:                        {theme.ColorGoodBack, theme.ColorSurface, theme.ColorBackground, theme.ColorSelected},
		theme.ColorWarn:                        {theme.ColorWarnBack, theme.ColorSurface, theme.ColorBackground, theme.ColorSelected},
		theme.ColorBad:                         {theme.ColorBadBack, theme.ColorSurface, theme.ColorBackground, theme.ColorSelected},
		theme.ColorAccent:                      {theme.ColorAccentBack, theme.ColorSurface, theme.ColorBackground, theme.ColorSelected},
		fynetheme.ColorNameHyperlink:           {theme.ColorSurface, theme.ColorBackground},
		theme.ColorOnAccent:                    {theme.ColorAccent},
		theme.ColorOnBad:                       {theme.ColorBad},
		fynetheme.ColorNameForegroundOnPrimary: {fynetheme.ColorNamePrimary},
		fynetheme.ColorNameForegroundOnError:   {fynetheme.ColorNameError},
		fynetheme.ColorNameForegroundOnSuccess: {fynetheme.ColorNameSuccess},
		fynetheme.ColorNameForegroundOnWarning: {fynetheme.ColorNameWarning},
	}
	for _, variant := range []theme.Variant{theme.Light, theme.Dark} {
		th := theme.New(variant)
		for text, backs := range on {
			for _, back := range backs {
				ratio := contrast(th.Color(text, 0), th.Color(back, 0))
				require.GreaterOrEqualf(t, ratio, 4.5, "%s: %s on %s", variant, text, back)
			}
		}
	}
}

func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is the relative luminance of WCAG 2.
func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	lin := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.03928 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(n.R) + 0.7152*lin(n.G) + 0.0722*lin(n.B)
}

func TestChoiceBeatsTheSystem(t *testing.T) {
	light, dark := color.NRGBA{0xF5, 0xF6, 0xF8, 0xFF}, color.NRGBA{0x14, 0x17, 0x1C, 0xFF}
	for _, c := range []struct {
		choice theme.Variant
		system fyne.ThemeVariant
		want   color.Color
	}{
		{theme.System, fynetheme.VariantLight, light},
		{theme.System, fynetheme.VariantDark, dark},
		{theme.Light, fynetheme.VariantDark, light},
		{theme.Dark, fynetheme.VariantLight, dark},
	} {
		require.Equal(t, c.want, theme.New(c.choice).Color(theme.ColorBackground, c.system), "%s on %d", c.choice, c.system)
	}
}

func TestParseVariant(t *testing.T) {
	require.Equal(t, theme.Dark, theme.ParseVariant("dark"))
	require.Equal(t, theme.Light, theme.ParseVariant("light"))
	require.Equal(t, theme.System, theme.ParseVariant("system"))
	require.Equal(t, theme.System, theme.ParseVariant("garbage"))
}

func TestIconTakesTheColourOfTheTheme(t *testing.T) {
	app := test.NewTempApp(t)
	icon := theme.NewIcon(theme.IconDoors)

	app.Settings().SetTheme(theme.New(theme.Light))
	lightName, lightContent := icon.Name(), icon.Content()
	require.True(t, bytes.Contains(lightContent, []byte("#1B2330")))
	require.False(t, bytes.Contains(lightContent, []byte("currentColor")))

	app.Settings().SetTheme(theme.New(theme.Dark))
	require.NotEqual(t, lightName, icon.Name())
	require.True(t, bytes.Contains(icon.Content(), []byte("#E7EAF0")))
	require.True(t, bytes.Contains(icon.In(theme.ColorAccent).Content(), []byte("#8EA2FF")))
}

func TestEveryIconHasADrawing(t *testing.T) {
	test.NewTempApp(t)
	for _, name := range []theme.IconName{theme.IconToday, theme.IconCalendar, theme.IconMembers, theme.IconRooms,
		theme.IconPlans, theme.IconTags, theme.IconAttendance, theme.IconDoors, theme.IconSettings, theme.IconSearch,
		theme.IconKey, theme.IconUp, theme.IconDown, theme.IconLeft, theme.IconRight, theme.IconClose,
		theme.IconGood, theme.IconWarn, theme.IconBad, theme.IconNeutral} {
		require.Contains(t, string(theme.NewIcon(name).Content()), "stroke=", name)
	}
}

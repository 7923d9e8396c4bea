package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// computers stands for the language of the computer, which Deps calls "".
const computers = "system"

// lookCard chooses the language and the colours.
func lookCard(deps Deps) fyne.CanvasObject {
	restart := widgets.MutedParagraph(lang.L("The language changes when Latchkey is started again."))
	restart.Hide()
	language := widgets.NewSelectField("",
		widgets.Choice{ID: computers, Text: lang.L("As the computer")},
		widgets.Choice{ID: "en", Text: "English"},
		widgets.Choice{ID: "fr", Text: "Français"})
	language.SetValue(languageID(deps.Language))
	rows := listdetail.Stack(0)
	language.OnChanged = func(id string) {
		if id == computers {
			id = ""
		}
		deps.SetLanguage(id)
		restart.Hidden = id == deps.Language
		rows.Refresh()
	}
	colours := widgets.NewSelectField("",
		widgets.Choice{ID: string(theme.System), Text: lang.L("As the computer")},
		widgets.Choice{ID: string(theme.Light), Text: lang.L("Light")},
		widgets.Choice{ID: string(theme.Dark), Text: lang.L("Dark")})
	colours.SetValue(string(theme.ParseVariant(deps.Theme)))
	colours.OnChanged = deps.SetTheme
	rows.Objects = []fyne.CanvasObject{
		widgets.KeyValues(
			widgets.Pair{Key: lang.L("Language"), Value: sized(language)},
			widgets.Pair{Key: lang.L("Colours"), Value: sized(colours)}),
		restart,
	}
	return widgets.Card(lang.L("Language and colours"), rows)
}

func languageID(code string) string {
	if code == "" {
		return computers
	}
	return code
}

// sized gives a choice its width, and room above and below.
func sized(o fyne.CanvasObject) fyne.CanvasObject {
	return container.NewGridWrap(fyne.NewSize(200, o.MinSize().Height+8), container.NewCenter(
		container.NewGridWrap(fyne.NewSize(200, o.MinSize().Height), o)))
}

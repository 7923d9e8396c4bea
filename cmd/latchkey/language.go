package main

import (
	"os"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/assets"
	"latchkey/store"
)

// languages are those that the catalogue is complete in.
var languages = []string{"en", "fr"}

// setLanguage loads the catalogue. An empty choice means the language of the
// computer. Fyne has no switch of its own: on most systems it follows the
// environment, elsewhere the chosen catalogue takes the computer's place.
func setLanguage(choice string) error {
	if choice != "" {
		found := false
		for _, l := range languages {
			found = found || choice == l
		}
		if !found {
			return &store.Problem{Code: store.CodeInvalid, Text: "Latchkey does not speak “{{.Lang}}”. Choose one of: {{.Known}}.",
				Args: map[string]any{"Lang": choice, "Known": strings.Join(languages, ", ")}}
		}
		for _, name := range []string{"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"} {
			if err := os.Setenv(name, choice); err != nil {
				return err
			}
		}
	}
	computer, _, _ := strings.Cut(lang.SystemLocale().LanguageString(), "-")
	switch {
	case choice != "":
		return addCatalogue(choice, lang.SystemLocale().LanguageString())
	case slices.Contains(languages, computer):
		return addCatalogue(computer, computer) // the others are not parsed: that takes a while at each start
	}
	return lang.AddTranslationsFS(assets.Translations, "translations")
}

// addCatalogue loads the catalogue of a language as that of a locale.
func addCatalogue(language, locale string) error {
	data, err := assets.Translations.ReadFile("translations/" + language + ".json")
	if err != nil {
		return err
	}
	return lang.AddTranslationsForLocale(data, fyne.Locale(locale))
}

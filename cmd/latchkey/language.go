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

// setLanguage has the program speak a language. An empty choice means that of the
// computer.
func setLanguage(choice string) error {
	if err := chooseLanguage(choice); err != nil {
		return err
	}
	return loadCatalogue(choice)
}

// chooseLanguage tells Fyne of the choice, which has no switch of its own: on most
// systems it follows the environment, elsewhere the chosen catalogue takes the
// computer's place. What the environment says of typing stays: in a locale that the
// computer does not have, X11 composes no letters, such as ê of ^ and e.
func chooseLanguage(choice string) error {
	if choice != "" {
		if !slices.Contains(languages, choice) {
			return &store.Problem{Code: store.CodeInvalid, Text: "Latchkey does not speak “{{.Lang}}”. Choose one of: {{.Known}}.",
				Args: map[string]any{"Lang": choice, "Known": strings.Join(languages, ", ")}}
		}
		set := map[string]string{"LANGUAGE": choice, "LC_MESSAGES": choice}
		if all := os.Getenv("LC_ALL"); all != "" { // stands above the others
			set["LC_ALL"], set["LC_CTYPE"] = "", all
		}
		for name, value := range set {
			if err := os.Setenv(name, value); err != nil {
				return err
			}
		}
	}
	return nil
}

// loadCatalogue reads the words of the language that was chosen.
func loadCatalogue(choice string) error {
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

package settings

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// arrivalChoices are the doors of the site, and those that count as arriving
// though the site does not show them any more.
func arrivalChoices(s store.Space, doors []store.KSDoor) []widgets.Choice {
	var out []widgets.Choice
	for _, d := range doors {
		out = append(out, widgets.Choice{ID: d.ID, Text: d.Name})
	}
	for _, id := range s.ArrivalDoors() {
		if !slices.ContainsFunc(doors, func(d store.KSDoor) bool { return d.ID == id }) {
			out = append(out, widgets.Choice{ID: id, Text: lang.L("A door that is gone"), Detail: lang.L("not at SALTO KS")})
		}
	}
	return out
}

// arrivalWords names the doors that count as arriving.
func arrivalWords(s store.Space, doors []store.KSDoor) string {
	chosen := s.ArrivalDoors()
	if len(chosen) == 0 {
		return lang.L("every door")
	}
	var names []string
	for _, c := range arrivalChoices(s, doors) {
		if slices.Contains(chosen, c.ID) {
			names = append(names, c.Text)
		}
	}
	return strings.Join(names, ", ")
}

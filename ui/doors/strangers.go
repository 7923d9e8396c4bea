package doors

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// showStrangers names the users of the site who are nobody here.
func showStrangers(win fyne.Window, users []store.KSUser) {
	list := newFound(win, lang.L("Find a person"),
		widgets.NewParagraph(lang.L("These users of the site are nobody in Latchkey. It leaves them alone: it neither changes nor removes them, and their doors are managed in SALTO KS."), theme.ColorMuted))
	widgets.ShowContent(win, lang.L("In SALTO KS only"), list.content)
	list.keepEnter(win)
	var entries []entry
	for _, u := range users {
		entries = append(entries, entry{u.Name() + " " + u.Email, func() fyne.CanvasObject { return strangerRow(u) }})
	}
	list.set(entries)
}

func strangerRow(u store.KSUser) fyne.CanvasObject {
	var about []string
	if u.Email != "" {
		about = append(about, u.Email)
	}
	if u.Staff {
		about = append(about, lang.L("has a role in SALTO KS"))
	}
	if u.TagNumber != "" {
		about = append(about, lang.L("tag {{.Number}}", map[string]any{"Number": u.TagNumber}))
	}
	kind, state := widgets.Neutral, lang.L("no seat")
	switch {
	case u.Blocked:
		kind, state = widgets.Warn, lang.L("blocked")
	case u.Subscribed:
		kind, state = widgets.Good, lang.L("has a seat")
	}
	return widgets.TwoLines(u.Name(), strings.Join(about, " · "), widgets.NewPill(kind, state))
}

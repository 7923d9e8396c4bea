package settings

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/widgets"
)

// spaceCard shows the space and its rules.
type spaceCard struct {
	desk    *desk.Desk
	space   store.Space
	doors   []store.KSDoor
	rows    *fyne.Container
	edit    *widgets.Button
	content fyne.CanvasObject
}

func newSpaceCard(d *desk.Desk) *spaceCard {
	c := &spaceCard{desk: d, rows: container.NewStack()}
	c.edit = widgets.NewButton(lang.L("Edit"), func() { editSpace(d, c.space, c.doors) })
	c.edit.Disable()
	c.content = widgets.Card(lang.L("Space"), c.rows, c.edit)
	return c
}

func (c *spaceCard) show(s store.Space, doors []store.KSDoor) {
	if s == c.space && reflect.DeepEqual(doors, c.doors) {
		return
	}
	c.space, c.doors = s, doors
	c.edit.Enable()
	auto := lang.L("no, one by one in Members")
	if s.AutoConnect {
		auto = lang.L("yes")
	}
	send := lang.L("at once")
	if s.AskFirst {
		send = lang.L("after somebody has agreed, in Doors")
	}
	c.rows.Objects = []fyne.CanvasObject{widgets.KeyValues(
		widgets.PairText(lang.L("Name"), s.Name),
		widgets.PairText(lang.L("Time zone"), s.Zone),
		widgets.PairText(lang.L("Hours in the calendar"), s.OpenFrom+"–"+s.OpenUntil),
		widgets.PairText(lang.L("Doors open before a booking"), minutes(s.Before)),
		widgets.PairText(lang.L("Doors close after a booking"), minutes(s.After)),
		widgets.PairText(lang.L("Bookings go to SALTO KS"), lang.N("{{.Count}} days ahead", s.HorizonDays, map[string]any{"Count": s.HorizonDays})),
		widgets.PairText(lang.L("Connect new members"), auto),
		widgets.PairText(lang.L("Changes go to SALTO KS"), send),
		widgets.PairText(lang.L("When somebody leaves"), leaving(s.Leaving)),
		widgets.PairText(lang.L("Doors that count as arriving"), arrivalWords(s, doors)),
	)}
	c.rows.Refresh()
}

func minutes(n int) string {
	return lang.N("{{.Count}} minutes", n, map[string]any{"Count": n})
}

func leaving(l store.Leaving) string {
	if l == store.LeavingDelete {
		return lang.L("deleted in SALTO KS")
	}
	return lang.L("suspended in SALTO KS")
}

package rooms

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/widgets"
)

// newTable is the list at the left.
func newTable(p *Page) *widgets.Table[row] {
	name := func(r row) string { return r.Name }
	doors := func(r row) string { return r.Doors }
	buffers := func(r row) string { return r.Buffers }
	state := func(r row) string { return r.State }
	t := widgets.NewTable([]widgets.Column[row]{
		{Title: lang.L("Name"), Min: 90, Weight: 2, Strong: true, Text: name, Compare: byOrder},
		{Title: lang.L("Doors"), Min: 80, Weight: 3, Muted: true, Optional: true, Text: doors, Compare: byText(doors)},
		{Title: lang.L("Early / late"), Min: 92, Text: buffers},
		{Title: lang.L("Opens"), Min: 160, Weight: 0.2, Pill: func(r row) (widgets.Kind, string) { return r.Kind, r.State }, Compare: byText(state)},
	}, func(r row) string { return roomKey(r.ID) })
	t.OnSelected = func(row) { p.showDetail() }
	t.OnUnselected = p.showDetail
	t.OnActivate = func(row) { p.edit() }
	t.Menu = func(row) []*fyne.MenuItem { return p.menu() }
	t.SetEmpty(widgets.Empty(lang.L("No rooms yet"),
		lang.L("A room has doors. Who books it can open them, from a little before until a little after. Add the first one."),
		lang.L("New room"), p.create))
	return t
}

// menu is what can be done with the selected room.
func (p *Page) menu() []*fyne.MenuItem {
	items := []*fyne.MenuItem{fyne.NewMenuItem(lang.L("Edit…"), p.edit)}
	if p.canAdd() {
		items = append(items, fyne.NewMenuItem(lang.L("Add a door or group…"), p.pickLine))
	}
	return append(items, fyne.NewMenuItem(lang.L("Delete…"), p.remove))
}

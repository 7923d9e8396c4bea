package plans

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/ui/widgets"
)

// newTable is the list at the left.
func newTable(p *Page) *widgets.Table[row] {
	name := func(r row) string { return r.Name }
	groups := func(r row) string { return r.Groups }
	state := func(r row) string { return r.State }
	t := widgets.NewTable([]widgets.Column[row]{
		{Title: lang.L("Name"), Min: 90, Weight: 2, Strong: true, Text: name, Compare: byOrder},
		{Title: lang.L("Groups"), Min: 80, Weight: 3, Muted: true, Optional: true, Text: groups, Compare: byText(groups)},
		{Title: lang.L("People"), Min: 84, Align: fyne.TextAlignTrailing, Text: func(r row) string { return strconv.Itoa(r.People) }, Compare: byCount},
		{Title: lang.L("Opens"), Min: 160, Weight: 0.2, Pill: func(r row) (widgets.Kind, string) { return r.Kind, r.State }, Compare: byText(state)},
	}, func(r row) string { return planKey(r.ID) })
	t.OnSelected = func(row) { p.showDetail() }
	t.OnUnselected = p.showDetail
	t.OnActivate = func(row) { p.edit() }
	t.Menu = func(row) []*fyne.MenuItem { return p.menu() }
	t.SetEmpty(widgets.Empty(lang.L("No plans yet"),
		lang.L("A plan is what a member pays for: it says which doors they open, and when. Add the first one."),
		lang.L("New plan"), p.create))
	return t
}

// menu is what can be done with the selected plan.
func (p *Page) menu() []*fyne.MenuItem {
	archive := lang.L("Archive")
	if p.sheet.Plan.Archived {
		archive = lang.L("Offer again")
	}
	items := []*fyne.MenuItem{fyne.NewMenuItem(lang.L("Edit…"), p.edit), fyne.NewMenuItem(archive, p.archive)}
	if p.canAdd() {
		items = append(items, fyne.NewMenuItem(lang.L("Add a group…"), p.pickGroup))
	}
	return items
}

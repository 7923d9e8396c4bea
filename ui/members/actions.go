package members

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// action is something that can be done with a person.
type action struct {
	label  string
	button bool // common enough for a button of its own
	danger bool
	do     func()
}

func (a action) item() *fyne.MenuItem { return fyne.NewMenuItem(a.label, a.do) }

// actions are what makes sense for a person today.
func (d *dialogs) actions(p store.Person) []action {
	today := d.roster().today()
	state := p.State(today)
	member := !isVisitor(p)
	out := []action{{label: lang.L("Edit"), button: true, do: func() { d.edit(p.ID) }}}
	if canReactivate(p, today) {
		out = append(out, action{label: lang.L("Reactivate"), button: true, do: func() { d.reactivate(p) }})
	}
	if member && state != store.StateCancelled {
		out = append(out,
			action{label: lang.L("Pause…"), button: !canReactivate(p, today), do: func() { d.pause(p) }},
			action{label: lang.L("Cancel…"), button: true, danger: true, do: func() { d.cancel(p) }})
	}
	out = append(out, d.blocking(p, today))
	if member && p.Main == 0 {
		out = append(out,
			action{label: lang.L("Change plan…"), do: func() { d.changePlan(p) }},
			action{label: lang.L("Add a co-member…"), do: func() { d.add(p.ID) }})
	}
	out = append(out,
		action{label: lang.L("Give passes…"), do: func() { d.givePasses(p) }},
		action{label: lang.L("Check in now"), do: func() { d.checkIn(p) }})
	if connectable(p, today) {
		out = append(out, action{label: lang.L("Connect to SALTO KS"), do: func() { d.connectOne(p) }})
	}
	return append(out, action{
		label: lang.L("Delete…"), danger: true,
		button: !member || state == store.StateCancelled,
		do:     func() { d.remove(p) },
	})
}

// menu is the same as a menu, for the right button in the table.
func (d *dialogs) menu(id store.PersonID) []*fyne.MenuItem {
	p, ok := d.roster().person(id)
	if !ok {
		return nil
	}
	var items []*fyne.MenuItem
	for _, a := range d.actions(p) {
		items = append(items, a.item())
	}
	return items
}

// newMoreButton opens a menu below itself.
func newMoreButton(items []*fyne.MenuItem) *widgets.Button {
	var b *widgets.Button
	b = widgets.NewIconButton("", fynetheme.MoreHorizontalIcon(), func() {
		c := widgets.CanvasOf(b)
		if c == nil {
			return
		}
		widget.ShowPopUpMenuAtRelativePosition(fyne.NewMenu("", items...), c, fyne.NewPos(0, b.Size().Height+2), b)
	})
	if len(items) == 0 {
		b.Hide()
	}
	return b
}

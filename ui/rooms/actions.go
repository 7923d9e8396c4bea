package rooms

import (
	"slices"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/mapping"
	"latchkey/ui/widgets"
)

// remove deletes the room shown, after a question. One that is booked stays:
// its bookings would open nothing any more.
func (p *Page) remove() {
	s := p.sheet
	if s.Room.ID == 0 {
		return
	}
	p.table.Focus()
	said := map[string]any{"Room": s.Room.Name, "Count": s.Count}
	if s.Count > 0 {
		p.refuse(s, said)
		return
	}
	widgets.Confirm(p.deps.Desk.Win, lang.L("Delete the room “{{.Room}}”?", said),
		lang.L("Nobody has booked {{.Room}}. It cannot be booked any more once it is deleted.", said), lang.L("Delete room"),
		func() {
			p.deps.Desk.Save(lang.L("Room “{{.Room}}” deleted.", said), func(tx *store.Tx) error { return tx.DeleteRoom(s.Room.ID) })
		})
}

// refuse says which bookings are in the way of deleting a room.
func (p *Page) refuse(s sheet, said map[string]any) {
	said["When"], said["Person"] = s.Next[0].When, s.Next[0].Who
	problem := &store.Problem{
		Code: store.CodeConflict, Args: said,
		Text: "{{.Room}} cannot be deleted: it is booked, next {{.When}} by {{.Person}}. Move or delete the bookings first ({{.Count}} in all).",
	}
	if p.deps.ShowBooking == nil {
		widgets.ShowProblem(p.deps.Desk.Win, problem)
		return
	}
	widgets.Ask(p.deps.Desk.Win, lang.L("{{.Room}} is booked", said), widgets.ProblemText(problem), lang.L("Show the next booking"),
		func() { p.deps.ShowBooking(s.Next[0].Booking) })
}

// canAdd tells whether there are doors and groups to choose from.
func (p *Page) canAdd() bool { return p.model.Site.Stage() == mapping.Ready }

// options are the doors and groups that a room does not have yet, doors first.
func (p *Page) options(r store.Room) []mapping.Option {
	return append(p.model.Site.DoorOptions(r.Doors), p.model.Site.GroupOptions(r.Groups, nil)...)
}

// pickLine lets the person choose one more door or group for the room shown.
func (p *Page) pickLine() {
	if p.sheet.Room.ID == 0 || !p.canAdd() {
		return
	}
	mapping.Pick(p.deps.Desk, lang.L("Find a door or group of SALTO KS"), p.options(p.sheet.Room),
		func(o mapping.Option) { p.addLine(o.Line) })
}

// addLine adds a door or group to the room shown, once the person has agreed
// to what it changes for the bookings that are there.
func (p *Page) addLine(l mapping.Line) {
	s := p.sheet
	said := map[string]any{"Name": l.Name, "Room": s.Room.Name}
	save := func() {
		p.deps.Desk.Save(lang.L("“{{.Name}}” added to the room “{{.Room}}”.", said),
			changeRoom(s.Room.ID, func(now store.Room) store.Room { return withLine(now, l) }))
	}
	p.table.Focus()
	if text := effect(s, l, append(slices.Clone(s.Lines), l)); text != "" {
		widgets.Ask(p.deps.Desk.Win, lang.L("Add “{{.Name}}”?", said), text, lang.L("Add"), save)
		return
	}
	save()
}

// removeLine takes a door or group out of the room shown, once the person has
// agreed to what it changes for the bookings that are there.
func (p *Page) removeLine(l mapping.Line) {
	s := p.sheet
	said := map[string]any{"Name": l.Name, "Room": s.Room.Name}
	save := func() {
		p.deps.Desk.Save(lang.L("“{{.Name}}” taken out of the room “{{.Room}}”.", said),
			changeRoom(s.Room.ID, func(now store.Room) store.Room { return withoutLine(now, l) }))
	}
	p.table.Focus()
	if text := effect(s, l, mapping.Without(s.Lines, l)); text != "" {
		widgets.Confirm(p.deps.Desk.Win, lang.L("Take out “{{.Name}}”?", said), text, lang.L("Take out"), save)
		return
	}
	save()
}

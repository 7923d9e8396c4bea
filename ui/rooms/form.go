package rooms

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/mapping"
	"latchkey/ui/widgets"
)

// form are the fields of a room.
type form struct {
	room    store.Room // as it was when the form was opened
	space   store.Space
	options []mapping.Option
	name    *widgets.TextField
	door    *widgets.ComboField // nil: there is nothing to choose from
	before  *widgets.NumberField
	after   *widgets.NumberField
	from    *widgets.TimeField
	until   *widgets.TimeField
	note    *widgets.TextField
}

func newForm(room store.Room, space store.Space) *form {
	minutes := widgets.NumberSpec{Unit: lang.L("minutes"), Max: 120, Optional: true}
	f := &form{
		room: room, space: space, name: widgets.NewTextField(""), note: widgets.NewMultiLine("", 3),
		before: widgets.NewNumberField(minutes), after: widgets.NewNumberField(minutes),
		from: widgets.NewTimeField(true), until: widgets.NewTimeField(true),
	}
	f.name.SetValue(room.Name)
	f.note.SetValue(room.Note)
	setMinutes(f.before, room.Before)
	setMinutes(f.after, room.After)
	f.from.SetValue(room.OpenFrom)
	f.until.SetValue(endShown(room.OpenUntil))
	return f
}

func (f *form) fields() []widgets.FormField {
	out := []widgets.FormField{{Name: "name", Label: lang.L("Name"), Field: f.name}}
	if f.door != nil {
		out = append(out, widgets.FormField{
			Name: "doors", Label: lang.L("Door or group"), Field: f.door,
			Hint: lang.L("What a booking opens. May stay empty; more can be added afterwards."),
		})
	}
	return append(out,
		widgets.FormField{Name: "before", Label: lang.L("Doors open early"), Field: f.before, Hint: asOfSpace(f.space.Before)},
		widgets.FormField{Name: "after", Label: lang.L("Doors close late"), Field: f.after, Hint: asOfSpace(f.space.After)},
		widgets.FormField{Name: "open_from", Label: lang.L("Can be booked from"), Field: f.from},
		widgets.FormField{Name: "open_until", Label: lang.L("Can be booked until"), Field: f.until,
			Hint: lang.L("00:00 is the end of the day. Leave both empty to allow every hour.")},
		widgets.FormField{Name: "note", Label: lang.L("Note"), Field: f.note})
}

func asOfSpace(minutes int) string {
	return lang.L("Empty means {{.Minutes}} minutes, as set for the space.", map[string]any{"Minutes": minutes})
}

// value returns the room as entered.
func (f *form) value() store.Room {
	r := f.room
	r.Space = f.space.ID
	r.Name, r.Note = f.name.Value(), f.note.Value()
	r.Before, r.After = minutesOf(f.before), minutesOf(f.after)
	r.OpenFrom, r.OpenUntil = f.from.Value(), endMeant(f.until.Value())
	if f.door != nil {
		if o, ok := mapping.Chosen(f.options, f.door.Value()); ok {
			r = withLine(r, o.Line)
		}
	}
	return r
}

func setMinutes(f *widgets.NumberField, n *int) {
	if n != nil {
		f.SetValue(int64(*n))
	}
}

func minutesOf(f *widgets.NumberField) *int {
	if f.Empty() {
		return nil
	}
	n := int(f.Value())
	return &n
}

// endShown and endMeant turn the end of the day, which the file writes 24:00,
// into what people type, and back.
func endShown(clock string) string {
	if clock == "24:00" {
		return "00:00"
	}
	return clock
}

func endMeant(clock string) string {
	if clock == "00:00" {
		return "24:00"
	}
	return clock
}

// create asks for a new room.
func (p *Page) create() {
	p.whenLoaded(func() {
		f := newForm(store.Room{}, p.model.Site.Space)
		if f.options = p.options(store.Room{}); len(f.options) > 0 {
			f.door = widgets.NewComboField(lang.L("No door"), mapping.Choices(f.options)...)
		}
		p.ask(lang.L("New room"), f, lang.L("Room added."))
	})
}

// edit asks for other details of the room shown.
func (p *Page) edit() {
	if p.sheet.Room.ID != 0 {
		p.ask(lang.L("Edit room"), newForm(p.sheet.Room, p.model.Site.Space), lang.L("Room changed."))
	}
}

func (p *Page) ask(title string, f *form, done string) {
	d := p.deps.Desk
	var saved store.Room
	widgets.ShowForm(d.Win, widgets.FormSpec{
		Title: title, Fields: f.fields(), Dispatcher: d.Dispatch, Draft: d.Drafts.Draft(draftKind, int64(f.room.ID), title),
		OnSave: func(ctx context.Context) error {
			saved = f.value()
			return d.Commit(ctx, done, func(tx *store.Tx) error { return tx.SaveRoom(&saved) })
		},
		OnSaved: func() { p.Select(saved.ID) },
	})
}

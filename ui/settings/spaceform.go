package settings

import (
	"cmp"
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/widgets"
)

// spaceForm is the fields of a space.
type spaceForm struct {
	name          *widgets.TextField
	zone          *widgets.ComboField
	from, until   *widgets.SelectField
	before, after *widgets.NumberField
	horizon       *widgets.NumberField
	auto, ask     *widgets.CheckField
	leaving       *widgets.SelectField
	arrivals      *widgets.CheckGroup
	doors         int // how many there are to choose from
}

// editSpace opens the form of a space.
func editSpace(d *desk.Desk, s store.Space, doors []store.KSDoor) {
	f := newSpaceForm(s, doors)
	title := lang.L("Edit space")
	widgets.ShowForm(d.Win, widgets.FormSpec{
		Title: title, Fields: f.rows(), Dispatcher: d.Dispatch, Width: 380, Draft: d.Drafts.Draft(draftKind, int64(s.ID), title),
		OnSave: func(ctx context.Context) error {
			want := f.value(s)
			return d.Commit(ctx, lang.L("Space saved."), func(tx *store.Tx) error { return tx.SaveSpace(&want) })
		},
	})
}

func newSpaceForm(s store.Space, doors []store.KSDoor) *spaceForm {
	choices := arrivalChoices(s, doors)
	f := &spaceForm{
		name: widgets.NewTextField(""), zone: zoneField(s.Zone),
		from: hourField(s.OpenFrom), until: hourField(s.OpenUntil),
		before: minuteField(s.Before), after: minuteField(s.After),
		horizon: widgets.NewNumberField(widgets.NumberSpec{Unit: lang.L("days ahead"), Min: 1, Max: 60}),
		auto:    widgets.NewCheckField(lang.L("Connect new members to SALTO KS without asking")),
		ask:     widgets.NewCheckField(lang.L("Ask before anything is sent to SALTO KS")),
		leaving: widgets.NewSelectField("",
			widgets.Choice{ID: string(store.LeavingSuspend), Text: lang.L("Suspend the user: history stays, the seat is free")},
			widgets.Choice{ID: string(store.LeavingDelete), Text: lang.L("Delete the user: SALTO KS forgets the person")}),
	}
	f.arrivals, f.doors = widgets.NewCheckGroup(choices...), len(choices)
	f.arrivals.SetValue(s.ArrivalDoors())
	f.name.SetValue(s.Name)
	f.horizon.SetValue(int64(s.HorizonDays))
	f.auto.SetValue(s.AutoConnect)
	f.ask.SetValue(s.AskFirst)
	f.leaving.SetValue(string(s.Leaving))
	return f
}

// zoneField knows the present zone and the usual ones, and takes any name.
func zoneField(zone string) *widgets.ComboField {
	choices := []widgets.Choice{}
	known := false
	for _, z := range zones {
		choices = append(choices, widgets.Choice{ID: z, Text: z})
		known = known || z == zone
	}
	if !known && zone != "" {
		choices = append(choices, widgets.Choice{ID: zone, Text: zone})
	}
	f := widgets.NewComboField(lang.L("Type a city, like Paris"), choices...)
	f.Create = func(typed string) string {
		return lang.L("Use the zone “{{.Zone}}”", map[string]any{"Zone": typed})
	}
	f.SetValue(zone)
	return f
}

func hourField(clock string) *widgets.SelectField {
	var choices []widgets.Choice
	for _, h := range halfHours(clock) {
		choices = append(choices, widgets.Choice{ID: h, Text: h})
	}
	f := widgets.NewSelectField("", choices...)
	f.SetValue(clock)
	return f
}

func minuteField(n int) *widgets.NumberField {
	f := widgets.NewNumberField(widgets.NumberSpec{Unit: lang.L("minutes"), Max: 120})
	f.SetValue(int64(n))
	return f
}

func (f *spaceForm) rows() []widgets.FormField {
	return []widgets.FormField{
		{Name: "name", Label: lang.L("Name"), Field: f.name},
		{Name: "zone", Label: lang.L("Time zone"), Field: f.zone, Hint: lang.L("Bookings keep their time of day when this changes.")},
		{Name: "open_from", Label: lang.L("Calendar from"), Field: f.from},
		{Name: "open_until", Label: lang.L("Calendar until"), Field: f.until},
		{Name: "before", Label: lang.L("Open before"), Field: f.before, Hint: lang.L("So long before a booking its doors open. A room may have its own minutes.")},
		{Name: "after", Label: lang.L("Close after"), Field: f.after},
		{Name: "horizon", Label: lang.L("Bookings in KS"), Field: f.horizon, Hint: lang.L("So far ahead bookings are put into SALTO KS: their doors then open also while this computer is off.")},
		{Name: "auto_connect", Label: lang.L("New members"), Field: f.auto},
		{Name: "ask_first", Label: lang.L("Changes"), Field: f.ask, Hint: lang.L("What would change then waits in Doors until somebody has looked at it and agreed. Only “Block now” goes out at once.")},
		{Name: "leaving", Label: lang.L("Who leaves"), Field: f.leaving, Hint: lang.L("What becomes of a user in SALTO KS who may open nothing any more.")},
		{Name: "arrivals", Label: lang.L("Arriving"), Field: f.arrivals, Hint: f.arrivalsHint()},
	}
}

func (f *spaceForm) arrivalsHint() string {
	if f.doors == 0 {
		return lang.L("Which doors count as arriving can be chosen once the space is connected to SALTO KS. Until then every door counts.")
	}
	return lang.L("Who opens one of these doors has come, and a pass is used up. None chosen: every door counts. Leave out a letter box or an inner door, so that it uses up no pass.")
}

// value returns the space with what was entered.
func (f *spaceForm) value(s store.Space) store.Space {
	typed, _ := f.zone.Created()
	s.Name, s.Zone = f.name.Value(), cmp.Or(f.zone.Value(), typed)
	s.OpenFrom, s.OpenUntil = f.from.Value(), f.until.Value()
	s.Before, s.After, s.HorizonDays = int(f.before.Value()), int(f.after.Value()), int(f.horizon.Value())
	s.AutoConnect, s.AskFirst, s.Leaving = f.auto.Value(), f.ask.Value(), store.Leaving(f.leaving.Value())
	s.Arrivals = strings.Join(f.arrivals.Value(), " ")
	return s
}

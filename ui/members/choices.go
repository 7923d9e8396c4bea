package members

import (
	"slices"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// newPlanField offers the plans that can be given, and the present one.
func newPlanField(r *roster, present store.PlanID) *widgets.ComboField {
	var choices []widgets.Choice
	for _, p := range r.Plans {
		if p.Archived && p.ID != present {
			continue
		}
		c := widgets.Choice{ID: planID(p.ID), Text: p.Name}
		if !opensSomething(p, r.Space.ID) {
			c.Detail = lang.L("opens no door")
		}
		choices = append(choices, c)
	}
	return widgets.NewComboField(lang.L("Choose a plan"), choices...)
}

func opensSomething(p store.Plan, space store.SpaceID) bool {
	return slices.ContainsFunc(p.Mappings, func(m store.Mapping) bool { return m.Space == space })
}

// newMainField offers the members who can have co-members.
func newMainField(r *roster, self store.PersonID) *widgets.ComboField {
	today := r.today()
	var choices []widgets.Choice
	for _, p := range r.People.All() {
		if p.Plan == 0 || p.ID == self || p.State(today) == store.StateCancelled {
			continue
		}
		choices = append(choices, widgets.Choice{
			ID: personKey(p.ID), Text: p.Name(), Detail: joined(r.planName(p.PlanOn(today)), p.Company),
		})
	}
	return widgets.NewComboField(lang.L("Name of the member"), choices...)
}

func newConnectField() *widgets.SelectField {
	return widgets.NewSelectField("",
		widgets.Choice{ID: string(store.ConnectPhoneAndTag), Text: lang.L("Phone and tag")},
		widgets.Choice{ID: string(store.ConnectTagOnly), Text: lang.L("Tag only (no e-mail is sent to SALTO KS)")},
		widgets.Choice{ID: string(store.ConnectPhoneOnly), Text: lang.L("Phone only")},
		widgets.Choice{ID: string(store.ConnectNone), Text: lang.L("Nothing: not connected to SALTO KS")})
}

// newTagField offers the free tags and the one that the person holds; another
// number makes a new tag.
func newTagField(r *roster, holder store.PersonID) *widgets.ComboField {
	var choices []widgets.Choice
	for _, t := range r.Tags {
		switch {
		case t.State == store.TagFree:
			choices = append(choices, widgets.Choice{ID: tagID(t.ID), Text: t.Title(), Detail: lang.L("free")})
		case t.Holder != 0 && t.Holder == holder:
			choices = append(choices, widgets.Choice{ID: tagID(t.ID), Text: t.Title()})
		}
	}
	f := widgets.NewComboField(lang.L("No tag"), choices...)
	f.Create = func(typed string) string {
		return lang.L("Tag number {{.Number}}", map[string]any{"Number": typed})
	}
	return f
}

// Extra doors are known in the form by where they stand: those of the site,
// and those that the person has and that the site does not show (any more).

func newDoorsField(r *roster, p store.Person) *widgets.CheckGroup {
	var choices []widgets.Choice
	for _, d := range r.Doors {
		choices = append(choices, widgets.Choice{ID: d.ID, Text: d.Name})
	}
	for _, x := range p.ExtraDoors {
		if x.Space == r.Space.ID && !onSite(r, x.Door) {
			choices = append(choices, widgets.Choice{
				ID: doorKey(x.Door), Text: x.Door.Name, Detail: lang.L("not at SALTO KS"),
			})
		}
	}
	return widgets.NewCheckGroup(choices...)
}

func onSite(r *roster, ref store.KSRef) bool {
	return slices.ContainsFunc(r.Doors, func(d store.KSDoor) bool { return d.ID == ref.ID })
}

// doorKey names a door in the form, also one whose id is not known yet.
func doorKey(ref store.KSRef) string {
	if ref.ID != "" {
		return ref.ID
	}
	return "name:" + ref.Name
}

func doorKeys(r *roster, p store.Person) []string {
	var keys []string
	for _, x := range p.ExtraDoors {
		if x.Space == r.Space.ID {
			keys = append(keys, doorKey(x.Door))
		}
	}
	return keys
}

// chosenDoors returns the extra doors with those of this space as chosen; the
// doors of other spaces stay.
func chosenDoors(r *roster, before store.Person, keys []string) []store.ExtraDoor {
	var out []store.ExtraDoor
	for _, x := range before.ExtraDoors {
		if x.Space != r.Space.ID || slices.Contains(keys, doorKey(x.Door)) {
			out = append(out, x)
		}
	}
	for _, d := range r.Doors {
		had := slices.ContainsFunc(out, func(x store.ExtraDoor) bool { return x.Space == r.Space.ID && x.Door.ID == d.ID })
		if !had && slices.Contains(keys, d.ID) {
			out = append(out, store.ExtraDoor{Space: r.Space.ID, Door: store.KSRef{ID: d.ID, Name: d.Name}})
		}
	}
	return out
}

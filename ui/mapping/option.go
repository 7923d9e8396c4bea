package mapping

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// Option is a door or a group of the site that can be chosen.
type Option struct {
	Line
	Detail string // what it is, or what it opens
}

// GroupOptions returns the groups of the site that belong to its admin and are
// not among taken, by name.
func (s Site) GroupOptions(taken []store.KSRef, hours GroupWords) []Option {
	var out []Option
	for _, g := range s.Mirror.Groups {
		if !g.Gone && !g.Managed && !refersTo(taken, g.ID) {
			l := s.group(store.KSRef{ID: g.ID, Name: g.Name}, hours)
			out = append(out, Option{l, Describe(l)})
		}
	}
	return byName(out)
}

// DoorOptions returns the doors of the site that are not among taken, by name.
func (s Site) DoorOptions(taken []store.KSRef) []Option {
	var out []Option
	for _, d := range s.Mirror.Doors {
		if !d.Gone && !refersTo(taken, d.ID) {
			out = append(out, Option{s.door(store.KSRef{ID: d.ID, Name: d.Name}), lang.L("door")})
		}
	}
	return byName(out)
}

func refersTo(refs []store.KSRef, id string) bool {
	return slices.ContainsFunc(refs, func(r store.KSRef) bool { return r.ID == id })
}

func byName(options []Option) []Option {
	slices.SortStableFunc(options, func(a, b Option) int { return compareNames(a.Name, b.Name) })
	return options
}

// Describe says in a few words what a line opens and when, or why nobody
// knows.
func Describe(l Line) string {
	switch {
	case l.State == Waiting:
		return lang.L("waits for the first look at SALTO KS")
	case l.State == Named:
		return lang.L("SALTO KS has nothing of this name, or more than one")
	case l.State == Gone:
		return lang.L("gone from SALTO KS")
	case l.State == Unread:
		return lang.L("doors and hours not read yet")
	case l.Kind == Door && l.Offline != "":
		return lang.L("door, hub “{{.IQ}}” offline at the last look", map[string]any{"IQ": l.Offline})
	case l.Kind == Door:
		return lang.L("door")
	case len(l.Doors) == 0:
		return lang.L("no doors")
	case l.Shut:
		return lang.L("{{.Doors}} · no time schedule: opens nothing", map[string]any{"Doors": strings.Join(l.Doors, ", ")})
	case len(l.Hours) == 0:
		return strings.Join(l.Doors, ", ")
	}
	return strings.Join(l.Doors, ", ") + " · " + strings.Join(l.Hours, ", ")
}

// Choices are the options for a field of a form.
func Choices(options []Option) []widgets.Choice {
	out := make([]widgets.Choice, len(options))
	for i, o := range options {
		out[i] = widgets.Choice{ID: o.Ref.ID, Text: o.Name, Detail: o.Detail}
	}
	return out
}

// Chosen returns the option that Choices gave an id.
func Chosen(options []Option, id string) (Option, bool) {
	i := slices.IndexFunc(options, func(o Option) bool { return id != "" && o.Ref.ID == id })
	if i < 0 {
		return Option{}, false
	}
	return options[i], true
}

// find returns the options in whose name or detail every word of a query is,
// whatever the case and the accents.
func find(options []Option, query string) []Option {
	var out []Option
	for _, o := range options {
		if words.Fits(o.Name+" "+o.Detail, query) {
			out = append(out, o)
		}
	}
	return out
}

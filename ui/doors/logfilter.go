package doors

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// words says what the dialog of the filter chooses: "At the doors · Mia Berg ·
// from Mon 23 Nov 2026".
func (w logWish) words() string {
	var parts []string
	if w.Part != "" {
		parts = append(parts, partWords(w.Part))
	}
	if w.Person != 0 {
		parts = append(parts, w.Name)
	}
	if w.Actor != "" {
		parts = append(parts, lang.L("by {{.Who}}", map[string]any{"Who": by(string(w.Actor))}))
	}
	switch {
	case w.From != "" && w.From == w.Until:
		parts = append(parts, words.Day(w.From))
	case w.From != "" && w.Until != "":
		parts = append(parts, words.Day(w.From)+" – "+words.Day(w.Until))
	case w.From != "":
		parts = append(parts, lang.L("from {{.Day}} on", map[string]any{"Day": words.Day(w.From)}))
	case w.Until != "":
		parts = append(parts, lang.L("until {{.Day}}", map[string]any{"Day": words.Day(w.Until)}))
	}
	return strings.Join(parts, " · ")
}

func partWords(p store.LogPart) string {
	switch p {
	case store.LogEdits:
		return lang.L("Edits")
	case store.LogDoors:
		return lang.L("At the doors")
	case store.LogOther:
		return lang.L("Sign-in, looks and answers")
	}
	return lang.L("Everything")
}

// filter opens the dialog of the filter, with everybody whom the log may be
// about to choose from.
func (v *logView) filter() {
	desk.Load(v.desk, func(ctx context.Context) ([]store.Person, error) {
		return v.desk.Store.People(ctx, store.PeopleFilter{IncludeDeleted: true})
	}, func(people []store.Person) { v.openFilter(people) })
}

// logFields are the fields of the dialog.
type logFields struct {
	names  map[store.PersonID]string
	part   *widgets.SelectField
	person *widgets.ComboField
	actor  *widgets.SelectField
	from   *widgets.DateField
	until  *widgets.DateField
}

func newLogFields(people []store.Person, today func() string) logFields {
	f := logFields{
		names:  make(map[store.PersonID]string, len(people)),
		part:   widgets.NewSelectField("", partChoices()...),
		person: widgets.NewComboField(lang.L("Anybody"), personChoices(people)...),
		actor:  widgets.NewSelectField("", actorChoices()...),
		from:   widgets.NewDateField(widgets.DateSpec{Today: today, Optional: true}),
		until:  widgets.NewDateField(widgets.DateSpec{Today: today, Optional: true}),
	}
	for _, p := range people {
		f.names[p.ID] = p.Name()
	}
	return f
}

func (v *logView) openFilter(people []store.Person) {
	f := newLogFields(people, func() string { return string(store.DateOf(v.desk.Now(), v.zone)) })
	f.set(v.wish)
	widgets.ShowForm(v.desk.Win, widgets.FormSpec{
		Title: lang.L("Filter the log"), OK: lang.L("Show"), Fields: f.rows(),
		OnSave:  func(context.Context) error { return f.check() },
		OnSaved: func() { v.ask(f.wish(v.wish.Query)) },
	})
}

func partChoices() []widgets.Choice {
	var choices []widgets.Choice
	for _, p := range []store.LogPart{"", store.LogEdits, store.LogDoors, store.LogOther} {
		choices = append(choices, widgets.Choice{ID: string(p), Text: partWords(p)})
	}
	return choices
}

func actorChoices() []widgets.Choice {
	choices := []widgets.Choice{{Text: lang.L("Anybody")}}
	for _, a := range []store.Actor{store.ActorDesk, store.ActorSync, store.ActorImport} {
		choices = append(choices, widgets.Choice{ID: string(a), Text: by(string(a))})
	}
	return choices
}

// personChoices tells people of one name apart by their address.
func personChoices(people []store.Person) []widgets.Choice {
	choices := make([]widgets.Choice, len(people))
	for i, p := range people {
		detail := p.Email
		if p.Deleted {
			detail = lang.L("removed")
		}
		choices[i] = widgets.Choice{ID: personKey(p.ID), Text: p.Name(), Detail: detail}
	}
	return choices
}

func personKey(id store.PersonID) string { return strconv.FormatInt(int64(id), 10) }

func (f logFields) rows() []widgets.FormField {
	return []widgets.FormField{
		{Name: "part", Label: lang.L("What"), Field: f.part},
		{Name: "person", Label: lang.L("About"), Field: f.person},
		{Name: "actor", Label: lang.L("By"), Field: f.actor},
		{Name: "from", Label: lang.L("From"), Field: f.from},
		{Name: "until", Label: lang.L("Until"), Field: f.until, Hint: lang.L("Both days are included.")},
	}
}

func (f logFields) set(w logWish) {
	f.part.SetValue(string(w.Part))
	f.actor.SetValue(string(w.Actor))
	f.person.SetValue(personKey(w.Person))
	f.from.SetValue(string(w.From))
	f.until.SetValue(string(w.Until))
}

func (f logFields) check() error {
	if from, until := f.from.Value(), f.until.Value(); from != "" && until != "" && until < from {
		return &store.Problem{Code: store.CodeInvalid, Field: "until", Text: "The last day is before the first. Change one of them."}
	}
	return nil
}

// wish is what was chosen, and the words that are searched for as well.
func (f logFields) wish(query string) logWish {
	w := logWish{
		Query: query, Part: store.LogPart(f.part.Value()), Actor: store.Actor(f.actor.Value()),
		From: store.Date(f.from.Value()), Until: store.Date(f.until.Value()),
	}
	if id, err := strconv.ParseInt(f.person.Value(), 10, 64); err == nil {
		w.Person = store.PersonID(id)
		w.Name = f.names[w.Person]
	}
	return w
}

package attendance

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// notThem says that an entry was somebody else.
func (t *dayTab) notThem(v visit, e store.Entry) {
	c := store.Correction{Space: t.facts.Space.ID, Person: v.Person, Kind: store.NotThem, At: e.At, Entry: e.ID}
	t.keep(v.Person)
	t.page.deps.Desk.Save(lang.L("The entry does not count for {{.Name}} any more.", map[string]any{"Name": v.Name}),
		func(tx *store.Tx) error { return tx.Correct(&c) })
}

// takeBack takes back what the desk said.
func (t *dayTab) takeBack(c store.Correction) {
	t.keep(c.Person)
	t.page.deps.Desk.Save(lang.L("Correction taken back."), func(tx *store.Tx) error { return tx.Uncorrect(c.ID) })
}

// answer says whether a late entry counts. It can be answered the other way
// later, but not undone.
func (t *dayTab) answer(e store.Entry, counts bool) {
	t.table.Focus()
	t.page.deps.Desk.Save("", func(tx *store.Tx) error { return tx.AnswerLate(e.Space, e.ID, counts) })
}

// keep holds on to a person who may leave the list for a moment, until their
// check-ins are worked out anew.
func (t *dayTab) keep(p store.PersonID) {
	t.wanted = p
	t.table.Focus()
}

// clockForm asks for a time of a day, and why.
type clockForm struct {
	day   store.Date
	zone  *time.Location
	clock *widgets.TimeField
	note  *widgets.TextField
}

func newClockForm(day store.Date, zone *time.Location, at time.Time) clockForm {
	f := clockForm{day, zone, widgets.NewTimeField(false), widgets.NewTextField(lang.L("For example: forgot their tag"))}
	if !at.IsZero() {
		f.clock.SetValue(words.Clock(store.LocalOf(at, zone)))
	}
	return f
}

func (f clockForm) rows() []widgets.FormField {
	return []widgets.FormField{
		{Name: "at", Label: lang.L("Time"), Field: f.clock, Hint: words.Day(f.day)},
		{Name: "note", Label: lang.L("Note"), Field: f.note},
	}
}

func (f clockForm) at() time.Time {
	return store.LocalTime(string(f.day) + "T" + f.clock.Value()).Start(f.zone)
}

// suggested is the time that a form of a day begins with: now, or none on a day
// that is over.
func (t *dayTab) suggested() time.Time {
	if t.isToday() {
		return t.page.deps.Desk.Now()
	}
	return time.Time{}
}

// leave asks when the person chosen left.
func (t *dayTab) leave() {
	v, ok := t.chosen()
	if !ok || !t.canLeave(v) {
		return
	}
	d, space := t.page.deps.Desk, t.facts.Space.ID
	f := newClockForm(t.facts.Day, t.zone(), t.suggested())
	widgets.ShowForm(d.Win, widgets.FormSpec{
		Title: lang.L("When did {{.Name}} leave?", map[string]any{"Name": v.Name}), Fields: f.rows(), Dispatcher: d.Dispatch,
		OnSave: func(ctx context.Context) error {
			at, err := f.departure(v)
			if err != nil {
				return err
			}
			text := lang.L("{{.Name}} left at {{.Time}}.", map[string]any{"Name": v.Name, "Time": f.clock.Value()})
			return d.Commit(ctx, text, func(tx *store.Tx) error {
				for _, id := range v.departures() {
					if err := tx.Uncorrect(id); err != nil {
						return err
					}
				}
				return tx.Correct(&store.Correction{Space: space, Person: v.Person, Kind: store.CheckedOut, At: at, Note: f.note.Value()})
			})
		},
		OnSaved: func() { t.keep(v.Person) }, OnCancel: t.focus,
	})
}

// departure is the time entered. Somebody who was seen later had not left.
func (f clockForm) departure(v visit) (time.Time, error) {
	at, seen := f.at(), v.lastSeen()
	if at.Truncate(time.Minute).Equal(seen.Truncate(time.Minute)) {
		return seen, nil // the seconds are not asked for
	}
	if at.Before(seen) {
		return at, &store.Problem{Code: store.CodeInvalid, Field: "at",
			Text: "{{.Name}} was seen at {{.Time}}. Choose a later time, or say first that it was not them.",
			Args: map[string]any{"Name": v.Name, "Time": clockOn(seen, f.day, f.zone)}}
	}
	return at, nil
}

// checkIn asks whom to check in, on the day that is shown. It works from every
// page, also before this one was shown.
func (p *Page) checkIn() {
	t, d := p.days, p.deps.Desk
	id, day := d.Space(), t.day
	desk.Load(d, func(ctx context.Context) (dayFacts, error) { return loadDay(ctx, d.Store, id, day) }, func(f dayFacts) {
		t.show(f)
		t.askCheckIn()
	})
}

func (t *dayTab) askCheckIn() {
	d, f := t.page.deps.Desk, newClockForm(t.facts.Day, t.zone(), t.suggested())
	people := widgets.NewComboField(lang.L("Name or e-mail"), personChoices(t.facts.People)...)
	if v, ok := t.chosen(); ok && len(v.Stays) == 0 {
		people.SetValue(v.key())
	}
	facts := t.facts
	var who store.PersonID
	widgets.ShowForm(d.Win, widgets.FormSpec{
		Title: lang.L("Check somebody in"), OK: lang.L("Check in"), Dispatcher: d.Dispatch,
		Fields: append([]widgets.FormField{{Name: "person", Label: lang.L("Person"), Field: people}}, f.rows()...),
		OnSave: func(ctx context.Context) error {
			id, err := strconv.ParseInt(people.Value(), 10, 64)
			if err != nil {
				return &store.Problem{Code: store.CodeInvalid, Field: "person", Text: "Choose who was there."}
			}
			who = store.PersonID(id)
			text := lang.L("{{.Name}} was checked in.", map[string]any{"Name": facts.name(who)})
			return d.Commit(ctx, text, func(tx *store.Tx) error {
				return tx.Correct(&store.Correction{Space: facts.Space.ID, Person: who, Kind: store.CheckedIn, At: f.at(), Note: f.note.Value()})
			})
		},
		OnSaved: func() { t.keep(who) }, OnCancel: t.focus,
	})
}

// personChoices are those who can be chosen, by name; people of one name are
// told apart by their address.
func personChoices(people map[store.PersonID]store.Person) []widgets.Choice {
	var choices []widgets.Choice
	for _, p := range sortedPeople(people) {
		if !p.Deleted {
			choices = append(choices, widgets.Choice{ID: visit{Person: p.ID}.key(), Text: p.Name(), Detail: p.Email})
		}
	}
	return choices
}

// closeDays asks up to which day the check-ins are to be closed.
func (p *Page) closeDays() {
	d := p.deps.Desk
	id := d.Space()
	desk.Load(d, func(ctx context.Context) (state, error) { return loadState(ctx, d.Store, id) }, p.askClose)
}

func (p *Page) askClose(s state) {
	d := p.deps.Desk
	today := store.DateOf(d.Now(), s.Space.Location())
	day := widgets.NewDateField(widgets.DateSpec{Today: func() string { return string(today) }})
	day.SetValue(string(today.AddDays(-1)))
	widgets.ShowForm(d.Win, widgets.FormSpec{
		Title: lang.L("Close the days up to…"), OK: lang.L("Close the days"), Dispatcher: d.Dispatch,
		Fields: []widgets.FormField{{Name: "day", Label: lang.L("Last day"), Field: day}},
		Extra: atWidth(widgets.NewParagraph(
			lang.L("Close what was counted or billed. Check-ins and passes of closed days stay as they are: what the doors tell later waits for your answer, and nobody can be checked in or out on them by hand. They can be opened again."), theme.ColorMuted)),
		OnSave: func(ctx context.Context) error {
			want := store.Date(day.Value())
			if want < s.Closed {
				return &store.Problem{Code: store.CodeInvalid, Field: "day", Text: "The days up to {{.Day}} are closed already. Choose a later one, or open them again.",
					Args: map[string]any{"Day": words.Day(s.Closed)}}
			}
			return d.Commit(ctx, "", func(tx *store.Tx) error { return tx.CloseThrough(want) })
		},
		OnSaved: p.days.focus, OnCancel: p.days.focus,
	})
}

// openDays asks which of the closed days are to stay closed.
func (p *Page) openDays() {
	d, closed := p.deps.Desk, p.days.facts.Closed
	today := string(p.days.todayDate())
	day := widgets.NewDateField(widgets.DateSpec{Today: func() string { return today }, Optional: true})
	day.SetValue(string(closed.AddDays(-1)))
	widgets.ShowForm(d.Win, widgets.FormSpec{
		Title: lang.L("Open days again"), OK: lang.L("Open again"), Dispatcher: d.Dispatch,
		Fields: []widgets.FormField{{Name: "day", Label: lang.L("Closed up to"), Field: day, Hint: lang.L("Leave it empty to open all days.")}},
		Extra: atWidth(widgets.NewParagraph(
			lang.L("The days after it are open again: entries that came late for them count at once, and may use passes."), theme.ColorMuted)),
		OnSave: func(ctx context.Context) error {
			want := store.Date(day.Value())
			if want >= closed {
				return &store.Problem{Code: store.CodeInvalid, Field: "day", Text: "The days up to {{.Day}} are closed. Choose an earlier one.",
					Args: map[string]any{"Day": words.Day(closed)}}
			}
			return d.Commit(ctx, "", func(tx *store.Tx) error { return tx.CloseThrough(want) })
		},
		OnSaved: p.days.focus, OnCancel: p.days.focus,
	})
}

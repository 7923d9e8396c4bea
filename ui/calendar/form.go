package calendar

import (
	"context"
	"errors"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// form asks for a booking.
type form struct {
	page    *Page
	choices choices
	base    store.Booking
	day     store.Date      // the last that could be read from the field
	near    []store.Booking // around the dates entered, as far as read
	asked   int             // number of the newest read of near
	// asksLastDay is set once the day of the end is asked for.
	asksLastDay bool

	person        *widgets.ComboField
	email         *widgets.TextField
	room          *widgets.SelectField
	date, lastDay *widgets.DateField
	time          *timeSpan
	title         *widgets.TextField
	repeat        *widgets.SelectField
	ends          *ends

	doors, warnings *widgets.Paragraph
	open            *widgets.Form
	saved           store.Booking
}

// newBooking makes a booking on the day in sight, where the keyboard is. It
// also works before any day was read, from another screen.
func (p *Page) newBooking() {
	if len(p.grid.day.Rooms) > 0 {
		p.grid.create()
		return
	}
	p.ask(store.Booking{})
}

// create asks for a new booking.
func (p *Page) create(room store.RoomID, from, until store.LocalTime) {
	p.ask(store.Booking{Room: room, Start: from, End: until})
}

// edit changes a booking.
func (p *Page) edit(id store.BookingID) {
	if b := p.grid.day.byID(id); b != nil {
		p.ask(b.Booking)
	}
}

func (p *Page) ask(b store.Booking) {
	d := p.deps.Desk
	id := d.Space()
	desk.Load(d, func(ctx context.Context) (choices, error) {
		return loadChoices(ctx, d.Store, id)
	}, func(c choices) {
		if len(c.Rooms) == 0 {
			widgets.Ask(d.Win, lang.L("No rooms yet"), lang.L("A booking needs a room. Add one first."), lang.L("Add a room"), p.deps.GoRooms)
			return
		}
		if b.Start == "" {
			b = c.soon(store.LocalOf(d.Now(), c.Space.Location()))
		}
		p.showForm(b, c)
	})
}

// soon is a booking of the first room for the next hour.
func (c choices) soon(now store.LocalTime) store.Booking {
	from := ceilTo(slotMinutes, minuteOf(now, now.Date()))
	return store.Booking{Room: c.Rooms[0].ID, Start: readingAt(now.Date(), from), End: readingAt(now.Date(), from+60)}
}

func (p *Page) showForm(b store.Booking, c choices) *form {
	f := &form{page: p, choices: c, base: b}
	f.build()
	f.fill()
	title, ok := lang.L("New booking"), lang.L("Book")
	if b.ID != 0 {
		title, ok = lang.L("Booking of {{.Name}}", map[string]any{"Name": f.nameOf(b.Person)}), lang.L("Save")
	}
	f.open = widgets.ShowForm(p.deps.Desk.Win, widgets.FormSpec{
		Title: title, OK: ok, Fields: f.rows(), Extra: f.extra(),
		OnSave: f.save, OnSaved: f.done, OnCancel: p.grid.focus,
		Dispatcher: p.deps.Desk.Dispatch,
		Draft:      p.deps.Desk.Drafts.Draft(draftKind, int64(b.ID), title),
	})
	f.settle()
	f.readNear()
	return f
}

func (f *form) nameOf(id store.PersonID) string {
	p, _ := f.choices.person(id)
	return p.Name()
}

func (f *form) build() {
	f.person = widgets.NewComboField(lang.L("Name or e-mail"), f.people()...)
	f.person.Create = func(typed string) string {
		return lang.L("New visitor “{{.Name}}”…", map[string]any{"Name": typed})
	}
	f.email = widgets.NewTextField("name@example.com")
	f.room = widgets.NewSelectField("", f.rooms()...)
	now, loc := f.page.deps.Desk.Now, f.choices.Space.Location()
	today := func() string { return string(store.DateOf(now(), loc)) }
	f.date = widgets.NewDateField(widgets.DateSpec{Today: today})
	f.lastDay = widgets.NewDateField(widgets.DateSpec{Today: today})
	f.time = newTimeSpan()
	f.title = widgets.NewTextField("")
	f.repeat = widgets.NewSelectField("",
		widgets.Choice{ID: never, Text: lang.L("Never")},
		widgets.Choice{ID: daily, Text: lang.L("Every day")},
		widgets.Choice{ID: weekly, Text: lang.L("Every week")},
		widgets.Choice{ID: monthly, Text: lang.L("Every month")})
	f.ends = newEnds(today)
	f.doors, f.warnings = widgets.MutedParagraph(""), widgets.NewParagraph("", theme.ColorWarn)
}

func (f *form) people() []widgets.Choice {
	out := make([]widgets.Choice, len(f.choices.People))
	for i, p := range f.choices.People {
		detail := p.Email
		if p.Plan == 0 && p.Main == 0 {
			detail = lang.L("visitor")
			if p.Email != "" {
				detail += " · " + p.Email
			}
		}
		out[i] = widgets.Choice{ID: idText(p.ID), Text: p.Name(), Detail: detail}
	}
	return out
}

func (f *form) rooms() []widgets.Choice {
	out := make([]widgets.Choice, len(f.choices.Rooms))
	for i, r := range f.choices.Rooms {
		out[i] = widgets.Choice{ID: idText(r.ID), Text: r.Name}
	}
	return out
}

func idText[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }

func idOf[T ~int64](text string) T {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return T(id)
}

// fill shows the booking to begin with.
func (f *form) fill() {
	b := f.base
	f.person.SetValue(idText(b.Person))
	f.room.SetValue(idText(b.Room))
	f.day = b.Start.Date()
	f.date.SetValue(string(f.day))
	f.lastDay.SetValue(string(b.End.Date()))
	f.time.from.SetValue(words.Clock(b.Start))
	f.time.until.SetValue(words.Clock(b.End))
	f.title.SetValue(b.Title)
	f.repeat.SetValue(never)
}

// rows are the fields. Their names are those that the store's rules use, as
// far as inForm does not say otherwise.
func (f *form) rows() []widgets.FormField {
	rows := []widgets.FormField{
		{Name: "person", Label: lang.L("Person"), Field: f.person},
		{Name: "email", Label: lang.L("Visitor’s e-mail"), Field: f.email,
			Hint: lang.L("SALTO KS invites the visitor by e-mail. Leave it empty to give a tag.")},
		{Name: "room", Label: lang.L("Room"), Field: f.room},
		{Name: "date", Label: lang.L("Date"), Field: f.date},
		{Name: "time", Label: lang.L("Time"), Field: f.time},
		{Name: "last_day", Label: lang.L("Ends on"), Field: f.lastDay},
		{Name: "title", Label: lang.L("What for"), Field: f.title},
	}
	if f.base.ID == 0 {
		rows = append(rows,
			widgets.FormField{Name: "rule", Label: lang.L("Repeats"), Field: f.repeat},
			widgets.FormField{Name: "until", Label: lang.L("Ends"), Field: f.ends})
	}
	for _, r := range rows {
		r.Field.Watch(f.settle, nil)
	}
	f.date.OnChanged = f.dateChanged
	f.time.until.OnChanged = func(string) { f.untilChanged() }
	f.lastDay.OnChanged = func(string) { f.readNear() }
	return rows
}

const extraWidth = 440

func (f *form) extra() fyne.CanvasObject {
	box := container.NewVBox()
	if f.base.Series != 0 {
		box.Add(wide(widgets.MutedParagraph(lang.L("This booking is one of a series. Only this one is changed."))))
	}
	box.Add(wide(f.doors))
	box.Add(wide(f.warnings))
	return box
}

// wide gives a paragraph its width before it is measured.
func wide(p *widgets.Paragraph) fyne.CanvasObject {
	p.Resize(fyne.NewSize(extraWidth, p.MinSize().Height))
	return p
}

// dateChanged moves the day of the end along.
func (f *form) dateChanged(date string) {
	if date == "" {
		return
	}
	if last := f.lastDay.Value(); last != "" && f.day != "" {
		days := minuteOf(store.LocalTime(last+"T00:00"), f.day) / dayMinutes
		f.lastDay.SetValue(string(store.Date(date).AddDays(days)))
	}
	f.day = store.Date(date)
	f.readNear()
}

// untilChanged makes midnight the end of the day, as long as the day of the
// end was not asked for.
func (f *form) untilChanged() {
	d := f.draft()
	if d.Until == "" || d.Date == "" || f.asksLastDay {
		return
	}
	f.lastDay.SetValue(string(endsOn(d.Date, d.Until)))
}

// settle shows the rows and the hints that fit what was entered.
func (f *form) settle() {
	if f.open == nil {
		return
	}
	_, visitor := f.person.Created()
	f.open.ShowField("email", visitor)
	f.asksLastDay = f.asksLastDay || f.draft().overnight()
	f.open.ShowField("last_day", f.asksLastDay)
	f.open.ShowField("until", f.repeat.Value() != never)
	f.showHints()
}

func (f *form) showHints() {
	h := hintsFor(f.draft(), f.choices, f.near)
	f.doors.SetText(h.Doors)
	text := ""
	for i, w := range h.Warnings {
		if i > 0 {
			text += "\n"
		}
		text += w
	}
	f.warnings.SetText(text)
	f.doors.Hidden, f.warnings.Hidden = h.Doors == "", text == ""
	f.open.Refit()
}

// draft is what stands in the fields.
func (f *form) draft() draft {
	d := draft{
		Base:   f.base,
		Person: idOf[store.PersonID](f.person.Value()), Room: idOf[store.RoomID](f.room.Value()),
		Date: store.Date(f.date.Value()), LastDay: store.Date(f.lastDay.Value()),
		From: f.time.from.Value(), Until: f.time.until.Value(), Title: f.title.Value(),
	}
	if name, ok := f.person.Created(); ok {
		d.Visitor, d.Email = name, f.email.Value()
	}
	if every := f.repeat.Value(); every != never {
		d.Repeat = f.ends.of(every)
	}
	return d
}

// readNear reads the bookings around the days entered, for the hints.
func (f *form) readNear() {
	d := f.draft()
	if f.open == nil || d.Date == "" || d.LastDay < d.Date {
		return
	}
	f.asked++
	asked, s := f.asked, f.page.deps.Desk
	desk.Load(s, func(ctx context.Context) ([]store.Booking, error) {
		return loadBookings(ctx, s.Store, f.choices.Space, d.Date, d.LastDay)
	}, func(near []store.Booking) {
		if asked == f.asked {
			f.near = near
			f.showHints()
		}
	})
}

// save runs away from the UI thread, while nobody can change the fields.
func (f *form) save(ctx context.Context) error {
	d := f.draft()
	loc := f.choices.Space.Location()
	err := f.page.deps.Desk.Commit(ctx, f.undoText(d), func(tx *store.Tx) error {
		var err error
		f.saved, err = d.save(tx, loc)
		return err
	})
	return inForm(err)
}

func (f *form) undoText(d draft) string {
	name := d.Visitor
	if name == "" {
		name = f.nameOf(d.Person)
	}
	args := map[string]any{"Name": name}
	switch {
	case d.Base.ID != 0:
		return lang.L("Booking of {{.Name}} changed.", args)
	case d.Repeat.Every != never:
		return lang.L("Bookings of {{.Name}} added.", args)
	}
	return lang.L("Booking of {{.Name}} added.", args)
}

// rowOf names the row in which a field of the store is, where it has another
// name.
var rowOf = map[string]string{"first_name": "person", "last_name": "person", "start": "time", "end": "time"}

// inForm puts a problem under the row that it is about.
func inForm(err error) error {
	var p *store.Problem
	if !errors.As(err, &p) || rowOf[p.Field] == "" {
		return err
	}
	out := *p
	out.Field, out.Err = rowOf[p.Field], err
	return &out
}

// done shows what was booked, which may be on another day.
func (f *form) done() {
	f.page.grid.focus()
	f.page.Go(f.saved.Start.Date(), f.saved.ID)
}

package calendar

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"latchkey/store"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// saves is the bookings that were moved or resized and are not in the file
// yet, oldest first. They are shown as if they were; the first is being saved.
type saves []save

type save struct {
	booking store.Booking
	text    string // for the undo bar
}

// add puts a change behind the others. One of the same booking that waits is
// replaced: only the last place counts.
func (s *saves) add(n save) {
	last := len(*s) - 1
	if last > 0 && (*s)[last].booking.ID == n.booking.ID {
		(*s)[last] = n
		return
	}
	*s = append(*s, n)
}

// done takes the first away, now that it is saved, and brings what waits for
// the same booking up to its revision.
func (s *saves) done(saved store.Booking) {
	*s = slices.Delete(*s, 0, 1)
	for i := range *s {
		if b := &(*s)[i].booking; b.ID == saved.ID {
			b.Rev = saved.Rev
		}
	}
}

// ahead is the day as it will be.
func (s saves) ahead(d *day) *day {
	for _, n := range s {
		d = d.with(n.booking)
	}
	return d
}

// change saves a booking that was moved or resized.
func (p *Page) change(b store.Booking) {
	name := p.grid.day.People[b.Person].Name()
	args := map[string]any{"Name": name, "When": words.Span(b.Start, b.End), "Room": p.grid.day.roomName(b.Room)}
	p.saves.add(save{b, lang.L("Booking of {{.Name}} is now {{.When}}, {{.Room}}.", args)})
	p.show(p.grid.day.with(b))
	p.grid.choose(p.grid.day.pickOf(b.ID))
	if len(p.saves) == 1 {
		p.saveNext()
	}
}

func (p *Page) saveNext() {
	if len(p.saves) == 0 {
		return
	}
	n, d := p.saves[0], p.deps.Desk
	d.Dispatch.Go(func(ctx context.Context) {
		saved := n.booking
		err := d.Commit(ctx, n.text, func(tx *store.Tx) error { return tx.SaveBooking(&saved) })
		d.Dispatch.Do(func() { p.saved(saved, err) })
	})
}

// saved goes on with the next change. After a refusal everything snaps back to
// what the file says, with the reason above the day.
func (p *Page) saved(b store.Booking, err error) {
	if err != nil {
		p.saves = nil
		p.say(widgets.ProblemText(err))
		p.reload()
		return
	}
	p.saves.done(b)
	p.show(p.saves.ahead(p.grid.day.with(b)))
	p.saveNext()
}

// remove deletes a booking; of a series it asks which.
func (p *Page) remove(id store.BookingID) {
	b := p.grid.day.byID(id)
	if b == nil {
		return
	}
	text := lang.L("Booking of {{.Name}} deleted.", map[string]any{"Name": b.Name})
	if b.Booking.Series == 0 {
		p.deps.Desk.Save(text, func(tx *store.Tx) error { return tx.DeleteBooking(id) })
		return
	}
	p.removeOfSeries(*b, text)
}

func (p *Page) removeOfSeries(b block, text string) {
	const one, following = "this", "following"
	which := widgets.NewSelectField("",
		widgets.Choice{ID: one, Text: lang.L("Only this booking")},
		widgets.Choice{ID: following, Text: lang.L("This and all that follow")})
	which.SetValue(one)
	d := p.deps.Desk
	widgets.ShowForm(d.Win, widgets.FormSpec{
		Title:      lang.L("Delete a booking of {{.Name}}", map[string]any{"Name": b.Name}),
		OK:         lang.L("Delete"),
		Dispatcher: d.Dispatch,
		Fields: []widgets.FormField{{
			Name: "which", Label: lang.L("Delete"), Field: which,
			Hint: lang.L("This booking is one of a series: {{.When}}.", map[string]any{"When": words.Span(b.Booking.Start, b.Booking.End)}),
		}},
		OnSave: func(ctx context.Context) error {
			said := text
			if which.Value() == following {
				said = lang.L("Bookings of {{.Name}} from {{.Day}} on deleted.",
					map[string]any{"Name": b.Name, "Day": words.ShortDay(b.Booking.Start.Date())})
			}
			return d.Commit(ctx, said, func(tx *store.Tx) error {
				if which.Value() == following {
					return tx.DeleteSeriesFrom(b.Booking.Series, b.Booking.Start)
				}
				return tx.DeleteBooking(b.Booking.ID)
			})
		},
		OnSaved: p.grid.focus,
	})
}

// menu opens the menu of a booking at a place of the window.
func (p *Page) menu(id store.BookingID, at fyne.Position) {
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(lang.L("Edit…"), func() { p.edit(id) }),
		fyne.NewMenuItem(lang.L("Delete"), func() { p.remove(id) }),
	}
	if p.deps.ShowPerson != nil {
		items = append(items, fyne.NewMenuItem(lang.L("Show person"), p.showPerson))
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), p.deps.Desk.Win.Canvas(), at)
}

func (p *Page) showPerson() {
	if b := p.grid.pickedBlock(); b != nil && p.deps.ShowPerson != nil {
		p.deps.ShowPerson(b.Booking.Person)
	}
}

// say shows a red sentence above the day, or takes it away.
func (p *Page) say(text string) {
	p.unread = false
	p.head.say(text)
}

func (p *Page) pickedChanged() {
	p.head.setPicked(p.grid.pickedBlock() != nil, p.deps.ShowPerson != nil)
}

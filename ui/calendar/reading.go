package calendar

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// reload reads the day in sight. While a read is under way the next one waits,
// and any number of wishes become one.
func (p *Page) reload() {
	if p.loading {
		p.again = true
		return
	}
	p.loading = true
	d := p.deps.Desk
	id, date := d.Space(), p.date
	d.Dispatch.Go(func(ctx context.Context) {
		f, at, err := p.read(ctx, id, date)
		d.Dispatch.Do(func() { p.loaded(f, at, err) })
	})
}

// read runs away from the UI thread. No date means today.
func (p *Page) read(ctx context.Context, id store.SpaceID, date store.Date) (facts, store.Date, error) {
	s := p.deps.Desk.Store
	if date == "" {
		space, err := s.Space(ctx, id)
		if err != nil {
			return facts{}, "", fmt.Errorf("space %d: %w", id, err)
		}
		date = store.DateOf(s.Now(), space.Location())
	}
	f, err := loadDay(ctx, s, id, date, p.deps.BookingStates)
	return f, date, err
}

func (p *Page) loaded(f facts, date store.Date, err error) {
	p.loading = false
	if p.again {
		p.again = false
		defer p.reload()
	}
	switch {
	case err != nil:
		p.readSaid(err)
		return
	case p.date != "" && p.date != date:
		return // turned on meanwhile: the next read is on its way
	}
	p.date = date
	p.show(p.saves.ahead(newDay(f, date)))
	p.readSaid(f.Trouble)
}

// readSaid says why the day could not be read in full, and takes that away
// once it could. What was said of a change stays.
func (p *Page) readSaid(err error) {
	if err != nil || p.unread {
		p.say(widgets.ProblemText(err))
	}
	p.unread = err != nil
}

// show draws a day.
func (p *Page) show(d *day) {
	p.grid.show(d, store.LocalOf(p.deps.Desk.Now(), d.location()))
	if p.picker.Value() != string(d.Date) { // else somebody may be typing it
		p.picker.SetValue(string(d.Date))
	}
	p.head.setDay(d)
	content := fyne.CanvasObject(p.body)
	if len(d.Rooms) == 0 {
		content = p.empty()
	}
	p.content.Objects = []fyne.CanvasObject{content}
	p.content.Refresh()
	p.frame.show(d)
	if pick := d.pickOf(p.goal); !pick.None() {
		p.goal = 0
		p.grid.choose(pick)
	}
	if p.arriving {
		p.arriving = false
		if p.deps.Desk.Win.Canvas().Focused() == nil && len(d.Rooms) > 0 {
			p.grid.focus()
		}
	}
}

func (p *Page) empty() fyne.CanvasObject {
	return widgets.Card("", widgets.Empty(lang.L("No rooms yet"),
		lang.L("A room has doors. Who books it can open them, from a little before until a little after."),
		lang.L("Add a room"), p.deps.GoRooms))
}

// nowStep is how often the line of the present time moves.
const nowStep = 30 * time.Second

func (p *Page) tick() {
	if p.deps.After == nil || p.ticking {
		return
	}
	p.ticking = true
	p.deps.After(nowStep, func() {
		p.ticking = false
		p.grid.setNow(store.LocalOf(p.deps.Desk.Now(), p.grid.day.location()))
		p.frame.fillHours()
		p.tick()
	})
}

package calendar

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/words"
)

// hints is what the form says below its fields: which doors open when, and
// what to be careful about.
type hints struct {
	Doors    string
	Warnings []string
}

// hintsFor judges a draft. near are the bookings around its time, as far as
// they have been read.
func hintsFor(f draft, c choices, near []store.Booking) hints {
	var h hints
	if !f.complete() {
		return h
	}
	loc := c.Space.Location()
	b := f.booking(loc)
	room, ok := c.room(f.Room)
	if ok {
		h.Doors, h.Warnings = c.doorHint(b, room, near)
	}
	if by, taken := clash(b, near); taken {
		p, _ := c.person(by.Person)
		h.warn(takenBy(by, room.Name, p.Name()))
	}
	if p, ok := c.person(f.Person); ok {
		h.warn(personHint(p, f.Date))
	}
	h.warn(lengthHint(b))
	h.warn(monthHint(f.Repeat, f.Date))
	return h
}

func (h *hints) warn(text string) {
	if text != "" {
		h.Warnings = append(h.Warnings, text)
	}
}

func (c choices) room(id store.RoomID) (store.Room, bool) {
	for _, r := range c.Rooms {
		if r.ID == id {
			return r, true
		}
	}
	return store.Room{}, false
}

func (c choices) person(id store.PersonID) (store.Person, bool) {
	for _, p := range c.People {
		if p.ID == id {
			return p, true
		}
	}
	return store.Person{}, false
}

func (c choices) doorHint(b store.Booking, room store.Room, near []store.Booking) (doors string, warnings []string) {
	names := c.Doors[room.ID]
	if len(names) == 0 {
		return "", []string{lang.L("{{.Room}} has no doors yet: this booking opens nothing.", map[string]any{"Room": room.Name})}
	}
	w := openWindow(b, room, c.Space, near)
	loc := c.Space.Location()
	return lang.L("Opens {{.Doors}}: {{.When}}.", map[string]any{
		"Doors": strings.Join(names, ", "),
		"When":  words.Span(store.LocalOf(w.From, loc), store.LocalOf(w.To, loc)),
	}), nil
}

// personHint warns of a person whose booking opens no door.
func personHint(p store.Person, on store.Date) string {
	args := map[string]any{"Name": p.Name()}
	switch p.State(on) {
	case store.StatePaused:
		return lang.L("{{.Name}} is paused on that day: this booking opens no door.", args)
	case store.StateCancelled:
		return lang.L("{{.Name}} is cancelled by that day: this booking opens no door.", args)
	case store.StateUpcoming:
		return lang.L("{{.Name}} has not started on that day: this booking opens no door.", args)
	case store.StateActive, store.StateVisitor:
	}
	if p.Connect == store.ConnectNone || p.Connect == "" {
		return lang.L("{{.Name}} is not connected to SALTO KS: this booking opens no door until they are, in Members.", args)
	}
	return ""
}

// lengthHint warns of a booking during which the clock is changed.
func lengthHint(b store.Booking) string {
	wall := minuteOf(b.End, b.Start.Date()) - minuteOf(b.Start, b.Start.Date())
	more := int(b.EndAt.Sub(b.StartAt)/time.Minute) - wall
	switch {
	case more > 0:
		return lang.L("The clock goes back during this booking: it lasts {{.Time}} h longer.", map[string]any{"Time": hours(more)})
	case more < 0:
		return lang.L("The clock goes forward during this booking: it lasts {{.Time}} h less.", map[string]any{"Time": hours(-more)})
	}
	return ""
}

// hours writes minutes as hours: "1", "0:30".
func hours(minutes int) string {
	if minutes%60 == 0 {
		return strings.TrimPrefix(clock(minutes)[:2], "0")
	}
	return strings.TrimPrefix(clock(minutes), "0")
}

// monthHint warns of the days that not every month has.
func monthHint(r repetition, start store.Date) string {
	if r.Every != monthly || len(start) != len(time.DateOnly) || start[8:] <= "28" {
		return ""
	}
	return lang.L("Months without day {{.Day}} are left out.", map[string]any{"Day": string(start[8:])})
}

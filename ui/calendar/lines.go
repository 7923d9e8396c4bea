package calendar

import (
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// line is a line of text in a block.
type line struct {
	Text   string
	Strong bool
	Kind   widgets.Kind // of a state; Neutral is plain
}

// lines is what a block says in n lines: who, when, what for, and what the
// doors know of it. What comes first matters most.
func (b block) lines(n int) []line {
	who, when := line{Text: b.who(), Strong: true}, line{Text: b.when()}
	state := b.stateLine()
	title := line{Text: b.Booking.Title}
	switch {
	case n <= 1:
		who.Text += "  " + when.Text
		return []line{who}
	case n == 2:
		when = joined(when, state)
		return []line{who, when}
	case n == 3 && state.Text != "":
		return []line{who, joined(when, title), state}
	}
	return nonEmpty(who, when, title, state)
}

func joined(a, b line) line {
	if b.Text == "" {
		return a
	}
	return line{Text: a.Text + " · " + b.Text, Kind: max(a.Kind, b.Kind)}
}

func nonEmpty(lines ...line) []line {
	var out []line
	for _, l := range lines {
		if l.Text != "" {
			out = append(out, l)
		}
	}
	return out
}

func (b block) who() string {
	switch {
	case b.Name == "":
		return lang.L("Somebody who was deleted")
	case b.Visitor:
		return lang.L("Visitor: {{.Name}}", map[string]any{"Name": b.Name})
	}
	return b.Name
}

// when is the time of the booking; with the day where it is another.
func (b block) when() string { return span(b.Booking.Start, b.Booking.End) }

// span writes two readings as times alone when they lie on one day, to whose
// end 24:00 belongs.
func span(from, until store.LocalTime) string {
	switch {
	case from.Date() == until.Date():
		return words.Clock(from) + "–" + words.Clock(until)
	case minuteOf(until, from.Date()) == dayMinutes:
		return words.Clock(from) + "–" + clock(dayMinutes)
	}
	return words.Span(from, until)
}

func (b block) stateLine() line {
	if b.State == nil {
		return line{}
	}
	return line{Text: words.Sentence(b.State.Text), Kind: b.State.Kind}
}

// taken says who has a room when somebody else wants it.
func (d *day) taken(by store.Booking) string {
	return takenBy(by, d.roomName(by.Room), d.People[by.Person].Name())
}

func takenBy(by store.Booking, room, person string) string {
	return lang.L("{{.Room}} is taken {{.When}} by {{.Person}}.",
		map[string]any{"Room": room, "When": span(by.Start, by.End), "Person": person})
}

// note is what the line above the day says of a change of the clock.
func (d *day) note() string {
	c, ok := changeOn(d.Date, d.loc)
	if !ok {
		return ""
	}
	args := map[string]any{"From": words.Clock(c.From), "To": words.Clock(c.To)}
	if c.Back() {
		return lang.L("The clock goes back on this day: after {{.From}} it is {{.To}} again.", args)
	}
	return lang.L("The clock goes forward on this day: after {{.From}} it is {{.To}}.", args)
}

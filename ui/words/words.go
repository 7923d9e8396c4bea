// Package words turns facts into text of the desk's language: sentences of
// the engine and the store, dates, times and states. The English text is
// always the key of the translation.
package words

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
)

// Sentence returns a sentence in the desk's language, also where it has others
// in it. Values that are dates,
// times or days of the week are written as people write them.
func Sentence(s store.Sentence) string {
	if len(s.Args)+len(s.Parts) == 0 {
		return lang.L(s.Text)
	}
	args := make(map[string]any, len(s.Args)+len(s.Parts))
	for mark, part := range s.Parts {
		args[mark] = Sentence(part)
	}
	for name, value := range s.Args {
		args[name] = Value(name, value)
	}
	shortenSpan(s.Args, args)
	return lang.L(s.Text, args)
}

// Value returns one value of a sentence as it is to be read.
func Value(name, value string) string {
	switch {
	case name == "Days":
		return Days(value)
	case store.LocalTime(value).Valid():
		return Moment(store.LocalTime(value))
	}
	if d, err := store.ParseDate(value); err == nil {
		return Day(d)
	}
	return value
}

// shortenSpan leaves out the day of an end that is the day of the start.
func shortenSpan(raw map[string]string, args map[string]any) {
	from, until := store.LocalTime(raw["From"]), store.LocalTime(raw["Until"])
	if from.Valid() && until.Valid() && from.Date() == until.Date() {
		args["Until"] = Clock(until)
	}
}

// The first three letters of a day and a month are what a table has room for.
var (
	weekdays = [7]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
	months   = [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
)

// Weekday returns the short name of a day of the week, 0 for Monday.
func Weekday(i int) string { return lang.L(weekdays[i]) }

// Day returns "Mon 23 Nov 2026", or "" for no date.
func Day(d store.Date) string {
	t, err := time.Parse("2006-01-02", string(d))
	if err != nil {
		return ""
	}
	return lang.L("{{.Weekday}} {{.Day}} {{.Month}} {{.Year}}", dateArgs(t))
}

// ShortDay returns "Mon 23 Nov", or "" for no date.
func ShortDay(d store.Date) string {
	t, err := time.Parse("2006-01-02", string(d))
	if err != nil {
		return ""
	}
	return lang.L("{{.Weekday}} {{.Day}} {{.Month}}", dateArgs(t))
}

// tableDay returns "23 Nov": the state of a person has to fit a column.
func tableDay(d store.Date) string {
	t, err := time.Parse("2006-01-02", string(d))
	if err != nil {
		return ""
	}
	return lang.L("{{.Day}} {{.Month}}", dateArgs(t))
}

func dateArgs(t time.Time) map[string]any {
	return map[string]any{
		"Weekday": Weekday((int(t.Weekday()) + 6) % 7), "Day": t.Day(),
		"Month": lang.L(months[t.Month()-1]), "Year": t.Year(),
	}
}

// Clock returns the time of day of a wall-clock reading, "09:05".
func Clock(l store.LocalTime) string {
	if _, clock, ok := strings.Cut(string(l), "T"); ok {
		return clock
	}
	return ""
}

// Moment returns "Mon 23 Nov, 09:05".
func Moment(l store.LocalTime) string {
	return lang.L("{{.Day}}, {{.Time}}", map[string]any{"Day": ShortDay(l.Date()), "Time": Clock(l)})
}

// Span returns "Mon 23 Nov, 09:00–11:00", with both days where they differ.
func Span(from, until store.LocalTime) string {
	if from.Date() == until.Date() {
		return Moment(from) + "–" + Clock(until)
	}
	return Moment(from) + " – " + Moment(until)
}

// Instant returns an instant on loc's clock: the time alone for today, with
// the day otherwise, and "" for none.
func Instant(t, now time.Time, loc *time.Location) string {
	if t.IsZero() {
		return ""
	}
	l := store.LocalOf(t, loc)
	if l.Date() == store.DateOf(now, loc) {
		return Clock(l)
	}
	return Moment(l)
}

// Days returns the names of days given as digits, 1 for Monday: "Mon–Fri",
// "Mon, Wed", "every day".
func Days(digits string) string {
	if digits == "1234567" {
		return lang.L("every day")
	}
	var parts []string
	for i := 0; i < len(digits); {
		j := i
		for j+1 < len(digits) && digits[j+1] == digits[j]+1 {
			j++
		}
		switch {
		case digits[i] < '1' || digits[j] > '7':
			return digits
		case j-i > 1:
			parts = append(parts, Weekday(int(digits[i]-'1'))+"–"+Weekday(int(digits[j]-'1')))
		default:
			for k := i; k <= j; k++ {
				parts = append(parts, Weekday(int(digits[k]-'1')))
			}
		}
		i = j + 1
	}
	return strings.Join(parts, ", ")
}

// Standing is what a person is on a day, with the date that matters: all that State
// says.
type Standing struct {
	State store.State
	Day   store.Date // empty: none matters
}

// StandingOf returns what a person is on day d.
func StandingOf(p store.Person, d store.Date) Standing {
	s := Standing{State: p.State(d)}
	switch s.State {
	case store.StateUpcoming:
		s.Day = p.StartsOn
	case store.StatePaused:
		s.Day = p.PausedUntil
	case store.StateActive:
		s.Day = p.EndsOn
	}
	return s
}

// State returns what a person is on day d, with the date that matters.
func State(p store.Person, d store.Date) string { return StandingOf(p, d).Words() }

// Words says it.
func (s Standing) Words() string {
	var day map[string]any
	if s.Day != "" {
		day = map[string]any{"Day": tableDay(s.Day)}
	}
	switch {
	case s.State == store.StateVisitor:
		return lang.L("visitor")
	case s.State == store.StateUpcoming:
		return lang.L("starts {{.Day}}", day)
	case s.State == store.StatePaused && s.Day != "":
		return lang.L("paused until {{.Day}}", day)
	case s.State == store.StatePaused:
		return lang.L("paused")
	case s.State == store.StateCancelled:
		return lang.L("cancelled")
	case s.Day != "":
		return lang.L("ends {{.Day}}", day)
	}
	return lang.L("active")
}

// Connect returns how a person is connected to SALTO KS.
func Connect(c store.Connect) string {
	switch c {
	case store.ConnectPhoneAndTag:
		return lang.L("phone and tag")
	case store.ConnectTagOnly:
		return lang.L("tag only")
	case store.ConnectPhoneOnly:
		return lang.L("phone only")
	}
	return lang.L("not connected")
}

package members

import (
	"cmp"
	"slices"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/words"
)

// record is when somebody was there, and what the desk said of it.
type record struct {
	stays       []store.CheckIn // the newest first
	corrections []store.Correction
	passes      map[store.PassID]string // what the passes are called
	spaces      []store.Space
}

// month is a month of a record.
type month struct {
	first store.Date
	days  []dayLine // the newest first
	seen  map[store.Date]bool
}

// dayLine is one stay, or what the desk said of a day without one (no space in
// stay).
type dayLine struct {
	day         store.Date
	stay        store.CheckIn
	corrections []store.Correction
}

// months returns the record by month, the newest first.
func (r record) months() []month {
	var out []month
	for _, d := range r.lines() {
		first := monthOf(d.day)
		if len(out) == 0 || out[len(out)-1].first != first {
			out = append(out, month{first: first, seen: map[store.Date]bool{}})
		}
		m := &out[len(out)-1]
		m.days = append(m.days, d)
		if d.stay.Space != 0 {
			m.seen[d.day] = true
		}
	}
	return out
}

// lines puts what the desk said to the stays that it is about.
func (r record) lines() []dayLine {
	lines := make([]dayLine, len(r.stays))
	for i, s := range r.stays {
		lines[i] = dayLine{day: s.Day, stay: s}
	}
	for _, c := range r.corrections {
		day := store.DateOf(c.At, r.zone(c.Space))
		i := slices.IndexFunc(lines, func(l dayLine) bool { return l.stay.Space == c.Space && during(l.stay, c.At) })
		if i < 0 {
			i = slices.IndexFunc(lines, func(l dayLine) bool { return l.day == day && (l.stay.Space == c.Space || l.stay.Space == 0) })
		}
		if i < 0 {
			lines = append(lines, dayLine{day: day})
			i = len(lines) - 1
		}
		lines[i].corrections = append(lines[i].corrections, c)
	}
	slices.SortStableFunc(lines, func(a, b dayLine) int {
		return cmp.Or(cmp.Compare(b.day, a.day), b.stay.First.Compare(a.stay.First))
	})
	return lines
}

func during(s store.CheckIn, at time.Time) bool { return !at.Before(s.First) && !at.After(s.Last) }

// monthOf returns the first day of a day's month.
func monthOf(d store.Date) store.Date { return d[:len("2026-11-")] + "01" }

func monthBefore(d store.Date) store.Date { return monthOf(monthOf(d).AddDays(-1)) }

// monthWords is "Nov 2026".
func monthWords(first store.Date) string {
	t, err := time.Parse("2006-01-02", string(first))
	if err != nil {
		return ""
	}
	return lang.L(t.Format("Jan")) + " " + t.Format("2006")
}

// daysIn counts the days of a month on which somebody came.
func (r record) daysIn(first store.Date) int {
	days := map[store.Date]bool{}
	for _, s := range r.stays {
		if monthOf(s.Day) == first {
			days[s.Day] = true
		}
	}
	return len(days)
}

func (r record) cameOn(day store.Date) bool {
	return slices.ContainsFunc(r.stays, func(s store.CheckIn) bool { return s.Day == day })
}

// lastSeen is when somebody was seen last, with the clock of that space.
func (r record) lastSeen() (at time.Time, loc *time.Location, ok bool) {
	for _, s := range r.stays {
		if s.Last.After(at) {
			at, loc, ok = s.Last, r.zone(s.Space), true
		}
	}
	return at, loc, ok
}

func (r record) space(id store.SpaceID) store.Space {
	for _, s := range r.spaces {
		if s.ID == id {
			return s
		}
	}
	return store.Space{Zone: "UTC"}
}

func (r record) zone(id store.SpaceID) *time.Location { return r.space(id).Location() }

// passUntil says how long a pass lets in. What it is called is not known where
// it is of somebody who does not share passes any more.
func (r record) passUntil(id store.PassID, until string) string {
	args := map[string]any{"Kind": r.passes[id], "Time": until}
	if r.passes[id] == "" {
		return lang.L("pass until {{.Time}}", args)
	}
	return lang.L("pass “{{.Kind}}” until {{.Time}}", args)
}

func (r record) passBack(id store.PassID) string {
	if r.passes[id] == "" {
		return lang.L("a pass given back")
	}
	return lang.L("pass “{{.Kind}}” given back", map[string]any{"Kind": r.passes[id]})
}

// stayWords says when somebody came and was seen last, and what pass that used.
// Nothing is said of when they left unless the desk knows it.
func (r record) stayWords(d dayLine) string {
	s := d.stay
	if s.Space == 0 {
		return ""
	}
	loc := r.zone(s.Space)
	args := map[string]any{"First": clockOn(d.day, s.First, loc), "Last": clockOn(d.day, s.Last, loc)}
	var times string
	switch {
	case s.Out:
		times = lang.L("first {{.First}}, left {{.Last}}", args)
	case s.Last.Equal(s.First):
		times = lang.L("seen once, {{.First}}", args)
	default:
		times = lang.L("first {{.First}}, last {{.Last}}", args)
	}
	where, pass, back := "", "", ""
	if len(r.spaces) > 1 {
		where = r.space(s.Space).Name
	}
	if s.Pass != 0 {
		pass = r.passUntil(s.Pass, clockOn(d.day, s.Until, loc))
	}
	for _, id := range s.GaveBack {
		back = joined(back, r.passBack(id))
	}
	return joined(times, pass, back, where)
}

// clockOn is a time of day, with the day where that is another one.
func clockOn(day store.Date, t time.Time, loc *time.Location) string {
	l := store.LocalOf(t, loc)
	if l.Date() == day {
		return words.Clock(l)
	}
	return words.Moment(l)
}

// correctionWords is what the desk said.
func (r record) correctionWords(c store.Correction) string {
	at := map[string]any{"Time": words.Clock(store.LocalOf(c.At, r.zone(c.Space)))}
	switch c.Kind {
	case store.CheckedIn:
		return joined(lang.L("Checked in by hand at {{.Time}}", at), c.Note)
	case store.CheckedOut:
		return joined(lang.L("Left at {{.Time}}, as the desk says", at), c.Note)
	}
	return joined(lang.L("The entry of {{.Time}} was not them, as the desk says", at), c.Note)
}

package exchange

import (
	"regexp"
	"time"

	"latchkey/store"
)

// Shift moves every date of the file by days, so that a sample space can be
// made to happen around today. Wall-clock times stay. Whole weeks keep rules
// that name weekdays true; rules that name days of the month only hold for a
// shift of 0.
func (f *File) Shift(days int) {
	if days == 0 {
		return
	}
	for i := range f.People {
		p := &f.People[i]
		for _, d := range []*store.Date{&p.NextPlanOn, &p.StartsOn, &p.EndsOn, &p.PausedFrom, &p.PausedUntil} {
			*d = d.AddDays(days)
		}
		p.BlockedAt = shiftedInstant(p.BlockedAt, days)
	}
	for i := range f.Series {
		s := &f.Series[i]
		s.Start, s.End = shifted(s.Start, days), shifted(s.End, days)
		s.Rule = shiftedRule(s.Rule, days)
		for j := range s.Except {
			s.Except[j] = s.Except[j].AddDays(days)
		}
	}
	for i := range f.Bookings {
		b := &f.Bookings[i]
		b.Start, b.End = shifted(b.Start, days), shifted(b.End, days)
	}
	for i := range f.Passes {
		p := &f.Passes[i]
		p.ExpiresOn = p.ExpiresOn.AddDays(days)
		p.GrantedAt, p.EndedAt = shiftedInstant(p.GrantedAt, days), shiftedInstant(p.EndedAt, days)
	}
	for i := range f.Corrections {
		c := &f.Corrections[i]
		c.At = shiftedInstant(c.At, days)
	}
}

func shifted(l store.LocalTime, days int) store.LocalTime {
	d := l.Date()
	if d == "" {
		return l
	}
	return store.LocalTime(d.AddDays(days)) + l[len(d):]
}

func shiftedInstant(instant string, days int) string {
	t, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		return instant
	}
	return t.AddDate(0, 0, days).Format(time.RFC3339)
}

var until = regexp.MustCompile(`(UNTIL=)([0-9]{8})`)

func shiftedRule(rule string, days int) string {
	return until.ReplaceAllStringFunc(rule, func(s string) string {
		const day = "20060102"
		at := len("UNTIL=")
		t, err := time.Parse(day, s[at:])
		if err != nil {
			return s
		}
		return s[:at] + t.AddDate(0, 0, days).Format(day)
	})
}

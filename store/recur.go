package store

import (
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// CheckSeries checks what can be known of a series by itself.
func CheckSeries(s Series) error {
	if err := firstProblem(checkWho(s.Room, s.Person), checkLine("title", s.Title), checkTimes(s.Start, s.End)); err != nil {
		return err
	}
	starts, err := Occurrences(s)
	if err != nil {
		return err
	}
	for i := 1; i < len(starts); i++ {
		if wallLength(starts[i-1], starts[i]) < wallLength(s.Start, s.End) {
			return invalid("rule", "The booking is longer than the time until it repeats. Choose an earlier end, or let it repeat less often.")
		}
	}
	return nil
}

// Occurrences returns the wall-clock starts of a series' bookings, the first
// at s.Start, none later than SeriesCap after it. The rule is read in wall
// time: a booking at nine is at nine on both sides of a clock change. UNTIL
// is included; a day without a time counts whole, and a "Z" after it is
// read as the wall clock too, for that is what calendars mean by it here.
func Occurrences(s Series) ([]LocalTime, error) {
	rule, err := readRule(s)
	if err != nil {
		return nil, err
	}
	first := s.Start.wall()
	last := first.Add(SeriesCap)
	list := rule.Between(first, last, true)
	switch {
	case len(list) == 0 || !list[0].Equal(first):
		return nil, invalid("rule", "The first booking ({{.Start}}) is not on a day on which the series repeats. Choose a first day that fits.", "Start", string(s.Start))
	case !rule.After(last, false).IsZero():
		return nil, invalid("rule", "A series reaches 400 days ahead at most. Choose an earlier last day, or fewer bookings.")
	}
	return mapped(list, func(t time.Time) LocalTime { return LocalTime(t.Format(localLayout)) }), nil
}

// ruleParts are the parts of an RRULE that a series may have. The others
// could give more than one booking a day.
var ruleParts = []string{"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}

func readRule(s Series) (*rrule.RRule, error) {
	until := time.Time{}
	kept := make([]string, 0, len(ruleParts))
	seen := map[string]bool{}
	for part := range strings.SplitSeq(strings.ToUpper(s.Rule), ";") {
		name, value, _ := strings.Cut(part, "=")
		if !slices.Contains(ruleParts, name) || seen[name] {
			return nil, badRule(s.Rule, nil)
		}
		seen[name] = true
		if name != "UNTIL" {
			kept = append(kept, part)
			continue
		}
		var err error
		if until, err = readUntil(value); err != nil {
			return nil, badRule(s.Rule, err)
		}
	}
	option, err := rrule.StrToROption(strings.Join(kept, ";"))
	if err != nil {
		return nil, badRule(s.Rule, err)
	}
	switch {
	case option.Freq != rrule.DAILY && option.Freq != rrule.WEEKLY && option.Freq != rrule.MONTHLY:
		return nil, badRule(s.Rule, nil)
	case seen["BYSETPOS"] && option.Freq != rrule.MONTHLY:
		return nil, badRule(s.Rule, nil) // the library counts the first week from the first booking, RFC 5545 from its Monday
	case seen["COUNT"] == seen["UNTIL"]:
		return nil, invalid("rule", "A series needs an end. Choose either how often it repeats or its last day.")
	case seen["COUNT"] && option.Count < 1:
		return nil, badRule(s.Rule, nil)
	}
	option.Dtstart, option.Until, option.Byweekday = s.Start.wall(), until, eachNth(option.Byweekday)
	rule, err := rrule.NewRRule(*option)
	if err != nil {
		return nil, badRule(s.Rule, err)
	}
	return rule, nil
}

// eachNth writes every Monday as the first to the fifth one where another day
// is numbered: the library takes a mixture for days that are both, RFC 5545
// for days that are either.
func eachNth(days []rrule.Weekday) []rrule.Weekday {
	if !slices.ContainsFunc(days, func(d rrule.Weekday) bool { return d.N() != 0 }) {
		return days
	}
	var out []rrule.Weekday
	for _, d := range days {
		if d.N() != 0 {
			out = append(out, d)
			continue
		}
		for n := 1; n <= 5; n++ {
			out = append(out, d.Nth(n))
		}
	}
	return out
}

func readUntil(value string) (time.Time, error) {
	value = strings.TrimSuffix(value, "Z")
	if day, err := time.Parse("20060102", value); err == nil {
		return day.AddDate(0, 0, 1).Add(-time.Second), nil
	}
	return time.Parse("20060102T150405", value)
}

func badRule(rule string, cause error) *Problem {
	p := invalid("rule", "Latchkey does not understand the rule “{{.Rule}}”. Let it repeat daily, weekly or monthly, with a number of times or a last day.", "Rule", rule)
	p.Err = cause
	return p
}

// ruleUntil returns the rule, ended with the day of the occurrence at last: its
// hour may change.
func ruleUntil(rule string, last LocalTime) string {
	parts := slices.DeleteFunc(strings.Split(rule, ";"), func(part string) bool {
		name, _, _ := strings.Cut(strings.ToUpper(part), "=")
		return name == "COUNT" || name == "UNTIL"
	})
	return strings.Join(append(parts, "UNTIL="+last.wall().Format("20060102")+"T235959"), ";")
}

package attendance

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// period is a number of days that can be chosen.
type period string

// The periods. All but lastMonth end today.
const (
	week      period = "week"
	thirty    period = "30"
	ninety    period = "90"
	lastYear  period = "year"
	thisMonth period = "month"
	lastMonth period = "last"
)

// days returns the first and the last day of the period.
func (p period) days(today store.Date) (from, to store.Date) {
	first := today[:8] + "01"
	switch p {
	case week:
		return today.AddDays(-6), today
	case ninety:
		return today.AddDays(-89), today
	case lastYear:
		return today.AddDays(-364), today
	case thisMonth:
		return first, today
	case lastMonth:
		end := first.AddDays(-1)
		return end[:8] + "01", end
	}
	return today.AddDays(-29), today
}

func periodChoices() []widgets.Choice {
	choice := func(p period, text string) widgets.Choice { return widgets.Choice{ID: string(p), Text: text} }
	return []widgets.Choice{
		choice(week, lang.L("Last 7 days")), choice(thirty, lang.L("Last 30 days")), choice(ninety, lang.L("Last 90 days")),
		choice(lastYear, lang.L("Last 365 days")), choice(thisMonth, lang.L("This month")), choice(lastMonth, lang.L("Last month")),
	}
}

// dayTime is noon of a day, to ask what weekday and month it is of.
func dayTime(d store.Date) time.Time { return d.Start(time.UTC).Add(12 * time.Hour) }

// weekday is the day of the week, 0 for Monday.
func weekday(d store.Date) int { return (int(dayTime(d).Weekday()) + 6) % 7 }

// dayAndMonth is "23 Nov", for an axis.
func dayAndMonth(d store.Date) string {
	t := dayTime(d)
	return lang.L("{{.Day}} {{.Month}}", map[string]any{"Day": t.Day(), "Month": lang.L(t.Format("Jan"))})
}

// hour is how an hour of the day is written: "09:00".
func hour(h int) string { return fmt.Sprintf("%02d:00", h) }

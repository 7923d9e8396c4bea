package access

import (
	"strconv"

	"latchkey/store"
)

// ScheduleWords says in a few words when a schedule opens.
func ScheduleWords(s store.Schedule) store.Sentence {
	switch {
	case AlwaysOpen(s):
		return sentence("always")
	case s.StartDate != "" && s.EndDate != "":
		return sentence("{{.From}} – {{.Until}}", "From", clip(s.StartDate, 16), "Until", clip(s.EndDate, 16))
	}
	days := ""
	for i, on := range s.Days {
		if on {
			days += strconv.Itoa(i + 1)
		}
	}
	return sentence("{{.Days}} {{.FromTime}} – {{.UntilTime}}", "Days", days, "FromTime", clip(s.StartTime, 5), "UntilTime", clip(s.EndTime, 5))
}

func clip(s string, n int) string { return s[:min(n, len(s))] }

package backups

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/words"
)

// yearTold is how old something is when its year has to be told.
const yearTold = 300 * 24 * time.Hour

// When says when something was, as the desk says it: "today 09:12",
// "yesterday 18:04", "Mon 23 Nov, 09:05", and with the year where that is not
// clear. The zero time is "never".
func When(at, now time.Time, loc *time.Location) string {
	if at.IsZero() {
		return lang.L("never")
	}
	local := store.LocalOf(at, loc)
	args := map[string]any{"Time": words.Clock(local), "Day": words.Day(local.Date())}
	switch local.Date() {
	case store.DateOf(now, loc):
		return lang.L("today {{.Time}}", args)
	case store.DateOf(now, loc).AddDays(-1):
		return lang.L("yesterday {{.Time}}", args)
	}
	if now.Sub(at) < yearTold {
		return words.Moment(local)
	}
	return lang.L("{{.Day}}, {{.Time}}", args)
}

// Size writes a number of bytes as people read it, in units of 1000: "3.4 MB".
func Size(bytes int64) string {
	const kilo, mega = 1000, 1000 * 1000
	if bytes < mega {
		return lang.L("{{.Size}} kB", map[string]any{"Size": strconv.FormatInt((bytes+kilo-1)/kilo, 10)})
	}
	tenths := (bytes + mega/20) / (mega / 10)
	size := lang.L("{{.Whole}}.{{.Part}}", map[string]any{"Whole": strconv.FormatInt(tenths/10, 10), "Part": strconv.FormatInt(tenths%10, 10)})
	return lang.L("{{.Size}} MB", map[string]any{"Size": size})
}

// Reason says why a copy was made.
func Reason(why store.Reason) string {
	switch why {
	case store.ReasonDaily:
		return lang.L("daily")
	case store.ReasonHand:
		return lang.L("by hand")
	case store.ReasonUpdate:
		return lang.L("before an update")
	case store.ReasonRestore:
		return lang.L("before a restore")
	}
	return ""
}

// Holds says in one line what a copy holds: "212 members, 34 bookings to come".
func Holds(c store.Copy) string {
	return lang.N("{{.Count}} members", c.Members, map[string]any{"Count": words.Number(c.Members)}) + ", " +
		lang.N("{{.Count}} bookings to come", c.Bookings, map[string]any{"Count": words.Number(c.Bookings)})
}

// spaces names the spaces of a copy.
func spaces(c store.Copy) string { return strings.Join(c.Spaces, ", ") }

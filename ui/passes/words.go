package passes

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/words"
)

// Length says how long a pass lasts: "45 minutes", "10 hours", "1 h 30 min".
func Length(minutes int) string {
	hours, rest := minutes/60, minutes%60
	switch {
	case hours == 0:
		return lang.N("{{.Count}} minutes", rest, map[string]any{"Count": rest})
	case rest == 0:
		return lang.N("{{.Count}} hours", hours, map[string]any{"Count": hours})
	}
	return lang.L("{{.Hours}} h {{.Minutes}} min", map[string]any{"Hours": hours, "Minutes": rest})
}

// Came says how a person came by a pass.
func Came(s store.Source) string {
	switch s {
	case store.Bought:
		return lang.L("bought")
	case store.Allowed:
		return lang.L("came with the plan")
	}
	return lang.L("given")
}

// Names are what the kinds of passes are called.
func Names(kinds []store.PassType) map[store.PassTypeID]string {
	out := make(map[store.PassTypeID]string, len(kinds))
	for _, k := range kinds {
		out[k.ID] = k.Name
	}
	return out
}

// Usable returns the passes that can still be used at an instant: those that
// nobody has used, that were not taken back, and whose last day is not over. One
// that is good only later is among them.
func Usable(list []store.PassUse, at time.Time, zone *time.Location) []store.PassUse {
	var out []store.PassUse
	for _, p := range list {
		if p.State(at, zone) == store.PassLeft {
			out = append(out, p)
		}
	}
	return out
}

// ByKind lists how many there are of each kind, the longest first: "2 Day, 1
// Hour".
func ByKind(list []store.PassUse, names map[store.PassTypeID]string) string {
	count := map[store.PassTypeID]int{}
	minutes := map[store.PassTypeID]int{}
	for _, p := range list {
		count[p.Type]++
		minutes[p.Type] = max(minutes[p.Type], p.Minutes)
	}
	var kinds []store.PassTypeID
	for k := range count {
		kinds = append(kinds, k)
	}
	slices.SortFunc(kinds, func(a, b store.PassTypeID) int {
		return cmp.Or(cmp.Compare(minutes[b], minutes[a]), cmp.Compare(a, b))
	})
	parts := make([]string, len(kinds))
	for i, k := range kinds {
		parts[i] = strconv.Itoa(count[k]) + " " + names[k]
	}
	return strings.Join(parts, ", ")
}

// Balance says how many of somebody's passes are left, of which kinds, and when
// the next one expires.
func Balance(list []store.PassUse, names map[store.PassTypeID]string, at time.Time, zone *time.Location) string {
	left := Usable(list, at, zone)
	all := map[string]any{"Left": len(left), "Count": len(list)}
	if len(left) == 0 {
		return lang.N("None of {{.Count}} passes left.", len(list), all)
	}
	all["Kinds"] = ByKind(left, names)
	said := lang.N("{{.Left}} of {{.Count}} passes left: {{.Kinds}}.", len(list), all)
	if next := nextEnd(left); next != "" {
		said += " " + lang.L("The next expires on {{.Day}}.", map[string]any{"Day": words.Day(next)})
	}
	return said
}

func nextEnd(list []store.PassUse) store.Date {
	var next store.Date
	for _, p := range list {
		if p.ExpiresOn != "" && (next == "" || p.ExpiresOn < next) {
			next = p.ExpiresOn
		}
	}
	return next
}

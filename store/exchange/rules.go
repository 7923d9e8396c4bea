package exchange

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"latchkey/store"
)

// each checks every entry of a section by rules and that keys are there and
// differ; rules also returns the entry's key and name. It returns the keys.
func each[T any](section string, list []T, rules func(T) (key, name string, err error)) (map[string]bool, error) {
	keys := make(map[string]bool, len(list))
	for i, item := range list {
		key, name, err := rules(item)
		if name == "" {
			name = key
		}
		at := entry{section, i, name}
		switch {
		case keys[key]:
			err = invalid("key", "The key “{{.Key}}” is used twice. Give each entry a key of its own.", "Key", key)
		case len(key) > maxKey:
			err = invalid("key", "The key is longer than {{.Max}} bytes. Shorten it.", "Max", maxKey)
		case err == nil:
			err = required("key", key)
		}
		if err != nil {
			return nil, at.wrap(err)
		}
		keys[key] = true
	}
	return keys, nil
}

// firstOf returns the first error, wrapped when at is given.
func firstOf(at interface{ wrap(error) error }, errs ...error) error {
	for _, err := range errs {
		if err == nil {
			continue
		}
		if at != nil {
			return at.wrap(err)
		}
		return err
	}
	return nil
}

func unless(ok bool, field, text string, args ...any) error {
	if ok {
		return nil
	}
	return invalid(field, text, args...)
}

func errorUnless(ok bool, problem func() error) error {
	if ok {
		return nil
	}
	return problem()
}

func required(field, value string) error {
	return unless(strings.TrimSpace(value) != "", field, "“{{.Field}}” is missing or empty. Add it.", "Field", field)
}

func known(field, key, section string, keys map[string]bool) error {
	return unless(key == "" || keys[key], field,
		"“{{.Field}}” names “{{.Key}}”, but nothing in {{.Section}} has that key. Correct it or add the entry.", "Field", field, "Key", key, "Section", section)
}

func oneOf(field, value string, allowed ...string) error {
	shown := slices.DeleteFunc(slices.Clone(allowed), func(s string) bool { return s == "" })
	return unless(slices.Contains(allowed, value), field,
		"“{{.Field}}” is “{{.Value}}”. It must be one of: {{.Allowed}}.", "Field", field, "Value", value, "Allowed", strings.Join(shown, ", "))
}

func between(field string, value, least, most int) error {
	return unless(value >= least && value <= most, field,
		"“{{.Field}}” is {{.Value}}. It must lie between {{.Least}} and {{.Most}}.", "Field", field, "Value", value, "Least", least, "Most", most)
}

func buffer(field string, minutes *int) error {
	if minutes == nil {
		return nil
	}
	return between(field, *minutes, 0, 120)
}

func zone(name string) error {
	_, err := time.LoadLocation(name)
	return unless(err == nil && name != "" && name != "Local", "zone",
		"“{{.Zone}}” is not a time zone. Write it like Europe/Paris.", "Zone", name)
}

var hourMinute = regexp.MustCompile(`^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$`)

func clock(field, value string) error {
	return unless(hourMinute.MatchString(value), field,
		"“{{.Field}}” is “{{.Value}}”. Write it as hours and minutes, like 08:30.", "Field", field, "Value", value)
}

func date(field string, d store.Date) error {
	if d == "" {
		return nil
	}
	if _, err := store.ParseDate(string(d)); err != nil {
		return invalid(field, "“{{.Field}}”: {{.Reason}}", "Field", field, "Reason", err.Error())
	}
	return unless(plausible(d), field, "“{{.Field}}” is {{.Date}}, centuries away. Correct it.", "Field", field, "Date", d)
}

// plausible keeps years within what the store's queries and every calendar
// program can hold.
func plausible(d store.Date) bool { return d >= "1900" && d < "3000" }

// instant reads an RFC 3339 instant, in whole seconds as the store keeps it.
func instant(field, value string) (time.Time, error) {
	at, err := time.Parse(time.RFC3339, value)
	at = at.UTC().Truncate(time.Second)
	if err != nil || !plausible(store.DateOf(at, time.UTC)) {
		return time.Time{}, badInstant(field)
	}
	return at, nil
}

func badInstant(field string) error {
	return invalid(field, "“{{.Field}}” must be an instant like 2026-10-19T08:00:00Z.", "Field", field)
}

func excepts(days []store.Date) error {
	for i, d := range days {
		if d == "" || date("except", d) != nil {
			return invalid("except", "“except” contains “{{.Date}}”, which is not a date. Write it like 2026-11-30.", "Date", d)
		}
		if slices.Contains(days[:i], d) {
			return invalid("except", "“except” contains {{.Date}} twice. Remove one.", "Date", d)
		}
	}
	return nil
}

func window(start, end store.LocalTime) error {
	for _, l := range []struct {
		field string
		at    store.LocalTime
	}{{"start", start}, {"end", end}} {
		if len(l.at) != len(wallLayout) || !l.at.Valid() || !plausible(l.at.Date()) {
			return invalid(l.field, "“{{.Field}}” is “{{.Value}}”. Write it as date and time, like 2026-10-19T09:30.", "Field", l.field, "Value", l.at)
		}
	}
	return unless(start < end, "end", "“end” must be later than “start”. Correct one of them.")
}

func refs(field string, list []Ref) error {
	for i, r := range list {
		if r.ID == "" && strings.TrimSpace(r.Name) == "" {
			return invalid(field, "“{{.Field}}” contains an entry without a name or an id. Remove it or name it.", "Field", field)
		}
		if slices.Contains(list[:i], r) {
			return invalid(field, "“{{.Field}}” contains “{{.Name}}” twice. Remove one.", "Field", field, "Name", r.Name)
		}
	}
	return nil
}

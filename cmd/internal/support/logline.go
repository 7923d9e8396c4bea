package support

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Line is one line of the program's log.
type Line struct {
	At    time.Time // zero where the line is none of the log's own
	Level string    // "INFO", "WARN", …
	Text  string    // what happened
	Pairs []Pair    // and what belongs to it
}

// Pair is a name and its value.
type Pair struct{ Name, Value string }

// ParseLine takes a line of slog's text apart. What is no such line becomes the
// text of one.
func ParseLine(s string) Line {
	var l Line
	rest := strings.TrimSpace(s)
	for rest != "" {
		name, value, after, ok := nextPair(rest)
		if !ok {
			return Line{Text: strings.TrimSpace(s)}
		}
		switch name {
		case "time":
			l.At, _ = time.Parse(time.RFC3339Nano, value)
		case "level":
			l.Level = value
		case "msg":
			l.Text = value
		default:
			l.Pairs = append(l.Pairs, Pair{name, value})
		}
		rest = after
	}
	return l
}

func nextPair(s string) (name, value, after string, ok bool) {
	name, s, ok = strings.Cut(s, "=")
	if !ok || name == "" || strings.ContainsAny(name, " \"") {
		return "", "", "", false
	}
	if !strings.HasPrefix(s, `"`) {
		value, after, _ = strings.Cut(s, " ")
		return name, value, strings.TrimSpace(after), true
	}
	quotedPart, err := strconv.QuotedPrefix(s)
	if err != nil {
		return "", "", "", false
	}
	value, err = strconv.Unquote(quotedPart)
	return name, value, strings.TrimSpace(s[len(quotedPart):]), err == nil
}

// Problem tells whether the line is about something that went wrong.
func (l Line) Problem() bool {
	return l.Level == "WARN" || l.Level == "ERROR" ||
		slices.ContainsFunc(l.Pairs, func(p Pair) bool { return p.Name == "err" || p.Name == "error" || p.Name == "kind" })
}

// String is the line for people, with the time of this computer.
func (l Line) String() string {
	var b strings.Builder
	if !l.At.IsZero() {
		b.WriteString(l.At.Local().Format("2006-01-02 15:04:05 "))
	}
	if l.Level != "" && l.Level != "INFO" {
		b.WriteString(l.Level + " ")
	}
	b.WriteString(l.Text)
	for _, p := range l.Pairs {
		b.WriteString(" " + p.Name + "=" + p.Value)
	}
	return b.String()
}

// harmless are the names whose values are the program's own words and numbers.
var harmless = []string{"op", "method", "status", "took", "kind", "code", "version", "what", "since", "begun"}

// Masked is the line without personal data: free text, such as an error or what
// SALTO KS answered, is masked.
func (l Line) Masked(m *Mask) Line {
	if l.At.IsZero() {
		l.Text = m.Text(l.Text)
	}
	l.Pairs = slices.Clone(l.Pairs)
	for i, p := range l.Pairs {
		if !slices.Contains(harmless, p.Name) {
			l.Pairs[i].Value = m.Text(p.Value)
		}
	}
	return l
}

package kssim

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// fields names what a list can be filtered and ordered by. The values are
// string, bool or time.Time.
type fields[T any] map[string]func(T) any

// query is the part of OData that the API is known to understand.
type query[T any] struct {
	keep    []func(T) bool
	compare func(a, b T) int // nil: as made
	top     int              // -1: all
	skip    int
	count   bool
}

// clauseRE is one comparison of a filter: contains(a,'x'), or a op literal.
var clauseRE = regexp.MustCompile(`^\s*(?:contains\(\s*([\w/]+)\s*,\s*'((?:[^']|'')*)'\s*\)` +
	`|([\w/]+)\s+(eq|ne|gt|ge|lt|le)\s+(?:'((?:[^']|'')*)'|(?i:datetime)'([^']*)'|(true|false)))\s*`)

func parseQuery[T any](values url.Values, known fields[T]) (query[T], error) {
	q := query[T]{top: -1}
	var err error
	for key := range values {
		value := values.Get(key)
		switch key {
		case "$filter":
			q.keep, err = parseFilter(value, known)
		case "$orderby":
			q.compare, err = parseOrder(value, known)
		case "$top":
			q.top, err = parseCount(value)
		case "$skip":
			q.skip, err = parseCount(value)
		case "$inlinecount":
			q.count = value == "allpages"
		default:
			if strings.HasPrefix(key, "$") {
				err = errOData("The query parameter '" + key + "' is not supported.")
			}
		}
		if err != nil {
			return q, err
		}
	}
	return q, nil
}

func parseCount(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, errOData("'" + text + "' is not a valid count.")
	}
	return n, nil
}

func parseOrder[T any](text string, known fields[T]) (func(a, b T) int, error) {
	words := strings.Fields(text)
	if len(words) == 0 || len(words) > 2 || known[words[0]] == nil {
		return nil, errOData("The query specified in the URI is not valid: $orderby=" + text)
	}
	get, sign := known[words[0]], 1
	if len(words) == 2 {
		switch words[1] {
		case "asc":
		case "desc":
			sign = -1
		default:
			return nil, errOData("The query specified in the URI is not valid: $orderby=" + text)
		}
	}
	return func(a, b T) int { return sign * compareValues(get(a), get(b)) }, nil
}

// parseFilter reads comparisons joined by "and".
func parseFilter[T any](text string, known fields[T]) ([]func(T) bool, error) {
	wrong := errOData("The query specified in the URI is not valid: $filter=" + text)
	var keep []func(T) bool
	for rest := text; ; {
		m := clauseRE.FindStringSubmatch(rest)
		if m == nil {
			return nil, wrong
		}
		fit := parseClause(m, known)
		if fit == nil {
			return nil, wrong
		}
		keep = append(keep, fit)
		rest = rest[len(m[0]):]
		if rest == "" {
			return keep, nil
		}
		next, joined := strings.CutPrefix(rest, "and ")
		if !joined {
			return nil, wrong
		}
		rest = next
	}
}

// parseClause takes the submatches of clauseRE. It returns nil for a field that
// is not known or a literal of another type than the field.
func parseClause[T any](m []string, known fields[T]) func(T) bool {
	if name := m[1]; name != "" {
		get, part := known[name], strings.ToLower(unquote(m[2]))
		if get == nil {
			return nil
		}
		return func(v T) bool {
			text, isText := get(v).(string)
			return isText && strings.Contains(strings.ToLower(text), part)
		}
	}
	get, operator := known[m[3]], m[4]
	if get == nil {
		return nil
	}
	var want any = unquote(m[5])
	switch {
	case m[6] != "":
		t, err := parseInstant(m[6])
		if err != nil {
			return nil
		}
		want = t
	case m[7] != "":
		want = m[7] == "true"
	}
	return func(v T) bool {
		got := get(v)
		return sameType(got, want) && holds(operator, compareValues(got, want))
	}
}

func holds(operator string, order int) bool {
	switch operator {
	case "eq":
		return order == 0
	case "ne":
		return order != 0
	case "gt":
		return order > 0
	case "ge":
		return order >= 0
	case "lt":
		return order < 0
	default: // le
		return order <= 0
	}
}

func unquote(text string) string { return strings.ReplaceAll(text, "''", "'") }

// parseInstant reads the date of a DateTime literal; without a zone it is UTC.
func parseInstant(text string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	return time.Parse(naiveLayout, text)
}

func sameType(a, b any) bool {
	switch a.(type) {
	case string:
		_, same := b.(string)
		return same
	case bool:
		_, same := b.(bool)
		return same
	case time.Time:
		_, same := b.(time.Time)
		return same
	}
	return false
}

// compareValues orders two values of one type. Text is compared without case:
// a guess, after the usual collation of such a service's database.
func compareValues(a, b any) int {
	switch a := a.(type) {
	case string:
		b, _ := b.(string)
		return cmp.Compare(strings.ToLower(a), strings.ToLower(b))
	case time.Time:
		b, _ := b.(time.Time)
		return a.Compare(b)
	case bool:
		if a == b {
			return 0
		}
		if a {
			return 1
		}
		return -1
	}
	return 0
}

// run returns what the filter keeps, in order, before $skip and $top.
func (q query[T]) run(all []T) []T {
	var kept []T
	for _, v := range all {
		if !slices.ContainsFunc(q.keep, func(fits func(T) bool) bool { return !fits(v) }) {
			kept = append(kept, v)
		}
	}
	if q.compare != nil {
		slices.SortStableFunc(kept, q.compare)
	}
	return kept
}

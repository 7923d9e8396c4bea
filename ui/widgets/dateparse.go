package widgets

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

var errDate = errors.New("not a date")

// parseDate reads a date as people type it: ISO, or in the order of the
// locale with any separator, with two digits of the year or none. Without a
// year it is the date nearest to today. The result is midnight UTC.
func parseDate(s string, l DateLocale, today time.Time) (time.Time, error) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("-/. ,", r) })
	if len(parts) == 1 && len(parts[0]) == 8 {
		parts = []string{parts[0][:4], parts[0][4:6], parts[0][6:]}
	}
	numbers := make([]int, len(parts))
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil || len(p) > 4 {
			return time.Time{}, errDate
		}
		numbers[i] = int(n)
	}
	switch len(parts) {
	case 3:
		return fullDate(parts, numbers, l)
	case 2:
		day, month := numbers[0], numbers[1]
		if l.Order != DayMonthYear {
			day, month = month, day
		}
		return nearest(month, day, today)
	case 1:
		return civil(today.Year(), int(today.Month()), numbers[0])
	default:
		return time.Time{}, errDate
	}
}

func fullDate(parts []string, n []int, l DateLocale) (time.Time, error) {
	order := l.Order
	if len(parts[0]) == 4 {
		order = YearMonthDay
	}
	var year, month, day int
	var yearText string
	switch order {
	case YearMonthDay:
		year, month, day, yearText = n[0], n[1], n[2], parts[0]
	case MonthDayYear:
		year, month, day, yearText = n[2], n[0], n[1], parts[2]
	default:
		year, month, day, yearText = n[2], n[1], n[0], parts[2]
	}
	switch len(yearText) {
	case 4:
	case 2:
		year += 2000
	default:
		return time.Time{}, errDate
	}
	return civil(year, month, day)
}

// nearest finds the year in which a day is closest to today.
func nearest(month, day int, today time.Time) (time.Time, error) {
	var best time.Time
	for year := today.Year() - 1; year <= today.Year()+1; year++ {
		d, err := civil(year, month, day)
		if err != nil {
			continue // 29 February
		}
		if best.IsZero() || d.Sub(today).Abs() < best.Sub(today).Abs() {
			best = d
		}
	}
	if best.IsZero() {
		return best, errDate
	}
	return best, nil
}

// civil is midnight UTC of a date that exists.
func civil(year, month, day int) (time.Time, error) {
	d := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year < 1900 || year > 2199 || d.Year() != year || int(d.Month()) != month || d.Day() != day {
		return time.Time{}, errDate
	}
	return d, nil
}

// addMonths moves by whole months and stays in the month that it comes to: a
// month after 31 January is the last of February.
func addMonths(d time.Time, months int) time.Time {
	first := time.Date(d.Year(), d.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(d.Day(), last)-1)
}

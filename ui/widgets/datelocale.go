package widgets

import (
	"slices"
	"time"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/language"
)

// DateOrder is the order in which people write a date with digits.
type DateOrder int

// The orders in use.
const (
	DayMonthYear DateOrder = iota
	MonthDayYear
	YearMonthDay
)

// DateLocale is how dates are written and where the week begins.
type DateLocale struct {
	Order     DateOrder
	Separator string
	WeekStart time.Weekday
}

// SystemDates is the DateLocale of this computer.
func SystemDates() DateLocale { return DatesOf(string(lang.SystemLocale())) }

// DatesOf returns the DateLocale of a BCP 47 name such as "en-GB"; a name
// without a region means the region where most people speak the language. What
// cannot be read gets ISO dates and Monday.
func DatesOf(name string) DateLocale {
	tag, err := language.Parse(name)
	if err != nil {
		return DateLocale{YearMonthDay, "-", time.Monday}
	}
	region, _ := tag.Region()
	code := region.String()
	l := DateLocale{DayMonthYear, "/", weekStart(code)}
	base, _ := tag.Base()
	switch {
	case slices.Contains(monthFirst, code):
		l.Order = MonthDayYear
	case slices.Contains(yearFirst, code):
		l.Order, l.Separator = YearMonthDay, "-"
	case slices.Contains(dotted, base.String()):
		l.Separator = "."
	}
	return l
}

// The tables are from CLDR's supplemental data (weekData) and date formats.
var (
	monthFirst  = []string{"US", "PH", "FM", "PW", "MH", "GU", "PR"}
	yearFirst   = []string{"CA", "CN", "HU", "JP", "KR", "KP", "LT", "MN", "SE", "TW", "ZA"}
	dotted      = []string{"de", "cs", "sk", "pl", "fi", "nb", "no", "da", "ru", "uk", "tr", "ro", "bg", "et", "lv", "sl", "hr"}
	sundayFirst = []string{
		"AG", "AS", "BD", "BR", "BS", "BT", "BW", "BZ", "CA", "CO", "DM", "DO", "ET", "GT", "GU", "HK", "HN", "ID",
		"IL", "IN", "JM", "JP", "KE", "KH", "KR", "LA", "MH", "MM", "MO", "MT", "MX", "MZ", "NI", "NP", "PA", "PE",
		"PH", "PK", "PR", "PT", "PY", "SA", "SG", "SV", "TH", "TT", "TW", "UM", "US", "VE", "VI", "WS", "YE", "ZA", "ZW",
	}
	saturdayFirst = []string{"AE", "AF", "BH", "DJ", "DZ", "EG", "IQ", "IR", "JO", "KW", "LY", "OM", "QA", "SD", "SY"}
)

func weekStart(region string) time.Weekday {
	switch {
	case slices.Contains(sundayFirst, region):
		return time.Sunday
	case slices.Contains(saturdayFirst, region):
		return time.Saturday
	default:
		return time.Monday
	}
}

// layout is the Go layout in which a field shows a date.
func (l DateLocale) layout() string {
	switch l.Order {
	case MonthDayYear:
		return "01" + l.Separator + "02" + l.Separator + "2006"
	case YearMonthDay:
		return "2006" + l.Separator + "01" + l.Separator + "02"
	default:
		return "02" + l.Separator + "01" + l.Separator + "2006"
	}
}

// monthName is the translated name of a month.
func monthName(m time.Month) string {
	return [...]string{
		lang.L("January"), lang.L("February"), lang.L("March"), lang.L("April"), lang.L("May"), lang.L("June"),
		lang.L("July"), lang.L("August"), lang.L("September"), lang.L("October"), lang.L("November"), lang.L("December"),
	}[m-1]
}

// weekdayName is the translated short name of a weekday.
func weekdayName(d time.Weekday) string {
	return [...]string{
		lang.L("Sun"), lang.L("Mon"), lang.L("Tue"), lang.L("Wed"), lang.L("Thu"), lang.L("Fri"), lang.L("Sat"),
	}[d]
}

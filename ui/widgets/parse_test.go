package widgets

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func day(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := time.Parse(isoDate, s)
	require.NoError(t, err)
	return d
}

func TestParseDate(t *testing.T) {
	fr, us, de, se := DatesOf("fr-FR"), DatesOf("en-US"), DatesOf("de"), DatesOf("sv-SE")
	today := day(t, "2026-11-23")
	for _, c := range []struct {
		text   string
		locale DateLocale
		want   string // "" is refused
	}{
		{"2026-11-23", fr, "2026-11-23"},
		{"2026-11-23", us, "2026-11-23"},
		{"20261123", us, "2026-11-23"},
		{"23/11/2026", fr, "2026-11-23"},
		{"11/23/2026", us, "2026-11-23"},
		{"23.11.26", de, "2026-11-23"},
		{"3.4.", de, "2027-04-03"},
		{"3 4", us, "2027-03-04"},
		{"26-11-23", se, "2026-11-23"},
		{"11-23", se, "2026-11-23"},
		{"31/12", fr, "2026-12-31"},
		{"5/1", fr, "2027-01-05"},
		{"20/10", fr, "2026-10-20"},
		{"25", fr, "2026-11-25"},
		{" 1 / 2 / 2027 ", fr, "2027-02-01"},
		{"29/2/2028", fr, "2028-02-29"},
		{"29/2/2027", fr, ""},
		{"31/11/2026", fr, ""},
		{"23/11/2026", us, ""},
		{"", fr, ""},
		{"tomorrow", fr, ""},
		{"1/1/1", fr, ""},
		{"1/1/0026", fr, ""},
		{"1/2/3/4", fr, ""},
		{"99999999999", fr, ""},
		{"-1", fr, "2026-11-01"},
		{"0", fr, ""},
		{"31", fr, ""},
	} {
		got, err := parseDate(c.text, c.locale, today)
		if c.want == "" {
			require.Error(t, err, c.text)
			continue
		}
		require.NoError(t, err, c.text)
		require.Equal(t, c.want, got.Format(isoDate), c.text)
	}
}

func TestEveryDateShownCanBeReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := DatesOf(rapid.SampledFrom([]string{"fr", "en-US", "de", "sv", "en-GB", "hu", "pt-BR", "xx-nonsense"}).Draw(t, "locale"))
		d := time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 80000).Draw(t, "days"))
		today := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		got, err := parseDate(d.Format(l.layout()), l, today)
		if err != nil || !got.Equal(d) {
			t.Fatalf("%s -> %v, %v", d.Format(l.layout()), got, err)
		}
	})
}

func TestAddMonthsStaysInTheMonth(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2028-01-31", 1, "2028-02-29"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-12-15", 1, "2027-01-15"},
		{"2026-01-15", -1, "2025-12-15"},
		{"2026-05-31", 12, "2027-05-31"},
	} {
		require.Equal(t, c.want, addMonths(day(t, c.from), c.months).Format(isoDate), c.from)
	}
}

func TestDatesOf(t *testing.T) {
	for _, c := range []struct {
		name  string
		order DateOrder
		sep   string
		start time.Weekday
	}{
		{"en-US", MonthDayYear, "/", time.Sunday},
		{"en", MonthDayYear, "/", time.Sunday},
		{"en-GB", DayMonthYear, "/", time.Monday},
		{"fr", DayMonthYear, "/", time.Monday},
		{"de-AT", DayMonthYear, ".", time.Monday},
		{"sv", YearMonthDay, "-", time.Monday},
		{"ar-EG", DayMonthYear, "/", time.Saturday},
		{"pt-BR", DayMonthYear, "/", time.Sunday},
		{"!!", YearMonthDay, "-", time.Monday},
	} {
		require.Equal(t, DateLocale{c.order, c.sep, c.start}, DatesOf(c.name), c.name)
	}
}

func TestParseClock(t *testing.T) {
	for text, want := range map[string]string{
		"9": "09:00", "09": "09:00", "930": "09:30", "0930": "09:30", "9:30": "09:30", "9.30 pm": "21:30",
		"9.30": "09:30", "12am": "00:00", "12 pm": "12:00", "12:05 a.m.": "00:05", "21h30": "21:30", "21h": "21:00",
		" 7 : 45 ": "07:45", "2359": "23:59", "0": "00:00", "1p": "13:00",
		"": "", "24:00": "", "9:60": "", "13pm": "", "0pm": "", "9:5": "", "nine": "", "123456": "", "9:30:00": "", "-1": "", "pm": "",
	} {
		got, err := parseClock(text)
		require.Equal(t, want == "", err != nil, text)
		require.Equal(t, want, got, text)
	}
}

func TestEveryClockCanBeReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2026, 1, 1, 0, rapid.IntRange(0, 24*60-1).Draw(t, "minute"), 0, 0, time.UTC)
		for _, layout := range []string{"15:04", "3:04 PM", "1504", "15.04", "15h04"} {
			got, err := parseClock(at.Format(layout))
			if err != nil || got != at.Format("15:04") {
				t.Fatalf("%q -> %q, %v", at.Format(layout), got, err)
			}
		}
	})
}

func TestParseNumber(t *testing.T) {
	for _, c := range []struct {
		text     string
		decimals int
		want     int64
		ok       bool
	}{
		{"5", 0, 5, true}, {" 15 ", 0, 15, true}, {"-3", 0, -3, true},
		{"12.5", 2, 1250, true}, {"12,50", 2, 1250, true}, {"7", 2, 700, true}, {"0.07", 2, 7, true}, {"-0.50", 2, -50, true},
		{"1.5", 0, 0, false}, {"1.", 2, 0, false}, {".5", 2, 0, false}, {"1.234", 2, 0, false}, {"", 0, 0, false},
		{"a", 0, 0, false}, {"--1", 0, 0, false}, {"99999999999999999999", 0, 0, false}, {"1 000", 0, 0, false},
	} {
		got, err := parseNumber(c.text, c.decimals)
		require.Equal(t, c.ok, err == nil, c.text)
		require.Equal(t, c.want, got, c.text)
	}
}

func TestEveryNumberShownCanBeReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, decimals := rapid.Int64Range(-1e12, 1e12).Draw(t, "v"), rapid.IntRange(0, 3).Draw(t, "decimals")
		got, err := parseNumber(formatNumber(v, decimals), decimals)
		if err != nil || got != v {
			t.Fatalf("%q -> %d, %v", formatNumber(v, decimals), got, err)
		}
	})
}

func TestEllipsisIsTheLongestThatFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(1, 40, -1).Draw(t, "text")
		room := rapid.IntRange(1, 40).Draw(t, "room")
		fits := func(s string) bool { return len([]rune(s)) <= room }
		got := ellipsis(text, fits)
		if !fits(got) && got != "…" || !strings.HasSuffix(got, "…") {
			t.Fatalf("%q", got)
		}
		kept := len([]rune(got)) - 1
		if kept+1 < len([]rune(text)) && fits(string([]rune(text)[:kept+1])+"…") {
			t.Fatalf("%q could be longer", got)
		}
	})
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{"Chloé": "chloe", "WEIẞ": "weiß", "Yılmaz": "yılmaz", "ABC": "abc", "Ångström": "angstrom"} {
		require.Equal(t, want, fold(in))
	}
}

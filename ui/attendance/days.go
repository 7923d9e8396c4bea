package attendance

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// dayBars are the people of each day of the period, days without anybody too.
func (f periodFacts) dayBars() (days []store.Date, bars []widgets.Bar) {
	if len(f.Days) == 0 {
		return nil, nil
	}
	count := make(map[store.Date]int, len(f.Days))
	for _, d := range f.Days {
		count[d.Day] = d.People
	}
	for d := f.From; d <= f.To; d = d.AddDays(1) {
		days = append(days, d)
		bars = append(bars, widgets.Bar{
			Label: dayAndMonth(d), Name: words.Day(d), Value: count[d], Note: f.dayNote(d, count[d]), Weak: d == f.Today || weekday(d) > 4,
		})
	}
	return days, bars
}

func (f periodFacts) dayNote(d store.Date, people int) string {
	args := map[string]any{"Day": words.Day(d), "Count": words.Number(people)}
	if d == f.Today {
		return lang.N("{{.Day}}: {{.Count}} people so far", people, args)
	}
	return lang.N("{{.Day}}: {{.Count}} people", people, args)
}

// daysSummary says what the days of the period come to. The day that is not over
// counts as well.
func (f periodFacts) daysSummary() string {
	var busiest store.DayCount
	total := 0
	for _, d := range f.Days {
		total += d.People
		if d.People > busiest.People {
			busiest = d
		}
	}
	n := len(f.Days)
	if n == 0 {
		return ""
	}
	return lang.N("Busiest: {{.Day}}, {{.Most}}. On average {{.Average}} on the {{.Count}} days on which somebody came.", n, map[string]any{
		"Day": words.ShortDay(busiest.Day), "Most": words.Number(busiest.People), "Count": n, "Average": words.Number((total + n/2) / n),
	})
}

// hours are the arrivals by day of the week and hour: check-ins by their first
// entry. The hours in which nobody ever came are left out at both ends, but for
// those of an ordinary day.
type hours struct {
	First int // hour of the first column
	Cells [7][]int
	Total int
}

const (
	ordinaryFrom  = 8
	ordinaryUntil = 18
)

func (f periodFacts) hours() hours {
	var count [7][24]int
	h := hours{First: ordinaryFrom}
	last, zone := ordinaryUntil-1, f.Space.Location()
	for _, a := range f.Arrivals {
		at := a.At.In(zone)
		day, hour := (int(at.Weekday())+6)%7, at.Hour()
		count[day][hour] += a.CheckIns
		h.Total += a.CheckIns
		h.First, last = min(h.First, hour), max(last, hour)
	}
	for day := range count {
		h.Cells[day] = count[day][h.First : last+1]
	}
	return h
}

func (h hours) rows() []string {
	var out []string
	for i := range h.Cells {
		out = append(out, words.Weekday(i))
	}
	return out
}

func (h hours) columns() []string {
	var out []string
	for i := range h.Cells[0] {
		out = append(out, hour(h.First + i)[:2])
	}
	return out
}

func (h hours) cells() [][]int {
	var out [][]int
	for _, row := range h.Cells {
		out = append(out, row)
	}
	return out
}

func (h hours) note(row, column int) string {
	from := h.First + column
	n := h.Cells[row][column]
	return lang.N("{{.Weekday}} {{.From}}–{{.Until}}: {{.Count}} arrivals", n, map[string]any{
		"Weekday": words.Weekday(row), "From": hour(from), "Until": hour(from + 1), "Count": words.Number(n),
	})
}

// member is what somebody's check-ins of a period come to.
type member struct {
	store.PersonCount
	Name  string
	Known bool // not removed: can be opened in Members
}

func (m member) key() string { return strconv.FormatInt(int64(m.Person), 10) }

// members are the people of the period by name, those whom the words find.
func (f periodFacts) members(query string) []member {
	out := []member{}
	for _, c := range f.Persons {
		p := f.People[c.Person]
		if words.Fits(p.Name()+" "+p.Email+" "+p.Company, query) {
			out = append(out, member{c, nameOf(f.People, c.Person), p.ID != 0 && !p.Deleted})
		}
	}
	return out
}

// table is the members as rows of a file, with their heads.
func table(list []member, zone *time.Location) [][]string {
	rows := [][]string{{lang.L("Name"), lang.L("Days"), lang.L("Check-ins"), lang.L("Passes used"), lang.L("Last seen")}}
	for _, m := range list {
		rows = append(rows, []string{
			m.Name, strconv.Itoa(m.Days), strconv.Itoa(m.CheckIns), strconv.Itoa(m.Passes), m.Last.In(zone).Format("2006-01-02 15:04"),
		})
	}
	return rows
}

package exchange

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"latchkey/store"
)

// CheckInRow is one stay. No leaving is made up: Left is nil unless the desk
// said so.
type CheckInRow struct {
	Day      store.Date `json:"day"`
	Person   string     `json:"person"`
	Company  string     `json:"company,omitempty"`
	Email    string     `json:"email,omitempty"`
	Space    string     `json:"space"`
	First    time.Time  `json:"first"`
	Last     time.Time  `json:"last"`
	Left     *time.Time `json:"left"`
	Pass     string     `json:"pass,omitempty"` // its kind
	Until    *time.Time `json:"pass_until"`
	GaveBack []string   `json:"given_back"` // kinds of shorter passes
}

func (r CheckInRow) cells() []string {
	return []string{
		string(r.Day), r.Person, r.Company, r.Email, r.Space, wall(r.First, toMinute), wall(r.Last, toMinute),
		wall(orZero(r.Left), toMinute), r.Pass, wall(orZero(r.Until), toMinute), strings.Join(r.GaveBack, ", "),
	}
}

func (s *stock) checkInRows(list []store.CheckIn) []AttendanceRow {
	loc := s.space.Location()
	kinds := map[store.PassID]string{}
	for _, p := range s.passes {
		kinds[p.ID] = s.types[s.typeKeys[p.Type]].Name
	}
	rows := make([]AttendanceRow, 0, len(list))
	for _, c := range list {
		p := s.people[s.peopleKey[c.Person]]
		r := CheckInRow{
			Day: c.Day, Person: p.Name(), Company: p.Company, Email: p.Email, Space: s.space.Name,
			First: c.First.In(loc), Last: c.Last.In(loc), Pass: kinds[c.Pass], GaveBack: []string{},
		}
		if c.Out {
			r.Left = orNone(r.Last)
		}
		if !c.Until.IsZero() {
			r.Until = orNone(c.Until.In(loc))
		}
		for _, id := range c.GaveBack {
			r.GaveBack = append(r.GaveBack, kinds[id])
		}
		rows = append(rows, r)
	}
	return rows
}

// DayRow is a day that had check-ins.
type DayRow struct {
	Day      store.Date `json:"day"`
	People   int        `json:"people"`
	CheckIns int        `json:"check_ins"`
}

func (r DayRow) cells() []string {
	return []string{string(r.Day), strconv.Itoa(r.People), strconv.Itoa(r.CheckIns)}
}

func dayRows(list []store.CheckIn) []AttendanceRow {
	days, of := by(list, func(c store.CheckIn) store.Date { return c.Day })
	slices.Sort(days)
	rows := make([]AttendanceRow, len(days))
	for i, d := range days {
		rows[i] = DayRow{d, distinct(of[d], func(c store.CheckIn) store.PersonID { return c.Person }), len(of[d])}
	}
	return rows
}

// MemberRow is somebody who had check-ins. Used counts the passes that these
// took and did not give back.
type MemberRow struct {
	Person   string    `json:"person"`
	Email    string    `json:"email,omitempty"`
	Days     int       `json:"days"`
	CheckIns int       `json:"check_ins"`
	Used     int       `json:"passes_used"`
	Last     time.Time `json:"last"` // when their last check-in began
}

func (r MemberRow) cells() []string {
	return []string{r.Person, r.Email, strconv.Itoa(r.Days), strconv.Itoa(r.CheckIns), strconv.Itoa(r.Used), wall(r.Last, toMinute)}
}

func (s *stock) memberRows(list []store.CheckIn) []AttendanceRow {
	ids, of := by(list, func(c store.CheckIn) store.PersonID { return c.Person })
	person := func(id store.PersonID) store.Person { return s.people[s.peopleKey[id]] }
	slices.SortFunc(ids, func(a, b store.PersonID) int {
		p, q := person(a), person(b)
		return cmp.Or(cmp.Compare(fold(p.LastName), fold(q.LastName)), cmp.Compare(fold(p.FirstName), fold(q.FirstName)), cmp.Compare(p.Key, q.Key))
	})
	rows := make([]AttendanceRow, len(ids))
	for i, id := range ids {
		p, stays := person(id), of[id]
		r := MemberRow{Person: p.Name(), Email: p.Email, CheckIns: len(stays)}
		r.Days = distinct(stays, func(c store.CheckIn) store.Date { return c.Day })
		for _, c := range stays {
			if c.Pass != 0 {
				r.Used++
			}
			if c.First.After(r.Last) {
				r.Last = c.First.In(s.space.Location())
			}
		}
		rows[i] = r
	}
	return rows
}

// EntryRow is something that happened at a door.
type EntryRow struct {
	Time    time.Time `json:"time"`
	Door    string    `json:"door"` // its name then
	What    string    `json:"what"`
	Person  string    `json:"person,omitempty"` // who is nobody of this file: the name in SALTO KS
	Tag     string    `json:"tag,omitempty"`
	Counted string    `json:"counted"` // yes, no, or asked: the desk is to say, as it came late
}

func (r EntryRow) cells() []string {
	return []string{wall(r.Time, toSecond), r.Door, r.What, r.Person, r.Tag, r.Counted}
}

func (a *Attendance) readEntries(ctx context.Context, st *store.Store, s *stock, e AttendanceExport) error {
	if err := s.readCorrections(ctx, st); err != nil {
		return err
	}
	not := make(map[string]bool)
	for _, c := range s.corrections {
		if c.Kind == store.NotThem {
			not[c.Entry] = true
		}
	}
	loc := s.space.Location()
	from, to := dawn, dusk
	if e.From != "" {
		from = e.From.Start(loc)
	}
	if e.To != "" {
		to = e.To.End(loc)
	}
	list, err := st.Entries(ctx, s.space.ID, from, to)
	if err != nil {
		return err
	}
	for _, x := range list {
		person := s.people[s.peopleKey[x.Person]].Name()
		a.Rows = append(a.Rows, EntryRow{
			Time: x.At.In(loc), Door: cmp.Or(x.DoorName, x.Door), What: happened(x), Person: cmp.Or(person, x.UserName), Tag: x.Tag,
			Counted: counted(x, !not[x.ID] && e.Arrives(x, s.space)),
		})
	}
	return nil
}

// counted tells whether an entry is part of a check-in.
func counted(e store.Entry, presence bool) string {
	switch {
	case !presence || e.State == store.EntryLeftOut:
		return "no"
	case e.State == store.EntryLate:
		return "asked"
	}
	return "yes"
}

// happened says what an entry is, with SALTO KS's own words in brackets.
func happened(e store.Entry) string {
	what := e.Category
	switch e.Category {
	case store.EntryOpened:
		what = "opened"
	case store.EntryRejected:
		what = "refused"
	case store.EntryEasyOffice:
		what = "office mode"
	}
	more := slices.DeleteFunc([]string{e.Detail, e.Way}, func(s string) bool { return s == "" })
	if e.Leaving {
		more = append(more, "leaving")
	}
	if len(more) == 0 {
		return what
	}
	return what + " (" + strings.Join(more, ", ") + ")"
}

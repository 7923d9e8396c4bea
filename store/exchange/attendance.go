package exchange

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"latchkey/store"
)

// AttendanceBy says what a row of an attendance export is.
type AttendanceBy string

// What a row can be.
const (
	ByCheckIn AttendanceBy = "checkin"
	ByDay     AttendanceBy = "day"
	ByMember  AttendanceBy = "member"
	ByEntry   AttendanceBy = "entry"
)

// AttendanceExport says which attendance is written, and how.
type AttendanceExport struct {
	By       AttendanceBy // empty: ByCheckIn
	From, To store.Date   // both included, by the space's clock; empty: no limit
	// Arrives tells whether an entry is one of somebody who came in (package
	// attendance). Needed for ByEntry.
	Arrives func(store.Entry, store.Space) bool
}

// Attendance is what an export holds. Its times are in the zone of the space.
type Attendance struct {
	Space string          `json:"space"`
	Zone  string          `json:"zone"`
	By    AttendanceBy    `json:"by"`
	Rows  []AttendanceRow `json:"rows"`

	header []string
}

// AttendanceRow is a CheckInRow, a DayRow, a MemberRow or an EntryRow.
type AttendanceRow interface{ cells() []string }

// The span of all days that the store can hold.
const (
	firstDay = store.Date("0000-01-01")
	lastDay  = store.Date("9999-12-31")
)

// ReadAttendance reads who was there, as the check-ins say that are worked out
// already: bring them up to date first.
func ReadAttendance(ctx context.Context, st *store.Store, id store.SpaceID, e AttendanceExport) (*Attendance, error) {
	e.By = cmp.Or(e.By, ByCheckIn)
	space, err := st.Space(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("export attendance: %w", err)
	}
	have := &stock{space: space}
	if err := have.read(ctx, st, have.readPeople, have.readPasses); err != nil {
		return nil, fmt.Errorf("export attendance: %w", err)
	}
	a := &Attendance{Space: space.Name, Zone: space.Zone, By: e.By, Rows: []AttendanceRow{}}
	if e.By == ByEntry {
		a.header = []string{"Time", "Door", "What", "Person", "Tag", "Counted"}
		err = a.readEntries(ctx, st, have, e)
	} else {
		err = a.readCheckIns(ctx, st, have, e)
	}
	if err != nil {
		return nil, fmt.Errorf("export attendance: %w", err)
	}
	return a, nil
}

func (a *Attendance) readCheckIns(ctx context.Context, st *store.Store, have *stock, e AttendanceExport) error {
	list, err := st.CheckIns(ctx, have.space.ID, cmp.Or(e.From, firstDay), cmp.Or(e.To, lastDay))
	if err != nil {
		return err
	}
	switch e.By {
	case ByDay:
		a.header = []string{"Day", "People", "Check-ins"}
		a.Rows = dayRows(list)
	case ByMember:
		a.header = []string{"Person", "E-mail", "Days", "Check-ins", "Passes used", "Last"}
		a.Rows = have.memberRows(list)
	default:
		a.header = []string{"Day", "Person", "Company", "E-mail", "Space", "First", "Last", "Left, as the desk says", "Pass", "Pass until", "Given back"}
		a.Rows = have.checkInRows(list)
	}
	return nil
}

// WriteCSV writes the rows with wall-clock times.
func (a *Attendance) WriteCSV(w io.Writer) error {
	c := newCSV(w, a.header...)
	for _, r := range a.Rows {
		c.row(r.cells()...)
	}
	return c.close()
}

// The wall-clock times of a spreadsheet.
const (
	toMinute = "2006-01-02 15:04"
	toSecond = "2006-01-02 15:04:05"
)

// wall is what the clock on the wall of t's zone shows, and nothing for none.
// Where it shows that twice, the distance to UTC tells which.
func wall(t time.Time, layout string) string {
	switch {
	case t.IsZero():
		return ""
	case twice(t):
		return t.Format(layout + "-07:00")
	}
	return t.Format(layout)
}

// twice tells whether a clock in t's zone shows the reading of t twice, because
// it goes back soon after t or went back shortly before.
func twice(t time.Time) bool {
	offset := func(t time.Time) time.Duration {
		_, seconds := t.Zone()
		return time.Duration(seconds) * time.Second
	}
	start, end := t.ZoneBounds()
	if !end.IsZero() && t.Add(offset(t)-offset(end)).Compare(end) >= 0 {
		return true
	}
	if start.IsZero() {
		return false
	}
	back := offset(start.Add(-time.Second)) - offset(t)
	return t.Before(start.Add(back))
}

// orNone is nil for no time.
func orNone(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func orZero(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

// by counts the check-ins of each day, or of each person.
func by[K comparable](list []store.CheckIn, of func(store.CheckIn) K) (keys []K, groups map[K][]store.CheckIn) {
	groups = make(map[K][]store.CheckIn)
	for _, c := range list {
		k := of(c)
		if groups[k] == nil {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], c)
	}
	return keys, groups
}

// distinct is how many different ones of a kind check-ins have.
func distinct[K cmp.Ordered](list []store.CheckIn, of func(store.CheckIn) K) int {
	all := make([]K, len(list))
	for i, c := range list {
		all[i] = of(c)
	}
	slices.Sort(all)
	return len(slices.Compact(all))
}

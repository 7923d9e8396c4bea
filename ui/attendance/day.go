package attendance

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// visit is what is known of a person on a day.
type visit struct {
	Person      store.PersonID
	Name        string
	Stays       []store.CheckIn // in the order in which they began; none: nothing of it counts
	First, Last time.Time
	In          bool // a pass lets in now, and they are not known to have left
	Kind        widgets.Kind
	State       string // of the pass
	Pass        string // what it is called
	FirstAt     string // in words, as the two that follow
	LastAt      string
	Entries     []passage
	Corrections []store.Correction
	order       int
}

func (v visit) key() string { return strconv.FormatInt(int64(v.Person), 10) }

// passage is something that the doors know of a person on a day.
type passage struct {
	store.Entry
	Not    bool // the desk says that it was somebody else
	Counts bool // it shows that they came in
}

// arrives tells whether an entry shows that somebody came in, unless it came late
// or the desk says something else.
type arrives func(store.Entry, store.Space) bool

// visits returns who was there on the day, those with a pass in force first, and
// last those of whom nothing counts. The rest is in the order of arrival.
func (f dayFacts) visits(counts arrives) []visit {
	by := map[store.PersonID]*visit{}
	var order []store.PersonID
	of := func(p store.PersonID) *visit {
		if by[p] == nil {
			by[p] = &visit{Person: p, Name: f.name(p)}
			order = append(order, p)
		}
		return by[p]
	}
	for _, c := range f.Stays {
		v := of(c.Person)
		v.Stays = append(v.Stays, c)
	}
	not := map[string]bool{}
	for _, c := range f.Corrections {
		v := of(c.Person)
		v.Corrections = append(v.Corrections, c)
		not[c.Entry] = c.Kind == store.NotThem || not[c.Entry]
	}
	for _, e := range f.Entries {
		if late(e) && counts(e, f.Space) {
			of(e.Person) // who may have nothing else: it can still be answered
		}
		if v := by[e.Person]; v != nil {
			state := e.State == store.EntryCounts || e.State == store.EntryCounted
			v.Entries = append(v.Entries, passage{Entry: e, Not: not[e.ID], Counts: state && !not[e.ID] && counts(e, f.Space)})
		}
	}
	out := make([]visit, len(order))
	for i, p := range order {
		by[p].settle(f)
		out[i] = *by[p]
	}
	slices.SortStableFunc(out, func(a, b visit) int { return cmp.Compare(a.rank(), b.rank()) })
	for i := range out {
		out[i].order = i
	}
	return out
}

func (v visit) rank() int {
	switch {
	case v.In:
		return 0
	case len(v.Stays) > 0:
		return 1
	}
	return 2
}

// settle says in words what the stays come to.
func (v *visit) settle(f dayFacts) {
	if len(v.Stays) == 0 {
		v.State = lang.L("does not count")
		if slices.ContainsFunc(v.Entries, func(e passage) bool { return e.State == store.EntryLate }) {
			v.Kind, v.State = widgets.Warn, lang.L("came late")
		}
		return
	}
	zone, last := f.Space.Location(), v.Stays[len(v.Stays)-1]
	v.First, v.Last = v.Stays[0].First, last.Last
	v.FirstAt, v.LastAt = clockOn(v.First, f.Day, zone), clockOn(v.Last, f.Day, zone)
	v.Pass = f.Passes[last.Pass]
	v.In = last.In(f.Now) && !last.Out
	at := map[string]any{"Time": clockOn(last.Until, f.Day, zone)}
	switch {
	case v.In:
		v.Kind, v.State = widgets.Good, lang.L("until {{.Time}}", at)
	case last.Out:
		v.State = lang.L("left {{.Time}}", map[string]any{"Time": v.LastAt})
	case last.Pass != 0:
		v.State = lang.L("pass ended {{.Time}}", at)
	case f.asksForPass(v.Person):
		v.Kind, v.State = widgets.Warn, lang.L("without a pass")
	}
}

// closed tells whether nothing changes on the day before it is opened again.
func (f dayFacts) closed() bool { return f.Closed != "" && f.Day <= f.Closed }

func (f dayFacts) name(p store.PersonID) string {
	return nameOf(f.People, p)
}

func nameOf(people map[store.PersonID]store.Person, id store.PersonID) string {
	if name := people[id].Name(); name != "" {
		return name
	}
	return lang.L("Somebody who was removed")
}

// asksForPass tells whether somebody's plan, or that of their main member, opens
// only with a pass.
func (f dayFacts) asksForPass(id store.PersonID) bool {
	return f.Limited[planOf(f.People, f.People[id])]
}

// planOf is the plan that somebody has, or the main member of theirs.
func planOf(people map[store.PersonID]store.Person, p store.Person) store.PlanID {
	if p.Main != 0 {
		return people[p.Main].Plan
	}
	return p.Plan
}

// here counts the people who were there, and those of them with a pass in force.
func here(list []visit) (all, in int) {
	for _, v := range list {
		if len(v.Stays) > 0 {
			all++
		}
		if v.In {
			in++
		}
	}
	return all, in
}

// lastSeen is the last that the doors or the desk know of somebody's latest stay,
// apart from when they left.
func (v visit) lastSeen() time.Time {
	stay := v.Stays[len(v.Stays)-1]
	if !stay.Out {
		return stay.Last
	}
	seen := stay.First
	for _, e := range v.Entries {
		if e.Counts && e.At.After(seen) {
			seen = e.At
		}
	}
	for _, c := range v.Corrections {
		if c.Kind == store.CheckedIn && c.At.After(seen) {
			seen = c.At
		}
	}
	return seen
}

// departures are the times at which somebody left their latest stay, as the desk
// said before.
func (v visit) departures() []store.CorrectionID {
	var out []store.CorrectionID
	stay := v.Stays[len(v.Stays)-1]
	for _, c := range v.Corrections {
		if c.Kind == store.CheckedOut && !c.At.Before(stay.First) {
			out = append(out, c.ID)
		}
	}
	return out
}

// clockOn is the time of day, with the day where that is another.
func clockOn(t time.Time, day store.Date, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	l := store.LocalOf(t, zone)
	if l.Date() == day {
		return words.Clock(l)
	}
	return words.Moment(l)
}

// way says how a door was opened.
func way(e store.Entry) string {
	switch e.Way {
	case "tag":
		return lang.L("tag")
	case "pin_code":
		return lang.L("PIN")
	case "inside_handle":
		return lang.L("handle inside")
	case "mobile_key":
		return lang.L("phone")
	case "remote":
		return lang.L("from afar")
	}
	return e.Way
}

// remark says why an entry is no arrival, or nothing where it is one.
func (p passage) remark() (widgets.Kind, string) {
	switch {
	case p.Not:
		return widgets.Neutral, lang.L("not them")
	case p.Category == store.EntryRejected:
		return widgets.Warn, lang.L("refused")
	case p.Leaving:
		return widgets.Neutral, lang.L("going out")
	case !p.Counts:
		return widgets.Neutral, lang.L("no arrival")
	}
	return widgets.Neutral, ""
}

// said is a correction in words, without its note.
func said(c store.Correction, day store.Date, zone *time.Location) string {
	at := map[string]any{"Time": clockOn(c.At, day, zone)}
	switch c.Kind {
	case store.CheckedIn:
		return lang.L("Checked in at {{.Time}}", at)
	case store.CheckedOut:
		return lang.L("Left at {{.Time}}", at)
	}
	return lang.L("Entry of {{.Time}}: not them", at)
}

package members

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/store"
	"latchkey/ui/passes"
	"latchkey/ui/widgets"
)

const today = store.Date("2026-11-23")

func someone() []store.Person {
	return []store.Person{
		{ID: 1, FirstName: "Zoé", LastName: "Adam", Plan: 1, Company: "Ostrea"},
		{ID: 2, FirstName: "élodie", LastName: "Bell", Plan: 2, NextPlan: 1, NextPlanOn: "2026-11-23"},
		{ID: 3, FirstName: "Frank", LastName: "Cole", Main: 1},
		{ID: 4, FirstName: "Ada", LastName: "Diaz", Plan: 1, EndsOn: "2026-11-22"},
		{ID: 5, FirstName: "Emil", LastName: "Evans", Main: 4, Company: "Bell"},
		{ID: 6, FirstName: "Vera", LastName: "Fox"},
	}
}

func sample() *roster { return sampleOf(someone()) }

func sampleOf(people []store.Person) *roster {
	r := &roster{
		Space:  store.Space{ID: 1, Zone: "Europe/Paris"},
		Now:    time.Date(2026, 11, 23, 9, 36, 0, 0, time.UTC),
		Plans:  []store.Plan{{ID: 1, Name: "Full time"}, {ID: 2, Name: "Basic"}},
		Tags:   []store.Tag{{ID: 1, Number: "0230 0042", State: store.TagHeld, Holder: 2}, {ID: 2, Number: "0230 0043", State: store.TagFree}},
		People: store.PeopleOf(people),
	}
	r.passes = map[store.PersonID]passes.Held{}
	r.index()
	return r
}

func names(rows []row) []string {
	var out []string
	for _, w := range rows {
		out = append(out, w.person().FirstName)
	}
	return out
}

func TestRowsStandInTheOrderOfADictionary(t *testing.T) {
	require.Equal(t, []string{"Ada", "élodie", "Emil", "Frank", "Vera", "Zoé"}, names(rowsOf(sample())))
}

func TestRowSaysWhatThePersonIsToday(t *testing.T) {
	rows := map[store.PersonID]row{}
	for _, w := range rowsOf(sample()) {
		rows[w.id()] = w
	}
	for _, c := range []struct {
		id          store.PersonID
		plan, state string
		kind        widgets.Kind
		tag         string
	}{
		{1, "Full time", "active · 1 co-members", widgets.Good, ""},
		{2, "Full time", "active", widgets.Good, "0230 0042"}, // the change of plan is today
		{3, "Full time (co)", "active", widgets.Good, ""},
		{4, "Full time", "cancelled", widgets.Neutral, ""},
		{5, "Full time (co)", "main member cancelled", widgets.Warn, ""},
		{6, "", "visitor", widgets.Neutral, ""},
	} {
		w := rows[c.id]
		kind, state := w.state()
		require.Equal(t, c.plan, w.plan(), w.name())
		require.Equal(t, c.state, state, w.name())
		require.Equal(t, c.kind, kind, w.name())
		require.Equal(t, c.tag, w.tag(), w.name())
	}
}

func TestFilters(t *testing.T) {
	rows := rowsOf(sample())
	found := map[store.PersonID]bool{1: true, 6: true}
	for _, c := range []struct {
		name string
		f    filter
		want []string
	}{
		{"none", filter{}, []string{"Ada", "élodie", "Emil", "Frank", "Vera", "Zoé"}},
		{"plan, with the co-members", filter{Plan: 1}, []string{"Ada", "élodie", "Emil", "Frank", "Zoé"}},
		{"plan nobody has today", filter{Plan: 2}, nil},
		{"state", filter{State: store.StateVisitor}, []string{"Vera"}},
		{"query", filter{Query: "x", found: found}, []string{"Vera", "Zoé"}},
		{"all three", filter{Query: "x", found: found, Plan: 1, State: store.StateActive}, []string{"Zoé"}},
	} {
		require.Equal(t, c.want, names(c.f.apply(rows)), c.name)
	}
}

func TestColumnsSortWithEmptyOnesLast(t *testing.T) {
	for _, c := range []struct {
		name    string
		compare func(a, b row) int
		first   string
	}{{"company", sortCompany.compare, "Emil"}, {"tag", sortTag.compare, "élodie"}, {"state", sortState.compare, "élodie"}, {"plan", sortPlan.compare, "Ada"}} {
		rows := rowsOf(sample())
		first := rows[0]
		for _, w := range rows {
			if c.compare(w, first) < 0 {
				first = w
			}
		}
		require.Equal(t, c.first, first.person().FirstName, c.name)
	}
}

// Every comparison is an order of all rows, whatever they hold.
func TestComparisonsAreOrders(t *testing.T) {
	texts := rapid.SampledFrom([]string{"", "a", "É", "e", "zz"})
	connects := rapid.SampledFrom([]store.Connect{store.ConnectNone, store.ConnectTagOnly, store.ConnectPhoneAndTag})
	rapid.Check(t, func(t *rapid.T) {
		r := sampleOf([]store.Person{{ID: 1}, {ID: 2}, {ID: 3}})
		people := make([]store.Person, 3)
		for i := range people {
			id := store.PersonID(i + 1)
			people[i] = store.Person{
				ID: id, FirstName: texts.Draw(t, "name"), Company: texts.Draw(t, "company"), Email: texts.Draw(t, "email"),
				Plan: store.PlanID(rapid.IntRange(0, 2).Draw(t, "plan")), Connect: connects.Draw(t, "connect"),
				PausedFrom: rapid.SampledFrom([]store.Date{"", today, "2026-12-01"}).Draw(t, "pause"),
			}
			r.tags[id] = store.Tag{Number: texts.Draw(t, "tag"), Holder: id}
			if left := rapid.IntRange(-1, 12).Draw(t, "passes"); left >= 0 {
				r.passes[id] = passes.Held{Left: left}
			}
		}
		r.People = store.PeopleOf(people)
		a, b, c := row{r, 0}, row{r, 1}, row{r, 2}
		compare := byNameAndMore
		if s := sorting(rapid.IntRange(-1, int(sortings)-1).Draw(t, "sorted by")); s >= 0 {
			compare = s.compare
		}
		if compare(a, b) != -compare(b, a) {
			t.Fatalf("not symmetric: %v %v", a, b)
		}
		if compare(a, b) <= 0 && compare(b, c) <= 0 && compare(a, c) > 0 {
			t.Fatalf("not transitive: %v %v %v", a, b, c)
		}
	})
}

func TestFewestPassesComeFirstAndNoneLast(t *testing.T) {
	r := sample()
	r.passes[2], r.passes[4], r.passes[6] = passes.Held{Left: 10}, passes.Held{Left: 9}, passes.Held{}
	rows := rowsOf(r)
	slices.SortStableFunc(rows, sortPasses.compare)
	require.Equal(t, []string{"Vera", "Ada", "élodie"}, names(rows)[:3])
}

func TestFactsNameWhatIsAhead(t *testing.T) {
	r := sample()
	require.Equal(t, []string{"m@x.example · Ostrea", "Full time since Tue 3 Mar 2026",
		"Plan “Basic” from Tue 1 Dec 2026.", "Pause from Thu 24 Dec 2026 to Fri 1 Jan 2027.", "Last day Sun 31 Jan 2027."},
		facts(r, store.Person{Email: "m@x.example", Company: "Ostrea", Plan: 1, StartsOn: "2026-03-03",
			NextPlan: 2, NextPlanOn: "2026-12-01", PausedFrom: "2026-12-24", PausedUntil: "2027-01-01", EndsOn: "2027-01-31"}))
	require.Equal(t, []string{"Co-member of Zoé Adam"}, facts(r, r.People.At(2)))
}

func TestALongNoteIsCut(t *testing.T) {
	require.Equal(t, "Comes by bike. Likes tea.", shortNote("Comes by bike.\n\nLikes tea.\n"))
	require.Equal(t, strings.Repeat("é", 160)+"…", shortNote(strings.Repeat("é", 161)))
}

func TestInitials(t *testing.T) {
	require.Equal(t, "ÉB", initials(store.Person{FirstName: "élodie", LastName: "Bell"}))
	require.Equal(t, "O", initials(store.Person{FirstName: "Ostrea"}))
	require.Equal(t, "", initials(store.Person{}))
}

func TestCountWords(t *testing.T) {
	require.Equal(t, "148 people", countWords(148, 148))
	require.Equal(t, "3 of 148 people", countWords(3, 148))
}

func TestBookingsThatAChangeClosesAndOpens(t *testing.T) {
	paris := sample().zone
	booking := func(room, start, end string) bookingLine {
		return bookingLine{Booking: store.Booking{StartAt: store.LocalTime(start).Start(paris), EndAt: store.LocalTime(end).End(paris)}, room: room}
	}
	bookings := []bookingLine{
		booking("Studio A", "2026-11-23T14:00", "2026-11-23T18:00"),
		booking("Workshop", "2026-11-23T22:00", "2026-11-24T00:00"), // ends with the day
		booking("Studio A", "2026-11-23T23:00", "2026-11-24T00:30"),
	}
	member := store.Person{Plan: 1}
	blocked := store.Person{Plan: 1, BlockedAt: moment}
	paused := func(from, until store.Date) store.Person {
		return store.Person{Plan: 1, PausedFrom: from, PausedUntil: until}
	}
	ended := func(on store.Date) store.Person { return store.Person{Plan: 1, EndsOn: on} }
	for _, c := range []struct {
		name          string
		before, after store.Person
		want          []string
	}{
		{"nothing", member, member, nil},
		{"ends today", member, ended(today), []string{"1 bookings to come will no longer open: Studio A."}},
		{"ended yesterday", member, ended("2026-11-22"), []string{"3 bookings to come will no longer open: Studio A, Workshop."}},
		{"ends tomorrow", member, ended("2026-11-24"), nil},
		{"ends later than said before", ended("2026-11-22"), ended("2026-11-24"), []string{"3 bookings to come open again: Studio A, Workshop."}},
		{"paused from tomorrow", member, paused("2026-11-24", ""), []string{"1 bookings to come will no longer open: Studio A."}},
		{"paused until yesterday", member, paused("2026-11-20", "2026-11-22"), nil},
		{"another pause", paused("2026-11-24", ""), paused("2026-11-25", "2026-11-30"), []string{"1 bookings to come open again: Studio A."}},
		{"begins tomorrow", member, store.Person{Plan: 1, StartsOn: "2026-11-24"}, []string{"3 bookings to come will no longer open: Studio A, Workshop."}},
		{"blocked", member, blocked, []string{"3 bookings to come will no longer open: Studio A, Workshop."}},
		{"blocked when over already", ended("2026-11-22"), blocked, nil},
		{"unblocked", blocked, unblocked(blocked), []string{"3 bookings to come open again: Studio A, Workshop."}},
	} {
		require.Equal(t, c.want, bookingNotes(bookings, c.before, c.after, paris), c.name)
	}
}

func TestABlockHidesTheState(t *testing.T) {
	people := someone()
	for i := range people {
		people[i].BlockedAt = moment.Add(-time.Hour)
	}
	r := sampleOf(people)
	for _, w := range rowsOf(r) {
		kind, state := w.state()
		require.Equal(t, widgets.Bad, kind, w.name())
		require.Equal(t, "blocked", state, w.name())
	}
	require.Len(t, filter{State: stateBlocked}.apply(rowsOf(r)), len(people))
	require.Empty(t, filter{State: store.StateActive}.apply(rowsOf(r)))
	require.Equal(t, []string{"Co-member of Vera Fox", "Blocked since 09:36: opens nothing. Without the block: main member visitor."},
		facts(r, store.Person{Main: 6, BlockedAt: moment.Add(-time.Hour)})[:2])
}

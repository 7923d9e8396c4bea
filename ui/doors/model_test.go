package doors

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/widgets"
)

// moment is a Monday morning, 10:36 in Paris.
var moment = time.Date(2026, 11, 23, 9, 36, 0, 0, time.UTC)

func gets(name, doors string) store.Sentence {
	return store.Sentence{Text: "{{.Name}} gets {{.Doors}}: extra door.", Args: map[string]string{"Name": name, "Doors": doors}}
}

func step(key string, person store.PersonID, what store.Sentence, phase store.Phase) store.Work {
	return store.Work{Key: key, Person: person, What: what, Phase: phase, Due: moment}
}

func TestStepsAreGroupedByPerson(t *testing.T) {
	mia, tom := gets("Mia Berg", "Front door"), gets("Tom Okafor", "Studio A")
	groups := grouped([]store.Work{
		step("a", 1, mia, store.PhaseWaiting),
		step("b", 2, tom, store.PhaseWaiting),
		step("c", 1, mia, store.PhaseWaiting),
		step("d", 1, gets("Mia Berg", "Storage"), store.PhaseSent),
	}, moment)
	require.Len(t, groups, 2)
	require.Equal(t, "Mia Berg", groups[0].Name, "what was sent comes before what waits")
	require.Equal(t, []line{
		{Text: "gets Storage: extra door.", Whole: "Mia Berg gets Storage: extra door.", Steps: 1, Phase: store.PhaseSent, Due: moment},
		{Text: "gets Front door: extra door.", Whole: "Mia Berg gets Front door: extra door.", Steps: 2, Phase: store.PhaseWaiting, Due: moment},
	}, groups[0].Lines)
	require.Equal(t, "Tom Okafor", groups[1].Name)
}

func TestWhatNeedsTheDeskComesFirst(t *testing.T) {
	stuck := step("b", 2, gets("Tom Okafor", "Studio A"), store.PhaseParked)
	stuck.Error = store.Sentence{Text: "SALTO KS has no free seat."}
	stuck.Due = moment.Add(time.Hour)
	again := stuck
	again.Key = "c"
	groups := grouped([]store.Work{step("a", 1, gets("Mia Berg", "Front door"), store.PhaseWaiting), stuck, again}, moment)
	require.Equal(t, "Tom Okafor", groups[0].Name)
	require.Equal(t, "SALTO KS has no free seat.", groups[0].Lines[0].Error)
	require.Equal(t, []string{"b", "c"}, groups[0].Lines[0].Retry)
	require.Equal(t, 2, parked([]store.Work{stuck, again, step("a", 1, gets("A", "B"), store.PhaseSent)}))
}

func TestTheSameSentenceInTwoPhasesIsTwoLines(t *testing.T) {
	mia := gets("Mia Berg", "Front door")
	groups := grouped([]store.Work{step("a", 1, mia, store.PhaseWaiting), step("b", 1, mia, store.PhaseSent)}, moment)
	require.Len(t, groups[0].Lines, 2)
}

func TestWorkAboutNobodyStandsByItself(t *testing.T) {
	tidy := store.Sentence{Text: "The group “{{.Group}}” of a booking that is over is tidied away.", Args: map[string]string{"Group": "Latchkey 3fa9-1"}}
	groups := grouped([]store.Work{step("a", 0, tidy, store.PhaseWaiting), step("b", 0, tidy, store.PhaseWaiting)}, moment)
	require.Len(t, groups, 1)
	require.Empty(t, groups[0].Name)
	require.Equal(t, 2, groups[0].Lines[0].Steps)
	require.Equal(t, "The group “Latchkey 3fa9-1” of a booking that is over is tidied away.", groups[0].Lines[0].Text)
}

func TestTheNameIsLeftOutOnlyAtTheBeginning(t *testing.T) {
	require.Equal(t, "gets Front door.", predicate("Mia", "Mia gets Front door."))
	require.Equal(t, "Mia’s booking was changed.", predicate("Mia", "Mia’s booking was changed."))
	require.Equal(t, "The booking by Mia was changed.", predicate("Mia", "The booking by Mia was changed."))
	require.Equal(t, " odd", predicate("", " odd"))
}

func TestPhases(t *testing.T) {
	later := step("a", 1, gets("Mia", "x"), store.PhaseWaiting)
	later.NotBefore = moment.Add(time.Minute)
	over := later
	over.NotBefore = moment
	for name, c := range map[string]struct {
		work store.Work
		kind widgets.Kind
		text string
	}{
		"ready":    {over, widgets.Neutral, "ready"},
		"later":    {later, widgets.Warn, "waits"},
		"sent":     {step("a", 1, gets("Mia", "x"), store.PhaseSent), widgets.Accent, "sent, reading back"},
		"needs me": {step("a", 1, gets("Mia", "x"), store.PhaseParked), widgets.Bad, "needs you"},
	} {
		t.Run(name, func(t *testing.T) {
			kind, text := phase(grouped([]store.Work{c.work}, moment)[0].Lines[0])
			require.Equal(t, c.kind, kind)
			require.Equal(t, c.text, text)
		})
	}
}

func TestSeatsWarnFromFourFifths(t *testing.T) {
	for _, c := range []struct {
		used, bought int
		kind         widgets.Kind
	}{{0, 50, widgets.Good}, {39, 50, widgets.Good}, {40, 50, widgets.Warn}, {49, 50, widgets.Warn}, {50, 50, widgets.Bad}, {51, 50, widgets.Bad}, {1, 0, widgets.Bad}} {
		kind, _ := seats(c.used, c.bought)
		require.Equal(t, c.kind, kind, "%d of %d", c.used, c.bought)
	}
}

func TestHubsAreNamedOnce(t *testing.T) {
	require.Equal(t, []hub{{"IQ 01", true}, {"IQ 02", false}}, hubs([]store.KSDoor{
		{ID: "3", IQ: "IQ 02"}, {ID: "1", IQ: "IQ 01", IQOnline: true}, {ID: "2", IQ: "IQ 01", IQOnline: true},
		{ID: "4"}, {ID: "5", IQ: "IQ 09", Gone: true},
	}))
}

func TestPill(t *testing.T) {
	for text, c := range map[string]struct {
		status Status
		kind   widgets.Kind
	}{
		"Not connected":        {Status{}, widgets.Neutral},
		"Needs you":            {Status{State: StateNeedsYou, Parked: 1, Waiting: 2}, widgets.Bad},
		"Offline":              {Status{State: StateOffline}, widgets.Warn},
		"Offline: 3 waiting":   {Status{State: StateOffline, Waiting: 3}, widgets.Warn},
		"Doors are up to date": {Status{State: StateUpToDate}, widgets.Good},
		"Looking at SALTO KS…": {Status{State: StateWorking}, widgets.Neutral},
		"3 changes waiting":    {Status{State: StateWaiting, Waiting: 3}, widgets.Warn},
	} {
		kind, got := pill(c.status, asks{})
		require.Equal(t, text, got)
		require.Equal(t, c.kind, kind, text)
	}
}

package doors

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func warning(code string, s Severity, title, text string) Warning {
	return Warning{Code: code, Severity: s, Title: store.Sentence{Text: title}, Text: store.Sentence{Text: text}, Since: moment.Add(-time.Hour)}
}

func TestWarningsAreShownTheWorstFirst(t *testing.T) {
	all := elsewhere([]Warning{
		warning("seats-low", Low, "", ""), warning("hub-offline", Medium, "", ""), warning("role-lost", High, "", ""), warning("zone-differs", Medium, "", ""),
		warning("question", High, "", ""), warning("changed", Medium, "", ""),
	})
	var codes []string
	for _, w := range all {
		codes = append(codes, w.Code)
	}
	require.Equal(t, []string{"role-lost", "hub-offline", "zone-differs", "seats-low"}, codes, "what the page shows anyway is left out")
}

func TestHealthSaysWhatIsWrongOrThatNothingIs(t *testing.T) {
	b := newBench(t, true)
	var now []Warning
	b.deps.Health = func() []Warning { return now }
	b.build()
	b.page.Shown()
	require.Contains(t, b.texts(), "Everything is in order")

	now = []Warning{warning("hub-offline", Medium, "Hub offline", "Check its power and its network.")}
	b.page.SetStatus(Status{State: StateUpToDate})
	require.NotContains(t, b.texts(), "Everything is in order")
	for _, want := range []string{"Hub offline", "Check its power and its network.", "since 09:36"} {
		require.Contains(t, b.texts(), want)
	}
	now = []Warning{warning("question", High, "Waiting for your answer", "Answer in Doors.")}
	b.page.SetStatus(Status{State: StateWaiting, Waiting: 1})
	require.Contains(t, b.texts(), "Everything else is in order.")
	require.NotContains(t, b.texts(), "Everything is in order")
	require.NotContains(t, b.texts(), "Waiting for your answer")
}

func TestWhereNobodyJudgesNothingIsSaidOfHealth(t *testing.T) {
	b := newBench(t, true)
	b.page.Shown()
	require.NotContains(t, b.texts(), "Everything is in order")
	require.Contains(t, b.texts(), "Signed in as")
}

func TestAFaultIsSaidOnce(t *testing.T) {
	b := newBench(t, true)
	b.faults = []store.Sentence{{Text: "The room “Studio A” opens nothing."}, {Text: "The plan “Basic” opens nothing."}}
	b.deps.Health = func() []Warning {
		return []Warning{warning("mapping-fault", High, "To put right", "The room “Studio A” opens nothing.")}
	}
	b.build()
	b.page.Shown()
	require.Equal(t, 1, countOf(b.texts(), "The room “Studio A” opens nothing."))
	require.Equal(t, 1, countOf(b.texts(), "The plan “Basic” opens nothing."), "which no warning has said")
	require.Equal(t, 2, b.page.Count())
}

func TestUsersWhoAreNobodyHereAreNamed(t *testing.T) {
	b := newBench(t, true)
	var users []store.KSUser
	b.deps.Strangers = func(context.Context) ([]store.KSUser, error) { return users, nil }
	b.build()
	b.page.Shown()
	b.do(func(tx *store.Tx) error { return tx.SaveMirror(b.space.ID, b.mirror()) })
	require.NotContains(t, b.texts(), "In SALTO KS only")

	users = []store.KSUser{
		{FirstName: "Anna", LastName: "Admin", Email: "anna@site.example", Staff: true, Subscribed: true}, {FirstName: "Old", LastName: "Cleaner", TagNumber: "00230042"},
		{FirstName: "Bad", LastName: "Boy", Blocked: true, Subscribed: true},
	}
	mirror := b.mirror()
	mirror.Site.LookedAt = moment
	b.do(func(tx *store.Tx) error { return tx.SaveMirror(b.space.ID, mirror) })
	require.Contains(t, b.texts(), "In SALTO KS only")
	b.press("3 users…")
	for _, want := range []string{
		"These users of the site are nobody in Latchkey. It leaves them alone: it neither changes nor removes them, and their doors are managed in SALTO KS.",
		"Anna Admin", "anna@site.example · has a role in SALTO KS", "has a seat", "Old Cleaner", "tag 00230042", "no seat", "blocked",
	} {
		require.Contains(t, b.texts(), want)
	}
}

func TestTheWaitingCardSaysWhatIsHeldAndWhoShouldBeOut(t *testing.T) {
	b := newBench(t, true)
	b.page.Shown()
	leaving := step("a", 0, leaves("Tom Okafor"), store.PhaseWaiting)
	leaving.Takes = true
	waits := step("b", 0, gets("Mia Berg", "Studio A"), store.PhaseWaiting)
	b.do(func(tx *store.Tx) error { return tx.SetWork(b.space.ID, []store.Work{waits, leaving}) })
	require.Contains(t, b.texts(), "should be out")
	require.Contains(t, b.texts(), "1 people should be out: SALTO KS has not shown yet that they are.")
	require.Equal(t, 3, countOf(b.texts(), "ready"), "a pill and its word, and the line below who should be out")
	waits.Held, leaving.Held = true, true
	b.do(func(tx *store.Tx) error {
		if err := tx.SetWork(b.space.ID, []store.Work{waits, leaving}); err != nil {
			return err
		}
		return tx.PutGuard(b.space.ID, store.Guard{SiteID: "s1", Question: loud()})
	})
	require.Equal(t, 3, countOf(b.texts(), "held until you answer"))
	require.Zero(t, countOf(b.texts(), "ready"))
}

func TestTheCountIsKnownFromTheFirstStatusOn(t *testing.T) {
	b := newBench(t, true)
	b.deps.Answer = func(context.Context, string, string) error { return nil }
	b.put(about("1", "Mia Berg", "user blocked", store.Narrower))
	b.build()
	require.Zero(t, b.page.Count(), "nothing was read")
	b.page.SetStatus(Status{State: StateUpToDate})
	require.Equal(t, 1, b.page.Count(), "the page was never in sight")
	kind, text := b.page.Pill()
	require.Equal(t, "Needs an answer", text)
	require.NotZero(t, kind)
}

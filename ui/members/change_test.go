package members

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/store"
)

func TestEndedOn(t *testing.T) {
	yesterday := today.AddDays(-1)
	p := endedOn(store.Person{FirstName: "Mia", Plan: 1, StartsOn: today, Connect: store.ConnectNone}, yesterday, today)
	require.Equal(t, store.StateCancelled, p.State(today), "who began today can be shut out today")
	require.NoError(t, store.CheckPerson(p))
	require.Equal(t, today, reactivated(p).StartsOn, "the first day is kept for who comes back")

	p = endedOn(store.Person{FirstName: "Mia", Plan: 1, StartsOn: today.AddDays(9), Connect: store.ConnectNone}, yesterday, today)
	require.Equal(t, store.StateCancelled, p.State(today), "who was to begin later never will")
	require.NoError(t, store.CheckPerson(p))

	p = endedOn(store.Person{FirstName: "Mia", Plan: 1, Connect: store.ConnectNone, NextPlan: 2, NextPlanOn: "2026-12-01",
		PausedFrom: "2026-12-24"}, today, today)
	require.Equal(t, store.StateActive, p.State(today), "the last day is included")
	require.Equal(t, store.StateCancelled, p.State(today.AddDays(1)))
	require.NoError(t, store.CheckPerson(p), "what would come after the end goes")
}

func TestChangedPlan(t *testing.T) {
	p := store.Person{Plan: 1}
	now := changedPlan(p, 2, today, today)
	require.Equal(t, store.Person{Plan: 2}, now)
	later := changedPlan(p, 2, "2026-12-01", today)
	require.Equal(t, store.PlanID(1), later.PlanOn("2026-11-30"))
	require.Equal(t, store.PlanID(2), later.PlanOn("2026-12-01"))
	again := changedPlan(store.Person{Plan: 1, NextPlan: 2, NextPlanOn: "2026-11-01"}, 3, "2026-12-01", today)
	require.Equal(t, store.PlanID(2), again.PlanOn("2026-11-30"), "a change that took place is kept")
}

func TestCanReactivate(t *testing.T) {
	for _, c := range []struct {
		name string
		p    store.Person
		want bool
	}{
		{"active", store.Person{Plan: 1}, false},
		{"paused", store.Person{Plan: 1, PausedFrom: "2026-11-01"}, true},
		{"pause ahead", store.Person{Plan: 1, PausedFrom: "2026-12-01", PausedUntil: "2026-12-02"}, true},
		{"pause over", store.Person{Plan: 1, PausedFrom: "2026-11-01", PausedUntil: "2026-11-22"}, false},
		{"cancelled", store.Person{Plan: 1, EndsOn: "2026-11-22"}, true},
		{"co-member", store.Person{Main: 2, EndsOn: "2026-12-22"}, true},
		{"visitor", store.Person{EndsOn: "2026-11-22"}, false},
	} {
		require.Equal(t, c.want, canReactivate(c.p, today), c.name)
		if c.want {
			require.Equal(t, store.StateActive, reactivated(c.p).State(today), c.name)
		}
	}
}

func TestConnectableAndConnected(t *testing.T) {
	require.True(t, connectable(store.Person{Plan: 1, Connect: store.ConnectNone}, today))
	require.True(t, connectable(store.Person{Main: 1}, today))
	require.False(t, connectable(store.Person{Plan: 1, Connect: store.ConnectTagOnly}, today))
	require.False(t, connectable(store.Person{Plan: 1, EndsOn: "2026-11-22"}, today))
	require.False(t, connectable(store.Person{}, today))
	require.Equal(t, store.ConnectTagOnly, connected(store.Person{}).Connect, "no address, no invitation")
	require.Equal(t, store.ConnectPhoneAndTag, connected(store.Person{Email: "m@x.example"}).Connect)
}

// What asOn makes to last is what the person is on that day.
func TestAsOnKeepsTheDay(t *testing.T) {
	day := rapid.Custom(func(t *rapid.T) store.Date { return today.AddDays(rapid.IntRange(-5, 5).Draw(t, "days")) })
	maybe := rapid.Custom(func(t *rapid.T) store.Date {
		if rapid.Bool().Draw(t, "set") {
			return day.Draw(t, "date")
		}
		return ""
	})
	rapid.Check(t, func(t *rapid.T) {
		p := store.Person{Plan: 1, StartsOn: maybe.Draw(t, "starts"), EndsOn: maybe.Draw(t, "ends"),
			PausedFrom: maybe.Draw(t, "from"), PausedUntil: maybe.Draw(t, "until")}
		if on := maybe.Draw(t, "next"); on != "" {
			p.NextPlan, p.NextPlanOn = 2, on
		}
		at := day.Draw(t, "at")
		got := asOn(p, at, today)
		open := p.State(at) == store.StateActive
		if (got.State(today) == store.StateActive) != open {
			t.Fatalf("%+v on %s: open %v, made %+v", p, at, open, got)
		}
		if got.Plan != p.PlanOn(at) || got.NextPlan != 0 {
			t.Fatalf("%+v on %s: plan %d", p, at, got.Plan)
		}
	})
}

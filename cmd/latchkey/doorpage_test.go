package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/engine"
	"latchkey/sync/health"
	"latchkey/sync/reconcile"
	"latchkey/ui/doors"
)

func planStep(person store.PersonID, op reconcile.Op, class reconcile.Class, text, name string) reconcile.Step {
	s := reconcile.Step{Person: person, Op: op, Class: class, What: store.Sentence{Text: text}}
	if name != "" {
		s.What.Args = map[string]string{"Name": name}
	}
	return s
}

func TestAPlanIsPreviewedByPerson(t *testing.T) {
	plan := engine.Preview{View: "v1", Set: reconcile.ChangeSet{Steps: []reconcile.Step{
		planStep(1, reconcile.RemoveMember, reconcile.Revoke, "{{.Name}} loses it.", "Mia Berg"),
		planStep(2, reconcile.CreateUser, reconcile.Grant, "{{.Name}} becomes a user.", "Tom Okafor"),
		planStep(1, reconcile.AddMember, reconcile.Grant, "{{.Name}} gets it.", "Mia Berg"),
		planStep(3, reconcile.Suspend, reconcile.Tidy, "{{.Name}} opens nothing any more.", "Ada Lind"),
		planStep(2, reconcile.DeleteGroup, reconcile.Tidy, "A group is tidied away.", ""),
	}}}
	got := previewOf(plan)
	require.Equal(t, []doors.PersonChange{
		{Person: "Mia Berg", Takes: true, Lines: []store.Sentence{plan.Set.Steps[0].What, plan.Set.Steps[2].What}},
		{Person: "Tom Okafor", Lines: []store.Sentence{plan.Set.Steps[1].What}},
		{Person: "Ada Lind", Lines: []store.Sentence{plan.Set.Steps[3].What}},
		{Lines: []store.Sentence{plan.Set.Steps[4].What}},
	}, got.People, "what is only tidied takes nothing from anybody")
	require.Equal(t, 5, got.Steps)
	require.Equal(t, 1, got.Lose)
	require.Equal(t, 2, got.Gain)
	require.Empty(t, got.View, "nothing is held up")
}

func TestAPreviewCanBeAgreedToOnceTheSiteWasLookedAt(t *testing.T) {
	plan := engine.Preview{View: "v1", Question: &store.Question{Why: []store.Sentence{{Text: "Why."}}, Lose: 7, Gain: 8}}
	require.Empty(t, previewOf(plan).View, "what is planned before a look is a guess")
	plan.Snap.Mirror.Site.LookedAt = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	got := previewOf(plan)
	require.Equal(t, "v1", got.View)
	require.Equal(t, plan.Question.Why, got.Why)
	require.Equal(t, [2]int{7, 8}, [2]int{got.Lose, got.Gain}, "as the question counts them")
}

func TestWarningsKeepTheirSeverity(t *testing.T) {
	since := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	title, text := store.Sentence{Text: "Hub offline"}, store.Sentence{Text: "Check it."}
	for severity, want := range map[health.Severity]doors.Severity{health.High: doors.High, health.Medium: doors.Medium, health.Low: doors.Low} {
		got := warningsOf([]health.Warning{{Code: health.HubOffline, About: "IQ 01", Severity: severity, Title: title, Text: text, Since: since}})
		require.Equal(t, []doors.Warning{{Code: "hub-offline", Severity: want, Title: title, Text: text, Since: since}}, got)
	}
}

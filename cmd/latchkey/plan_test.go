package main

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/engine"
	"latchkey/sync/reconcile"
)

// everything is a plan with one of each thing that it can show.
func everything() planned {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	said := func(text string) store.Sentence { return store.Sentence{Text: text} }
	preview := engine.Preview{
		Set: reconcile.ChangeSet{Steps: []reconcile.Step{
			{Key: "a", What: said("Mia Berg gets Front door.")}, {Key: "b", What: said("Mia Berg gets Front door.")},
			{Key: "c", What: said("Ada Diaz gets a user.")},
		}},
		Question: &store.Question{Why: []store.Sentence{said("Nothing was sent yet.")}, Lose: 2, Gain: 12, Steps: 40, View: "3f2a", AskedAt: at},
		Drifts: []store.Drift{
			{Key: "user:7/blocked", Kind: reconcile.UserBlocked, Way: store.Narrower, What: said("Somebody blocked Mia Berg."), FoundAt: at},
			{Key: "user:8/blocked", Kind: reconcile.UserBlocked, Way: store.Narrower, What: said("Somebody blocked Ben."), FoundAt: at, Answer: store.Keep},
		},
		Seen: store.Seen{Users: map[string]store.KSUser{
			"1": {ID: "1", FirstName: "Zoe", LastName: "Caretaker"}, "2": {ID: "2", FirstName: "Mia", LastName: "Berg"},
		}},
		Ledger: store.Ledger{Users: store.NewByPerson([]store.One[store.LedgerUser]{{Person: 7, Has: store.LedgerUser{SiteUserID: "2"}}})},
	}
	preview.Snap.Mirror.Site.LookedAt = at
	work := []store.Work{
		{Key: "c", Phase: store.PhaseParked, Error: said("There is no seat left.")},
		{Key: "d", Phase: store.PhaseSent, What: said("Gone Person loses Storage.")},
		{Key: "e", Phase: store.PhaseWaiting, What: said("Nobody wants this any more.")},
	}
	return plannedOf(store.Space{Name: "Nord", SiteName: "Maison Nord", Zone: "Europe/Paris"}, preview, work)
}

func TestThePlanSaysEverythingThatWaits(t *testing.T) {
	l := everything()
	var out bytes.Buffer
	l.write(&out)
	require.Equal(t, `Site “Maison Nord”, last looked at Mon 23 Nov, 10:00.
Held up until somebody agrees:
? Nothing was sent yet.
People who lose access: 2. People who get access: 12. Requests: 40.
To agree to this and nothing else: latchkey agree --view 3f2a
- Mia Berg gets Front door.
- Gone Person loses Storage.
Requests that wait: 3.
Not done, until the reason is put right:
- Ada Diaz gets a user. (There is no seat left.)
Changed in SALTO KS by hand:
- Somebody blocked Mia Berg.
  user:7/blocked: found Mon 23 Nov, 10:00, stays so until it is answered.
To answer: latchkey drift restore, keep or ignore, and the key or a part of it that no other has.
People in SALTO KS who are nobody here, and whom Latchkey leaves alone: 1.
`, out.String())
	out.Reset()
	l.names = true
	l.write(&out)
	require.Contains(t, out.String(), "leaves alone: 1.\n- Zoe Caretaker\n")
}

func TestThePlanAsJSONHasAllOfIt(t *testing.T) {
	text, err := json.Marshal(everything())
	require.NoError(t, err)
	var got map[string]any
	require.NoError(t, json.Unmarshal(text, &got))
	require.Equal(t, "3f2a", got["question"].(map[string]any)["view"])
	require.Len(t, got["changes"], 4)
	drift := got["drift"].([]any)
	require.Len(t, drift, 2, "answered ones too")
	require.Equal(t, []any{"restore", "keep", "ignore"}, drift[0].(map[string]any)["choices"])
	require.Equal(t, []any{"restore", "ignore"}, drift[1].(map[string]any)["choices"])
	require.Equal(t, []any{"Zoe Caretaker"}, got["strangers"])
	require.Equal(t, []any{}, got["faults"])
}

func TestWhatCountsAsWaiting(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	differs := func(d store.Drift) []difference {
		d.What = store.Sentence{Text: "Somebody changed something."}
		return differencesOf([]store.Drift{d}, store.Space{Zone: "UTC"})
	}
	for name, c := range map[string]struct {
		planned
		want bool
	}{
		"nothing":             {planned{LookedAt: &at}, false},
		"never looked":        {planned{}, true},
		"a change":            {planned{LookedAt: &at, Changes: []change{{}}}, true},
		"narrower":            {planned{LookedAt: &at, Drift: differs(store.Drift{Way: store.Narrower})}, true},
		"kept":                {planned{LookedAt: &at, Drift: differs(store.Drift{Way: store.Narrower, Answer: store.Keep})}, false},
		"put back, reported":  {planned{LookedAt: &at, Drift: differs(store.Drift{Way: store.Wider, OverAt: at})}, false},
		"strangers in KS":     {planned{LookedAt: &at, Strangers: []string{"Zoe"}}, false},
		"a fault of a plan":   {planned{LookedAt: &at, Faults: []string{"…"}}, false},
		"wider, being undone": {planned{LookedAt: &at, Drift: differs(store.Drift{Way: store.Wider})}, false},
	} {
		require.Equal(t, c.want, c.waits(), name)
	}
}

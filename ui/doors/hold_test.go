package doors

import (
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func TestWhoShouldBeOutStandsFirst(t *testing.T) {
	parked := step("a", 1, gets("Ada", "Front door"), store.PhaseParked)
	leaving := step("b", 2, gets("Tom", "Studio A"), store.PhaseWaiting)
	leaving.Takes = true
	groups := grouped([]store.Work{parked, step("c", 3, gets("Mia", "Storage"), store.PhaseWaiting), leaving}, moment)
	require.Equal(t, "Tom", groups[0].Name)
	require.True(t, groups[0].Lines[0].Out)
	require.Equal(t, "Ada", groups[1].Name)
	require.Equal(t, 1, stillIn(groups))
}

func TestWhatWaitsForAnAnswerSaysSo(t *testing.T) {
	held := step("a", 1, gets("Ada", "Front door"), store.PhaseWaiting)
	held.Held = true
	sent := held
	sent.Key, sent.Person, sent.Phase = "b", 2, store.PhaseSent
	groups := grouped([]store.Work{held, sent}, moment)
	for _, g := range groups {
		require.Equal(t, g.Lines[0].Phase == store.PhaseWaiting, g.Lines[0].Held, "one that is under way waits for nobody")
	}
}

package main

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// passesOf runs a subcommand of passes for the member of doorsFolder with --json.
func passesOf(t *testing.T, data string, args ...string) passState {
	t.Helper()
	out, errOut, status := cli(t, append(append([]string{"passes"}, args...), "--person", "Mia Berg", "--json", "--data", data)...)
	require.Equal(t, exitDone, status, errOut)
	var state passState
	require.NoError(t, json.Unmarshal([]byte(out), &state))
	return state
}

func TestPassesOnTheCommandLine(t *testing.T) {
	data := doorsFolder(t)
	last := store.DateOf(time.Now(), time.UTC).AddDays(40)
	state := passesOf(t, data, "list")
	require.Equal(t, passCounts{Granted: 1, Used: 1}, state.Count)
	require.Equal(t, store.PassUsed, state.Passes[0].State)
	require.Equal(t, "Mia Berg", state.Passes[0].UsedBy)
	require.Equal(t, noon.Add(61*time.Minute), state.Passes[0].Until.UTC())

	state = passesOf(t, data, "give", "--kind", "day", "--count", "3", "--bought", "--expires", string(last), "--note", "Paid in cash.")
	require.Equal(t, 3, state.Changed)
	require.Equal(t, passCounts{Granted: 4, Used: 1, Left: 3}, state.Count)
	newest := state.Passes[3]
	require.Equal(t, []any{"Day", store.PassLeft, last, 600, int64(2200), "EUR", "bought", "Paid in cash."},
		[]any{newest.Kind, newest.State, newest.ExpiresOn, newest.Minutes, newest.Price, newest.Currency, newest.Source, newest.Note})

	out, errOut, status := cli(t, "passes", "take", "--person", "mia@example.org", "--count", "2", "--why", "Paid back.", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.Equal(t, "Passes of Mia Berg that were taken back, of the kind Day: 2.\n"+
		"Passes of Mia Berg: 1 left of 4 (1 used, 0 given back for a longer one, 0 expired, 2 taken back).\n", out)
	state = passesOf(t, data, "list")
	require.Equal(t, passCounts{Granted: 4, Used: 1, Ended: 2, Left: 1}, state.Count)
	require.Equal(t, []store.PassState{store.PassUsed, store.PassLeft, store.PassEnded, store.PassEnded}, []store.PassState{state.Passes[0].State, state.Passes[1].State, state.Passes[2].State, state.Passes[3].State}, "those that came last went first")
	require.Equal(t, "Paid back.", state.Passes[3].Why)

	out, errOut, status = cli(t, "passes", "give", "--person", "Mia Berg", "--kind", "HOUR", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.Contains(t, out, "New passes of Mia Berg, of the kind Hour: 1.\n")
	out, _, status = cli(t, "passes", "list", "--person", "Mia Berg", "--data", data)
	require.Equal(t, exitDone, status)
	require.Regexp(t, `(?m)^- Hour: used by Mia Berg, from Mon 24 Nov.*, 12:01 until .*13:01\.$`, out)
	require.Regexp(t, `(?m)^- Day: there still, its last day is .*[0-9].*\.$`, out)
	require.Contains(t, out, "(Paid back.).\n")
	require.Contains(t, out, "- Hour: there still, and does not expire.\n")
	require.Contains(t, out, "Passes of Mia Berg: 2 left of 5")

	_, errOut, status = cli(t, "passes", "take", "--person", "Mia Berg", "--why", "Paid back.", "--data", data)
	require.Equal(t, exitError, status)
	require.Equal(t, "Mia Berg has several kinds of passes: Hour, Day. Name one with --kind.\n", errOut)
	require.Equal(t, passCounts{Granted: 5, Used: 1, Ended: 3, Left: 1}, passesOf(t, data, "take", "--kind", "hour", "--why", "Paid back.").Count)
}

func TestBadFlagsOfPassesAreSaid(t *testing.T) {
	data := doorsFolder(t)
	before := passesOf(t, data, "list")
	for want, args := range map[string][]string{
		"There is no kind of pass “Month”. There are: Hour, Day.":                              {"give", "--kind", "Month"},
		"The pass “Week” is not given any more. Choose another kind.":                          {"give", "--kind", "week"},
		"Choose a number of passes from 1 to 100.":                                             {"give", "--kind", "day", "--count", "101"},
		"“soon” is not a date. Write it as year-month-day, like 2026-11-30.":                   {"give", "--kind", "day", "--expires", "soon"},
		"Wed 1 Jan 2020 is over, so the passes would be good for nothing. Choose a later day.": {"give", "--kind", "day", "--expires", "2020-01-01"},
		"Such passes of Mia Berg that are left: 0, not 1. “latchkey passes list” shows them.":  {"take", "--why", "Paid back."},
		"Say how many passes are taken back: at least 1.":                                      {"take", "--why", "Paid back.", "--count", "0"},
	} {
		out, errOut, status := cli(t, append(append([]string{"passes"}, args...), "--person", "Mia Berg", "--data", data)...)
		require.Equal(t, exitError, status, out)
		require.Equal(t, want+"\n", errOut)
	}
	_, errOut, status := cli(t, "passes", "list", "--person", "Zoé", "--data", data)
	require.Equal(t, exitError, status)
	require.Contains(t, errOut, "Nobody is called “Zoé”.")
	_, errOut, status = cli(t, "passes", "take", "--person", "Mia Berg", "--data", data)
	require.Equal(t, exitError, status)
	require.Contains(t, errOut, "why")
	require.Equal(t, before, passesOf(t, data, "list"))
}

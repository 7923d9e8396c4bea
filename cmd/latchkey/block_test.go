package main

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func TestBlockAndUnblockOnTheCommandLine(t *testing.T) {
	sim := simulate(t)
	data := synced(t, sim)
	const who = "Amélie Rousseau"
	opens := func() bool { return sim.sim.Can(who, "Front door", time.Now()).Open }
	require.True(t, opens())

	out, errOut, status := cli(t, "block", "--person", who, "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.Contains(t, out, who+" is blocked in the file.")
	require.True(t, opens(), "the command writes to the file alone")
	out, _, status = cli(t, "block", "--person", who, "--data", data)
	require.Equal(t, exitDone, status)
	require.Contains(t, out, "is blocked already, since ")
	out, errOut, status = cli(t, "sync", "--once", "--data", data)
	require.Equal(t, exitDone, status, out+errOut)
	require.False(t, opens())

	var state blockState
	out, errOut, status = cli(t, "unblock", "--person", who, "--json", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.NoError(t, json.Unmarshal([]byte(out), &state))
	require.Equal(t, blockState{Person: who, Changed: true}, state)
	out, errOut, status = cli(t, "sync", "--once", "--data", data)
	require.Equal(t, exitDone, status, out+errOut)
	require.True(t, opens())

	out, _, status = cli(t, "unblock", "--person", who, "--data", data)
	require.Equal(t, exitDone, status)
	require.Contains(t, out, "there is nothing to take back.")
	_, errOut, status = cli(t, "block", "--person", "Nobody At All", "--data", data)
	require.Equal(t, exitError, status)
	require.Contains(t, errOut, "Nobody is called “Nobody At All”.")
}

// A block goes out though the space wants to be asked first; what else was
// changed waits.
func TestABlockPassesWhatIsHeldUp(t *testing.T) {
	sim := simulate(t)
	data := synced(t, sim)
	opens := func(who string) bool { return sim.sim.Can(who, "Front door", time.Now()).Open }
	edit(t, data, func(_ int, p *store.Person) {
		if p.Name() == "Bastien Leroy" {
			p.Note, p.PausedFrom = upset, store.DateOf(time.Now(), time.UTC).AddDays(-1)
		}
	})
	askFirst(t, data)
	_, errOut, status := cli(t, "block", "--person", "Amélie Rousseau", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	out, errOut, status := cli(t, "sync", "--once", "--data", data)
	require.Equal(t, exitWaiting, status, out+errOut)
	require.False(t, opens("Amélie Rousseau"))
	require.True(t, opens("Bastien Leroy"), "held up")
	require.True(t, agreed(t, data))
	out, errOut, status = cli(t, "sync", "--once", "--data", data)
	require.Equal(t, exitDone, status, out+errOut)
	require.False(t, opens("Bastien Leroy"))
}

// askFirst makes the space of a data folder one that wants to be asked.
func askFirst(t *testing.T, data string) {
	t.Helper()
	ctx := t.Context()
	p, err := openProgram(ctx, options{data: data}, false)
	require.NoError(t, err)
	defer func() { require.NoError(t, p.close(ctx)) }()
	s, err := p.chosen(ctx, options{})
	require.NoError(t, err)
	s.AskFirst = true
	require.NoError(t, p.saveSpace(ctx, &s))
}

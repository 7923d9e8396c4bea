package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// agreed agrees to what holds changes up, as the desk does that has looked. It
// tells whether anything was held up.
func agreed(t *testing.T, data string) bool {
	t.Helper()
	var q asked
	out, errOut, status := cli(t, "agree", "--json", "--data", data)
	require.NotEqual(t, exitError, status, errOut)
	require.NoError(t, json.Unmarshal([]byte(out), &q))
	require.Equal(t, q.Question != nil, status == exitWaiting, out)
	if q.Question == nil {
		return false
	}
	_, errOut, status = cli(t, "agree", "--view", q.Question.View, "--data", data)
	require.Equal(t, exitDone, status, errOut)
	return true
}

// syncAll brings SALTO KS up to date, with an answer to every question.
func syncAll(t *testing.T, data string) {
	t.Helper()
	for range 5 {
		out, errOut, status := cli(t, "sync", "--once", "--data", data)
		if status == exitDone {
			return
		}
		require.Equal(t, exitWaiting, status, out+errOut)
		require.True(t, agreed(t, data), "it waits for something else than an answer: %s", out)
	}
	require.Fail(t, "one question after the other")
}

// synced is a data folder with the sample space, brought into the simulation.
func synced(t *testing.T, sim *simulation) string {
	t.Helper()
	data := connected(t, sim, weeksToToday(time.Now()))
	syncAll(t, data)
	return data
}

func TestNothingIsSentToANewSiteBeforeSomebodyAgrees(t *testing.T) {
	sim := simulate(t)
	data := connected(t, sim, weeksToToday(time.Now()))
	out, errOut, status := cli(t, "agree", "--data", data)
	require.Equal(t, exitError, status, out)
	require.Contains(t, errOut, "No site of SALTO KS was looked at yet.")
	out, _, _ = cli(t, "plan", "--json", "--data", data)
	require.Contains(t, out, `"question": null`)
	_, errOut, status = cli(t, "sync", "--once", "--data", data)
	require.Equal(t, exitWaiting, status, errOut)
	for _, r := range sim.sim.Requests() {
		require.False(t, r.IsWrite(), "%s %s", r.Method, r.Path)
	}

	var left planned
	out, _, status = cli(t, "plan", "--json", "--data", data)
	require.Equal(t, exitWaiting, status)
	require.NoError(t, json.Unmarshal([]byte(out), &left))
	require.NotNil(t, left.Question)
	require.NotZero(t, left.Question.Gain)
	require.NotEmpty(t, left.Strangers, "the site's own people are left alone")

	_, errOut, status = cli(t, "agree", "--view", "0000000000000000", "--data", data)
	require.Equal(t, exitError, status)
	require.Contains(t, errOut, "Something has changed since you looked.")

	list := filepath.Join(t.TempDir(), "members.csv")
	require.NoError(t, os.WriteFile(list, []byte("name,email,plan\nEva Noel,eva@example.org,Full time\n"), 0o600))
	_, errOut, status = cli(t, "import", "members", list, "--data", data)
	require.Equal(t, exitDone, status, errOut)
	_, errOut, status = cli(t, "agree", "--view", left.Question.View, "--data", data)
	require.Equal(t, exitError, status, "what was looked at is not what would be sent")
	require.Contains(t, errOut, "Look at the changes again")

	out, _, status = cli(t, "agree", "--data", data)
	require.Equal(t, exitWaiting, status)
	require.Contains(t, out, "Held up until somebody agrees:")
	require.Contains(t, out, "latchkey agree --view ")
	require.True(t, agreed(t, data))
	out, errOut, status = cli(t, "sync", "--once", "--data", data)
	require.Equal(t, exitDone, status, out+errOut)
	require.True(t, sim.sim.Can("eva@example.org", "Front door", time.Now()).Open)

	out, _, status = cli(t, "agree", "--data", data)
	require.Equal(t, exitDone, status)
	require.Contains(t, out, "there is nothing to agree to.")
}

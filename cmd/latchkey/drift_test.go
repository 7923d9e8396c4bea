package main

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/engine"
	"latchkey/sync/kssim"
)

func TestEachDifferenceSaysHowItStands(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	later := at.Add(time.Minute)
	for _, c := range []struct {
		drift   store.Drift
		says    string
		choices []string
	}{
		{store.Drift{Way: store.Narrower, FoundAt: at}, "stays so until it is answered.", []string{"restore", "keep", "ignore"}},
		{store.Drift{Way: store.Other, FoundAt: at, Answer: store.Keep}, "kept as an exception.", []string{"restore", "ignore"}},
		{store.Drift{Way: store.Narrower, FoundAt: at, Answer: store.Ignore}, "ignored until it changes.", []string{"restore", "keep"}},
		{store.Drift{Way: store.Wider, FoundAt: at}, "is being put back.", []string{}},
		{store.Drift{Way: store.Wider, FoundAt: at, OverAt: later}, "put back Mon 23 Nov, 09:01.", []string{"ignore"}},
		{store.Drift{Way: store.Narrower, FoundAt: at, OverAt: later}, "over since Mon 23 Nov, 09:01.", []string{"ignore"}},
		{store.Drift{Way: store.Narrower}, "found just now. Run “latchkey sync --once” before you answer.", []string{}},
	} {
		c.drift.Key, c.drift.What = "user:7/x", store.Sentence{Text: "Somebody changed something."}
		got := differencesOf([]store.Drift{c.drift}, store.Space{Zone: "UTC"})
		var out bytes.Buffer
		writeDifferences(&out, got, time.UTC)
		require.Contains(t, out.String(), "user:7/x: found ")
		require.Contains(t, out.String(), c.says)
		require.Equal(t, c.choices, got[0].Choices, c.says)
	}
}

func TestAKeyOrAPartOfItIsMeant(t *testing.T) {
	all := []string{"restore", "keep", "ignore"}
	list := []difference{
		{Key: "user:7", Choices: all, asks: true},
		{Key: "user:7/blocked", Choices: all, asks: true},
		{Key: "members:f00d/9", Choices: []string{"restore", "ignore"}},
		{Key: "group:doors:4", Choices: []string{"ignore"}, asks: true},
	}
	for _, c := range []struct {
		key, choice string
		want        []string
		problem     string
	}{
		{"user:7", "keep", []string{"user:7"}, ""},
		{"blocked", "keep", []string{"user:7/blocked"}, ""},
		{"f00d", "restore", []string{"members:f00d/9"}, ""},
		{"", "restore", []string{"user:7", "user:7/blocked"}, ""},
		{"", "ignore", []string{"user:7", "user:7/blocked", "group:doors:4"}, ""},
		{"user", "keep", nil, "is a part of several keys: user:7, user:7/blocked. Give one of them."},
		{"nothing", "keep", nil, "“latchkey drift” lists the keys."},
		{"doors:4", "restore", nil, "cannot be answered with “restore” now."},
	} {
		got, err := meant(list, c.choice, c.key)
		if c.problem != "" {
			require.ErrorContains(t, err, c.problem)
			continue
		}
		require.NoError(t, err)
		var keys []string
		for _, d := range got {
			keys = append(keys, d.Key)
		}
		require.Equal(t, c.want, keys, c.key)
	}
}

// Somebody is blocked at the lock: the program leaves that alone until it is
// answered, on the command line too.
func TestDriftIsAnsweredOnTheCommandLine(t *testing.T) {
	sim := simulate(t)
	data := synced(t, sim)
	aged(t, data)
	opens := func(who string) bool { return sim.sim.Can(who, "Front door", time.Now()).Open }
	out, errOut, status := cli(t, "drift", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.Contains(t, out, "Nobody has changed anything")
	for _, who := range []string{"Amélie Rousseau", "Bastien Leroy"} {
		require.True(t, opens(who))
		require.NoError(t, sim.sim.Admin(kssim.Act{Do: "block", Who: who}))
	}

	_, errOut, status = cli(t, "sync", "--once", "--data", data)
	require.Equal(t, exitWaiting, status, errOut)
	require.False(t, opens("Amélie Rousseau"), "narrower is not undone by itself")
	var list []difference
	out, errOut, status = cli(t, "drift", "list", "--json", "--data", data)
	require.Equal(t, exitWaiting, status, errOut)
	require.NoError(t, json.Unmarshal([]byte(out), &list))
	require.Len(t, list, 2)

	out, _, status = cli(t, "drift", "restore", "--all", "--data", data)
	require.Equal(t, exitWaiting, status)
	require.Contains(t, out, "Nothing was answered yet. Add --yes to do it.")
	_, errOut, status = cli(t, "drift", "restore", "--data", data)
	require.Equal(t, exitError, status)
	require.Contains(t, errOut, "Give one key, or --all.")

	_, errOut, status = cli(t, "drift", "keep", list[0].Key, "--data", data)
	require.Equal(t, exitDone, status, errOut)
	out, errOut, status = cli(t, "drift", "restore", "--all", "--yes", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.Contains(t, out, "It is put back as Latchkey has it")
	out, errOut, status = cli(t, "sync", "--once", "--data", data)
	require.Equal(t, exitDone, status, out+errOut)
	require.NotEqual(t, opens("Amélie Rousseau"), opens("Bastien Leroy"), "one is kept out, the other let in again")

	out, _, status = cli(t, "drift", "--data", data)
	require.Equal(t, exitDone, status, "an exception asks for nothing")
	require.Contains(t, out, "kept as an exception.")
	_, errOut, status = cli(t, "drift", string(engine.Restore), list[0].Key, "--data", data)
	require.Equal(t, exitDone, status, errOut)
	out, errOut, status = cli(t, "sync", "--once", "--data", data)
	require.Equal(t, exitDone, status, out+errOut)
	require.True(t, opens("Amélie Rousseau") && opens("Bastien Leroy"))
}

// aged makes what was put into SALTO KS ten minutes older: so soon after a
// change of its own the program does not tell others' changes from late ones.
func aged(t *testing.T, data string) {
	t.Helper()
	ctx := t.Context()
	p, err := openProgram(ctx, options{data: data}, false)
	require.NoError(t, err)
	defer func() { require.NoError(t, p.close(ctx)) }()
	s, err := p.chosen(ctx, options{})
	require.NoError(t, err)
	ledger, err := p.store.Ledger(ctx, s.ID)
	require.NoError(t, err)
	require.NotZero(t, ledger.Users.Len())
	_, err = p.store.Do(ctx, store.ActorSync, func(tx *store.Tx) error {
		for _, u := range ledger.Users.All() {
			u.ConfirmedAt = u.ConfirmedAt.Add(-10 * time.Minute)
			if err := tx.PutUser(s.ID, u); err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(t, err)
}

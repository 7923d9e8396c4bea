package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestTheWholeWayOnTheCommandLine(t *testing.T) {
	sim := simulate(t)
	data := connected(t, sim, weeksToToday(time.Now()))

	_, _, status := cli(t, "plan", "--data", data)
	require.Equal(t, exitWaiting, status, "nothing is known of the site before the first look")
	_, _, status = cli(t, "sync", "--once", "--data", data)
	require.Equal(t, exitWaiting, status, "nothing is sent to a new site before somebody agrees")
	require.True(t, agreed(t, data))
	out, errOut, status := cli(t, "sync", "--once", "--data", data)
	require.Equal(t, exitDone, status, out+errOut)
	require.Contains(t, out, "Nothing is left to do.")

	var answer explained
	out, errOut, status = cli(t, "explain", "--person", "Amélie Rousseau", "--door", "front door", "--json", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.NoError(t, json.Unmarshal([]byte(out), &answer))
	require.True(t, answer.Open)
	require.NotNil(t, answer.Proof)
	require.NotEmpty(t, answer.Why)
	require.Equal(t, sim.sim.Can("Amélie Rousseau", "Front door", time.Now()).Open, answer.Open)

	list := filepath.Join(t.TempDir(), "members.csv")
	require.NoError(t, os.WriteFile(list, []byte("Prénom;Nom;E-mail;Forfait\nÉva;Noël;eva@example.org;Full time\n"), 0o600))
	out, errOut, status = cli(t, "import", "members", list, "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.Contains(t, out, "1 added")
	out, _, status = cli(t, "plan", "--data", data)
	require.Equal(t, exitWaiting, status)
	require.Contains(t, out, "Éva Noël")
	_, errOut, status = cli(t, "sync", "--once", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.True(t, sim.sim.Can("eva@example.org", "Storage", time.Now()).Open)

	for _, what := range []string{"members", "bookings", "log", "space"} {
		out, errOut, status = cli(t, "export", what, "--data", data)
		require.Equal(t, exitDone, status, errOut)
		require.NotEmpty(t, out, what)
	}
}

func TestASpaceComesBackAsItWas(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	_, errOut, status := cli(t, "import", "space", sampleFile(t), "--data", first)
	require.Equal(t, exitDone, status, errOut)
	out, _, status := cli(t, "import", "space", sampleFile(t), "--data", first)
	require.Equal(t, exitDone, status)
	require.Contains(t, out, "Nothing new")
	file := filepath.Join(t.TempDir(), "out.json")
	_, errOut, status = cli(t, "export", "space", file, "--data", first)
	require.Equal(t, exitDone, status, errOut)
	_, errOut, status = cli(t, "import", "space", file, "--data", second)
	require.Equal(t, exitDone, status, errOut)
	a, _, _ := cli(t, "export", "space", "--data", first)
	b, _, _ := cli(t, "export", "space", "--data", second)
	require.Equal(t, a, b)
}

// Bad input ends in a sentence that says what to do, and changes nothing.
func TestBadInputIsSaid(t *testing.T) {
	data := t.TempDir()
	_, errOut, status := cli(t, "import", "space", sampleFile(t), "--data", data)
	require.Equal(t, exitDone, status, errOut)
	cli(t, "passes", "list", "--person", "João Carvalho", "--data", data) // gives this month's
	before, _, _ := cli(t, "export", "space", "--data", data)
	write := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	notADatabase := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(notADatabase, "latchkey.db"), []byte(strings.Repeat("no database ", 1000)), 0o600))
	for name, args := range map[string][]string{
		"garbage as CSV":         {"import", "members", write("x.csv", "\x00\x01\x02 garbage \xff\xfe")},
		"a CSV without names":    {"import", "members", write("x.csv", "a,b\n1,2\n")},
		"a bad row":              {"import", "members", write("x.csv", "name,email\nMia Berg,not an address\n")},
		"no JSON":                {"import", "space", write("x.json", "{")},
		"an unknown zone":        {"import", "space", write("x.json", `{"format":"latchkey-space/1","space":{"key":"k","name":"N","zone":"Mars/Olympus"}}`)},
		"a file that is not":     {"import", "space", filepath.Join(data, "nothing.json")},
		"an unknown person":      {"explain", "--person", "Nobody At All", "--door", "Front door"},
		"a time that is none":    {"explain", "--person", "Mia Berg", "--door", "Front door", "--at", "yesterday"},
		"not connected":          {"sync", "--once"},
		"no client id":           {"connect", "--token-file", filepath.Join(data, "token")},
		"a version that is none": {"connect", "--client-id", "x", "--api-version", "1.2", "--token-file", filepath.Join(data, "token")},
		"a version with a path":  {"connect", "--client-id", "x", "--entries-version", "v1.2/../x", "--token-file", filepath.Join(data, "token")},
		"an unencrypted address": {"connect", "--api", "http://example.org", "--client-id", "x", "--token-file", filepath.Join(data, "token")},
		"a language it lacks":    {"plan", "--lang", "xx"},
		"a space that is not":    {"plan", "--space", "Elsewhere"},
		"a view of nothing":      {"agree", "--view", "0000"},
		"an unknown difference":  {"drift", "restore", "user:7/blocked"},
		"drift without a key":    {"drift", "ignore"},
		"block nobody":           {"block", "--person", "Nobody At All"},
		"not a database":         {"plan", "--data", notADatabase},
		"not a database, write":  {"import", "space", sampleFile(t), "--data", notADatabase},
	} {
		t.Run(name, func(t *testing.T) {
			if args[len(args)-2] != "--data" {
				args = append(args, "--data", data)
			}
			out, errOut, status := cli(t, args...)
			require.Equal(t, exitError, status, out)
			require.NotEmpty(t, errOut)
			require.NotContains(t, errOut, "goroutine")
			require.NotContains(t, errOut, "SQL")
			last := strings.TrimSpace(errOut)
			require.Contains(t, ".!?", last[len(last)-1:], "a sentence: %s", errOut)
		})
	}
	after, _, _ := cli(t, "export", "space", "--data", data)
	require.Equal(t, before, after)
	left, err := os.ReadFile(filepath.Join(notADatabase, "latchkey.db"))
	require.NoError(t, err)
	require.Equal(t, strings.Repeat("no database ", 1000), string(left))
}

func TestDemoPlaysTheDay(t *testing.T) {
	out, errOut, status := cli(t, "demo", "--headless")
	require.Equal(t, exitDone, status, out+errOut)
	require.Contains(t, out, " 0 failed")
	require.GreaterOrEqual(t, strings.Count(out, "expected open"), 15)
	require.GreaterOrEqual(t, strings.Count(out, "expected closed"), 15)
	require.GreaterOrEqual(t, strings.Count(out, " ok "), 40)
}

func TestSecretsStayOut(t *testing.T) {
	sim := simulate(t)
	data := connected(t, sim, 0)
	token, err := os.ReadFile(filepath.Join(data, "token"))
	require.NoError(t, err)
	require.NotEmpty(t, token)
	info, err := os.Stat(filepath.Join(data, "token"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	_, errOut, status := cli(t, "sync", "--once", "--data", data)
	require.NotEqual(t, exitError, status, errOut)
	files, err := os.ReadDir(data)
	require.NoError(t, err)
	for _, f := range files {
		if f.Name() == "token" {
			continue
		}
		content, err := os.ReadFile(filepath.Join(data, f.Name()))
		require.NoError(t, err)
		require.NotContains(t, string(content), strings.TrimSpace(string(token)), f.Name())
	}
}

package main

import (
	"bufio"
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// connectTo runs “latchkey connect” and is the person at the browser.
func connectTo(t *testing.T, sim *simulation, data string, args ...string) (out, errOut string) {
	t.Helper()
	cmd := child(t, append([]string{"connect", "--api", sim.base, "--issuer", sim.base, "--client-id", "latchkey-sample",
		"--redirect", "http://127.0.0.1:0/callback", "--token-file", filepath.Join(data, "token"), "--data", data}, args...)...)
	var o bytes.Buffer
	cmd.Stdout = &o
	said, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	var e strings.Builder
	for lines := bufio.NewScanner(said); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(line, sim.base) {
			require.NoError(t, sim.consent(t.Context())(line))
			continue
		}
		e.WriteString(line + "\n")
	}
	require.NoError(t, cmd.Wait(), e.String())
	return o.String(), e.String()
}

// TestConnectSaysTheRoleAndKeepsTheVersions.
func TestConnectSaysTheRoleAndKeepsTheVersions(t *testing.T) {
	sim := simulate(t)
	data := t.TempDir()
	_, errOut, status := cli(t, "import", "space", sampleFile(t), "--data", data)
	require.Equal(t, exitDone, status, errOut)

	out, _ := connectTo(t, sim, data)
	require.Contains(t, out, "Connected “")
	require.Contains(t, out, "(Site Admin")
	require.Equal(t, [3]string{}, keptVersions(t, data), "the usual ones may change with the program")

	before := len(sim.sim.Requests())
	out, _ = connectTo(t, sim, data, "--api-version", "v1.1", "--schedules-version", "v1.2", "--entries-version", "v1.1", "--json")
	require.Contains(t, out, `"roles": "Site Admin`)
	require.Equal(t, [3]string{"v1.1", "v1.2", "v1.1"}, keptVersions(t, data))
	asked := map[string]int{}
	for _, r := range sim.sim.Requests()[before:] {
		if r.API {
			version := strings.Split(r.Path, "/")[1]
			require.Equal(t, strings.Contains(r.Path, "time_schedules"), version == "v1.2", r.Path)
			asked[version]++
		}
	}
	require.Len(t, asked, 2, "both versions were used")
}

func keptVersions(t *testing.T, data string) [3]string {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(data, "latchkey.db"), ReadOnly: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	spaces, err := s.Spaces(t.Context())
	require.NoError(t, err)
	require.Len(t, spaces, 1)
	a := spaces[0].Account
	return [3]string{a.APIVersion, a.SchedulesVersion, a.EntriesVersion}
}

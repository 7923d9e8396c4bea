package main

import (
	"archive/zip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// examined runs doctor and returns what it says of each thing.
func examined(t *testing.T, status int, args ...string) map[string]oneFinding {
	t.Helper()
	out, errOut, got := cli(t, append([]string{"doctor", "--json"}, args...)...)
	require.Equal(t, status, got, out+errOut)
	var all []oneFinding
	require.NoError(t, json.Unmarshal([]byte(out), &all))
	by := map[string]oneFinding{}
	for _, f := range all {
		by[f.Check] = f
	}
	return by
}

func TestDoctorOfAComputerWithoutLatchkey(t *testing.T) {
	data := filepath.Join(t.TempDir(), "none")
	found := examined(t, exitDone, "--data", data)
	require.Equal(t, stateNote, found["folder"].State)
	require.Equal(t, stateNote, found["file"].State)
	require.Equal(t, stateFine, found["disk"].State)
	require.NoDirExists(t, data, "nothing is made")
	out, _, _ := cli(t, "doctor", "--data", data)
	require.Contains(t, out, "• The folder "+data+" is not there yet.")
}

func TestDoctorOfASpaceThatIsWell(t *testing.T) {
	sim := simulate(t)
	data := connected(t, sim, weeksToToday(time.Now()))
	found := examined(t, exitDone, "--data", data, "--online")
	for _, check := range []string{"folder", "log", "file", "sign-in", "online", "clock"} {
		require.Equal(t, stateFine, found[check].State, found[check].Text)
	}
	require.Equal(t, stateNote, found["backup"].State)
	require.NotContains(t, found, "open", "nobody has it")
	p, err := openProgram(t.Context(), options{data: data}, false)
	require.NoError(t, err)
	require.Contains(t, examined(t, exitDone, "--data", data)["open"].Text, "without a window")
	require.NoError(t, p.close(t.Context()))
	require.NoError(t, os.Remove(filepath.Join(data, "token")))
	require.Contains(t, examined(t, exitError, "--data", data)["sign-in"].Text, "Sign in again")
}

func TestDoctorOfADamagedFile(t *testing.T) {
	o := options{data: t.TempDir()}
	p, err := openProgram(t.Context(), o, false)
	require.NoError(t, err)
	_, err = p.loadSample(t.Context(), 0)
	require.NoError(t, err)
	require.NoError(t, p.close(t.Context()))
	text, err := os.ReadFile(o.file())
	require.NoError(t, err)
	for i := len(text) / 2; i < len(text); i++ {
		text[i] = 'x'
	}
	require.NoError(t, os.WriteFile(o.file(), text, 0o600))
	found := examined(t, exitError, "--data", o.data)
	require.Equal(t, stateWrong, found["file"].State)
	require.Contains(t, found["file"].Text, "damaged")
}

// unpacked is every text of a zip file, by name.
func unpacked(t *testing.T, file string) map[string]string {
	t.Helper()
	z, err := zip.OpenReader(file)
	require.NoError(t, err)
	defer func() { require.NoError(t, z.Close()) }()
	texts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		text, err := io.ReadAll(r)
		require.NoError(t, err)
		require.NoError(t, r.Close())
		texts[f.Name] = string(text)
	}
	return texts
}

// Nobody's name, address, number or secret is in what is made for support: not
// after a crash that says them, and not where the log has them.
func TestWhatIsForSupportNamesNobody(t *testing.T) {
	sim := simulate(t)
	data := connected(t, sim, weeksToToday(time.Now()))
	const said = "Bastien Leroy <bastien.leroy@example.org> was lost: token canary-7f3a9c-0123456789 of Unheard Of"
	s := start(t, append(ownRuntime(t), diesEnv+"="+said), "--data", data)
	s.waitFor(t, s.ended)
	require.NotZero(t, s.cmd.ProcessState.ExitCode())
	require.Contains(t, s.errOut.String(), "Bastien", "the terminal has all of it")
	logs(t, data, said)
	again := start(t, ownRuntime(t), "--data", data)
	again.waitFor(t, again.stands)
	status, _ := again.end(t)
	require.Zero(t, status)

	file := filepath.Join(t.TempDir(), "support.zip")
	out, errOut, _ := cli(t, "doctor", "--data", data, "--bundle", file)
	texts := unpacked(t, file)
	var crash string
	for name, text := range texts {
		require.Contains(t, errOut, name, "what is in it is said")
		if strings.HasPrefix(name, "crash-") {
			crash = text
		}
	}
	require.Contains(t, crash, "panic: ")
	require.Contains(t, crash, "goroutine ")
	require.Contains(t, texts["log.txt"], "the run before crashed")
	require.Contains(t, texts["file.txt"], "people")
	require.Contains(t, texts["settings.txt"], "signed in true")
	require.Contains(t, texts["checks.txt"], "file")
	require.Contains(t, out, "ended by itself")

	for name, text := range texts {
		for _, secret := range append(secretsOf(t, data), "canary", "Unheard", "Bastien", "Leroy", "@example", data, os.TempDir()) {
			require.NotContains(t, text, secret, name)
		}
	}
}

// logs has the log of a data folder say something, as an error would.
func logs(t *testing.T, data, said string) {
	t.Helper()
	p, err := openProgram(t.Context(), options{data: data}, false)
	require.NoError(t, err)
	p.log.Warn("pass ended early", "err", said)
	require.NoError(t, p.close(t.Context()))
	require.Contains(t, logOf(t, data), said)
}

// secretsOf are the sign-in, and what the sample space knows of its people.
func secretsOf(t *testing.T, data string) []string {
	t.Helper()
	token, err := os.ReadFile(filepath.Join(data, "token"))
	require.NoError(t, err)
	all := []string{strings.TrimSpace(string(token))}
	p, err := openProgram(t.Context(), options{data: data}, true)
	require.NoError(t, err)
	defer func() { require.NoError(t, p.close(t.Context())) }()
	people, err := p.store.People(t.Context(), store.PeopleFilter{})
	require.NoError(t, err)
	for _, who := range people {
		for _, text := range []string{who.LastName, who.Email, who.Phone} {
			if len(text) > 4 { // shorter ones are parts of other words
				all = append(all, text)
			}
		}
	}
	return append(all, "Maison Nord")
}

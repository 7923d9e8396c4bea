package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/assets"
	"latchkey/sync/ks"
)

// childEnv makes the test binary be the program itself.
const childEnv = "LATCHKEY_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		settle = 2 * time.Second // the simulation shows everything at once
		loopInChild()
		os.Exit(run(os.Args[1:]))
	}
	os.Exit(apart(m))
}

// apart runs the tests with a folder of their own for what this computer
// remembers.
func apart(m *testing.M) int {
	home, err := os.MkdirTemp("", "latchkey-test-")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(home) }()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "AppData"} {
		if err := os.Setenv(name, home); err != nil {
			panic(err)
		}
	}
	return m.Run()
}

// child is the program as a process of its own.
func child(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = append(os.Environ(), childEnv+"=1", "LANGUAGE=en", "LC_ALL=en_GB.UTF-8")
	return cmd
}

// cli runs the program and returns what it printed and its status.
func cli(t *testing.T, args ...string) (out, errOut string, status int) {
	t.Helper()
	cmd := child(t, args...)
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	err := cmd.Run()
	if err != nil && cmd.ProcessState == nil {
		require.NoError(t, err)
	}
	return o.String(), e.String(), cmd.ProcessState.ExitCode()
}

// sampleFile writes the sample space to a file and returns its name.
func sampleFile(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "space.json")
	require.NoError(t, os.WriteFile(name, assets.Sample(), 0o600))
	return name
}

// connected makes a data folder with the sample space, signed in to a
// simulation whose refresh token is in a file.
func connected(t *testing.T, sim *simulation, weeks int) string {
	t.Helper()
	ctx := context.Background()
	data := t.TempDir()
	p, err := openProgram(ctx, options{data: data}, false)
	require.NoError(t, err)
	defer func() { require.NoError(t, p.close(ctx)) }()
	s, err := p.loadSample(ctx, weeks)
	require.NoError(t, err)
	account := sim.account()
	account.Vault = filepath.Join(data, "token")
	require.NoError(t, p.signIn(ctx, &s, account, "", &ks.Login{Open: sim.consent(ctx)}))
	require.NoError(t, p.chooseSite(ctx, &s, ""))
	return data
}

func simulate(t *testing.T) *simulation {
	t.Helper()
	sim, err := startSimulation(t.Context(), "127.0.0.1:0", "", nil)
	require.NoError(t, err)
	t.Cleanup(func() { sim.stop(context.Background()) })
	return sim
}

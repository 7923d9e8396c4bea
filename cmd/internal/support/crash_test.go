package support

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const childEnv = "LATCHKEY_SUPPORT_CHILD"

func TestMain(m *testing.M) {
	if folder := os.Getenv(childEnv); folder != "" {
		if _, _, err := WatchCrashes(folder, "Latchkey 0", time.Now()); err != nil {
			os.Exit(9)
		}
		if os.Getenv("LATCHKEY_SUPPORT_DIES") != "" {
			go (&dying{name: "Mia Canary"}).die(canary, []byte(canary))
			time.Sleep(time.Minute)
		}
		os.Exit(0) // without End: as if the power had gone
	}
	os.Exit(m.Run())
}

const canary = "canary-7f3a9c-secret"

type dying struct{ name string }

//go:noinline
func (d *dying) die(secret string, _ []byte) {
	panic(errors.New("Zoe Canary lost “" + secret + "”: " + d.name + " zoe@canary.org, token " + secret))
}

func write(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}

func dies(t *testing.T, folder string, dies string) {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childEnv+"="+folder, "LATCHKEY_SUPPORT_DIES="+dies)
	_ = cmd.Run()
	require.NotEqual(t, 9, cmd.ProcessState.ExitCode())
}

// A panic on any goroutine is found by the next run, told without names and
// without secrets, and with the function that it was in.
func TestAPanicIsFoundByTheNextRun(t *testing.T) {
	folder := t.TempDir()
	dies(t, folder, "yes")
	c, left, err := WatchCrashes(folder, "Latchkey 1", time.Now())
	require.NoError(t, err)
	require.True(t, left.Unclean)
	require.Equal(t, "Latchkey 0", left.About)
	require.Equal(t, []string{left.Crash}, CrashesLeft(folder))
	died, err := os.ReadFile(left.Crash)
	require.NoError(t, err)
	require.Contains(t, string(died), canary, "what Go writes has it")

	report := CrashText(string(died), NewMask([]string{"Zoe Canary"}, nil))
	for _, secret := range []string{canary, "Canary", "Mia", "Zoe", "@", "0x", os.TempDir()} {
		require.NotContains(t, report, secret)
	}
	require.Contains(t, report, "panic: ")
	require.Contains(t, report, "support.(*dying).die(…)")
	require.Contains(t, report, "support/crash_test.go:")

	require.NoError(t, c.End())
	c, left, err = WatchCrashes(folder, "Latchkey 2", time.Now())
	require.NoError(t, err)
	defer func() { require.NoError(t, c.End()) }()
	require.False(t, left.Unclean, "the run between has ended as it should")
	require.Len(t, CrashesLeft(folder), 1, "and the crash still waits for an answer")
}

// A run that just stopped, as by a power cut, is no crash.
func TestAPowerCutIsNoCrash(t *testing.T) {
	folder := t.TempDir()
	dies(t, folder, "")
	c, left, err := WatchCrashes(folder, "Latchkey 1", time.Now())
	require.NoError(t, err)
	defer func() { require.NoError(t, c.End()) }()
	require.True(t, left.Unclean)
	require.Empty(t, left.Crash)
	require.Empty(t, CrashesLeft(folder))
}

// A program that dies at each start does not fill the disk.
func TestOnlyTheLastCrashesAreKept(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a [b]")
	require.NoError(t, os.Mkdir(folder, 0o700))
	begun := time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)
	for i := range 2 * mostLeft {
		write(t, filepath.Join(folder, crashName), "Latchkey\npanic: x\n")
		c, _, err := WatchCrashes(folder, "Latchkey", begun.Add(time.Duration(i)*time.Second))
		require.NoError(t, err)
		require.NoError(t, c.End())
	}
	left := CrashesLeft(folder)
	require.Len(t, left, mostLeft)
	require.Contains(t, left[mostLeft-1], "T000009Z")
}

// What Go says of a crash in C, with the contents of registers.
func TestACrashInC(t *testing.T) {
	died := "SIGSEGV: segmentation violation\nPC=0x7f12 m=0 sigcode=1 addr=0x0\nsignal arrived during cgo execution\n\n" +
		"goroutine 1 gp=0xc000002380 m=0 mp=0x1e3 [syscall, locked to thread]:\n" +
		"runtime.cgocall(0x7a3, 0xc0000)\n\t/usr/local/go/src/runtime/cgocall.go:167 +0x4b fp=0xc000 sp=0xc000 pc=0x46\n" +
		"github.com/go-gl/glfw/v3.4/glfw._Cfunc_glfwPollEvents()\n\t_cgo_gotypes.go:2100 +0x45\n\n" +
		"rax    0x4d69612042657267\nrbx    0x0\n"
	require.Equal(t, "SIGSEGV: segmentation violation\nPC=0x7f12 m=0 sigcode=1 addr=0x0\nsignal arrived during cgo execution\n\n"+
		"goroutine 1 [syscall, locked to thread]:\nruntime.cgocall(…)\n\truntime/cgocall.go:167\n"+
		"github.com/go-gl/glfw/v3.4/glfw._Cfunc_glfwPollEvents(…)\n\t_cgo_gotypes.go:2100\n\n",
		CrashText(died, NewMask(nil, nil)))
}

// However a crash file looks, what is masked stays masked.
func FuzzCrashText(f *testing.F) {
	f.Add([]byte("panic: x\n\ngoroutine 1 [running]:\nmain.f(0x1)\n\t/a/b.go:1 +0x1\n"))
	f.Fuzz(func(t *testing.T, before []byte) {
		report := CrashText(string(before)+"\npanic: mia.canary@example.org\n", NewMask(nil, nil))
		if !bytes.Contains(before, []byte("canary")) {
			require.NotContains(t, report, "canary")
		}
	})
}

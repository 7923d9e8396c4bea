package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// diesEnv makes a child panic, on a goroutine of no importance, once its window
// stands. What it says has a name and a secret in it.
const diesEnv = "LATCHKEY_TEST_DIES"

// loopInChild gives a child what Fyne's loop does, until it is interrupted: it
// prints a line when its window stands.
func loopInChild() {
	queue := make(chan func(), 1000)
	loop.do = func(f func()) { queue <- f }
	loop.run = func(interrupted context.Context, d *desktop) {
		d.start()
		fmt.Println("window")
		if says := os.Getenv(diesEnv); says != "" {
			go panic(errors.New(says))
		}
		for interrupted.Err() == nil {
			select {
			case f := <-queue:
				f()
			case <-interrupted.Done():
			}
		}
	}
}

// started is a child with a window.
type started struct {
	cmd    *exec.Cmd
	stands chan struct{} // closed when its window does
	ended  chan struct{}
	errOut bytes.Buffer
}

func start(t *testing.T, env []string, args ...string) *started {
	t.Helper()
	s := &started{cmd: child(t, args...), stands: make(chan struct{}), ended: make(chan struct{})}
	s.cmd.Env = append(s.cmd.Env, env...)
	out, err := s.cmd.StdoutPipe()
	require.NoError(t, err)
	s.cmd.Stderr = &s.errOut
	require.NoError(t, s.cmd.Start())
	go func() {
		defer close(s.ended)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if lines.Text() == "window" {
				close(s.stands)
			}
		}
		_, _ = io.Copy(io.Discard, out)
		_ = s.cmd.Wait()
	}()
	return s
}

func (s *started) waitFor(t *testing.T, what chan struct{}) {
	t.Helper()
	select {
	case <-what:
	case <-time.After(30 * time.Second * slower):
		_ = s.cmd.Process.Kill()
		<-s.ended
		require.FailNow(t, "it did not come to this", s.errOut.String())
	}
}

// end asks the program to end, and returns its status and how long that took.
func (s *started) end(t *testing.T) (int, time.Duration) {
	t.Helper()
	begun := time.Now()
	if runtime.GOOS == "windows" {
		require.NoError(t, s.cmd.Process.Kill()) // knows no such signal
	} else {
		require.NoError(t, s.cmd.Process.Signal(syscall.SIGTERM))
	}
	s.waitFor(t, s.ended)
	return s.cmd.ProcessState.ExitCode(), time.Since(begun)
}

// ownRuntime is a folder for sockets that no other test has.
func ownRuntime(t *testing.T) []string {
	t.Helper()
	dir, err := os.MkdirTemp("", "lk") // short: a socket's path is
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return []string{"XDG_RUNTIME_DIR=" + dir}
}

func logOf(t *testing.T, data string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(data, logName))
	require.NoError(t, err)
	return string(text)
}

// The second start of the program raises the window of the first and ends well;
// also after that one crashed and another came.
func TestASecondStartRaisesTheWindow(t *testing.T) {
	data, env := t.TempDir(), ownRuntime(t)
	first := start(t, env, "--data", data)
	first.waitFor(t, first.stands)
	second := start(t, env, "--data", data)
	second.waitFor(t, second.ended)
	require.Zero(t, second.cmd.ProcessState.ExitCode(), second.errOut.String())
	require.Contains(t, logOf(t, data), "started a second time")
	t.Setenv("XDG_RUNTIME_DIR", strings.TrimPrefix(env[0], "XDG_RUNTIME_DIR="))
	require.Contains(t, examined(t, exitDone, "--data", data)["open"].Text, "answers (process "+strconv.Itoa(first.cmd.Process.Pid)+")")

	elsewhere := start(t, env, "--data", t.TempDir())
	elsewhere.waitFor(t, elsewhere.stands)
	status, _ := elsewhere.end(t)
	require.Zero(t, status)

	require.NoError(t, first.cmd.Process.Kill())
	first.waitFor(t, first.ended)
	third := start(t, env, "--data", data)
	third.waitFor(t, third.stands)
	require.Contains(t, logOf(t, data), "cut off")
	fourth := start(t, env, "--data", data)
	fourth.waitFor(t, fourth.ended)
	require.Zero(t, fourth.cmd.ProcessState.ExitCode(), fourth.errOut.String())
	status, _ = third.end(t)
	require.Zero(t, status)
	require.NoFileExists(t, filepath.Join(data, "crash.txt"), "it ended as it should")
}

// Whoever clicks ten times gets one window, and no error.
func TestTenStartsAtOnceAreOneWindow(t *testing.T) {
	data, env := t.TempDir(), ownRuntime(t)
	const many = 10
	windows, gone := make(chan *started, many), make(chan *started, many)
	var all sync.WaitGroup
	for range many {
		s := start(t, env, "--data", data)
		all.Go(func() {
			select {
			case <-s.stands:
				windows <- s
			case <-s.ended:
				gone <- s
			case <-time.After(60 * time.Second * slower):
				_ = s.cmd.Process.Kill()
			}
		})
	}
	all.Wait()
	require.Len(t, windows, 1)
	require.Len(t, gone, many-1)
	for range many - 1 {
		s := <-gone
		require.Zero(t, s.cmd.ProcessState.ExitCode(), s.errOut.String())
	}
	status, _ := (<-windows).end(t)
	require.Zero(t, status)
}

// A file that a command works on, and that no window answers for, is busy.
func TestAFileThatNoWindowHasIsBusy(t *testing.T) {
	data, env := t.TempDir(), ownRuntime(t)
	p, err := openProgram(t.Context(), options{data: data}, false)
	require.NoError(t, err)
	defer func() { require.NoError(t, p.close(context.Background())) }()
	s := start(t, append(env, "DISPLAY=", "WAYLAND_DISPLAY="), "--data", data)
	s.waitFor(t, s.ended)
	require.Equal(t, exitError, s.cmd.ProcessState.ExitCode())
	require.Contains(t, s.errOut.String(), "already open")
}

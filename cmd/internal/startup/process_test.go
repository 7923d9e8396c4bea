package startup

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// program is one of the two that are compared, with a display and a home of
// its own.
type program struct {
	args    []string
	display string
	home    string
}

// running is a program that was started.
type running struct {
	tb    testing.TB
	cmd   *exec.Cmd
	begun time.Time
}

func (p program) start(tb testing.TB) *running {
	tb.Helper()
	r := &running{tb: tb, cmd: exec.Command(p.args[0], p.args[1:]...)} // ended by stop
	r.cmd.Env = append(os.Environ(), "DISPLAY="+p.display, "WAYLAND_DISPLAY=", "LIBGL_ALWAYS_SOFTWARE=1", "HOME="+p.home, "XDG_RUNTIME_DIR="+p.home)
	for _, name := range []string{"config", "cache", "data"} {
		dir := filepath.Join(p.home, name)
		require.NoError(tb, os.MkdirAll(dir, 0o700))
		r.cmd.Env = append(r.cmd.Env, "XDG_"+strings.ToUpper(name)+"_HOME="+dir)
	}
	r.begun = time.Now()
	require.NoError(tb, r.cmd.Start())
	return r
}

// stop ends the program as the system does at a log-off.
func (r *running) stop() {
	require.NoError(r.tb, r.cmd.Process.Signal(syscall.SIGTERM))
	_ = r.cmd.Wait() // the empty window has no end of its own
}

// memory in bytes. Private is what would be free without the program; shared
// pages of libraries count in resident in full, and in proportional by how many
// share them.
type memory struct{ resident, proportional, private float64 }

func (r *running) memory() (m memory) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", r.cmd.Process.Pid))
	require.NoError(r.tb, err)
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) != 3 {
			continue
		}
		kilobytes, err := strconv.ParseFloat(fields[1], 64)
		require.NoError(r.tb, err)
		switch fields[0] {
		case "Rss:":
			m.resident = 1024 * kilobytes
		case "Pss:":
			m.proportional = 1024 * kilobytes
		case "Private_Clean:", "Private_Dirty:":
			m.private += 1024 * kilobytes
		}
	}
	return m
}

// cpu is the time on the processor of all threads that there are, finer than
// the hundredths of a second of /proc/PID/stat.
func (r *running) cpu() (sum time.Duration) {
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", r.cmd.Process.Pid))
	require.NoError(r.tb, err)
	for _, task := range tasks {
		text, err := os.ReadFile(task)
		if err != nil {
			continue // the thread has just ended
		}
		first, _, _ := strings.Cut(string(text), " ")
		n, err := strconv.ParseInt(first, 10, 64)
		require.NoError(r.tb, err)
		sum += time.Duration(n)
	}
	return sum
}

package encoder_test

import (
	"os"
	"os/exec"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// plainly runs the test again in a process that may not do what only an
// administrator may: to open a port that another program holds.
func plainly(t *testing.T) {
	t.Helper()
	const mark = "LATCHKEY_PLAIN"
	if os.Getenv(mark) != "" {
		t.Fatal("a port that another program holds was opened by an ordinary program")
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), mark+"=1")
	type result struct {
		out []byte
		err error
	}
	done := make(chan result)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		if err := unix.Prctl(unix.PR_CAPBSET_DROP, unix.CAP_SYS_ADMIN, 0, 0, 0); err != nil {
			done <- result{nil, err}
			return
		}
		out, err := cmd.CombinedOutput()
		done <- result{out, err}
	}()
	r := <-done
	require.NoError(t, r.err, string(r.out))
	require.Contains(t, string(r.out), "--- PASS: "+t.Name())
}

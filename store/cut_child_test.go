package store

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// job is what a child is to do until it is killed: JOB FILE [FROM]; it dies by
// itself at a step with files when LATCHKEY_DIE is a number.
const jobVariable, dieVariable = "LATCHKEY_JOB", "LATCHKEY_DIE"

// runJob does a child's job and returns its exit code.
func runJob(args []string) int {
	if n, err := strconv.Atoi(os.Getenv(dieVariable)); err == nil {
		between = dieAt(n)
	}
	var err error
	switch args[0] {
	case "edit":
		err = editForEver(args[1])
	case "open":
		fmt.Println("opening")
		var s *Store
		if s, err = Open(context.Background(), Options{Path: args[1]}); err == nil {
			err = s.Close()
		}
	case "restore":
		fmt.Println("restoring")
		_, err = Restore(context.Background(), RestoreOptions{File: args[1], From: args[2]})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println("done")
	return 0
}

// dieAt returns a function that kills this process when it is called for the
// nth time.
func dieAt(n int) func(string) {
	var mu sync.Mutex
	return func(step string) {
		mu.Lock()
		defer mu.Unlock()
		if n--; n == 0 {
			fmt.Println("died at", step)
			self, _ := os.FindProcess(os.Getpid())
			_ = self.Kill()
			select {}
		}
	}
}

// editForEver edits and makes backups at the same time, and says what was
// acknowledged: "edit NAME" and "backup FILE". At times it leaves what it has
// written in the second file, at times it has it moved.
func editForEver(path string) error {
	ctx := context.Background()
	s, err := Open(ctx, Options{Path: path, rest: 3 * time.Millisecond})
	if err != nil {
		return err
	}
	failed := make(chan error)
	go func() {
		for {
			c, err := s.Backup(ctx, BackupFolder(path), ReasonHand)
			if err != nil {
				failed <- err
				return
			}
			fmt.Println("backup", c.Path)
		}
	}()
	go func() {
		for i := 0; ; i++ {
			name := fmt.Sprintf("%d-%d", os.Getpid(), i)
			_, err := s.Do(ctx, ActorDesk, func(tx *Tx) error {
				return tx.SavePerson(&Person{FirstName: name, LastName: "Test", Note: strings.Repeat("x", i%3000)})
			})
			if err != nil {
				failed <- err
				return
			}
			fmt.Println("edit", name)
			if i%8 == 7 {
				time.Sleep(5 * time.Millisecond)
			}
		}
	}()
	return <-failed
}

// cut is a child that was killed, or came to its end.
type cut struct {
	said  []string // its lines
	ended bool     // it came to its end
}

// child has another process do a job. It is killed after a while from its first line, or
// at a step with files; zero means never.
func child(t testing.TB, after time.Duration, step int, job ...string) cut {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), jobVariable+"="+strings.Join(job, "\n"), fmt.Sprintf("%s=%d", dieVariable, step))
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	var c cut
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if c.said = append(c.said, lines.Text()); len(c.said) == 1 && after > 0 {
			defer time.AfterFunc(after, func() { _ = cmd.Process.Kill() }).Stop()
		}
	}
	_ = cmd.Wait() // most are killed
	if cmd.ProcessState.Exited() {
		require.Zero(t, cmd.ProcessState.ExitCode(), "%v: %s", job, errs.String())
		c.ended = true
	}
	return c
}

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
)

// putBack is how a window ends that is to put a copy in the place of its file:
// that is done when everything has ended and the file is closed, and then the
// program opens again.
type putBack struct {
	file string
	from string
}

func (b putBack) Error() string { return "put back " + b.from }

// What a program that has put a copy back tells the one that it opens.
const (
	saidEnv   = "LATCHKEY_SAY"  // what was done
	failedEnv = "LATCHKEY_FAIL" // why it was not; the file is as it was
)

// run puts the copy back and opens the program again, with the old file where
// that failed. again starts it, with more in its environment.
func (b putBack) run(ctx context.Context, again func(env ...string) error) int {
	_, err := store.Restore(ctx, store.RestoreOptions{File: b.file, From: b.from, Backups: backupsOf(b.file)})
	say := saidEnv + "=" + lang.L("The backup was put back. What was in the file before is among the backups.")
	if err != nil {
		say = failedEnv + "=" + problemText(err)
		fmt.Fprintln(os.Stderr, problemText(err))
	}
	if err := again(say); err != nil {
		fmt.Fprintln(os.Stderr, problemText(&store.Problem{
			Code: store.CodeMissing, Text: "Latchkey could not be started again by itself. Open it as you always do.", Err: err,
		}))
		return exitError
	}
	return exitDone
}

// startAgain starts this program with the same arguments, and does not wait
// for it.
func startAgain(ctx context.Context, args []string) func(env ...string) error {
	return func(env ...string) error {
		self, err := os.Executable()
		if err != nil {
			return err
		}
		cmd := exec.CommandContext(context.WithoutCancel(ctx), self, args...) //nolint:gosec // this very program, with what it was started with
		cmd.Env = append(os.Environ(), env...)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		return cmd.Start()
	}
}

// saidBefore returns what the program that opened this one has to say, once.
func saidBefore() (said, failed string) {
	said, failed = os.Getenv(saidEnv), os.Getenv(failedEnv)
	_, _ = os.Unsetenv(saidEnv), os.Unsetenv(failedEnv) // not for what this program starts itself
	return said, failed
}

// Command latchkey is the program: a window by default, subcommands for
// scripts and support.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // Windows has no zone database of its own

	"github.com/spf13/cobra"
)

// exitCode ends the program with a status of its own, when what there was to
// say has been said.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit status %d", int(c)) }

// The statuses of plan and sync.
const (
	exitDone    = 0
	exitError   = 1
	exitWaiting = 2 // changes wait, or need an answer
)

// With a text, cobra takes a double click on Windows for a mistake, says “This is
// a command line tool” and ends.
func init() { cobra.MousetrapHelpText = "" }

func main() {
	attachConsole()
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	cmd := newRoot()
	cmd.SetArgs(args)
	return status(ctx, args, cmd.ExecuteContext(ctx))
}

// status does what is left to do after a command, and returns what the program
// ends with.
func status(ctx context.Context, args []string, err error) int {
	var code exitCode
	var back putBack
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &back):
		return back.run(ctx, startAgain(ctx, args))
	}
	fmt.Fprintln(os.Stderr, problemText(err))
	return exitError
}

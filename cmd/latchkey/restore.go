package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/ui/backups"
)

func newRestore(o *options) *cobra.Command {
	var list, yes bool
	cmd := &cobra.Command{
		Use:   "restore [FILE]",
		Short: "Put a backup back, or list the backups",
		Long: `Put a backup back in the place of the file. Without FILE it is the newest one
that is whole. What it holds is shown beside what the file holds now, and it is
asked before anything is done; --yes answers.

What is in the file now is kept as a backup first; a damaged one is moved aside
and kept. Latchkey must not have the file open. The doors stay as they are:
before anything is sent to SALTO KS, Latchkey asks, because what has changed
there since is not in the backup (“latchkey plan”, “latchkey agree”).`,
		Example: `  latchkey restore --list
  latchkey restore
  latchkey restore /media/usb/latchkey-20261126T161700Z-hand-1234-ab12cd34.db`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if list {
				return listBackups(cmd, *o)
			}
			return restore(cmd, *o, args, yes)
		},
	}
	cmd.Flags().BoolVar(&list, "list", false, "list the backups, newest first, and do nothing")
	cmd.Flags().BoolVar(&yes, "yes", false, "put it back without asking")
	cmd.MarkFlagsMutuallyExclusive("list", "yes")
	return cmd
}

func listBackups(cmd *cobra.Command, o options) error {
	folder := backupsOf(o.file())
	all, err := store.Backups(folder)
	if err != nil {
		return err
	}
	lines := make([]copyLine, len(all))
	for i, c := range all {
		lines[i] = copyOf(c)
	}
	return o.print(cmd.OutOrStdout(), lines, func(w io.Writer) {
		if len(lines) == 0 {
			line(w, "There is no backup in {{.Folder}}.", "Folder", folder)
		}
		for _, l := range lines {
			l.write(w)
		}
	})
}

// restored is what restore prints.
type restored struct {
	Backup   copyLine  `json:"backup"`
	Before   *copyLine `json:"before"` // what the file held; null: it cannot be read
	Kept     string    `json:"kept"`   // where that is kept; empty: there was nothing
	Restored bool      `json:"restored"`
}

func restore(cmd *cobra.Command, o options, args []string, yes bool) error {
	ctx := cmd.Context()
	from, err := namedBackup(ctx, o, args)
	if err != nil {
		return err
	}
	c := inspected(from)
	r := restored{Backup: c, Before: presentLine(ctx, o.file())}
	if !o.json {
		preview(cmd.OutOrStdout(), r)
	}
	if agreed, err := agreesTo(cmd, yes); err != nil || !agreed {
		return err
	}
	done, err := store.Restore(ctx, store.RestoreOptions{File: o.file(), From: from.Path, Backups: backupsOf(o.file())})
	if err != nil {
		return err
	}
	r.Restored, r.Kept = true, done.Kept
	return o.print(cmd.OutOrStdout(), r, func(w io.Writer) {
		if r.Kept != "" {
			line(w, "What was in the file before is kept in {{.File}}.", "File", r.Kept)
		}
		line(w, "The backup was put back. Before anything is sent to SALTO KS, Latchkey asks.")
	})
}

// namedBackup is the copy that the command line names, by its path or by its
// name among the backups, or the newest one that is whole.
func namedBackup(ctx context.Context, o options, args []string) (store.Copy, error) {
	folder := backupsOf(o.file())
	if len(args) == 0 {
		c, ok := store.NewestGood(ctx, folder)
		if !ok {
			return c, &store.Problem{Code: store.CodeMissing, Text: "There is no backup in {{.Folder}} that is whole. Name a copy that you have elsewhere.", Args: map[string]any{"Folder": folder}}
		}
		return store.Inspect(ctx, c.Path)
	}
	path := args[0]
	if _, err := os.Stat(path); err != nil && filepath.Base(path) == path {
		path = filepath.Join(folder, path)
	}
	return store.Inspect(ctx, path)
}

// presentLine is what the file holds now; nil where that cannot be read.
func presentLine(ctx context.Context, file string) *copyLine {
	s, err := store.Open(ctx, store.Options{Path: file, ReadOnly: true})
	if err != nil {
		return nil
	}
	defer func() { _ = s.Close() }() //nolint:contextcheck // nothing was written, and it is closed also when ctx has ended
	c, err := s.Holds(ctx)
	if err != nil {
		return nil
	}
	l := inspected(c)
	return &l
}

func preview(w io.Writer, r restored) {
	line(w, "The backup of {{.When}} ({{.Why}}), {{.Size}}: {{.File}}",
		"When", r.Backup.MadeAt.Local().Format("2006-01-02 15:04"), "Why", backups.Reason(store.Reason(r.Backup.Why)), "Size", backups.Size(r.Backup.Size), "File", r.Backup.File)
	r.Backup.compare(w, r.Before)
	if r.Before == nil {
		line(w, "The file as it is now cannot be read. It is moved aside and kept.")
		return
	}
	line(w, "What is in the file now is kept as a backup.")
}

// agreesTo asks on a terminal whether to go on. Where nobody can be asked it
// says how to answer beforehand.
func agreesTo(cmd *cobra.Command, yes bool) (bool, error) {
	if yes {
		return true, nil
	}
	if f, ok := cmd.InOrStdin().(*os.File); !ok || !isTerminal(f) {
		return false, &store.Problem{Code: store.CodeInvalid, Text: "Nobody can be asked here. Say --yes to put it back without a question."}
	}
	say(cmd, "Put it back? Type yes: ")
	answer, err := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
	if err != nil && err != io.EOF {
		return false, fmt.Errorf("read the answer: %w", err)
	}
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "yes", "y", "oui", "o":
		return true, nil
	}
	say(cmd, "Nothing was changed.\n")
	return false, exitCode(exitError)
}

// isTerminal tells whether somebody may sit at a file.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"fyne.io/fyne/v2/lang"
	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/ui/backups"
)

func newBackup(o *options) *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:   "backup",
		Short: "Make a backup of the file",
		Long: `Make a backup of the file: a whole copy of it, read again to be sure of it. It
can be made while the window is open.

It lies among the daily ones, in the folder “backups” beside the file, and is
never taken away by itself. With --to it is written elsewhere: into a folder,
under a name that says when it was made, or to a file of that name.`,
		Example: `  latchkey backup
  latchkey backup --to /media/usb/
  latchkey backup --to "Maison Nord.db"`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			p, err := openProgram(ctx, *o, true)
			if err != nil {
				return err
			}
			defer closeQuietly(ctx, p)
			made, err := backupTo(ctx, p.store, o.file(), to)
			if err != nil {
				return err
			}
			return o.print(cmd.OutOrStdout(), copyOf(made), func(w io.Writer) {
				line(w, "The backup is {{.File}} ({{.Size}}).", "File", made.Path, "Size", backups.Size(made.Size))
			})
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "folder or file to write to (default: among the daily ones)")
	return cmd
}

// backupTo makes a backup among the daily ones, in a folder or as a file.
func backupTo(ctx context.Context, s *store.Store, file, to string) (store.Copy, error) {
	switch {
	case to == "":
		return s.Backup(ctx, backupsOf(file), store.ReasonHand)
	case isFolder(to):
		return s.Backup(ctx, to, store.ReasonHand)
	}
	return saveCopy(ctx, s, file, to)
}

// copyLine is a copy of the file, as the subcommands print it.
type copyLine struct {
	File   string    `json:"file"`
	MadeAt time.Time `json:"made_at"`
	Why    string    `json:"why"`
	Size   int64     `json:"size"`
	Serial int64     `json:"serial"`
	Hash   string    `json:"log_hash"` // its beginning
	Holds  *held     `json:"holds,omitempty"`
}

// held is what a copy holds.
type held struct {
	Version  int       `json:"version"`
	Lineage  string    `json:"lineage"`
	Spaces   []string  `json:"spaces"`
	Members  int       `json:"members"`
	Bookings int       `json:"bookings_to_come"`
	Tags     int       `json:"tags"`
	LastEdit time.Time `json:"last_edit"`
}

// copyOf is what is known of a copy from its name.
func copyOf(c store.Copy) copyLine {
	return copyLine{File: c.Path, MadeAt: c.At, Why: string(c.Reason), Size: c.Size, Serial: c.Serial, Hash: c.Head}
}

// inspected is what is known of a copy that was looked into.
func inspected(c store.Copy) copyLine {
	l := copyOf(c)
	l.Holds = &held{Version: c.Version, Lineage: c.Meta.Lineage, Spaces: c.Spaces, Members: c.Members, Bookings: c.Bookings, Tags: c.Tags, LastEdit: c.Edited}
	return l
}

func (l copyLine) write(w io.Writer) {
	fmt.Fprintf(w, "%s  %-16s  %8s  %s\n", l.MadeAt.Local().Format("2006-01-02 15:04"), backups.Reason(store.Reason(l.Why)), backups.Size(l.Size), l.File)
}

// compare prints what a copy holds beside what the file holds now.
func (l copyLine) compare(w io.Writer, now *copyLine) {
	row := func(what string, of func(held) string) {
		fmt.Fprintf(w, "  %-18s %-22s", what, of(*l.Holds))
		if now != nil {
			fmt.Fprintf(w, " %s", lang.L("now {{.Value}}", map[string]any{"Value": of(*now.Holds)}))
		}
		fmt.Fprintln(w)
	}
	row(lang.L("Members"), func(h held) string { return strconv.Itoa(h.Members) })
	row(lang.L("Bookings to come"), func(h held) string { return strconv.Itoa(h.Bookings) })
	row(lang.L("Tags"), func(h held) string { return strconv.Itoa(h.Tags) })
	row(lang.L("Last edit"), func(h held) string { return h.LastEdit.Local().Format("2006-01-02 15:04") })
	for _, s := range l.Holds.Spaces {
		fmt.Fprintf(w, "  %-18s %s\n", lang.L("Space"), s)
	}
}

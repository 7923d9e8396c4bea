package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/store/exchange"
	"latchkey/ui/words"
)

func newImport(o *options) *cobra.Command {
	cmd := &cobra.Command{Use: "import", Short: "Bring data in from a file"}
	cmd.AddCommand(
		&cobra.Command{
			Use:   "members FILE.csv",
			Short: "Add and update members from a CSV file",
			Long: `Add and update members from a CSV file, with a first line that names the
columns (first name, last name, email, phone, company, plan, tag number, starts
on, connect, main member; also in French, German or Spanish). Separator and
encoding are found out. People are matched by e-mail address. When a row cannot
be taken nothing is imported, and every such row is listed. “-” reads standard
input.`,
			Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error { return importMembers(cmd, *o, args[0]) },
		},
		&cobra.Command{
			Use:   "space FILE.json",
			Short: "Add or update a whole space from a space file",
			Long: `Add or update a whole space from a space file (docs/space-file.md describes
it). Entries are matched by their keys: importing the same file again changes
nothing. “-” reads standard input.`,
			Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error { return importSpace(cmd, *o, args[0]) },
		},
	)
	return cmd
}

func newExport(o *options) *cobra.Command {
	cmd := &cobra.Command{Use: "export", Short: "Write data to a file, or to standard output"}
	add := func(use, short, long string, write exporter) {
		cmd.AddCommand(&cobra.Command{
			Use: use + " [FILE]", Short: short, Long: long, Args: cobra.MaximumNArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error { return export(cmd, *o, args, write) },
		})
	}
	add("members", "Write the members as CSV", "Write the members as CSV, which “import members” reads back.", exportMembers)
	add("bookings", "Write the bookings as CSV", "Write all bookings of the space as CSV, in the space's time zone.", exportBookings)
	cmd.AddCommand(newExportAttendance(o))
	add("log", "Write the log as CSV", "Write the permanent log as CSV: who got or lost which door, when and why.", exportLog)
	add("space", "Write the whole space as a space file", "Write the whole space as a space file (docs/space-file.md), which “import space” reads back.", exportSpace)
	return cmd
}

// input opens a file to import, or standard input for "-".
func input(cmd *cobra.Command, name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(cmd.InOrStdin()), nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, &store.Problem{Code: store.CodeFile, Text: "{{.File}} cannot be read. Check the name, and that you may read it.", Args: map[string]any{"File": name}, Err: err}
	}
	return f, nil
}

func importMembers(cmd *cobra.Command, o options, name string) error {
	ctx := cmd.Context()
	f, err := input(cmd, name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	table, err := exchange.ReadMembers(f)
	if err != nil {
		return err
	}
	p, err := openProgram(ctx, o, false)
	if err != nil {
		return err
	}
	defer closeQuietly(ctx, p)
	s, err := p.chosen(ctx, o)
	if err != nil {
		return err
	}
	report, err := exchange.Apply(ctx, p.store, s.ID, table)
	if err != nil {
		for _, row := range report.Rows {
			say(cmd, "line %d: %s\n", row.Line, problemText(row.Err))
		}
		return err
	}
	return o.print(cmd.OutOrStdout(), report, func(w io.Writer) { writeReport(w, report) })
}

func importSpace(cmd *cobra.Command, o options, name string) error {
	ctx := cmd.Context()
	in, err := input(cmd, name)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	f, err := exchange.Decode(in)
	if err != nil {
		return err
	}
	p, err := openProgram(ctx, o, false)
	if err != nil {
		return err
	}
	defer closeQuietly(ctx, p)
	report, err := exchange.Import(ctx, p.store, f, exchange.Options{})
	if err != nil {
		return err
	}
	return o.print(cmd.OutOrStdout(), report, func(w io.Writer) { writeReport(w, report) })
}

func writeReport(w io.Writer, r exchange.Report) {
	if !r.Changed() {
		line(w, "Nothing new: everything was there already.")
		return
	}
	for _, row := range []struct {
		what string
		n    exchange.Count
	}{
		{"space", r.Spaces}, {"plans", r.Plans}, {"pass types", r.PassTypes}, {"people", r.People}, {"rooms", r.Rooms},
		{"series", r.Series}, {"bookings", r.Bookings}, {"tags", r.Tags}, {"passes", r.Passes}, {"corrections", r.Corrections},
	} {
		if row.n != (exchange.Count{}) {
			fmt.Fprintf(w, "%-11s %4d added, %4d updated, %4d unchanged\n", row.what, row.n.Added, row.n.Updated, row.n.Unchanged)
		}
	}
}

// exporter writes one kind of data of a space.
type exporter func(ctx context.Context, w io.Writer, p *program, s store.Space) error

// export opens the file for reading, and writes one kind of its data.
func export(cmd *cobra.Command, o options, args []string, write exporter) error {
	ctx := cmd.Context()
	p, err := openProgram(ctx, o, true)
	if err != nil {
		return err
	}
	defer closeQuietly(ctx, p)
	return exportFrom(cmd, o, p, args, write)
}

// exportFrom writes to a file, complete or not at all, or to standard output.
func exportFrom(cmd *cobra.Command, o options, p *program, args []string, write exporter) error {
	ctx := cmd.Context()
	s, err := p.chosen(ctx, o)
	if err != nil {
		return err
	}
	if len(args) == 0 || args[0] == "-" {
		return write(ctx, cmd.OutOrStdout(), p, s)
	}
	if err := exchange.WriteWhole(args[0], func(w io.Writer) error { return write(ctx, w, p, s) }); err != nil {
		if store.CodeOf(err) != "" { // it is not the place
			return err
		}
		return &store.Problem{Code: store.CodeFile, Text: "{{.File}} cannot be written. Choose a folder that you may write to, with room on the disk.",
			Args: map[string]any{"File": args[0]}, Err: err}
	}
	return nil
}

func exportMembers(ctx context.Context, w io.Writer, p *program, s store.Space) error {
	return exchange.WriteMembers(ctx, w, p.store, s.ID)
}

func exportBookings(ctx context.Context, w io.Writer, p *program, s store.Space) error {
	return exchange.WriteBookings(ctx, w, p.store, s.ID, time.Time{}, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))
}

func exportLog(ctx context.Context, w io.Writer, p *program, s store.Space) error {
	_, err := exchange.WriteLog(ctx, w, p.store, s.ID, exchange.LogExport{Filter: store.LogFilter{Space: s.ID}, Words: words.Sentence})
	return err
}

func exportSpace(ctx context.Context, w io.Writer, p *program, s store.Space) error {
	f, err := exchange.Export(ctx, p.store, s.ID)
	if err != nil {
		return err
	}
	return exchange.Encode(w, f)
}

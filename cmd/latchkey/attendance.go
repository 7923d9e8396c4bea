package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/store/exchange"
	"latchkey/sync/attendance"
	"latchkey/sync/tally"
)

// attendanceOptions are the flags of an export of the attendance.
type attendanceOptions struct{ from, to, by string }

func newExportAttendance(o *options) *cobra.Command {
	var a attendanceOptions
	cmd := &cobra.Command{
		Use:   "attendance [FILE]",
		Short: "Write who was there as CSV",
		Long: `Write who was there as CSV: each check-in, or by day, by member, or each entry
at a door and whether it counts. Times are those of the clock on the space's
wall, with the distance to UTC in the hour that it shows twice. No leaving is
made up: “left” is there only where the desk said so. With --json the same rows
are written as JSON.

Check-ins are brought up to date first. Where another Latchkey has the file open
that is done there, and it is said when they are not up to date yet.`,
		Example: `  latchkey export attendance november.csv --from 2026-11-01 --to 2026-11-30
  latchkey export attendance --by day -`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := openCounted(cmd, *o)
			if err != nil {
				return err
			}
			defer closeQuietly(cmd.Context(), p)
			return exportFrom(cmd, *o, p, args, func(ctx context.Context, w io.Writer, p *program, s store.Space) error {
				return exportAttendance(ctx, w, p, s, a, o.json)
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&a.from, "from", "", "only from this day on, like 2026-11-30")
	f.StringVar(&a.to, "to", "", "only until this day, which is included")
	f.StringVar(&a.by, "by", string(exchange.ByCheckIn), "what a row is: checkin, day, member or entry")
	return cmd
}

func exportAttendance(ctx context.Context, w io.Writer, p *program, s store.Space, a attendanceOptions, asJSON bool) error {
	if _, _, err := days(a.from, a.to, s.Location()); err != nil {
		return err
	}
	e := exchange.AttendanceExport{
		By: exchange.AttendanceBy(a.by), From: store.Date(a.from), To: store.Date(a.to), Arrives: attendance.Arrives,
	}
	switch e.By {
	case exchange.ByCheckIn, exchange.ByDay, exchange.ByMember, exchange.ByEntry:
	default:
		return &store.Problem{Code: store.CodeInvalid, Text: "“{{.By}}” is no way to list the attendance. Choose checkin, day, member or entry.", Args: map[string]any{"By": a.by}}
	}
	list, err := exchange.ReadAttendance(ctx, p.store, s.ID, e)
	if err != nil {
		return err
	}
	if !asJSON {
		return list.WriteCSV(w)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(list)
}

// openCounted opens the file for reading, with check-ins and passes that are up
// to date. Where they are not and cannot be brought there (another Latchkey has
// the file open, and does it; or it can only be read), that is said.
func openCounted(cmd *cobra.Command, o options) (*program, error) {
	ctx := cmd.Context()
	p, err := openProgram(ctx, o, true)
	if err != nil {
		return nil, err
	}
	stale, err := p.stale(ctx)
	if err != nil || !stale {
		return p, closedAfter(ctx, p, err)
	}
	if err := p.close(ctx); err != nil {
		return nil, err
	}
	if bring(ctx, o) != nil { // who only reads can go on without
		line(cmd.ErrOrStderr(), "The check-ins are not up to date, so passes may have been used that seem to be there still. The window brings them up to date.")
	}
	return openProgram(ctx, o, true)
}

// closedAfter closes a program whose use went wrong.
func closedAfter(ctx context.Context, p *program, err error) error {
	if err != nil {
		closeQuietly(ctx, p)
	}
	return err
}

// stale tells whether check-ins are to be worked out anew, or passes of a month
// to be given.
func (p *program) stale(ctx context.Context) (bool, error) {
	stale, monthBegan, err := p.store.Untallied(ctx)
	return stale || monthBegan, err
}

// bring brings the check-ins of a file up to date that nobody has open. It opens
// it as every program does: an old copy has to be noticed before it is written to.
func bring(ctx context.Context, o options) error {
	p, err := openProgram(ctx, o, false)
	if err != nil {
		return err
	}
	return errors.Join(tally.Bring(ctx, p.store), p.close(ctx))
}

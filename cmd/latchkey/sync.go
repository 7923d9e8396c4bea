package main

import (
	"time"

	"github.com/spf13/cobra"
)

// patience is how long sync --once waits for SALTO KS to show or to accept
// something before it leaves the rest to the next time.
const patience = 2 * time.Minute

func newSync(o *options) *cobra.Command {
	var once bool
	cmd := &cobra.Command{
		Use:   "sync",
		Short: "Bring SALTO KS up to date",
		Long: `Bring SALTO KS up to date with the file. With --once it ends when nothing is
left to do (status 0), or when what is left waits for the desk or for later
(status 2); without it, it goes on until it is stopped with Ctrl+C. The status
is 1 after an error.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			p, err := openProgram(ctx, *o, false)
			if err != nil {
				return err
			}
			defer closeQuietly(ctx, p)
			s, err := p.chosen(ctx, *o)
			if err != nil {
				return err
			}
			e, err := p.engine(ctx, s)
			if err != nil {
				return err
			}
			if !once {
				e.Run(ctx)
				return nil
			}
			if _, err := e.Drain(ctx, patience); err != nil {
				return err
			}
			if s, err = p.store.Space(ctx, s.ID); err != nil {
				return err
			}
			return printPlan(cmd, p, s, *o)
		},
	}
	cmd.Flags().BoolVar(&once, "once", false, "end when nothing more can be done now")
	return cmd
}

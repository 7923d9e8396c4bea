package main

import (
	"io"

	"github.com/spf13/cobra"
)

// checked is what is known of a file that is whole.
type checked struct {
	Whole bool   `json:"whole"`
	Full  bool   `json:"full"`
	Lines int64  `json:"log_lines"`
	Hash  string `json:"log_hash"`
}

func newCheck(o *options) *cobra.Command {
	var full bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check that the file is whole",
		Long: `Check that the file is whole. It can be checked while the window is open.

With --full every page of it is read, what belongs together is compared, and
the log is followed line by line; a large file takes some seconds. The status
is 1 when the file is damaged: “latchkey restore” puts a backup back.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			p, err := openProgram(ctx, *o, true)
			if err != nil {
				return err
			}
			defer closeQuietly(ctx, p)
			if err := p.store.Check(ctx, full); err != nil {
				return err
			}
			head, err := p.store.LogHead(ctx)
			if err != nil {
				return err
			}
			return o.print(cmd.OutOrStdout(), checked{true, full, head.Line, head.Hash}, func(w io.Writer) {
				line(w, "The file {{.File}} is whole.", "File", o.file())
				sayHead(w, head)
			})
		},
	}
	cmd.Flags().BoolVar(&full, "full", false, "read and compare everything")
	return cmd
}

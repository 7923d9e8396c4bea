package main

import (
	"io"
	"time"

	"github.com/spf13/cobra"

	"latchkey/store"
)

// blockState is what block and unblock print.
type blockState struct {
	Person  string     `json:"person"`
	Since   *time.Time `json:"blocked_at"` // null: not blocked
	Changed bool       `json:"changed"`    // false: it was so already
}

func newBlock(o *options) *cobra.Command {
	return blockCommand(o, true, &cobra.Command{
		Use:   "block",
		Short: "Shut a person out of every door",
		Long: `Shut a person out of every door, whatever else gives them one. Bookings and
plan stay in Latchkey, nothing is deleted, and “latchkey unblock” gives it all
back. This sets it in the file; the window carries it out, or “latchkey sync
--once”, before anything else and whatever else is held up.`,
		Example: `  latchkey block --person "Mia Berg" && latchkey sync --once`,
	})
}

func newUnblock(o *options) *cobra.Command {
	return blockCommand(o, false, &cobra.Command{
		Use:   "unblock",
		Short: "Give a person back what “block” took",
		Long: `Give a person back what “latchkey block” took: the doors of the plan, the extra
doors and the bookings, as far as they are due now. This sets it in the file;
the window carries it out, or “latchkey sync --once”.`,
		Example: `  latchkey unblock --person mia@ostrea.example && latchkey sync --once`,
	})
}

func blockCommand(o *options, on bool, cmd *cobra.Command) *cobra.Command {
	var person string
	cmd.Args = cobra.NoArgs
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return setBlock(cmd, *o, person, on) }
	cmd.Flags().StringVar(&person, "person", "", "name, e-mail address, key or tag number (required)")
	if err := cmd.MarkFlagRequired("person"); err != nil {
		panic(err) // the flag is defined above
	}
	return cmd
}

func setBlock(cmd *cobra.Command, o options, who string, on bool) error {
	ctx := cmd.Context()
	p, err := openProgram(ctx, o, false)
	if err != nil {
		return err
	}
	defer closeQuietly(ctx, p)
	s, err := p.chosen(ctx, o)
	if err != nil {
		return err
	}
	person, err := p.onePerson(ctx, who)
	if err != nil {
		return err
	}
	changed := person.BlockedAt.IsZero() == on
	if changed {
		_, err = p.store.Do(ctx, store.ActorDesk, func(tx *store.Tx) error {
			person.BlockedAt = time.Time{}
			if on {
				person.BlockedAt = tx.Now
			}
			return tx.SavePerson(&person)
		})
		if err != nil {
			return err
		}
	}
	state := blockState{Person: person.Name(), Since: timeIn(person.BlockedAt, s), Changed: changed}
	return o.print(cmd.OutOrStdout(), state, state.write)
}

func (b blockState) write(w io.Writer) {
	switch {
	case b.Since != nil && b.Changed:
		line(w, "{{.Name}} is blocked in the file. The window takes the doors away, or “latchkey sync --once”.", "Name", b.Person)
	case b.Since != nil:
		line(w, "{{.Name}} is blocked already, since {{.At}}. The window takes the doors away, or “latchkey sync --once”.",
			"Name", b.Person, "At", string(store.LocalOf(*b.Since, b.Since.Location())))
	case b.Changed:
		line(w, "{{.Name}} is not blocked any more in the file. The window gives the doors back, or “latchkey sync --once”.", "Name", b.Person)
	default:
		line(w, "{{.Name}} is not blocked: there is nothing to take back.", "Name", b.Person)
	}
}

package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/sync/access"
	"latchkey/sync/engine"
	"latchkey/ui/words"
)

// change is one step that waits, as the subcommands print it.
type change struct {
	Key    string     `json:"key"`
	Op     string     `json:"op"`
	What   string     `json:"what"`
	Phase  string     `json:"phase"`
	Due    time.Time  `json:"due"`
	Error  string     `json:"error,omitempty"`
	Repeat *time.Time `json:"not_before,omitempty"`
}

// planned is what is left to do in a space's site.
type planned struct {
	Space    string     `json:"space"`
	Site     string     `json:"site"`
	LookedAt *time.Time `json:"looked_at"` // when SALTO KS was last seen; null: never
	Changes  []change   `json:"changes"`
	Faults   []string   `json:"faults"`

	zone *time.Location
}

func newPlan(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "plan",
		Short: "Show what waits to be done in SALTO KS",
		Long: `Show, from the file alone and without a network, what waits to be done in
SALTO KS. The status is 0 when nothing is left, 2 when changes wait or need an
answer, and 1 after an error.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			p, err := openProgram(ctx, *o, true)
			if err != nil {
				return err
			}
			defer closeQuietly(ctx, p)
			s, err := p.chosen(ctx, *o)
			if err != nil {
				return err
			}
			return printPlan(cmd, p, s, *o)
		},
	}
}

// printPlan prints what is left and returns the status that says so.
func printPlan(cmd *cobra.Command, p *program, s store.Space, o options) error {
	left, err := whatIsLeft(cmd.Context(), p, s)
	if err != nil {
		return err
	}
	if err := o.print(cmd.OutOrStdout(), left, left.write); err != nil {
		return err
	}
	if s.SiteID == "" {
		say(cmd, "%s\n", problemText(notConnected(s)))
	}
	if len(left.Changes) > 0 || left.LookedAt == nil {
		return exitCode(exitWaiting)
	}
	return nil
}

func whatIsLeft(ctx context.Context, p *program, s store.Space) (planned, error) {
	set, snap, err := engine.Plan(ctx, p.store, s.ID, p.store.Now())
	if err != nil {
		return planned{}, err
	}
	work, err := p.store.Work(ctx, s.ID)
	if err != nil {
		return planned{}, err
	}
	known := make(map[string]store.Work, len(work))
	for _, w := range work {
		known[w.Key] = w
	}
	out := planned{Space: s.Name, Site: s.SiteName, Changes: []change{}, Faults: []string{}, zone: s.Location()}
	if at := snap.Mirror.Site.LookedAt; !at.IsZero() {
		out.LookedAt = &at
	}
	for _, step := range set.Steps {
		c := change{Key: step.Key, Op: string(step.Op), What: words.Sentence(step.What), Phase: string(store.PhaseWaiting), Due: step.Due}
		if w, ok := known[step.Key]; ok {
			c.Phase = string(w.Phase)
			if w.Error.Text != "" {
				c.Error = words.Sentence(w.Error)
			}
			if !w.NotBefore.IsZero() {
				c.Repeat = &w.NotBefore
			}
		}
		delete(known, step.Key)
		out.Changes = append(out.Changes, c)
	}
	for _, w := range slices.SortedFunc(maps.Values(known), func(a, b store.Work) int { return cmp.Compare(a.Key, b.Key) }) {
		if w.Phase == store.PhaseSent { // its outcome is open, wanted or not
			out.Changes = append(out.Changes, change{Key: w.Key, Op: w.Op, What: words.Sentence(w.What), Phase: string(w.Phase), Due: w.Due})
		}
	}
	for _, f := range access.Faults(snap) {
		out.Faults = append(out.Faults, words.Sentence(f))
	}
	return out, nil
}

// write prints each sentence once, however many requests it takes.
func (l planned) write(w io.Writer) {
	if l.LookedAt != nil {
		line(w, "Site “{{.Site}}”, last looked at {{.At}}.", "Site", l.Site, "At", string(store.LocalOf(*l.LookedAt, l.zone)))
	}
	for _, f := range l.Faults {
		fmt.Fprintf(w, "! %s\n", f)
	}
	switch {
	case l.LookedAt == nil:
		line(w, "No site of SALTO KS was looked at yet: what there is to do is not known.")
		return
	case len(l.Changes) == 0:
		line(w, "Nothing is left to do.")
		return
	}
	seen := make(map[string]bool)
	for _, c := range l.Changes {
		text := c.What
		if c.Error != "" {
			text += " (" + c.Error + ")"
		}
		if !seen[text] {
			seen[text] = true
			fmt.Fprintf(w, "- %s\n", text)
		}
	}
	line(w, "Requests that wait: {{.Count}}.", "Count", strconv.Itoa(len(l.Changes)))
}

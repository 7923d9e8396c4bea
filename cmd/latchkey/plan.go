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
	"latchkey/sync/reconcile"
	"latchkey/ui/words"
)

// change is one step that waits, as the subcommands print it.
type change struct {
	Key    string     `json:"key"`
	Op     string     `json:"op"`
	What   string     `json:"what"`
	Phase  string     `json:"phase"`
	Held   bool       `json:"held"` // it waits for an answer to the question
	Due    time.Time  `json:"due"`
	Error  string     `json:"error,omitempty"`
	Repeat *time.Time `json:"not_before,omitempty"`
}

func (c change) parked() bool { return c.Phase == string(store.PhaseParked) }

// planned is what is left to do in a space's site, and what needs an answer.
type planned struct {
	Space     string       `json:"space"`
	Site      string       `json:"site"`
	LookedAt  *time.Time   `json:"looked_at"` // when SALTO KS was last seen; null: never
	Question  *question    `json:"question"`  // what holds changes up; null: nothing does
	Changes   []change     `json:"changes"`
	Drift     []difference `json:"drift"`
	Strangers []string     `json:"strangers"` // people in SALTO KS who are nobody here
	Faults    []string     `json:"faults"`

	zone  *time.Location
	names bool // of the strangers, in plain text too
}

func newPlan(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "plan",
		Short: "Show what waits to be done in SALTO KS, and what needs an answer",
		Long: `Show, from the file alone and without a network, what waits to be done in
SALTO KS, what holds it up (“latchkey agree” answers), what somebody changed
there by hand (“latchkey drift” answers), which changes were refused and why,
and how many people in SALTO KS are nobody here (with --verbose by name).

The status is 0 when nothing is left, 2 when changes wait or need an answer,
and 1 after an error.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			p, err := openCounted(cmd, *o)
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
	left.names = o.verbose
	if err := o.print(cmd.OutOrStdout(), left, left.write); err != nil {
		return err
	}
	if s.SiteID == "" {
		say(cmd, "%s\n", problemText(notConnected(s)))
	}
	if left.waits() {
		return exitCode(exitWaiting)
	}
	return nil
}

// waits tells whether something is left to be done or to be answered.
func (l planned) waits() bool {
	return len(l.Changes) > 0 || l.LookedAt == nil || slices.ContainsFunc(l.Drift, difference.needsAnswer)
}

func whatIsLeft(ctx context.Context, p *program, s store.Space) (planned, error) {
	preview, err := engine.Plan(ctx, p.store, s.ID, p.store.Now())
	if err != nil {
		return planned{}, err
	}
	work, err := p.store.Work(ctx, s.ID)
	if err != nil {
		return planned{}, err
	}
	return plannedOf(s, preview, work), nil
}

func plannedOf(s store.Space, preview engine.Preview, work []store.Work) planned {
	out := planned{
		Space: s.Name, Site: s.SiteName, LookedAt: timeIn(preview.Snap.Mirror.Site.LookedAt, s),
		Changes: changesOf(preview.Set.Steps, work), Drift: differencesOf(preview.Drifts, s),
		Strangers: []string{}, Faults: []string{}, zone: s.Location(),
	}
	if out.LookedAt != nil { // before that, nobody knows what there is to agree to
		out.Question = questionOf(preview.Question, s)
	}
	for _, u := range reconcile.Strangers(preview.Ledger, preview.Seen) {
		out.Strangers = append(out.Strangers, u.Name())
	}
	for _, f := range access.Faults(preview.Snap) {
		out.Faults = append(out.Faults, words.Sentence(f))
	}
	return out
}

// changesOf joins the steps with what is known of each, and adds those whose
// outcome is open though nobody wants them any more.
func changesOf(steps []reconcile.Step, work []store.Work) []change {
	known := make(map[string]store.Work, len(work))
	for _, w := range work {
		known[w.Key] = w
	}
	out := []change{}
	for _, step := range steps {
		c := change{Key: step.Key, Op: string(step.Op), What: words.Sentence(step.What), Phase: string(store.PhaseWaiting), Due: step.Due}
		if w, ok := known[step.Key]; ok {
			c.Phase, c.Held = string(w.Phase), w.Held
			if w.Error.Text != "" {
				c.Error = words.Sentence(w.Error)
			}
			if !w.NotBefore.IsZero() {
				c.Repeat = &w.NotBefore
			}
		}
		delete(known, step.Key)
		out = append(out, c)
	}
	for _, w := range slices.SortedFunc(maps.Values(known), func(a, b store.Work) int { return cmp.Compare(a.Key, b.Key) }) {
		if w.Phase == store.PhaseSent {
			out = append(out, change{Key: w.Key, Op: w.Op, What: words.Sentence(w.What), Phase: string(w.Phase), Due: w.Due})
		}
	}
	return out
}

func (l planned) write(w io.Writer) {
	if l.LookedAt != nil {
		line(w, "Site “{{.Site}}”, last looked at {{.At}}.", "Site", l.Site, "At", string(store.LocalOf(*l.LookedAt, l.zone)))
	}
	for _, f := range l.Faults {
		fmt.Fprintf(w, "! %s\n", f)
	}
	if l.LookedAt == nil {
		line(w, "No site of SALTO KS was looked at yet: what there is to do is not known.")
		return
	}
	if l.Question != nil {
		l.Question.write(w)
	}
	l.writeChanges(w)
	l.writeDrift(w)
	l.writeStrangers(w)
}

// writeChanges prints each sentence once, however many requests it takes.
func (l planned) writeChanges(w io.Writer) {
	if len(l.Changes) == 0 {
		line(w, "Nothing is left to do.")
		return
	}
	parked := func(c change) bool { return c.parked() }
	waiting := slices.DeleteFunc(slices.Clone(l.Changes), parked)
	writeOnce(w, waiting)
	if len(waiting) > 0 {
		line(w, "Requests that wait: {{.Count}}.", "Count", strconv.Itoa(len(waiting)))
	}
	if len(waiting) < len(l.Changes) {
		line(w, "Not done, until the reason is put right:")
		writeOnce(w, slices.DeleteFunc(slices.Clone(l.Changes), func(c change) bool { return !c.parked() }))
	}
}

func writeOnce(w io.Writer, changes []change) {
	seen := make(map[string]bool)
	for _, c := range changes {
		text := c.What
		if c.Error != "" {
			text += " (" + c.Error + ")"
		}
		if !seen[text] {
			seen[text] = true
			fmt.Fprintf(w, "- %s\n", text)
		}
	}
}

// writeDrift prints the differences that the desk has not answered.
func (l planned) writeDrift(w io.Writer) {
	open := slices.DeleteFunc(slices.Clone(l.Drift), func(d difference) bool { return d.Answer != "" })
	if len(open) == 0 {
		return
	}
	line(w, "Changed in SALTO KS by hand:")
	writeDifferences(w, open, l.zone)
}

func (l planned) writeStrangers(w io.Writer) {
	if len(l.Strangers) == 0 {
		return
	}
	line(w, "People in SALTO KS who are nobody here, and whom Latchkey leaves alone: {{.Count}}.", "Count", strconv.Itoa(len(l.Strangers)))
	if !l.names {
		return
	}
	for _, name := range l.Strangers {
		fmt.Fprintf(w, "- %s\n", name)
	}
}

package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/sync/engine"
	"latchkey/ui/words"
)

// question is what holds changes up, as the subcommands print it.
type question struct {
	Why     []string  `json:"why"`
	Lose    int       `json:"lose"`     // people who lose access
	Gain    int       `json:"gain"`     // people who get access
	Steps   int       `json:"requests"` // that would be made
	View    string    `json:"view"`     // what is agreed to, and nothing else
	AskedAt time.Time `json:"asked_at"`
}

// questionOf returns nil where nothing is held up.
func questionOf(q *store.Question, s store.Space) *question {
	if q == nil {
		return nil
	}
	out := &question{Why: []string{}, Lose: q.Lose, Gain: q.Gain, Steps: q.Steps, View: q.View, AskedAt: q.AskedAt.In(s.Location())}
	for _, why := range q.Why {
		out.Why = append(out.Why, words.Sentence(why))
	}
	return out
}

func (q question) write(w io.Writer) {
	line(w, "Held up until somebody agrees:")
	for _, why := range q.Why {
		fmt.Fprintf(w, "? %s\n", why)
	}
	line(w, "People who lose access: {{.Lose}}. People who get access: {{.Gain}}. Requests: {{.Steps}}.",
		"Lose", strconv.Itoa(q.Lose), "Gain", strconv.Itoa(q.Gain), "Steps", strconv.Itoa(q.Steps))
	line(w, "To agree to this and nothing else: latchkey agree --view {{.View}}", "View", q.View)
}

// asked is what agree prints: the question, or that it was agreed to.
type asked struct {
	Question *question `json:"question"` // null: nothing is held up
	Agreed   bool      `json:"agreed"`
}

func newAgree(o *options) *cobra.Command {
	var view string
	cmd := &cobra.Command{
		Use:   "agree",
		Short: "Agree to changes that are held up",
		Long: `Agree to changes that are held up: the first ones at a site, very many at once,
a file from another computer or from a backup, or a space that is to be asked
first. “latchkey plan” shows them, with a view to name here: what is agreed to
is what that view showed and nothing else. Where something has changed since,
nothing is agreed to.

Without --view the question is printed (status 2), or that there is none.`,
		Example: `  latchkey plan
  latchkey agree --view 3f2a90c1d4e5b6a7
  latchkey sync --once`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return agree(cmd, *o, strings.TrimSpace(view)) },
	}
	cmd.Flags().StringVar(&view, "view", "", "the view that “latchkey plan” printed")
	return cmd
}

func agree(cmd *cobra.Command, o options, view string) error {
	ctx := cmd.Context()
	p, err := openProgram(ctx, o, view == "")
	if err != nil {
		return err
	}
	defer closeQuietly(ctx, p)
	s, err := p.chosen(ctx, o)
	if err != nil {
		return err
	}
	preview, err := engine.Plan(ctx, p.store, s.ID, p.store.Now())
	if err != nil {
		return err
	}
	if preview.Snap.Mirror.Site.LookedAt.IsZero() { // what there is to agree to is not known
		return &store.Problem{Code: store.CodeInvalid, Text: "No site of SALTO KS was looked at yet. Run “latchkey sync --once” first: it looks, and sends nothing before somebody agrees."}
	}
	if view == "" {
		return printQuestion(cmd, o, questionOf(preview.Question, s))
	}
	if err := engine.Agree(ctx, p.store, s.ID, view, p.store.Now()); err != nil {
		return err
	}
	return o.print(cmd.OutOrStdout(), asked{Agreed: true}, func(w io.Writer) {
		line(w, "Agreed. The window makes the changes, or “latchkey sync --once”.")
	})
}

// printQuestion prints what holds changes up and returns the status that says
// so.
func printQuestion(cmd *cobra.Command, o options, q *question) error {
	err := o.print(cmd.OutOrStdout(), asked{Question: q}, func(w io.Writer) {
		if q == nil {
			line(w, "Nothing is held up: there is nothing to agree to.")
			return
		}
		q.write(w)
	})
	if err != nil || q == nil {
		return err
	}
	return exitCode(exitWaiting)
}

package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/sync/engine"
	"latchkey/ui/words"
)

// difference is something that somebody changed in SALTO KS, as the
// subcommands print it.
type difference struct {
	Key     string     `json:"key"`
	Kind    string     `json:"kind"`
	Way     string     `json:"way"` // narrower, wider or other
	What    string     `json:"what"`
	FoundAt *time.Time `json:"found_at"` // null: only now, from what was seen; it is not written down yet
	OverAt  *time.Time `json:"over_at"`  // when it was put back or went away; null: it is still so
	Answer  string     `json:"answer,omitempty"`
	Choices []string   `json:"choices"` // what can be answered now

	asks bool
}

// needsAnswer tells whether something stays as it is at the doors until the
// desk says what is to become of it. What was put back is only reported.
func (d difference) needsAnswer() bool { return d.asks && d.OverAt == nil }

func differencesOf(drifts []store.Drift, s store.Space) []difference {
	out := []difference{}
	for _, d := range drifts {
		out = append(out, difference{
			Key: d.Key, Kind: d.Kind, Way: string(d.Way), What: words.Sentence(d.What), FoundAt: timeIn(d.FoundAt, s),
			OverAt: timeIn(d.OverAt, s), Answer: string(d.Answer), Choices: choicesOf(d), asks: d.Asks(),
		})
	}
	return out
}

// choicesOf are the answers that mean something for a difference. What is
// wider than it should be is put back without one, and what is not written
// down yet cannot be answered.
func choicesOf(d store.Drift) []string {
	choices := []string{}
	switch {
	case d.FoundAt.IsZero(), d.OverAt.IsZero() && d.Way == store.Wider:
	case d.OverAt.IsZero():
		choices = append(choices, string(engine.Restore), string(engine.KeepIt), string(engine.IgnoreIt))
	default:
		choices = append(choices, string(engine.IgnoreIt))
	}
	return slices.DeleteFunc(choices, func(c string) bool { return c == string(d.Answer) })
}

// writeDifferences prints a line for each, with the key to answer with.
func writeDifferences(w io.Writer, list []difference, zone *time.Location) {
	for _, d := range list {
		fmt.Fprintf(w, "- %s\n  ", d.What)
		d.writeState(w, zone)
	}
	if slices.ContainsFunc(list, func(d difference) bool { return len(d.Choices) > 0 }) {
		line(w, "To answer: latchkey drift restore, keep or ignore, and the key or a part of it that no other has.")
	}
}

// writeState says in a line how it stands with a difference.
func (d difference) writeState(w io.Writer, zone *time.Location) {
	args := []string{"Key", d.Key, "At", localTime(d.FoundAt, zone), "Over", localTime(d.OverAt, zone)}
	switch {
	case d.FoundAt == nil:
		line(w, "{{.Key}}: found just now. Run “latchkey sync --once” before you answer.", args...)
	case d.OverAt != nil && d.Way == string(store.Wider):
		line(w, "{{.Key}}: found {{.At}}, put back {{.Over}}.", args...)
	case d.OverAt != nil:
		line(w, "{{.Key}}: found {{.At}}, over since {{.Over}}.", args...)
	case d.Answer == string(store.Keep):
		line(w, "{{.Key}}: found {{.At}}, kept as an exception.", args...)
	case d.Answer == string(store.Ignore):
		line(w, "{{.Key}}: found {{.At}}, ignored until it changes.", args...)
	case d.asks:
		line(w, "{{.Key}}: found {{.At}}, stays so until it is answered.", args...)
	default:
		line(w, "{{.Key}}: found {{.At}}, is being put back.", args...)
	}
}

func localTime(t *time.Time, zone *time.Location) string {
	if t == nil {
		return ""
	}
	return string(store.LocalOf(*t, zone))
}

func newDrift(o *options) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "drift",
		Short: "Show and answer what somebody changed in SALTO KS by hand",
		Long: `Show, from the file alone, what somebody changed in SALTO KS by hand. What is
narrower than Latchkey left it (a person blocked or taken out) stays so until it
is answered; what is wider in a group of Latchkey's is put back and only
reported.

The status is 0 when nothing needs an answer, 2 when something does, and 1
after an error.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return listDrift(cmd, *o) },
	}
	list := &cobra.Command{Use: "list", Short: "Show what was changed by hand, answered or not", Args: cobra.NoArgs, RunE: cmd.RunE}
	cmd.AddCommand(list,
		answerCommand(o, engine.Restore, "Put it back as Latchkey has it", `Put it back as Latchkey has it. This answers in the file; the window carries it
out, or “latchkey sync --once”.`),
		answerCommand(o, engine.KeepIt, "Leave it as it is, as an exception", `Leave it as it is in SALTO KS, as an exception that stays until “latchkey drift
restore” takes it back.`),
		answerCommand(o, engine.IgnoreIt, "Leave it as it is, and ask again when it changes", `Leave it as it is in SALTO KS, and ask again when it is changed there again.
For what was put back already this only says that it was seen.`))
	return cmd
}

func listDrift(cmd *cobra.Command, o options) error {
	ctx := cmd.Context()
	p, err := openProgram(ctx, o, true)
	if err != nil {
		return err
	}
	defer closeQuietly(ctx, p)
	s, err := p.chosen(ctx, o)
	if err != nil {
		return err
	}
	list, err := p.differences(ctx, s)
	if err != nil {
		return err
	}
	err = o.print(cmd.OutOrStdout(), list, func(w io.Writer) {
		if len(list) == 0 {
			line(w, "Nobody has changed anything in SALTO KS by hand, as far as is known.")
		}
		writeDifferences(w, list, s.Location())
	})
	if err != nil || !slices.ContainsFunc(list, difference.needsAnswer) {
		return err
	}
	return exitCode(exitWaiting)
}

func (p *program) differences(ctx context.Context, s store.Space) ([]difference, error) {
	preview, err := engine.Plan(ctx, p.store, s.ID, p.store.Now())
	return differencesOf(preview.Drifts, s), err
}

func answerCommand(o *options, choice engine.Choice, short, long string) *cobra.Command {
	var all, yes bool
	cmd := &cobra.Command{
		Use:   string(choice) + " [KEY]",
		Short: short,
		Long: long + `

KEY is the key that “latchkey drift” prints, or a part of it that no other has.
With --all and without --yes, what would be answered is only printed (status 2).`,
		Example: "  latchkey drift " + string(choice) + " user:7/blocked\n  latchkey drift " + string(choice) + " --all --yes",
		Args: func(_ *cobra.Command, args []string) error {
			if all != (len(args) == 0) || len(args) > 1 {
				return &store.Problem{Code: store.CodeInvalid, Text: "Give one key, or --all. “latchkey drift” lists the keys."}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return answerDrift(cmd, *o, choice, strings.Join(args, ""), all && !yes)
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "answer everything that can be answered so")
	cmd.Flags().BoolVar(&yes, "yes", false, "with --all: do it")
	return cmd
}

// answerDrift answers the differences of a key, all of them for "". With dry
// they are only printed.
func answerDrift(cmd *cobra.Command, o options, choice engine.Choice, key string, dry bool) error {
	ctx := cmd.Context()
	p, err := openProgram(ctx, o, dry)
	if err != nil {
		return err
	}
	defer closeQuietly(ctx, p)
	s, err := p.chosen(ctx, o)
	if err != nil {
		return err
	}
	list, err := p.differences(ctx, s)
	if err != nil {
		return err
	}
	if list, err = meant(list, string(choice), key); err != nil {
		return err
	}
	for i := range list {
		if !dry {
			if err := engine.Answer(ctx, p.store, s.ID, list[i].Key, choice, p.store.Now()); err != nil {
				return err
			}
		}
		list[i].Answer = string(choice)
	}
	if err := o.print(cmd.OutOrStdout(), list, func(w io.Writer) { writeAnswers(w, list, choice, dry) }); err != nil {
		return err
	}
	if dry && len(list) > 0 {
		return exitCode(exitWaiting)
	}
	return nil
}

// meant returns the differences that a key names and that can be answered so;
// "" names all that the desk has not answered yet.
func meant(list []difference, choice, key string) ([]difference, error) {
	found := slices.DeleteFunc(slices.Clone(list), func(d difference) bool {
		return key == "" && (!d.asks || !slices.Contains(d.Choices, choice)) || !strings.Contains(d.Key, key)
	})
	if at := slices.IndexFunc(found, func(d difference) bool { return d.Key == key }); at >= 0 {
		found = found[at : at+1]
	}
	switch {
	case key == "":
		return found, nil
	case len(found) == 0:
		return nil, &store.Problem{Code: store.CodeMissing, Text: "Nothing that was changed by hand has the key “{{.Key}}”. “latchkey drift” lists the keys.",
			Args: map[string]any{"Key": key}}
	case len(found) > 1:
		return nil, &store.Problem{Code: store.CodeInvalid, Text: "“{{.Key}}” is a part of several keys: {{.Keys}}. Give one of them.",
			Args: map[string]any{"Key": key, "Keys": keysOf(found)}}
	case !slices.Contains(found[0].Choices, choice):
		return nil, &store.Problem{Code: store.CodeInvalid, Text: "“{{.Key}}” cannot be answered with “{{.Choice}}” now. “latchkey drift” says how it stands.",
			Args: map[string]any{"Key": found[0].Key, "Choice": choice}}
	}
	return found, nil
}

func keysOf(list []difference) string {
	keys := make([]string, len(list))
	for i, d := range list {
		keys[i] = d.Key
	}
	return strings.Join(keys, ", ")
}

func writeAnswers(w io.Writer, list []difference, choice engine.Choice, dry bool) {
	if len(list) == 0 {
		line(w, "There is nothing to answer so.")
		return
	}
	for _, d := range list {
		fmt.Fprintf(w, "- %s\n", d.What)
	}
	switch {
	case dry:
		line(w, "Nothing was answered yet. Add --yes to do it.")
	case choice == engine.Restore:
		line(w, "It is put back as Latchkey has it, by the window or by “latchkey sync --once”.")
	case choice == engine.KeepIt:
		line(w, "It stays so, as an exception, until “latchkey drift restore” takes it back.")
	default:
		line(w, "It stays so. It is asked again when it is changed again.")
	}
}

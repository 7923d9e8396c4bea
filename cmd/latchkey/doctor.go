package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/ui/words"
)

// finding is what one check has found.
type finding struct {
	Check string
	State checkState
	What  store.Sentence
}

type checkState string

// The states: fine, to be known, and wrong.
const (
	stateFine  checkState = "ok"
	stateNote  checkState = "note"
	stateWrong checkState = "wrong"
)

func (f finding) mark() string {
	switch f.State {
	case stateFine:
		return "✓"
	case stateNote:
		return "•"
	case stateWrong:
	}
	return "✗"
}

func newDoctor(o *options) *cobra.Command {
	var online bool
	var bundleFile string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check the program, its file and its computer",
		Long: `Look at everything that Latchkey needs: its folder, the disk, the file, its
backups, the keychain, the log, the display and the tag readers. Each line is
✓ fine, • to be known, or ✗ wrong, and says what to do. The status is 1 when
something is wrong. Nothing is changed, also while the window is open.

With --online it also asks whether SALTO KS can be reached, and compares its
clock with this computer's; nobody is signed in for that. With --bundle it
writes a file for support: what is in it is printed, and holds no names, no
addresses and no secrets. It is sent nowhere.`,
		Example: `  latchkey doctor --online
  latchkey doctor --bundle latchkey-support.zip`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runDoctor(cmd, *o, online, bundleFile)
		},
	}
	cmd.Flags().BoolVar(&online, "online", false, "also ask whether SALTO KS can be reached")
	cmd.Flags().StringVar(&bundleFile, "bundle", "", "write a file for support, like latchkey-support.zip")
	return cmd
}

func runDoctor(cmd *cobra.Command, o options, online bool, bundleFile string) error {
	ctx := cmd.Context()
	p, opened := openProgram(ctx, o, true)
	if opened == nil {
		defer closeQuietly(ctx, p)
	} else {
		p = nil
	}
	found := examine(ctx, o, p, online)
	if bundleFile != "" {
		if err := writeBundle(ctx, cmd.ErrOrStderr(), o, p, found, bundleFile); err != nil {
			return err
		}
	}
	if err := o.print(cmd.OutOrStdout(), findingsAs(found), func(w io.Writer) { writeFindings(w, found) }); err != nil {
		return err
	}
	for _, f := range found {
		if f.State == stateWrong {
			return exitCode(exitError)
		}
	}
	return nil
}

func writeBundle(ctx context.Context, out io.Writer, o options, p *program, found []finding, file string) error {
	b, err := p.bundle(ctx, o, []string{"the window was not asked"}, found)
	if err != nil {
		return err
	}
	if filepath.Ext(file) == "" {
		file += ".zip"
	}
	if err := saveText(file, b.zip); err != nil {
		return err
	}
	line(out, "{{.File}} holds:", "File", file)
	for _, part := range b {
		fmt.Fprintf(out, "  %-28s %s\n", part.Name, part.What)
	}
	return nil
}

// oneFinding is a finding as JSON.
type oneFinding struct {
	Check string     `json:"check"`
	State checkState `json:"state"`
	Text  string     `json:"text"`
}

func findingsAs(found []finding) []oneFinding {
	out := make([]oneFinding, 0, len(found))
	for _, f := range found {
		out = append(out, oneFinding{f.Check, f.State, words.Sentence(f.What)})
	}
	return out
}

func writeFindings(w io.Writer, found []finding) {
	for _, f := range found {
		fmt.Fprintf(w, "%s %s\n", f.mark(), words.Sentence(f.What))
	}
}

// doctor gathers findings.
type doctor struct {
	o     options
	p     *program // nil: the file does not open
	found []finding
}

// examine makes every check. The program is one that may have opened the file
// for reading only, or nil.
func examine(ctx context.Context, o options, p *program, online bool) []finding {
	d := &doctor{o: o, p: p}
	d.folder()
	d.disk()
	d.file(ctx)
	d.backups()
	d.crashes()
	d.keychain(ctx)
	if online {
		d.online(ctx)
	}
	d.display()
	d.readers(ctx)
	return d.found
}

func (d *doctor) add(check string, state checkState, what store.Sentence) {
	d.found = append(d.found, finding{check, state, what})
}

// problem adds what an error says.
func (d *doctor) problem(check string, err error) {
	p, is := errors.AsType[*store.Problem](err)
	if !is {
		d.add(check, stateWrong, sentence("It does not work ({{.Why}}). The log may say more.", "Why", err.Error()))
		return
	}
	what := store.Sentence{Text: p.Text, Args: make(map[string]string, len(p.Args))}
	for name, value := range p.Args {
		what.Args[name] = fmt.Sprint(value)
	}
	d.add(check, stateWrong, what)
}

// sentence is a text with what fills it.
func sentence(text string, args ...string) store.Sentence {
	s := store.Sentence{Text: text, Args: make(map[string]string, len(args)/2)}
	for i := 0; i+1 < len(args); i += 2 {
		s.Args[args[i]] = args[i+1]
	}
	return s
}

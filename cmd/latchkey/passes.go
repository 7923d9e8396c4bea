package main

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/sync/tally"
)

// passOptions are the flags of passes.
type passOptions struct {
	person, kind  string
	count         int
	bought        bool
	expires, note string
	why           string
}

func newPasses(o *options) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "passes",
		Short: "Show, give and take back somebody's passes",
		Long: `Show, give and take back the passes of a person. What is given or taken back is
in the file at once; where a plan opens its doors with a pass only, the window
carries that out, or “latchkey sync --once”.`,
	}
	cmd.AddCommand(newPassesList(o), newPassesGive(o), newPassesTake(o))
	return cmd
}

func newPassesList(o *options) *cobra.Command {
	var l passOptions
	cmd := &cobra.Command{
		Use: "list", Short: "Show which passes somebody has, and what became of them", Args: cobra.NoArgs,
		Long: `Show which passes a person has, those that the team shares too, and what became
of each.`,
		Example: `  latchkey passes list --person "Mia Berg"`,
		RunE:    func(cmd *cobra.Command, _ []string) error { return listPasses(cmd, *o, l) },
	}
	l.who(cmd)
	return cmd
}

func newPassesGive(o *options) *cobra.Command {
	var l passOptions
	cmd := &cobra.Command{
		Use: "give", Short: "Give somebody passes, or note that they bought some", Args: cobra.NoArgs,
		Long: `Give a person passes of one kind, from 1 to 100 at once, or note with --bought
that they were bought.`,
		Example: `  latchkey passes give --person "Mia Berg" --kind Day --count 10 --bought --expires 2026-12-31`,
		RunE:    func(cmd *cobra.Command, _ []string) error { return givePasses(cmd, *o, l) },
	}
	l.who(cmd)
	f := cmd.Flags()
	f.StringVar(&l.kind, "kind", "", "name or key of the kind of pass (required)")
	f.IntVar(&l.count, "count", 1, "how many")
	f.BoolVar(&l.bought, "bought", false, "they were bought")
	f.StringVar(&l.expires, "expires", "", "last day on which they are good, like 2026-12-31 (default: they do not expire)")
	f.StringVar(&l.note, "note", "", "what the desk wants to remember of them")
	must(cmd, "kind")
	return cmd
}

func newPassesTake(o *options) *cobra.Command {
	var l passOptions
	cmd := &cobra.Command{
		Use: "take", Short: "Take passes back that nobody has used", Args: cobra.NoArgs,
		Long: `Take passes back that are the person's own and that nobody has used, those that
were given last first. They stay in the file, with the reason.`,
		Example: `  latchkey passes take --person "Mia Berg" --count 2 --why "Paid back."`,
		RunE:    func(cmd *cobra.Command, _ []string) error { return takePasses(cmd, *o, l) },
	}
	l.who(cmd)
	f := cmd.Flags()
	f.StringVar(&l.kind, "kind", "", "only of this kind, by name or key (needed where there are several)")
	f.IntVar(&l.count, "count", 1, "how many")
	f.StringVar(&l.why, "why", "", "the reason, which is kept with them (required)")
	must(cmd, "why")
	return cmd
}

func (l *passOptions) who(cmd *cobra.Command) {
	cmd.Flags().StringVar(&l.person, "person", "", "name, e-mail address, key or tag number (required)")
	must(cmd, "person")
}

// must makes a flag required.
func must(cmd *cobra.Command, flag string) {
	if err := cmd.MarkFlagRequired(flag); err != nil {
		panic(err) // the flag is defined by the caller
	}
}

func listPasses(cmd *cobra.Command, o options, l passOptions) error {
	ctx := cmd.Context()
	p, err := openCounted(cmd, o)
	if err != nil {
		return err
	}
	defer closeQuietly(ctx, p)
	s, person, err := p.whosePasses(ctx, o, l)
	if err != nil {
		return err
	}
	return p.printPasses(cmd, o, s, person, passState{})
}

func givePasses(cmd *cobra.Command, o options, l passOptions) error {
	return changePasses(cmd, o, l, func(p *program, s store.Space, person store.Person, state *passState) error {
		ctx := cmd.Context()
		kind, err := p.passKind(ctx, l.kind)
		if err != nil {
			return err
		}
		like := store.Pass{Person: person.ID, Type: kind.ID, Note: l.note}
		if like.ExpiresOn, err = lastDayOf(l.expires, s, p.store.Now()); err != nil {
			return err
		}
		if l.bought {
			like.Source = store.Bought
		}
		_, err = p.store.Do(ctx, store.ActorDesk, func(tx *store.Tx) error {
			_, err := tx.GivePasses(like, l.count)
			return err
		})
		state.kind, state.Changed = kind.Name, l.count
		return err
	})
}

// lastDayOf reads the last day of new passes, which must not be over; "": none.
func lastDayOf(text string, s store.Space, now time.Time) (store.Date, error) {
	if text == "" {
		return "", nil
	}
	day, err := store.ParseDate(text)
	if err == nil && day < store.DateOf(now, s.Location()) {
		err = &store.Problem{Code: store.CodeInvalid, Text: "{{.Day}} is over, so the passes would be good for nothing. Choose a later day.", Args: map[string]any{"Day": text}}
	}
	return day, err
}

func takePasses(cmd *cobra.Command, o options, l passOptions) error {
	return changePasses(cmd, o, l, func(p *program, s store.Space, person store.Person, state *passState) error {
		ctx := cmd.Context()
		ids, kind, err := p.toTake(ctx, s, person, l)
		if err != nil {
			return err
		}
		_, err = p.store.Do(ctx, store.ActorDesk, func(tx *store.Tx) error { return tx.TakeBack(l.why, ids...) })
		state.took, state.kind, state.Changed = true, kind, len(ids)
		return err
	})
}

// changePasses does something with somebody's passes as they are now, and prints
// how it stands then.
func changePasses(cmd *cobra.Command, o options, l passOptions, change func(*program, store.Space, store.Person, *passState) error) error {
	ctx := cmd.Context()
	p, err := openProgram(ctx, o, false)
	if err != nil {
		return err
	}
	defer closeQuietly(ctx, p)
	s, person, err := p.whosePasses(ctx, o, l)
	if err != nil {
		return err
	}
	if err := tally.Bring(ctx, p.store); err != nil {
		return err
	}
	var state passState
	if err := change(p, s, person, &state); err != nil {
		return err
	}
	if err := tally.Bring(ctx, p.store); err != nil {
		return err
	}
	return p.printPasses(cmd, o, s, person, state)
}

func (p *program) whosePasses(ctx context.Context, o options, l passOptions) (store.Space, store.Person, error) {
	s, err := p.chosen(ctx, o)
	if err != nil {
		return s, store.Person{}, err
	}
	person, err := p.onePerson(ctx, l.person)
	return s, person, err
}

// passKind finds a kind of pass that is given still.
func (p *program) passKind(ctx context.Context, name string) (store.PassType, error) {
	list, err := p.store.PassTypes(ctx)
	if err != nil {
		return store.PassType{}, err
	}
	var names []string
	for _, k := range list {
		is := strings.EqualFold(k.Name, name) || k.Key == name
		switch {
		case is && k.Archived:
			return k, &store.Problem{Code: store.CodeInvalid, Text: "The pass “{{.Kind}}” is not given any more. Choose another kind.", Args: map[string]any{"Kind": k.Name}}
		case is:
			return k, nil
		case !k.Archived:
			names = append(names, k.Name)
		}
	}
	if len(names) == 0 {
		return store.PassType{}, &store.Problem{Code: store.CodeMissing, Text: "There is no kind of pass yet. Add one in the window, under Plans."}
	}
	return store.PassType{}, &store.Problem{Code: store.CodeMissing, Text: "There is no kind of pass “{{.Kind}}”. There are: {{.Kinds}}.",
		Args: map[string]any{"Kind": name, "Kinds": joinNames(names)}}
}

// toTake chooses which of somebody's own unused passes are taken back, those
// that were given last first, and returns what their kind is called.
func (p *program) toTake(ctx context.Context, s store.Space, person store.Person, l passOptions) ([]store.PassID, string, error) {
	if l.count < 1 {
		return nil, "", &store.Problem{Code: store.CodeInvalid, Text: "Say how many passes are taken back: at least 1."}
	}
	uses, err := p.store.PassesOf(ctx, person.ID)
	if err != nil {
		return nil, "", err
	}
	kinds, err := p.kindNames(ctx)
	if err != nil {
		return nil, "", err
	}
	var ids []store.PassID
	var found []string
	slices.SortStableFunc(uses, func(a, b store.PassUse) int {
		return cmp.Or(b.GrantedAt.Compare(a.GrantedAt), cmp.Compare(b.ID, a.ID))
	})
	for _, u := range uses {
		kind := kinds[u.Type]
		if u.Person != person.ID || u.State(p.store.Now(), s.Location()) != store.PassLeft || l.kind != "" && !kind.is(l.kind) {
			continue
		}
		ids = append(ids, u.ID)
		if !slices.Contains(found, kind.name) {
			found = append(found, kind.name)
		}
	}
	switch {
	case len(found) > 1:
		return nil, "", &store.Problem{Code: store.CodeInvalid, Text: "{{.Name}} has several kinds of passes: {{.Kinds}}. Name one with --kind.",
			Args: map[string]any{"Name": person.Name(), "Kinds": joinNames(found)}}
	case len(ids) < l.count:
		return nil, "", &store.Problem{Code: store.CodeInvalid, Text: "Such passes of {{.Name}} that are left: {{.Left}}, not {{.Count}}. “latchkey passes list” shows them.",
			Args: map[string]any{"Name": person.Name(), "Left": len(ids), "Count": l.count}}
	}
	return ids[:l.count], found[0], nil
}

type kindName struct{ name, key string }

func (k kindName) is(text string) bool { return strings.EqualFold(k.name, text) || k.key == text }

func (p *program) kindNames(ctx context.Context) (map[store.PassTypeID]kindName, error) {
	list, err := p.store.PassTypes(ctx)
	names := make(map[store.PassTypeID]kindName, len(list))
	for _, k := range list {
		names[k.ID] = kindName{k.Name, k.Key}
	}
	return names, err
}

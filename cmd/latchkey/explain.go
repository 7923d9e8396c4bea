package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/sync/access"
	"latchkey/ui/words"
)

// explained is the answer for one person and one door.
type explained struct {
	Person string     `json:"person"`
	Door   string     `json:"door"`
	At     time.Time  `json:"at"`
	Open   bool       `json:"open"`
	When   string     `json:"when,omitempty"`
	Why    []string   `json:"why"`
	ByHand bool       `json:"by_hand,omitempty"` // no by the rules, but SALTO KS opens: somebody put the person into a group there
	Since  *time.Time `json:"since"`             // since when Latchkey knows it to be in SALTO KS; null: it does not
	Proof  *time.Time `json:"confirmed_at"`      // when SALTO KS last showed it; null: not yet
}

func newExplain(o *options) *cobra.Command {
	var person, door, at string
	cmd := &cobra.Command{
		Use:   "explain",
		Short: "Say whether a person may open a door, and why",
		Example: `  latchkey explain --person "Mia Berg" --door "Studio A"
  latchkey explain --person mia@ostrea.example --door "Front door" --at 2026-11-30T21:00`,
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
			answer, err := explain(ctx, p, s, person, door, at)
			if err != nil {
				return err
			}
			return o.print(cmd.OutOrStdout(), answer, answer.write)
		},
	}
	f := cmd.Flags()
	f.StringVar(&person, "person", "", "name, e-mail address, key or tag number (required)")
	f.StringVar(&door, "door", "", "name of the door (required)")
	f.StringVar(&at, "at", "", "time: 2006-01-02T15:04 on the space's clock, or RFC 3339 (default: now)")
	for _, name := range []string{"person", "door"} {
		if err := cmd.MarkFlagRequired(name); err != nil {
			panic(err) // the flag is defined above
		}
	}
	return cmd
}

func explain(ctx context.Context, p *program, s store.Space, who, door, when string) (explained, error) {
	at, err := parseAt(when, s, p.store.Now())
	if err != nil {
		return explained{}, err
	}
	person, err := p.onePerson(ctx, who)
	if err != nil {
		return explained{}, err
	}
	snap, known, err := p.around(ctx, s, at)
	if err != nil {
		return explained{}, err
	}
	d, err := oneDoor(snap.Mirror, door, s)
	if err != nil {
		return explained{}, err
	}
	a := access.Explain(snap, known, person.ID, d.ID, at)
	out := explained{Person: person.Name(), Door: d.Name, At: at.In(s.Location()), Open: a.Open, ByHand: a.ByHand, Why: []string{}}
	if a.Open {
		out.When = words.Sentence(a.When)
	}
	for _, f := range a.Why {
		out.Why = append(out.Why, words.Sentence(f.What))
	}
	out.Since, out.Proof = timeIn(a.Since, s), timeIn(a.Proof, s)
	return out, nil
}

// timeIn puts a time into the space's zone; nil for none.
func timeIn(t time.Time, s store.Space) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.In(s.Location())
	return &t
}

// around reads what decides access at an instant, with the bookings of the
// hours before it and of the horizon after it, and what is known of SALTO KS.
func (p *program) around(ctx context.Context, s store.Space, at time.Time) (snap store.Snapshot, known access.Known, err error) {
	snap, err = p.store.Snapshot(ctx, s.ID, at.Add(-3*time.Hour), at.AddDate(0, 0, s.HorizonDays).Add(3*time.Hour))
	if err != nil {
		return snap, known, err
	}
	if known.Ledger, err = p.store.Ledger(ctx, s.ID); err != nil {
		return snap, known, err
	}
	if known.Seen, err = p.store.Seen(ctx, s.ID); err != nil {
		return snap, known, err
	}
	known.Drifts, err = p.store.Drifts(ctx, s.ID)
	return snap, known, err
}

func parseAt(text string, s store.Space, now time.Time) (time.Time, error) {
	switch l := store.LocalTime(strings.Replace(text, " ", "T", 1)); {
	case text == "":
		return now, nil
	case l.Valid():
		return l.Start(s.Location()), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, &store.Problem{Code: store.CodeInvalid, Text: "“{{.At}}” is not a time. Write it like 2026-11-30T21:00.", Args: map[string]any{"At": text}, Err: err}
	}
	return at, nil
}

func (p *program) onePerson(ctx context.Context, who string) (store.Person, error) {
	people, err := p.store.PersonByName(ctx, who)
	switch {
	case err != nil:
		return store.Person{}, err
	case len(people) == 0:
		return store.Person{}, &store.Problem{Code: store.CodeMissing, Text: "Nobody is called “{{.Name}}”. Give the full name, the e-mail address or the tag number.", Args: map[string]any{"Name": who}}
	case len(people) > 1:
		return store.Person{}, &store.Problem{Code: store.CodeInvalid, Text: "{{.Count}} people are called “{{.Name}}”. Give the e-mail address instead.", Args: map[string]any{"Name": who, "Count": len(people)}}
	}
	return people[0], nil
}

func oneDoor(m store.Mirror, name string, s store.Space) (store.KSDoor, error) {
	var names []string
	for _, d := range m.Doors {
		if d.Gone {
			continue
		}
		if strings.EqualFold(d.Name, name) || d.ID == name {
			return d, nil
		}
		names = append(names, d.Name)
	}
	if len(names) == 0 {
		return store.KSDoor{}, notConnected(s)
	}
	return store.KSDoor{}, &store.Problem{Code: store.CodeMissing, Text: "There is no door “{{.Door}}”. The site has: {{.Doors}}.",
		Args: map[string]any{"Door": name, "Doors": joinNames(names)}}
}

func (e explained) write(w io.Writer) {
	about := []string{"Name", e.Person, "Door", e.Door, "At", string(store.LocalOf(e.At, e.At.Location())), "When", e.When}
	if e.Open {
		line(w, "Yes, {{.When}}: {{.Name}} at {{.Door}}, {{.At}}.", about...)
	} else {
		line(w, "No: {{.Name}} at {{.Door}}, {{.At}}.", about...)
	}
	for _, why := range e.Why {
		fmt.Fprintf(w, "- %s\n", why)
	}
	local := func(t *time.Time) string { return string(store.LocalOf(*t, t.Location())) }
	switch {
	case e.Open && e.Since != nil && e.Proof != nil:
		line(w, "In SALTO KS since {{.Since}}, last seen there {{.At}}.", "Since", local(e.Since), "At", local(e.Proof))
	case e.Open && e.Since != nil:
		line(w, "In SALTO KS since {{.Since}}.", "Since", local(e.Since))
	case e.Open && e.Proof != nil:
		line(w, "In SALTO KS, confirmed {{.At}}.", "At", local(e.Proof))
	case e.Open:
		line(w, "Not yet confirmed in SALTO KS: run “latchkey sync --once”, or wait for the window to do it.")
	}
}

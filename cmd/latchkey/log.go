package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/store/exchange"
	"latchkey/ui/words"
)

// logOptions are the flags of the log.
type logOptions struct {
	person, find, kind, by string
	from, until            string
	limit                  int
	csv                    string
	verify                 bool
}

// logPage is how many lines are printed without --limit.
const logPage = 200

func newLog(o *options) *cobra.Command {
	var l logOptions
	cmd := &cobra.Command{
		Use:   "log",
		Short: "Show or check the permanent log",
		Long: `Show the permanent log, newest first: each edit, each request to SALTO KS
before it is sent and what became of it, with who did it and why. The filters
together choose the lines.

With --csv they are written to a file instead, as a spreadsheet reads it, all of
them unless --limit says otherwise; “-” is standard output. With --verify the
whole log is checked: each line is sealed with the one before it, so a line that
was changed or taken out since shows. The status is 1 then.`,
		Example: `  latchkey log --person "Mia Berg" --kind doors
  latchkey log --find "front door" --from 2026-11-01 --until 2026-11-30 --csv november.csv
  latchkey log --verify`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			p, err := openProgram(ctx, *o, true)
			if err != nil {
				return err
			}
			defer closeQuietly(ctx, p)
			if l.verify {
				return verifyLog(cmd, p, *o)
			}
			s, err := p.chosen(ctx, *o)
			if err != nil {
				return err
			}
			if l.csv != "" && !cmd.Flags().Changed("limit") {
				l.limit = 0
			}
			f, err := l.filter(ctx, p, s)
			if err != nil {
				return err
			}
			if l.csv != "" {
				return saveLog(cmd, p, s, *o, l.csv, f)
			}
			return printLog(cmd, p, s, *o, f)
		},
	}
	l.flags(cmd)
	return cmd
}

func (l *logOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&l.person, "person", "", "only lines about this person: name, e-mail address, key or tag number")
	f.StringVar(&l.find, "find", "", "only lines with these words, like the name of a door or a group")
	f.StringVar(&l.kind, "kind", "", "only lines of this kind: edit, doors (requests to SALTO KS) or other (sign-in, looks at the site, and what the desk answered)")
	f.StringVar(&l.by, "by", "", "only what was done by: desk, sync or import")
	f.StringVar(&l.from, "from", "", "only from this day on, like 2026-11-30")
	f.StringVar(&l.until, "until", "", "only until this day, which is included")
	f.IntVar(&l.limit, "limit", logPage, "at most so many lines, the newest; 0: all")
	f.StringVar(&l.csv, "csv", "", "write the lines to this file as CSV; “-”: to standard output")
	f.BoolVar(&l.verify, "verify", false, "check that no line was changed or taken out")
	for _, name := range []string{"person", "find", "kind", "by", "from", "until", "limit", "csv"} {
		cmd.MarkFlagsMutuallyExclusive("verify", name) // the whole log, or nothing
	}
}

// filter is what the flags choose in a space. Days are the space's.
func (l logOptions) filter(ctx context.Context, p *program, s store.Space) (store.LogFilter, error) {
	f := store.LogFilter{Space: s.ID, Query: l.find, Limit: l.limit}
	if l.limit < 0 {
		return f, &store.Problem{Code: store.CodeInvalid, Text: "The limit cannot be less than 0. Write 0 for all lines."}
	}
	switch f.Part = store.LogPart(l.kind); f.Part {
	case "", store.LogEdits, store.LogDoors, store.LogOther:
	default:
		return f, &store.Problem{Code: store.CodeInvalid, Text: "“{{.Kind}}” is not a kind of line. Choose edit, doors or other.", Args: map[string]any{"Kind": l.kind}}
	}
	switch f.Actor = store.Actor(l.by); f.Actor {
	case "", store.ActorDesk, store.ActorSync, store.ActorImport:
	default:
		return f, &store.Problem{Code: store.CodeInvalid, Text: "“{{.By}}” is nobody who writes into the log. Choose desk, sync or import.", Args: map[string]any{"By": l.by}}
	}
	var err error
	if f.From, f.To, err = days(l.from, l.until, s.Location()); err != nil {
		return f, err
	}
	if l.person != "" {
		f.Person, err = p.anyPerson(ctx, l.person)
	}
	return f, err
}

// days returns the instants between which two days lie, both included. An
// empty day is no limit.
func days(from, until string, loc *time.Location) (start, end time.Time, err error) {
	first, last := store.Date(""), store.Date("")
	if from != "" {
		if first, err = store.ParseDate(from); err != nil {
			return start, end, err
		}
		start = first.Start(loc)
	}
	if until != "" {
		if last, err = store.ParseDate(until); err != nil {
			return start, end, err
		}
		end = last.End(loc)
	}
	if first != "" && last != "" && last < first {
		return start, end, &store.Problem{Code: store.CodeInvalid, Text: "The last day is before the first. Change one of them."}
	}
	return start, end, nil
}

// anyPerson finds a person, also one who was removed: the log still knows
// them.
func (p *program) anyPerson(ctx context.Context, who string) (store.PersonID, error) {
	person, err := p.onePerson(ctx, who)
	if store.CodeOf(err) != store.CodeMissing {
		return person.ID, err
	}
	people, readErr := p.store.People(ctx, store.PeopleFilter{Query: who, IncludeDeleted: true})
	if readErr != nil {
		return 0, readErr
	}
	var found []store.PersonID
	for _, other := range people {
		if strings.EqualFold(other.Name(), who) || strings.EqualFold(other.Email, who) {
			found = append(found, other.ID)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return 0, &store.Problem{Code: store.CodeInvalid, Text: "{{.Count}} people who were removed were called “{{.Name}}”. Give the e-mail address instead.", Args: map[string]any{"Name": who, "Count": len(found)}}
	}
	return 0, err
}

// logged is lines of the log, as the subcommand prints them.
type logged struct {
	Space string       `json:"space"`
	Lines []loggedLine `json:"lines"` // newest first
	More  bool         `json:"more"`  // there are older ones
}

type loggedLine struct {
	Line     int64     `json:"line"`
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Kind     string    `json:"kind"`
	Person   string    `json:"person,omitempty"`
	PersonID int64     `json:"person_id,omitempty"`
	What     string    `json:"what"`
	Hash     string    `json:"hash"`
}

func printLog(cmd *cobra.Command, p *program, s store.Space, o options, f store.LogFilter) error {
	ctx := cmd.Context()
	limit := f.Limit
	if limit > 0 {
		f.Limit++ // whether there are more
	}
	lines, err := p.store.LogLines(ctx, f)
	if err != nil {
		return err
	}
	out := logged{Space: s.Name, Lines: []loggedLine{}}
	if limit > 0 && len(lines) > limit {
		lines, out.More = lines[:limit], true
	}
	names := map[store.PersonID]string{0: ""}
	for _, l := range lines {
		if _, known := names[l.Person]; !known {
			person, err := p.store.Person(ctx, l.Person)
			if err != nil && store.CodeOf(err) != store.CodeMissing {
				return err
			}
			names[l.Person] = person.Name()
		}
		out.Lines = append(out.Lines, loggedLine{
			Line: l.ID, At: l.At.In(s.Location()), By: l.Actor, Kind: l.Kind, Person: names[l.Person], PersonID: int64(l.Person),
			What: words.Sentence(l.What), Hash: l.Hash,
		})
	}
	return o.print(cmd.OutOrStdout(), out, out.write)
}

func (l logged) write(w io.Writer) {
	for _, one := range l.Lines {
		fmt.Fprintf(w, "%s  %-6s  %-9s  %s\n", one.At.Format("2006-01-02 15:04:05"), one.By, one.Kind, one.What)
	}
	switch {
	case len(l.Lines) == 0:
		line(w, "No line of the log fits the filter.")
	case l.More:
		line(w, "There are older lines. Ask for more with --limit.")
	}
}

// savedLog is what an export says of itself.
type savedLog struct {
	File  string `json:"file"`
	Lines int    `json:"lines"`
	Head  int64  `json:"log_lines"` // of the whole log
	Hash  string `json:"log_hash"`
}

func saveLog(cmd *cobra.Command, p *program, s store.Space, o options, file string, f store.LogFilter) error {
	ctx, e := cmd.Context(), exchange.LogExport{Filter: f, Words: words.Sentence}
	if file == "-" {
		written, err := exchange.WriteLog(ctx, cmd.OutOrStdout(), p.store, s.ID, e)
		if err != nil {
			return err
		}
		sayHead(cmd.ErrOrStderr(), written.Head)
		return nil
	}
	written, err := exchange.SaveLog(ctx, file, p.store, s.ID, e)
	if err != nil {
		return err
	}
	saved := savedLog{file, written.Lines, written.Head.Line, written.Head.Hash}
	return o.print(cmd.OutOrStdout(), saved, func(w io.Writer) {
		line(w, "Lines written to {{.File}}: {{.Count}}.", "File", file, "Count", strconv.Itoa(written.Lines))
		sayHead(w, written.Head)
	})
}

func sayHead(w io.Writer, head store.LogHead) {
	line(w, "The whole log has {{.Count}} lines and ends with {{.Hash}}.", "Count", strconv.FormatInt(head.Line, 10), "Hash", head.Hash)
}

// verified is what is known of a log that nobody changed.
type verified struct {
	Whole bool   `json:"whole"`
	Lines int64  `json:"log_lines"`
	Hash  string `json:"log_hash"`
}

func verifyLog(cmd *cobra.Command, p *program, o options) error {
	head, err := p.store.CheckLog(cmd.Context())
	if err != nil {
		return err
	}
	return o.print(cmd.OutOrStdout(), verified{true, head.Line, head.Hash}, func(w io.Writer) {
		line(w, "The log is whole: every line is as it was written.")
		sayHead(w, head)
	})
}

package members

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// row is one person as the table shows them.
type row struct {
	Person  *store.Person // in the roster
	order   ranks
	planID  store.PlanID
	Plan    string
	state   store.State
	Kind    widgets.Kind
	State   string
	Connect string
	Tag     string
	Passes  string // how many are left; empty: that does not matter
	left    int
	pass    passState
}

// rowsOf makes the rows of everybody, by name.
func rowsOf(r *roster) []*row {
	today := r.today()
	rows := make([]*row, len(r.People))
	connect, standing := once(words.Connect), once(words.Standing.Words)
	for i, p := range r.People {
		rows[i] = &row{
			Person: &r.People[i],
			planID: r.planOf(p), Plan: planWords(r, p),
			state: shownState(p, today), Tag: r.tags[p.ID].Title(),
			Passes: passesLeft(r, p), left: r.passes[p.ID].Left, pass: r.passStateOf(p),
		}
		if !isVisitor(p) { // the booking itself connects them
			rows[i].Connect = connect(p.Connect)
		}
		rows[i].Kind, rows[i].State = stateSaid(r, p, today, standing)
	}
	rankRows(rows)
	slices.SortFunc(rows, byNameAndMore)
	return rows
}

func planWords(r *roster, p store.Person) string {
	plan := r.planName(r.planOf(p))
	if p.Main != 0 && plan != "" {
		return lang.L("{{.Plan}} (co)", map[string]any{"Plan": plan})
	}
	return plan
}

// once keeps the words that say gave: to translate them takes longer than the rest
// of a row.
func once[K comparable](say func(K) string) func(K) string {
	said := map[K]string{}
	return func(k K) string {
		text, ok := said[k]
		if !ok {
			text = say(k)
			said[k] = text
		}
		return text
	}
}

func isVisitor(p store.Person) bool { return p.Plan == 0 && p.Main == 0 }

// shownState is the state by which the list sorts and filters.
func shownState(p store.Person, today store.Date) store.State {
	if isBlocked(p) {
		return stateBlocked
	}
	return p.State(today)
}

// stateWords says what a person is today; a block hides everything else.
func stateWords(r *roster, p store.Person, today store.Date) (widgets.Kind, string) {
	return stateSaid(r, p, today, words.Standing.Words)
}

func stateSaid(r *roster, p store.Person, today store.Date, say func(words.Standing) string) (widgets.Kind, string) {
	if isBlocked(p) {
		return widgets.Bad, lang.L("blocked")
	}
	return memberSaid(r, p, today, say)
}

// memberSaid says what a person is by membership. A co-member whose main
// member has no active plan is shown as shut out: their own dates do not tell.
func memberSaid(r *roster, p store.Person, today store.Date, say func(words.Standing) string) (widgets.Kind, string) {
	standing := words.StandingOf(p, today)
	text := say(standing)
	switch standing.State {
	case store.StateVisitor:
		return widgets.Neutral, text
	case store.StateUpcoming:
		return widgets.Accent, text
	case store.StatePaused:
		return widgets.Warn, text
	case store.StateCancelled:
		return widgets.Neutral, text
	}
	if main, _ := r.person(p.Main); p.Main != 0 && main.State(today) != store.StateActive {
		return widgets.Warn, lang.L("main member {{.State}}", map[string]any{"State": words.State(main, today)})
	}
	if n := r.coMembers[p.ID]; n > 0 && p.EndsOn == "" {
		text = lang.L("{{.State}} · {{.More}}", map[string]any{
			"State": text, "More": lang.N("{{.Count}} co-members", n, map[string]any{"Count": n}),
		})
	}
	if kind, pass := passWords(r, p); pass != "" {
		return kind, pass
	}
	if p.EndsOn != "" {
		return widgets.Warn, text
	}
	return widgets.Good, text
}

// filter chooses rows. Its zero value lets everybody through.
type filter struct {
	Plan  store.PlanID
	State store.State
	Query string
	// found are the people that the query finds; not looked at without one.
	found map[store.PersonID]bool
}

func (f filter) empty() bool { return f.Plan == 0 && f.State == "" && f.Query == "" }

// inState tells whether a row is in the state that is looked for.
func (f filter) inState(w *row) bool {
	switch f.State {
	case stateNoPass:
		return w.pass == passNone
	case stateLastPass:
		return w.pass == passLast
	}
	return w.state == f.State
}

func (f filter) apply(rows []*row) []*row {
	if f.empty() {
		return rows
	}
	out := make([]*row, 0, len(rows))
	for _, w := range rows {
		if (f.Plan == 0 || w.planID == f.Plan) && (f.State == "" || f.inState(w)) &&
			(f.Query == "" || f.found[w.Person.ID]) {
			out = append(out, w)
		}
	}
	return out
}

// countWords is "148 people", or "12 of 148 people" where a filter is on.
func countWords(shown, all int) string {
	if shown == all {
		return lang.N("{{.Count}} people", all, map[string]any{"Count": all})
	}
	return lang.N("{{.Shown}} of {{.Count}} people", all, map[string]any{"Shown": shown, "Count": all})
}

// facts are the lines below a person's name: where to reach them, what they
// pay for, and what is going to change.
func facts(r *roster, p store.Person) []string {
	lines := []string{joined(p.Email, p.Phone, p.Company), membershipWords(r, p)}
	today := r.today()
	if isBlocked(p) {
		_, state := memberSaid(r, p, today, words.Standing.Words)
		lines = append(lines, lang.L("Blocked since {{.Time}}: opens nothing. Without the block: {{.State}}.",
			map[string]any{"Time": words.Instant(p.BlockedAt, r.Now, r.zone), "State": state}))
	}
	if p.NextPlan != 0 && p.NextPlanOn > today {
		lines = append(lines, lang.L("Plan “{{.Plan}}” from {{.Day}}.",
			map[string]any{"Plan": r.planName(p.NextPlan), "Day": words.Day(p.NextPlanOn)}))
	}
	if p.PausedFrom > today {
		lines = append(lines, pauseWords(p))
	}
	switch {
	case p.EndsOn != "" && p.EndsOn < p.StartsOn:
		lines = append(lines, lang.L("Cancelled before the first day was over."))
	case p.EndsOn != "":
		lines = append(lines, lang.L("Last day {{.Day}}.", map[string]any{"Day": words.Day(p.EndsOn)}))
	}
	lines = append(lines, shortNote(p.Note))
	out := lines[:0]
	for _, l := range lines {
		if l != "" {
			out = append(out, l)
		}
	}
	return out
}

// noteShown is how many characters of a note are shown; the form has it all.
const noteShown = 160

func shortNote(note string) string {
	note = strings.Join(strings.Fields(note), " ")
	if runes := []rune(note); len(runes) > noteShown {
		return strings.TrimSpace(string(runes[:noteShown])) + "…"
	}
	return note
}

func pauseWords(p store.Person) string {
	if p.PausedUntil == "" {
		return lang.L("Pause from {{.Day}}.", map[string]any{"Day": words.Day(p.PausedFrom)})
	}
	return lang.L("Pause from {{.From}} to {{.Until}}.",
		map[string]any{"From": words.Day(p.PausedFrom), "Until": words.Day(p.PausedUntil)})
}

func membershipWords(r *roster, p store.Person) string {
	plan := r.planName(r.planOf(p))
	switch {
	case isVisitor(p):
		return lang.L("Visitor: opens doors with a booking only")
	case p.Main != 0:
		return lang.L("Co-member of {{.Name}}", map[string]any{"Name": r.name(p.Main)})
	case p.StartsOn == "":
		return plan
	case p.StartsOn > r.today():
		return lang.L("{{.Plan}} from {{.Day}}", map[string]any{"Plan": plan, "Day": words.Day(p.StartsOn)})
	}
	return lang.L("{{.Plan}} since {{.Day}}", map[string]any{"Plan": plan, "Day": words.Day(p.StartsOn)})
}

func joined(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " · ")
}

// initials are the first letters of the names, for the round mark.
func initials(p store.Person) string {
	var out string
	for _, name := range []string{p.FirstName, p.LastName} {
		for _, r := range name {
			out += strings.ToUpper(string(r))
			break
		}
	}
	return out
}

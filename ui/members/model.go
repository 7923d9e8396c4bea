package members

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// row is one person as the table shows them: who it is, and no words. Of
// thousands a few are in sight, and their words are found when they are painted.
type row struct {
	of *roster
	at int32 // in the people of it
}

func (w row) id() store.PersonID   { return w.of.People.ID(int(w.at)) }
func (w row) person() store.Person { return w.of.People.At(int(w.at)) }

func (w row) name() string    { return w.person().Name() }
func (w row) company() string { return w.person().Company }
func (w row) plan() string    { return planWords(w.of, w.person()) }
func (w row) tag() string     { return w.of.tags[w.id()].Title() }
func (w row) passes() string  { return passesLeft(w.of, w.person()) }
func (w row) connect() string { return connectWords(w.person(), words.Connect) }

func (w row) state() (widgets.Kind, string) { return stateWords(w.of, w.person(), w.of.today()) }

// rowsOf makes the rows of everybody, by name.
func rowsOf(r *roster) []row {
	rows := make([]row, r.People.Len())
	for i := range rows {
		rows[i] = row{r, int32(i)}
	}
	slices.SortFunc(rows, byNameAndMore)
	return rows
}

// connectWords says by what somebody opens doors; a visitor is connected by the
// booking itself.
func connectWords(p store.Person, say func(store.Connect) string) string {
	if isVisitor(p) {
		return ""
	}
	return say(p.Connect)
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

// has tells whether somebody gets through.
func (f filter) has(r *roster, p store.Person) bool {
	return (f.Plan == 0 || r.planOf(p) == f.Plan) && (f.Query == "" || f.found[p.ID]) && (f.State == "" || f.inState(r, p))
}

func (f filter) inState(r *roster, p store.Person) bool {
	switch f.State {
	case stateNoPass:
		return r.passStateOf(p) == passNone
	case stateLastPass:
		return r.passStateOf(p) == passLast
	}
	return shownState(p, r.today()) == f.State
}

func (f filter) apply(rows []row) []row {
	if f.empty() {
		return rows
	}
	out := make([]row, 0, len(rows))
	for _, w := range rows {
		if f.has(w.of, w.person()) {
			out = append(out, w)
		}
	}
	return out
}

// countWords is "148 people", or "12 of 148 people" where a filter is on.
func countWords(shown, all int) string {
	if shown == all {
		return lang.N("{{.Count}} people", all, map[string]any{"Count": words.Number(all)})
	}
	return lang.N("{{.Shown}} of {{.Count}} people", all, map[string]any{"Shown": words.Number(shown), "Count": words.Number(all)})
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

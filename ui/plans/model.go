package plans

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/mapping"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// model makes what is shown out of the facts. What the rules of access have
// to say is asked of Deps.
type model struct {
	facts
	hours  mapping.GroupWords
	faults func(store.Space, store.Mirror, store.Plan) []store.Sentence
}

// row is one plan in the list.
type row struct {
	ID     store.PlanID
	Name   string
	Groups string // names of its groups in this space
	People int
	Kind   widgets.Kind
	State  string
	order  int
}

// rows returns the plans by name, archived ones last.
func (m model) rows() []row {
	plans := slices.Clone(m.Plans)
	slices.SortStableFunc(plans, func(a, b store.Plan) int { return cmp.Compare(rank(a), rank(b)) })
	out := make([]row, len(plans))
	for i, p := range plans {
		s := m.sheetOf(p)
		out[i] = row{
			ID: p.ID, Name: p.Name, Groups: mapping.Names(s.Lines), People: s.Count,
			Kind: s.Kind, State: s.State, order: i,
		}
	}
	return out
}

func rank(p store.Plan) int {
	if p.Archived {
		return 1
	}
	return 0
}

// sheet is what the detail shows of one plan.
type sheet struct {
	Plan     store.Plan
	Kind     widgets.Kind
	State    string
	Stage    mapping.Stage
	Faults   []string
	Offer    mapping.Line // the group of the plan's own name, while the plan has none
	Offered  bool
	Lines    []mapping.Line
	Openings []mapping.Opening
	Count    int // people who have the plan
	Openers  int // those among them for whom it opens doors now
	NoPass   int // those for whom it would with a valid pass; 0 where none is asked for
	Holders  []holder
	Kinds    []store.PassType // for the names of those that it gives
}

// maxNames is how many people are shown by name.
const maxNames = 50

// sheet returns what is shown of a plan, if it is there.
func (m model) sheet(id store.PlanID) (sheet, bool) {
	i := slices.IndexFunc(m.Plans, func(p store.Plan) bool { return p.ID == id })
	if i < 0 {
		return sheet{}, false
	}
	return m.sheetOf(m.Plans[i]), true
}

func (m model) sheetOf(p store.Plan) sheet {
	holders := m.holders[p.ID]
	s := sheet{
		Plan: p, Kinds: m.Kinds, Stage: m.Site.Stage(), Lines: m.Site.Groups(m.refs(p), m.hours),
		Count: len(holders), Openers: openers(holders), Holders: holders[:min(maxNames, len(holders))],
	}
	if p.PassLimited {
		s.NoPass = len(withoutPass(holders))
	}
	s.Openings = mapping.Openings(s.Lines)
	if s.Stage == mapping.Ready {
		for _, f := range m.faults(m.Site.Space, m.Site.Mirror, p) {
			s.Faults = append(s.Faults, words.Sentence(f))
		}
		s.Offer, s.Offered = m.offer(p)
	}
	s.Kind, s.State = stateOf(s)
	return s
}

// refs returns the groups that a plan stands for in this space.
func (m model) refs(p store.Plan) []store.KSRef {
	var out []store.KSRef
	for _, g := range p.Mappings {
		if g.Space == m.Site.Space.ID {
			out = append(out, g.Group)
		}
	}
	return out
}

// offer finds the one group that bears the name of a plan that has no group.
func (m model) offer(p store.Plan) (mapping.Line, bool) {
	if p.Archived || len(m.refs(p)) > 0 {
		return mapping.Line{}, false
	}
	var same []store.KSRef
	for _, g := range m.Site.Mirror.Groups {
		if !g.Gone && !g.Managed && strings.EqualFold(strings.TrimSpace(g.Name), p.Name) {
			same = append(same, store.KSRef{ID: g.ID, Name: g.Name})
		}
	}
	if len(same) != 1 {
		return mapping.Line{}, false
	}
	return m.Site.Groups(same, m.hours)[0], true
}

// stateOf says in two words how it stands with a plan.
func stateOf(s sheet) (widgets.Kind, string) {
	switch {
	case len(s.Faults) > 0:
		return widgets.Bad, lang.L("needs attention")
	case s.Plan.Archived:
		return widgets.Neutral, lang.L("archived")
	case s.Offered:
		return widgets.Accent, lang.L("group found")
	case len(s.Lines) == 0:
		return widgets.Neutral, lang.L("no doors")
	case s.Stage != mapping.Ready:
		return widgets.Warn, lang.L("not connected")
	case len(s.Openings) == 0:
		return widgets.Warn, lang.L("not read yet")
	}
	return widgets.Good, lang.N("{{.Count}} doors", len(s.Openings), map[string]any{"Count": len(s.Openings)})
}

// effect says what it does to the people who have the plan when its groups
// become others because of l; with nobody there is nothing to say.
func effect(s sheet, l mapping.Line, after []mapping.Line) string {
	if s.Openers == 0 {
		return ""
	}
	change := mapping.Compare(s.Lines, after)
	var out []string
	if len(change.Gained) > 0 {
		out = append(out, lang.L("They gain: {{.Doors}}.", doors(change.Gained)))
	}
	if len(change.Lost) > 0 {
		out = append(out, lang.L("They lose, unless something else gives it to them: {{.Doors}}.", doors(change.Lost)))
	}
	if len(change.OtherHours) > 0 {
		out = append(out, lang.L("At other hours than now: {{.Doors}}.", doors(change.OtherHours)))
	}
	if l.State == mapping.Unread {
		out = append(out, lang.L("Latchkey has not read yet what the group “{{.Group}}” opens.", map[string]any{"Group": l.Name}))
	}
	if len(out) == 0 {
		out = append(out, lang.L("Nothing changes for them."))
	}
	first := lang.N("{{.Count}} people open doors with the plan “{{.Plan}}”.", s.Openers, map[string]any{"Count": words.Number(s.Openers), "Plan": s.Plan.Name})
	return first + " " + strings.Join(out, " ")
}

// passEffect says what it does to the people who have a plan when it begins or
// ceases to ask for a valid pass; with nobody there is nothing to say.
func passEffect(limited bool, holders []holder) string {
	without := withoutPass(holders)
	n := len(without)
	if n == 0 {
		return ""
	}
	args := map[string]any{"Count": n, "Names": someNames(without)}
	if limited {
		return lang.N("{{.Count}} people who open doors with this plan now have no valid pass. They lose its doors, unless something else gives them: {{.Names}}.", n, args)
	}
	return lang.N("{{.Count}} people without a valid pass get the doors of this plan: {{.Names}}.", n, args)
}

// fewNames is how many people a sentence names.
const fewNames = 5

func someNames(holders []holder) string {
	var names []string
	for _, h := range holders[:min(fewNames, len(holders))] {
		names = append(names, h.Name)
	}
	if more := len(holders) - len(names); more > 0 {
		names = append(names, lang.N("and {{.Count}} more", more, map[string]any{"Count": more}))
	}
	return strings.Join(names, ", ")
}

func doors(names []string) map[string]any { return map[string]any{"Doors": strings.Join(names, ", ")} }

// byOrder, byText and byCount order the rows of the list.
func byOrder(a, b row) int { return cmp.Compare(a.order, b.order) }

func byText(text func(row) string) func(a, b row) int {
	return func(a, b row) int {
		return cmp.Or(strings.Compare(strings.ToLower(text(a)), strings.ToLower(text(b))), byOrder(a, b))
	}
}

func byCount(a, b row) int { return cmp.Or(cmp.Compare(b.People, a.People), byOrder(a, b)) }

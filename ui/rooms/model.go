package rooms

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
	faults func(store.Space, store.Mirror, store.Room) []store.Sentence
}

// row is one room in the list.
type row struct {
	ID      store.RoomID
	Name    string
	Doors   string
	Buffers string
	Kind    widgets.Kind
	State   string
	order   int
}

// rows returns the rooms by name.
func (m model) rows() []row {
	out := make([]row, len(m.Rooms))
	for i, r := range m.Rooms {
		s := m.sheetOf(r)
		before, after := r.Buffers(m.Site.Space)
		out[i] = row{
			ID: r.ID, Name: r.Name, Doors: mapping.Names(s.Lines), Kind: s.Kind, State: s.State, order: i,
			Buffers: lang.L("{{.Before}} / {{.After}} min", map[string]any{"Before": before, "After": after}),
		}
	}
	return out
}

// sheet is what the detail shows of one room.
type sheet struct {
	Room     store.Room
	Kind     widgets.Kind
	State    string
	Stage    mapping.Stage
	Faults   []string
	Lines    []mapping.Line
	Openings []mapping.Opening
	Early    string
	Late     string
	Hours    string
	Count    int // bookings that are not over
	Next     []next
}

// next is one of the coming bookings.
type next struct {
	Booking store.BookingID
	When    string
	Who     string
}

// sheet returns what is shown of a room, if it is there.
func (m model) sheet(id store.RoomID) (sheet, bool) {
	i := slices.IndexFunc(m.Rooms, func(r store.Room) bool { return r.ID == id })
	if i < 0 {
		return sheet{}, false
	}
	return m.sheetOf(m.Rooms[i]), true
}

func (m model) sheetOf(r store.Room) sheet {
	coming := m.Coming[r.ID]
	s := sheet{
		Room: r, Stage: m.Site.Stage(),
		Lines: append(m.Site.Doors(r.Doors), m.Site.Groups(r.Groups, nil)...),
		Hours: hoursOf(r), Count: len(coming),
	}
	s.Early, s.Late = m.buffersOf(r)
	s.Openings = mapping.Openings(s.Lines)
	if s.Stage == mapping.Ready {
		for _, f := range m.faults(m.Site.Space, m.Site.Mirror, r) {
			s.Faults = append(s.Faults, words.Sentence(f))
		}
	}
	for _, b := range coming[:min(maxNext, len(coming))] {
		s.Next = append(s.Next, next{b.ID, words.Span(b.Start, b.End), who(m.People[b.Person], b)})
	}
	s.Kind, s.State = stateOf(s)
	return s
}

func who(p store.Person, b store.Booking) string {
	if b.Title == "" {
		return p.Name()
	}
	return p.Name() + " · " + b.Title
}

// buffersOf says how much earlier and later than a booking the doors open.
func (m model) buffersOf(r store.Room) (early, late string) {
	before, after := r.Buffers(m.Site.Space)
	return minutesWords(before, r.Before == nil), minutesWords(after, r.After == nil)
}

func minutesWords(n int, ofSpace bool) string {
	if ofSpace {
		return lang.L("{{.Minutes}} min, as set for the space", map[string]any{"Minutes": n})
	}
	return lang.L("{{.Minutes}} min", map[string]any{"Minutes": n})
}

func hoursOf(r store.Room) string {
	if r.OpenFrom == "" {
		return lang.L("at any hour")
	}
	return lang.L("{{.FromTime}} – {{.UntilTime}}", map[string]any{"FromTime": r.OpenFrom, "UntilTime": r.OpenUntil})
}

// stateOf says in two words what a booking of the room opens.
func stateOf(s sheet) (widgets.Kind, string) {
	switch {
	case len(s.Faults) > 0 || slices.ContainsFunc(s.Lines, func(l mapping.Line) bool { return l.State == mapping.Gone }):
		return widgets.Bad, lang.L("needs attention")
	case len(s.Lines) == 0:
		return widgets.Warn, lang.L("no doors")
	case s.Stage != mapping.Ready:
		return widgets.Warn, lang.L("not connected")
	case len(s.Openings) == 0:
		return widgets.Warn, lang.L("not read yet")
	}
	return widgets.Good, lang.N("{{.Count}} doors", len(s.Openings), map[string]any{"Count": len(s.Openings)})
}

// effect says what it does to the coming bookings when the doors and groups
// of the room become others because of l; without any, and where no door
// opens or closes, there is nothing to say.
func effect(s sheet, l mapping.Line, after []mapping.Line) string {
	change := mapping.Compare(s.Lines, after)
	var out []string
	if len(change.Gained) > 0 {
		out = append(out, lang.L("These bookings then open, too: {{.Doors}}.", doors(change.Gained)))
	}
	if len(change.Lost) > 0 {
		out = append(out, lang.L("These bookings then no longer open: {{.Doors}}.", doors(change.Lost)))
	}
	if l.State == mapping.Unread {
		out = append(out, lang.L("Latchkey has not read yet what the group “{{.Group}}” opens.", map[string]any{"Group": l.Name}))
	}
	if s.Count == 0 || len(out) == 0 {
		return ""
	}
	first := lang.N("{{.Room}} is booked {{.Count}} times from now on.", s.Count, map[string]any{"Count": s.Count, "Room": s.Room.Name})
	return first + " " + strings.Join(out, " ")
}

func doors(names []string) map[string]any { return map[string]any{"Doors": strings.Join(names, ", ")} }

// byOrder and byText order the rows of the list.
func byOrder(a, b row) int { return cmp.Compare(a.order, b.order) }

func byText(text func(row) string) func(a, b row) int {
	return func(a, b row) int {
		return cmp.Or(strings.Compare(strings.ToLower(text(a)), strings.ToLower(text(b))), byOrder(a, b))
	}
}

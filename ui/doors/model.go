package doors

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"latchkey/store"
	"latchkey/ui/words"
)

// group is the steps about one person.
type group struct {
	Key   string
	Name  string // empty: about nobody in particular
	Lines []line
}

// line is the steps that say the same thing.
type line struct {
	Text  string // without the name, which stands beside it
	Whole string // with it
	Steps int
	Phase store.Phase
	Later bool      // it is tried again later, not at once
	Due   time.Time // the earliest
	Error string    // why it waits or is parked; may be empty
	Retry []string  // keys of the parked steps
	Out   bool      // somebody still has what they should not have
	Held  bool      // it waits for the answer of the desk
}

// grouped puts steps together by person, and those that say the same into one
// line. Who should be out comes first, then what needs the desk, what was
// sent, and what waits, the earliest first.
func grouped(work []store.Work, now time.Time) []group {
	var groups []group
	at := map[string]int{}
	for _, w := range work {
		key, name := personOf(w)
		i, known := at[key]
		if !known {
			i = len(groups)
			at[key] = i
			groups = append(groups, group{Key: key})
		}
		groups[i].Name = cmp.Or(groups[i].Name, name)
		groups[i].add(w, now)
	}
	for _, g := range groups {
		for i, l := range g.Lines {
			g.Lines[i].Text = predicate(g.Name, l.Whole)
		}
		slices.SortStableFunc(g.Lines, byUrgency)
	}
	slices.SortStableFunc(groups, func(a, b group) int {
		return cmp.Or(byUrgency(a.Lines[0], b.Lines[0]), cmp.Compare(a.Name, b.Name))
	})
	return groups
}

// personOf returns what the step is put together with, and the name that its
// sentence has for the person. Steps about nobody stay apart by sentence.
func personOf(w store.Work) (key, name string) {
	name = w.What.Args["Name"]
	switch {
	case w.Person != 0:
		return "person:" + strconv.FormatInt(int64(w.Person), 10), name
	case name != "":
		return "name:" + name, name
	}
	return "text:" + w.What.String(), ""
}

func (g *group) add(w store.Work, now time.Time) {
	text := words.Sentence(w.What)
	why := ""
	if w.Error.Text != "" {
		why = words.Sentence(w.Error)
	}
	out, held := w.Takes, w.Held && w.Phase == store.PhaseWaiting
	i := slices.IndexFunc(g.Lines, func(l line) bool {
		return l.Whole == text && l.Phase == w.Phase && l.Error == why && l.Out == out && l.Held == held
	})
	if i < 0 {
		i = len(g.Lines)
		g.Lines = append(g.Lines, line{Whole: text, Phase: w.Phase, Due: w.Due, Error: why, Out: out, Held: held})
	}
	l := &g.Lines[i]
	l.Steps++
	l.Later = l.Later || w.Error.Text != "" || w.NotBefore.After(now)
	if w.Due.Before(l.Due) {
		l.Due = w.Due
	}
	if w.Phase == store.PhaseParked {
		l.Retry = append(l.Retry, w.Key)
	}
}

func byUrgency(a, b line) int {
	return cmp.Or(cmp.Compare(rank(a), rank(b)), a.Due.Compare(b.Due))
}

func rank(l line) int {
	if l.Out {
		return -1
	}
	return slices.Index([]store.Phase{store.PhaseParked, store.PhaseSent, store.PhaseWaiting}, l.Phase)
}

// stillIn counts those who should be out.
func stillIn(groups []group) int {
	n := 0
	for _, g := range groups {
		if g.Lines[0].Out {
			n++
		}
	}
	return n
}

// predicate leaves the name out of a sentence that begins with it, because it
// stands beside it already.
func predicate(name, sentence string) string {
	rest, ok := strings.CutPrefix(sentence, name+" ")
	if name == "" || !ok {
		return sentence
	}
	return rest
}

// parked counts the steps that need the desk.
func parked(work []store.Work) int {
	n := 0
	for _, w := range work {
		if w.Phase == store.PhaseParked {
			n++
		}
	}
	return n
}

// hub is one of the boxes through which SALTO KS reaches doors.
type hub struct {
	Name   string
	Online bool
}

// hubs returns the hubs of the doors, by name.
func hubs(doors []store.KSDoor) []hub {
	var out []hub
	for _, d := range doors {
		if d.IQ == "" || d.Gone {
			continue
		}
		if !slices.ContainsFunc(out, func(h hub) bool { return h.Name == d.IQ }) {
			out = append(out, hub{d.IQ, d.IQOnline})
		}
	}
	slices.SortFunc(out, func(a, b hub) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

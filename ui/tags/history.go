package tags

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/listdetail"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// past is a time during which somebody had a tag, in words.
type past struct {
	Person store.PersonID // 0: not in Members any more
	Name   string
	When   string
}

// history returns who had a tag, the newest first.
func (f facts) history(s story) []past {
	var out []past
	for _, h := range slices.Backward(s.Holdings) {
		p := s.People[h.Person]
		line := past{Person: p.ID, Name: p.Name(), When: joined(f.spanWords(h), givenWords(h.By), endedWords(h.Ended))}
		if p.Deleted {
			line.Person = 0
		}
		out = append(out, line)
	}
	return out
}

// historySection lists them.
func (p *Page) historySection(s sheet) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, h := range s.History {
		var show fyne.CanvasObject
		if h.Person != 0 && p.deps.ShowPerson != nil {
			show = widgets.NewLinkButton(lang.L("Show"), func() { p.deps.ShowPerson(h.Person) })
		}
		rows = append(rows, widgets.TwoLines(h.Name, h.When, show))
	}
	if len(rows) == 0 {
		rows = append(rows, widgets.MutedParagraph(lang.L("Nobody has had this tag yet.")))
	}
	return listdetail.Section(lang.L("History"), rows)
}

// whoWords says who has a tag now, since when and from whom, or what became of
// it and who had it last.
func (f facts) whoWords(t store.Tag, s story) string {
	var last store.Holding
	if n := len(s.Holdings); n > 0 && s.Tag == t.ID {
		last = s.Holdings[n-1]
	}
	if t.State == store.TagHeld {
		return f.heldWords(t, last)
	}
	now := lang.L("Nobody has it.")
	switch t.State {
	case store.TagLost:
		now = lang.L("Lost: it opens no door.")
	case store.TagBroken:
		now = lang.L("Broken: it opens no door.")
	}
	if last.Until.IsZero() {
		return now
	}
	return now + " " + lang.L("{{.Name}} had it until {{.When}}.", map[string]any{"Name": s.People[last.Person].Name(), "When": f.stamp(last.Until)})
}

func (f facts) heldWords(t store.Tag, last store.Holding) string {
	args := map[string]any{"Name": f.Holders[t.Holder].Name(), "When": f.stamp(last.From)}
	switch {
	case last.Person != t.Holder || !last.Until.IsZero():
		return lang.L("With {{.Name}}.", args)
	case givenWords(last.By) == "":
		return lang.L("With {{.Name}} since {{.When}}.", args)
	}
	args["How"] = givenWords(last.By)
	return lang.L("With {{.Name}} since {{.When}}, {{.How}}.", args)
}

// givenWords says who gave a tag to somebody; "": that is not known.
func givenWords(by store.Actor) string {
	switch by {
	case store.ActorDesk:
		return lang.L("given at the desk")
	case store.ActorImport:
		return lang.L("from an import")
	case store.ActorSync:
		return lang.L("as found in SALTO KS")
	}
	return string(by)
}

// endedWords says why somebody has a tag no longer; "": they have it still, or
// that is not known.
func endedWords(e store.Ending) string {
	switch e {
	case store.EndReturned:
		return lang.L("taken back")
	case store.EndLost:
		return lang.L("lost")
	case store.EndBroken:
		return lang.L("broken")
	case store.EndGiven:
		return lang.L("given to somebody else")
	case store.EndRemoved:
		return lang.L("removed")
	}
	return ""
}

// spanWords says from when until when somebody had a tag.
func (f facts) spanWords(h store.Holding) string {
	from, until := f.stamp(h.From), f.stamp(h.Until)
	if h.Until.IsZero() {
		return lang.L("since {{.When}}", map[string]any{"When": from})
	}
	loc := f.Space.Location()
	if a, b := store.LocalOf(h.From, loc), store.LocalOf(h.Until, loc); a.Date() == b.Date() {
		return from + "–" + words.Clock(b)
	}
	return from + " – " + until
}

// stamp is a day with its year and the time: a tag may be held for years.
func (f facts) stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	l := store.LocalOf(t, f.Space.Location())
	return lang.L("{{.Day}}, {{.Time}}", map[string]any{"Day": words.Day(l.Date()), "Time": words.Clock(l)})
}

// joined puts facts beside each other.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

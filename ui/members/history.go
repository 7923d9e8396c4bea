package members

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// historyTab shows the lines of the log about a person, newest first.
type historyTab struct {
	deps   Deps
	zone   *time.Location
	person store.PersonID
	loader loader[store.PersonID, []store.LogLine]
	rows   *scrollRows
}

// historyLines is how many lines are shown; the log itself has them all.
const historyLines = 60

func newHistoryTab(deps Deps) *historyTab {
	t := &historyTab{deps: deps, zone: time.UTC, rows: newScrollRows()}
	t.loader = loader[store.PersonID, []store.LogLine]{
		desk: deps.Desk,
		read: func(ctx context.Context, id store.PersonID) ([]store.LogLine, error) {
			return deps.Desk.Store.LogLines(ctx, store.LogFilter{Person: id, Limit: historyLines})
		},
		show: t.answered,
	}
	return t
}

func (t *historyTab) content() fyne.CanvasObject { return t.rows.outer }

func (t *historyTab) concerns(k store.Kind) bool { return k.Has(store.KindLog) }

func (t *historyTab) show(r *roster, p store.Person) {
	if p.ID != t.person {
		t.rows.set(nil)
	}
	t.zone, t.person = r.zone, p.ID
	t.loader.ask(p.ID)
}

func (t *historyTab) answered(id store.PersonID, lines []store.LogLine) {
	if id != t.person {
		return
	}
	if len(lines) == 0 {
		t.rows.set([]fyne.CanvasObject{note(lang.L("Nothing has happened yet."))})
		return
	}
	now := t.deps.Desk.Now()
	rows := make([]fyne.CanvasObject, len(lines))
	for i, l := range lines {
		rows[i] = spaced(8, 8, widgets.Tight(widgets.NewParagraph(words.Sentence(l.What), ""),
			widgets.Muted(joined(words.Instant(l.At, now, t.zone), actorWords(l.Actor)))))
	}
	t.rows.set(rows)
}

func actorWords(actor string) string {
	switch store.Actor(actor) {
	case store.ActorDesk:
		return lang.L("at the desk")
	case store.ActorSync:
		return lang.L("doors (sync)")
	case store.ActorImport:
		return lang.L("import")
	}
	return actor
}

package doors

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// logView is the card of the permanent log. Its filter stays while the program
// runs.
type logView struct {
	desk    *desk.Desk
	zone    *time.Location
	wish    logWish
	folder  string // that the last export went to
	loader  listdetail.Loader[logbook]
	search  *widgets.TextField
	chosen  *widgets.Text   // what the filter chooses, in words
	chooser *fyne.Container // with the way back to everything
	table   *widgets.Table[logRow]
	footer  *fyne.Container
	empty   *widgets.Paragraph
	content *fyne.Container
}

func newLogView(d *desk.Desk) *logView {
	v := &logView{desk: d, zone: time.UTC, wish: logWish{Limit: logPage}}
	v.loader = listdetail.Loader[logbook]{Desk: d, Show: v.show}
	v.search = widgets.NewTextField(lang.L("Find a person or a door"))
	v.search.OnChanged = func(text string) {
		wish := v.wish
		wish.Query = text
		v.ask(wish)
	}
	v.chosen = widgets.NewText("", widgets.TextStyle{Color: theme.ColorMuted, Ellipsis: true})
	all := widgets.NewLinkButton(lang.L("Show everything"), func() { v.ask(logWish{Query: v.wish.Query}) })
	v.chooser = container.New(indented{}, container.NewBorder(nil, nil, nil, all, v.chosen))
	v.chooser.Hide()
	v.table = widgets.NewTable(v.columns(), logRow.key)
	v.table.OnActivate = v.open
	v.empty = widgets.NewParagraph("", theme.ColorMuted)
	v.empty.SetAlign(fyne.TextAlignCenter)
	v.table.SetEmpty(widgets.Padded(v.empty))
	v.footer = container.NewVBox(widgets.Line(), container.NewHBox(widgets.NewLinkButton(lang.L("Show older lines"), v.older)))
	v.footer.Hide()
	v.content = widgets.FlushCard(lang.L("Log"), container.NewBorder(v.chooser, v.footer, nil, nil, v.table),
		container.NewGridWrap(fyne.NewSize(200, v.search.MinSize().Height), v.search),
		widgets.NewButton(lang.L("Filter…"), v.filter), widgets.NewButton(lang.L("Export…"), v.export))
	return v
}

// indented puts the room of a card at both sides, and less at the right of a
// button that has its own.
type indented struct{}

func (indented) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	pad := fynetheme.Size(theme.SizeCardPadding)
	objects[0].Move(fyne.NewPos(pad, 0))
	objects[0].Resize(fyne.NewSize(max(0, size.Width-pad*3/2), size.Height))
}

func (indented) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (v *logView) columns() []widgets.Column[logRow] {
	return []widgets.Column[logRow]{
		{Title: lang.L("Time"), Min: 130, Muted: true, Text: func(r logRow) string {
			return words.Instant(r.first().At, v.desk.Now(), v.zone)
		}},
		{Title: lang.L("What"), Min: 260, Weight: 1, Text: func(r logRow) string { return words.Sentence(r.what()) }},
		{Title: lang.L("By"), Min: 84, Muted: true, Optional: true, Text: func(r logRow) string { return by(r.first().Actor) }},
		{Title: lang.L("At the doors"), Min: 184, Pill: v.outcome},
	}
}

// by says who did it.
func by(actor string) string {
	switch store.Actor(actor) {
	case store.ActorDesk:
		return lang.L("desk")
	case store.ActorImport:
		return lang.L("import")
	}
	return "Latchkey"
}

// outcome says what a row is to the doors, and since when; an edit by itself
// is nothing.
func (v *logView) outcome(r logRow) (widgets.Kind, string) {
	kind, state := outcome(r.Kind)
	switch {
	case r.open() && r.Answered > 0:
		return widgets.Neutral, lang.L("{{.Done}} of {{.Total}} confirmed", map[string]any{"Done": r.Answered, "Total": r.Requests})
	case r.open():
		kind, state = outcome(lineSent)
	case r.Kind == lineConfirmed && r.Requests > 0:
		state = lang.L("confirmed {{.At}}", map[string]any{"At": words.Instant(r.last().At, r.first().At, v.zone)})
	}
	if r.Requests > 1 {
		state = lang.L("{{.Count}} × {{.State}}", map[string]any{"Count": r.Requests, "State": state})
	}
	return kind, state
}

// outcome says what a kind of line means at the doors.
func outcome(kind string) (widgets.Kind, string) {
	switch kind {
	case lineSent:
		return widgets.Neutral, lang.L("sent")
	case lineConfirmed:
		return widgets.Good, lang.L("confirmed")
	case lineLooked:
		return widgets.Neutral, lang.L("not needed")
	case lineFailed:
		return widgets.Bad, lang.L("not done")
	case "look":
		return widgets.Neutral, lang.L("looked")
	case "sign-in":
		return widgets.Neutral, lang.L("sign-in")
	case "found":
		return widgets.Warn, lang.L("found in KS")
	case "answered":
		return widgets.Neutral, lang.L("answered")
	case "agreed":
		return widgets.Neutral, lang.L("agreed")
	}
	return widgets.Neutral, ""
}

// ask reads other lines, from the newest on.
func (v *logView) ask(wish logWish) {
	before := v.wish
	before.Limit, wish.Limit = logPage, logPage
	if wish == before {
		return
	}
	v.wish = wish
	v.reload()
}

func (v *logView) older() {
	v.wish.Limit += logPage
	v.reload()
}

func (v *logView) reload() {
	wish := v.wish
	v.loader.Read = func(ctx context.Context, id store.SpaceID) (logbook, error) {
		return loadLog(ctx, v.desk.Store, id, wish)
	}
	v.loader.Ask()
}

func (v *logView) show(b logbook) {
	v.zone = b.Zone
	v.empty.SetText(lang.L("Nothing was logged yet. Every edit and every change at the doors will be here."))
	if strings.TrimSpace(b.Wish.Query) != "" || b.Wish.filtered() {
		v.empty.SetText(lang.L("No line of the log fits the filter."))
	}
	v.chosen.SetText(b.Wish.words())
	v.chooser.Hidden = !b.Wish.filtered()
	v.table.SetRows(b.Rows)
	v.footer.Hidden = !b.More
	v.content.Refresh()
}

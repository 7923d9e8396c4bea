package doors

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// logView is the card of the permanent log.
type logView struct {
	desk    *desk.Desk
	zone    *time.Location
	wish    logWish
	loader  listdetail.Loader[logbook]
	search  *widgets.TextField
	source  *widgets.SelectField
	table   *widgets.Table[store.LogLine]
	more    *widgets.Button
	footer  *fyne.Container
	empty   *widgets.Paragraph
	content *fyne.Container
}

func newLogView(d *desk.Desk) *logView {
	v := &logView{desk: d, zone: time.UTC, wish: logWish{Source: everything, Limit: logPage}}
	v.loader = listdetail.Loader[logbook]{Desk: d, Show: v.show}
	v.search = widgets.NewTextField(lang.L("Find a person or a door"))
	v.search.OnChanged = func(text string) { v.ask(v.wish.Source, text) }
	v.source = widgets.NewSelectField("",
		widgets.Choice{ID: string(everything), Text: lang.L("Everything")},
		widgets.Choice{ID: string(edits), Text: lang.L("Edits")},
		widgets.Choice{ID: string(atDoors), Text: lang.L("Doors")})
	v.source.SetValue(string(everything))
	v.source.OnChanged = func(id string) { v.ask(source(id), v.wish.Query) }
	v.table = widgets.NewTable(v.columns(), func(l store.LogLine) string { return strconv.FormatInt(l.ID, 10) })
	v.table.OnActivate = v.open
	v.empty = widgets.NewParagraph("", theme.ColorMuted)
	v.empty.SetAlign(fyne.TextAlignCenter)
	v.table.SetEmpty(widgets.Padded(v.empty))
	v.more = widgets.NewLinkButton(lang.L("Show older lines"), v.older)
	v.footer = container.NewVBox(widgets.Line(), container.NewHBox(v.more))
	v.footer.Hide()
	width := fyne.NewSize(220, v.search.MinSize().Height)
	v.content = widgets.FlushCard(lang.L("Log"), container.NewBorder(nil, v.footer, nil, nil, v.table),
		container.NewGridWrap(width, v.search), container.NewGridWrap(fyne.NewSize(140, width.Height), v.source))
	return v
}

func (v *logView) columns() []widgets.Column[store.LogLine] {
	return []widgets.Column[store.LogLine]{
		{Title: lang.L("Time"), Min: 118, Muted: true, Text: func(l store.LogLine) string {
			return words.Instant(l.At, v.desk.Now(), v.zone)
		}},
		{Title: lang.L("What"), Min: 200, Weight: 1, Text: func(l store.LogLine) string { return words.Sentence(l.What) }},
		{Title: lang.L("By"), Min: 84, Muted: true, Optional: true, Text: func(l store.LogLine) string { return by(l.Actor) }},
		{Title: lang.L("At the doors"), Min: 124, Pill: outcome},
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

// outcome says what a line is to the doors; an edit by itself is nothing.
func outcome(l store.LogLine) (widgets.Kind, string) {
	switch l.Kind {
	case "intent":
		return widgets.Neutral, lang.L("sent")
	case "confirmed":
		return widgets.Good, lang.L("confirmed")
	case "looked":
		return widgets.Neutral, lang.L("not needed")
	case "failed":
		return widgets.Bad, lang.L("not done")
	case "look":
		return widgets.Neutral, lang.L("looked")
	case "sign-in":
		return widgets.Neutral, lang.L("sign-in")
	}
	return widgets.Neutral, ""
}

// ask reads other lines, from the newest on.
func (v *logView) ask(from source, query string) {
	if from == v.wish.Source && query == v.wish.Query {
		return
	}
	v.wish = logWish{Source: from, Query: query, Limit: logPage}
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
	if b.Wish.Query != "" || b.Wish.Source != everything {
		v.empty.SetText(lang.L("No line of the log fits the filter."))
	}
	v.table.SetRows(b.Lines)
	if b.More {
		v.footer.Show()
	} else {
		v.footer.Hide()
	}
	v.content.Refresh()
}

// open shows one line whole.
func (v *logView) open(l store.LogLine) {
	const width = 480
	text := widgets.NewParagraph(words.Sentence(l.What), "")
	text.Resize(fyne.NewSize(width, text.MinSize().Height))
	at := store.LocalOf(l.At, v.zone)
	rows := []widgets.Pair{
		widgets.PairText(lang.L("Time"), words.Day(at.Date())+", "+l.At.In(v.zone).Format("15:04:05")),
		widgets.PairText(lang.L("By"), by(l.Actor)),
	}
	if kind, state := outcome(l); state != "" {
		rows = append(rows, widgets.Pair{Key: lang.L("At the doors"), Value: widgets.NewPill(kind, state)})
	}
	widgets.ShowContent(v.desk.Win, lang.L("Line {{.Number}} of the log", map[string]any{"Number": l.ID}),
		container.New(listWidth(width), listdetail.Stack(12, text, widgets.KeyValues(rows...))))
}

// listWidth is a layout of a fixed width.
type listWidth float32

func (w listWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(size)
}

func (w listWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(w), objects[0].MinSize().Height)
}

package doors

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/flow"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

const (
	openWidth  = 480
	openHeight = 420 // at most, for what is below the sentence
)

// open shows one row whole: a line by itself, or each line of a change.
func (v *logView) open(r logRow) {
	rows := []widgets.Pair{widgets.PairText(lang.L("By"), by(r.first().Actor))}
	if kind, state := v.outcome(r); state != "" {
		rows = append(rows, widgets.Pair{Key: lang.L("At the doors"), Value: widgets.NewPill(kind, state)})
	}
	title := lang.L("Line {{.Number}} of the log", map[string]any{"Number": r.first().ID})
	if len(r.Lines) == 1 {
		rows = append([]widgets.Pair{widgets.PairText(lang.L("Time"), v.exactly(r.first().At))}, rows...)
	} else {
		title = lang.L("A change at the doors")
	}
	parts := []fyne.CanvasObject{widgets.KeyValues(rows...)}
	if len(r.Lines) > 1 {
		parts = append(parts, v.each(r.Lines))
	}
	for _, why := range reasons(r) {
		parts = append(parts, widgets.ErrorText(why))
	}
	sentence := ofWidth(widgets.NewParagraph(words.Sentence(r.what()), ""))
	widgets.ShowContent(v.desk.Win, title, listdetail.Stack(12, sentence, upTo(openHeight, parts)))
}

// each says of every line what it is and when it was written, close together:
// a booking takes ten of them.
func (v *logView) each(lines []store.LogLine) fyne.CanvasObject {
	list := listdetail.Stack(4)
	for _, l := range lines {
		_, state := outcome(l.Kind)
		name := lang.L("{{.State}} (line {{.Number}})", map[string]any{"State": state, "Number": l.ID})
		list.Add(container.NewStack(
			widgets.NewText(name, widgets.TextStyle{Color: theme.ColorMuted}),
			widgets.NewText(v.exactly(l.At), widgets.TextStyle{Align: fyne.TextAlignTrailing})))
	}
	return list
}

// exactly is a time to the second.
func (v *logView) exactly(at time.Time) string {
	return words.Day(store.DateOf(at, v.zone)) + ", " + at.In(v.zone).Format("15:04:05")
}

// reasons are the sentences of what was not done, each once. They say more
// than the row, which has the sentence of what was to be done.
func reasons(r logRow) []string {
	var said []string
	seen := map[string]bool{words.Sentence(r.what()): true}
	for _, l := range r.Lines {
		if text := words.Sentence(l.What); l.Kind == lineFailed && !seen[text] {
			seen[text] = true
			said = append(said, text)
		}
	}
	return said
}

// ofWidth gives an object the width of the dialog.
func ofWidth(o fyne.CanvasObject) fyne.CanvasObject {
	o.Resize(fyne.NewSize(openWidth, o.MinSize().Height)) // lines break before they are measured
	return container.New(listWidth(openWidth), o)
}

// upTo shows a column, which scrolls where it is higher than most.
func upTo(most float32, parts []fyne.CanvasObject) fyne.CanvasObject {
	body := flow.NewScroll(12, parts...)
	height := body.Height(openWidth)
	return container.NewGridWrap(fyne.NewSize(openWidth, min(height, most)), body.Content())
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

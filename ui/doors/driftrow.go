package doors

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/store"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// driftRow is one difference with its answers.
type driftRow struct {
	drift   store.Drift
	today   store.Date
	object  fyne.CanvasObject
	buttons []*widgets.Button
}

func newDriftRow(d store.Drift, answer func(key, choice string), now time.Time, loc *time.Location) *driftRow {
	r := &driftRow{drift: d, today: store.DateOf(now, loc)}
	r.object = r.build(answer, now, loc)
	return r
}

func (r *driftRow) build(answer func(key, choice string), now time.Time, loc *time.Location) fyne.CanvasObject {
	d := r.drift
	name := d.What.Args["Name"]
	layout := stepLayout{name: nameWidth}
	if name == "" {
		layout.name = 0
	}
	whole := words.Sentence(d.What)
	what := listdetail.Stack(4, widgets.NewParagraph(beside(name, predicate(name, whole), whole), ""))
	if text := fateOf(d, now, loc); text != "" {
		what.Add(widgets.NewParagraph(text, theme.ColorMuted))
	}
	found := widgets.Muted(lang.L("found {{.At}}", map[string]any{"At": words.Instant(d.FoundAt, now, loc)}))
	top := container.New(layout, widgets.NewText(name, widgets.TextStyle{Bold: true, Ellipsis: true}), what, found)
	if d.Answer == store.Unanswered && !d.Asks() {
		return top // it is being put back: nothing to answer
	}
	return container.New(below{stepSide}, listdetail.Stack(0, top, r.choices(answer)))
}

// fateOf says what has become of a difference, or nothing where it is as the
// sentence about it says.
func fateOf(d store.Drift, now time.Time, loc *time.Location) string {
	at := func(t time.Time) map[string]any { return map[string]any{"At": words.Instant(t, now, loc)} }
	switch {
	case d.Way == store.Wider && !d.OverAt.IsZero():
		return lang.L("Was put back at {{.At}}.", at(d.OverAt))
	case !d.OverAt.IsZero():
		return lang.L("Is over since {{.At}}: SALTO KS is as it should be.", at(d.OverAt))
	case d.Way == store.Wider && d.Answer == store.Unanswered:
		return lang.L("Is being put back.")
	case d.Answer == store.Keep:
		return lang.L("Kept as an exception, {{.At}}.", at(d.AnsweredAt))
	case d.Answer == store.Ignore:
		return lang.L("Ignored, {{.At}}.", at(d.AnsweredAt))
	}
	return ""
}

// choices are the answers side by side, each with what it does below it.
func (r *driftRow) choices(answer func(key, choice string)) fyne.CanvasObject {
	row := container.New(sideBySide{})
	for _, c := range choices(r.drift) {
		b := widgets.NewButton(c.Word, func() { answer(r.drift.Key, c.ID) })
		r.buttons = append(r.buttons, b)
		parts := listdetail.Stack(4, container.NewHBox(b))
		if c.Does != "" {
			parts.Add(widgets.MutedParagraph(c.Does))
		}
		row.Add(parts)
	}
	return row
}

// lock takes no second answer while one is on its way.
func (r *driftRow) lock(on bool) {
	for _, b := range r.buttons {
		switch {
		case b.Disabled() == on:
		case on:
			b.Disable()
		default:
			b.Enable()
		}
	}
}

func (r *driftRow) has(where fyne.Focusable) bool {
	for _, b := range r.buttons {
		if where == fyne.Focusable(b) {
			return true
		}
	}
	return false
}

// sideBySide gives each object a third of the width; their heights follow from
// it.
type sideBySide struct{}

func (sideBySide) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const columns = 3
	gap := fynetheme.Size(theme.SizeCardPadding)
	width := max(0, (size.Width-(columns-1)*gap)/columns)
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i)*(width+gap), 0))
		o.Resize(fyne.NewSize(width, size.Height))
	}
}

func (sideBySide) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return fyne.NewSize(0, size.Height)
}

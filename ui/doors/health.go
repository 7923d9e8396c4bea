package doors

import (
	"cmp"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"latchkey/store"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// Severity is how bad a warning is.
type Severity int

// The severities, the worst first.
const (
	High   Severity = iota // access may be wrong now
	Medium                 // it will be
	Low                    // good to know
)

// Warning is something that is wrong with a space's doors, and what to do.
type Warning struct {
	Code     string
	Severity Severity
	Title    store.Sentence
	Text     store.Sentence
	Since    time.Time
}

// onThePage are the codes of package health that are in sight on this page in
// any case, in a card of their own.
var onThePage = []string{"question", "changed"}

// elsewhere are the warnings that this page does not show anyway, the worst
// first.
func elsewhere(warnings []Warning) []Warning {
	out := slices.DeleteFunc(slices.Clone(warnings), func(w Warning) bool { return slices.Contains(onThePage, w.Code) })
	slices.SortStableFunc(out, func(a, b Warning) int { return cmp.Compare(a.Severity, b.Severity) })
	return out
}

// warningRows says what is wrong, or that nothing is.
func warningRows(warnings []Warning, now time.Time, loc *time.Location) fyne.CanvasObject {
	shown := elsewhere(warnings)
	switch {
	case len(warnings) == 0:
		return container.NewHBox(widgets.NewPill(widgets.Good, lang.L("Everything is in order")))
	case len(shown) == 0:
		return widgets.NewParagraph(lang.L("Everything else is in order."), theme.ColorMuted)
	}
	rows := listdetail.Stack(12)
	for _, w := range shown {
		rows.Add(warningRow(w, now, loc))
	}
	return rows
}

func warningRow(w Warning, now time.Time, loc *time.Location) fyne.CanvasObject {
	icon, color := theme.IconNeutral, theme.ColorMuted
	switch w.Severity {
	case High:
		icon, color = theme.IconBad, theme.ColorBad
	case Medium:
		icon, color = theme.IconWarn, theme.ColorWarn
	}
	title := widgets.NewText(words.Sentence(w.Title), widgets.TextStyle{Bold: true, Color: color, Ellipsis: true})
	text := listdetail.Stack(2, title, widgets.NewParagraph(words.Sentence(w.Text), ""))
	if !w.Since.IsZero() {
		text.Add(widgets.Muted(lang.L("since {{.At}}", map[string]any{"At": words.Instant(w.Since, now, loc)})))
	}
	return container.New(marked{}, widget.NewIcon(theme.NewColoredIcon(icon, color)), text)
}

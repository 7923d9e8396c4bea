package attendance

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// chartTab shows how many came on each day of a period, and at which hours.
type chartTab struct {
	page   *Page
	loader listdetail.Loader[periodFacts]
	days   []store.Date // of the bars

	field *widgets.SelectField
	span  *widgets.Text
	bars  *widgets.BarChart
	heat  *widgets.HeatMap
	outer fyne.CanvasObject
}

func newChartTab(p *Page) *chartTab {
	t := &chartTab{page: p, bars: widgets.NewBarChart(), heat: widgets.NewHeatMap()}
	t.loader = listdetail.Loader[periodFacts]{Desk: p.deps.Desk, Show: t.show}
	t.field = p.newPeriodField()
	t.span = widgets.NewText("", widgets.TextStyle{Color: theme.ColorMuted, Ellipsis: true})
	t.bars.SetHeads(lang.L("Day"), lang.L("People"))
	t.bars.SetEmpty(lang.L("Nobody came in during these days, as far as the doors know."))
	t.bars.OnChosen = func(i int) { p.goDay(t.days[i]) }
	t.heat.SetHeads(lang.L("Weekday"), lang.L("Hour"), lang.L("Arrivals"))
	t.heat.SetEmpty(lang.L("There is nothing to show."))
	bars, heat := widgets.NewFigures(t.bars), widgets.NewFigures(t.heat)
	t.outer = container.New(share(0.46), periodRow(t.field, t.span),
		widgets.Card(lang.L("People per day"), bars, bars.Button()),
		widgets.Card(lang.L("Arrivals by hour"), heat, heat.Button()))
	return t
}

// newPeriodField returns a field that chooses the period, the same in all tabs
// that have one.
func (p *Page) newPeriodField() *widgets.SelectField {
	f := widgets.NewSelectField("", periodChoices()...)
	f.SetValue(string(p.period))
	f.OnChanged = func(id string) { p.setPeriod(period(id)) }
	p.fields = append(p.fields, f)
	return f
}

func (p *Page) setPeriod(to period) {
	if to == p.period {
		return
	}
	p.period = to
	for _, f := range p.fields {
		f.SetValue(string(to))
	}
	p.tab().ask()
}

const periodWidth = 170

// periodRow is the line with the period above what it chooses.
func periodRow(field *widgets.SelectField, span *widgets.Text, right ...fyne.CanvasObject) fyne.CanvasObject {
	box := container.NewGridWrap(fyne.NewSize(periodWidth, field.MinSize().Height), field)
	return container.NewBorder(nil, nil, box, container.NewHBox(right...), span)
}

func (t *chartTab) content() fyne.CanvasObject { return t.outer }

func (t *chartTab) concerns() store.Kind { return stateKinds }

func (t *chartTab) focus() {
	if c := widgets.CanvasOf(t.bars); c != nil {
		c.Focus(t.bars)
	}
}

func (t *chartTab) ask() {
	want, s := t.page.period, t.page.deps.Desk.Store
	t.loader.Read = func(ctx context.Context, id store.SpaceID) (periodFacts, error) { return loadDays(ctx, s, id, want) }
	t.loader.Ask()
}

func (t *chartTab) show(f periodFacts) {
	days, bars := f.dayBars()
	t.days = days
	t.bars.SetBars(bars)
	t.bars.SetCaption(f.daysSummary())
	h := f.hours()
	if h.Total == 0 {
		t.heat.SetCells(nil, nil, nil, nil)
	} else {
		t.heat.SetCells(h.rows(), h.columns(), h.cells(), h.note)
	}
	t.heat.SetCaption(lang.N("{{.Count}} check-ins, each counted at its first entry.", h.Total, map[string]any{"Count": words.Number(h.Total)}))
	t.span.SetText(f.span())
}

// span is the period in words: "Mon 26 Oct 2026 – Tue 24 Nov 2026".
func (f periodFacts) span() string { return words.Day(f.From) + " – " + words.Day(f.To) }

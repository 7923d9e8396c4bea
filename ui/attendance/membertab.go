package attendance

import (
	"cmp"
	"context"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/store/exchange"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// memberTab shows how often each person came in a period.
type memberTab struct {
	page   *Page
	loader listdetail.Loader[periodFacts]
	facts  periodFacts
	folder string // that the last export went to

	field  *widgets.SelectField
	span   *widgets.Text
	search *widgets.TextField
	table  *widgets.Table[member]
	empty  *widgets.Paragraph
	count  *widgets.Text
	outer  fyne.CanvasObject
}

func newMemberTab(p *Page) *memberTab {
	t := &memberTab{page: p}
	t.loader = listdetail.Loader[periodFacts]{Desk: p.deps.Desk, Show: t.show}
	t.field = p.newPeriodField()
	t.span = widgets.NewText("", widgets.TextStyle{Color: theme.ColorMuted, Ellipsis: true})
	t.search = widgets.NewTextField(lang.L("Find a person"))
	t.search.OnChanged = func(string) { t.fill() }
	t.count = widgets.NewText("", widgets.TextStyle{Size: theme.SizeCardTitle, Bold: true, Ellipsis: true})
	t.table = t.newTable()
	find := container.NewGridWrap(fyne.NewSize(200, t.search.MinSize().Height), t.search)
	head := widgets.Padded(container.NewBorder(nil, nil, nil,
		container.NewHBox(find, widgets.NewButton(lang.L("Export…"), t.export)), t.count))
	t.outer = widgets.Rows(periodRow(t.field, t.span), widgets.FlushCard("", container.NewBorder(head, nil, nil, nil, t.table)))
	return t
}

func (t *memberTab) newTable() *widgets.Table[member] {
	number := func(title string, of func(member) int) widgets.Column[member] {
		return widgets.Column[member]{
			Title: title, Min: 96, Weight: 0.4, Align: fyne.TextAlignTrailing, Falls: true,
			Text:    func(m member) string { return strconv.Itoa(of(m)) },
			Compare: func(a, b member) int { return cmp.Or(cmp.Compare(of(b), of(a)), byName(a, b)) }, // many first
		}
	}
	table := widgets.NewTable([]widgets.Column[member]{
		{Title: lang.L("Name"), Min: 150, Weight: 2, Strong: true, Text: func(m member) string { return m.Name }, Compare: byName},
		number(lang.L("Days"), func(m member) int { return m.Days }),
		number(lang.L("Check-ins"), func(m member) int { return m.CheckIns }),
		number(lang.L("Passes used"), func(m member) int { return m.Passes }),
		{Title: lang.L("Last seen"), Min: 150, Weight: 0.6, Muted: true, Align: fyne.TextAlignTrailing, Falls: true,
			Text:    func(m member) string { return words.Instant(m.Last, t.page.deps.Desk.Now(), t.zone()) },
			Compare: func(a, b member) int { return cmp.Or(b.Last.Compare(a.Last), byName(a, b)) }},
	}, member.key)
	table.SetSort(widgets.SortState{Column: 1})
	table.OnActivate = t.open
	table.Menu = func(m member) []*fyne.MenuItem {
		return []*fyne.MenuItem{fyne.NewMenuItem(lang.L("Open in Members"), func() { t.open(m) })}
	}
	t.empty = widgets.NewParagraph("", theme.ColorMuted)
	t.empty.SetAlign(fyne.TextAlignCenter)
	table.SetEmpty(widgets.Padded(t.empty))
	return table
}

func byName(a, b member) int {
	return cmp.Or(strings.Compare(words.Fold(a.Name), words.Fold(b.Name)), cmp.Compare(a.Person, b.Person))
}

func (t *memberTab) content() fyne.CanvasObject { return t.outer }

func (t *memberTab) concerns() store.Kind { return stateKinds | store.KindPerson }

func (t *memberTab) focus() { t.table.Focus() }

func (t *memberTab) zone() *time.Location { return t.facts.Space.Location() }

func (t *memberTab) ask() {
	want, s := t.page.period, t.page.deps.Desk.Store
	t.loader.Read = func(ctx context.Context, id store.SpaceID) (periodFacts, error) { return loadMembers(ctx, s, id, want) }
	t.loader.Ask()
}

func (t *memberTab) show(f periodFacts) {
	t.facts = f
	t.span.SetText(f.span())
	t.fill()
}

func (t *memberTab) fill() {
	list := t.facts.members(t.search.Value())
	t.empty.SetText(lang.L("Nobody came in during these days, as far as the doors know."))
	if len(t.facts.Persons) > 0 {
		t.empty.SetText(lang.L("Nobody fits what you typed."))
	}
	t.table.SetRows(list)
	t.count.SetText(lang.N("{{.Count}} people", len(list), map[string]any{"Count": words.Number(len(list))}))
}

func (t *memberTab) open(m member) {
	if m.Known {
		t.page.deps.ShowPerson(m.Person)
	}
}

// export asks where to, and writes the rows as they are shown.
func (t *memberTab) export() {
	d, f := t.page.deps.Desk, t.facts
	rows := table(t.table.Rows(), t.zone())
	widgets.ShowSave(d.Win, widgets.SaveSpec{
		Title: lang.L("Export attendance"), Folder: t.folder, Dispatcher: d.Dispatch, Ending: ".csv",
		Name: lang.L("{{.Space}} attendance {{.From}} to {{.To}}", map[string]any{
			"Space": f.Space.Name, "From": string(f.From), "To": string(f.To)}),
		OnChosen: func(path string) { t.write(path, rows) },
	})
}

func (t *memberTab) write(path string, rows [][]string) {
	t.folder = filepath.Dir(path)
	d := t.page.deps.Desk
	d.Dispatch.Go(func(context.Context) {
		err := exchange.SaveRows(path, rows)
		d.Dispatch.Do(func() {
			if err != nil {
				widgets.ShowProblem(d.Win, err)
				return
			}
			n := len(rows) - 1
			widgets.ShowContent(d.Win, lang.L("Attendance was exported"), atWidth(widgets.NewParagraph(
				lang.N("{{.Count}} people are in {{.File}}.", n, map[string]any{"Count": words.Number(n), "File": path}), "")))
		})
	})
}

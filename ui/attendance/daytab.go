package attendance

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"latchkey/store"
	"latchkey/ui/flow"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// dayTab shows who is in and who was there, on a day.
type dayTab struct {
	page   *Page
	day    store.Date // "": today, also when that becomes another day
	wanted store.PersonID
	facts  dayFacts
	list   []visit
	needs  attention
	loader listdetail.Loader[dayFacts]
	stop   func() // of what reads again when a pass ends

	count  *widgets.Text
	in     *widgets.Text // how many have a pass in force
	picker *widgets.DateField
	next   *widgets.Button
	today  *widgets.Button
	table  *widgets.Table[visit]
	empty  *widgets.Paragraph
	read   *widgets.Text
	closed *widgets.Text
	reopen *widgets.Button
	side   *flow.Scroll
	last   sidePicture
	outer  fyne.CanvasObject
}

// sidePicture is everything that the column at the right shows.
type sidePicture struct {
	Visit visit
	Needs attention
	Day   store.Date
	Shut  bool // the day is closed
}

func newDayTab(p *Page) *dayTab {
	t := &dayTab{page: p, stop: func() {}}
	t.loader = listdetail.Loader[dayFacts]{Desk: p.deps.Desk, Show: t.show}
	t.table = t.newTable()
	t.side = flow.NewScroll(fynetheme.Size(theme.SizeCardPadding))
	t.side.Set(t.nobody())
	list := widgets.FlushCard("", container.NewBorder(t.newHead(), t.newFoot(), nil, nil, t.table))
	t.outer = container.New(withSide{}, list, t.side.Content())
	return t
}

func (t *dayTab) content() fyne.CanvasObject { return t.outer }

func (t *dayTab) concerns() store.Kind {
	return attentionKinds | store.KindMirror
}

func (t *dayTab) focus() {
	if t.page.whole.Visible() {
		t.table.Focus()
	}
}

func (t *dayTab) newHead() fyne.CanvasObject {
	t.count = widgets.NewText("", widgets.TextStyle{Size: theme.SizeCardTitle, Bold: true, Ellipsis: true})
	t.in = widgets.NewText("", widgets.TextStyle{Size: theme.SizeMuted, Color: theme.ColorMuted, Ellipsis: true})
	t.picker = widgets.NewDateField(widgets.DateSpec{Today: func() string { return string(t.todayDate()) }})
	t.picker.OnChanged = func(d string) {
		if d != "" && store.Date(d) != t.facts.Day {
			t.choose(store.Date(d))
		}
	}
	t.next = widgets.NewIconButton("", theme.NewIcon(theme.IconRight), func() { t.choose(t.facts.Day.AddDays(1)) })
	t.today = widgets.NewButton(lang.L("Today"), func() { t.choose("") })
	back := widgets.NewIconButton("", theme.NewIcon(theme.IconLeft), func() { t.choose(t.facts.Day.AddDays(-1)) })
	return widgets.Padded(container.NewBorder(nil, nil, nil, container.NewHBox(back, t.picker, t.next, t.today),
		container.New(middle{}, t.count, t.in)))
}

func (t *dayTab) newFoot() fyne.CanvasObject {
	muted := widgets.TextStyle{Size: theme.SizeMuted, Color: theme.ColorMuted}
	t.closed = widgets.NewText("", muted)
	muted.Ellipsis = true
	t.read = widgets.NewText("", muted)
	t.reopen = widgets.NewLinkButton(lang.L("Open again…"), t.page.openDays)
	t.closed.Hide()
	t.reopen.Hide()
	row := container.NewBorder(nil, nil, nil, container.NewHBox(t.closed, t.reopen), t.read)
	return widgets.Tight(widgets.Line(), container.New(footRoom{}, row))
}

func (t *dayTab) newTable() *widgets.Table[visit] {
	name := func(v visit) string { return v.Name }
	table := widgets.NewTable([]widgets.Column[visit]{
		{Title: lang.L("Name"), Min: 120, Weight: 2, Strong: true, Text: name, Compare: byText(name)},
		{Title: lang.L("First"), Min: 64, Weight: 0.3, Text: func(v visit) string { return v.FirstAt }, Compare: byTime(func(v visit) time.Time { return v.First })},
		{Title: lang.L("Last"), Min: 64, Weight: 0.3, Text: func(v visit) string { return v.LastAt }, Compare: byTime(func(v visit) time.Time { return v.Last })},
		{Title: lang.L("Pass"), Min: 172, Weight: 0.3, Pill: func(v visit) (widgets.Kind, string) { return v.Kind, v.State }, Compare: byOrder},
		{Title: lang.L("Kind"), Min: 84, Weight: 0.6, Muted: true, Optional: true, Text: func(v visit) string { return v.Pass }, Compare: byText(func(v visit) string { return v.Pass })},
	}, visit.key)
	table.OnSelected = func(visit) { t.showSide() }
	table.OnUnselected = t.showSide
	table.OnActivate = t.open
	table.Menu = func(v visit) []*fyne.MenuItem { return t.menu(v) }
	t.empty = widgets.NewParagraph("", theme.ColorMuted)
	t.empty.SetAlign(fyne.TextAlignCenter)
	table.SetEmpty(widgets.Padded(t.empty))
	return table
}

func byOrder(a, b visit) int { return cmp.Compare(a.order, b.order) }

func byText(text func(visit) string) func(a, b visit) int {
	return func(a, b visit) int {
		return cmp.Or(strings.Compare(words.Fold(text(a)), words.Fold(text(b))), byOrder(a, b))
	}
}

func byTime(at func(visit) time.Time) func(a, b visit) int {
	return func(a, b visit) int { return cmp.Or(at(a).Compare(at(b)), byOrder(a, b)) }
}

func (t *dayTab) todayDate() store.Date {
	return store.DateOf(t.page.deps.Desk.Now(), t.zone())
}

func (t *dayTab) zone() *time.Location { return t.facts.Space.Location() }

// choose shows another day, "" for today. There is none to come.
func (t *dayTab) choose(d store.Date) {
	if t.facts.Day != "" && d >= t.todayDate() {
		d = ""
	}
	t.day, t.wanted = d, 0
	t.ask()
}

// ask reads the day anew.
func (t *dayTab) ask() {
	day, s := t.day, t.page.deps.Desk.Store
	t.loader.Read = func(ctx context.Context, id store.SpaceID) (dayFacts, error) { return loadDay(ctx, s, id, day) }
	t.loader.Ask()
}

func (t *dayTab) show(f dayFacts) {
	t.facts, t.list = f, f.visits(t.page.deps.Arrives)
	t.empty.SetText(t.emptyText())
	t.table.SetRows(t.list)
	if v := (visit{Person: t.wanted}); t.wanted != 0 && t.table.Select(v.key()) {
		t.wanted = 0
	}
	t.showHead()
	t.showFoot()
	t.showSide()
	t.wait()
}

func (t *dayTab) isToday() bool { return t.facts.Day == store.DateOf(t.facts.Now, t.zone()) }

func (t *dayTab) showHead() {
	all, in := here(t.list)
	text := lang.N("{{.Count}} people", all, map[string]any{"Count": words.Number(all)})
	if t.isToday() {
		text = lang.N("{{.Count}} people today", all, map[string]any{"Count": words.Number(all)})
		t.next.Disable()
		t.today.Disable()
	} else {
		t.next.Enable()
		t.today.Enable()
	}
	t.count.SetText(text)
	t.in.SetText(lang.N("{{.Count}} with a pass in force", in, map[string]any{"Count": words.Number(in)}))
	t.in.Hidden = in == 0
	t.picker.SetValue(string(t.facts.Day))
}

func (t *dayTab) showFoot() {
	f := t.facts
	switch {
	case !f.Collected.ReadAt.IsZero():
		t.read.SetText(lang.L("Entries read at {{.Time}}", map[string]any{"Time": words.Instant(f.Collected.ReadAt, f.Now, t.zone())}))
	case connected(f.Space):
		t.read.SetText(lang.L("No entries were read yet"))
	default:
		t.read.SetText(lang.L("Not connected to SALTO KS"))
	}
	t.closed.SetText(lang.L("Closed up to {{.Day}}", map[string]any{"Day": words.Day(f.Closed)}))
	t.closed.Hidden, t.reopen.Hidden = f.Closed == "", f.Closed == ""
	t.outer.Refresh()
}

// emptyText says why the day has nobody.
func (t *dayTab) emptyText() string {
	switch {
	case !t.isToday():
		return lang.L("Nobody came in on this day, as far as the doors know.")
	case t.page.loaded && t.page.state.First == "" && connected(t.facts.Space):
		return lang.L("Nobody has come in yet. Whoever opens a door of SALTO KS with their tag or phone is here soon after; the handle inside does not count.")
	}
	return lang.L("Nobody has come in today, as far as the doors know. Whoever is here all the same can be checked in by hand.")
}

// wait reads again when the next pass ends, and when the day does.
func (t *dayTab) wait() {
	t.stop()
	t.stop = func() {}
	if t.day != "" {
		return
	}
	next := t.facts.Day.End(t.zone())
	for _, v := range t.list {
		if v.In {
			next = soonest(next, v.Stays[len(v.Stays)-1].Until)
		}
	}
	t.stop = t.page.deps.After(next.Sub(t.facts.Now)+time.Second, func() { t.ask() })
}

func soonest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func (t *dayTab) setAttention(a attention) {
	t.needs = a
	t.showSide()
}

// chosen is the person that the table is on, as they are now.
func (t *dayTab) chosen() (visit, bool) { return t.table.Selected() }

// showSide shows the person chosen and what needs the desk; what has not changed
// is left alone, so that the keyboard stays where it is.
func (t *dayTab) showSide() {
	v, ok := t.chosen()
	needs := t.needs
	next := sidePicture{v, needs, t.facts.Day, t.facts.closed()}
	if reflect.DeepEqual(next, t.last) {
		return
	}
	t.last = next
	var cards []fyne.CanvasObject
	if ok {
		cards = append(cards, t.person(v))
	}
	if !needs.none() {
		cards = append(cards, t.attention(needs))
	}
	if len(cards) == 0 {
		cards = append(cards, t.nobody())
	}
	t.side.Set(cards...)
}

func (t *dayTab) nobody() fyne.CanvasObject {
	return widgets.Card(lang.L("Nobody chosen"), widgets.NewParagraph(
		lang.L("Choose somebody in the list to see which doors they opened, to say when they left, or that it was not them."), theme.ColorMuted))
}

// open shows a person in Members, if they are there.
func (t *dayTab) open(v visit) {
	if p := t.facts.People[v.Person]; p.ID != 0 && !p.Deleted {
		t.page.deps.ShowPerson(v.Person)
	}
}

// canLeave tells whether it can be said when somebody left.
func (t *dayTab) canLeave(v visit) bool { return len(v.Stays) > 0 && !t.facts.closed() }

func (t *dayTab) menu(v visit) []*fyne.MenuItem {
	items := []*fyne.MenuItem{fyne.NewMenuItem(lang.L("Open in Members"), func() { t.open(v) })}
	if t.canLeave(v) {
		items = slices.Insert(items, 0, fyne.NewMenuItem(lang.L("Left at…"), t.leave))
	}
	return items
}

// withSide puts a column of some width at the right.
type withSide struct{}

const (
	sideShare = 0.32
	sideLeast = 290
	sideMost  = 380
)

func (withSide) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap := fynetheme.Size(theme.SizeCardPadding)
	width := min(sideMost, max(sideLeast, size.Width*sideShare))
	left := max(0, size.Width-width-gap)
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(left, size.Height))
	objects[1].Move(fyne.NewPos(left+gap, 0))
	objects[1].Resize(fyne.NewSize(width, size.Height))
}

func (withSide) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(600, 300) }

// middle stacks texts in the middle of the height.
type middle struct{}

func (middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var total float32
	for _, o := range objects {
		if o.Visible() {
			total += o.MinSize().Height
		}
	}
	y := (size.Height - total) / 2
	for _, o := range objects {
		if o.Visible() {
			height := o.MinSize().Height
			o.Move(fyne.NewPos(0, y))
			o.Resize(fyne.NewSize(size.Width, height))
			y += height
		}
	}
}

// MinSize leaves the height to what stands beside the texts.
func (middle) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// footRoom gives the line below a table the height of a button, and room at its
// sides.
type footRoom struct{}

func (footRoom) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side := fynetheme.Size(theme.SizeCardPadding)
	objects[0].Move(fyne.NewPos(side, 2))
	objects[0].Resize(fyne.NewSize(max(0, size.Width-2*side), max(0, size.Height-4)))
}

func (footRoom) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, fynetheme.Size(theme.SizeRow))
}

package tags

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"latchkey/store"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// list is the card at the left: search, filter and the table.
type list struct {
	rows    []*row
	filter  filter
	wanted  store.TagID // to be selected once it has been read
	setting bool        // the fields are being set by the program

	search  *widgets.TextField
	state   *widgets.SelectField
	count   *widgets.Text
	head    *fyne.Container
	table   *widgets.Table[*row]
	none    fyne.CanvasObject // there are no tags
	nothing fyne.CanvasObject // none fits
	content fyne.CanvasObject
}

// newList returns the list. moment says when a tag was seen, of those in sight
// only; add begins a tag, from the empty screen.
func newList(moment func(time.Time) string, add func()) *list {
	l := &list{table: newTable(moment), count: widgets.Muted("")}
	l.search = widgets.NewTextField(lang.L("Number, name or print"))
	l.search.OnChanged = func(string) { l.filtered() }
	l.state = widgets.NewSelectField(lang.L("Every state"), stateChoices()...)
	l.state.OnChanged = func(string) { l.filtered() }
	l.none = widgets.Empty(lang.L("No tags yet"),
		lang.L("A tag is a fob or card that opens doors. SALTO KS has given each a number: choose it among those that SALTO KS knows, or type it. A tag reader at this computer is helpful, but not needed."),
		lang.L("New tag"), add)
	l.nothing = widgets.Empty(lang.L("No tag found"),
		lang.L("No tag fits the search and the filter. Search for less, or show every tag."),
		lang.L("Show every tag"), l.clear)
	l.head = container.New(headLayout{}, l.search, l.state, l.count)
	// Not NewBorder: it would put the table before the search in the order of Tab.
	l.content = widgets.FlushCard("", container.New(layout.NewBorderLayout(l.head, nil, nil, nil), l.head, l.table))
	return l
}

const everything = "*"

func stateChoices() []widgets.Choice {
	return []widgets.Choice{
		{ID: everything, Text: lang.L("Every state")},
		{ID: string(store.TagFree), Text: lang.L("Free")},
		{ID: string(store.TagHeld), Text: lang.L("Held")},
		{ID: string(store.TagLost), Text: lang.L("Lost")},
		{ID: string(store.TagBroken), Text: lang.L("Broken")},
		{ID: notRegistered, Text: lang.L("Not registered yet")},
	}
}

func newTable(moment func(time.Time) string) *widgets.Table[*row] {
	t := widgets.NewTable([]widgets.Column[*row]{
		{Title: lang.L("Tag"), Min: 92, Weight: 0.8, Strong: true, Text: func(r *row) string { return r.Title }, Compare: byTitle},
		{Title: lang.L("Holder"), Min: 104, Weight: 2, Text: func(r *row) string { return r.Holder }, Compare: byHolder},
		{Title: lang.L("State"), Min: 104, Weight: 0.2, Pill: func(r *row) (widgets.Kind, string) { return r.Kind, r.State }, Compare: byState},
		{Title: lang.L("SALTO KS"), Min: 132, Weight: 0.4, Muted: true, Text: func(r *row) string { return r.KS }, Compare: byStanding},
		{Title: lang.L("Last seen"), Min: 126, Weight: 0.4, Muted: true, Optional: true, Falls: true, Text: func(r *row) string { return moment(r.Seen) }, Compare: newestFirst},
	}, func(r *row) string { return tagKey(r.Tag.ID) })
	t.SetSort(widgets.SortState{Column: 0})
	return t
}

func tagKey(id store.TagID) string { return strconv.FormatInt(int64(id), 10) }

// show takes a new reading of the file.
func (l *list) show(rows []*row) {
	l.rows = rows
	l.arrange()
	if id := l.wanted; id != 0 {
		l.wanted = 0
		l.reveal(id)
	}
}

func (l *list) filtered() {
	if l.setting {
		return
	}
	l.filter.Words = strings.Fields(words.Fold(l.search.Value()))
	l.filter.State = l.state.Value()
	if l.filter.State == everything {
		l.filter.State = ""
	}
	l.arrange()
}

// arrange shows the rows that fit; the table keeps the one that is selected.
func (l *list) arrange() {
	rows := l.filter.apply(l.rows)
	l.count.SetText(countWords(len(rows), len(l.rows)))
	l.head.Refresh()
	if len(l.rows) == 0 {
		l.table.SetEmpty(l.none)
	} else {
		l.table.SetEmpty(l.nothing)
	}
	l.table.SetRows(rows)
}

func countWords(shown, all int) string {
	args := map[string]any{"Count": words.Number(all), "Shown": words.Number(shown)}
	if shown == all {
		return lang.N("{{.Count}} tags", all, args)
	}
	return lang.N("{{.Shown}} of {{.Count}} tags", all, args)
}

// clear lets every tag through again.
func (l *list) clear() {
	l.setting = true
	l.search.SetValue("")
	l.state.SetValue("")
	l.setting = false
	l.filter = filter{}
	l.arrange()
	l.table.Focus()
}

// reveal selects a tag. One that is filtered out clears the filters; one that
// is not known yet is selected after the next reading.
func (l *list) reveal(id store.TagID) {
	switch {
	case l.table.Select(tagKey(id)):
	case slices.ContainsFunc(l.rows, func(r *row) bool { return r.Tag.ID == id }):
		l.clear()
		l.table.Select(tagKey(id))
	default:
		l.wanted = id
	}
}

// headLayout gives the search what the filter and the count leave.
type headLayout struct{}

const (
	headPad = 16
	headGap = 8
)

// Layout implements fyne.Layout.
func (headLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	search, state, count := objects[0], objects[1], objects[2]
	height := size.Height - 24
	right := size.Width - headPad - count.MinSize().Width
	room := right - headPad - 2*headGap
	filter := min(190, room*0.42)
	first := min(300, room-filter)
	search.Move(fyne.NewPos(headPad, 12))
	search.Resize(fyne.NewSize(first, height))
	state.Move(fyne.NewPos(headPad+first+headGap, 12))
	state.Resize(fyne.NewSize(filter, height))
	count.Move(fyne.NewPos(right, 12))
	count.Resize(fyne.NewSize(count.MinSize().Width, height))
}

// MinSize implements fyne.Layout.
func (headLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[0].MinSize().Height+24)
}

package members

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"latchkey/store"
	"latchkey/ui/desk"
	"latchkey/ui/widgets"
)

// listDeps is what the list needs: callbacks get the person that the row is
// about.
type listDeps struct {
	desk     *desk.Desk
	chosen   func(store.PersonID)
	activate func(store.PersonID)
	menu     func(store.PersonID) []*fyne.MenuItem
	add      func()
}

// list is the card at the left: search, filters and the table.
type list struct {
	deps    listDeps
	rows    []row
	all     int // people: more than rows as long as only the first were read
	filter  filter
	finder  loader[string, map[store.PersonID]bool]
	sort    sortBy
	wanted  store.PersonID // to be selected once it has been read
	picked  store.PersonID // as far as this card knows; 0 for nobody
	setting bool           // the fields or the selection are being set by the program

	search *widgets.TextField
	plan   *widgets.SelectField
	state  *widgets.SelectField
	count  *widgets.Text

	folded  bool
	passes  bool // somebody has some, or needs some
	columns []column
	table   *widgets.Table[row]
	head    *fyne.Container
	holder  *fyne.Container // the table, or what stands in its place
	content fyne.CanvasObject
}

// sortBy is the order of the rows by a column of any table, because a folded
// table has other columns. Its zero value is by name.
type sortBy struct {
	column     sorting
	descending bool
}

func newList(deps listDeps) *list {
	l := &list{deps: deps, sort: sortBy{column: sortName}}
	l.finder = loader[string, map[store.PersonID]bool]{desk: deps.desk, read: l.find, show: l.found}
	l.search = widgets.NewTextField(lang.L("Search members"))
	l.search.OnChanged = l.searched
	l.plan = widgets.NewSelectField(lang.L("Every plan"))
	l.plan.OnChanged = func(string) { l.filtered() }
	l.state = widgets.NewSelectField(lang.L("Every state"), stateChoices()...)
	l.state.OnChanged = func(string) { l.filtered() }
	l.count = widgets.Muted("")
	l.holder = container.NewStack()
	l.buildTable()
	l.head = container.New(headLayout{}, l.search, l.plan, l.state, l.count)
	// Not NewBorder: it would put the table before the search in the order of Tab.
	l.content = widgets.FlushCard("", container.New(layout.NewBorderLayout(l.head, nil, nil, nil), l.head, l.holder))
	return l
}

const everything = "*"

func stateChoices() []widgets.Choice {
	return []widgets.Choice{
		{ID: everything, Text: lang.L("Every state")},
		{ID: string(store.StateActive), Text: lang.L("Active")},
		{ID: string(store.StateUpcoming), Text: lang.L("Not yet started")},
		{ID: string(store.StatePaused), Text: lang.L("Paused")},
		{ID: string(store.StateCancelled), Text: lang.L("Cancelled")},
		{ID: string(store.StateVisitor), Text: lang.L("Visitors")},
		{ID: string(stateBlocked), Text: lang.L("Blocked")},
		{ID: string(stateNoPass), Text: lang.L("No valid pass")},
		{ID: string(stateLastPass), Text: lang.L("One pass left")},
	}
}

// buildTable makes the table for the room that there is.
func (l *list) buildTable() {
	l.columns = columnsOf(l.folded, l.passes)
	kit := make([]widgets.Column[row], len(l.columns))
	for i, c := range l.columns {
		kit[i] = c.Column
	}
	l.table = widgets.NewTable(kit, func(w row) string { return personKey(w.id()) })
	l.table.OnSelected = func(w row) {
		l.picked = w.id()
		if !l.setting {
			l.deps.chosen(w.id())
		}
	}
	l.table.OnUnselected = func() { l.picked = 0; l.deps.chosen(0) }
	l.table.OnActivate = func(w row) { l.deps.activate(w.id()) }
	l.table.Menu = func(w row) []*fyne.MenuItem { return l.deps.menu(w.id()) }
	l.table.OnSort = func(s widgets.SortState) { l.sort = sortBy{l.columns[s.Column].by, s.Descending} }
	at := slices.IndexFunc(l.columns, func(c column) bool { return c.by == l.sort.column })
	l.table.SetSort(widgets.SortState{Column: at, Descending: l.sort.descending})
}

// fold changes between all columns and the most important ones.
func (l *list) fold(folded bool) {
	if folded == l.folded {
		return
	}
	l.folded = folded
	l.buildTable()
	l.arrange()
}

func personKey(id store.PersonID) string { return strconv.FormatInt(int64(id), 10) }

// show takes a new reading of the file.
func (l *list) show(r *roster, rows []row) {
	l.rows, l.all = rows, r.Count
	if some := r.anyPasses; some != l.passes {
		l.passes = some
		l.buildTable()
	}
	l.setting = true
	value := l.plan.Value()
	choices := []widgets.Choice{{ID: everything, Text: lang.L("Every plan")}}
	for _, p := range r.Plans {
		choices = append(choices, widgets.Choice{ID: strconv.FormatInt(int64(p.ID), 10), Text: p.Name})
	}
	l.plan.SetChoices(choices)
	l.plan.SetValue(value)
	l.setting = false
	l.readFilters()
	l.arrange()
	if l.filter.Query != "" {
		l.finder.ask(l.filter.Query)
	}
	if id := l.wanted; id != 0 {
		l.wanted = 0
		l.reveal(id)
	}
}

func (l *list) filtered() {
	if l.setting {
		return
	}
	l.readFilters()
	l.arrange()
}

func (l *list) readFilters() {
	l.filter.Plan, l.filter.State = 0, ""
	if id, err := strconv.ParseInt(l.plan.Value(), 10, 64); err == nil {
		l.filter.Plan = store.PlanID(id)
	}
	if v := l.state.Value(); v != everything {
		l.filter.State = store.State(v)
	}
}

func (l *list) searched(text string) {
	query := strings.TrimSpace(text)
	if query == "" {
		l.filter.Query, l.filter.found = "", nil
		l.arrange()
		return
	}
	l.finder.ask(query)
}

// find asks the file, so that this search and the palette find the same.
func (l *list) find(ctx context.Context, query string) (map[store.PersonID]bool, error) {
	people, err := l.deps.desk.Store.People(ctx, store.PeopleFilter{Query: query})
	if err != nil {
		return nil, err
	}
	found := make(map[store.PersonID]bool, len(people))
	for _, p := range people {
		found[p.ID] = true
	}
	return found, nil
}

func (l *list) found(query string, found map[store.PersonID]bool) {
	if strings.TrimSpace(l.search.Value()) == "" {
		return // emptied meanwhile
	}
	l.filter.Query, l.filter.found = query, found
	l.arrange()
}

// arrange shows the rows that the filters let through and keeps the selection.
func (l *list) arrange() {
	rows := l.filter.apply(l.rows)
	shown := len(rows)
	if l.filter.empty() {
		shown = l.all
	}
	l.count.SetText(countWords(shown, l.all))
	l.head.Refresh()
	l.table.SetRows(rows)
	l.hold(len(rows) > 0)
	if l.picked != 0 {
		l.setting = true
		l.table.Select(personKey(l.picked))
		l.setting = false
	}
}

// hold shows the table, or what stands in its place.
func (l *list) hold(table bool) {
	body := fyne.CanvasObject(l.table)
	if !table {
		body = l.nothing()
	}
	l.holder.Objects = []fyne.CanvasObject{body}
	l.holder.Refresh()
}

// nothing is what stands in place of rows.
func (l *list) nothing() fyne.CanvasObject {
	if len(l.rows) == 0 {
		return widgets.Empty(lang.L("No members yet"),
			lang.L("Everybody who has a plan or a booking will be listed here, with the doors that they open. Add the first member."),
			lang.L("New member"), l.deps.add)
	}
	return widgets.Empty(lang.L("Nobody found"),
		lang.L("Nobody fits the search and the filters. Search for less, or show everybody."),
		lang.L("Show everybody"), l.clear)
}

// clear lets everybody through again.
func (l *list) clear() {
	l.setting = true
	l.plan.SetValue("")
	l.state.SetValue("")
	l.search.OnChanged = nil
	l.search.SetValue("")
	l.search.OnChanged = l.searched
	l.setting = false
	l.filter = filter{}
	l.arrange()
}

// reveal selects a person. One who is filtered out clears the filters; one who
// is not known yet is selected after the next reading.
func (l *list) reveal(id store.PersonID) {
	known := slices.ContainsFunc(l.rows, func(w row) bool { return w.id() == id })
	if !known {
		l.wanted = id
		return
	}
	if !l.table.Select(personKey(id)) {
		l.clear()
		l.table.Select(personKey(id))
	}
}

func (l *list) selected() (store.PersonID, bool) {
	w, ok := l.table.Selected()
	if !ok {
		return 0, false
	}
	return w.id(), true
}

// focus puts the keyboard on the table, if it is there.
func (l *list) focus() {
	if len(l.table.Rows()) > 0 {
		l.table.Focus()
	}
}

// headLayout gives the search what the filters and the count leave.
type headLayout struct{}

const (
	headPad = 16
	headGap = 8
)

// Layout implements fyne.Layout.
func (headLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	search, plan, state, count := objects[0], objects[1], objects[2], objects[3]
	height := size.Height - 24
	right := size.Width - headPad - count.MinSize().Width
	count.Move(fyne.NewPos(right, 12))
	count.Resize(fyne.NewSize(count.MinSize().Width, height))
	room := right - headPad - 3*headGap
	each := min(170, room*0.29)
	first := min(260, room-2*each)
	x := float32(headPad)
	for _, part := range []struct {
		o     fyne.CanvasObject
		width float32
	}{{search, first}, {plan, each}, {state, each}} {
		part.o.Move(fyne.NewPos(x, 12))
		part.o.Resize(fyne.NewSize(part.width, height))
		x += part.width + headGap
	}
}

// MinSize implements fyne.Layout.
func (headLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[1].MinSize().Height+24)
}

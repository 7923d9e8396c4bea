package widgets

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// SortState is the column that a table is sorted by and the direction. A
// Column below zero keeps the rows in the order that they were given in.
type SortState struct {
	Column     int
	Descending bool
}

// Table shows rows of T in columns. Only the rows in sight exist as widgets,
// so that 100,000 rows cost what 20 do.
//
// One row can be selected; the selection is kept by key, through sorting and
// new rows. Keys: arrows, PageUp, PageDown, Home, End, Enter for OnActivate,
// letters for the first row whose first column begins with them.
type Table[T any] struct {
	widget.BaseWidget

	// OnSelected is called when the person or Select chose another row.
	OnSelected func(row T)
	// OnUnselected is called when the selected row is gone from the rows.
	OnUnselected func()
	// OnActivate is called for Enter and for a double click.
	OnActivate func(row T)
	// OnSort is called when the person sorts, to remember it.
	OnSort func(SortState)
	// Menu gives the items of the menu under the right button.
	Menu func(row T) []*fyne.MenuItem

	columns []Column[T]
	tracks  []track
	key     func(T) string

	given    []T // as passed to SetRows
	rows     []T // as shown
	sort     SortState
	selected string
	hasSel   bool
	at       int // index of the selected row in rows, -1 without

	head  *tableHead
	list  *tableList
	empty *fyne.Container

	now     func() time.Time
	lastTap time.Time
	lastID  int
	typed   typeAhead
}

// doubleTap is the time within which a second tap on a row activates it.
const doubleTap = 400 * time.Millisecond

// NewTable returns an empty table. key gives each row a name that no other
// has; columns do not change afterwards.
func NewTable[T any](columns []Column[T], key func(T) string) *Table[T] {
	t := &Table[T]{columns: columns, key: key, sort: SortState{Column: -1}, at: -1, now: time.Now}
	titles, sortable := make([]string, len(columns)), make([]bool, len(columns))
	for i, c := range columns {
		titles[i], sortable[i] = c.Title, c.Compare != nil
		t.tracks = append(t.tracks, track{
			min: c.Min, weight: c.Weight, align: c.Align, pill: c.Pill != nil, strong: c.Strong, muted: c.Muted,
			optional: c.Optional,
		})
	}
	t.head = newTableHead(t.tracks, titles, sortable, t.headTapped)
	t.list = newTableList(t)
	t.empty = container.NewStack()
	t.empty.Hide()
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer is called by Fyne.
func (t *Table[T]) CreateRenderer() fyne.WidgetRenderer {
	body := container.NewStack(container.NewThemeOverride(t.list, flat{}), t.empty)
	return widget.NewSimpleRenderer(container.New(stack{}, t.head, body))
}

// SetRows shows rows. The table keeps the slice and does not change it.
func (t *Table[T]) SetRows(rows []T) {
	t.given = rows
	t.arrange()
	if t.hasSel && t.at < 0 {
		t.hasSel, t.selected = false, ""
		if t.OnUnselected != nil {
			t.OnUnselected()
		}
	}
}

// Rows returns the rows in the order shown. The caller must not change them.
func (t *Table[T]) Rows() []T { return t.rows }

// SetEmpty gives what to show in place of rows when there are none.
func (t *Table[T]) SetEmpty(content fyne.CanvasObject) {
	t.empty.Objects = []fyne.CanvasObject{content}
	t.empty.Refresh()
	t.showEmpty()
}

// Sort returns the present order.
func (t *Table[T]) Sort() SortState { return t.sort }

// SetSort sorts without calling OnSort. A column that does not exist or does
// not sort keeps the given order.
func (t *Table[T]) SetSort(s SortState) {
	if s.Column < 0 || s.Column >= len(t.columns) || t.columns[s.Column].Compare == nil {
		s = SortState{Column: -1}
	}
	t.sort = s
	t.arrange()
}

// Selected returns the selected row, if there is one.
func (t *Table[T]) Selected() (row T, ok bool) {
	if t.at < 0 {
		return row, false
	}
	return t.rows[t.at], true
}

// Select selects the row with a key and scrolls to it; it reports whether it
// was found.
func (t *Table[T]) Select(key string) bool {
	i := t.indexOf(key)
	if i < 0 {
		return false
	}
	t.choose(i)
	return true
}

// Unselect takes the selection away without calling OnUnselected.
func (t *Table[T]) Unselect() {
	t.hasSel, t.selected, t.at = false, "", -1
	t.list.Refresh()
}

// FocusTarget is what gets the keyboard: the rows.
func (t *Table[T]) FocusTarget() fyne.Focusable { return t.list }

// Focus puts the keyboard on the rows.
func (t *Table[T]) Focus() {
	if c := CanvasOf(t.list); c != nil {
		c.Focus(t.list)
	}
}

// arrange brings the given rows into the order shown and finds the selection.
func (t *Table[T]) arrange() {
	t.rows = t.given
	if t.sort.Column >= 0 {
		compare := t.columns[t.sort.Column].Compare
		if t.sort.Descending {
			up := compare
			compare = func(a, b T) int { return up(b, a) }
		}
		t.rows = slices.Clone(t.given)
		slices.SortStableFunc(t.rows, compare)
	}
	t.at = -1
	if t.hasSel {
		t.at = t.indexOf(t.selected)
	}
	shown := t.sort
	if shown.Column >= 0 && t.columns[shown.Column].Falls {
		shown.Descending = !shown.Descending
	}
	t.head.mark(shown)
	t.showEmpty()
	t.list.Refresh()
}

func (t *Table[T]) showEmpty() {
	if len(t.rows) == 0 && len(t.empty.Objects) > 0 {
		t.empty.Show()
	} else {
		t.empty.Hide()
	}
}

func (t *Table[T]) indexOf(key string) int {
	return slices.IndexFunc(t.rows, func(row T) bool { return t.key(row) == key })
}

// choose selects the row at an index.
func (t *Table[T]) choose(i int) {
	key := t.key(t.rows[i])
	changed := !t.hasSel || key != t.selected
	t.hasSel, t.selected, t.at = true, key, i
	t.list.ScrollTo(i)
	t.list.Refresh()
	if changed && t.OnSelected != nil {
		t.OnSelected(t.rows[i])
	}
}

func (t *Table[T]) headTapped(column int) {
	s := SortState{Column: column}
	if t.sort.Column == column {
		s.Descending = !t.sort.Descending
	}
	t.SetSort(s)
	if t.at >= 0 {
		t.list.ScrollTo(t.at)
	}
	if t.OnSort != nil {
		t.OnSort(s)
	}
}

func (t *Table[T]) rowTapped(id int) {
	if id >= len(t.rows) {
		return
	}
	t.Focus()
	again := id == t.lastID && t.now().Sub(t.lastTap) < doubleTap
	t.lastID, t.lastTap = id, t.now()
	t.choose(id)
	if again {
		t.lastTap = time.Time{}
		t.activate()
	}
}

func (t *Table[T]) rowMenu(id int, at fyne.Position) {
	if id >= len(t.rows) {
		return
	}
	t.choose(id)
	if t.Menu == nil {
		return
	}
	items := t.Menu(t.rows[id])
	c := CanvasOf(t.list)
	if len(items) > 0 && c != nil {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, at)
	}
}

func (t *Table[T]) activate() {
	if row, ok := t.Selected(); ok && t.OnActivate != nil {
		t.OnActivate(row)
	}
}

// length, fill, move and find are what the list asks for.
func (t *Table[T]) length() int { return len(t.rows) }

func (t *Table[T]) newRow() fyne.CanvasObject { return newTableRow(t.tracks, t) }

func (t *Table[T]) fill(id int, row *tableRow, focused bool) {
	if id >= len(t.rows) {
		return
	}
	value := t.rows[id]
	row.id = id
	for i, c := range t.columns {
		if c.Pill != nil {
			kind, text := c.Pill(value)
			row.cells[i].set(kind, text)
		} else {
			row.cells[i].set(Neutral, c.Text(value))
		}
	}
	row.selected = id == t.at
	row.marked = row.selected && focused
	row.Refresh()
}

func (t *Table[T]) move(to int) {
	if len(t.rows) == 0 {
		return
	}
	t.choose(min(max(to, 0), len(t.rows)-1))
}

func (t *Table[T]) typeRune(r rune) {
	if len(t.columns) == 0 || t.columns[0].Text == nil {
		return
	}
	prefix := t.typed.add(r, t.now())
	if i := t.typed.find(prefix, len(t.rows), t.at, func(i int) string { return t.columns[0].Text(t.rows[i]) }); i >= 0 {
		t.choose(i)
	}
}

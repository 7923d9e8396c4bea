package widgets

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"latchkey/ui/theme"
)

type member struct {
	id   string
	name string
	age  int
}

func memberTable() *Table[member] {
	return NewTable([]Column[member]{
		{Title: "Name", Min: 100, Weight: 1, Text: func(m member) string { return m.name },
			Compare: func(a, b member) int { return cmp.Compare(a.name, b.name) }},
		{Title: "Age", Min: 60, Text: func(m member) string { return fmt.Sprint(m.age) },
			Compare: func(a, b member) int { return cmp.Compare(a.age, b.age) }},
		{Title: "State", Min: 80, Pill: func(m member) (Kind, string) { return Good, "active" }},
	}, func(m member) string { return m.id })
}

var four = []member{{"1", "Mia", 30}, {"2", "Ada", 30}, {"3", "Élodie", 20}, {"4", "Ben", 50}}

func names(rows []member) []string {
	var all []string
	for _, m := range rows {
		all = append(all, m.name)
	}
	return all
}

func TestTableSortsByTappingAHead(t *testing.T) {
	table := memberTable()
	win := window(t, table)
	table.SetRows(four)
	require.Equal(t, []string{"Mia", "Ada", "Élodie", "Ben"}, names(table.Rows()))

	var told []SortState
	table.OnSort = func(s SortState) { told = append(told, s) }
	test.TapCanvas(win.Canvas(), fyne.NewPos(40, 15))
	require.Equal(t, []string{"Ada", "Ben", "Mia", "Élodie"}, names(table.Rows()))
	test.TapCanvas(win.Canvas(), fyne.NewPos(40, 15))
	require.Equal(t, []string{"Élodie", "Mia", "Ben", "Ada"}, names(table.Rows()))
	require.Equal(t, []SortState{{0, false}, {0, true}}, told)

	table.SetSort(SortState{Column: 1})
	require.Equal(t, []string{"Élodie", "Mia", "Ada", "Ben"}, names(table.Rows()), "equal ages keep the given order")
	table.SetSort(SortState{Column: 2})
	require.Equal(t, SortState{Column: -1}, table.Sort(), "a column that does not sort")
	require.Equal(t, []string{"Mia", "Ada", "Élodie", "Ben"}, names(table.Rows()))
	require.Equal(t, "Mia", four[0].name, "the caller's slice is not touched")
}

func TestTheArrowSaysWhichWayAColumnGoes(t *testing.T) {
	table := NewTable([]Column[member]{
		{Title: "Name", Compare: func(a, b member) int { return cmp.Compare(a.name, b.name) }, Text: func(m member) string { return m.name }},
		{Title: "Age", Falls: true, Compare: func(a, b member) int { return cmp.Compare(b.age, a.age) }, Text: func(m member) string { return fmt.Sprint(m.age) }},
	}, func(m member) string { return m.id })
	window(t, table)
	table.SetRows(four)
	arrow := func(column int) string { return table.head.titles[column].arrow.Resource.Name() }
	up, down := theme.NewIcon(theme.IconUp).Name(), theme.NewIcon(theme.IconDown).Name()
	table.SetSort(SortState{Column: 0})
	require.Equal(t, up, arrow(0))
	table.SetSort(SortState{Column: 1})
	require.Equal(t, []string{"Ben", "Mia", "Ada", "Élodie"}, names(table.Rows()))
	require.Equal(t, down, arrow(1), "the oldest first")
	table.SetSort(SortState{Column: 1, Descending: true})
	require.Equal(t, up, arrow(1))
}

func TestALinkOfAListBeginsAtTheEdgeAndIsCut(t *testing.T) {
	link := NewLinkButton("Maximiliane Alexandrina von Hohenlohe-Schillingsfürst", nil)
	row := ListedLink(link)
	require.Zero(t, row.MinSize().Width, "it makes no card wider")
	row.Resize(fyne.NewSize(200, row.MinSize().Height))
	require.Equal(t, float32(-linkSide), link.Position().X)
	require.Equal(t, float32(200+2*linkSide), link.Size().Width)
	row.Resize(fyne.NewSize(2000, row.MinSize().Height))
	require.Equal(t, link.MinSize().Width, link.Size().Width)
}

func TestTableKeepsTheSelectionByKey(t *testing.T) {
	table := memberTable()
	window(t, table)
	var selected []string
	gone := 0
	table.OnSelected = func(m member) { selected = append(selected, m.id) }
	table.OnUnselected = func() { gone++ }
	table.SetRows(four)
	require.True(t, table.Select("3"))
	require.False(t, table.Select("9"))

	table.SetSort(SortState{Column: 0})
	table.SetRows([]member{{"3", "Zoé", 21}, {"5", "Carl", 3}})
	row, ok := table.Selected()
	require.True(t, ok)
	require.Equal(t, member{"3", "Zoé", 21}, row, "the new values of the same row")
	require.Equal(t, []string{"3"}, selected, "it was not selected again")

	table.SetRows([]member{{"5", "Carl", 3}})
	_, ok = table.Selected()
	require.False(t, ok)
	require.Equal(t, 1, gone)
}

func TestTableKeys(t *testing.T) {
	table := memberTable()
	win := window(t, table)
	var rows []member
	for i := range 200 {
		rows = append(rows, member{id: fmt.Sprint(i), name: fmt.Sprintf("%c%03d", 'a'+i%26, i)})
	}
	table.SetRows(rows)
	table.Focus()
	at := func() string { r, _ := table.Selected(); return r.id }

	press(win, fyne.KeyDown)
	require.Equal(t, "0", at())
	press(win, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp)
	require.Equal(t, "1", at())
	press(win, fyne.KeyPageDown)
	page := table.list.page()
	require.Greater(t, page, 10)
	require.Equal(t, fmt.Sprint(1+page), at())
	press(win, fyne.KeyPageUp, fyne.KeyPageUp)
	require.Equal(t, "0", at())
	press(win, fyne.KeyEnd, fyne.KeyDown)
	require.Equal(t, "199", at())
	press(win, fyne.KeyHome)
	require.Equal(t, "0", at())

	activated := ""
	table.OnActivate = func(m member) { activated = m.id }
	press(win, fyne.KeyReturn)
	require.Equal(t, "0", activated)
}

func TestTableTypeAhead(t *testing.T) {
	table := memberTable()
	now := time.Unix(0, 0)
	table.now = func() time.Time { return now }
	win := window(t, table)
	table.SetRows([]member{{id: "1", name: "Ada"}, {id: "2", name: "Mia"}, {id: "3", name: "Élodie"}, {id: "4", name: "Max"}, {id: "5", name: "Mara"}})
	table.Focus()
	at := func() string { r, _ := table.Selected(); return r.name }

	write(win, "e")
	require.Equal(t, "Élodie", at(), "without the accent")
	now = now.Add(2 * time.Second)
	write(win, "ma")
	require.Equal(t, "Max", at())
	write(win, "r")
	require.Equal(t, "Mara", at(), "letters in a row make a longer word")
	now = now.Add(2 * time.Second)
	write(win, "m")
	require.Equal(t, "Mia", at(), "a letter alone goes on to the next, around the end")
	now = now.Add(2 * time.Second)
	write(win, "x")
	require.Equal(t, "Mia", at(), "nothing begins with it")
}

func TestTableDoubleClickActivates(t *testing.T) {
	table := memberTable()
	now := time.Unix(0, 0)
	table.now = func() time.Time { return now }
	win := window(t, table)
	table.SetRows(four)
	activated := []string{}
	table.OnActivate = func(m member) { activated = append(activated, m.id) }
	second := fyne.NewPos(50, headHeight+60)

	test.TapCanvas(win.Canvas(), second)
	row, _ := table.Selected()
	require.Equal(t, "2", row.id)
	now = now.Add(time.Second)
	test.TapCanvas(win.Canvas(), second)
	require.Empty(t, activated, "too slow")
	now = now.Add(100 * time.Millisecond)
	test.TapCanvas(win.Canvas(), second)
	require.Equal(t, []string{"2"}, activated)
}

func TestTableShowsItsEmptyContent(t *testing.T) {
	table := memberTable()
	win := window(t, table)
	table.SetEmpty(Empty("No members yet", "Add the first.", "New member", func() {}))
	require.Contains(t, texts(win.Content()), "No members yet")
	table.SetRows(four)
	require.NotContains(t, texts(win.Content()), "No members yet")
	require.Contains(t, texts(win.Content()), "Élodie")
}

func TestTableMakesOnlyTheRowsInSight(t *testing.T) {
	table := memberTable()
	win := window(t, table)
	rows := make([]member, 100_000)
	for i := range rows {
		rows[i] = member{id: fmt.Sprint(i), name: fmt.Sprint(i)}
	}
	table.SetRows(rows)
	require.True(t, table.Select("99999"))
	visible := 0
	inSight(win.Content(), func(o fyne.CanvasObject) {
		if _, ok := o.(*tableRow); ok {
			visible++
		}
	})
	require.Less(t, visible, 25)
	require.Contains(t, texts(win.Content()), "99999")
}

// Each place with a theme of its own would load all fonts once more.
func TestTableRowsHaveTheThemeOfTheProgram(t *testing.T) {
	table := memberTable()
	var rows []*tableRow
	table.list.CreateItem = func() fyne.CanvasObject {
		row := newTableRow(table.tracks, table)
		rows = append(rows, row)
		return row
	}
	window(t, table)
	table.SetRows(four)
	table.CreateRenderer() // lays its theme over the list once more, now with the rows
	require.NotEqual(t, appTheme(), table.list.Theme())
	require.NotEmpty(t, rows)
	for _, row := range rows {
		require.Equal(t, appTheme(), row.Theme())
		require.Equal(t, appTheme(), row.cells[0].text.Theme())
	}
}

func TestTableSortIsAPermutation(t *testing.T) {
	window(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 30).Draw(t, "n")
		rows := make([]member, n)
		for i := range rows {
			rows[i] = member{id: fmt.Sprint(i), age: rapid.IntRange(0, 5).Draw(t, "age")}
		}
		table := memberTable()
		table.SetRows(rows)
		table.SetSort(SortState{Column: 1, Descending: rapid.Bool().Draw(t, "down")})
		got := slices.Clone(table.Rows())
		if !slices.IsSortedFunc(got, func(a, b member) int {
			if table.Sort().Descending {
				a, b = b, a
			}
			return cmp.Compare(a.age, b.age)
		}) {
			t.Fatal("not sorted")
		}
		table.SetSort(SortState{Column: -1})
		if !slices.Equal(table.Rows(), rows) {
			t.Fatal("the given order is lost")
		}
	})
}

func TestColumnsNeverOverlapAndStayInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tracks := make([]track, rapid.IntRange(1, 8).Draw(t, "n"))
		for i := range tracks {
			tracks[i].min = rapid.Float32Range(10, 200).Draw(t, "min")
			tracks[i].weight = rapid.Float32Range(0, 3).Draw(t, "weight")
		}
		width := rapid.Float32Range(300, 2000).Draw(t, "width")
		left, widths := place(tracks, width)
		end := float32(0)
		for i := range tracks {
			if left[i] < end || widths[i] < 0 {
				t.Fatalf("column %d at %f, width %f, the last ended at %f", i, left[i], widths[i], end)
			}
			end = left[i] + widths[i]
		}
		if end > width-rowSide+0.5 {
			t.Fatalf("ends at %f of %f", end, width)
		}
	})
}

func TestOptionalColumnsGiveWayFromTheEnd(t *testing.T) {
	tracks := []track{{min: 100}, {min: 100, optional: true}, {min: 100}, {min: 100, optional: true}}
	shown := func(width float32) []bool {
		_, widths := place(tracks, width)
		all := make([]bool, len(widths))
		for i, w := range widths {
			all[i] = w > 0
		}
		return all
	}
	require.Equal(t, []bool{true, true, true, true}, shown(2*rowSide+400+3*columnGap))
	require.Equal(t, []bool{true, true, true, false}, shown(2*rowSide+399+3*columnGap))
	require.Equal(t, []bool{true, false, true, false}, shown(2*rowSide+299+2*columnGap))
	require.Equal(t, []bool{true, false, true, false}, shown(150))
}

func BenchmarkTableScroll100k(b *testing.B) {
	table := memberTable()
	rows := make([]member, 100_000)
	for i := range rows {
		rows[i] = member{id: fmt.Sprint(i), name: fmt.Sprint(i)}
	}
	win := test.NewWindow(table)
	defer win.Close()
	win.Resize(fyne.NewSize(1000, 800))
	table.SetRows(rows)
	b.ResetTimer()
	for i := range b.N {
		table.list.ScrollToOffset(float32(i%90_000) * 50)
	}
}

package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/stretchr/testify/require"
)

func cellsOf(rows []figureRow) [][]string {
	var all [][]string
	for _, r := range rows {
		all = append(all, r.cells)
	}
	return all
}

func TestFiguresShowTheSameNumbers(t *testing.T) {
	bars, heat := NewBarChart(), NewHeatMap()
	bars.SetHeads("Day", "People")
	bars.SetBars([]Bar{{Label: "9", Value: 100}, {Label: "10", Value: 20}, {Label: "11", Value: 3}})
	heat.SetHeads("Weekday", "Hour", "People")
	heat.SetCells([]string{"Mon", "Tue"}, []string{"9", "10"}, [][]int{{1, 20}, {3, 0}}, nil)
	for _, chart := range []Chart{bars, heat} {
		f := NewFigures(chart)
		win := window(t, container.NewBorder(f.Button(), nil, nil, nil, f))
		require.True(t, chart.Visible())
		room := f.Button().MinSize()

		win.Canvas().Focus(f.button)
		press(win, fyne.KeySpace)
		require.False(t, chart.Visible())
		require.True(t, f.table.Visible())
		require.Equal(t, "As a chart", f.button.Text())
		require.Equal(t, room, f.Button().MinSize(), "nothing beside the button moves")
		require.Equal(t, fyne.Focusable(f.button), win.Canvas().Focused(), "the keyboard stays")
		require.Equal(t, chart.Text()[1:], cellsOf(f.table.Rows()))
		require.Contains(t, texts(f), "People")

		press(win, fyne.KeyReturn)
		require.True(t, chart.Visible())
		require.False(t, f.table.Visible())
		require.Equal(t, "As a table", f.button.Text())
	}
}

func TestFiguresSortAsNumbersAndAsTheChart(t *testing.T) {
	heat := NewHeatMap()
	heat.SetHeads("Weekday", "Hour", "People")
	heat.SetCells([]string{"Tue", "Mon"}, []string{"9", "10"}, [][]int{{1, 20}, {3, 0}}, nil)
	f := NewFigures(heat)
	f.ShowTable(true)
	f.table.SetSort(SortState{Column: 2, Descending: true})
	require.Equal(t, [][]string{{"Tue", "10", "20"}, {"Mon", "9", "3"}, {"Tue", "9", "1"}, {"Mon", "10", "0"}}, cellsOf(f.table.Rows()))
	f.table.SetSort(SortState{Column: 1})
	require.Equal(t, [][]string{{"Tue", "9", "1"}, {"Mon", "9", "3"}, {"Tue", "10", "20"}, {"Mon", "10", "0"}}, cellsOf(f.table.Rows()))
}

func TestFiguresFollowTheChart(t *testing.T) {
	bars := NewBarChart()
	bars.SetHeads("Day", "People")
	bars.SetEmpty("Nobody came.")
	f := NewFigures(bars)
	window(t, f)
	f.ShowTable(true)
	require.Empty(t, f.table.Rows())
	require.Contains(t, texts(f), "Nobody came.")
	f.table.SetSort(SortState{Column: 1})
	bars.SetBars([]Bar{{Label: "1", Value: 9}, {Label: "2", Value: 4}})
	require.Equal(t, [][]string{{"2", "4"}, {"1", "9"}}, cellsOf(f.table.Rows()), "sorted as before")
	bars.SetHeads("Week", "People")
	require.Contains(t, texts(f), "Week")
	require.NotContains(t, texts(f), "Day")
	f.ShowTable(false)
	require.NotContains(t, texts(f), "Week")
}

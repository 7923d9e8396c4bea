package widgets

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// tableModel is what the list needs of a table, whatever its rows are.
type tableModel interface {
	length() int
	newRow() fyne.CanvasObject
	fill(id int, row *tableRow, focused bool)
	move(to int)
	position() int
	activate()
	typeRune(r rune)
}

// tableList is Fyne's list with the keys of a table.
type tableList struct {
	widget.List
	model   tableModel
	focused bool
}

var _ fyne.Focusable = (*tableList)(nil)

func newTableList(m tableModel) *tableList {
	l := &tableList{model: m}
	l.HideSeparators = true
	l.Length = m.length
	l.CreateItem = m.newRow
	l.UpdateItem = func(id int, o fyne.CanvasObject) { m.fill(id, o.(*tableRow), l.focused) }
	l.ExtendBaseWidget(l)
	return l
}

func (t *Table[T]) position() int { return t.at }

// FocusGained marks the selected row.
func (l *tableList) FocusGained() { l.focused = true; l.Refresh() }

// FocusLost takes the mark away.
func (l *tableList) FocusLost() { l.focused = false; l.Refresh() }

// TypedRune goes to the first row that begins with what is typed.
func (l *tableList) TypedRune(r rune) { l.model.typeRune(r) }

// TypedKey moves the selection, or activates it.
func (l *tableList) TypedKey(ev *fyne.KeyEvent) {
	at := l.model.position()
	switch ev.Name {
	case fyne.KeyDown:
		l.model.move(at + 1)
	case fyne.KeyUp:
		l.model.move(at - 1)
	case fyne.KeyPageDown:
		l.model.move(at + l.page())
	case fyne.KeyPageUp:
		l.model.move(at - l.page())
	case fyne.KeyHome:
		l.model.move(0)
	case fyne.KeyEnd:
		l.model.move(l.model.length() - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		l.model.activate()
	default:
		bubble(l, ev)
	}
}

// page is the number of rows in sight.
func (l *tableList) page() int {
	return max(1, int(l.Size().Height/fynetheme.Size(theme.SizeRow)))
}

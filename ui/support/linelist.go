package support

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/widgets"
)

// lineList is Fyne's list for lines to read: its keys scroll, and those that it
// has no use for go to the dialog that it is in.
type lineList struct{ widget.List }

// TypedKey is called by Fyne.
func (l *lineList) TypedKey(ev *fyne.KeyEvent) {
	row, page := closeRows{}.MinSize(nil).Height, l.Size().Height
	at := l.GetScrollOffset()
	switch ev.Name {
	case fyne.KeyDown:
		l.ScrollToOffset(at + row)
	case fyne.KeyUp:
		l.ScrollToOffset(max(0, at-row))
	case fyne.KeyPageDown:
		l.ScrollToOffset(at + page)
	case fyne.KeyPageUp:
		l.ScrollToOffset(max(0, at-page))
	case fyne.KeyHome:
		l.ScrollToTop()
	case fyne.KeyEnd:
		l.ScrollToBottom()
	default:
		if c := widgets.CanvasOf(l); c != nil && c.OnTypedKey() != nil {
			c.OnTypedKey()(ev)
		}
	}
}

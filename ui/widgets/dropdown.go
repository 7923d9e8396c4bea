package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// dropDown shows a pickList below a field. While it is open it holds the
// keyboard: the keys of the list go to the list, the rest to the entry that
// the person is typing in.
type dropDown struct {
	widget.BaseWidget
	owner fyne.CanvasObject // the field that it hangs below
	typed *entry            // gets letters and editing keys; nil for a plain choice
	list  *pickList
	popup *widget.PopUp
	// onRune takes letters where there is no entry.
	onRune func(rune)
	// onEscape is called after Esc has closed the list.
	onEscape func()
}

var (
	_ fyne.Focusable    = (*dropDown)(nil)
	_ fyne.Tabbable     = (*dropDown)(nil)
	_ fyne.Shortcutable = (*dropDown)(nil)
)

// dropRows is how many choices are in sight at once.
const dropRows = 8

func newDropDown(owner fyne.CanvasObject, typed *entry, onPick func(i int)) *dropDown {
	d := &dropDown{owner: owner, typed: typed}
	d.list = newPickList(func(i int) {
		d.close()
		onPick(i)
	})
	d.ExtendBaseWidget(d)
	return d
}

func (d *dropDown) isOpen() bool { return d.popup != nil && d.popup.Visible() }

// show opens the list, or changes what the open one shows.
func (d *dropDown) show(items []pickItem, at int) {
	d.list.set(items, at)
	size := fyne.NewSize(d.owner.Size().Width, d.list.height(dropRows)+8)
	if d.isOpen() {
		d.popup.Resize(size)
		return
	}
	c := CanvasOf(d.owner)
	if c == nil {
		return
	}
	d.popup = widget.NewPopUp(d, c)
	below := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.owner).AddXY(0, d.owner.Size().Height+2)
	if below.Y+size.Height > c.Size().Height {
		below.Y = max(0, below.Y-d.owner.Size().Height-4-size.Height)
	}
	d.popup.ShowAtPosition(below)
	d.popup.Resize(size)
	c.Focus(d)
	if d.typed != nil {
		d.typed.Entry.FocusGained() // the cursor stays where the letters go
	}
	d.list.set(items, at) // now that the size is known, scroll to the lit line
}

func (d *dropDown) close() {
	if d.isOpen() {
		d.popup.Hide()
	}
}

func (d *dropDown) FocusGained()     {}
func (d *dropDown) FocusLost()       {}
func (d *dropDown) AcceptsTab() bool { return true }

func (d *dropDown) TypedRune(r rune) {
	switch {
	case d.typed != nil:
		d.typed.TypedRune(r)
	case d.onRune != nil:
		d.onRune(r)
	}
}

func (d *dropDown) TypedShortcut(s fyne.Shortcut) {
	if d.typed != nil {
		d.typed.TypedShortcut(s)
	}
}

// TypedKey hands Enter to the typist of the entry first, who gives it back to the
// field where it is somebody's.
func (d *dropDown) TypedKey(ev *fyne.KeyEvent) {
	if d.typed != nil && d.typed.told(ev) {
		return
	}
	switch {
	case ev.Name == fyne.KeyEscape:
		d.close()
		if d.onEscape != nil {
			d.onEscape()
		}
	case ev.Name == fyne.KeyTab:
		c := d.popup.Canvas
		d.close()
		c.FocusNext()
	case d.list.typedKey(ev):
	case d.typed != nil:
		d.typed.Entry.TypedKey(ev)
	}
}

func (d *dropDown) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(overlayPanel(theme.SizeNamePopupRadius),
		container.New(insets{1, 4}, d.list)))
}

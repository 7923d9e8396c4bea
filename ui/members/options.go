package members

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// options is a choice of one among few that all stay in sight, each with a
// sentence of its own. Up and Down move, Enter goes on to the dialog.
type options struct {
	widget.BaseWidget
	OnChanged func(id string)

	rows     []*optionRow
	at       int
	focused  bool
	disabled bool
	changed  []func()
}

var (
	_ widgets.Field  = (*options)(nil)
	_ fyne.Focusable = (*options)(nil)
)

// newOptions returns a choice with the first chosen.
func newOptions(choices ...widgets.Choice) *options {
	o := &options{}
	for i, c := range choices {
		o.rows = append(o.rows, newOptionRow(c, func() { o.tapped(i) }))
	}
	o.ExtendBaseWidget(o)
	o.mark()
	return o
}

// Value returns the ID of the choice.
func (o *options) Value() string { return o.rows[o.at].choice.ID }

func (o *options) tapped(i int) {
	if c := widgets.CanvasOf(o); c != nil {
		c.Focus(o)
	}
	o.choose(i)
}

func (o *options) choose(i int) {
	if o.disabled || i < 0 || i >= len(o.rows) || i == o.at {
		return
	}
	o.at = i
	o.mark()
	if o.OnChanged != nil {
		o.OnChanged(o.Value())
	}
	for _, f := range o.changed {
		f()
	}
}

func (o *options) mark() {
	for i, r := range o.rows {
		r.set(i == o.at, o.focused && i == o.at)
	}
}

// FocusGained marks the choice.
func (o *options) FocusGained() { o.focused = true; o.mark() }

// FocusLost takes the mark away.
func (o *options) FocusLost() { o.focused = false; o.mark() }

// TypedRune is called by Fyne and ignored.
func (o *options) TypedRune(rune) {}

// TypedKey moves the choice; other keys are the dialog's.
func (o *options) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyDown:
		o.choose(o.at + 1)
	case fyne.KeyUp:
		o.choose(o.at - 1)
	default:
		c := widgets.CanvasOf(o)
		if c != nil && c.OnTypedKey() != nil {
			c.OnTypedKey()(ev)
		}
	}
}

// Enable implements widgets.Field.
func (o *options) Enable() { o.disabled = false }

// Disable implements widgets.Field.
func (o *options) Disable() { o.disabled = true }

// Disabled implements widgets.Field.
func (o *options) Disabled() bool { return o.disabled }

// Check implements widgets.Field; one is always chosen.
func (o *options) Check() error { return nil }

// State implements widgets.Field.
func (o *options) State() string { return o.Value() }

// Watch implements widgets.Field.
func (o *options) Watch(changed, _ func()) {
	if changed != nil {
		o.changed = append(o.changed, changed)
	}
}

// FocusTarget implements widgets.Field.
func (o *options) FocusTarget() fyne.Focusable { return o }

// CreateRenderer is called by Fyne.
func (o *options) CreateRenderer() fyne.WidgetRenderer {
	box := container.New(wrapRows{})
	for _, r := range o.rows {
		box.Add(r)
	}
	return widget.NewSimpleRenderer(box)
}

// optionRow is one choice: a ring, its words and its sentence.
type optionRow struct {
	widget.BaseWidget
	choice widgets.Choice
	tap    func()
	ring   *widget.Icon
	back   *widgets.Panel
	detail *widgets.Paragraph
}

var (
	_ fyne.Tappable      = (*optionRow)(nil)
	_ desktop.Cursorable = (*optionRow)(nil)
)

func newOptionRow(c widgets.Choice, tap func()) *optionRow {
	r := &optionRow{
		choice: c, tap: tap, ring: widget.NewIcon(nil),
		back:   widgets.NewPanel(theme.ColorSelected, "", 8),
		detail: widgets.MutedParagraph(c.Detail),
	}
	r.detail.Resize(fyne.NewSize(previewWidth-48, 0))
	r.ExtendBaseWidget(r)
	return r
}

func (r *optionRow) set(chosen, focused bool) {
	r.back.Hidden = !chosen
	r.ring.SetResource(fynetheme.RadioButtonIcon())
	if chosen {
		r.ring.SetResource(fynetheme.NewPrimaryThemedResource(fynetheme.RadioButtonCheckedIcon()))
	}
	border := fyne.ThemeColorName("")
	if focused {
		border = theme.ColorAccent
	}
	r.back.SetFill(theme.ColorSelected, border)
	r.Refresh()
}

// Tapped chooses the row.
func (r *optionRow) Tapped(*fyne.PointEvent) { r.tap() }

// Cursor is a hand.
func (r *optionRow) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is called by Fyne.
func (r *optionRow) CreateRenderer() fyne.WidgetRenderer {
	words := container.New(wrapRows{}, widgets.Strong(r.choice.Text), r.detail)
	ring := container.NewVBox(container.NewGridWrap(fyne.NewSquareSize(20), r.ring))
	return widget.NewSimpleRenderer(container.NewStack(r.back,
		container.NewPadded(container.NewBorder(nil, nil, ring, nil, words))))
}

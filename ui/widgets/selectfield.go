package widgets

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"latchkey/ui/theme"
)

// SelectField is a choice of one among few. For many, take a ComboField.
type SelectField struct {
	fieldBase
	// OnChanged is called when another choice was made, also by SetValue.
	OnChanged func(id string)

	choices     []Choice
	value       string
	placeholder string
	disabled    bool
	focused     bool
	typed       typeAhead
	now         func() time.Time

	box  *Panel
	text *Text
	mark *widget.Icon
	drop *dropDown
}

var (
	_ Field              = (*SelectField)(nil)
	_ fyne.Focusable     = (*SelectField)(nil)
	_ fyne.Tappable      = (*SelectField)(nil)
	_ desktop.Cursorable = (*SelectField)(nil)
)

// NewSelectField returns a field with nothing chosen; placeholder is shown
// then.
func NewSelectField(placeholder string, choices ...Choice) *SelectField {
	f := &SelectField{
		choices:     choices,
		placeholder: placeholder,
		now:         time.Now,
		box:         NewPanel(fynetheme.ColorNameInputBackground, fynetheme.ColorNameInputBorder, fynetheme.InputRadiusSize()),
		text:        NewText("", TextStyle{Ellipsis: true}),
		mark:        widget.NewIcon(theme.NewColoredIcon(theme.IconDown, theme.ColorMuted)),
	}
	f.drop = newDropDown(f, nil, func(i int) { f.SetValue(f.choices[i].ID) })
	f.drop.onRune = f.TypedRune
	f.ExtendBaseWidget(f)
	f.show()
	return f
}

// Value returns the ID of the choice, or "".
func (f *SelectField) Value() string { return f.value }

// SetValue chooses by ID. An ID that is not among the choices chooses nothing.
func (f *SelectField) SetValue(id string) {
	if f.index(id) < 0 {
		id = ""
	}
	if id == f.value {
		return
	}
	f.value = id
	f.show()
	if f.OnChanged != nil {
		f.OnChanged(id)
	}
	f.tellChanged()
}

// SetChoices replaces the choices; a value that is no longer among them goes.
func (f *SelectField) SetChoices(choices []Choice) {
	f.choices = choices
	if f.index(f.value) < 0 {
		f.SetValue("")
	}
	f.show()
}

func (f *SelectField) index(id string) int {
	return slices.IndexFunc(f.choices, func(c Choice) bool { return c.ID == id })
}

func (f *SelectField) show() {
	i := f.index(f.value)
	if i < 0 {
		f.text.SetText(f.placeholder)
	} else {
		f.text.SetText(f.choices[i].Text)
	}
	switch {
	case f.disabled:
		f.text.SetColor(fynetheme.ColorNameDisabled)
	case i < 0:
		f.text.SetColor(theme.ColorMuted)
	default:
		f.text.SetColor(theme.ColorText)
	}
	border := fynetheme.ColorNameInputBorder
	if f.focused {
		border = fynetheme.ColorNamePrimary
	}
	f.box.SetFill(fynetheme.ColorNameInputBackground, border)
	f.Refresh()
}

// Enable implements Field.
func (f *SelectField) Enable() { f.disabled = false; f.show() }

// Disable implements Field.
func (f *SelectField) Disable() { f.disabled = true; f.drop.close(); f.show() }

// Disabled implements Field.
func (f *SelectField) Disabled() bool { return f.disabled }

// Check implements Field; any choice will do.
func (f *SelectField) Check() error { return nil }

// State implements Field.
func (f *SelectField) State() string { return f.value }

// FocusTarget implements Field.
func (f *SelectField) FocusTarget() fyne.Focusable { return f }

// FocusGained draws the ring.
func (f *SelectField) FocusGained() { f.focused = true; f.show() }

// FocusLost takes the ring away.
func (f *SelectField) FocusLost() { f.focused = false; f.show(); f.tellLeft() }

// Cursor is a hand.
func (f *SelectField) Cursor() desktop.Cursor { return desktop.PointerCursor }

// Tapped opens the list.
func (f *SelectField) Tapped(*fyne.PointEvent) {
	if f.disabled {
		return
	}
	if c := CanvasOf(f); c != nil {
		c.Focus(f)
	}
	f.open()
}

func (f *SelectField) open() {
	items := make([]pickItem, len(f.choices))
	for i, c := range f.choices {
		items[i] = pickItem{text: c.Text, detail: c.Detail}
	}
	f.drop.show(items, max(0, f.index(f.value)))
}

// TypedKey opens the list with Space or Down.
func (f *SelectField) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyDown, fyne.KeyUp:
		if !f.disabled {
			f.open()
		}
	default:
		bubble(f, ev)
	}
}

// TypedRune chooses the first that begins with what is typed.
func (f *SelectField) TypedRune(r rune) {
	if f.disabled || r == ' ' {
		return
	}
	at := f.index(f.value)
	if f.drop.isOpen() {
		at = f.drop.list.at
	}
	i := f.typed.find(f.typed.add(r, f.now()), len(f.choices), at, func(i int) string { return f.choices[i].Text })
	switch {
	case i < 0:
	case f.drop.isOpen():
		f.drop.list.light(i)
		f.drop.list.list.ScrollTo(i)
	default:
		f.SetValue(f.choices[i].ID)
	}
}

// CreateRenderer is called by Fyne.
func (f *SelectField) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(f.box,
		container.New(insets{9, 0}, container.NewBorder(nil, nil, nil,
			container.NewCenter(container.NewGridWrap(fyne.NewSquareSize(16), f.mark)), f.text))))
}

// MinSize is the height of a control and room for a short word.
func (f *SelectField) MinSize() fyne.Size {
	return fyne.NewSize(140, fynetheme.Size(theme.SizeControl))
}

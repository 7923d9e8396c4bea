package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// TextField takes text.
type TextField struct {
	fieldBase
	// OnChanged is called for every change, also by SetValue.
	OnChanged func(text string)
	entry     *entry
}

var _ Field = (*TextField)(nil)

// SetTypist has what is typed looked at first.
func (f *TextField) SetTypist(t Typist) { f.entry.typist = t }

// NewTextField returns a field of one line. The placeholder is an example, not
// the label.
func NewTextField(placeholder string) *TextField { return newTextField(placeholder) }

// NewMultiLine returns a field of several lines; rows of them are in sight.
func NewMultiLine(placeholder string, rows int) *TextField {
	f := newTextField(placeholder)
	f.entry.MultiLine = true
	f.entry.Wrapping = fyne.TextWrapWord
	f.entry.Scroll = fyne.ScrollVerticalOnly
	f.entry.SetMinRowsVisible(rows)
	return f
}

// NewSecretField returns a field whose text is hidden as it is typed.
func NewSecretField(placeholder string) *TextField {
	f := newTextField(placeholder)
	f.entry.Password = true
	return f
}

func newTextField(placeholder string) *TextField {
	f := &TextField{entry: newEntry()}
	f.entry.SetPlaceHolder(placeholder)
	f.entry.OnChanged = func(text string) {
		if f.OnChanged != nil {
			f.OnChanged(text)
		}
		f.tellChanged()
	}
	f.entry.onLeft = f.tellLeft
	f.ExtendBaseWidget(f)
	return f
}

// Value returns the text as typed.
func (f *TextField) Value() string { return f.entry.Text }

// SetValue replaces the text.
func (f *TextField) SetValue(text string) { f.entry.SetText(text) }

// SetPlaceholder replaces the example.
func (f *TextField) SetPlaceholder(text string) { f.entry.SetPlaceHolder(text) }

// Enable implements Field.
func (f *TextField) Enable() { f.entry.Enable() }

// Disable implements Field.
func (f *TextField) Disable() { f.entry.Disable() }

// Disabled implements Field.
func (f *TextField) Disabled() bool { return f.entry.Disabled() }

// Check implements Field; any text will do.
func (f *TextField) Check() error { return nil }

// State implements Field.
func (f *TextField) State() string { return f.entry.Text }

// FocusTarget implements Field.
func (f *TextField) FocusTarget() fyne.Focusable { return f.entry }

// CreateRenderer is called by Fyne.
func (f *TextField) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(f.entry)
}

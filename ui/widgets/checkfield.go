package widgets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// CheckField is one yes or no.
type CheckField struct {
	fieldBase
	// OnChanged is called when it was ticked or cleared, also by SetValue.
	OnChanged func(on bool)
	box       *check
}

var _ Field = (*CheckField)(nil)

// NewCheckField returns a box that is not ticked.
func NewCheckField(text string) *CheckField {
	f := &CheckField{}
	f.box = newCheck(text, func(on bool) {
		if f.OnChanged != nil {
			f.OnChanged(on)
		}
		f.tellChanged()
	})
	f.ExtendBaseWidget(f)
	return f
}

// Value tells whether the box is ticked.
func (f *CheckField) Value() bool { return f.box.Checked }

// SetValue ticks or clears the box.
func (f *CheckField) SetValue(on bool) { f.box.SetChecked(on) }

// Enable implements Field.
func (f *CheckField) Enable() { f.box.Enable() }

// Disable implements Field.
func (f *CheckField) Disable() { f.box.Disable() }

// Disabled implements Field.
func (f *CheckField) Disabled() bool { return f.box.Disabled() }

// Check implements Field.
func (f *CheckField) Check() error { return nil }

// State implements Field.
func (f *CheckField) State() string { return strconv.FormatBool(f.box.Checked) }

// FocusTarget implements Field.
func (f *CheckField) FocusTarget() fyne.Focusable { return f.box }

// CreateRenderer is called by Fyne.
func (f *CheckField) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.box) }

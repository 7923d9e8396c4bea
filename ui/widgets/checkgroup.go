package widgets

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// CheckGroup is a choice of any number.
type CheckGroup struct {
	fieldBase
	// OnChanged is called when a box was ticked or cleared, also by SetValue.
	OnChanged func(ids []string)

	choices  []Choice
	boxes    []*check
	quiet    bool
	disabled bool
	body     *fyne.Container
}

var _ Field = (*CheckGroup)(nil)

// NewCheckGroup returns a group with no box ticked.
func NewCheckGroup(choices ...Choice) *CheckGroup {
	f := &CheckGroup{body: container.New(column{})}
	f.ExtendBaseWidget(f)
	f.SetChoices(choices)
	return f
}

// Value returns the IDs of the ticked boxes, in the order of the choices.
func (f *CheckGroup) Value() []string {
	ids := []string{}
	for i, b := range f.boxes {
		if b.Checked {
			ids = append(ids, f.choices[i].ID)
		}
	}
	return ids
}

// SetValue ticks the boxes with these IDs and clears the others.
func (f *CheckGroup) SetValue(ids []string) {
	before := f.State()
	f.quiet = true
	for i, b := range f.boxes {
		b.SetChecked(slices.Contains(ids, f.choices[i].ID))
	}
	f.quiet = false
	if f.State() != before {
		f.tell()
	}
}

// SetChoices replaces the boxes; what was ticked stays ticked.
func (f *CheckGroup) SetChoices(choices []Choice) {
	ticked := f.Value()
	f.choices, f.boxes = choices, nil
	f.body.Objects = nil
	for _, c := range choices {
		b := newCheck(c.Text, func(bool) {
			if !f.quiet {
				f.tell()
			}
		})
		if f.disabled {
			b.Disable()
		}
		f.boxes = append(f.boxes, b)
		if c.Detail == "" {
			f.body.Add(b)
			continue
		}
		f.body.Add(container.NewBorder(nil, nil, b, nil,
			NewText(c.Detail, TextStyle{Color: Neutral.text(), Ellipsis: true})))
	}
	f.SetValue(ticked)
	f.Refresh()
}

func (f *CheckGroup) tell() {
	if f.OnChanged != nil {
		f.OnChanged(f.Value())
	}
	f.tellChanged()
}

// Enable implements Field.
func (f *CheckGroup) Enable() {
	f.disabled = false
	for _, b := range f.boxes {
		b.Enable()
	}
}

// Disable implements Field.
func (f *CheckGroup) Disable() {
	f.disabled = true
	for _, b := range f.boxes {
		b.Disable()
	}
}

// Disabled implements Field.
func (f *CheckGroup) Disabled() bool { return f.disabled }

// Check implements Field; any number will do.
func (f *CheckGroup) Check() error { return nil }

// State implements Field.
func (f *CheckGroup) State() string { return strings.Join(f.Value(), "\x00") }

// FocusTarget implements Field.
func (f *CheckGroup) FocusTarget() fyne.Focusable {
	if len(f.boxes) == 0 {
		return nil
	}
	return f.boxes[0]
}

// CreateRenderer is called by Fyne.
func (f *CheckGroup) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(f.body)
}

// check is Fyne's check box that lets Enter and Esc through to the dialog.
type check struct{ widget.Check }

func newCheck(text string, changed func(bool)) *check {
	c := &check{widget.Check{Text: text, OnChanged: changed}}
	c.ExtendBaseWidget(c)
	return c
}

// TypedKey passes on what the box has no use for; Space arrives as a rune.
func (c *check) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name != fyne.KeySpace {
		bubble(c, ev)
	}
}

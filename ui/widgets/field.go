package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"latchkey/store"
)

// Field is one input of a form. The widgets of this package that end in Field
// or Group are Fields; a screen may bring its own.
type Field interface {
	fyne.CanvasObject
	Enable()
	Disable()
	Disabled() bool
	// Check returns a *store.Problem when what was entered makes no sense by
	// itself (a date that is none). Rules that need more belong to the store.
	Check() error
	// State is any text that differs when what was entered differs.
	State() string
	// Watch asks for calls when the person changed the field and when the
	// keyboard left it.
	Watch(changed, left func())
	// FocusTarget is what gets the keyboard, or nil.
	FocusTarget() fyne.Focusable
}

// Choice is one thing to choose, known by its ID. Detail is a second, muted
// text that may be empty.
type Choice struct {
	ID, Text, Detail string
}

// fieldBase keeps the watchers of a field.
type fieldBase struct {
	widget.BaseWidget
	changed []func()
	left    []func()
}

// Watch implements Field.
func (f *fieldBase) Watch(changed, left func()) {
	if changed != nil {
		f.changed = append(f.changed, changed)
	}
	if left != nil {
		f.left = append(f.left, left)
	}
}

func (f *fieldBase) tellChanged() {
	for _, g := range f.changed {
		g()
	}
}

func (f *fieldBase) tellLeft() {
	for _, g := range f.left {
		g()
	}
}

// badInput is the problem of a single value; the form knows the field.
func badInput(text string, args map[string]any) error {
	return &store.Problem{Code: store.CodeInvalid, Text: text, Args: args}
}

// entry is Fyne's entry with two ears: for keys, and for the focus that
// leaves. Keys that it has no use for go on to the dialog.
type entry struct {
	widget.Entry
	onKey  func(*fyne.KeyEvent) bool // true: done with it
	onLeft func()
}

func newEntry() *entry {
	e := &entry{}
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = fyne.ScrollHorizontalOnly // without, a long text widens whatever is around it
	e.ExtendBaseWidget(e)
	return e
}

// TypedKey sends Esc, and Enter of a single line, on to the dialog.
func (e *entry) TypedKey(ev *fyne.KeyEvent) {
	if e.onKey != nil && e.onKey(ev) {
		return
	}
	if ev.Name == fyne.KeyEscape || isEnter(ev) && !e.MultiLine {
		bubble(e, ev)
		return
	}
	e.Entry.TypedKey(ev)
}

// FocusLost tells the field.
func (e *entry) FocusLost() {
	e.Entry.FocusLost()
	if e.onLeft != nil {
		e.onLeft()
	}
}

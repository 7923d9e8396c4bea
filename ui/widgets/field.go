package widgets

import (
	"slices"

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
	whole  bool // what is there is one choice: who comes to it types over it
	typist Typist
}

// Typist is handed each character that is typed into a field, Enter as '\n', and
// 0 before a key that edits. What belongs into the field it gives to put, at once or
// later on the UI thread, "\n" being Enter and "\b" taking the last character out
// again: so a tag reader that types like a
// keyboard is told from somebody who types.
type Typist func(r rune, put func(text string))

func newEntry() *entry {
	e := &entry{}
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = fyne.ScrollHorizontalOnly // without, a long text widens whatever is around it
	e.ExtendBaseWidget(e)
	return e
}

// TypedRune hands characters to the typist first.
func (e *entry) TypedRune(r rune) {
	if e.typist != nil {
		e.typist(r, e.put)
		return
	}
	e.Entry.TypedRune(r)
}

// put types what a typist let through.
func (e *entry) put(text string) {
	for _, r := range text {
		switch r {
		case '\n':
			e.typedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		case '\b':
			e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
		default:
			e.Entry.TypedRune(r)
		}
	}
}

// TypedKey hands Enter to the typist first.
func (e *entry) TypedKey(ev *fyne.KeyEvent) {
	if !e.told(ev) {
		e.typedKey(ev)
	}
}

// told tells the typist of a key, and whether the key is the typist's.
func (e *entry) told(ev *fyne.KeyEvent) bool {
	switch {
	case e.typist == nil:
	case isEnter(ev):
		e.typist('\n', e.put)
		return true
	case slices.Contains(editing, ev.Name):
		e.typist(0, e.put)
	}
	return false
}

// editing are the keys that change what was typed before them. The others come
// with a character, before it.
var editing = []fyne.KeyName{
	fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown,
	fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyEscape,
}

// typedKey sends Esc, and Enter of a single line, on to the dialog.
func (e *entry) typedKey(ev *fyne.KeyEvent) {
	if e.onKey != nil && e.onKey(ev) {
		return
	}
	if ev.Name == fyne.KeyEscape || isEnter(ev) && !e.MultiLine {
		bubble(e, ev)
		return
	}
	e.Entry.TypedKey(ev)
}

// FocusGained marks a choice that is there.
func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	if e.whole {
		e.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

// FocusLost tells the field.
func (e *entry) FocusLost() {
	if e.typist != nil {
		e.typist(0, e.put)
	}
	e.Entry.FocusLost()
	if e.onLeft != nil {
		e.onLeft()
	}
}

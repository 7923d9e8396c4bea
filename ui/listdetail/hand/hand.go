// Package hand does in tests what a person does at a screen: it presses
// buttons, types, and reads what is in sight.
package hand

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"latchkey/ui/widgets"
)

// Hand works on what a window shows: the dialog on top, if one is open.
type Hand struct {
	T   testing.TB
	Win fyne.Window
}

// Tap presses the first button in sight that bears a word.
func (h Hand) Tap(word string) {
	h.T.Helper()
	b := h.Button(word)
	if b == nil {
		h.T.Fatalf("no button %q among: %s", word, strings.Join(h.Texts(), " | "))
	}
	b.Tapped(nil)
}

// Button returns the first button in sight that bears a word, or nil.
func (h Hand) Button(word string) *widgets.Button {
	for _, o := range h.Sight() {
		if b, ok := o.(*widgets.Button); ok && b.Text() == word {
			return b
		}
	}
	return nil
}

// Write types letters where the keyboard is.
func (h Hand) Write(text string) {
	h.T.Helper()
	for _, r := range text {
		f := h.Win.Canvas().Focused()
		if f == nil {
			h.T.Fatalf("the keyboard is nowhere, to type %q", text)
		}
		f.TypedRune(r)
	}
}

// Press sends keys where the keyboard is, as Fyne's driver does; Tab moves on.
func (h Hand) Press(keys ...fyne.KeyName) {
	c := h.Win.Canvas()
	for _, k := range keys {
		ev := &fyne.KeyEvent{Name: k}
		switch f := c.Focused(); {
		case k == fyne.KeyTab:
			c.FocusNext()
		case f != nil:
			f.TypedKey(ev)
		case c.OnTypedKey() != nil:
			c.OnTypedKey()(ev)
		}
	}
}

// Sight lists every object in sight.
func (h Hand) Sight() []fyne.CanvasObject {
	root := h.Win.Content()
	if top := h.Win.Canvas().Overlays().Top(); top != nil {
		root = top
	}
	var out []fyne.CanvasObject
	walk(root, &out)
	return out
}

func walk(o fyne.CanvasObject, out *[]fyne.CanvasObject) {
	if !o.Visible() {
		return
	}
	*out = append(*out, o)
	var parts []fyne.CanvasObject
	switch p := o.(type) {
	case *fyne.Container:
		parts = p.Objects
	case fyne.Widget:
		parts = test.WidgetRenderer(p).Objects()
	}
	for _, part := range parts {
		walk(part, out)
	}
}

// Texts lists every text in sight.
func (h Hand) Texts() []string {
	var out []string
	for _, o := range h.Sight() {
		if t, ok := o.(interface{ Text() string }); ok {
			out = append(out, t.Text())
		}
	}
	return out
}

package widgets

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"latchkey/ui/theme"
)

// TestMain gives every test, also the making of widgets before there is a
// window, an app with the theme of the desk.
func TestMain(m *testing.M) {
	test.NewApp().Settings().SetTheme(theme.New(theme.Light))
	os.Exit(m.Run())
}

// window shows content in a test window of the desk's least size.
func window(t *testing.T, content fyne.CanvasObject) fyne.Window {
	t.Helper()
	win := fyne.CurrentApp().NewWindow("")
	t.Cleanup(win.Close)
	if content == nil {
		content = container.NewStack()
	}
	win.SetContent(content)
	win.Resize(fyne.NewSize(1024, 700))
	return win
}

// press sends keys where the keyboard is, as Fyne's driver does.
func press(win fyne.Window, keys ...fyne.KeyName) {
	for _, k := range keys {
		ev := &fyne.KeyEvent{Name: k}
		if f := win.Canvas().Focused(); f != nil {
			f.TypedKey(ev)
		} else if f := win.Canvas().OnTypedKey(); f != nil {
			f(ev)
		}
	}
}

// write types letters where the keyboard is.
func write(win fyne.Window, text string) {
	for _, r := range text {
		if f := win.Canvas().Focused(); f != nil {
			f.TypedRune(r)
		}
	}
}

// inSight walks an object and everything visible below it.
func inSight(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if !o.Visible() {
		return
	}
	visit(o)
	var parts []fyne.CanvasObject
	switch p := o.(type) {
	case *fyne.Container:
		parts = p.Objects
	case fyne.Widget:
		parts = test.WidgetRenderer(p).Objects()
	}
	for _, part := range parts {
		inSight(part, visit)
	}
}

// texts lists every text in sight below an object.
func texts(o fyne.CanvasObject) []string {
	var found []string
	inSight(o, func(part fyne.CanvasObject) {
		switch p := part.(type) {
		case *Text:
			found = append(found, p.Text())
		case *Paragraph:
			found = append(found, p.Text())
		}
	})
	return found
}

func dialogTexts(win fyne.Window) []string {
	top := win.Canvas().Overlays().Top()
	if top == nil {
		return nil
	}
	return texts(top)
}

func dialogOpen(win fyne.Window) bool { return win.Canvas().Overlays().Top() != nil }

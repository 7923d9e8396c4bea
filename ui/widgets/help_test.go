package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"latchkey/ui/theme"
)

// window shows content in a test window of the desk's least size.
func window(t *testing.T, content fyne.CanvasObject) fyne.Window {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	win := app.NewWindow("")
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

// texts lists every text in sight below an object.
func texts(o fyne.CanvasObject) []string {
	var found []string
	for _, part := range test.LaidOutObjects(o) {
		switch p := part.(type) {
		case *Text:
			found = append(found, p.Text())
		case *Paragraph:
			found = append(found, p.Text())
		case *Button:
			found = append(found, p.Text())
		}
	}
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

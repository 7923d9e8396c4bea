package settings

import (
	"image/png"
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

func (b *bench) save(name string) {
	f, _ := os.Create("/tmp/settings-" + name + ".png")
	_ = png.Encode(f, widgets.Capture(b.win))
	_ = f.Close()
}

func TestPictures(t *testing.T) {
	for _, v := range []theme.Variant{theme.Light, theme.Dark} {
		b := newBench(t)
		fyne.CurrentApp().Settings().SetTheme(theme.New(v))
		b.save("none-" + string(v))
		b.win.Resize(fyne.NewSize(936, 628))
		b.press("Edit")
		b.save("edit-" + string(v))
		b.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
		b.press("Connect SALTO KS…")
		b.save("form-" + string(v))
		field[*widgets.SelectField](b, 0).SetValue(string(other))
		b.save("formother-" + string(v))
		field[*widgets.SelectField](b, 0).SetValue(string(Simulated))
		b.dispatch.held = true
		b.press("Sign in")
		b.dispatch.run()
		b.dispatch.held = true
		b.dispatch.run()
		b.save("sites-" + string(v))
		b.press("Choose")
		b.press("Check the log")
		b.save("small-" + string(v))
		b.win.Resize(fyne.NewSize(1210, 820))
		b.save("big-" + string(v))
		b.dispatch.held = true
		b.page.account.start(ConnectRequest{})
		b.save("signing-" + string(v))
	}
}

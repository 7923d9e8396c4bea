package members

import (
	"image/png"
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

func (b *bench) save(name string) {
	f, _ := os.Create("/tmp/members-" + name + ".png")
	_ = png.Encode(f, widgets.Capture(b.win))
	_ = f.Close()
}

func TestPictures(t *testing.T) {
	for _, v := range []theme.Variant{theme.Light, theme.Dark} {
		b := newBench(t, house)
		fyne.CurrentApp().Settings().SetTheme(theme.New(v))
		b.open()
		for _, s := range []struct {
			n string
			w fyne.Size
		}{{"big", fyne.NewSize(1240, 800)}, {"small", fyne.NewSize(968, 640)}} {
			n := s.n + "-" + string(v)
			b.win.Resize(s.w)
			b.choose("Mia Berg")
			b.save("page-" + n)
			if v == theme.Dark && s.n == "small" {
				continue
			}
			for i, tab := range []string{"access", "bookings", "comembers", "history"} {
				b.page.detail.strip.choose(i)
				b.save(tab + "-" + n)
			}
			b.page.detail.strip.choose(0)
			p := b.person("Mia Berg")
			for name, f := range map[string]func(){
				"cancel": func() { b.page.dialogs.cancel(p) }, "pause": func() { b.page.dialogs.pause(p) },
				"plan": func() { b.page.dialogs.changePlan(p) }, "edit": func() { b.page.dialogs.edit(p.ID) },
				"add": func() { b.page.dialogs.add(0) }, "remove": func() { b.page.dialogs.remove(p) },
				"connect": func() { b.page.dialogs.connectAll() }, "time": func() { b.page.detail.tabs[0].(*accessTab).askTime() },
			} {
				f()
				b.save(name + "-" + n)
				b.key(fyne.KeyEscape)
			}
			b.page.list.search.SetValue("xyz")
			b.save("none-" + n)
			b.page.list.search.SetValue("")
		}
	}
}

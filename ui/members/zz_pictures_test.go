package members

import (
	"image/png"
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"latchkey/store"
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
		b := newBench(t, func(tx *store.Tx, space store.SpaceID) error {
			if err := house(tx, space); err != nil {
				return err
			}
			plan := store.Plan{Name: "Nomade illimité, soirs et week-ends"}
			if err := tx.SavePlan(&plan); err != nil {
				return err
			}
			return tx.SavePerson(&store.Person{FirstName: "Maximiliane-Alexandrine", LastName: "von Hohenzollern-Sigmaringen",
				Email: "maximiliane-alexandrine.von-hohenzollern@a-very-long-domain-of-some-sort.example", Company: "Atelier des Constructions Navales", Plan: plan.ID,
				Note: "Comes by bike. Has asked twice for a desk at the window, and would take the corner one too.", PausedFrom: "2026-11-02", PausedUntil: "2026-12-24",
				ExtraDoors: []store.ExtraDoor{{Space: space, Door: store.KSRef{Name: "A door that is gone"}}}})
		})
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
			b.choose("Maximiliane-Alexandrine von Hohenzollern-Sigmaringen")
			b.save("long-" + n)
			b.choose("Mia Berg")
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

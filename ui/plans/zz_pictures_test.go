package plans

import (
	"image/png"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/assets"
	"latchkey/store"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

func TestPictures(t *testing.T) {
	_ = assets.Translations
	_ = lang.L
	for _, v := range []theme.Variant{theme.Light, theme.Dark} {
		fyne.CurrentApp().Settings().SetTheme(theme.New(v))
		for _, size := range []fyne.Size{{Width: 1024 - 64 - 32, Height: 700 - 56 - 32}, {Width: 1440 - 200 - 32, Height: 900 - 56 - 32}} {
			for _, what := range []string{"full", "offer", "fault", "off", "empty", "new", "pick", "ask"} {
				b := newBench(t)
				if what != "off" && what != "empty" {
					b.connect()
				}
				if what != "empty" {
					p := b.plan("Full time", store.KSRef{ID: "full", Name: "Full time"}, store.KSRef{ID: "basic", Name: "Basic"})
					p.Note = "A desk of one's own, day and night, with a locker, the printer and a shelf in the kitchen."
					b.do(func(tx *store.Tx) error { return tx.SavePlan(&p) })
					for _, n := range []string{"Ada", "Ben", "Chloé", "David", "Elif", "Jonas", "Mia"} {
						b.member(n, p.ID)
					}
					b.plan("Night", store.KSRef{ID: "closed", Name: "Closed"}, store.KSRef{ID: "gone", Name: "Old group"}, store.KSRef{ID: "unread", Name: "Later"})
					b.plan("Studio")
					b.plan("A plan with a very long name that does not fit anywhere")
					old := store.Plan{Name: "Ten passes", Archived: true}
					b.do(func(tx *store.Tx) error { return tx.SavePlan(&old) })
				}
				b.Win.SetContent(container.NewStack(widgets.NewPanel(theme.ColorBackground, "", 0), widgets.Padded(b.page.Content())))
				b.Win.Resize(size.AddWidthHeight(32, 32))
				b.page.Shown()
				for _, p := range b.page.model.Plans {
					if (what == "full" || what == "off" || what == "pick" || what == "ask") && p.Name == "Full time" || what == "offer" && p.Name == "Studio" || what == "fault" && p.Name == "Night" {
						b.page.Select(p.ID)
					}
				}
				switch what {
				case "new":
					b.page.create()
				case "pick":
					b.Tap("Add a group…")
				case "ask":
					b.Tap("Remove")
				}
				f, _ := os.Create("/tmp/plans-" + what + "-" + string(v) + "-" + map[bool]string{true: "s", false: "l"}[size.Width < 1000] + ".png")
				_ = png.Encode(f, widgets.Capture(b.Win))
				f.Close()
			}
		}
	}
}

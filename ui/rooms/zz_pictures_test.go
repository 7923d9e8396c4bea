package rooms

import (
	"image/png"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"latchkey/store"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

func TestPictures(t *testing.T) {
	for _, v := range []theme.Variant{theme.Light, theme.Dark} {
		fyne.CurrentApp().Settings().SetTheme(theme.New(v))
		for _, size := range []fyne.Size{{Width: 1024 - 64 - 32, Height: 700 - 56 - 32}, {Width: 1440 - 200 - 32, Height: 900 - 56 - 32}} {
			for _, what := range []string{"full", "none", "fault", "off", "new", "pick", "del"} {
				b := newBench(t)
				if what != "off" {
					b.connect()
				}
				q := 15
				r := store.Room{Space: b.space.ID, Name: "Studio A", Note: "North light, backdrop, piano.", Before: &q, OpenFrom: "08:00", OpenUntil: "22:00",
					Doors: []store.KSRef{{ID: "front", Name: "Front door"}, {ID: "studio", Name: "Studio A"}}, Groups: []store.KSRef{{ID: "floor", Name: "First floor"}}}
				b.do(func(tx *store.Tx) error { return tx.SaveRoom(&r) })
				b.room("Meeting room")
				b.room("Cellar", store.KSRef{Name: "Cellar door"}, store.KSRef{ID: "gone", Name: "Old gate"})
				b.book(r.ID, "Mia", 7)
				b.Win.SetContent(container.NewStack(widgets.NewPanel(theme.ColorBackground, "", 0), widgets.Padded(b.page.Content())))
				b.Win.Resize(size.AddWidthHeight(32, 32))
				b.page.Shown()
				for _, p := range b.page.model.Rooms {
					if p.Name == map[string]string{"full": "Studio A", "off": "Studio A", "pick": "Studio A", "del": "Studio A", "none": "Meeting room", "fault": "Cellar"}[what] {
						b.page.Select(p.ID)
					}
				}
				switch what {
				case "new":
					b.page.create()
				case "pick":
					b.Tap("Add a door or group…")
				case "del":
					b.Tap("Delete…")
				}
				f, _ := os.Create("/tmp/rooms-" + what + "-" + string(v) + "-" + map[bool]string{true: "s", false: "l"}[size.Width < 1000] + ".png")
				_ = png.Encode(f, widgets.Capture(b.Win))
				f.Close()
			}
		}
	}
}

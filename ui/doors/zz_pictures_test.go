package doors

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
	f, _ := os.Create("/tmp/doors-" + name + ".png")
	_ = png.Encode(f, widgets.Capture(b.win))
	_ = f.Close()
}

func TestPictures(t *testing.T) {
	for _, v := range []theme.Variant{theme.Light, theme.Dark} {
		b := newBench(t, true)
		fyne.CurrentApp().Settings().SetTheme(theme.New(v))
		b.win.SetContent(b.win.Content())
		b.do(func(tx *store.Tx) error { return tx.SaveMirror(b.space.ID, b.mirror()) })
		b.page.Shown()
		b.page.SetStatus(Status{State: StateUpToDate, Done: moment})
		b.save("done-" + string(v))
		b.faults = []store.Sentence{{Text: "The group “Storage” of the plan “Full time” has no time schedule, and so opens nothing. Give it one in SALTO KS."}}
		s := step("a", 0, gets("Mia Berg", "Front door, Storage, Studio A"), store.PhaseParked)
		s.Error = store.Sentence{Text: "SALTO KS has no free seat. Buy seats there or free one, then press “Try again”."}
		s2 := s
		s2.Key = "b"
		s2.What = gets("Bartholomew Featherstonehaugh-Cholmondeley", "Workshop")
		w := step("g", 0, gets("Elif Yılmaz", "Front door"), store.PhaseWaiting)
		w.Error = store.Sentence{Text: "SALTO KS cannot be reached."}
		b.do(func(tx *store.Tx) error {
			return tx.SetWork(b.space.ID, []store.Work{s, s2, w, step("c", 0, gets("Tom Okafor", "Front door, Studio A"), store.PhaseSent),
				step("d", 0, gets("Tom Okafor", "Front door, Studio A"), store.PhaseWaiting), step("e", 0, gets("Ada L", "Front door"), store.PhaseWaiting),
				step("f", 0, gets("Ada L", "Front door"), store.PhaseWaiting)})
		})
		b.do(func(tx *store.Tx) error {
			for _, kind := range []string{"edit", "intent", "failed", "intent", "confirmed", "looked"} {
				if err := tx.Log(store.LogLine{Space: b.space.ID, Kind: kind, What: gets("Mia Berg", "Front door")}); err != nil {
					return err
				}
			}
			return nil
		})
		b.page.SetStatus(Status{State: StateOffline, Waiting: 4, Parked: 2, Trouble: store.Sentence{Text: "SALTO KS cannot be reached. Check the network of this computer."}, Retry: moment.Add(400e9)})
		b.page.wrong.Ask()
		b.save("big-" + string(v))
		b.win.Resize(fyne.NewSize(960-24, 628))
		b.save("small-" + string(v))
		b.page.log.open(b.page.log.table.Rows()[2])
		b.save("line-" + string(v))
		n := newBench(t, false)
		fyne.CurrentApp().Settings().SetTheme(theme.New(v))
		n.page.Shown()
		n.save("none-" + string(v))
	}
}

package tap

import (
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/encoder"
	"latchkey/ui/widgets"
)

// tapLimit is what a tap may take until its name is on screen, beyond the
// reader's own time.
const tapLimit = 100 * time.Millisecond

// BenchmarkTap is from the end of the reader's answer until the form with the name
// is painted, among 10,000 tags that are all with somebody, over a page of two
// cards. The whole window is painted, by Fyne's painter in memory: it takes longer
// than OpenGL does, also where that is done by the processor.
func BenchmarkTap(b *testing.B) {
	const many = 10_000
	h := newBench(b)
	number := func(i int) encoder.UID {
		u := uid(0x04, 0, 0, 0, 0, 0x61, 0x80)
		binary.BigEndian.PutUint32(u[1:], uint32(i)*2654435761)
		return u
	}
	h.do(func(tx *store.Tx) error {
		for i := range many {
			p := store.Person{FirstName: "Person", LastName: fmt.Sprint(i), Connect: store.ConnectTagOnly}
			if err := tx.SavePerson(&p); err != nil {
				return err
			}
			t := store.Tag{Number: fmt.Sprintf("%08d", i), UID: number(i), State: store.TagHeld, Holder: p.ID}
			if err := tx.SaveTag(&t); err != nil {
				return err
			}
		}
		return nil
	})
	h.Win.SetContent(twoCards())
	h.Win.Resize(fyne.NewSize(1024, 700))
	i := 0
	var named, painted time.Duration
	for b.Loop() {
		start := time.Now()
		h.tap(number(i * 7919 % many))
		named += time.Since(start)
		h.Win.Canvas().Capture()
		painted += time.Since(start)
		i++
	}
	require.True(b, h.open())
	ms := func(d time.Duration) float64 { return d.Seconds() * 1000 / float64(b.N) }
	b.ReportMetric(ms(named), "ms/name")
	b.ReportMetric(ms(painted-named), "ms/paint")
	b.ReportMetric(ms(painted)/ms(tapLimit*time.Duration(b.N)), "of-limit")
}

// twoCards is a page as full as Members: a list, and one of them in detail.
func twoCards() fyne.CanvasObject {
	card := func(lines int) fyne.CanvasObject {
		var rows []fyne.CanvasObject
		for i := range lines {
			rows = append(rows, widgets.TwoLines(fmt.Sprint("Person ", i), "Full time", widgets.NewButton("Open", nil)))
		}
		return widgets.Card("People", container.NewVScroll(stacked(rows...)))
	}
	return container.NewGridWithColumns(2, card(14), card(10))
}

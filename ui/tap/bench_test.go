package tap

import (
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/encoder"
)

// BenchmarkTap is from the end of the reader's answer to the form with the name,
// read and laid out, among 10,000 tags that are all with somebody: with the paint
// at most 100 ms. Paint is of the whole window, by Fyne's painter in memory; the
// real one paints by OpenGL.
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
}

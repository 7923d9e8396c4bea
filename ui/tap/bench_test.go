package tap

import (
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/encoder"
)

// BenchmarkTap is from the end of the reader's answer to the name on a painted
// window, among 10,000 tags that are all with somebody: at most 100 ms.
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
	for b.Loop() {
		h.tap(number(i * 7919 % many))
		h.Win.Canvas().Capture()
		i++
	}
	require.True(b, h.open())
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/tap")
}

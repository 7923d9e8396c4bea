package tags

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// BenchmarkOpenTags reads and filters the list of 10,000 tags, which 10,000
// people have, with 100,000 entries.
func BenchmarkOpenTags(b *testing.B) {
	const tags, each = 10_000, 10
	w := newBench(b)
	var numbers []string
	w.do(func(tx *store.Tx) error {
		for i := range tags {
			p := store.Person{FirstName: fmt.Sprint("Mia ", i), LastName: "Berg", Connect: store.ConnectTagOnly}
			if err := tx.SavePerson(&p); err != nil {
				return err
			}
			numbers = append(numbers, fmt.Sprintf("%08d", i))
			if err := tx.SaveTag(&store.Tag{Number: numbers[i], State: store.TagHeld, Holder: p.ID}); err != nil {
				return err
			}
		}
		return nil
	})
	w.connect(numbers...)
	for round := range each {
		w.do(func(tx *store.Tx) error {
			list := make([]store.Entry, tags)
			for i := range list {
				list[i] = store.Entry{ID: fmt.Sprintf("%d-%d", round, i), At: noon.AddDate(0, 0, round-each), Category: store.EntryOpened, Tag: numbers[i]}
			}
			_, err := tx.AddEntries(w.space.ID, list)
			return err
		})
	}
	var rows []*row
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			f, err := load(context.Background(), w.store, w.space.ID)
			require.NoError(b, err)
			rows = rowsOf(f)
			require.Len(b, rows, tags)
		}
	})
	b.Run("filter", func(b *testing.B) {
		for b.Loop() {
			require.Len(b, filter{Words: []string{"mia", "berg", "777"}}.apply(rows), 19)
		}
	})
	b.Run("show", func(b *testing.B) {
		w.page.Shown()
		for b.Loop() {
			w.page.list.show(rows)
		}
	})
	b.Run("give", func(b *testing.B) {
		for b.Loop() {
			require.NotEmpty(b, w.page.dialogs.givable(b.Context(), "777"))
		}
	})
	b.Run("takers", func(b *testing.B) {
		for b.Loop() {
			require.NotEmpty(b, w.page.dialogs.takers(b.Context(), offer{}, ""))
		}
	})
}

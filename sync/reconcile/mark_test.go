package reconcile

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func TestAMarkNamesWhoItIsOfAndSinceWhen(t *testing.T) {
	at := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	in := Input{Snap: store.Snapshot{
		Install: install, People: []store.Person{{ID: 1, CreatedAt: at}, {ID: 2, CreatedAt: at.Add(time.Second)}, {ID: 3}},
		Removed: map[store.PersonID]time.Time{4: at.Add(time.Hour)},
	}}
	marks := map[string]bool{"": true}
	for id, since := range map[store.PersonID]time.Time{1: at, 2: at.Add(time.Second), 3: {}, 4: at.Add(time.Hour)} {
		alias := in.Alias(id)
		require.False(t, marks[alias], "%s is another’s", alias)
		marks[alias] = true
		p, ours := marked(install, alias)
		require.True(t, ours, alias)
		require.Equal(t, store.Person{ID: id, CreatedAt: since}, p)
		_, ours = marked("0000", alias)
		require.False(t, ours, "another file’s")
	}
	require.Empty(t, in.Alias(5), "nobody")
	for _, alias := range []string{"", "latchkey-3fa9-1", "latchkey-3fa9-1-", "latchkey-3fa9-0-0", "latchkey-3fa9-x-0", "latchkey-3fa9-1-00", "latchkey-3fa9-1--1", "latchkey-3fa9-1-TOY3K0", "latchkey-3fa9-1-0-0"} {
		_, ours := marked(install, alias)
		require.False(t, ours, "no Latchkey writes %q", alias)
	}
}

package main

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

// While the window stands, an entry becomes a check-in by itself; afterwards
// nothing touches the file any more.
func TestTheWindowKeepsCheckInsInStep(t *testing.T) {
	ctx := t.Context()
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(t.TempDir(), "latchkey.db")})
	require.NoError(t, err)
	p := newProgram(s)
	defer func() { require.NoError(t, p.close(context.Background())) }()
	space, mia := store.Space{Name: "Maison Nord", Zone: "Europe/Paris"}, store.Person{FirstName: "Mia", Connect: store.ConnectTagOnly}
	do := func(f func(tx *store.Tx) error) {
		_, err := s.Do(ctx, store.ActorSync, f)
		require.NoError(t, err)
	}
	do(func(tx *store.Tx) error { return tx.SaveSpace(&space) })
	do(func(tx *store.Tx) error {
		if err := tx.SavePerson(&mia); err != nil {
			return err
		}
		return tx.PutUser(space.ID, store.LedgerUser{Person: mia.ID, SiteUserID: "s-1", PlatformID: "p-1"})
	})
	stop := p.keepTally(ctx)
	enter := func(id string) {
		do(func(tx *store.Tx) error {
			_, err := tx.AddEntries(space.ID, []store.Entry{{ID: id, At: tx.Now.Add(-time.Minute), Category: store.EntryOpened, Way: "tag", Platform: "p-1"}})
			return err
		})
	}
	enter("e-1")
	require.Eventually(t, func() bool {
		list, err := s.CheckInsOf(ctx, mia.ID)
		return err == nil && len(list) == 1
	}, 10*time.Second, 5*time.Millisecond)
	stop()
	enter("e-2")
	waits, _, err := s.Untallied(ctx)
	require.NoError(t, err)
	require.True(t, waits, "for the next start")
}

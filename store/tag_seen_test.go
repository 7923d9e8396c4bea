package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhenATagWasLastAtADoor(t *testing.T) {
	w := newWorld(t)
	used, never, bare := Tag{Number: "0100"}, Tag{Number: "0200"}, Tag{UID: []byte{4, 1, 2, 3}}
	for _, tag := range []*Tag{&used, &never, &bare} {
		w.do(func(tx *Tx) error { return tx.SaveTag(tag) })
	}
	other := Space{Name: "Annexe", Zone: "Europe/Paris"}
	w.do(func(tx *Tx) error { return tx.SaveSpace(&other) })
	w.do(func(tx *Tx) error {
		for _, e := range []struct {
			space    SpaceID
			id, tag  string
			at       time.Time
			category string
		}{
			{w.space.ID, "e1", "0100", noon.Add(-2 * time.Hour), EntryOpened},
			{other.ID, "e2", "0100", noon.Add(-time.Hour), EntryRejected},
			{w.space.ID, "e3", "0100", noon.Add(-3 * time.Hour), EntryOpened},
			{w.space.ID, "e4", "", noon, EntryOpened}, // with a phone
		} {
			if _, err := tx.AddEntries(e.space, []Entry{{ID: e.id, At: e.at, Category: e.category, Tag: e.tag, DoorName: "door " + e.id}}); err != nil {
				return err
			}
		}
		return nil
	})
	seen, err := w.TagsSeen(w.ctx)
	require.NoError(t, err)
	require.Equal(t, map[TagID]time.Time{used.ID: noon.Add(-time.Hour)}, seen, "a tag without a number is not everybody's phone")
	last, err := w.LastEntryOf(w.ctx, "0100")
	require.NoError(t, err)
	require.Equal(t, "e2", last.ID, "at any door, open or not")
	for _, number := range []string{"0200", ""} {
		last, err = w.LastEntryOf(w.ctx, number)
		require.NoError(t, err)
		require.Empty(t, last)
	}
}

func TestATagInATransaction(t *testing.T) {
	w := newWorld(t)
	tag := Tag{Number: "0100"}
	w.do(func(tx *Tx) error { return tx.SaveTag(&tag) })
	w.do(func(tx *Tx) error {
		require.NoError(t, tx.GiveTag(tag.ID, w.mia.ID))
		have, err := tx.Tag(tag.ID)
		require.Equal(t, w.mia.ID, have.Holder)
		return err
	})
	w.do(func(tx *Tx) error { return tx.RemoveTag(tag.ID) })
	for _, id := range []TagID{tag.ID, 99} {
		require.EqualError(t, w.refuse(CodeMissing, func(tx *Tx) error { _, err := tx.Tag(id); return err }), noTag)
	}
}

// BenchmarkTagsSeen asks for all of 10,000 tags in a file with half a million
// entries of them.
func BenchmarkTagsSeen(b *testing.B) {
	const tags, each = 10_000, 50
	w := newWorld(b)
	w.do(func(tx *Tx) error {
		for i := range tags {
			if err := tx.SaveTag(&Tag{Number: fmt.Sprintf("%08d", i)}); err != nil {
				return err
			}
		}
		return nil
	})
	for round := range each {
		w.do(func(tx *Tx) error {
			list := make([]Entry, tags)
			for i := range list {
				list[i] = Entry{ID: fmt.Sprintf("%d-%d", round, i), At: noon.AddDate(0, 0, -each+round), Category: EntryOpened, Tag: fmt.Sprintf("%08d", i)}
			}
			_, err := tx.AddEntries(w.space.ID, list)
			return err
		})
	}
	for b.Loop() {
		seen, err := w.TagsSeen(w.ctx)
		require.NoError(b, err)
		require.Len(b, seen, tags)
	}
}

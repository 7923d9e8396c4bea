package store

import (
	"context"
	"time"
)

// Tag returns one tag as this transaction sees it, or a Problem (CodeMissing),
// also for one that was removed.
func (tx *Tx) Tag(id TagID) (Tag, error) { return tx.rows.tagHere(tx.ctx, id) }

// TagsSeen returns when each tag was last held to a door of any space, whether
// it opened or not. A tag that never was is not in it.
func (s *Store) TagsSeen(ctx context.Context) (map[TagID]time.Time, error) {
	return read(ctx, s, func(r rows) (map[TagID]time.Time, error) {
		list, err := r.q.TagsSeen(ctx)
		out := make(map[TagID]time.Time, len(list))
		for _, row := range list {
			if row.At != 0 {
				out[TagID(row.ID)] = instant(row.At)
			}
		}
		return out, err
	})
}

// LastEntryOf returns what happened when the tag of a number was last held to a
// door; without an ID: nothing is known.
func (s *Store) LastEntryOf(ctx context.Context, number string) (Entry, error) {
	return read(ctx, s, func(r rows) (Entry, error) {
		row, err := maybe(r.q.LastEntryOfTag(ctx, number))
		if err != nil || row == nil {
			return Entry{}, err
		}
		return entryOf(*row), nil
	})
}

package store

import (
	"context"

	"latchkey/store/internal/db"
)

// SiteTags returns the tags that a space's site has or had, as last read, the
// newest first. A site that shows no list of tags has none here.
func (s *Store) SiteTags(ctx context.Context, space SpaceID) ([]SiteTag, error) {
	return read(ctx, s, func(r rows) ([]SiteTag, error) {
		list, err := r.q.SiteTags(ctx, int64(space))
		return mapped(list, siteTag), wrap(err, "tags of KS")
	})
}

// FreeSiteTags returns the tags of a space's site, the newest first, that are
// in use nowhere: no tag of the file has the id or the number, and no user was
// seen to wear it.
func (s *Store) FreeSiteTags(ctx context.Context, space SpaceID) ([]SiteTag, error) {
	return read(ctx, s, func(r rows) ([]SiteTag, error) {
		list, err := r.q.FreeSiteTags(ctx, int64(space))
		return mapped(list, siteTag), wrap(err, "tags of KS")
	})
}

func siteTag(r db.SiteTag) SiteTag {
	return SiteTag{ID: r.KSID, Number: r.Number, FirstSeen: instant(r.FirstSeenAt), Gone: r.Gone}
}

// SaveSiteTags replaces what is known of the tags of a space's site by all that
// were just read: ID and Number count. Those that vanished stay, as Gone. The
// tags of the file that have one of the numbers get its id.
func (tx *Tx) SaveSiteTags(space SpaceID, now []SiteTag) error {
	list, err := tx.rows.q.SiteTags(tx.ctx, int64(space))
	if err != nil {
		return wrap(err, "tags of KS")
	}
	have := byID(list, func(t db.SiteTag) string { return t.KSID })
	vanished := byID(list, func(t db.SiteTag) string { return t.KSID })
	for _, t := range now {
		if t.ID == "" {
			continue
		}
		row := db.SiteTag{SpaceID: int64(space), KSID: t.ID, Number: t.Number, FirstSeenAt: unix(tx.Now)}
		if known, ok := have[t.ID]; ok && !known.Gone {
			row.FirstSeenAt = known.FirstSeenAt
		}
		if err := tx.putSiteTag(have, row); err != nil {
			return err
		}
		delete(vanished, t.ID)
	}
	for _, row := range vanished {
		row.Gone = true
		if err := tx.putSiteTag(have, row); err != nil {
			return err
		}
	}
	return tx.nameTags(now)
}

// nameTags gives tags of the file the id of the site's tag of that number, if
// their own is none of the site's.
func (tx *Tx) nameTags(now []SiteTag) error {
	tags, err := tx.rows.tags(tx.ctx)
	if err != nil {
		return wrap(err, "tags of KS")
	}
	byNumber, known := make(map[string]string, len(now)), make(map[string]bool, len(now))
	for _, t := range now {
		byNumber[t.Number], known[t.ID] = t.ID, true
	}
	for _, t := range tags {
		id := byNumber[t.Number]
		if t.Number == "" || id == "" || known[t.KSID] {
			continue
		}
		t.KSID = id
		if err := tx.SaveTag(&t); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) putSiteTag(have map[string]db.SiteTag, row db.SiteTag) error {
	if known, ok := have[row.KSID]; ok && known == row {
		return nil
	}
	have[row.KSID] = row
	tx.touch(KindMirror)
	return wrap(tx.rows.q.PutSiteTag(tx.ctx, db.PutSiteTagParams(row)), "tags of KS")
}

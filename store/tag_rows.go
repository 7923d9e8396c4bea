package store

import (
	"context"

	"latchkey/store/internal/db"
)

const noTag = "This tag does not exist any more. Look again in Tags."

// Tags returns all tags by number.
func (s *Store) Tags(ctx context.Context) ([]Tag, error) {
	return read(ctx, s, func(r rows) ([]Tag, error) { return r.tags(ctx) })
}

// Tag returns a tag; one that was removed is a Problem (CodeMissing).
func (s *Store) Tag(ctx context.Context, id TagID) (Tag, error) {
	return read(ctx, s, func(r rows) (Tag, error) { return r.tagHere(ctx, id) })
}

func (r rows) tagHere(ctx context.Context, id TagID) (Tag, error) {
	img, err := r.tagImage(ctx, id)
	if err == nil && img.deleted {
		err = &Problem{Code: CodeMissing, Text: noTag}
	}
	return img.Tag, err
}

// TagOfUID returns the tag that a reader sees as these very bytes; ID 0: the file
// has none.
func (s *Store) TagOfUID(ctx context.Context, uid []byte) (Tag, error) {
	return read(ctx, s, func(r rows) (Tag, error) {
		row, err := maybe(r.q.TagOfUID(ctx, uid))
		if err != nil || row == nil {
			return Tag{}, wrap(err, "tag")
		}
		return tag(*row), nil
	})
}

// TagsOf returns the tags that a person holds, by number.
func (s *Store) TagsOf(ctx context.Context, person PersonID) ([]Tag, error) {
	return read(ctx, s, func(r rows) ([]Tag, error) {
		list, err := r.q.TagsOf(ctx, ref(person))
		return mapped(list, tag), err
	})
}

// TagHistory returns who held a tag and when, the first first.
func (s *Store) TagHistory(ctx context.Context, id TagID) ([]Holding, error) {
	return read(ctx, s, func(r rows) ([]Holding, error) {
		img, err := r.tagImage(ctx, id)
		return img.holders, err
	})
}

func (r rows) tags(ctx context.Context) ([]Tag, error) {
	list, err := r.q.Tags(ctx)
	return mapped(list, tag), err
}

func tag(r db.Tag) Tag {
	return Tag{
		ID: TagID(r.ID), Key: r.Key, Rev: r.Rev, Number: r.Number, KSID: r.KSID, UID: r.UID, Tech: TagTech(r.Tech), Printed: r.Printed,
		State: TagState(r.State), Holder: deref[PersonID](r.HolderID),
	}
}

type tagImage struct {
	Tag
	deleted bool
	holders []Holding
}

func (r rows) tagImage(ctx context.Context, id TagID) (tagImage, error) {
	row, err := r.q.Tag(ctx, int64(id))
	if row, err = found(row, err, noTag); err != nil {
		return tagImage{}, err
	}
	list, err := r.q.TagHolders(ctx, row.ID)
	return tagImage{tag(row), row.Deleted, mapped(list, func(h db.TagHolder) Holding {
		return Holding{PersonID(h.PersonID), instant(h.FromAt), instant(h.UntilAt), Actor(h.GivenBy), Ending(h.Ended)}
	})}, err
}

func (i tagImage) mark() rowMark {
	return rowMark{tableTag, int64(i.ID), i.Rev, i.Key, i.deleted}
}

func (i tagImage) title() string { return i.Title() }

// removed returns the tag deleted, and with nobody: what was held is free.
func (i tagImage) removed() image {
	i.deleted, i.State, i.Holder, i.holders = true, TagFree, 0, nil
	return i
}

func (i tagImage) write(tx *Tx, rev int64) (image, error) {
	i.Rev = rev
	if !i.deleted {
		if err := tx.tagFree(i.Tag); err != nil {
			return nil, err
		}
	}
	if i.ID != 0 { // whoever held it loses it
		have, err := tx.rows.q.Tag(tx.ctx, int64(i.ID))
		if err != nil {
			return nil, wrap(err, "tag")
		}
		tx.touchPerson(KindTag, deref[PersonID](have.HolderID))
		if i.State == TagLost && have.State != string(TagLost) {
			tx.touch(KindBlocked)
		}
	}
	id, err := tx.rows.q.PutTag(tx.ctx, db.PutTagParams{
		ID: ref(i.ID), Key: i.Key, Rev: i.Rev, Deleted: i.deleted, Number: i.Number, KSID: i.KSID, UID: i.UID,
		Printed: i.Printed, State: string(i.State), HolderID: ref(i.Holder), Tech: string(i.Tech),
	})
	if err != nil {
		return nil, wrap(err, "tag")
	}
	i.ID = TagID(id)
	tx.touchPerson(KindTag, i.Holder)
	if err := tx.rows.q.DropTagHolders(tx.ctx, id); err != nil {
		return nil, wrap(err, "tag")
	}
	for pos, h := range i.holders {
		err := tx.rows.q.AddTagHolder(tx.ctx, db.AddTagHolderParams{
			TagID: id, Pos: int64(pos), PersonID: int64(h.Person), FromAt: unix(h.From), UntilAt: unix(h.Until),
			GivenBy: string(h.By), Ended: string(h.Ended),
		})
		if err != nil {
			return nil, wrap(err, "tag")
		}
	}
	return i, nil
}

func (i tagImage) allowed(tx *Tx) error {
	if i.deleted {
		return nil
	}
	return tx.tagRules(i.Tag)
}

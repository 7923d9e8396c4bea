package store

import (
	"context"
	"strings"

	"latchkey/store/internal/db"
)

const noPassType = "This kind of pass does not exist any more. Look again in Plans."

// PassTypes returns all kinds of passes, the shortest first, archived ones too.
func (s *Store) PassTypes(ctx context.Context) ([]PassType, error) {
	return read(ctx, s, func(r rows) ([]PassType, error) {
		list, err := r.q.PassTypes(ctx)
		return mapped(list, passType), err
	})
}

func passType(r db.PassType) PassType {
	return PassType{
		ID: PassTypeID(r.ID), Key: r.Key, Rev: r.Rev, Name: r.Name, Minutes: int(r.Minutes), Price: r.Price, Currency: r.Currency, Archived: r.Archived,
	}
}

type passTypeImage struct {
	PassType
	deleted bool
}

func (r rows) passTypeImage(ctx context.Context, id PassTypeID) (passTypeImage, error) {
	row, err := r.q.PassType(ctx, int64(id))
	row, err = found(row, err, noPassType)
	return passTypeImage{passType(row), row.Deleted}, err
}

func (i passTypeImage) mark() rowMark {
	return rowMark{tablePassType, int64(i.ID), i.Rev, i.Key, i.deleted}
}

func (i passTypeImage) title() string { return i.Name }

func (i passTypeImage) removed() image { return passTypeImage{i.PassType, true} }

func (i passTypeImage) write(tx *Tx, rev int64) (image, error) {
	i.Rev = rev
	id, err := tx.rows.q.PutPassType(tx.ctx, db.PutPassTypeParams{
		ID: ref(i.ID), Key: i.Key, Rev: i.Rev, Deleted: i.deleted, Archived: i.Archived,
		Name: i.Name, Minutes: int64(i.Minutes), Price: i.Price, Currency: i.Currency,
	})
	i.ID = PassTypeID(id)
	tx.touch(KindPass)
	return i, wrap(err, "pass type")
}

// allowed refuses to take away a kind of which there are passes.
func (i passTypeImage) allowed(tx *Tx) error {
	if !i.deleted {
		return nil
	}
	used, err := tx.rows.q.PassTypeInUse(tx.ctx, int64(i.ID))
	if err != nil || used == nil || !*used {
		return err
	}
	return &Problem{Code: CodeConflict, Text: "There are passes of the kind {{.Name}}, or a plan gives them. Archive the kind instead: then nobody gets new ones.",
		Args: pairs([]any{"Name", i.Name})}
}

// SavePassType inserts or updates a kind of pass. Passes that were given keep
// the length and the price that it had then.
func (tx *Tx) SavePassType(t *PassType) error {
	want := *t
	want.Key, want.Name = strings.TrimSpace(want.Key), strings.TrimSpace(want.Name)
	if err := CheckPassType(want); err != nil {
		return err
	}
	have, err := tx.claim(tablePassType, int64(want.ID), want.Key, want.Rev)
	if err != nil {
		return err
	}
	var was passTypeImage
	if have != nil {
		was = have.(passTypeImage)
	}
	want.ID, want.Rev, want.Key = was.ID, was.Rev, keyOr(want.Key, was.Key)
	if have != nil && !was.deleted && want == was.PassType {
		*t = want
		return nil
	}
	img, err := tx.put(have, passTypeImage{PassType: want})
	if err != nil {
		return err
	}
	*t = img.(passTypeImage).PassType
	return tx.logEdit(0, 0, passTypeSaid(have != nil && !was.deleted, was.PassType, *t))
}

// RemovePassType removes a kind of which there are no passes.
func (tx *Tx) RemovePassType(id PassTypeID) error {
	have, err := tx.rows.passTypeImage(tx.ctx, id)
	if err != nil || have.deleted {
		return err
	}
	gone := have.removed()
	if err := gone.allowed(tx); err != nil {
		return err
	}
	if _, err := tx.put(have, gone); err != nil {
		return err
	}
	return tx.logEdit(0, 0, say("The pass {{.Name}} was removed.", "Name", have.Name))
}

func passTypeSaid(known bool, was, now PassType) Sentence {
	switch {
	case !known:
		return say("The pass {{.Name}} was added.", "Name", now.Name)
	case now.Archived && !was.Archived:
		return say("The pass {{.Name}} is not given any more.", "Name", now.Name)
	case was.Archived && !now.Archived:
		return say("The pass {{.Name}} is given again.", "Name", now.Name)
	}
	return say("The pass {{.Name}} was changed.", "Name", now.Name)
}

package store

// GiveTag gives a tag to a person. Whoever holds it loses it, and another tag
// of the person's becomes free: SALTO KS knows one tag a person. A tag that is
// lost or broken is refused with a Problem (CodeConflict), and so is a person
// who was removed (CodeMissing).
func (tx *Tx) GiveTag(id TagID, person PersonID) error {
	t, err := tx.Tag(id)
	if err != nil {
		return err
	}
	switch t.State {
	case TagLost:
		return tagConflict("Tag {{.Number}} is marked as lost. Give another.", t)
	case TagBroken:
		return tagConflict("Tag {{.Number}} is marked as broken. Give another.", t)
	}
	earlier, err := tx.rows.q.TagsOf(tx.ctx, ref(person))
	if err != nil {
		return wrap(err, "tag")
	}
	for _, row := range earlier {
		if TagID(row.ID) == id {
			continue
		}
		if err := tx.TakeTag(TagID(row.ID)); err != nil {
			return err
		}
	}
	t.State, t.Holder = TagHeld, person
	return tx.SaveTag(&t)
}

// TakeTag takes a tag back from whoever holds it; a free one stays as it is.
// One that is lost or broken is refused with a Problem (CodeConflict).
func (tx *Tx) TakeTag(id TagID) error {
	t, err := tx.Tag(id)
	if err != nil {
		return err
	}
	if t.State == TagLost || t.State == TagBroken {
		return tagConflict("Nobody has tag {{.Number}}. Look at it again in Tags.", t)
	}
	return tx.setTag(t, TagFree)
}

// LoseTag notes that a tag is lost. Whoever holds it has none any more.
func (tx *Tx) LoseTag(id TagID) error {
	t, err := tx.Tag(id)
	if err != nil {
		return err
	}
	return tx.setTag(t, TagLost)
}

// BreakTag notes that a tag is broken. Whoever holds it has none any more.
func (tx *Tx) BreakTag(id TagID) error {
	t, err := tx.Tag(id)
	if err != nil {
		return err
	}
	return tx.setTag(t, TagBroken)
}

// FoundTag makes a tag free that was lost or broken; a free one stays as it
// is. One that somebody holds is refused with a Problem (CodeConflict).
func (tx *Tx) FoundTag(id TagID) error {
	t, err := tx.Tag(id)
	if err != nil {
		return err
	}
	if t.State == TagHeld {
		p := tagConflict("Tag {{.Number}} is not lost: {{.Person}} has it. Look at it again in Tags.", t)
		p.Args["Person"] = tx.nameOf(t.Holder)
		return p
	}
	return tx.setTag(t, TagFree)
}

// RemoveTag takes a tag out of the file, and from whoever holds it.
func (tx *Tx) RemoveTag(id TagID) error {
	have, err := tx.rows.tagImage(tx.ctx, id)
	if err != nil {
		return err
	}
	if have.deleted {
		return nil
	}
	gone := have
	gone.deleted, gone.State, gone.Holder = true, TagFree, 0
	gone.holders = tx.handOver(have.holders, 0, EndRemoved)
	if _, err := tx.put(have, gone); err != nil {
		return err
	}
	return tx.logEdit(0, have.Holder, say("Tag {{.Number}} was removed.", "Number", have.Title()))
}

func (tx *Tx) setTag(t Tag, state TagState) error {
	t.State, t.Holder = state, 0
	return tx.SaveTag(&t)
}

func tagConflict(text string, t Tag) *Problem {
	return &Problem{Code: CodeConflict, Field: "tag", Text: text, Args: pairs([]any{"Number", t.Title()})}
}

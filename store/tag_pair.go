package store

import (
	"bytes"
	"cmp"
	"strings"

	"latchkey/store/internal/db"
)

// PairTag notes that what a reader sees as uid is the tag that has this number
// and this id in SALTO KS; either may be empty. It returns that tag, made where
// the file has none. What only the reader knew of a free tag goes into it. A UID,
// number or id that is another tag's is refused with a Problem (CodeConflict)
// that says whose.
func (tx *Tx) PairTag(uid []byte, tech TagTech, number, ksID string) (Tag, error) {
	number, ksID = strings.TrimSpace(number), strings.TrimSpace(ksID)
	if len(uid) == 0 {
		return Tag{}, invalid("uid", "There is no tag on the reader. Hold one to it, then try again.")
	}
	found, err := tx.tagsToPair(uid, number, ksID)
	if err != nil {
		return Tag{}, err
	}
	t, err := tx.oneTag(found, uid, number)
	if err != nil {
		return Tag{}, err
	}
	t.UID, t.Number, t.KSID, t.Tech = uid, cmp.Or(number, t.Number), cmp.Or(ksID, t.KSID), cmp.Or(tech, t.Tech)
	was, changed, err := tx.putTag(&t, "")
	switch {
	case err != nil || !changed:
		return t, err
	case t.Number == "":
		return t, tx.logTag(was, t)
	}
	return t, tx.logEdit(0, t.Holder, say("Tag {{.Number}} was paired: the reader sees it as {{.UID}}.", "Number", t.Title(), "UID", uidText(uid)))
}

// pairing is what the file has under each name of a tag; nil: nothing.
type pairing struct{ number, ks, uid *Tag }

func (tx *Tx) tagsToPair(uid []byte, number, ksID string) (p pairing, err error) {
	for _, f := range []struct {
		to   **Tag
		find func() (db.Tag, error)
	}{
		{&p.number, func() (db.Tag, error) { return tx.rows.q.TagOfNumber(tx.ctx, number) }},
		{&p.ks, func() (db.Tag, error) { return tx.rows.q.TagOfKSID(tx.ctx, ksID) }},
		{&p.uid, func() (db.Tag, error) { return tx.rows.q.TagOfUID(tx.ctx, uid) }},
	} {
		row, err := maybe(f.find())
		if err != nil {
			return p, wrap(err, "tag")
		}
		if row != nil {
			t := tag(*row)
			*f.to = &t
		}
	}
	return p, nil
}

// oneTag returns the one tag that all names are of, the zero Tag where none is
// known, and a Problem where they are of several.
func (tx *Tx) oneTag(p pairing, uid []byte, number string) (Tag, error) {
	have := cmp.Or(p.number, p.ks, p.uid)
	if have == nil {
		return Tag{}, nil
	}
	t := *have
	if p.uid != nil && p.uid.ID != t.ID {
		merged, err := tx.mergeTags(t, *p.uid)
		if err != nil {
			return t, err
		}
		t = merged
	}
	switch {
	case p.ks != nil && p.ks.ID != have.ID:
		return t, tx.whose("In SALTO KS that is tag {{.Number}}. Choose that number.",
			"In SALTO KS that is tag {{.Number}}, and {{.Person}} has it. Choose that number.", *p.ks)
	case len(t.UID) > 0 && !bytes.Equal(t.UID, uid):
		return t, tx.pairedAlready(t)
	case number != "" && t.Number != "" && t.Number != number:
		return t, tx.onReader(t)
	}
	return t, nil
}

// mergeTags makes one of a tag that is in the file under its two names: as its
// number, and as what the reader sees. The one that somebody has stays.
func (tx *Tx) mergeTags(numbered, seen Tag) (Tag, error) {
	stays, goes := numbered, seen
	switch {
	case seen.Number != "" || seen.KSID != "":
		return numbered, tx.onReader(seen)
	case seen.State == TagFree:
	case numbered.State != TagFree || len(numbered.UID) > 0:
		return numbered, tx.onReader(seen)
	default:
		stays, goes = seen, numbered
	}
	if err := tx.RemoveTag(goes.ID); err != nil {
		return numbered, err
	}
	stays.Number, stays.KSID = cmp.Or(stays.Number, goes.Number), cmp.Or(stays.KSID, goes.KSID)
	stays.Printed, stays.Tech = cmp.Or(stays.Printed, goes.Printed), cmp.Or(stays.Tech, goes.Tech)
	return stays, nil
}

func (tx *Tx) onReader(t Tag) *Problem {
	return tx.whose("The tag on the reader is tag {{.Number}} already. Choose that number, or remove that tag first.",
		"The tag on the reader is tag {{.Number}} already, and {{.Person}} has it. Choose that number, or remove that tag first.", t)
}

func (tx *Tx) pairedAlready(t Tag) *Problem {
	p := tx.whose("Tag {{.Number}} is another one: the reader sees it as {{.UID}}. Look at the number again, or remove that tag first.",
		"Tag {{.Number}} is another one, and {{.Person}} has it: the reader sees it as {{.UID}}. Look at the number again, or remove that tag first.", t)
	p.Args["UID"] = uidText(t.UID)
	return p
}

// whose names a tag that is in the way, and who has it.
func (tx *Tx) whose(nobodys, somebodys string, t Tag) *Problem {
	p := tagConflict(nobodys, t)
	if t.Holder != 0 {
		p.Text, p.Args["Person"] = somebodys, tx.nameOf(t.Holder)
	}
	return p
}

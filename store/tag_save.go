package store

import (
	"bytes"
	"cmp"
	"reflect"
	"slices"
	"strings"

	"latchkey/store/internal/db"
)

// SaveTag inserts or updates a tag and keeps the history of its holders. A
// tag that somebody holds goes to another person by saving it with them.
func (tx *Tx) SaveTag(t *Tag) error {
	was, changed, err := tx.putTag(t, "")
	if err != nil || !changed {
		return err
	}
	return tx.logTag(was, *t)
}

// putTag is SaveTag without a word in the log. It returns the tag as it was,
// and whether anything was written. Why is why its holder has it no longer;
// empty: as the tag says.
func (tx *Tx) putTag(t *Tag, why Ending) (was Tag, changed bool, err error) {
	want := tidyTag(*t)
	have, err := tx.claim(tableTag, int64(want.ID), want.Key, want.Rev)
	if err != nil {
		return was, false, err
	}
	var before tagImage
	if have != nil {
		before = have.(tagImage)
	}
	was = before.Tag
	want.ID, want.Rev, want.Key = was.ID, was.Rev, keyOr(want.Key, was.Key)
	if err := tx.tagRules(want); err != nil {
		return was, false, err
	}
	if have != nil && !before.deleted && reflect.DeepEqual(want, was) {
		*t = want
		return was, false, nil
	}
	want.UID = bytes.Clone(want.UID)
	img, err := tx.put(have, tagImage{Tag: want, holders: tx.handOver(before.holders, want.Holder, cmp.Or(why, endingOf(want)))})
	if err != nil {
		return was, false, err
	}
	*t = img.(tagImage).Tag
	return was, true, nil
}

func tidyTag(t Tag) Tag {
	for _, f := range []*string{&t.Key, &t.Number, &t.KSID, &t.Printed} {
		*f = strings.TrimSpace(*f)
	}
	if t.State == "" && t.Holder == 0 {
		t.State = TagFree
	}
	if len(t.UID) == 0 {
		t.UID = nil
	}
	return t
}

// endingOf tells from what became of a tag why who held it does not any more.
func endingOf(now Tag) Ending {
	switch now.State {
	case TagHeld:
		return EndGiven
	case TagLost:
		return EndLost
	case TagBroken:
		return EndBroken
	}
	return EndReturned
}

// handOver ends the last holding and begins another when the holder changes.
func (tx *Tx) handOver(list []Holding, to PersonID, why Ending) []Holding {
	held := PersonID(0)
	if n := len(list); n > 0 && list[n-1].Until.IsZero() {
		held = list[n-1].Person
	}
	if held == to {
		return list
	}
	list = slices.Clone(list)
	if held != 0 {
		last := &list[len(list)-1]
		last.Until, last.Ended = tx.Now, why
	}
	if to != 0 {
		list = append(list, Holding{Person: to, From: tx.Now, By: tx.change.Actor})
	}
	return list
}

func (tx *Tx) tagRules(t Tag) error {
	if err := CheckTag(t); err != nil {
		return err
	}
	if t.Holder == 0 {
		return nil
	}
	p, err := tx.Person(t.Holder)
	if err == nil && p.Deleted {
		err = &Problem{Code: CodeMissing, Field: "holder", Text: "{{.Person}} was removed. Choose another person.", Args: pairs([]any{"Person", p.Name()})}
	}
	return err
}

// tagFree names the tag that has the number or the UID already.
func (tx *Tx) tagFree(t Tag) error {
	for field, find := range map[string]func() (db.Tag, error){
		"number": func() (db.Tag, error) { return tx.rows.q.TagOfNumber(tx.ctx, t.Number) },
		"uid":    func() (db.Tag, error) { return tx.rows.q.TagOfUID(tx.ctx, t.UID) },
	} {
		other, err := maybe(find())
		if err != nil {
			return err
		}
		if other != nil && TagID(other.ID) != t.ID {
			return tx.tagTaken(field, tag(*other))
		}
	}
	return nil
}

func (tx *Tx) tagTaken(field string, other Tag) *Problem {
	p := &Problem{Code: CodeConflict, Field: field, Text: "There is a tag {{.Number}} already. Choose that tag, or correct the number.", Args: pairs([]any{"Number", other.Title()})}
	if other.Holder != 0 {
		p.Text = "There is a tag {{.Number}} already: {{.Person}} has it. Choose that tag, or correct the number."
		p.Args["Person"] = tx.nameOf(other.Holder)
	}
	return p
}

// freeTagsOf takes the tags of somebody who is removed.
func (tx *Tx) freeTagsOf(p Person) error {
	list, err := tx.rows.q.TagsOf(tx.ctx, ref(p.ID))
	if err != nil {
		return err
	}
	for _, row := range list {
		t := tag(row)
		t.State, t.Holder = TagFree, 0
		was, _, err := tx.putTag(&t, EndRemoved)
		if err == nil {
			err = tx.logTag(was, t)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

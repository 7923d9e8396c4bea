package store

import (
	"bytes"
	"context"
	"reflect"
	"strings"
	"time"

	"latchkey/store/internal/db"
)

const noTag = "This tag does not exist any more. Look again in Members."

// Holding is a time during which somebody held a tag: [From, Until), Until
// zero while they still do.
type Holding struct {
	Person      PersonID
	From, Until time.Time
}

// Tags returns all tags by number.
func (s *Store) Tags(ctx context.Context) ([]Tag, error) {
	return read(ctx, s, func(r rows) ([]Tag, error) { return r.tags(ctx) })
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
		ID: TagID(r.ID), Key: r.Key, Rev: r.Rev, Number: r.Number, KSID: r.KSID, UID: r.UID, Printed: r.Printed,
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
		return Holding{PersonID(h.PersonID), instant(h.FromAt), instant(h.UntilAt)}
	})}, err
}

func (i tagImage) mark() rowMark {
	return rowMark{tableTag, int64(i.ID), i.Rev, i.Key, i.deleted}
}

func (i tagImage) title() string {
	if i.Number != "" {
		return i.Number
	}
	return i.Printed
}

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
	}
	id, err := tx.rows.q.PutTag(tx.ctx, db.PutTagParams{
		ID: ref(i.ID), Key: i.Key, Rev: i.Rev, Deleted: i.deleted, Number: i.Number, KSID: i.KSID, UID: i.UID,
		Printed: i.Printed, State: string(i.State), HolderID: ref(i.Holder),
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
		})
		if err != nil {
			return nil, wrap(err, "tag")
		}
	}
	return i, nil
}

// SaveTag inserts or updates a tag and keeps the history of its holders. A
// tag that somebody holds goes to another person by saving it with them.
func (tx *Tx) SaveTag(t *Tag) error {
	want := *t
	for _, f := range []*string{&want.Key, &want.Number, &want.KSID, &want.Printed} {
		*f = strings.TrimSpace(*f)
	}
	if want.State == "" && want.Holder == 0 {
		want.State = TagFree
	}
	if len(want.UID) == 0 {
		want.UID = nil
	}
	have, err := tx.claim(tableTag, int64(want.ID), want.Key, want.Rev)
	if err != nil {
		return err
	}
	var was tagImage
	if have != nil {
		was = have.(tagImage)
	}
	want.ID, want.Rev, want.Key = was.ID, was.Rev, keyOr(want.Key, was.Key)
	if err := tx.tagRules(want); err != nil {
		return err
	}
	if have != nil && !was.deleted && reflect.DeepEqual(want, was.Tag) {
		*t = want
		return nil
	}
	want.UID = bytes.Clone(want.UID)
	img, err := tx.put(have, tagImage{Tag: want, holders: handOver(was.holders, want.Holder, tx.Now)})
	if err != nil {
		return err
	}
	*t = img.(tagImage).Tag
	return tx.logTag(was.Tag, *t)
}

// handOver ends the last holding and begins another when the holder changes.
func handOver(list []Holding, to PersonID, now time.Time) []Holding {
	held := PersonID(0)
	if n := len(list); n > 0 && list[n-1].Until.IsZero() {
		held = list[n-1].Person
	}
	if held == to {
		return list
	}
	list = append([]Holding(nil), list...)
	if held != 0 {
		list[len(list)-1].Until = now
	}
	if to != 0 {
		list = append(list, Holding{Person: to, From: now})
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
	p := &Problem{Code: CodeConflict, Field: field, Text: "There is a tag {{.Number}} already. Choose that tag, or correct the number.", Args: pairs([]any{"Number", other.Number})}
	if other.Holder != 0 {
		p.Text = "There is a tag {{.Number}} already: {{.Person}} has it. Choose that tag, or correct the number."
		p.Args["Person"] = tx.nameOf(other.Holder)
	}
	return p
}

func (i tagImage) allowed(tx *Tx) error {
	if i.deleted {
		return nil
	}
	return tx.tagRules(i.Tag)
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
		if err := tx.SaveTag(&t); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) logTag(was, now Tag) error {
	number := tagImage{Tag: now}.title()
	person := now.Holder
	if person == 0 {
		person = was.Holder
	}
	var said []Sentence
	if was.ID == 0 {
		said = append(said, say("Tag {{.Number}} was added.", "Number", number))
	}
	switch {
	case was.Holder == now.Holder && was.State == now.State, was.ID == 0 && now.State == TagFree:
	case now.State == TagLost && person != 0:
		said = append(said, say("Tag {{.Number}} of {{.Person}} is lost.", "Number", number, "Person", tx.nameOf(person)))
	case now.State == TagLost:
		said = append(said, say("Tag {{.Number}} is lost.", "Number", number))
	case now.State == TagBroken && person != 0:
		said = append(said, say("Tag {{.Number}} of {{.Person}} is broken.", "Number", number, "Person", tx.nameOf(person)))
	case now.State == TagBroken:
		said = append(said, say("Tag {{.Number}} is broken.", "Number", number))
	case now.Holder != 0 && was.Holder != 0:
		said = append(said, say("Tag {{.Number}} went from {{.Old}} to {{.Person}}.", "Number", number, "Old", tx.nameOf(was.Holder), "Person", tx.nameOf(now.Holder)))
	case now.Holder != 0:
		said = append(said, say("{{.Person}} has tag {{.Number}} now.", "Number", number, "Person", tx.nameOf(now.Holder)))
	case was.Holder != 0:
		said = append(said, say("{{.Person}} gave tag {{.Number}} back.", "Number", number, "Person", tx.nameOf(was.Holder)))
	default:
		said = append(said, say("Tag {{.Number}} is free again.", "Number", number))
	}
	switch {
	case was.KSID != now.KSID && now.KSID != "":
		said = append(said, say("Tag {{.Number}} is known to SALTO KS.", "Number", number))
	case was.KSID != "" && now.KSID == "":
		said = append(said, say("Tag {{.Number}} is not known to SALTO KS any more.", "Number", number))
	}
	if was.ID != 0 && (was.Number != now.Number || was.Printed != now.Printed || !bytes.Equal(was.UID, now.UID) || was.Key != now.Key) {
		said = append(said, say("The details of tag {{.Number}} were changed.", "Number", number))
	}
	return tx.logEdit(0, person, said...)
}

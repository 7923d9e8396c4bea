package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"latchkey/store/internal/db"
)

const noPass = "This pass does not exist any more. Look again in Members."

// Passes returns all passes, the oldest first.
func (s *Store) Passes(ctx context.Context) ([]Pass, error) {
	return read(ctx, s, func(r rows) ([]Pass, error) {
		list, err := r.q.Passes(ctx)
		return mapped(list, pass), err
	})
}

// PassesOf returns the passes that a person may use, those of the team too where
// it shares them, the oldest first, each with the check-in that uses it.
func (s *Store) PassesOf(ctx context.Context, person PersonID) ([]PassUse, error) {
	return read(ctx, s, func(r rows) ([]PassUse, error) {
		team, err := r.team(ctx, person)
		if err != nil {
			return nil, err
		}
		list, err := r.q.PassesOf(ctx, idList(team))
		return mapped(list, func(row db.PassesOfRow) PassUse {
			return PassUse{pass(row.Pass), deref[PersonID](row.UsedBy), instant(row.FirstAt), instant(row.UntilAt)}
		}), err
	})
}

func pass(r db.Pass) Pass {
	return Pass{
		ID: PassID(r.ID), Key: r.Key, Rev: r.Rev, Person: PersonID(r.PersonID), Type: PassTypeID(r.TypeID),
		GrantedAt: instant(r.GrantedAt), ExpiresOn: Date(r.ExpiresOn), Minutes: int(r.Minutes), Price: r.Price, Currency: r.Currency,
		Source: Source(r.Source), Batch: r.Batch, Note: r.Note, EndedAt: instant(r.EndedAt), Why: r.Why,
	}
}

type passImage struct {
	Pass
	deleted bool
	kind    string // what it is called
}

func (r rows) passImage(ctx context.Context, id PassID) (passImage, error) {
	row, err := r.q.Pass(ctx, int64(id))
	if row, err = found(row, err, noPass); err != nil {
		return passImage{}, err
	}
	kind, err := r.q.PassType(ctx, row.TypeID)
	return passImage{pass(row), row.Deleted, kind.Name}, err
}

func (i passImage) mark() rowMark { return rowMark{tablePass, int64(i.ID), i.Rev, i.Key, i.deleted} }

func (i passImage) title() string { return i.kind }

func (i passImage) removed() image {
	i.deleted = true
	return i
}

func (i passImage) write(tx *Tx, rev int64) (image, error) {
	i.Rev = rev
	since := i.GrantedAt
	if i.ID != 0 {
		have, err := tx.rows.q.Pass(tx.ctx, int64(i.ID))
		if err != nil {
			return nil, wrap(err, "pass")
		}
		since = firstChange(pass(have), i.Pass, tx.Now)
		if i.deleted || have.Deleted {
			since = i.GrantedAt
		}
		if err := tx.recount(PersonID(have.PersonID), since); err != nil {
			return nil, err
		}
	}
	id, err := tx.rows.q.PutPass(tx.ctx, db.PutPassParams{
		ID: ref(i.ID), Key: i.Key, Rev: i.Rev, Deleted: i.deleted, PersonID: int64(i.Person), TypeID: int64(i.Type),
		GrantedAt: unix(i.GrantedAt), ExpiresOn: string(i.ExpiresOn), Minutes: int64(i.Minutes), Price: i.Price, Currency: i.Currency,
		Source: string(i.Source), Batch: i.Batch, Note: i.Note, EndedAt: unix(i.EndedAt), Why: i.Why,
	})
	if err != nil {
		return nil, wrap(err, "pass")
	}
	i.ID = PassID(id)
	tx.touchPerson(KindPass, i.Person)
	return i, tx.recount(i.Person, since)
}

// firstChange is from when on a pass that was changed may be used otherwise.
func firstChange(was, now Pass, at time.Time) time.Time {
	onlyEnd := now
	onlyEnd.EndedAt, onlyEnd.Why, onlyEnd.Note, onlyEnd.Rev, onlyEnd.Source = was.EndedAt, was.Why, was.Note, was.Rev, was.Source
	if onlyEnd == was && (was.EndedAt.IsZero() || now.EndedAt.IsZero()) {
		if end := was.EndedAt; !end.IsZero() {
			return end
		}
		if end := now.EndedAt; !end.IsZero() {
			return end
		}
		return at
	}
	if was.GrantedAt.Before(now.GrantedAt) {
		return was.GrantedAt
	}
	return now.GrantedAt
}

// allowed refuses to take away, by undo, what somebody has used.
func (i passImage) allowed(tx *Tx) error {
	if !i.deleted && i.EndedAt.IsZero() {
		return nil
	}
	by, err := maybe(tx.rows.q.UserOfPass(tx.ctx, ref(i.ID)))
	if err != nil || by == nil {
		return err
	}
	return &Problem{Code: CodeConflict, Text: "{{.Person}} has used this pass. Give another one instead, with the reason as its note.",
		Args: pairs([]any{"Person", tx.nameOf(PersonID(*by))})}
}

// SavePass inserts or updates a pass. GrantedAt is the transaction's time where
// it is zero; a pass without a length gets length and price of its kind.
func (tx *Tx) SavePass(p *Pass) error {
	want := *p
	for _, f := range []*string{&want.Key, &want.Batch, &want.Note, &want.Why} {
		*f = strings.TrimSpace(*f)
	}
	if want.GrantedAt.IsZero() {
		want.GrantedAt = tx.Now
	}
	if want.Source == "" {
		want.Source = Given
	}
	want.GrantedAt, want.EndedAt = instant(want.GrantedAt.Unix()), instant(unix(want.EndedAt))
	if err := CheckPass(want); err != nil {
		return err
	}
	have, err := tx.claim(tablePass, int64(want.ID), want.Key, want.Rev)
	if err != nil {
		return err
	}
	var was passImage
	if have != nil {
		was = have.(passImage)
	}
	kind, person, err := tx.passRules(want)
	if err != nil {
		return err
	}
	want.ID, want.Rev, want.Key = was.ID, was.Rev, keyOr(want.Key, was.Key)
	if want.Minutes == 0 || have != nil && was.Type != want.Type && want.Minutes == was.Minutes {
		want.Minutes, want.Price, want.Currency = kind.Minutes, kind.Price, kind.Currency
	}
	if have != nil && !was.deleted && want == was.Pass {
		*p = want
		return nil
	}
	if err := tx.stillOpen(want.GrantedAt, have == nil); err != nil {
		return err
	}
	img, err := tx.put(have, passImage{Pass: want, kind: kind.Name})
	if err != nil {
		return err
	}
	if err := img.allowed(tx); err != nil {
		return err
	}
	*p = img.(passImage).Pass
	return tx.logEdit(0, p.Person, passSaid(have != nil && !was.deleted, was.Pass, *p, person.Name(), kind.Name))
}

// stillOpen refuses a pass that would be good in a time that was closed.
func (tx *Tx) stillOpen(at time.Time, fresh bool) error {
	closed, err := tx.rows.closedBefore(tx.ctx)
	if err != nil || !fresh || !at.Before(closed) {
		return err
	}
	return invalid("granted_at", "The days up to {{.Day}} are closed. Let the pass begin later, or open them again in Attendance.",
		"Day", string(DateOf(closed.Add(-time.Second), tx.zone())))
}

func passSaid(known bool, was, now Pass, person, kind string) Sentence {
	switch {
	case !known && now.Source == Bought:
		return say("{{.Person}} bought a pass: {{.Name}}.", "Person", person, "Name", kind)
	case !known && now.Source == Allowed:
		return say("{{.Person}} has a pass that comes with the plan: {{.Name}}.", "Person", person, "Name", kind)
	case !known:
		return say("{{.Person}} has a pass: {{.Name}}.", "Person", person, "Name", kind)
	case was.EndedAt.IsZero() && !now.EndedAt.IsZero():
		return say("A pass of {{.Person}} was taken back: {{.Name}} ({{.Why}}).", "Person", person, "Name", kind, "Why", now.Why)
	}
	return say("A pass of {{.Person}} was changed: {{.Name}}.", "Person", person, "Name", kind)
}

func (tx *Tx) passRules(p Pass) (PassType, Person, error) {
	kind, err := tx.rows.passTypeImage(tx.ctx, p.Type)
	if err == nil && kind.deleted {
		err = &Problem{Code: CodeMissing, Field: "type", Text: "This kind of pass does not exist any more. Choose another."}
	}
	if err != nil {
		return PassType{}, Person{}, err
	}
	person, err := tx.Person(p.Person)
	if err == nil && person.Deleted {
		err = &Problem{Code: CodeMissing, Field: "person", Text: "{{.Person}} was removed. Choose another person.", Args: pairs([]any{"Person", person.Name()})}
	}
	return kind.PassType, person, err
}

// GivePasses gives somebody a number of passes of one kind at once, from 1 to
// 100, and returns their common batch.
func (tx *Tx) GivePasses(like Pass, count int) (batch string, err error) {
	if count < 1 || count > mostPacks {
		return "", invalid("count", "Choose a number of passes from 1 to {{.Most}}.", "Most", strconv.Itoa(mostPacks))
	}
	if like.Batch == "" {
		like.Batch = newKey()
	}
	for range count {
		one := like
		one.ID, one.Key, one.Rev = 0, "", 0
		if err := tx.SavePass(&one); err != nil {
			return "", err
		}
	}
	return like.Batch, nil
}

// TakeBack ends passes that nobody has used, with the reason.
func (tx *Tx) TakeBack(why string, ids ...PassID) error {
	if strings.TrimSpace(why) == "" {
		return invalid("why", "Say why the pass is taken back: it is kept with it.")
	}
	for _, id := range ids {
		have, err := tx.rows.passImage(tx.ctx, id)
		if err != nil {
			return err
		}
		if !have.EndedAt.IsZero() {
			continue
		}
		have.EndedAt, have.Why = tx.Now, why
		if err := tx.SavePass(&have.Pass); err != nil {
			return err
		}
	}
	return nil
}
